"""Tables of figures are told from those that only lay out other things."""

from __future__ import annotations

import re
from typing import Final

from narrext.html.columns import find_columns
from narrext.html.flow import Cell, Item, Paragraph, TableBox
from narrext.html.grid import Placed, is_figure, is_rule, is_year, paragraphs_of, place_cells
from narrext.html.joining import join_cells

# A row without figures, with a cell as long as this, is prose that stands in a table.
_PROSE: Final = 120
_FOOTNOTE = re.compile(r"\*|[†‡]|\(?(?:\d{1,2}|[a-zA-Z])\)|Notes?\b")


class Figures:
    """A table of figures: the printing cells of its rows, and prose rows that led or trailed it."""

    __slots__ = ("after", "before", "rows")

    def __init__(self, rows: list[list[Placed]], before: list[Item], after: list[Item]) -> None:
        self.rows = rows
        self.before = before
        self.after = after


class TableReader:
    """Reads each table once, however often it is asked for by the tables around it."""

    def __init__(self) -> None:
        self._read: dict[int, Figures | None] = {}
        self._laying_out: dict[int, bool] = {}

    def figures(self, table: TableBox) -> Figures | None:
        """The table's rows where it is one of figures; None where it only lays out other things."""
        key = id(table)
        if key not in self._read:
            self._read[key] = None if self._lays_out_figures(table) else read_figures(table)
        return self._read[key]

    def _lays_out_figures(self, table: TableBox) -> bool:
        """Whether tables of figures stand in its cells, at any depth."""
        key = id(table)
        if key not in self._laying_out:
            self._laying_out[key] = any(
                self._lays_out_figures(inner) or self.figures(inner) is not None
                for inner in table.inner_tables()
            )
        return self._laying_out[key]


def read_figures(table: TableBox) -> Figures | None:
    rows = place_cells(_split_lines(table))
    kinds = [_row_kind(row) for row in rows]
    figures = kinds.count("figures")
    numbers = sum(cell.figure and any(map(str.isdigit, cell.text)) for row in rows for cell in row[1:])
    if not figures or numbers < 2 or kinds.count("prose") > figures:
        return None
    first = kinds.index("figures")
    last = len(kinds) - 1 - kinds[::-1].index("figures")
    start = max((i + 1 for i in range(first) if kinds[i] == "prose"), default=0)
    behind = (i for i in range(last + 1, len(kinds)) if kinds[i] == "prose" or _is_note(rows[i]))
    stop = min(behind, default=len(kinds))
    return Figures(rows[start:stop], _row_items(rows[:start]), _row_items(rows[stop:]))


def continues(first: list[list[Placed]], second: list[list[Placed]]) -> bool:
    """Whether the second table goes on where a page cut the first: same columns, no headings of its own."""
    for row in second:
        figures = [cell for cell in row[1:] if cell.figure and not is_year(cell.text)]
        if figures:
            break
        if len(row) > 1 or (row and row[0].column_span > 1 and row[0].column > 0):
            return False
    ours, theirs = _extents(first), _extents(second)
    return len(ours) == len(theirs) and all(
        start < right and left < stop for (left, right), (start, stop) in zip(ours, theirs, strict=True)
    )


def append_rows(first: list[list[Placed]], second: list[list[Placed]]) -> None:
    """The second table's rows below the first's."""
    below = max((cell.row for row in first for cell in row), default=-1) + 1
    for row in second:
        for cell in row:
            cell.row += below
    first.extend(second)


def _extents(rows: list[list[Placed]]) -> tuple[tuple[int, int], ...]:
    return find_columns([each.unit() for row in join_cells(rows) for each in row]).extents


def _row_kind(row: list[Placed]) -> str:
    """``figures``, ``prose``, ``words`` or ``empty``."""
    if not row:
        return "empty"
    if len(row) > 1 and any(cell.figure for cell in row[1:]):
        return "figures"
    if max(len(cell.text) for cell in row) > _PROSE:
        return "prose"
    return "words"


def _is_note(row: list[Placed]) -> bool:
    """Whether a row behind the figures explains them: it begins with a footnote's mark."""
    return bool(row) and _FOOTNOTE.match(row[0].text) is not None


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


_MARK = re.compile(
    r"[•●▪■◦○‣⁃∙·§◆►▸➢✓❖–—*o-]|\*{1,3}|[†‡]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[).]|[⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠ]+"
)


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
    """The row as several, where every cell of figures has as many lines as the label has."""
    if sum(len(cell.flow) > 1 or _has_lines(cell) for cell in row) < 2:
        return None
    lines = [_lines(cell) for cell in row]
    filled = [each for each in lines if each]
    count = max(map(len, filled), default=0)
    columns = [each for each in filled if _all_figures(each)]
    if not columns or len(filled[0]) != count or max(map(len, columns)) != count:
        return None
    if any(len(each) > 1 and not _all_figures(each) for each in filled[1:]):
        return None
    rows = [[Cell(1, cell.column_span, cell.indent) for cell in row] for _ in range(count)]
    for column, own in enumerate(lines):
        for number, line in enumerate(own):
            if line:
                rows[number][column].flow.append(Paragraph(line, row[column].indent))
    return rows


def _lines(cell: Cell) -> list[str]:
    """The cell's lines from the top, empty ones among them."""
    lines: list[str] = []
    for each in paragraphs_of(cell.flow):
        lines.extend([""] * each.skipped)
        lines.extend("" if is_rule(line) else line for line in each.text.split("\n"))
    return lines


def _has_lines(cell: Cell) -> bool:
    first = cell.flow[0] if cell.flow else None
    return isinstance(first, Paragraph) and ("\n" in first.text or first.skipped > 0)


def _all_figures(lines: list[str]) -> bool:
    """Whether two lines or more print a figure each, not the years of a heading, and the others nothing."""
    printed = [line for line in lines if line]
    return len(printed) > 1 and all(is_figure(line) and not is_year(line) for line in printed)
