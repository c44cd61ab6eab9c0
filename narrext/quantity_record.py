"""The record of a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a text, ``text[start:end]``.

    kind: money, per_share, percent, percent_points, count, multiple, or number where nothing tells
    what it counts. `step` is what one unit of the last printed digit is worth; the quantity stands
    for all values within half a step of `value`, both ends included.
    """

    start: int
    end: int
    kind: str
    value: Decimal  # in full, signed where a sign is printed
    step: Decimal
    unit: str  # ISO currency, currency + "/share", percent, points, ratio, or a noun
    value_high: Decimal | None = None
    bound: str | None = None
    direction: str | None = None  # up, down: of multiples, or as the words around tell
    sign: str = ""  # how a negative is printed
    tolerance: bool = False  # it is the "2%" of "plus or minus 2%"
    number_start: int = 0  # of the digits with their currency mark
    number_end: int = 0
    factor: Decimal = Decimal(1)  # of its magnitude word
