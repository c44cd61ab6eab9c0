"""What rows are measured in: a unit and the worth of a printed 1; what the table around them says of both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from narrext.numerals import Numeral, currencies
from narrext.tables.captions import ONE, Scale, read_scale
from narrext.units import traded_units

IN_BRACKETS = re.compile(r"\(([^()]+)\)")
# Figures printed in full that a caption's scale would make absurd: no company has so many shares.
TOO_MANY = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit and scale of a row."""

    unit: str
    scale: Decimal
    oversized: bool = False  # the caption's scale would have made it absurd


@dataclass(frozen=True, slots=True)
class Setting:
    """What a table says of its amounts: the code of its currency and its scale, and whether it is about money."""

    currency: str
    scale: Scale
    money: bool
    counts: bool = False  # a table of operating data: rows without a mark or a word of money count things
    flows: bool = False  # a statement of cash flows: shares bought and sold are amounts
    dollars: bool = False  # the caption's scale is said of dollars alone
    decimals: int = 0  # that most of the table's amounts show
    per_share: bool = False  # the whole table is of amounts per share
    volumes: bool = False  # columns of volumes stand beside those of amounts
    mixed: bool = False  # a table of money, counts and rates without a scale of its own
    worded: bool = False  # amounts bear both the mark of a currency and a scale of their own: "$1.2B"
    fine: bool = (
        False  # amounts of money show decimals: figures without are none of them in the table's scale
    )
    beside: bool = False  # columns that count things stand beside those of amounts

    def amount(self, currency: str, own: Scale) -> Measure:
        return Measure(currency, own.amounts or self.scale.amounts or ONE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be measured: its words, and those of its figures that are numbers."""

    label: str
    parents: tuple[str, ...]
    told: tuple[Numeral, ...]
    own: Scale
    currency: str

    @property
    def above(self) -> str:
        return " / ".join(self.parents)

    @property
    def marked(self) -> bool:
        """Whether a figure bears the mark of a currency."""
        return any(numeral.currency for numeral in self.told)


def make_row(label: str, parents: Sequence[str], numerals: Sequence[Numeral | None], setting: Setting) -> Row:
    told = tuple(n for n in numerals if n is not None and n.state == "number")
    own = own_scale(label, parents)
    return Row(label, tuple(parents), told, own, mark_currency(told) or own.currency or setting.currency)


def traded_unit(label: str) -> Measure | None:
    """The unit that a label gives in brackets, with its multiple: ``Oil (MBbls)``."""
    for inside in IN_BRACKETS.findall(label):
        found = traded_units().get(inside.strip().lower())
        if found is not None:
            return Measure(*found)
    return None


def own_scale(label: str, parents: Sequence[str]) -> Scale:
    """The scale that a label states, or the section that it stands under ("Shares (in thousands):")."""
    found = Scale()
    for words in (*parents, label):
        if "(" in words or " in " in words.lower():
            found = read_scale(words).over(found)
    return found


def mark_currency(told: Sequence[Numeral]) -> str:
    """The currency that the figures themselves are marked with; a bare ``$`` leaves it to the table."""
    codes = currencies().codes
    for numeral in told:
        if numeral.currency and numeral.currency != "$":
            return codes.get(numeral.currency.lower(), "")
    return ""
