"""Agreement of two reviewers and the adjudication of what they see otherwise."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from narrext.review.agreement import adjudicated, agree, decide, disagreements, kappa
from narrext.review.layer import apply


def claim(
    start: int,
    verdict: str = "match",
    status: str = "accepted",
    cells: tuple[str, ...] = ("1000",),
    **more: Any,
) -> dict[str, Any]:
    fields = {
        "kind": "money",
        "role": "level",
        "value": "1",
        "value_high": None,
        "unit": "USD",
        "direction": None,
    }
    fields |= {"period": None, "base": None, "forward_looking": False, "alternatives": []}
    tie = [{"value": value} for value in cells]
    return (
        {"id": f"c{start}", "span": [start, start + 5], "verdict": verdict, "status": status, "cells": tie}
        | fields
        | more
    )


def layer(*claims: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {c["id"]: c for c in claims}


def test_kappa_is_what_cohen_worked_out() -> None:
    """The table of the textbook: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no give 0.4."""
    pairs = Counter(
        {
            ("match", "match"): 20,
            ("match", "mismatch"): 5,
            ("mismatch", "match"): 10,
            ("mismatch", "mismatch"): 15,
        }
    )
    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_of_nothing_is_none_and_of_one_label_is_one() -> None:
    assert kappa(Counter()) is None
    assert kappa(Counter({("match", "match"): 7})) == 1.0


def test_kappa_of_opposite_reviewers_is_below_zero() -> None:
    pairs = Counter({("match", "mismatch"): 5, ("mismatch", "match"): 5})
    assert kappa(pairs) == pytest.approx(-1.0)


def test_spans_and_ties_are_scored_by_f1() -> None:
    first = layer(claim(0), claim(10), claim(20, status="rejected"))
    second = layer(claim(0), claim(10, cells=("2000",)), claim(20))
    found = agree(first, second)
    assert (found.spans.both, found.spans.first, found.spans.second) == (2, 2, 3)
    assert found.spans.f1 == pytest.approx(0.8)
    assert (found.ties.both, found.ties.first, found.ties.second) == (1, 2, 3)


def test_the_same_figure_in_another_table_is_the_same_tie() -> None:
    first = layer(claim(0, cells=("-840000",)))
    second = layer(claim(0, cells=("840000",)))
    assert agree(first, second).ties.f1 == 1.0
    assert disagreements(first, second) == []


def test_cells_that_bear_a_claim_out_as_well_are_the_same_tie() -> None:
    first = layer(claim(0, cells=("7539", "8973")))
    second = layer(claim(0, cells=("16.0",), alternatives=[["7539", "8973"]]))
    assert agree(first, second).ties.f1 == 1.0
    assert disagreements(first, second) == []


def test_what_one_has_not_decided_on_counts_for_nobody() -> None:
    found = agree(layer(claim(0), claim(10, status="suggested")), layer(claim(0), claim(10)))
    assert (found.spans.first, found.spans.second, found.open) == (1, 1, 1)
    assert disagreements(layer(claim(0, status="suggested")), layer(claim(0, "mismatch"))) == []


def test_disagreements_name_what_differs() -> None:
    first = layer(claim(0, "match"), claim(10), claim(20), claim(31))
    second = layer(
        claim(0, "rounding"), claim(10, status="rejected"), claim(20, period="2003-03-31"), claim(30)
    )
    found = disagreements(first, second)
    assert [(d.key, d.fields) for d in found] == [
        ("0-5", ("verdict",)), ("10-15", ("claim",)), ("20-25", ("period",)), ("30-36", ("span",)),
    ]  # fmt: skip


def test_adjudication_keeps_a_side_or_neither_and_can_be_changed() -> None:
    first = layer(claim(0, "match"), claim(10), claim(20))
    second = layer(claim(0, "mismatch"), claim(20))
    decisions: dict[str, dict[str, Any]] = {}
    one, other = disagreements(first, second)
    apply(decisions, [decide(one, "second", None, "carol", "now")])
    kept, still = adjudicated(first, second, decisions)
    assert ([(c["span"][0], c["verdict"]) for c in kept], still) == ([(0, "mismatch"), (20, "match")], 1)
    apply(decisions, [decide(other, "first", None, "carol", "now")])
    apply(decisions, [decide(one, "neither", decisions["0-5"], "carol", "later")])
    kept, still = adjudicated(first, second, decisions)
    assert ([c["span"][0] for c in kept], still) == ([10, 20], 0)
    apply(decisions, [decide(one, "first", decisions["0-5"], "carol", "at last")])
    kept, _ = adjudicated(first, second, decisions)
    assert [(c["span"][0], c["verdict"]) for c in kept] == [(0, "match"), (10, "match"), (20, "match")]
