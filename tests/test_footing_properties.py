"""Footing, held against invented statements: they foot, and one wrong figure fails exactly its checks."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from statements import Statement, altered, flow_columns, stock_columns

from narrext.footing import FootingCheck, foot, sum_up
from narrext.footing.changes import settled
from narrext.tables import Table

# Unrounded figures, large enough that no sum of them comes out by chance; by a seed, for hypothesis likes
# round and equal numbers, which do.
LEAST, MOST = 2_000_000, 999_999_999
FEW = settings(max_examples=60, deadline=None)


class Figures:
    """Lines of unrounded figures, none like another."""

    def __init__(self, draw: st.DrawFn, columns: int) -> None:
        self.draw = draw
        self.columns = columns
        self.dice = Random(draw(st.integers(0, 2**32)))

    def rows(self, least: int, most: int) -> list[list[int]]:
        return [self.row() for _ in range(self.draw(st.integers(least, most)))]

    def row(self) -> list[int]:
        return [self.dice.randint(LEAST, MOST) for _ in range(self.columns)]


def thousands(values: list[int]) -> list[int | str | None]:
    return [round(value / 1000) for value in values]


def summed(lines: list[list[int]], columns: int) -> list[int]:
    return [sum(line[at] for line in lines) for at in range(columns)]


@st.composite
def incomes(draw: st.DrawFn) -> Table:
    """An income statement, expenses printed positive, every figure rounded by itself."""
    width = draw(st.integers(2, 5))
    figures = Figures(draw, width)
    made = Statement("income", flow_columns(width))
    revenues = figures.rows(1, 4)
    sales = summed(revenues, width)
    if len(revenues) > 1:
        for number, line in enumerate(revenues):
            made.line(f"Product {number}", thousands(line), ("Revenues",))
        made.line("Total revenues", thousands(sales), ("Revenues",), total=True)
    else:
        made.line("Net sales", thousands(sales))
    cost = figures.row()
    gross = [a - b for a, b in zip(sales, cost, strict=True)]
    made.line("Cost of sales", thousands(cost))
    made.line("Gross profit", thousands(gross), total=True)
    expenses = figures.rows(2, 6)
    spent = summed(expenses, width)
    for number, line in enumerate(expenses):
        made.line(f"Selling {number}", thousands(line), ("Operating expenses",))
    if draw(st.booleans()):
        made.line("Total operating expenses", thousands(spent), ("Operating expenses",), total=True)
    operating = [a - b for a, b in zip(gross, spent, strict=True)]
    made.line("Operating income (loss)", thousands(operating), total=True)
    interest, other, tax = figures.row(), figures.row(), figures.row()
    made.line("Interest expense", thousands(interest))
    made.line("Other income (expense), net", thousands([-each for each in other]))
    before = [a - b - c for a, b, c in zip(operating, interest, other, strict=True)]
    made.line("Income (loss) before income taxes", thousands(before), total=True)
    made.line("Income tax expense", thousands(tax))
    made.line("Net income (loss)", thousands([a - b for a, b in zip(before, tax, strict=True)]), total=True)
    return made.table()


@st.composite
def balances(draw: st.DrawFn) -> Table:
    """A balance sheet in two or three columns, with a deficit and lines that are nil."""
    width = draw(st.integers(2, 3))
    figures = Figures(draw, width)
    made = Statement("balance", stock_columns(width))
    nil: list[int | str | None] = ["-"] * width
    current, fixed = figures.rows(2, 6), figures.rows(1, 5)
    for number, line in enumerate(current):
        made.line(f"Asset {number}", thousands(line), ("Assets", "Current assets"))
    made.line(
        "Total current assets", thousands(summed(current, width)), ("Assets", "Current assets"), total=True
    )
    for number, line in enumerate(fixed):
        made.line(f"Property {number}", thousands(line), ("Assets",))
    made.line("Other non-current assets", nil, ("Assets",))
    assets = summed([*current, *fixed], width)
    made.line("Total assets", thousands(assets), ("Assets",), total=True)
    side = "Liabilities and equity"
    owed = figures.rows(2, 5)
    for number, line in enumerate(owed):
        made.line(f"Payable {number}", thousands(line), (side, "Current liabilities"))
    debts = summed(owed, width)
    made.line("Total current liabilities", thousands(debts), (side, "Current liabilities"), total=True)
    loan = figures.row()
    made.line("Long-term debt", thousands(loan), (side,))
    liabilities = [a + b for a, b in zip(debts, loan, strict=True)]
    made.line("Total liabilities", thousands(liabilities), (side,), total=True)
    deficit = figures.row()
    equity = [a - b for a, b in zip(assets, liabilities, strict=True)]
    made.line(
        "Common stock", thousands([a + b for a, b in zip(equity, deficit, strict=True)]), (side, "Equity")
    )
    made.line("Accumulated deficit", thousands([-each for each in deficit]), (side, "Equity"))
    made.line("Total stockholders' equity", thousands(equity), (side, "Equity"), total=True)
    made.line("Total liabilities and stockholders' equity", thousands(assets), (side,), total=True)
    return made.table()


@st.composite
def cash_flows(draw: st.DrawFn) -> Table:
    """A statement of cash flows down to cash at the end of the period."""
    width = draw(st.integers(2, 4))
    figures = Figures(draw, width)
    made = Statement("cash_flow", flow_columns(width))
    change = [0] * width
    for name in ("operating", "investing", "financing"):
        lines = figures.rows(2, 7)
        signs = [draw(st.sampled_from((1, -1))) for _ in lines]
        signed = [[sign * each for each in line] for sign, line in zip(signs, lines, strict=True)]
        for number, line in enumerate(signed):
            made.line(f"Item {number} of {name}", thousands(line), (f"Cash flows from {name} activities",))
        flow = summed(signed, width)
        made.line(
            f"Net cash provided by (used in) {name} activities", thousands(flow),
            (f"Cash flows from {name} activities",), total=True,
        )  # fmt: skip
        change = [a + b for a, b in zip(change, flow, strict=True)]
    made.line("Net increase (decrease) in cash", thousands(change), total=True)
    begun = figures.row()
    made.line("Cash at beginning of period", thousands(begun))
    made.line("Cash at end of period", thousands([a + b for a, b in zip(begun, change, strict=True)]))
    return made.table()


STATEMENTS = st.one_of(incomes(), balances(), cash_flows())


def identity(check: FootingCheck) -> tuple[object, ...]:
    """What a check is about, whatever the figures say."""
    return (
        check.kind,
        check.fact.start,
        tuple(part.start for part in check.parts),
        check.signs,
        check.inverted,
    )


@FEW
@given(STATEMENTS)
def test_a_statement_whose_figures_are_each_rounded_by_themselves_foots(table: Table) -> None:
    """Totals may miss the sum of what is printed by the rounding of their parts, and still foot."""
    (footing,) = sum_up([table], foot([table]))
    assert footing.state == "foots", list(footing.failed)
    assert not footing.unchecked
    totals = {item.row for item in table.items if item.total}
    assert totals <= {check.fact.item.row for check in footing.held}


@FEW
@given(STATEMENTS, st.data())
def test_one_wrong_figure_fails_exactly_the_checks_that_it_is_part_of(
    table: Table, data: st.DataObject
) -> None:
    """The other columns tell how the statement adds up; the wrong figure changes nothing of that."""
    before = {identity(check): check for check in foot([table])}
    at = data.draw(st.integers(0, len(table.facts) - 1))
    steps = data.draw(st.integers(40, 400_000)) * data.draw(st.sampled_from((1, -1)))
    wrong = altered(table, at, steps)
    touched = table.facts[at].start
    after = {identity(check): check for check in foot([wrong])}
    expected = {
        key
        for key, check in before.items()
        if touched in (check.fact.start, *(part.start for part in check.parts))
    }
    assert set(after) == set(before)
    assert {key for key, check in after.items() if not check.holds} == expected


@FEW
@given(STATEMENTS, st.data())
def test_a_check_holds_where_its_bounds_reach_the_figure(table: Table, data: st.DataObject) -> None:
    """Whole numbers, in which sums are sought, and exact decimals, in which they are shown, agree."""
    at = data.draw(st.integers(0, len(table.facts) - 1))
    for check in foot([altered(table, at, data.draw(st.integers(0, 999)))]):
        assert settled(check).holds == check.holds
