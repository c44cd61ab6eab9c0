"""Links -> verdicts: formulas over facts by interval arithmetic, with a derivation to replay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from narrext.claims.records import Claim
from narrext.tables.records import Fact


@dataclass(frozen=True, slots=True)
class Candidate:
    """Facts that a claim could be held against, and why."""

    facts: tuple[Fact, ...]  # in the order of the formula's letters
    formula: str  # "a", "(a-b)/b", …
    score: float  # 0 to 1
    evidence: tuple[str, ...]  # short sentences


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a claim came to. `verdict` is match, rounding, mismatch or unsupported."""

    claim: Claim
    verdict: str
    reason: str | None  # no_line_item, no_period, forward_looking, direction, scale, period, sign, value
    formula: str | None
    facts: tuple[Fact, ...]
    computed: Decimal | None  # the formula over the cells as printed, in the claim's unit, signed
    interval: tuple[Decimal, Decimal] | None  # of the formula over the cells' rounding intervals
    working: str  # "(7,539 − 8,973) / 8,973 = −15.98 % → 16.0 % down"
    score: float
    candidates: tuple[Candidate, ...] = ()  # runners-up, best first
    diagnosis: str | None = None  # a sentence, for a mismatch; why, for an unsupported claim
