"""The working of a check in one line: ``7,539 − 5,394 = 2,145``, as printed in the cells."""

from __future__ import annotations

from decimal import Decimal

from narrext.footing.records import FootingCheck
from narrext.tables.records import Fact

MINUS = "−"
# Figures beyond this many are summed up in words.
LONGEST = 14


def working_of(check: FootingCheck) -> str:
    """The figures of a check with their signs and what they give, in the scale of the cells."""
    computed = check.computed
    given = "nothing" if computed is None else in_scale(check, computed)
    return f"{formula_of(check)} = {given}"


def formula_of(check: FootingCheck) -> str:
    parts = check.parts
    if check.kind == "percent_change":
        below = bare(parts[1]) if check.signs[1] > 0 or parts[1].value > 0 else f"|{bare(parts[1])}|"
        return f"({bare(parts[0])} {MINUS} {bracketed(parts[1])}) / {below}"
    if check.kind in ("share", "per_share"):
        return f"{bare(parts[0])} / {bare(parts[1])}"
    added = signed_sum(check)
    return (
        f"{MINUS}({added})"
        if check.inverted and len(parts) > 1
        else f"{MINUS}{added}"
        if check.inverted
        else added
    )


def signed_sum(check: FootingCheck) -> str:
    told = [(part, sign) for part, sign in zip(check.parts, check.signs, strict=True) if part.value]
    if not told:
        return "0"
    left = told if len(told) <= LONGEST else told[: LONGEST - 1]
    words = ""
    for part, sign in left:
        minus = (sign < 0) != (part.value < 0)
        lead = (f" {MINUS} " if minus else " + ") if words else (MINUS if minus else "")
        words += lead + size_of(part)
    return words if left is told else f"{words} + … ({len(told)} figures)"


def size_of(fact: Fact) -> str:
    """The digits of a figure without sign and marks."""
    digits = "".join(letter for letter in fact.printed if letter.isdigit() or letter in ".,")
    return digits.strip(",") or "0"


def bare(fact: Fact) -> str:
    return (MINUS if fact.value < 0 else "") + size_of(fact)


def bracketed(fact: Fact) -> str:
    return f"({bare(fact)})" if fact.value < 0 else bare(fact)


def in_scale(check: FootingCheck, value: Decimal) -> str:
    """A value as the checked cell would print it, a digit finer where it is a quotient."""
    fact = check.fact
    scale = fact.item.scale if fact.unit == fact.item.unit else Decimal(1)
    quotient = check.kind in ("percent_change", "share", "per_share")
    parts = check.parts if not quotient else ()
    step = min([fact.step, *(part.step for part in parts if not part.nil)]) / scale
    places = max(0, -step.adjusted()) + (1 if quotient else 0)
    shown = value / scale
    mark = " %" if fact.unit == "percent" else ""
    return f"{MINUS if shown < 0 else ''}{abs(shown):,.{places}f}{mark}"


def hint_of(check: FootingCheck) -> str:
    """Why a figure may fail: a part that makes it come out with the opposite sign, else how far it is off."""
    difference = check.difference
    if check.holds or difference is None or check.kind in ("percent_change", "share", "per_share"):
        return ""
    slack = sum((part.step for part in check.parts), check.fact.step) / 2
    turned = difference * (-1 if check.inverted else 1)
    for part, sign in zip(check.parts, check.signs, strict=True):
        if len(check.parts) > 1 and part.value and abs(turned + 2 * sign * part.value) <= slack:
            return f"it comes out with {bare(part)} the other way round"
    return f"off by {in_scale(check, difference)}"
