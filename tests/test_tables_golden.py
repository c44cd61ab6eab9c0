"""Every line of the tables of real filings and of the corpus, as it was held against the document."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_tables import GOLDEN, render_release

from narrext.release import read
from narrext.segment import segment
from narrext.tables import read_tables

ROOT = Path(__file__).parents[1]
FOLDERS = (
    ROOT / "tests" / "cases" / "tables",
    ROOT / "corpus" / "releases",
    ROOT.parent / "shared" / "filings",
)
NAMES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


def find(name: str) -> Path:
    for folder in FOLDERS:
        for path in sorted(folder.glob(f"{name}.*")) if folder.is_dir() else ():
            return path
    pytest.skip(f"the document {name} is not here: goldens of filings need the folder of shared filings")


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_read_as_the_golden_file_says(name: str) -> None:
    """Label paths, periods, units, values, printed digits and findings are those of the golden file."""
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert render_release(find(name)) == golden


@pytest.mark.parametrize("name", NAMES)
def test_facts_echo_what_is_printed(name: str) -> None:
    """The offsets of every fact and label give back what was read, white space folded."""
    release = read(find(name))
    for table in read_tables(release, segment(release)):
        for fact in table.facts:
            assert " ".join(release.text[fact.start : fact.end].split()) == fact.printed
            assert table.start <= fact.start < fact.end <= table.end
        for item in table.items:
            printed = " ".join(release.text[item.start : item.end].split())
            assert all(word in printed for word in item.label.split())
