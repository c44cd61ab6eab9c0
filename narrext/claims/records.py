"""The record of a claim."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from narrext.periods import Period


@dataclass(frozen=True, slots=True)
class Measure:
    """What a claim measures, taken apart for linking."""

    concept: str = ""  # of patterns/line_items.csv; "" where the lexicon has none
    head: str = ""  # the words of the metric without qualifiers
    qualifiers: tuple[str, ...] = ()  # words that narrow it, lower case
    basis: str = ""  # gaap, adjusted, pro forma, constant currency; "" where nothing is said
    of: str = ""  # for a share: the words of the denominator
    of_concept: str = ""
    per_share: str = ""  # "share", "diluted", "basic" where it is a figure per share
    window: str = ""  # the words around the metric
    effect: bool = False  # what an item did to the metric ("increasing earnings by $24 million")


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric assertion of the narrative, before it is held against anything.

    The fields carry the names and meanings of the annotation codebook (corpus/README.md).
    ``text[start:end]`` of the release is what was read as the number, up to folded white space.
    """

    id: str  # "c1", "c2", … in reading order
    start: int
    end: int
    text: str  # white space folded
    sentence_start: int
    sentence_end: int
    sentence: str  # white space folded
    kind: str  # money, per_share, percent, percent_points, ratio, count, multiple, trend
    role: str  # level, change, share, ratio
    metric: str
    value: Decimal | None  # in full; None for a trend
    step: Decimal  # what one unit of the last printed digit is worth
    unit: str  # USD, USD/share, percent, points, ratio, or the noun that is counted
    value_high: Decimal | None = None  # upper end of a range
    bound: str | None = None  # approx, at_least, more_than, at_most, less_than
    direction: str | None = None  # up, down
    period: Period | None = None
    base: Period | None = None
    forward_looking: bool = False
    scope: str = ""  # heading or lead that the claim stands under, where it narrows the metric
    measure: Measure = Measure()
    period_told: bool = True  # its own words or its sentence's lead tell the period
    base_told: bool = True  # likewise the base of a change
    metric_told: bool = True  # its metric stands next to it, with nothing in between that could be meant
    scope_told: bool = True  # the scope is named by the sentence itself
