"""Tables: those of figures are told from those of layout, and set in lines of text."""

from __future__ import annotations

import re
from typing import Final

from narrext.html.flow import Cell, Item, Paragraph, TableBox
from narrext.html.grid import Placed, is_number, is_prefix, is_suffix, paragraphs_of, place_cells
from narrext.layout import HtmlCell, LayoutBlock

# A row without figures, with a cell as long as this, is prose that stands in a table.
_PROSE: Final = 120
_GAP: Final = 2  # blanks between cells; one blank or none joins what is one figure
_LABEL_WIDTH: Final = 72  # labels longer than this push their row, not the columns
_DEEPEST_INDENT: Final = 16
_YEAR = re.compile(r"(?:19|20)\d\d")


class Figures:
    """A table of figures: the printing cells of its rows, and prose rows that led or trailed it."""

    __slots__ = ("after", "before", "rows")

    def __init__(self, rows: list[list[Placed]], before: list[Item], after: list[Item]) -> None:
        self.rows = rows
        self.before = before
        self.after = after


def read_figures(table: TableBox) -> Figures | None:
    """The table's rows where it is one of figures; None where it only lays out other things."""
    if _holds_tables_of_figures(table):
        return None
    rows = place_cells(_split_lines(table))
    kinds = [_row_kind(row) for row in rows]
    figures = kinds.count("figures")
    numbers = sum(cell.figure and is_number(cell.text) for row in rows for cell in row[1:])
    if not figures or numbers < 2 or kinds.count("prose") > figures:
        return None
    first = kinds.index("figures")
    last = len(kinds) - 1 - kinds[::-1].index("figures")
    start = max((i + 1 for i in range(first) if kinds[i] == "prose"), default=0)
    stop = min((i for i in range(last + 1, len(kinds)) if kinds[i] == "prose"), default=len(kinds))
    return Figures(rows[start:stop], _row_items(rows[:start]), _row_items(rows[stop:]))


def _holds_tables_of_figures(table: TableBox) -> bool:
    return any(
        isinstance(item, TableBox) and (_holds_tables_of_figures(item) or read_figures(item) is not None)
        for row in table.rows
        for cell in row
        for item in cell.flow
    )


def _row_kind(row: list[Placed]) -> str:
    """``figures``, ``prose``, ``words`` or ``empty``."""
    if not row:
        return "empty"
    if len(row) > 1 and any(cell.figure for cell in row[1:]):
        return "figures"
    if max(len(cell.text) for cell in row) > _PROSE:
        return "prose"
    return "words"


def _row_items(rows: list[list[Placed]]) -> list[Item]:
    return [item for row in rows for item in row_flow([placed.cell for placed in row])]


def row_flow(cells: list[Cell]) -> list[Item]:
    """A row of a layout table as paragraphs: a bullet or a mark joins the text to its right."""
    items: list[Item] = []
    mark = ""
    for cell in cells:
        flow = cell.flow
        first = flow[0] if flow else None
        if mark and isinstance(first, Paragraph):
            joined = first.copy(f"{mark} {first.text}")
            joined.bold = False
            flow = [joined, *flow[1:]]
            mark = ""
        elif isinstance(first, Paragraph) and len(flow) == 1 and is_mark(first.text):
            mark = first.text
            continue
        items.extend(flow)
    if mark:
        items.append(Paragraph(mark))
    return items


