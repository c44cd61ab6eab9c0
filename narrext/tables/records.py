"""The records of a table as read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from narrext.errors import Finding
from narrext.periods import Period

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed cell of a grid, whatever the layout it came from; ``text[start:end]`` is it."""

    row: int
    column: int
    row_span: int
    column_span: int
    start: int
    end: int
    indent: float = 0.0  # in characters; of the first column's cells


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures and what its headings say of it."""

    index: int  # 0 is the first column of figures
    headings: tuple[str, ...]  # from the top level to the lowest
    period: Period | None = None
    base: Period | None = None  # of a change column: what the period is compared with
    role: str = "value"  # value, change, percent_change, share (% of revenue), other
    # "" where nothing is said, else gaap, non-gaap, adjustments, constant currency, restated,
    # previously reported, pro forma, budget, ...
    basis: str = ""
    measure: str = ""  # where columns alternate between measures: "units", "revenue"
    unit: str | None = None  # set by a heading: "percent", "shares", "units", "USD"
    scale: Decimal | None = None  # set by a heading
    entity: str = ""  # segment, region or issuer that the column is about, where headings name one

    @property
    def heading(self) -> str:
        return " / ".join(self.headings)


@dataclass(frozen=True, slots=True)
class LineItem:
    """A row of a table: its label, the labels above it, and the unit its figures are in."""

    table: int  # index into the report's tables
    row: int  # order in the table
    label: str  # as printed, white space folded, footnote marks left off
    parents: tuple[str, ...]  # section headings and parents by indentation, outermost first
    start: int  # text[start:end] holds the label
    end: int
    unit: str  # ISO currency, currency + "/share", "percent", "points", "shares", "ratio", a noun
    scale: Decimal  # what a printed 1 stands for in `unit`
    total: bool = False  # a total or subtotal
    basis: str = ""  # as Column.basis, where the row or its section says so
    # a date the label itself carries ("Cash, beginning of period" is an instant)
    period: Period | None = None

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.parents, self.label)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: a line item in a column."""

    item: LineItem
    column: Column
    value: Decimal  # in full units, signed as printed
    step: Decimal  # what one unit of the last printed digit is worth, in full units
    printed: str  # the digits with sign, currency and percent mark, as printed
    start: int
    end: int
    unit: str  # of this figure (a column may override its row)
    period: Period | None
    nil: bool = False  # printed as a dash: a reported nothing


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read. Every fact points at its cell."""

    index: int
    start: int
    end: int
    caption: str
    statement: str  # income, balance, cash_flow, equity, segment, reconciliation, outlook, operating, other
    currency: str
    scale: Decimal  # of amounts, as the caption says; 1 where nothing is said
    columns: tuple[Column, ...]
    items: tuple[LineItem, ...]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...] = ()
    # kept for debugging and for renderings
    grid: tuple[GridCell, ...] = field(default=(), repr=False)

    def to_frame(self, *, wide: bool = False) -> pandas.DataFrame:
        """The table as a data frame, numbers exact `Decimal` in full units.

        Tidy, one row a figure: table, statement, path (the labels above, `` > `` between them), label, unit,
        basis, column, role, start_date, end_date, value, printed, start, end. With `wide` one row a line
        item and a column for each of the table's.
        """
        from narrext.tables.frames import tidy_frame, wide_frame

        return wide_frame(self) if wide else tidy_frame(self)
