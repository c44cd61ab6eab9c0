"""The records of footing: a figure, what it should come out of, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from narrext.tables.records import Fact, LineItem

HUNDRED = Decimal(100)
# Digits kept where a quotient has no end.
PRECISION = 28


@dataclass(frozen=True, slots=True)
class FootingCheck:
    """One figure held against what it should come out of, each within half a unit of its last digit.

    kind: ``sum`` (a total of rows), ``cross`` (a column that is the sum of others), ``cash`` (beginning +
    change = ending), ``balance`` (assets = liabilities and equity), ``change`` (a - b),
    ``percent_change`` ((a - b) / b in percent), ``share`` (a / b in percent), ``per_share`` (a / b) or
    ``agreement`` (the same item in another statement: a). `parts` are a, b, … in this order; of sums
    `signs` tells which are added and which taken off, and `inverted` that the figure is printed with
    the opposite sign (a loss without parentheses; a change for the worse as negative).
    """

    kind: str
    fact: Fact
    parts: tuple[Fact, ...]
    signs: tuple[int, ...]
    holds: bool
    inverted: bool = False

    @property
    def table(self) -> int:
        """Index of the table that holds the figure."""
        return self.fact.item.table

    @property
    def computed(self) -> Decimal | None:
        """What the parts give as printed, in the figure's unit; None where they divide by nothing."""
        values = [part.value for part in self.parts]
        if self.kind in ("percent_change", "share", "per_share"):
            return self._quotient(values[0], values[1])
        return self._sign * sum((s * v for s, v in zip(self.signs, values, strict=True)), Decimal(0))

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most that the parts can give, each within half a unit of its last digit."""
        halves = [self._step(part) / 2 for part in self.parts]
        lows = [part.value - half for part, half in zip(self.parts, halves, strict=True)]
        highs = [part.value + half for part, half in zip(self.parts, halves, strict=True)]
        if self.kind in ("percent_change", "share", "per_share"):
            if lows[1] <= 0 <= highs[1]:
                return None
            corners = [self._quotient(a, b) for a in (lows[0], highs[0]) for b in (lows[1], highs[1])]
            told = [corner for corner in corners if corner is not None]
            return min(told), max(told)
        computed, slack = self.computed, sum(halves, Decimal(0))
        assert computed is not None  # only quotients have none
        return computed - slack, computed + slack

    @property
    def difference(self) -> Decimal | None:
        """What is printed less what the parts give."""
        return None if self.computed is None else self.fact.value - self.computed

    def _step(self, part: Fact) -> Decimal:
        """What a part's last digit is worth; a dash shows none, and rounds as the figure checked does."""
        return min(part.step, self.fact.step) if part.nil else part.step

    @property
    def _sign(self) -> int:
        return -1 if self.inverted else 1

    def _quotient(self, a: Decimal, b: Decimal) -> Decimal | None:
        if not b:
            return None
        with localcontext() as context:
            context.prec = PRECISION
            if self.kind == "per_share":
                return self._sign * a / b
            if self.kind == "share":
                return self._sign * HUNDRED * a / b
            # of a loss the change is told by its size, unless signs[1] says otherwise
            return self._sign * HUNDRED * (a - b) / (abs(b) if self.signs[1] < 0 else b)


@dataclass(frozen=True, slots=True)
class TableFooting:
    """What the checks of one table came to. `unchecked` are totals that nothing was found to add up to,
    `figures` how many figures the table has, and `covered` how many of them stand in a check."""

    table: int
    held: tuple[FootingCheck, ...]
    failed: tuple[FootingCheck, ...]
    unchecked: tuple[LineItem, ...]
    figures: int
    covered: int

    @property
    def state(self) -> str:
        """``foots``, ``does not foot``, or ``not checked`` where nothing could be."""
        if self.failed:
            return "does not foot"
        return "foots" if self.held else "not checked"
