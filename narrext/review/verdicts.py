"""What a claim comes to against the cells that a reviewer chose, and which cells to offer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import Any

from rapidfuzz import fuzz

from narrext.claims.records import Claim
from narrext.diagnose import diagnose
from narrext.errors import NarrextError
from narrext.formula import LETTERS, evaluate
from narrext.judge import judge
from narrext.link import find_candidates
from narrext.report.encode import encode_cell
from narrext.report.words import plain
from narrext.review.decode import State, read_claim
from narrext.review.layer import Fields
from narrext.review.subject import Subject, place_of
from narrext.tables.records import Fact
from narrext.verify import Candidate
from narrext.working import working_of

MOST = 9  # one for each digit key
# What agrees in its figure alone is offered behind what agrees in its words.
BY_FIGURE = 0.5
# With less in common than this, that figures agree is chance.
LEAST_LIKE = 0.15


def hold_against(claim: Claim, facts: Sequence[Fact], formula: str, subject: Subject) -> Fields:
    """Verdict, computed figure and working of a claim against these cells, in their order.

    Raises NarrextError where the formula is none over so many cells.
    """
    check_formula(formula, len(facts))
    candidate = Candidate(tuple(facts), formula, 1.0, ())
    judged = judge(claim, candidate)
    reason = text = None
    if judged.says == "mismatch":
        found = diagnose(claim, candidate, judged, subject.index)
        reason, text = found.reason, found.text
    low, high = judged.interval.low, judged.interval.high
    return {
        "verdict": judged.says,
        "reason": reason,
        "formula": formula,
        "cells": [encode_cell(fact) for fact in facts],
        "computed": None if judged.computed is None else plain(judged.computed),
        "interval": None if low is None or high is None else [plain(low), plain(high)],
        "working": working_of(claim, candidate, judged),
        "score": 1.0,
        "diagnosis": text,
    }


def untied(reason: str) -> Fields:
    """What a claim comes to that no cell can bear out."""
    return {
        "verdict": "unsupported", "reason": reason, "formula": None, "cells": [], "computed": None,
        "interval": None, "working": "", "score": 0.0, "diagnosis": None,
    }  # fmt: skip


def check_formula(formula: str, cells: int) -> None:
    """Raises NarrextError unless `formula` is arithmetic over exactly the first `cells` letters."""
    wanted = LETTERS[:cells]
    if set(formula) - set(LETTERS + "0123456789+-*/() ") or len(formula) > 80:
        raise NarrextError(
            f"“{formula[:80]}” holds something other than the letters a to h, numbers and + - * / ( )."
        )
    try:
        evaluate(formula, [Decimal(number + 2) for number in range(len(LETTERS))])
    except (SyntaxError, ValueError, KeyError):
        raise NarrextError(f"“{formula}” is no formula: write it like (a-b)/b.") from None
    if {letter for letter in formula if letter.isalpha()} != set(wanted):
        names = ", ".join(wanted) or "no cell"
        raise NarrextError(f"“{formula}” does not fit: the chosen cells are {names}.")


def default_formula(claim: Claim, cells: int) -> str:
    """What is likely meant by so many cells."""
    if cells in (4, 6, 8) and claim.role == "change" and claim.kind == "percent":
        now, before = "+".join(LETTERS[: cells // 2]), LETTERS[cells // 2 : cells]
        return f"({now}-{'-'.join(before)})/({'+'.join(before)})"
    if cells == 2 and claim.role == "change":
        return {"percent": "(a-b)/b", "multiple": "a/b"}.get(claim.kind, "a-b")
    if cells == 2 and (claim.role in ("share", "ratio") or claim.kind in ("percent", "ratio", "multiple")):
        return "a/b"
    if cells == 4 and claim.kind == "percent_points":
        return "(a/b)-(c/d)"
    if cells == 2 and claim.kind == "percent_points":
        return "a-b"
    return "+".join(LETTERS[:cells])


# --- candidates --------------------------------------------------------------------------------------


def candidates_of(state: State, subject: Subject) -> list[dict[str, Any]]:
    """At most nine other ties of a claim, best first: the report's, else what its metric leads to, then
    cells whose figures alone agree."""
    known = [dict(c) for c in subject.candidates.get(place_of(state), ())]
    first = subject.first(state)
    if first is not None and first["cells"]:
        before = {"formula": first["formula"], "cells": first["cells"], "score": first["score"]}
        known.insert(0, before | {"evidence": ["as suggested"]})
    claim = read_claim(state, subject.original(state))
    if claim.value is not None:
        if first is None or first["metric"] != state["metric"] or first["period"] != state["period"]:
            known += [_encoded(c, claim) for c in find_candidates(claim, subject.index).candidates]
        known += [_encoded(c, claim) for c in by_figure(claim, subject)]
    return list(_others(known, state))[:MOST]


def _encoded(candidate: Candidate, claim: Claim) -> dict[str, Any]:
    return {
        "formula": candidate.formula,
        "cells": [encode_cell(fact) for fact in candidate.facts],
        "score": round(candidate.score, 4),
        "evidence": list(candidate.evidence),
        "verdict": judge(claim, candidate).says,
    }


def _others(candidates: Sequence[dict[str, Any]], state: State) -> Iterator[dict[str, Any]]:
    """Each tie once, and not the one that the claim has."""
    seen = {_tie(state["formula"], state["cells"])}
    for candidate in candidates:
        tie = _tie(candidate["formula"], candidate["cells"])
        if tie not in seen:
            seen.add(tie)
            yield candidate


def _tie(formula: str | None, cells: Sequence[Any]) -> tuple[Any, ...]:
    return (formula, *(tuple(cell["span"] or ()) for cell in cells))


def by_figure(claim: Claim, subject: Subject) -> list[Candidate]:
    """Ties whose figure bears the claim out, the nearest in words and period first."""
    found = levels(claim, subject) if claim.role != "change" else changes(claim, subject)
    scored = [
        Candidate(facts, formula, likeness(claim, facts), ("the figure agrees",)) for facts, formula in found
    ]
    alike = [c for c in scored if c.score >= LEAST_LIKE]
    agreeing = [c for c in alike if judge(claim, c).says in ("match", "rounding")]
    return sorted(agreeing, key=lambda c: -c.score)[:MOST]


def likeness(claim: Claim, facts: Sequence[Fact]) -> float:
    """0 to BY_FIGURE: how much label and period have of the claim's."""
    words = fuzz.token_set_ratio(claim.metric.lower(), " ".join(facts[0].item.path).lower()) / 100
    same = claim.period is not None and facts[0].period == claim.period
    return round(BY_FIGURE * (0.6 * words + 0.4 * same), 4)


