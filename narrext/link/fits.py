"""Small questions that a candidate must pass: units, periods, the same lines at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from narrext.link.items import Line
from narrext.link.match import unit_fits
from narrext.periods import Period
from narrext.tables.records import Fact
from narrext.verify import Candidate

# a year of 53 weeks, or a quarter of 14, is as long as the one before it
WEEKS = 10
# concepts whose line is itself a change in percent, and the lines that margins are shares of
GROWTH = frozenset({"comparable_sales"})
NUMERATORS = {
    "gross_margin": "gross_profit",
    "operating_margin": "operating_income",
    "net_margin": "net_income",
    "ebitda_margin": "ebitda",
    "margin": "gross_profit",
}


def candidate(facts: tuple[Fact, ...], formula: str, score: float, evidence: tuple[str, ...]) -> Candidate:
    """A candidate whose score is rounded, so that it prints the same everywhere."""
    return Candidate(facts, formula, round(score, 4), evidence)


def near(fact: Fact, period: Period) -> float:
    """A column that ends a few days off is the period meant, but an exact one is better."""
    return 0.0 if fact.period == period else 0.01


def close(first: Period, second: Period) -> bool:
    return abs((first.end - second.end).days) <= 10


def same_length(first: Fact, second: Fact) -> bool:
    """Whether two facts are of stretches of time of one length, or both of a day; never one and the same."""
    if first is second or first.period is None or second.period is None:
        return False
    return (
        first.period.instant is second.period.instant and abs(first.period.days - second.period.days) <= WEEKS
    )


def is_low_and_high(facts: Sequence[Fact]) -> bool:
    """Whether the facts of one line and period are the two ends of a range."""
    return len(facts) == 2 and facts[0].value < facts[1].value


def is_amount(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def share_column(line: Line) -> bool:
    return line.unit == "percent"


def change_fits(kind: str, unit: str) -> bool:
    """A percentage or multiple is of any amounts; other changes are in their line's own unit."""
    if kind in ("percent", "multiple"):
        return unit not in ("percent", "points")
    return unit_fits(kind, unit)


def same_lines(first: Candidate, second: Candidate) -> bool:
    return first.formula == second.formula and all(
        a.item is b.item for a, b in zip(first.facts, second.facts, strict=False)
    )


# how many candidates are looked at
MOST = 12


def distinct(found: Iterable[Candidate]) -> Iterator[Candidate]:
    seen = set()
    for one in found:
        key = (one.formula, tuple((f.start, f.end) for f in one.facts))
        if key not in seen:
            seen.add(key)
            yield one
        if len(seen) >= MOST:
            return
