"""Why a claim does not come out of its cells: the figure of another period, a slip of scale or digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from narrext.claims.records import Claim
from narrext.judge import Judgement, judge
from narrext.link.items import FactIndex, Line
from narrext.link.match import unit_fits
from narrext.periods import Period
from narrext.tables.records import Fact
from narrext.verify import Candidate
from narrext.working import in_unit

POINTS = (Decimal(10), Decimal(100))
# of a line with hundreds of figures, which is no table that people compare periods in, these are tried
COLUMNS = 40
SCALES = (Decimal(1000), Decimal(1000000), Decimal(1000000000))


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`reason` is value, period, scale, sign or direction; `text` says it in a sentence."""

    reason: str
    text: str
    nearby: bool = False  # it is the figure of another line
    explains: bool = True  # it names a slip; without one the figure is merely off


def diagnose(claim: Claim, candidate: Candidate, judgement: Judgement, index: FactIndex) -> Diagnosis:
    """The likeliest slip behind a mismatch, the plainest explanation first."""
    if judgement.wrong == "direction":
        moved = "up" if (judgement.computed or 0) > 0 else "down"
        return Diagnosis("direction", f"The cells moved {moved}, the text says {claim.direction}.")
    if judgement.wrong == "sign":
        return Diagnosis("sign", "The size agrees, but one is a gain and the other a loss.")
    for found in (
        by_period(claim, candidate, index),
        by_scale(claim, candidate),
        by_point(claim, candidate),
        by_base(claim, candidate),
        by_digits(claim, judgement),
        by_line(claim, candidate, index),
    ):
        if found is not None:
            return found
    return off_by(claim, judgement)


def fits(claim: Claim, candidate: Candidate) -> bool:
    return judge(claim, candidate).says in ("match", "rounding")


def by_period(claim: Claim, candidate: Candidate, index: FactIndex) -> Diagnosis | None:
    """The same formula over the same lines in another column."""
    other = at_other_period(claim, candidate, index)
    if other is None:
        return None
    period = other.facts[0].period
    named = f"the figure for {words(period)}" if len(other.facts) == 1 else f"worked out for {spans(other)}"
    return Diagnosis("period", f"It is {named}, not for {words(candidate.facts[0].period)}.")


def at_other_period(claim: Claim, candidate: Candidate, index: FactIndex) -> Candidate | None:
    """The candidate in the first other column that bears the claim out."""
    moved = elsewhere(candidate, index)
    return next((other for other in moved if judge(claim, other).says == "match"), None)


def elsewhere(candidate: Candidate, index: FactIndex) -> Iterator[Candidate]:
    """The candidate moved to the other periods of its lines; changes keep distinct ends."""
    lines = [line_of(fact, index) for fact in candidate.facts]
    if any(line is None for line in lines):
        return
    known = [line for line in lines if line is not None]
    first = [f for f in known[0].facts if f.column.role == candidate.facts[0].column.role][:COLUMNS]
    for fact in first:
        if fact is candidate.facts[0] and len(known) < 2:
            continue
        if len(known) == 1:
            yield replace(candidate, facts=(fact,))
        elif known[0] is known[1] and len(known) == 2:
            for other in known[1].facts[:COLUMNS]:
                if other is not fact and other.column.role == "value" and fact.column.role == "value":
                    yield replace(candidate, facts=(fact, other))
        elif fact.period is not None:
            rest = [next(iter(line.at(fact.period)), None) for line in known[1:]]
            if all(r is not None for r in rest):
                yield replace(candidate, facts=(fact, *[r for r in rest if r is not None]))


def line_of(fact: Fact, index: FactIndex) -> Line | None:
    """The line that a fact stands in; None where it is of no line of the index."""
    lines = index.by_table.get(fact.item.table, ())
    return next((line for line in lines if line.item is fact.item and fact in line.facts), None)


def by_scale(claim: Claim, candidate: Candidate) -> Diagnosis | None:
    assert claim.value is not None
    if claim.kind not in ("money", "count", "percent_points") or all(f.value == 0 for f in candidate.facts):
        return None
    for factor in SCALES:
        for times, text in ((1 / factor, "too large"), (factor, "too small")):
            if fits(times_as_large(claim, times), candidate):
                return Diagnosis(
                    "scale", f"It is {factor:,f} times {text}: thousand, million or billion slipped."
                )
    return None