_MARK = re.compile(r"[•●▪■◦○‣⁃∙·§◆►▸➢✓❖–—*o-]|\*{1,3}|[†‡]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[).]|[⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def is_mark(text: str) -> bool:
    """Whether `text` is a bullet, or the number of a list item or footnote, and nothing else."""
    return len(text) <= 5 and _MARK.fullmatch(text) is not None


def _split_lines(table: TableBox) -> TableBox:
    """Rows whose cells hold several lines, a figure a line, are as many rows."""
    split = TableBox()
    for row in table.rows:
        split.rows.extend(_split_row(row) or (row,))
    return split


def _split_row(row: list[Cell]) -> list[list[Cell]] | None:
    many = [cell for cell in row if len(cell.flow) > 1 or _has_lines(cell)]
    if len(many) < 2:
        return None
    lines = {id(cell): [line for each in paragraphs_of(cell.flow) for line in each.text.split("\n")] for cell in row}
    counts = {len(lines[id(cell)]) for cell in row if lines[id(cell)]}
    if len(counts) != 1:
        return None
    count = counts.pop()
    if not any(_all_figures(lines[id(cell)]) for cell in many):
        return None
    rows = []
    for number in range(count):
        cells = []
        for cell in row:
            own = Cell(1, cell.column_span, cell.indent)
            if lines[id(cell)]:
                own.flow.append(Paragraph(lines[id(cell)][number], cell.indent))
            cells.append(own)
        rows.append(cells)
    return rows


def _has_lines(cell: Cell) -> bool:
    first = cell.flow[0] if cell.flow else None
    return isinstance(first, Paragraph) and "\n" in first.text


def _all_figures(lines: list[str]) -> bool:
    return all(is_number(line) for line in lines) and not any(_YEAR.fullmatch(line) for line in lines)


# Setting


def set_table(rows: list[list[Placed]], offset: int) -> tuple[str, LayoutBlock]:
    """The rows as lines of text, figures flush right under each other, and the block with its cells."""
    printed = [_join_figures(row) for row in rows if row]
    edges = _column_edges(printed)
    flush = min((units[0][0].indent for units in printed if units[0][0].column == 0), default=0.0)
    lines: list[str] = []
    cells: list[HtmlCell] = []
    place = offset
    for units in printed:
        line = _set_row(units, edges, flush, place, cells)
        lines.append(line)
        place += len(line) + 1
    text = "\n".join(lines)
    return text, LayoutBlock("table", offset, offset + len(text), tuple(cells))


def _join_figures(row: list[Placed]) -> list[list[Placed]]:
    """Neighbours that are one figure: ``$`` ``(840`` ``)`` in three cells."""
    units: list[list[Placed]] = []
    waiting: Placed | None = None  # a prefix that waits for its number
    for cell in row:
        last = units[-1][-1] if units else None
        if waiting is not None and cell.figure and _near(waiting, cell):
            units[-1].append(cell)
        elif last is not None and _near(last, cell) and _closes(units[-1], cell):
            units[-1].append(cell)
        else:
            units.append([cell])
        waiting = cell if units[-1][-1] is cell and is_prefix(cell.text) else None
    return units


def _near(left: Placed, right: Placed) -> bool:
    """Side by side, with one empty column between them at most."""
    return right.column - (left.column + left.column_span) <= 1


def _closes(unit: list[Placed], cell: Placed) -> bool:
    text = cell.text
    if not is_suffix(text):
        return False
    if text[0] in "⁽⁰¹²³⁴⁵⁶⁷⁸⁹":
        return True
    last = unit[-1]
    if not last.figure:
        return False
    if text[0] == ")":
        opened = "".join(each.text for each in unit)
        return opened.count("(") > opened.count(")")
    return last.text[-1].isdigit() or last.text[-1] in ")-–—−―⁾"


def _gap_in_unit(text: str) -> str:
    return " " if text[0].isalpha() and len(text) > 1 else ""


def _unit_text(unit: list[Placed]) -> str:
    text = unit[0].text
    for cell in unit[1:]:
        text += _gap_in_unit(cell.text) + cell.text
    return text


def _column_edges(rows: list[list[list[Placed]]]) -> list[int]:
    """For every column of the grid where its right edge stands, in characters, gaps counted in.

    Units of few columns set widths first; one that spans many only adds what they lack.
    """
    spans: dict[tuple[int, int], int] = {}
    for units in rows:
        for unit in units:
            start, stop = unit[0].column, unit[-1].column + unit[-1].column_span
            width = sum(len(cell.text) for cell in unit)
            if start == 0:
                width = min(width, _LABEL_WIDTH)
            if width + _GAP > spans.get((start, stop), 0):
                spans[start, stop] = width + _GAP
    columns = max((stop for _, stop in spans), default=0)
    widths = [0] * columns
    for (start, stop), width in sorted(spans.items(), key=lambda item: item[0][1] - item[0][0]):
        lacking = width - sum(widths[start:stop])
        if lacking > 0:
            widths[stop - 1] += lacking
    edges = [0]
    for each in widths:
        edges.append(edges[-1] + each)
    return edges


def _set_row(
    units: list[list[Placed]], edges: list[int], flush: float, offset: int, cells: list[HtmlCell]
) -> str:
    pieces: list[str] = []
    place = 0
    for unit in units:
        start, stop = unit[0].column, unit[-1].column + unit[-1].column_span
        text = _unit_text(unit)
        if start == 0:
            target = min(max(round(unit[0].indent - flush), 0), _DEEPEST_INDENT)
        elif unit[-1].figure or stop - start <= 1 or is_suffix(unit[-1].text):
            target = edges[stop] - len(text)
        else:
            target = (edges[start] + _GAP + edges[stop] - len(text)) // 2
        pad = max(target - place, _GAP if place else 0)
        pieces.append(" " * pad + text)
        place = _note_cells(unit, offset, place + pad, cells)
    return "".join(pieces)


def _note_cells(unit: list[Placed], offset: int, place: int, cells: list[HtmlCell]) -> int:
    """Add the cells of a unit that is printed at `place` of its line; gives where it ends."""
    for index, cell in enumerate(unit):
        if index:
            place += len(_gap_in_unit(cell.text))
        start = offset + place
        place += len(cell.text)
        cells.append(
            HtmlCell(
                cell.row, cell.column, cell.row_span, cell.column_span, start, offset + place, cell.indent
            )
        )
    return place
