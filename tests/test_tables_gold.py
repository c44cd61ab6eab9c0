"""Every cell that the annotators of the gold found in a document is found in its tables as read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from narrext.release import read
from narrext.segment import segment
from narrext.tables import Fact, read_tables

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FILINGS = SHARED / "filings"
PAIRS = [
    (gold, documents)
    for folder, documents in (
        (SHARED / "gold", FILINGS),
        (ROOT / "corpus" / "gold-filings", FILINGS),
        (ROOT / "corpus" / "gold", ROOT / "corpus" / "releases"),
    )
    for gold in sorted(folder.glob("*.jsonl"))
]
# Formulas whose cells are all of the claim's period or of what it is compared with.
OF_THE_CLAIM = frozenset({"a", "a-b", "(a-b)/b", "a/b"})


def facts_by_value(document: Path) -> dict[Decimal, list[Fact]]:
    release = read(document)
    found: dict[Decimal, list[Fact]] = defaultdict(list)
    for table in read_tables(release, segment(release)):
        for fact in table.facts:
            found[fact.value].append(fact)
            if any(letter.isalpha() for letter in fact.printed):
                # "Down 17%": the annotators tell the number, and its sign in the direction
                found[-fact.value].append(fact)
    return found


def lists_of_cells(claim: dict[str, Any]) -> Iterator[list[float]]:
    yield claim["cells"]
    yield from claim.get("alternatives") or ()


def is_dated(fact: Fact, spans: set[str]) -> bool:
    """Whether a figure is of one of the periods, of the day one ends on, or a change between two."""
    told = {str(fact.period), str(fact.column.period), str(fact.column.base)}
    if fact.period is not None:
        told.add(str(fact.period.at_end))
    return bool(told & spans)


def complaints(gold: Path, document: Path) -> Iterator[str]:
    facts = facts_by_value(document)
    for line in gold.read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        spans = {span for span in (claim["period"], claim["base"]) if span}
        spans |= {span.split("/")[-1] for span in spans}
        for place, cells in enumerate(lists_of_cells(claim)):
            dated = spans and place == 0 and claim["formula"] in OF_THE_CLAIM
            for cell in cells:
                found = facts.get(Decimal(str(cell)), [])
                if not found:
                    yield f"{claim['n']} {claim['text']!r}: no cell {cell}"
                elif dated and not any(is_dated(fact, spans) for fact in found):
                    yield f"{claim['n']} {claim['text']!r}: {cell} is of {[str(f.period) for f in found]}"


# What annotators took from other periods or other signs than the rows print, each with its reason.
KNOWN = {
    "brindlewick_2009q2": {
        "43": "a quarter that is the rest of two stretches",
        "52": "closings print as (1)",
    },
    "hollinwick_2012q3": {"17": "the store count at the beginning of the quarter is of the day before it"},
}


@pytest.mark.parametrize(("gold", "documents"), PAIRS, ids=[gold.stem for gold, _ in PAIRS])
def test_every_cell_of_the_gold_is_read_with_its_sign_and_period(gold: Path, documents: Path) -> None:
    """Cells and alternatives stand in the tables, those of plain formulas in the claim's period or its base."""
    document = next(iter(sorted(documents.glob(f"{gold.stem}.*"))), None)
    if document is None:
        pytest.skip(f"the document of {gold.stem} is not in {documents}")
    known = KNOWN.get(gold.stem, {})
    assert [each for each in complaints(gold, document) if each.split()[0] not in known] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of shared filings is not beside the repository")
def test_the_gold_of_the_shared_filings_is_among_what_is_tested() -> None:
    assert sum(documents == FILINGS for _, documents in PAIRS) >= 7
