"""Errors of the tables: a cell that the prose, and maybe the column's own sum, speaks against."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from narrext.seeding.numbers import Printed, find_printed, other_digits, transposed
from narrext.seeding.records import Edit, Slip
from narrext.seeding.truth import Target, Truth, a_year_before, fits
from narrext.tables.records import Fact
from narrext.verify import Candidate

_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
# A wrong cell may turn a rise into a fall, or a loss into an income.
_WRONG = frozenset({"value", "direction", "sign"})
_ANY = _WRONG | {"scale", "period"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table that claims rest on."""

    fact: Fact
    printed: Printed
    claims: tuple[Target, ...]


def cells_of(truth: Truth) -> Iterator[Cell]:
    """The cells that tied claims rest on, in reading order."""
    resting: dict[tuple[int, int], list[Target]] = {}
    facts: dict[tuple[int, int], Fact] = {}
    for target in truth.targets:
        for fact in dict.fromkeys(target.verdict.facts):
            resting.setdefault((fact.start, fact.end), []).append(target)
            facts[fact.start, fact.end] = fact
    for place in sorted(facts):
        printed = find_printed(truth.text, *place, facts[place].value)
        if printed is not None:
            yield Cell(facts[place], printed, tuple(resting[place]))


def table_slips(truth: Truth, cell: Cell, draw: random.Random) -> Iterator[Slip]:
    """At most one error of each kind in one cell."""
    printed, size = cell.printed, abs(cell.fact.value)
    ways: list[tuple[str, Iterable[str], frozenset[str]]] = [
        ("digit", other_digits(printed.digits, draw), _WRONG),
        ("transposition", transposed(printed.digits, draw), _WRONG),
        ("tenfold", (printed.show(size * 10), printed.show(size / 10)), _ANY),
        ("prior year", _prior_year(truth, cell), _ANY),
    ]
    for kind, digits, reasons in ways:
        slip = next(_slips(truth, cell, kind, digits, reasons), None)
        if slip is not None:
            yield slip
    turned = _turned(truth, cell)
    if turned is not None:
        yield turned


def _prior_year(truth: Truth, cell: Cell) -> Iterator[str]:
    """The digits that the line prints for the same time a year before."""
    fact = cell.fact
    for other in truth.row(fact):
        if other.period and fact.period and not other.nil and a_year_before(other.period, fact.period):
            found = _NUMERAL.search(truth.text, other.start, other.end)
            if found:
                yield found[0]


def _slips(
    truth: Truth, cell: Cell, kind: str, ways: Iterable[str], reasons: frozenset[str]
) -> Iterator[Slip]:
    for digits in ways:
        value = cell.printed.value(digits).copy_sign(cell.fact.value)
        if not value:
            continue  # a nought reads as "nothing to report"
        edit = _replaced(truth, cell, digits)
        falsified = _falsified(truth, cell, value)
        if edit is not None and digits != cell.printed.digits and falsified:
            yield _slip(truth, cell, kind, (edit,), falsified, reasons, digits)


def _turned(truth: Truth, cell: Cell) -> Slip | None:
    """A figure that has lost its parentheses."""
    text, fact = truth.text, cell.fact
    opened, closed = (
        text.find("(", fact.start, cell.printed.start),
        text.find(")", cell.printed.end, fact.end + 1),
    )
    falsified = _falsified(truth, cell, -fact.value)
    if fact.value >= 0 or opened < 0 or closed < 0 or not falsified:
        return None
    edits = (Edit(opened, opened + 1, " "), Edit(closed, closed + 1, " "))
    return _slip(truth, cell, "sign", edits, falsified, _WRONG, cell.printed.digits)


def _falsified(truth: Truth, cell: Cell, value: Decimal) -> frozenset[str]:
    """The claims on a cell that its new value contradicts, and that no other cells bear out."""
    return frozenset(
        target.claim.id
        for target in cell.claims
        if not fits(target.claim, _with(target.candidate, cell.fact, value))
        and not _otherwise(target, cell.fact)
    )


def _with(candidate: Candidate, fact: Fact, value: Decimal) -> Candidate:
    facts = tuple(replace(each, value=value) if each is fact else each for each in candidate.facts)
    return replace(candidate, facts=facts)


def _otherwise(target: Target, fact: Fact) -> bool:
    """Whether a runner-up without this cell bears the claim out as well."""
    return any(
        fits(target.claim, candidate)
        for candidate in target.verdict.candidates
        if all((each.start, each.end) != (fact.start, fact.end) for each in candidate.facts)
    )


def _replaced(truth: Truth, cell: Cell, digits: str) -> Edit | None:
    """The edit that puts other digits into a cell.

    The columns of a typewritten table stay where they are: a longer number takes blanks from its left;
    None where there are none to take.
    """
    printed = cell.printed
    more = len(digits) - len(printed.digits)
    if truth.marked_up(cell.fact) or not more:
        return Edit(printed.start, printed.end, digits)
    if more < 0:
        return Edit(printed.start, printed.end, " " * -more + digits)
    if truth.text[printed.start - more - 1 : printed.start].strip(" "):
        return None
    return Edit(printed.start - more, printed.end, digits)


def _slip(
    truth: Truth,
    cell: Cell,
    kind: str,
    edits: tuple[Edit, ...],
    falsified: frozenset[str],
    reasons: frozenset[str],
    after: str,
) -> Slip:
    printed = cell.fact.printed.strip()
    more = {"period"} if _elsewhere(truth, cell, falsified) else set()
    return Slip(kind, "table", edits, falsified, truth.resting(cell.fact), reasons | more, printed, after)


def _elsewhere(truth: Truth, cell: Cell, falsified: frozenset[str]) -> bool:
    """Whether another period's cells bear a falsified claim out, so that the prose may be wrong instead."""
    targets = (target for target in cell.claims if target.claim.id in falsified)
    return any(truth.explained(target, target.printed.digits) for target in targets)
