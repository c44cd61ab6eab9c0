"""Rows whose unit the rows and columns that they stand among tell."""

from __future__ import annotations

from collections.abc import Sequence

from narrext.numerals import Numeral
from narrext.tables.captions import ONE
from narrext.tables.drafts import Draft
from narrext.tables.labels import Named
from narrext.tables.records import Fact, LineItem

RATES = frozenset({"percent", "points", "ratio"})
# So many rows a total of counts adds up at most.
MOST_PARTS = 8


def stands_in_money(named: Named, draft: Draft) -> bool:
    """Whether the first figures of the columns that a row stands in bear the mark of a currency."""
    first: dict[int, Numeral] = {}
    for row in draft.named:
        for cell, numeral in zip(row.row.cells, row.row.numerals, strict=True):
            if numeral is not None and numeral.state == "number":
                first.setdefault(cell.column, numeral)
    told = [
        (cell.column, numeral)
        for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True)
        if numeral is not None and numeral.state == "number" and not numeral.percent and not numeral.suffix
    ]
    return bool(told) and all(
        first[column].currency and first[column].decimals == numeral.decimals for column, numeral in told
    )


def is_total_of_counts(
    item: LineItem, numerals: Sequence[Numeral], items: Sequence[LineItem], facts: Sequence[Fact]
) -> bool:
    """Whether a total without a unit of its own adds up the counts right above it."""
    if not items or not item.total or any(n.currency or n.decimals for n in numerals):
        return False
    unit = items[-1].unit
    if unit == item.unit or unit.isupper() or "/" in unit or unit in RATES:
        return False
    values = [n.value for n in numerals if n.state == "number"]
    above = 0 * ONE
    for other in reversed(items[-MOST_PARTS:]):
        first = next((fact for fact in facts if fact.item is other), None)
        if other.unit != unit or first is None or not values:
            return False
        above += first.value / other.scale
        if above == values[0] and other is not items[-1]:
            return True
    return False
