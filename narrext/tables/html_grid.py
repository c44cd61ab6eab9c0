"""Cells of an HTML table -> the grid that a reader sees."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import groupby

from narrext.html.columns import Unit, find_columns
from narrext.html.grid import is_figure, is_year
from narrext.layout import HtmlCell
from narrext.tables.records import GridCell


def html_grid(cells: tuple[HtmlCell, ...], text: str) -> tuple[GridCell, ...]:
    """The printed cells of an HTML table, in reading order, on the rows and columns of the page.

    Cells that the page sets as one (``$``, ``(840``, ``)``; a label and its footnote mark) are one
    cell, ``text[start:end]`` is what they print together. Empty rows and columns are left out. Column 0
    holds the labels, whatever columns of the source they stood in; its cells are indented by what
    stood to their left. A cell over several columns keeps its span, so headings stand over theirs.
    """
    rows = _rows(cells, text)
    units = [unit for row in rows for _, unit in row]
    covers = find_columns(units).cover_all(units)
    numbers = [row[0][1].row for row in rows]
    return tuple(cell for index, row in enumerate(rows) for cell in _grid_row(index, row, covers, numbers))


def _rows(cells: tuple[HtmlCell, ...], text: str) -> list[list[tuple[list[HtmlCell], Unit]]]:
    rows = []
    for number, row in groupby(cells, key=lambda cell: cell.row):
        joined: list[list[HtmlCell]] = []
        for cell in row:
            if joined and cell.start - joined[-1][-1].end < 2:
                joined[-1].append(cell)
            else:
                joined.append([cell])
        rows.append([(unit, _unit(number, unit, text)) for unit in joined])
    return rows


def _unit(row: int, cells: list[HtmlCell], text: str) -> Unit:
    printed = text[cells[0].start : cells[-1].end]
    figure = is_figure(printed)
    return Unit(
        row,
        cells[0].column,
        cells[-1].column + cells[-1].column_span,
        figure,
        figure and is_year(printed),
    )


def _grid_row(
    index: int,
    row: list[tuple[list[HtmlCell], Unit]],
    covers: dict[tuple[int, int], tuple[int, int]],
    numbers: list[int],
) -> list[GridCell]:
    """One row's cells; what stands left of the first column of figures is one label."""
    grid: list[GridCell] = []
    taken = 0  # columns that the row has filled
    for cells, unit in row:
        first, last = cells[0], cells[-1]
        column, span = covers[unit.start, unit.stop]
        if grid and column + span <= taken and (column == 0 or not unit.figure):
            before = grid.pop()
            grid.append(replace(before, end=last.end))
            continue
        if column < taken:
            span = max(column + span - taken, 1)
            column = taken
        taken = column + span
        indent = first.indent if column == 0 else 0.0
        row_span = _row_span(first, index, numbers)
        grid.append(GridCell(index, column, row_span, span, first.start, last.end, indent))
    return grid


def _row_span(cell: HtmlCell, index: int, numbers: list[int]) -> int:
    """How many of the printing rows a cell reaches over, which have these numbers in the source."""
    if cell.row_span == 1:
        return 1
    return max(bisect_left(numbers, cell.row + cell.row_span) - index, 1)
