"""The tables of real HTML filings, as read: golden files that were gone through cell by cell.

The filings stand beside the repository and are not part of it: without them the tests are skipped.
With NARREXT_WRITE_GOLDEN set, the golden files are written anew, to be read before they are committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from textwrap import shorten
from typing import Any

import pytest

from narrext.release import Release, read
from narrext.segment import segment
from narrext.tables import Table, read_tables

GOLDEN = Path(__file__).parent / "golden" / "html"
FILINGS = Path(__file__).parents[1].parent / "shared" / "filings"
NAMES = [
    "2004_apple_FY2004Q3",
    "2011_apple_FY2011Q1",
    "2022_nvidia_FY2023Q3_newsroom",
    "2024_apple_FY2024Q1",
    "2024_buckle_FY2024Q3",
    "2026_nvidia_FY2026Q4_ex991",
]


def read_filing(name: str) -> Release:
    found = sorted(FILINGS.glob(f"{name}.*"))
    if not found:
        pytest.skip(f"{name} is not in {FILINGS}")
    return read(found[0])


def describe(table: Table) -> dict[str, Any]:
    """A table without its places in the text: captions, columns, and each row with a value a column."""
    rows: dict[int, dict[int, str]] = {}
    for fact in table.facts:
        value = "nil" if fact.nil else str(fact.value)
        if fact.unit != fact.item.unit:
            value += f" {fact.unit}"
        if fact.period != fact.column.period:
            value += f" @ {fact.period}"
        rows.setdefault(fact.item.row, {})[fact.column.index] = value
    return {
        "caption": table.caption,
        "statement": table.statement,
        "columns": [
            " | ".join((column.heading, str(column.period), str(column.base), column.role, column.basis))
            for column in table.columns
        ],
        "rows": [
            [
                " > ".join(shorten(label, 60, placeholder="…") for label in item.path),
                item.unit,
                [rows.get(item.row, {}).get(column.index) for column in table.columns],
            ]
            for item in table.items
        ],
    }


def write_golden(path: Path, tables: list[dict[str, Any]]) -> None:
    """One line a row, so that what changes shows."""
    lines = []
    for table in tables:
        rows = ",\n   ".join(json.dumps(row, ensure_ascii=False) for row in table["rows"])
        head = ",\n  ".join(
            f"{json.dumps(key)}: {json.dumps(table[key], ensure_ascii=False)}"
            for key in ("caption", "statement", "columns")
        )
        lines.append(f' {{{head},\n  "rows": [\n   {rows}\n  ]}}')
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_filing_is_read_as_it_was_verified(name: str) -> None:
    release = read_filing(name)
    tables = [describe(table) for table in read_tables(release, segment(release))]
    path = GOLDEN / f"{name}.json"
    if os.environ.get("NARREXT_WRITE_GOLDEN"):
        write_golden(path, tables)
    assert tables == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_echoes_what_its_cell_prints(name: str) -> None:
    release = read_filing(name)
    for table in read_tables(release, segment(release)):
        for fact in table.facts:
            printed = release.text[fact.start : fact.end]
            assert " ".join(printed.split()) == " ".join(fact.printed.split())
            assert table.start <= fact.start < fact.end <= table.end


@pytest.mark.parametrize("name", [*NAMES, "2007_southern-co_2006Q4-FY"])
def test_blocks_cover_the_rendered_text_in_order(name: str) -> None:
    release = read_filing(name)
    html = [
        part
        for part in release.parts
        if part.used and any(part.start <= b.start < part.end for b in release.layout)
    ]
    place = 0
    for block in release.layout:
        assert place <= block.start < block.end
        if any(part.start <= place <= block.start < part.end for part in html):
            assert release.text[place : block.start].isspace() or place == block.start
        assert not release.text[block.start].isspace() or block.kind in ("table", "pre")
        place = block.end
