"""Neighbouring cells that print one thing -> one: ``$`` ``(840`` ``)``, a label and its footnote mark."""

from __future__ import annotations

from typing import Final

from narrext.html.columns import Unit
from narrext.html.grid import Placed, is_figure, is_note, is_prefix, is_suffix, is_year

_LONGEST_NOTE: Final = 3  # "(1)", not "(12)"


class Joined:
    """Cells that print one thing together, and the column of the page that it stands in."""

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


def join_cells(rows: list[list[Placed]]) -> list[list[Joined]]:
    """Each row's cells, those that are printed as one joined; rows that print nothing are left out."""
    notes = _note_columns(rows)
    return [_join(row, notes) for row in rows if row]


def _note_columns(rows: list[list[Placed]]) -> set[int]:
    """Columns of the grid with footnote marks alone and no heading: elsewhere ``(1)`` is minus one."""
    columns: dict[int, bool] = {}
    for row in rows:
        for cell in row:
            columns[cell.column] = columns.get(cell.column, True) and (
                cell.note or (len(cell.text) <= _LONGEST_NOTE and is_note(cell.text))
            )
    return {column for column, notes in columns.items() if notes}


def _join(row: list[Placed], notes: set[int]) -> list[Joined]:
    units: list[Joined] = []
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
            units.append(Joined(cell))
            waiting = is_prefix(cell.text)
    return units


def _near(left: Placed, right: Placed) -> bool:
    """Side by side, with one empty column between them at most."""
    return right.column - (left.column + left.column_span) <= 1


def _closes(before: Joined, cell: Placed) -> bool:
    """Whether a cell only completes the one before it: a parenthesis, a percent mark, a footnote's mark."""
    text = cell.text
    if cell.note:
        return True
    if not before.cells[-1].figure or is_year(before.text):
        return False  # "%" beside "2003" is a heading of its own
    if text[0] == ")":
        return before.text.count("(") > before.text.count(")") and is_suffix(text)
    return is_suffix(text) or (is_note(text) and text[1:2].isalpha())  # "(a)" is no number


def gap_before(text: str) -> str:
    """Signs stand close to their number, words and footnote marks a blank apart."""
    return " " if (text[0].isalpha() and text not in ("x", "X")) or is_note(text) else ""
