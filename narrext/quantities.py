"""Numerals and the words around them -> quantities: value, unit, bound, range and rounding step."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from narrext.number_words import MAY_HOLD, word_numerals
from narrext.numerals import DASHES, Numeral, as_listed, currencies, find_numerals
from narrext.physical import physical_unit
from narrext.quantity_multiples import TIMES_WORD, find_multiples, fractions
from narrext.quantity_record import Quantity
from narrext.quantity_words import words
from narrext.units import count_unit, traded_units

__all__ = ["TIMES_WORD", "Quantity", "find_quantities"]

PERCENT = re.compile(r"(?i)\s?(?:%|percent\b(?!age)|per\s?cent\b|pct\b\.?)")
POINTS = re.compile(
    r"(?i)[\s-]?(?:(basis[\s-]points?|bps?\b)|(?:(?:full\s+)?percentage[\s-]|full\s+)?points?\b|percentage[\s-]points?|ppts?\b|pts\b\.?|pp\b)"
)
MOVED = re.compile(
    r"(?i)\s+(?:improvement|increase|decrease|decline|rise|drop|gain|reduction|expansion|contraction|deterioration)\b"
)
TIMES = re.compile(r"(?i)\s?(?:x\b|×|times\b|[\s-]?fold\b)")
SHARE = (
    r"(?:(?:fully|diluted|basic|common|ordinary|class\s+[ab]|limited|partner|partnership|weighted|average|"
    r"outstanding|american|depositary|company|adjusted|and|trust|assumed|undiluted|non-gaap|gaap)[\s-]+)*"
    r"(?:shares?\b|ADS\b|ADRs?\b|units?\b(?!\s+(?:volume|sales|growth)))"
)
PER_SHARE = re.compile(rf"(?i)\s?(?:(?:per|a|an|for\s+each|for\s+every|each|on\s+each)[\s-]+|/\s?){SHARE}")
CENTS = re.compile(r"(?i)[\s-]?(cents?\b|¢|pence\b|euro\s?cents?\b)")
TO_ONE = re.compile(r"(?i)[\s-]to[\s-](?:1|one)\b(?![\d.,]\d)|\s?:\s?1\b(?![\d.,:]\d)(x)?")
PLUS_MINUS = re.compile(rf"(?i)\s*,?\s*(?:plus\s+or\s+minus|plus/minus|\+/[{DASHES}]|±)\s*$")
AFTER_PLUS_MINUS = re.compile(r"(?i)\s*,?\s*(?:plus\s+or\s+minus|plus/minus|\+/-|±)\s*")
AT_LEAST_BEHIND = re.compile(r"(?i)(?<!\+)\+|\s+or\s+(?:more|better|higher|greater)\b")
RANGE_JOIN = re.compile(rf"(?i)\s*(?:to|and|through|[{DASHES}])\s*$")
RANGE_CUE = re.compile(
    r"(?i)\b(?:(between)|range\s+(?:of|from|is)|ranging\s+(?:from|between)|range(?:\s+\w+){0,3}\s+of)\s+(?:approximately\s+|about\s+)?$"
)
FROM_CUE = re.compile(r"(?i)\bfrom\s+(?:\w+\s+){0,3}$")


def find_quantities(text: str, currency: str = "USD") -> list[Quantity]:
    """The quantities of any English text, in order; `currency` is what a bare "$" stands for."""
    numerals = find_numerals(text)
    worded = MAY_HOLD.search(text) is not None
    if worded or "/" in text:
        numerals = word_numerals(text, numerals)
    found = [counted(text, build(text, numeral, currency)) for numeral in numerals]
    found = join_ranges(text, found)
    if worded:
        found += find_multiples(text, found)
        found += fractions(text, found)
    found.sort(key=lambda q: q.start)
    # the "1" of "4.4 to 1" belongs to the ratio before it
    return [q for i, q in enumerate(found) if i == 0 or q.start >= found[i - 1].end]


def build(text: str, numeral: Numeral, currency: str) -> Quantity:
    """A numeral with what stands directly behind it: magnitude, percent, points, per share, cents."""
    step = Decimal(1).scaleb(-numeral.decimals)
    code = code_of(numeral.currency, currency)
    quantity = Quantity(
        numeral.start,
        numeral.end,
        "money" if code else "number",
        numeral.value,
        step,
        code or "",
        sign=numeral.sign,
        number_start=numeral.start,
        number_end=numeral.end,
    )
    quantity = unsigned_aside(text, with_magnitude(text, quantity, bool(code)))
    if numeral.percent and quantity.sign:
        quantity = replace(quantity, kind="percent", unit="percent")
    else:
        quantity = with_unit(text, quantity, currency)
    return with_bound(text, quantity)


# what a negative in parentheses stands behind; elsewhere parentheses set off an aside: "in 2013 ($0.81)"
EXPECTS_NUMBER = re.compile(
    r"(?i)(?:^|[,:=–—-]|\b(?:or|of|was|were|to|at|from|is|by|and|versus|vs\.?|between|a|an|approximately|about|loss|per\s+share|eps|with|against|than|share))\s*$"
)


# "$1.14 per diluted share ($231.2 million)": the amount beside a figure per share
A_SHARE = re.compile(r"(?i)\d\s+(?:per|a)\s+(?:[\w-]+\s+){0,2}share\s*$")


def unsigned_aside(text: str, quantity: Quantity) -> Quantity:
    """Parentheses around a number are its sign only where a number is awaited."""
    if quantity.sign != "parens" or text[quantity.start] != "(":
        return quantity
    before = text[max(0, quantity.start - 40) : quantity.start]
    if EXPECTS_NUMBER.search(before[-20:]) and not A_SHARE.search(before):
        return quantity
    start, end = quantity.start + 1, quantity.end
    closed = text[end - 1] == ")"
    end -= closed
    while text[end - 1].isspace():
        end -= 1
    percent = text[end - 1] == "%"
    number_end = min(end - percent, quantity.number_end - (closed and quantity.number_end == quantity.end))
    return replace(
        quantity,
        start=start,
        number_start=start,
        end=number_end if percent else end,
        number_end=number_end,
        value=-quantity.value,
        sign="",
    )


def code_of(mark: str, currency: str) -> str:
    if not mark:
        return ""
    return currency if mark == "$" else currencies().codes.get(mark.lower(), mark)


def with_magnitude(text: str, quantity: Quantity, money: bool) -> Quantity:
    known = words()
    found = known.magnitude.match(text, quantity.end)
    if found is None and money:
        found = known.glued.match(text, quantity.end)
    if found is None:
        return quantity
    factor = known.factors.get(found[1]) or known.factors[as_listed(found[1])]
    plus = "at_least" if found[0].startswith("+") else quantity.bound
    quantity = replace(
        quantity,
        end=found.end(),
        value=quantity.value * factor,
        step=quantity.step * factor,
        factor=factor,
        bound=plus,
    )
    return quantity if quantity.sign else closed_behind(text, quantity)


def closed_behind(text: str, quantity: Quantity) -> Quantity:
    """ "($1.2 million)", "$(1.2 million)": the parenthesis closes behind the magnitude."""
    start, end = quantity.start, quantity.end
    if text[end : end + 1] != ")":
        return quantity
    if text[start - 1 : start] == "(":
        start -= 1
    elif "(" not in text[start : quantity.number_end]:
        return quantity
    return replace(quantity, start=start, end=end + 1, value=-quantity.value, sign="parens")


def with_unit(text: str, quantity: Quantity, currency: str) -> Quantity:
    at = quantity.end
    if found := PERCENT.match(text, at):
        if points := POINTS.match(text, found.end()):
            return replace(quantity, end=points.end(), kind="percent_points", unit="points")
        return replace(quantity, end=found.end(), kind="percent", unit="percent")
    if (
        (found := POINTS.match(text, at))
        and quantity.kind != "money"
        and (
            found[1]
            or text[at : found.end()].strip(" -").lower() != "point"
            or text[at - 1].isalpha()
            or MOVED.match(text, found.end())
        )
    ):
        factor = Decimal("0.01") if found[1] else Decimal(1)
        return replace(
            quantity,
            end=found.end(),
            kind="percent_points",
            unit="points",
            value=quantity.value * factor,
            step=quantity.step * factor,
            factor=factor,
        )
    if found := CENTS.match(text, at):
        return in_cents(text, quantity, found, currency)
    if found := TO_ONE.match(text, at):
        return replace(quantity, end=found.end(), kind="multiple" if found[1] else "number", unit="ratio")
    if found := PER_SHARE.match(text, at):
        unit = f"{quantity.unit or currency}/share"
        return replace(quantity, end=found.end(), kind="per_share", unit=unit)
    if quantity.kind == "money":
        return per_unit(text, quantity)
    if found := after_currency(text, at):
        return replace(quantity, end=found.end(), kind="money", unit=code_of(found[1], currency))
    if found := TIMES.match(text, at):
        return replace(quantity, end=found.end(), kind="multiple", unit="ratio")
    return quantity


def in_cents(text: str, quantity: Quantity, found: re.Match[str], currency: str) -> Quantity:
    code = currencies().cents.get(found[1].lower(), currency)
    code = currency if code == "USD" else code
    cents = replace(
        quantity,
        end=found.end(),
        value=quantity.value / 100,
        step=quantity.step / 100,
        factor=Decimal("0.01"),
        kind="money",
        unit=code,
    )
    share = PER_SHARE.match(text, cents.end)
    if share:
        return replace(cents, end=share.end(), kind="per_share", unit=f"{code}/share")
    return per_unit(text, cents)


# "$66.84 a barrel", "$6.41 per Mcf": a price, of which the unit is part; not "per year"
PER_UNIT = re.compile(
    r"(?i)\s?(?:per|a|an|each|/)[\s-]?((?:leased\s+|rentable\s+|occupied\s+|available\s+)?(?:barrels?|bbl|mcf|mmbtu|mcfe|boe|gallon|ton|tonne|ounce|oz|pound|lb|square[\s-]foot|sq\.?\s?ft|"
    r"mwh|kwh|megawatt-hour|kilowatt-hour|bushel|case|room|night|store|mile|hour|day|customer|subscriber|user|unit|home|visit|litre|liter|kilogram|kg|metre|meter|acre|ticket|passenger|asm|rpm|employee|member|bed)s?)\b"
)
ADJECTIVE = re.compile(r"(?i)^(?:leased|rentable|occupied|available)\s+")


def per_unit(text: str, quantity: Quantity) -> Quantity:
    found = PER_UNIT.match(text, quantity.end)
    if found is None:
        return quantity
    noun = " ".join(ADJECTIVE.sub("", found[1]).replace("-", " ").split())
    return replace(quantity, end=found.end(), unit=f"{quantity.unit}/{noun}")


@cache
def after_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s?({currencies().after})")


def after_currency(text: str, at: int) -> re.Match[str] | None:
    return after_pattern().match(text, at)


NEGATIVE = re.compile(r"(?i)\b(?:negative|minus)\s$")
# "to exceed the 44 cents of last year" compares, "exceeded $100 million" bounds
PASSED = re.compile(r"(?i)(?:to\s+)?(?:exceed|surpass|top|pass|cross)")


# "passed the $400 million mark"
PASSED_THE = re.compile(r"(?i)\b(?:passed|surpassed|crossed|exceeded|topped|broke)\s+the\s+$")
MARK = re.compile(r"(?i)\s+(?:mark|milestone|threshold)\b")


def with_bound(text: str, quantity: Quantity) -> Quantity:
    before = text[max(0, quantity.start - 26) : quantity.start]
    if NEGATIVE.search(before) and not quantity.sign:
        quantity = replace(quantity, value=-quantity.value, sign="minus")
    if PLUS_MINUS.search(before):
        return replace(quantity, tolerance=True)
    found = words().bound.search(before)
    if found and not (PASSED.match(found[1]) and before.endswith("the ")):
        return replace(quantity, bound=words().bounds[as_listed(found[1])])
    if PASSED_THE.search(before) and MARK.match(text, quantity.end):
        return replace(quantity, bound="more_than")
    if found := AT_LEAST_BEHIND.match(text, quantity.end):
        return replace(quantity, bound="at_least")
    return quantity


def join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join "$7.0 and $7.5 million", "25-30%" and what "plus or minus" goes with."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last is not None and (
            range_ := as_range(text, last, quantity, joined[-2] if len(joined) > 1 else None)
        ):
            joined[-1] = range_
        elif (
            last is not None
            and quantity.tolerance
            and AFTER_PLUS_MINUS.fullmatch(text[last.end : quantity.start])
        ):
            joined[-1] = replace(last, end=quantity.end)
        else:
            joined.append(quantity)
    return joined


def as_range(text: str, low: Quantity, high: Quantity, earlier: Quantity | None = None) -> Quantity | None:
    """Two numbers as the ends of one range; `earlier` is the number before them, of which it may be a restatement."""
    gap = text[low.end : high.start]
    if len(gap) > 12 or low.value_high is not None or not RANGE_JOIN.fullmatch(gap):
        return None
    before = text[max(0, low.start - 40) : low.start]
    cue = RANGE_CUE.search(before)
    word = gap.strip().lower()
    if word == "and" and cue is None:
        return None
    again = earlier is not None and earlier.value_high is not None and earlier.unit == high.unit
    if word in ("to", "through") and cue is None and not again and FROM_CUE.search(before):
        return None
    if low.kind == "number" and low.value >= 1000 and high.kind == "number":
        return None
    if (
        low.kind == "money"
        and high.kind == "number"
        and low.end == low.number_end
        and high.end > high.number_end
    ):
        high = replace(high, kind="money", unit=low.unit)
    low = same_unit(low, high)
    if word == "to" and cue is None and not low.sign and abs(high.value) > 3 * abs(low.value) > 0:
        return None  # "increased $53.5 million to $3.34 billion"
    if low.kind != high.kind or low.unit != high.unit or high.value < low.value:
        return None
    start = low.start
    if cue and cue[1]:
        start -= len(before) - cue.start(1)
    return replace(
        high,
        start=start,
        value=low.value,
        step=low.step,
        value_high=high.value,
        bound=low.bound,
        number_start=low.number_start,
    )


def same_unit(low: Quantity, high: Quantity) -> Quantity:
    """The lower end with the magnitude and unit that stand only behind the upper one."""
    bare = low.end == low.number_end
    if not bare or low.kind not in ("number", "money"):
        return low
    if low.kind == "money" and high.kind not in ("money", "per_share"):
        return low
    factor = high.factor
    return replace(
        low, kind=high.kind, unit=high.unit, value=low.value * factor, step=low.step * factor, factor=factor
    )


PER_DAY = re.compile(r"(?i)\s+(?:of\s+\w+\s+)?((?:per|a|an)\s+(?:day|month|week|hour|year))\b")


MORE_THAN = re.compile(r"(?i)[\s-]?(more|fewer)\s[^,;.]{2,40}?\bthan\b")


def counted(text: str, quantity: Quantity) -> Quantity:
    """A bare number with the noun that it counts, where one stands behind it."""
    if quantity.kind != "number":
        return quantity
    plus = text[quantity.end : quantity.end + 1] == "+"
    one = text[quantity.start : quantity.end].lower() == "one"
    noun = count_unit(text, quantity.end + plus, singular=one)
    if noun is None:
        physical = physical_unit(text, quantity.number_start, quantity.end)
        return replace(quantity, kind="count", unit=physical[0], end=physical[1]) if physical else quantity
    more = MORE_THAN.match(text, quantity.end)
    direction = {"more": "up", "fewer": "down"}[more[1].lower()] if more else quantity.direction
    rate = PER_DAY.match(text, noun.end)
    name, factor = traded_units().get(noun.unit.lower(), (noun.unit, Decimal(1)))
    if factor == 1:
        name = noun.unit  # "barrels" in the words of the text
    return replace(
        quantity,
        kind="count",
        value=quantity.value * factor,
        step=quantity.step * factor,
        factor=quantity.factor * factor,
        unit=f"{name} {' '.join(rate[1].split())}" if rate else name,
        end=rate.end() if rate else noun.end,
        direction=direction,
    )
