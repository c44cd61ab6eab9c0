"""What the untouched release says: its tied claims, their cells, and what else would bear a claim out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from narrext.claims.records import Claim
from narrext.judge import judge
from narrext.periods import Period
from narrext.seeding.numbers import Printed, find_printed
from narrext.tables.records import Fact, Table
from narrext.verify import Candidate, Verdict

if TYPE_CHECKING:
    from narrext.report.records import Report

# Quarters of 13 weeks begin and end a few days off.
NEAR = timedelta(days=10)
YEAR, QUARTER = timedelta(days=365), timedelta(days=91)
# Candidates whose scores lie this near to the best are as good as it.
AS_GOOD = 0.1
# How a period may stand to the claim's.
MOVES = ("prior year", "next year", "prior quarter", "next quarter", "year to date")


@dataclass(frozen=True, slots=True)
class Target:
    """A tied claim that agrees with its cells, and the numeral that states it."""

    verdict: Verdict
    printed: Printed

    @property
    def claim(self) -> Claim:
        return self.verdict.claim

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.verdict.facts, self.verdict.formula or "a", 1.0, ())

    def stating(self, digits: str) -> Claim:
        """The claim with other digits in its numeral's place."""
        return replace(self.claim, value=self.printed.value(digits), step=self.printed.step(digits))


class Truth:
    """A report that errors are planted against."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.text = report.document.release.text
        self.targets = list(self._targets())
        self._rows: dict[tuple[int, int], list[Fact]] = {}
        for table in report.tables:
            for fact in table.facts:
                self._rows.setdefault((table.index, fact.item.row), []).append(fact)

    def _targets(self) -> Iterator[Target]:
        for verdict in self.report.claims:
            claim = verdict.claim
            if (
                verdict.verdict not in ("match", "rounding")
                or claim.value is None
                or claim.value_high is not None
            ):
                continue
            printed = find_printed(self.text, claim.start, claim.end, claim.value)
            if printed is not None:
                yield Target(verdict, printed)

    def false(self, target: Target, digits: str) -> bool:
        """Whether the claim with other digits cannot come out of its cells.

        Nor out of other lines of the same periods that fit the claim's words as well: where a release
        prints basic and diluted earnings, "net income per share" may be either; a column of changes bears
        out what the two amounts beside it do.
        """
        claim = target.stating(digits)
        periods = {fact.period for fact in target.verdict.facts}
        others = (
            candidate
            for candidate in target.verdict.candidates
            if candidate.score >= target.verdict.score - AS_GOOD
            and periods.issuperset(fact.period for fact in candidate.facts)
        )
        return not any(fits(claim, candidate) for candidate in (target.candidate, *others))

    def table(self, fact: Fact) -> Table:
        return self.report.tables[fact.item.table]

    def marked_up(self, fact: Fact) -> bool:
        """Whether the figure stands in an HTML table, whose columns do not hang on the place in a line."""
        blocks = self.report.document.release.layout
        return any(block.cells and block.start <= fact.start < block.end for block in blocks)

    def row(self, fact: Fact) -> list[Fact]:
        """The facts of the fact's line item."""
        return self._rows[fact.item.table, fact.item.row]

    def moved(self, target: Target, how: str) -> Candidate | None:
        """The claim's cells moved to another period.

        `how` is one of `MOVES`.

        None where a cell has no counterpart there.
        """
        facts = [self._counterpart(fact, how) for fact in target.verdict.facts]
        known = tuple(fact for fact in facts if fact is not None)
        if len(known) < len(facts) or known == target.verdict.facts:
            return None
        return replace(target.candidate, facts=known)

    def explained(self, target: Target, digits: str) -> bool:
        """Whether the claim with other digits happens to state the figure of another period."""
        claim = target.stating(digits)
        moves = [self.moved(target, how) for how in MOVES]
        if target.verdict.formula == "a":
            fact = target.verdict.facts[0]
            row = (other for other in self.row(fact) if other is not fact and other.unit == fact.unit)
            moves += [replace(target.candidate, facts=(other,)) for other in row]
        return any(move is not None and fits(claim, move) for move in moves)

    def resting(self, fact: Fact) -> frozenset[str]:
        """The claims that were held against a cell, or might be."""
        place = (fact.start, fact.end)
        return frozenset(
            verdict.claim.id
            for verdict in self.report.claims
            if any(
                (each.start, each.end) == place
                for facts in (verdict.facts, *(candidate.facts for candidate in verdict.candidates))
                for each in facts
            )
        )

    def _counterpart(self, fact: Fact, how: str) -> Fact | None:
        period = fact.period
        if period is None:
            return None
        for other in self.row(fact):
            same = (
                other.unit,
                other.column.role,
                other.column.basis,
                other.column.entity,
                other.column.measure,
            )
            mine = (fact.unit, fact.column.role, fact.column.basis, fact.column.entity, fact.column.measure)
            if other.period is None or other.nil or same != mine:
                continue
            if stands(other.period, period, how):
                return other
        return None

    def neighbours(self, fact: Fact) -> Iterator[Fact]:
        """The figures of the same column and unit, nearest lines first."""
        table = self.table(fact)
        column = [
            other
            for other in table.facts
            if other.column.index == fact.column.index
            and other.unit == fact.unit
            and other.item.row != fact.item.row
        ]
        yield from sorted(column, key=lambda other: abs(other.item.row - fact.item.row))


def fits(claim: Claim, candidate: Candidate) -> bool:
    """Whether the claim comes out of these cells."""
    return judge(claim, candidate).says in ("match", "rounding")


def stands(other: Period, period: Period, how: str) -> bool:
    """Whether a period is to another what `how` says."""
    if how == "year to date":
        return same_end(other, period)
    way, _, length = how.partition(" ")
    earlier, later = (other, period) if way == "prior" else (period, other)
    return before(earlier, later, YEAR if length == "year" else QUARTER)


def a_year_before(earlier: Period, later: Period) -> bool:
    """Whether one period is the same time of the year before."""
    return before(earlier, later, YEAR)


def before(earlier: Period, later: Period, by: timedelta) -> bool:
    """Whether a period of the same length ends so much earlier, give or take some days."""
    if earlier.instant is not later.instant or abs(earlier.days - later.days) > NEAR.days:
        return False
    return abs(later.end - earlier.end - by) <= NEAR


def same_end(one: Period, other: Period) -> bool:
    """Two flows that end together and differ in length: a quarter and the year to date."""
    return (
        not one.instant
        and not other.instant
        and abs(one.end - other.end) <= NEAR
        and one.months != other.months
    )


def stated_by(claim: Claim, candidate: Candidate) -> Decimal | None:
    """The size that a claim of this kind would state of these cells, before rounding."""
    computed = judge(claim, candidate).computed
    return None if computed is None else abs(computed)
