"""The working of a verdict in one line: ``(7,539 − 8,973) / 8,973 = −15.98 % → 16.0 % down``."""

from __future__ import annotations

import re
from decimal import Decimal

from narrext.claims.records import Claim
from narrext.formula import LETTERS
from narrext.judge import Judgement, in_percent
from narrext.tables.records import Fact
from narrext.verify import Candidate

MINUS = "−"


def working_of(claim: Claim, candidate: Candidate, judgement: Judgement) -> str:
    """The formula with its cells as printed, what it gives, and what the claim says."""
    terms = dict(zip(LETTERS, (cell_text(f) for f in candidate.facts), strict=False))
    spaced = re.sub(r"([-+*/])", r" \1 ", candidate.formula).replace("-", MINUS)
    left = "".join(terms.get(c, c) for c in spaced)
    if judgement.computed is None:
        return f"{left} cannot be computed"
    result = result_text(claim, candidate, judgement.computed)
    if candidate.formula == "a":
        return (
            f"{left} → {stated(claim)}"
            if same_scale(claim, candidate)
            else f"{left} = {result} → {stated(claim)}"
        )
    return f"{left} = {result} → {stated(claim)}"


def same_scale(claim: Claim, candidate: Candidate) -> bool:
    return claim.kind in ("percent", "per_share", "percent_points", "ratio")


def cell_text(fact: Fact) -> str:
    printed = fact.printed.strip().lstrip("$€£ ").strip()
    return printed.replace("$", "").replace(" ", "").replace("-", MINUS) if not fact.nil else "0"


def result_text(claim: Claim, candidate: Candidate, value: Decimal) -> str:
    sign = MINUS if value < 0 else ""
    return sign + in_unit(abs(value), claim, extra=1 if in_percent(claim, candidate) else 0)


def in_unit(value: Decimal, claim: Claim, extra: int = 0) -> str:
    """A value in the claim's unit, with a digit or two more than the claim shows."""
    places = max(0, -claim.step.adjusted()) + 1
    if claim.kind in ("percent", "percent_points"):
        unit = " %" if claim.kind == "percent" else " points"
        return f"{value:,.{places}f}{unit}"
    if claim.kind == "per_share":
        return f"{value:,.{max(2, places - 1)}f} {claim.unit}"
    if claim.kind == "money":
        return money(value, claim)
    if claim.kind == "count":
        return f"{value:,f}".removesuffix(".0")
    return f"{value:,.{places}f}"


def money(value: Decimal, claim: Claim) -> str:
    for size, word in ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million")):
        if value >= size:
            return f"{(value / size).quantize(Decimal('0.001')).normalize():,f} {word} {claim.unit}"
    return f"{value.quantize(Decimal('0.01')).normalize():,f} {claim.unit}"


def stated(claim: Claim) -> str:
    text = claim.text.replace("%", " %").replace("  ", " ")
    return f"{text} {claim.direction}" if claim.direction and claim.kind != "multiple" else text
