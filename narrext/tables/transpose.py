"""Tables whose rows are periods and whose columns are line items: turned round, so that they read as others do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrext.periods import PeriodMention
from narrext.tables.headings import Head, heading_period
from narrext.tables.records import GridCell
from narrext.tables.structure import Band, GridRow, fold

LEAST_ROWS = 2


def is_turned(band: Band, heads: Sequence[Head]) -> bool:
    """Whether all rows of figures are labelled with periods, and no column is headed with one."""
    rows = [row for row in band.body if row.kind == "figures"]
    if len(rows) < LEAST_ROWS or any(head.mention is not None for head in heads):
        return False
    named = sum(bool(head.headings) for head in heads)
    return named > 1 and named == len(heads) and all(is_dated(heading_period(row.label)) for row in rows)


def is_dated(mention: PeriodMention | None) -> bool:
    return mention is not None and (mention.until is not None or mention.year is not None)


def turn(band: Band, text: str) -> Band:
    """The band with rows for its columns and columns for its rows; what stood over the labels heads them all."""
    rows = [row for row in band.body if row.kind == "figures"]
    width = max(cell.column for row in rows for cell in row.cells)
    stubs = [cell for row in band.headings for cell in row.labels]
    turned = Band(captions=band.captions)
    turned.headings = [stub_row(stub, len(rows)) for stub in stubs]
    labels = tuple(
        replace(row.labels[0], column=at + 1, column_span=1, indent=0.0) for at, row in enumerate(rows)
    )
    turned.headings.append(GridRow(len(stubs), "heading", (), labels, (None,) * len(labels), ""))
    turned.body = [item_row(column, band, rows, text) for column in range(1, width + 1)]
    return turned


def stub_row(stub: GridCell, width: int) -> GridRow:
    spread = replace(stub, column=1, column_span=width)
    return GridRow(0, "heading", (), (spread,), (None,), "")


def item_row(column: int, band: Band, rows: Sequence[GridRow], text: str) -> GridRow:
    """The line item that a column is: its headings are the label, its figures those of the rows."""
    over = [
        cell
        for row in band.headings
        for cell in row.cells
        if cell.column <= column < cell.column + cell.column_span
    ]
    labels = tuple(replace(cell, column=0, column_span=1, indent=0.0) for cell in over)
    told = [
        (replace(cell, column=at + 1, column_span=1), numeral)
        for at, row in enumerate(rows)
        for cell, numeral in zip(row.cells, row.numerals, strict=True)
        if cell.column == column
    ]
    label = fold(" ".join(text[cell.start : cell.end] for cell in labels))
    return GridRow(column, "figures", labels, tuple(c for c, _ in told), tuple(n for _, n in told), label)
