"""Tables of figures -> lines of text, with the place of every cell in them."""

from __future__ import annotations

from typing import Final

from narrext.html.columns import Columns, Unit, find_columns
from narrext.html.grid import Placed, is_figure, is_note, is_prefix, is_suffix, is_year
from narrext.layout import HtmlCell, LayoutBlock

_GAP: Final = 2  # blanks between cells; one blank or none joins what is printed as one
_LABEL_WIDTH: Final = 92  # labels longer than this push their row, not the columns
_DEEPEST_INDENT: Final = 16


class _Joined:
    """Neighbouring cells that print one thing: ``$`` ``(840`` ``)``."""

    __slots__ = ("cells", "column", "span", "text")

    def __init__(self, cell: Placed) -> None:
        self.cells = [cell]
        self.text = cell.text
        self.column = self.span = 0

    def add(self, cell: Placed) -> None:
        self.text += gap_before(cell.text) + cell.text
        self.cells.append(cell)

    @property
    def figure(self) -> bool:
        return self.cells[0].figure if len(self.cells) == 1 else is_figure(self.text)

    def unit(self) -> Unit:
        first, last = self.cells[0], self.cells[-1]
        figure = self.figure
        return Unit(
            first.row, first.column, last.column + last.column_span, figure, figure and is_year(self.text)
        )


def set_table(rows: list[list[Placed]], offset: int) -> tuple[str, LayoutBlock]:
    """The rows as lines, a figure flush right under its heading, and the block with all cells.

    Between what is printed as one (``$(840)`` from three cells) stands one blank or none, between all
    other cells there are at least two.
    """
    notes = _note_columns(rows)
    joined = [_join(row, notes) for row in rows if row]
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


def _place_on_page(joined: list[_Joined]) -> Columns:
    units = [each.unit() for each in joined]
    columns = find_columns(units)
    covers = columns.cover_all(units)
    for each, unit in zip(joined, units, strict=True):
        each.column, each.span = covers[unit.start, unit.stop]
    return columns


def _note_columns(rows: list[list[Placed]]) -> set[int]:
    """Columns of the grid that hold footnote marks alone: elsewhere ``(1)`` is minus one."""
    columns: dict[int, bool] = {}
    for row in rows:
        for cell in row[1:]:
            columns[cell.column] = columns.get(cell.column, True) and (cell.note or is_note(cell.text))
    return {column for column, notes in columns.items() if notes}


def _join(row: list[Placed], notes: set[int]) -> list[_Joined]:
    units: list[_Joined] = []
    waiting = False  # the last cell is a prefix that waits for its number
    for cell in row:
        last = units[-1] if units else None
        if (
            last is not None
            and _near(last.cells[-1], cell)
            and (
                (waiting and cell.figure)
                or _closes(last, cell)
                or (cell.column in notes and is_note(cell.text))
            )
        ):
            last.add(cell)
            waiting = False
        else:
            units.append(_Joined(cell))
            waiting = is_prefix(cell.text)
    return units


def _near(left: Placed, right: Placed) -> bool:
    """Side by side, with one empty column between them at most."""
    return right.column - (left.column + left.column_span) <= 1


def _closes(before: _Joined, cell: Placed) -> bool:
    """Whether a cell only completes the one before it: a parenthesis, a percent mark, a footnote's mark."""
    text = cell.text
    if cell.note:
        return True
    if not before.cells[-1].figure:
        return False
    if text[0] == ")":
        return before.text.count("(") > before.text.count(")") and is_suffix(text)
    return is_suffix(text) or (is_note(text) and text[1:2].isalpha())  # "(a)" is no number


def gap_before(text: str) -> str:
    """Signs stand close to their number, words and footnote marks a blank apart."""
    return " " if (text[0].isalpha() and text not in ("x", "X")) or is_note(text) else ""


def _step(joined: _Joined, flush: float) -> int:
    """How many blanks a label is indented by."""
    return min(max(round(joined.cells[0].indent - flush), 0), _DEEPEST_INDENT)


def _edges(rows: list[list[_Joined]], columns: Columns, flush: float) -> list[int]:
    """Where each column of the page ends, in characters; the gap before it is counted in."""
    widths = [0] * (len(columns.extents) + 1)
    wide: list[_Joined] = []
    for row in rows:
        for each in row:
            if each.span > 1:
                wide.append(each)
            else:
                size = len(each.text) + _GAP
                if each.column == 0:
                    size = min(size + _step(each, flush), _LABEL_WIDTH)
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


def _set_row(row: list[_Joined], edges: list[int], flush: float, offset: int, cells: list[HtmlCell]) -> str:
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


def _note_cells(joined: _Joined, place: int, cells: list[HtmlCell]) -> None:
    """Add the cells of what is printed at `place`."""
    for index, cell in enumerate(joined.cells):
        if index:
            place += len(gap_before(cell.text))
        stop = place + len(cell.text)
        cells.append(
            HtmlCell(cell.row, cell.column, cell.row_span, cell.column_span, place, stop, cell.indent)
        )
        place = stop
