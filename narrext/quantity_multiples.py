"""Multiples and fractions in words: "more than doubled", "cut in half", "two-thirds of revenue"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from narrext.number_words import find_fractions
from narrext.numerals import as_listed
from narrext.quantity_record import Quantity
from narrext.quantity_words import words

TIMES_WORD = re.compile(
    r"(?i)\bdoubl|tripl|trebl|fold\b|quadrupl|quintupl|halved|halving|\btwice\b|\bin\s+half\b"
)
NOT_MULTIPLE = re.compile(r"(?i)-[a-z]|\s(?:digit|taxation|play|room|check|bottom|click|-digit|down)")


def find_multiples(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "doubled", "more than tripled", "a twofold increase"."""
    if not TIMES_WORD.search(text):
        return []
    known = words()
    multiples = []
    for match in known.multiple.finditer(text):
        if NOT_MULTIPLE.match(text, match.end()) or any(q.start <= match.start() < q.end for q in found):
            continue
        value, direction = known.multiples[as_listed(match[1])]
        multiple = Quantity(
            match.start(), match.end(), "multiple", value, Decimal(1), "ratio", direction=direction
        )
        multiples.append(with_words_before(text, multiple))
    return multiples


# how far a fraction in words may be off: "a third" is neither 28 nor 39 percent
FRACTION_STEP = Decimal(10)


def fractions(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "By one-third", "two-thirds of revenue": percentages, and rough ones where nothing bounds them."""
    return [
        with_words_before(
            text,
            Quantity(
                f.start, f.end, "percent", f.percent, FRACTION_STEP, "percent", bound="approx",
                number_start=f.start, number_end=f.end,
            ),
        )
        for f in find_fractions(text)
        if not any(q.start < f.end and f.start < q.end for q in found)
    ]  # fmt: skip


def with_words_before(text: str, quantity: Quantity) -> Quantity:
    """With the bound that stands before it, which belongs to a number in words: "more than two-thirds"."""
    known = words()
    before = known.bound.search(text[max(0, quantity.start - 26) : quantity.start])
    if before is None:
        return quantity
    start = max(0, quantity.start - 26) + before.start(1)
    return replace(quantity, start=start, bound=known.bounds[as_listed(before[1])])
