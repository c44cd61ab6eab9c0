"""Invented statements, and the styles that they may be printed in (see printed_tables.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

MONEY = (
    "Net sales", "Cost of goods sold", "Selling, general and administrative", "Research and development",
    "Depreciation and amortization", "Amortization of purchased intangibles and deferred compensation",
    "Interest expense, net", "Other income (expense), net", "Provision for income taxes", "Restructuring",
    "Equity in earnings of affiliates, net of related income tax expense", "Royalties", "Minority interest",
)  # fmt: skip
BALANCES = (
    "Cash and cash equivalents", "Accounts receivable, less allowances", "Inventories", "Deferred tax assets",
    "Property, plant and equipment, net", "Goodwill", "Prepaid expenses and other current assets",
    "Accounts payable", "Accrued payroll and related taxes", "Long-term debt, net of current maturities",
    "Retained earnings", "Accumulated other comprehensive loss", "Unearned revenue",
)  # fmt: skip
SECTIONS = ("Operating expenses:", "Revenues:", "Costs and expenses:", "Other items:")
SIDES = ("ASSETS", "LIABILITIES AND STOCKHOLDERS' EQUITY")
BALANCE_SECTIONS = ("Current assets:", "Noncurrent assets:", "Current liabilities:", "Stockholders' equity:")
PER_SHARE = ("Basic", "Diluted")
SHARES = ("Weighted average shares outstanding, basic", "Weighted average shares outstanding, diluted")
LENGTHS = {3: "Three", 6: "Six", 9: "Nine", 12: "Twelve"}
SCALES = {"in thousands": Decimal(1000), "in millions": Decimal(1_000_000), "": Decimal(1)}
Value = Decimal | str | None  # a figure, "dash", "NM", or nothing


@dataclass(frozen=True)
class Line:
    """A row: where it stands, its unit, and what stands in each column."""

    path: tuple[str, ...]
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Column:
    """Its period; of a column of changes in percent that of the figures that it compares."""

    months: int  # 0: a balance at `end`
    end: date
    change: bool = False

    @property
    def period(self) -> str:
        return f"{start_of(self.end, self.months)}/{self.end}" if self.months else str(self.end)


@dataclass(frozen=True)
class Statement:
    """An invented statement of operations or balance sheet."""

    groups: tuple[tuple[Column, ...], ...]  # the columns under one heading
    lines: tuple[Line, ...]
    scale: str
    title: str

    @property
    def columns(self) -> list[Column]:
        return [column for group in self.groups for column in group]


@dataclass(frozen=True)
class Style:
    """How a table is set."""

    label_width: int
    gap: int
    leaders: bool
    rules: bool
    double: bool
    tags: bool
    tabs: bool
    paged: bool  # a page ends in its middle
    numbers_first: bool  # of a wrapped label: the figures stand on its first line
    minus: bool
    dash: str
    headings: str  # stacked, joined, dates, caption
    length: str  # how lengths are worded
    dollars: bool
    blanks: bool = False  # blanks between thousands and a comma before decimals, as in much of Europe


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def start_of(end: date, months: int) -> date:
    total = end.year * 12 + end.month - months
    return date(total // 12, total % 12 + 1, 1)


# --- drawing -----------------------------------------------------------------------------------------


def amounts(unit: str, scale: str) -> st.SearchStrategy[Decimal]:
    if unit == "USD/share":
        return st.integers(-500, 1500).filter(bool).map(lambda cents: Decimal(cents).scaleb(-2))
    if unit == "shares" or scale == "in thousands":
        return st.integers(1000 if unit == "shares" else -(10**6), 10**6).filter(bool).map(Decimal)
    if scale == "in millions":
        return st.integers(-(10**5), 10**6).filter(bool).map(lambda tenths: Decimal(tenths).scaleb(-1))
    return st.integers(-(10**8), 10**9).filter(bool).map(Decimal)


@st.composite
def rows(
    draw: st.DrawFn, path: tuple[str, ...], unit: str, scale: str, groups: tuple[tuple[Column, ...], ...]
) -> Line:
    value = amounts(unit, scale)
    values: list[Value] = [draw(value) for group in groups for column in group]
    if unit == "USD":
        for at in draw(st.sets(st.integers(0, len(values) - 1), max_size=1)):
            values[at] = draw(st.sampled_from(("dash", None)))
    columns = [column for group in groups for column in group]
    return Line(
        path, unit, tuple(change_of(values, at) if c.change else values[at] for at, c in enumerate(columns))
    )


def change_of(values: list[Value], at: int) -> Value:
    """The change in percent between the two figures before it, as far as there is one."""
    new, old = values[at - 2 : at]
    if not isinstance(new, Decimal) or not isinstance(old, Decimal) or new < 0 or old <= 0:
        return "NM"
    change = ((new / old - 1) * 100).quantize(Decimal("0.1"))
    return change if abs(change) < 1000 else "NM"


@st.composite
def operations(draw: st.DrawFn) -> Statement:
    """A statement of operations: one or two lengths, each with the year before and perhaps the change."""
    year, month = draw(st.integers(1996, 2024)), draw(st.sampled_from((3, 6, 9, 12)))
    lengths = draw(st.sampled_from([(3,), (3, month)] if month > 3 else [(3,)]))
    change = draw(st.booleans())
    groups = tuple(
        (Column(m, month_end(year, month)), Column(m, month_end(year - 1, month)))
        + ((Column(m, month_end(year, month), True),) if change else ())
        for m in lengths
    )
    scale = draw(st.sampled_from(tuple(SCALES)))
    lines = draw(sectioned(MONEY, [(name,) for name in SECTIONS], scale, groups))
    if draw(st.booleans()):
        lines += [
            draw(rows(("Net income per share:", each), "USD/share", scale, groups)) for each in PER_SHARE
        ]
        if scale == "in thousands":
            lines += [draw(rows((each,), "shares", scale, groups)) for each in SHARES]
    return Statement(groups, tuple(lines), scale, "Condensed Consolidated Statements of Operations")


@st.composite
def balances(draw: st.DrawFn) -> Statement:
    """A balance sheet at two days: its sides, sections and their totals."""
    year, month = draw(st.integers(1996, 2024)), draw(st.sampled_from((3, 6, 9, 12)))
    groups = (
        (
            Column(0, month_end(year, month)),
            Column(0, month_end(year - 1, draw(st.sampled_from((month, 12))))),
        ),
    )
    scale = draw(st.sampled_from(tuple(SCALES)))
    sides = {SIDES[0]: BALANCE_SECTIONS[:2], SIDES[1]: BALANCE_SECTIONS[2:]}
    lines: list[Line] = []
    labels = iter(draw(st.permutations(BALANCES)))
    for side, sections in sides.items():
        for section in sections:
            path = (side, section)
            count = draw(st.integers(1, 3))
            lines += [draw(rows((*path, next(labels)), "USD", scale, groups)) for _ in range(count)]
            if draw(st.booleans()):
                total = f"Total {section.rstrip(':').lower()}"
                lines.append(draw(rows((*path, total), "USD", scale, groups)))
    return Statement(groups, tuple(lines), scale, "Condensed Consolidated Balance Sheets")


@st.composite
def sectioned(
    draw: st.DrawFn,
    labels: tuple[str, ...],
    sections: list[tuple[str, ...]],
    scale: str,
    groups: tuple[tuple[Column, ...], ...],
) -> list[Line]:
    lines: list[Line] = []
    section: tuple[str, ...] = ()
    unused = iter(draw(st.permutations(sections)))
    for label in draw(st.lists(st.sampled_from(labels), min_size=3, max_size=9, unique=True)):
        change = draw(st.sampled_from(("stay", "stay", "open", "close")))
        if change != "stay":
            section = next(unused, ()) if change == "open" else ()
        lines.append(draw(rows((*section, label), "USD", scale, groups)))
    return lines


styles = st.builds(
    Style,
    label_width=st.integers(28, 44),
    gap=st.integers(3, 6),
    leaders=st.booleans(),
    rules=st.booleans(),
    double=st.booleans(),
    tags=st.booleans(),
    tabs=st.booleans(),
    paged=st.booleans(),
    numbers_first=st.booleans(),
    minus=st.booleans(),
    dash=st.sampled_from(("-", "--", "---", "—")),
    headings=st.sampled_from(("stacked", "joined", "dates", "caption")),
    length=st.sampled_from(("{word} Months Ended", "For the {word} Months Ended", "{number} Months Ended")),
    dollars=st.booleans(),
    blanks=st.sampled_from((False, False, True)),
)
