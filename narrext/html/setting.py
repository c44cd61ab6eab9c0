"""Tables of figures -> lines of text, with the place of every cell in them."""

from __future__ import annotations

from typing import Final

from narrext.html.columns import Columns, find_columns
from narrext.html.grid import Placed
from narrext.html.joining import Joined, gap_before, join_cells
from narrext.layout import HtmlCell, LayoutBlock

_GAP: Final = 2  # blanks between cells; one blank or none joins what is printed as one
_LABEL_WIDTH: Final = 92  # labels longer than this push their row, not the columns
_DEEPEST_INDENT: Final = 16


def set_table(rows: list[list[Placed]], offset: int) -> tuple[str, LayoutBlock]:
    """The rows as lines, a figure flush right under its heading, and the block with all cells.

    Between what is printed as one (``$(840)`` from three cells) stands one blank or none, between all
    other cells there are at least two.
    """
    joined = join_cells(rows)
    columns = _place_on_page([each for row in joined for each in row])
    flush = min((row[0].cells[0].indent for row in joined if row[0].column == 0), default=0.0)
    edges = _edges(joined, columns, flush)
    lines: list[str] = []
    cells: list[HtmlCell] = []
    place = offset
    for row in joined:
        line = _set_row(row, edges, flush, place, cells)
        lines.append(line)
        place += len(line) + 1
    text = "\n".join(lines)
    return text, LayoutBlock("table", offset, offset + len(text), tuple(cells))


def _place_on_page(joined: list[Joined]) -> Columns:
    units = [each.unit() for each in joined]
    columns = find_columns(units)
    covers = columns.cover_all(units)
    for each, unit in zip(joined, units, strict=True):
        each.column, each.span = covers[unit.start, unit.stop]
    return columns


def _step(joined: Joined, flush: float) -> int:
    """How many blanks a label is indented by."""
    return min(max(round(joined.cells[0].indent - flush), 0), _DEEPEST_INDENT)


def _edges(rows: list[list[Joined]], columns: Columns, flush: float) -> list[int]:
    """Where each column of the page ends, in characters; the gap before it is counted in."""
    widths = [0] * (len(columns.extents) + 1)
    wide: list[Joined] = []
    for row in rows:
        for each in row:
            if each.span > 1:
                wide.append(each)
            else:
                size = len(each.text) + _GAP
                if each.column == 0:
                    size += _step(each, flush)
                    if size > _LABEL_WIDTH:
                        continue
                widths[each.column] = max(widths[each.column], size)
    for each in wide:
        if each.column:
            _widen(widths, each.column, each.span, len(each.text) + _GAP)
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _widen(widths: list[int], column: int, span: int, size: int) -> None:
    lacking = size - sum(widths[column : column + span])
    for index in range(column, column + span):
        share = max(-(-lacking // (column + span - index)), 0)
        widths[index] += share
        lacking -= share


def _set_row(row: list[Joined], edges: list[int], flush: float, offset: int, cells: list[HtmlCell]) -> str:
    pieces: list[str] = []
    place = 0
    for each in row:
        size = len(each.text)
        left, right = edges[each.column], edges[each.column + each.span]
        if each.column == 0:
            target = _step(each, flush)
        elif each.span > 1:
            target = (left + _GAP + right - size) // 2
        else:
            target = right - size
        blanks = max(target - place, _GAP if place else 0)
        pieces.append(" " * blanks + each.text)
        place += blanks
        _note_cells(each, offset + place, cells)
        place += size
    return "".join(pieces)


def _note_cells(joined: Joined, place: int, cells: list[HtmlCell]) -> None:
    """Add the cells of what is printed at `place`."""
    for index, cell in enumerate(joined.cells):
        if index:
            place += len(gap_before(cell.text))
        stop = place + len(cell.text)
        cells.append(
            HtmlCell(cell.row, cell.column, cell.row_span, cell.column_span, place, stop, cell.indent)
        )
        place = stop
