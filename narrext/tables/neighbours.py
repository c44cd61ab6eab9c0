"""Rows -> their units and scales, by their own words first, then by the rows and columns that they stand among."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from narrext.numerals import Numeral
from narrext.tables.captions import ONE
from narrext.tables.labels import Named
from narrext.tables.measures import Measure, Setting
from narrext.tables.rates import percent_rows
from narrext.tables.records import Column
from narrext.tables.units import looks_per_share, measure_row

RATES = frozenset({"percent", "points", "ratio"})
# So many rows a total of counts, or of amounts per share, adds up at most.
MOST_PARTS = 12


def measure_rows(rows: Sequence[Named], columns: Sequence[Column], setting: Setting) -> list[Measure]:
    """The unit and scale of each row's figures."""
    told = [amount_numerals(row, columns) for row in rows]
    pairs = zip(rows, told, strict=True)
    found = [measure_row(row.row.label, row.parents, numerals, setting) for row, numerals in pairs]
    for place in percent_rows(rows, columns, setting):
        found[place] = Measure("percent", ONE)
    first = first_figures(rows)
    for place, row in enumerate(rows):
        if found[place].unit == "number" and stands_in_money(row, first):
            found[place] = Measure(setting.currency, setting.scale.amounts or ONE)
        if place and row.total and is_total_of_counts(place, told, found):
            found[place] = Measure(found[place - 1].unit, found[place - 1].scale)
    for place in between_shares(told, found):
        found[place] = Measure(f"{setting.currency}/share", ONE)
    return found


def amount_numerals(named: Named, columns: Sequence[Column]) -> list[Numeral]:
    """The figures of a row that its unit is told by: those of its values, not of changes and shares in percent."""
    told = [
        (columns[cell.column - 1] if cell.column <= len(columns) else None, numeral)
        for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True)
        if numeral is not None
    ]
    values = [n for column, n in told if column is None or (column.role == "value" and column.unit is None)]
    return values or [numeral for _, numeral in told]


def first_figures(rows: Sequence[Named]) -> dict[int, Numeral]:
    """The first figure of each column."""
    first: dict[int, Numeral] = {}
    for row in rows:
        for cell, numeral in zip(row.row.cells, row.row.numerals, strict=True):
            if numeral is not None and numeral.state == "number":
                first.setdefault(cell.column, numeral)
    return first


def stands_in_money(row: Named, first: dict[int, Numeral]) -> bool:
    """Whether the first figures of the columns that a row stands in bear the mark of a currency."""
    told = [
        (cell.column, numeral)
        for cell, numeral in zip(row.row.cells, row.row.numerals, strict=True)
        if numeral is not None and numeral.state == "number" and not numeral.percent and not numeral.suffix
    ]
    return bool(told) and all(
        first[column].currency and first[column].decimals == numeral.decimals for column, numeral in told
    )


def is_total_of_counts(place: int, told: Sequence[list[Numeral]], found: Sequence[Measure]) -> bool:
    """Whether a total without a unit of its own adds up the counts right above it."""
    unit = found[place - 1].unit
    if any(n.currency or n.decimals for n in told[place]) or not told[place]:
        return False
    if unit == found[place].unit or unit.isupper() or "/" in unit or unit in RATES:
        return False
    rest = told[place][0].value
    for count in range(1, min(place, MOST_PARTS) + 1):
        other = place - count
        if found[other].unit != unit or not told[other]:
            return False
        rest -= told[other][0].value
        if rest == 0 and count > 1:
            return True
    return False


def between_shares(told: Sequence[list[Numeral]], found: Sequence[Measure]) -> list[int]:
    """The rows that lead from one amount per share to another, as many decimals as they have: a bridge from
    earnings under GAAP to those adjusted."""
    shares = [place for place, measure in enumerate(found) if measure.unit.endswith("/share") and told[place]]
    bridged: list[int] = []
    for first, last in pairwise(shares):
        parts = range(first + 1, last)
        if 0 < len(parts) <= MOST_PARTS and all(looks_per_share(values_of(told[p])) for p in parts):
            rest = told[last][0].value - told[first][0].value - sum(told[p][0].value for p in parts)
            if abs(rest) <= (len(parts) + 1) * ONE.scaleb(-told[last][0].decimals) / 2:
                bridged += [p for p in parts if not found[p].unit.endswith("/share")]
    return bridged


def values_of(numerals: Sequence[Numeral]) -> list[Numeral]:
    return [n for n in numerals if n.state == "number"]
