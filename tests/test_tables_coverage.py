"""No number on a row of figures is passed over: it is a figure, or part of a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrext.release import Release, read
from narrext.segment import segment
from narrext.tables import Table, read_tables

ROOT = Path(__file__).parents[1]
FOLDERS = (
    ROOT / "tests" / "cases" / "tables",
    ROOT / "corpus" / "releases",
    ROOT.parent / "shared" / "filings",
)
PATHS = [path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.glob("*"))]
NUMBER = re.compile(r"\d[\d,.]*")
# Documents whose rows bear numbers that are neither: of notes, and of the periods that rows are.
OTHERS = {"column_of_notes", "euros_with_notes", "rows_are_quarters", "rows_are_years"}


def read_places(release: Release, tables: list[Table]) -> bytearray:
    """For each character of the text whether a figure or a label that was read holds it."""
    held = bytearray(len(release.text) + 1)
    for table in tables:
        for each in (*table.items, *table.facts):
            held[each.start : each.end] = b"\1" * (each.end - each.start)
    return held


def rows_of(release: Release, tables: list[Table]) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end that bear figures."""
    text = release.text
    starts = {text.rfind("\n", 0, fact.start) + 1 for table in tables for fact in table.facts}
    for start in sorted(starts):
        end = text.find("\n", start)
        yield start, end if end >= 0 else len(text)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_number_on_a_row_of_figures_is_read(path: Path) -> None:
    """Of real filings, of the corpus and of the cases: what is left over on a row would be a cell lost."""
    if path.stem in OTHERS:
        pytest.skip("its rows bear numbers of notes, or are periods")
    release = read(path)
    tables = read_tables(release, segment(release))
    held = read_places(release, tables)
    left = [
        f"{number[0]} on “{' '.join(release.text[start:end].split())}”"
        for start, end in rows_of(release, tables)
        for number in NUMBER.finditer(release.text, start, end)
        if not held[number.start()]
    ]
    assert left == []
