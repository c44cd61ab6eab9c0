"""A claim against one candidate: match, rounding or mismatch, by interval arithmetic."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from narrext.claims.records import Claim
from narrext.formula import Interval, bounds, evaluate
from narrext.tables.records import Fact
from narrext.verify import Candidate

# "approximately" doubles the interval: a figure may be rounded to it from a whole step away
APPROXIMATE = Decimal(2)
# of a figure written out ("about $515,000") the noughts are rounded away, to a fortieth at most
ROUNDED_AWAY = Decimal("0.025")
# how many times its bound a figure may be
BEYOND = 2
WORSE = ("match", "rounding", "mismatch")
SLACK = Decimal("1e-12")
# concepts whose sign is part of the claim: a loss is not an income
SIGNED = frozenset(
    [
        "net_income",
        "eps",
        "diluted_eps",
        "basic_eps",
        "operating_income",
        "pretax_income",
        "income_continuing",
        "gross_profit",
        "operating_cash_flow",
        "free_cash_flow",
        "ebitda",
    ]
)
LOSS = re.compile(
    r"(?i)\bloss(?:es)?\b|\bdeficit\b|\bused\s+(?:in|by|for)\b|\bnegative\b|\bshortfall\b|\boutflow"
)
GAIN = re.compile(r"(?i)\b(?:income|profits?|earnings)\b")
LOSS_LABEL = re.compile(
    r"(?i)^(?:\W|net|operating|basic|and|diluted|total|consolidated|pro forma|pretax)*loss(?:es)?\b(?!\s*\))|\bused\b|\bloss\s+(?:before|from|per)\b"
)
BOTH = re.compile(r"(?i)\b(?:income|profits?|earnings)\s*\(loss")
BOTH_LABEL = re.compile(r"(?i)\(loss|loss\)|income\s*\(|\(income|earnings|provided")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`says` is match, rounding, mismatch or sign/direction where only that is wrong."""

    says: str
    computed: Decimal | None  # in the claim's unit, signed
    interval: Interval
    wrong: str = ""  # "", direction, sign, value


def judge(claim: Claim, candidate: Candidate) -> Judgement:
    """Hold a claim against the facts of a candidate."""
    facts, formula = candidate.facts, candidate.formula
    if formula == "a" and len(facts) == 2:
        return judge_range(claim, candidate)
    factor = Decimal(100) if in_percent(claim, candidate) else Decimal(1)
    computed = evaluate(formula, [f.value for f in facts])
    raw = bounds(formula, [f.value for f in facts], [f.step for f in facts])
    interval = scaled(raw, factor)
    if computed is None:
        return Judgement("mismatch", None, interval, "value")
    computed *= factor
    if claim.role == "change" and claim.kind != "multiple":
        computed, interval = oriented(claim, candidate, computed, interval)
    says = compare(claim, computed, interval)
    if says == "mismatch":
        return Judgement(says, computed, interval, "value")
    wrong = wrong_way(claim, candidate, computed)
    return Judgement("mismatch" if wrong else says, computed, interval, wrong)


def judge_range(claim: Claim, candidate: Candidate) -> Judgement:
    """A range against the two ends that a table prints: as good as the worse of both."""
    ends = zip((claim.value, claim.value_high), candidate.facts, strict=True)
    low, high = (
        judge(replace(claim, value=value, value_high=None), replace(candidate, facts=(fact,)))
        for value, fact in ends
    )
    return max(low, high, key=lambda judged: WORSE.index(judged.says))


def in_percent(claim: Claim, candidate: Candidate) -> bool:
    """Whether the formula gives a fraction that the claim states in percent or points."""
    return claim.kind in ("percent", "percent_points") and "/" in candidate.formula


def scaled(interval: Interval, factor: Decimal) -> Interval:
    return Interval(
        None if interval.low is None else interval.low * factor,
        None if interval.high is None else interval.high * factor,
    )


