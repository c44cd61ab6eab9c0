"""Rows in percent whose mark is printed on the first of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrext.numerals import Numeral
from narrext.tables.captions import read_scale
from narrext.tables.counted import COUNT
from narrext.tables.labels import Named
from narrext.tables.measures import Setting
from narrext.tables.records import Column

# A section of rates says so, or its rows are called ratios.
RATES = re.compile(
    r"(?i)\bratios?\b|\bpercent(?:age)?s?\b|%|\bmargins?\b|\byields?\b|\brates?\b|\breturns?\b|\bgrowth\b"
    r"|\bto\s+(?:[\w'’-]+\s+){0,2}?(?:assets|loans|equity|deposits|debt|capital\w*|sales|revenues?|premiums|receivables|income|earnings|ebitda)\b"
)
RATIO = re.compile(r"(?i)\bratio\b|\bmargin\b|\breturn\s+on\b")
NO_RATE = re.compile(
    r"(?i)\bper\b|\bshares?\b|\beps\b|\btimes\b|\bcoverage\b|\bturn(?:s|over)\b|\bdays\b|\bbook[\s-]to[\s-]bill\b|\bemployees\b|\bpoints?\b|\bpts\b|\b(?:attributable|available|related)\s+to\b|\bcurrent\s+ratio\b|\bquick\s+ratio\b"
)
LEAST_PERCENT, LARGEST = 10, 1000


def percent_rows(rows: Sequence[Named], columns: Sequence[Column], setting: Setting) -> frozenset[int]:
    """The places of rows without a mark that are in percent like the marked rows that they stand among.

    A mark holds on down its section until a row bears the mark of a currency.
    """
    found: set[int] = set()
    start: Named | None = None
    for place, row in enumerate(rows):
        told = value_numerals(row, columns)
        if told and all(n.percent for n in told):
            start = row
        elif told and start is not None and ends_run(start, row, told):
            start = None
        elif told and start is not None and holds_on(start, row, told, columns, setting):
            found.add(place)
    return frozenset(found.union(ratios_alike(rows, columns)))


def ratios_alike(rows: Sequence[Named], columns: Sequence[Column]) -> set[int]:
    """The places of ratios that print like the other ratios of the table, which bear the mark."""
    ratios = {p: value_numerals(row, columns) for p, row in enumerate(rows) if RATIO.search(row.label)}
    if not any(told and all(n.percent for n in told) for told in ratios.values()):
        return set()
    return {
        place
        for place, told in ratios.items()
        if told
        and not NO_RATE.search(rows[place].label)
        and not any(n.percent or n.currency or n.suffix for n in told)
        and all(n.decimals and LEAST_PERCENT <= abs(n.value) < LARGEST for n in told)
    }


def value_numerals(row: Named, columns: Sequence[Column]) -> list[Numeral]:
    """The figures of a row in the columns of values."""
    return [
        numeral
        for cell, numeral in zip(row.row.cells, row.row.numerals, strict=True)
        if numeral is not None
        and numeral.state == "number"
        and 1 <= cell.column <= len(columns)
        and columns[cell.column - 1].role == "value"
        and columns[cell.column - 1].unit is None
    ]


def ends_run(first: Named, row: Named, told: Sequence[Numeral]) -> bool:
    """Whether a row is of another sort than the marked one above it: money, a count, another section's."""
    apart = row.parents != first.parents and row.label not in first.parents and not row.total
    return (
        (apart and not RATIO.search(row.label))
        or any(n.currency or n.suffix for n in told)
        or any(abs(n.value) >= LARGEST for n in told)
    )


def alike(first: Named, row: Named, columns: Sequence[Column], setting: Setting) -> bool:
    """Whether a row prints as the marked one does, and its label speaks of nothing else."""
    decimals = {n.decimals for n in value_numerals(first, columns)}
    told = value_numerals(row, columns)
    words = " ".join((*row.parents, row.label))
    return (
        max(decimals) > 0
        and ({n.decimals for n in told} <= decimals or all(n.decimals > setting.decimals for n in told))
        and not any(n.percent for n in told)
        and not NO_RATE.search(words)
        and not COUNT.search(words)
        and read_scale(row.label).amounts is None
    )


def holds_on(
    first: Named, row: Named, told: Sequence[Numeral], columns: Sequence[Column], setting: Setting
) -> bool:
    """Whether a row below a marked one is in percent, whatever stands below it."""
    if not alike(first, row, columns, setting):
        return False
    named = RATES.search(row.label) or any(RATES.search(parent) for parent in row.parents)
    return bool(named) or all(n.decimals > setting.decimals for n in told)