Tie = tuple[tuple[Fact, ...], str]


def levels(claim: Claim, subject: Subject) -> Iterator[Tie]:
    """Cells of the claim's size, found by bisection."""
    sizes = sorted_sizes(tuple(subject.facts.values()))
    assert claim.value is not None
    half = claim.step
    low, high = abs(claim.value) - half, abs(claim.value_high or claim.value) + half
    for _, fact in sizes.facts[bisect_left(sizes.keys, low) : bisect_right(sizes.keys, high)][:60]:
        yield (fact,), "a"


@dataclass(frozen=True)
class Sizes:
    keys: list[Decimal]
    facts: list[tuple[Decimal, Fact]]


def sorted_sizes(facts: tuple[Fact, ...]) -> Sizes:
    pairs = sorted(((abs(fact.value), fact) for fact in facts if not fact.nil), key=lambda pair: pair[0])
    return Sizes([size for size, _ in pairs], pairs)


def changes(claim: Claim, subject: Subject) -> Iterator[Tie]:
    """Pairs of columns of one line whose change is the claim's, and printed changes."""
    assert claim.value is not None
    formula = default_formula(claim, 2)
    value, step = abs(claim.value), claim.step
    for line in subject.index.lines:
        for fact in line.facts:
            if fact.column.role != "value" and abs(abs(fact.value) - value) <= step:
                yield (fact,), "a"
        plain_facts = [f for f in line.facts if f.column.role == "value" and not f.nil][:8]
        for now, before in permutations(plain_facts, 2):
            if follows(now, before) and near(formula, now.value, before.value, value, step):
                yield (now, before), formula


def follows(now: Fact, before: Fact) -> bool:
    """Nothing is measured from a later figure back; columns without a period may stand as they like."""
    return now.period is None or before.period is None or now.period.end >= before.period.end


def near(formula: str, now: Decimal, before: Decimal, value: Decimal, step: Decimal) -> bool:
    """A first look, before intervals are made."""
    if formula == "a-b":
        return abs(abs(now - before) - value) <= step * 2
    if not before:
        return False
    share = now / before if formula == "a/b" else (now - before) / before * 100
    return abs(abs(share) - value) <= step * 2
