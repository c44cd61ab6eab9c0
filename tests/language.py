"""Sentences and what a careful reader finds in them: the cases of ``cases/language`` and how they run.

A case is one line of JSON: `id`, `class`, `text` (or `blocks`, pairs of kind and text, where headings and
bullets matter), `calendar` (a table of calendars.toml) where dates matter, and `expect`: all the claims
in reading order. Of a claim `text` is always told; `kind`, `role`, `value`, `unit`, `period`, `base` and what
a metric is taken for (`metric`, `concept`, `qualifiers`, `basis`, `per_share`) where the case is about them.
`direction`, `bound`, `value_high` and `forward_looking` must be nothing where the case does not tell them;
"any" leaves them open. A list of texts, metrics or bounds holds those that are as good.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from narrext.claims.find import read_prose, resolve_prose
from narrext.claims.records import Claim
from narrext.periods import Calendar, Period, PeriodMention, read_heading
from narrext.pipeline.components import reader
from narrext.segment import Block

CASES = Path(__file__).parent / "cases" / "language"
CLASSES = ("in_the_wild", "negative", "synthetic", "known_failures")
CASE_KEYS = {"id", "class", "text", "blocks", "calendar", "expect", "origin", "reason"}
CLAIM_KEYS = {
    "text", "kind", "role", "value", "size", "value_high", "unit", "bound", "direction", "period", "base",
    "forward_looking", "metric", "concept", "qualifiers", "basis", "per_share", "of", "scope",
}  # fmt: skip


def read_cases(name: str) -> list[dict[str, Any]]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@cache
def calendars() -> dict[str, dict[str, Any]]:
    return tomllib.loads((CASES / "calendars.toml").read_text(encoding="utf-8"))


def headings_of(name: str) -> list[PeriodMention]:
    found = [read_heading(heading) for heading in calendars()[name]["columns"]]
    assert all(found), f"a heading of calendar {name} cannot be read"
    return [mention for mention in found if mention is not None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A case's text as it was laid out, and the claims found in it."""

    text: str
    claims: list[Claim]


def lay_out(case: dict[str, Any]) -> tuple[str, list[Block]]:
    text = ""
    blocks = []
    for kind, words in case.get("blocks") or [["paragraph", case["text"]]]:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(words)))
        text += words
    return text, blocks


def calendar_of(name: str | None, mentions: list[PeriodMention]) -> Calendar:
    if name is None:
        return Calendar.build([], mentions)
    told = calendars()[name]
    year_end = tuple(told["year_end"]) if "year_end" in told else None
    calendar = Calendar.build(headings_of(name), mentions, year_end=year_end)
    start, end = map(date.fromisoformat, told["current"].split("/"))
    return replace(calendar, current=Period(start, end))


def read_case(case: dict[str, Any]) -> Reading:
    text, blocks = lay_out(case)
    nlp, heads = reader()
    prose = read_prose(text, blocks, nlp, heads)
    return Reading(text, resolve_prose(prose, calendar_of(case.get("calendar"), prose.mentions)))


def told(claim: Claim) -> str:
    """A claim in one line, for the message of a failure."""
    value = "" if claim.value is None else format(claim.value, "f")
    high = "" if claim.value_high is None else f"..{claim.value_high:f}"
    words = (
        claim.direction,
        claim.bound,
        "forward" if claim.forward_looking else None,
        claim.period,
        claim.base,
    )
    shown = " ".join(str(word) for word in words if word)
    return f"{claim.text!r} {claim.kind} {claim.role} {value}{high} {claim.unit} [{claim.metric}] {shown}"


def differences(expected: dict[str, Any], claim: Claim) -> list[str]:
    """The fields of a claim that are not as the case tells, each in a few words."""
    unknown = set(expected) - CLAIM_KEYS
    assert not unknown, f"a claim of a case has no field {min(unknown)!r}"
    found = {
        "text": one_of(expected["text"], claim.text),
        "kind": one_of(expected.get("kind"), claim.kind),
        "role": one_of(expected.get("role"), claim.role),
        "unit": expected.get("unit") is None or fnmatchcase(claim.unit.lower(), expected["unit"].lower()),
        "value": same_number(expected.get("value"), claim.value),
        "size": same_number(expected.get("size"), None if claim.value is None else abs(claim.value)),
        "value_high": same_number(expected.get("value_high"), claim.value_high)
        and ("value_high" in expected or claim.value_high is None),
        "bound": left_open(expected.get("bound"), claim.bound),
        "direction": left_open(expected.get("direction"), claim.direction),
        "forward_looking": expected.get("forward_looking", False) in ("any", claim.forward_looking),
        "metric": one_of(lower(expected.get("metric")), claim.metric.lower()),
        "concept": expected.get("concept") in (None, claim.measure.concept),
        "basis": expected.get("basis") in (None, claim.measure.basis),
        "per_share": expected.get("per_share") in (None, claim.measure.per_share),
        "of": expected.get("of") in (None, claim.measure.of_concept),
        "scope": expected.get("scope") in (None, claim.scope),
        "qualifiers": set(expected.get("qualifiers", ())) <= set(claim.measure.qualifiers),
    }  # fmt: skip
    for name in ("period", "base"):
        period = getattr(claim, name)
        if name in expected:
            found[name] = expected[name] == (str(period) if period else None)
    return [
        f"{name} of {told(claim)}, not {expected.get(name)!r}" for name, same in found.items() if not same
    ]


def one_of(expected: Any, found: str) -> bool:
    if expected is None:
        return True
    return found in expected if isinstance(expected, list) else found == expected


def lower(expected: Any) -> Any:
    if isinstance(expected, list):
        return [word.lower() for word in expected]
    return expected.lower() if isinstance(expected, str) else expected


def left_open(expected: Any, found: str | None) -> bool:
    if expected == "any":
        return True
    return found in expected if isinstance(expected, list) else found == expected


def same_number(expected: str | None, found: Decimal | None) -> bool:
    """Equal, or equal to the decimals that the case writes out (a third is 33.333333)."""
    if expected is None:
        return True
    if found is None:
        return False
    wanted = Decimal(expected)
    return wanted == found or wanted == found.quantize(wanted)


def complaints(case: dict[str, Any], reading: Reading) -> list[str]:
    """All that is wrong with a reading, one line each; nothing where it is as the case tells."""
    expected, claims = case["expect"], reading.claims
    if len(expected) != len(claims):
        found = "; ".join(told(claim) for claim in claims) or "none"
        return [f"{len(expected)} claims are there, {len(claims)} were found: {found}"]
    return [line for want, claim in zip(expected, claims, strict=True) for line in differences(want, claim)]