def oriented(
    claim: Claim, candidate: Candidate, computed: Decimal, interval: Interval
) -> tuple[Decimal, Interval]:
    """A change of what is printed negative (a loss, an outflow, a cost in parentheses) is one of its size."""
    facts = candidate.facts
    if candidate.formula == "a-b" and len(facts) == 2 and all(f.value < 0 for f in facts):
        return -computed, -interval
    return computed, interval


def claim_interval(claim: Claim) -> Interval:
    """All values that the claim stands for, as sizes; bounds reach to one side without end."""
    assert claim.value is not None
    value, half = abs(claim.value), claim.step / 2
    if claim.bound == "approx":
        half = max(half, min(last_digit(value) / 2, value * ROUNDED_AWAY)) * APPROXIMATE
    if claim.value_high is not None:
        return Interval(value - half, abs(claim.value_high) + half)
    if claim.bound in ("more_than", "at_least"):
        return Interval(value - half, None)
    if claim.bound in ("less_than", "at_most"):
        return Interval(None, value + half)
    return Interval(value - half, value + half)


def last_digit(value: Decimal) -> Decimal:
    """What one unit of the last digit that is not nought is worth: 1,000 of 515,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent > 0 else Decimal(0)


def compare(claim: Claim, computed: Decimal, interval: Interval) -> str:
    stated = claim_interval(claim)
    size = abs(computed)
    if Interval(size - SLACK, size + SLACK).overlaps(stated.low, stated.high):
        return "match"
    low, high = sizes(interval)
    if Interval(low, high).overlaps(stated.low, stated.high):
        return "rounding"
    return "mismatch"


def sizes(interval: Interval) -> tuple[Decimal | None, Decimal | None]:
    """The interval of the absolute values."""
    low, high = interval.low, interval.high
    if low is None or high is None:
        return Decimal(0), None
    if low >= 0:
        return low, high
    if high <= 0:
        return -high, -low
    return Decimal(0), max(-low, high)


def wrong_way(claim: Claim, candidate: Candidate, computed: Decimal) -> str:
    if claim.role == "change":
        if claim.measure.effect or claim.direction is None or computed == 0 or claim.kind == "multiple":
            return ""
        if len(candidate.facts) == 2 and candidate.facts[0].value * candidate.facts[1].value < 0:
            return ""  # from a loss to a profit: up or down is a matter of words
        return "" if (computed > 0) == (claim.direction == "up") else "direction"
    return wrong_sign(claim, candidate, computed)


def wrong_sign(claim: Claim, candidate: Candidate, computed: Decimal) -> str:
    label = candidate.facts[0].item.label
    # a row that is called "… income (loss)" tells by its sign which it is
    signed = claim.measure.concept in SIGNED or BOTH.search(label) is not None
    if not signed or candidate.formula != "a" or computed == 0 or claim.value is None:
        return ""
    loss = bool(LOSS.search(claim.metric)) or claim.value < 0
    negative = computed < 0
    if LOSS_LABEL.search(label) and not BOTH_LABEL.search(label) and not negative:
        negative = True  # a row "Net loss" prints losses without a sign
    if loss == negative:
        return ""
    if not loss and negative and not GAIN.search(claim.metric):
        return ""  # "per share", "operating result": no word says which
    return "sign"


def far_beyond(claim: Claim, judgement: Judgement) -> bool:
    """Whether a bound holds, but of a figure that nobody would describe by it: "more than $7 million" of 118."""
    if judgement.says == "mismatch" or judgement.computed is None or not claim.value or claim.value_high:
        return False
    size = abs(judgement.computed) / abs(claim.value)
    if claim.bound in ("more_than", "at_least"):
        return size > BEYOND
    return claim.bound in ("less_than", "at_most") and size * BEYOND < 1


def agreement(facts: tuple[Fact, ...]) -> bool:
    return len({f.unit for f in facts}) == 1
