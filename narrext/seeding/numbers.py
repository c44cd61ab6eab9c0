"""Printing another number in the form of a printed one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A numeral at ``text[start:end]`` and what a printed 1 stands for."""

    start: int
    end: int
    digits: str
    scale: Decimal

    @property
    def places(self) -> int:
        """How many decimals it shows."""
        return len(self.digits.partition(".")[2])

    def value(self, digits: str) -> Decimal:
        """The size that other digits in this place would state."""
        return Decimal(digits.replace(",", "")) * self.scale

    def step(self, digits: str) -> Decimal:
        """What one unit of the last of other digits in this place would be worth."""
        return self.scale.scaleb(-len(digits.partition(".")[2]))

    def show(self, value: Decimal, places: int | None = None) -> str:
        """A size in this form, rounded half up to its decimals."""
        shown = places if places is not None else self.places
        rounded = (abs(value) / self.scale).quantize(Decimal(1).scaleb(-shown), ROUND_HALF_UP)
        comma = "," if "," in self.digits or Decimal(self.digits.replace(",", "")) < 1000 else ""
        text = f"{rounded:{comma}f}"
        return text[1:] if self.digits.startswith(".") and text.startswith("0.") else text


def find_printed(text: str, start: int, end: int, value: Decimal) -> Printed | None:
    """The first numeral between two offsets, as a power of ten of the value that it states.

    None where there is none, where it states another number, or where the value is nil.
    """
    found = _NUMERAL.search(text, start, end)
    if found is None:
        return None
    size = Decimal(found[0].replace(",", ""))
    if not size or not value:
        return None
    scale = abs(value) / size
    if scale.normalize().as_tuple().digits != (1,):
        return None
    return Printed(found.start(), found.end(), found[0], scale)


def other_digits(digits: str, draw: random.Random) -> Iterator[str]:
    """The numeral with one digit changed, in an order drawn by lot."""
    places = [index for index, char in enumerate(digits) if char.isdigit()]
    ways = [(index, new) for index in places for new in "0123456789" if new != digits[index]]
    draw.shuffle(ways)
    for index, new in ways:
        changed = digits[:index] + new + digits[index + 1 :]
        if _natural(changed, digits):
            yield changed


def transposed(digits: str, draw: random.Random) -> Iterator[str]:
    """The numeral with two neighbouring digits exchanged, in an order drawn by lot."""
    places = [index for index, char in enumerate(digits) if char.isdigit()]
    pairs = [(i, j) for i, j in pairwise(places) if digits[i] != digits[j]]
    draw.shuffle(pairs)
    for i, j in pairs:
        changed = list(digits)
        changed[i], changed[j] = digits[j], digits[i]
        if _natural("".join(changed), digits):
            yield "".join(changed)


def _natural(changed: str, digits: str) -> bool:
    """Whether nobody would stumble over a nought in front, or over nothing at all."""
    whole = changed.partition(".")[0]
    stumbles = whole.startswith("0") and whole != "0" and not digits.startswith("0")
    return not stumbles and Decimal(changed.replace(",", "")) != 0


def tenfold(printed: Printed, value: Decimal, draw: random.Random) -> Iterator[str]:
    """The point moved by one place, right or left."""
    ways = [printed.show(value * 10, max(0, printed.places - 1))]
    if printed.places or value / printed.scale >= 10:
        ways.append(printed.show(value / 10, printed.places + 1))
    draw.shuffle(ways)
    return iter(ways)