def by_point(claim: Claim, candidate: Candidate) -> Diagnosis | None:
    """The decimal point moved by one place or two."""
    if any(f.value == 0 for f in candidate.facts) or claim.kind == "multiple":
        return None
    for factor in POINTS:
        for times, text in ((1 / factor, "too large"), (factor, "too small")):
            if fits(times_as_large(claim, times), candidate):
                return Diagnosis("value", f"It is {factor:f} times {text}: the decimal point moved.")
    return None


def by_base(claim: Claim, candidate: Candidate) -> Diagnosis | None:
    """A percentage of change measured on its end and not on its beginning."""
    if candidate.formula != "(a-b)/b":
        return None
    if fits(claim, replace(candidate, formula="(a-b)/a")):
        return Diagnosis("value", "It is the change as a percentage of the later figure, not of the earlier.")
    return None


def times_as_large(claim: Claim, times: Decimal) -> Claim:
    """The claim as it would read had its number been so many times as large."""
    assert claim.value is not None
    high = None if claim.value_high is None else claim.value_high * times
    return replace(claim, value=claim.value * times, step=claim.step * times, value_high=high)


def by_digits(claim: Claim, judgement: Judgement) -> Diagnosis | None:
    """Two digits changed places, one left out, one too many, or the point moved."""
    if judgement.computed is None or claim.value is None:
        return None
    stated, right = digits_of(claim.value, claim.step), digits_of(judgement.computed, claim.step)
    if stated == right or not stated or not right:
        return None
    if len(stated) == len(right) and transposed(stated, right):
        return Diagnosis("value", f"Two digits changed places: the cells give {shown(claim, judgement)}.")
    if dropped(stated, right):
        return Diagnosis("value", f"A digit was left out: the cells give {shown(claim, judgement)}.")
    if dropped(right, stated):
        return Diagnosis("value", f"A digit too many: the cells give {shown(claim, judgement)}.")
    if (
        len(stated) == len(right)
        and sum(a != b for a, b in zip(stated, right, strict=True)) == 1
        and len(stated) > 1
    ):
        return Diagnosis(
            "value", f"One digit differs: the cells give {shown(claim, judgement)}.", explains=len(stated) > 2
        )
    return None


def digits_of(value: Decimal, step: Decimal) -> str:
    if step == 0:
        return ""
    return str(int((abs(value) / step).to_integral_value()))


def transposed(first: str, second: str) -> bool:
    different = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(different) != 2 or different[1] - different[0] != 1:
        return False
    i, j = different
    return first[i] == second[j] and first[j] == second[i]


def dropped(short: str, long: str) -> bool:
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def by_line(claim: Claim, candidate: Candidate, index: FactIndex) -> Diagnosis | None:
    """A neighbouring line of the same table prints the figure in the same column."""
    if candidate.formula != "a":
        return None
    fact = candidate.facts[0]
    for line in index.by_table.get(fact.item.table, ()):
        if line.item is fact.item or abs(line.item.row - fact.item.row) > 6:
            continue
        if not unit_fits(claim.kind, line.unit):
            continue
        for other in line.facts:
            if (
                other.column.index == fact.column.index
                and judge(claim, replace(candidate, facts=(other,))).says == "match"
                and not other.nil
            ):
                return Diagnosis(
                    "value", f"It is the figure of “{other.item.label}”, a line nearby.", nearby=True
                )
    return None


def off_by(claim: Claim, judgement: Judgement) -> Diagnosis:
    if judgement.computed is None:
        return Diagnosis("value", "The cells give no figure to compare with.", explains=False)
    return Diagnosis("value", f"The cells give {shown(claim, judgement)}.", explains=False)


def shown(claim: Claim, judgement: Judgement) -> str:
    assert judgement.computed is not None
    return in_unit(abs(judgement.computed), claim)


def words(period: Period | None) -> str:
    """A period as a sentence names it."""
    if period is None:
        return "a column without a period"
    if period.start is None:
        return f"{period.end:%B} {period.end.day}, {period.end.year}"
    return f"{period.start} to {period.end}"


def spans(candidate: Candidate) -> str:
    return " against ".join(dict.fromkeys(words(f.period) for f in candidate.facts))
