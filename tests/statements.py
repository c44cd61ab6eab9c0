"""Invented statements as tables, without a text behind them: what footing is tested on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from narrext.periods import Period
from narrext.tables import Column, Fact, LineItem, Table

# Each figure has a span of its own, wide enough for any.
WIDTH = 16


def quarters(count: int) -> list[Period]:
    """So many quarters, the latest first."""
    found = []
    for back in range(count):
        year, quarter = divmod(2023 * 4 + 3 - back, 4)
        first = date(year, 3 * quarter + 1, 1)
        last = date(year + (quarter == 3), (3 * quarter + 3) % 12 + 1, 1)
        found.append(Period(first, date.fromordinal(last.toordinal() - 1)))
    return found


@dataclass
class Statement:
    """A table that grows line by line; figures are whole numbers of `scale`."""

    statement: str
    columns: tuple[Column, ...]
    index: int = 0
    scale: Decimal = Decimal(1000)
    items: list[LineItem] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def line(
        self,
        label: str,
        values: list[int | str | None],
        parents: tuple[str, ...] = (),
        *,
        unit: str = "USD",
        total: bool = False,
    ) -> None:
        """Add a line; figures as whole numbers or as printed decimals, ``-`` is a dash, None an empty cell."""
        row = len(self.items)
        scale = Decimal(1) if "/" in unit or unit == "percent" else self.scale
        item = LineItem(
            self.index, row, label, parents, self.place(row, -1), self.place(row, 0), unit, scale, total
        )
        self.items.append(item)
        for at, value in enumerate(values):
            if value is not None:
                self.facts.append(self.figure(item, self.columns[at], at, value))

    def figure(self, item: LineItem, column: Column, at: int, value: int | str) -> Fact:
        start = self.place(item.row, at)
        percent = column.role in ("percent_change", "share")
        unit, scale = ("percent", Decimal(1)) if percent else (item.unit, item.scale)
        period = column.period
        if value == "-":
            return Fact(item, column, Decimal(0), scale, "-", start, start + 1, unit, period, True)
        number = Decimal(str(value))
        places = max(0, -int(number.as_tuple().exponent))
        printed = f"({abs(number):,})" if number < 0 else f"{number:,}"
        step = scale.scaleb(-places)
        return Fact(item, column, number * scale, step, printed, start, start + len(printed), unit, period)

    def place(self, row: int, at: int) -> int:
        return ((self.index * 1000 + row) * 20 + at + 1) * WIDTH

    def table(self) -> Table:
        return Table(
            self.index, self.place(0, -1), self.place(len(self.items), 0), "", self.statement, "USD", self.scale,
            self.columns, tuple(self.items), tuple(self.facts),
        )  # fmt: skip


def flow_columns(count: int) -> tuple[Column, ...]:
    return tuple(Column(at, (str(period),), period) for at, period in enumerate(quarters(count)))


def stock_columns(count: int) -> tuple[Column, ...]:
    return tuple(Column(at, (str(period.end),), period.at_end) for at, period in enumerate(quarters(count)))


def altered(table: Table, at: int, steps: int) -> Table:
    """The table with its figure number `at` changed by so many units of its last digit."""
    fact = table.facts[at]
    step = table.scale if fact.nil else fact.step
    value = fact.value + steps * step
    changed = replace(fact, value=value, step=step, printed=f"{value}", nil=False)
    return replace(table, facts=(*table.facts[:at], changed, *table.facts[at + 1 :]))
