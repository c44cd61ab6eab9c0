"""Rows of cells with spans -> placed cells, and what their texts are: figures, marks, words."""

from __future__ import annotations

import re
from typing import Final

from narrext.html.characters import lower_notes
from narrext.html.flow import Cell, Item, Paragraph, TableBox

# One printed number with its signs: "$(0.13)", "1,050%", "US$ 12", "(840" with its ")" in the next cell.
_DIGITS = r"(?:\d{1,3}(?:[\u202f\u00a0 ]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d[\d,]*(?:\.\d*)?|\.\d+)"
_SIGNED = rf"(?:[A-Z]{{1,3}}(?=[$€£¥\s]))?\s*[-+–—−(]*\s*[$€£¥]?\s*[-+–—−(]*\s*{_DIGITS}"
_UNIT = r"[)\s]*(?:%|x|¢|pts?\.?|bps|pp|points?|cents?|[mb]n?|[MB]|million|billion|days|[A-Z]{3})?"
_MARKS = r"(?:[)*†‡⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᵉᶠ,\s]|\([a-z\d]{1,2}\))*"
_NUMBER = re.compile(rf"{_SIGNED}{_UNIT}{_MARKS}")
# A nil, or what stands where no figure is meant.
_NO_FIGURE = re.compile(
    rf"[($€£¥\s]*(?:[-–—−―]+|n\s*/\s*[am]|n\.?[am]\.?|nmf?|nil|\*+)[)%\s]*(?:pts?\.?|bps)?{_MARKS}",
    re.IGNORECASE,
)
# A range, or a figure in a few words: "$1.94 to $1.99", "approximately 22%", "$43.0 billion +/- 2%".
_HEDGE = r"(?:(?:approx(?:imately|\.)?|about|around|up|down|at least|over|(?:less|more) than|between)\s*)*~?"
_JOIN = r"\s*(?:to|and|[-–—±]|\+/-|plus or minus)\s*"
_RANGE = re.compile(rf"{_HEDGE}{_SIGNED}{_UNIT}(?:{_JOIN}{_SIGNED}{_UNIT})?{_MARKS}", re.IGNORECASE)

_PREFIX = re.compile(r"(?:[A-Z]{1,3})?[$€£¥]\s*\(?|\(")
_SUFFIX_UNIT = r"(?:%|x|X|¢|pts?\.?|points?|bps|pp)"
_SUFFIX = re.compile(rf"(?:\)\s*{_SUFFIX_UNIT}?|{_SUFFIX_UNIT}\s*\)?)(?:\s*\([a-z\d]{{1,2}}\))*")
_NOTE = re.compile(r"(?:\(?(?:[a-z]|\d{1,2})\)[,\s]*)+|\*{1,4}|[†‡§#]{1,3}")
_RAISED = re.compile(r"(?: ?[⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]+,?)+")
_RULE = re.compile(r"[-=_–—\s]*(?:[-–—]{4}|[=_])[-=_–—\s]*")
_LEADERS = re.compile(r"(?:\s?\.){4,}$")  # dots that lead from a label to its figures
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_number(text: str) -> bool:
    """Whether a cell prints one number, with its signs and unit, and nothing else."""
    return _NUMBER.fullmatch(text) is not None


def is_figure(text: str) -> bool:
    """Whether a cell prints a number, a nil, ``NM`` or a range: what a column of figures holds."""
    if len(text) > 60:
        return False
    return bool(_NUMBER.fullmatch(text) or _NO_FIGURE.fullmatch(text) or _RANGE.fullmatch(text))


def is_prefix(text: str) -> bool:
    """Whether a cell holds nothing but what stands before a number: ``$``, ``(``, ``$(``."""
    return len(text) <= 6 and _PREFIX.fullmatch(text) is not None


def is_suffix(text: str) -> bool:
    """Whether a cell holds nothing but what stands behind a number: ``)``, ``%``, ``pts``."""
    return len(text) <= 16 and _SUFFIX.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a cell holds nothing but a footnote's mark: ``(a)``, ``(1)``, ``*``."""
    return len(text) <= 10 and _NOTE.fullmatch(text) is not None


def is_rule(text: str) -> bool:
    """Whether a cell draws a line with characters: ``--------``, ``======``."""
    return text[0] in "-=_–—" and _RULE.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a figure may as well be a heading's year."""
    return len(text) == 4 and _YEAR.fullmatch(text) is not None


# No page has more columns; behind them row spans are no longer followed.
_WIDEST: Final = 500


class Placed:
    """A cell that prints something: its place in the grid and its text on one line."""

    __slots__ = ("cell", "column", "column_span", "figure", "indent", "note", "row", "row_span", "text")

    def __init__(self, row: int, column: int, cell: Cell, text: str, indent: float) -> None:
        self.row = row
        self.column = column
        self.row_span = cell.row_span
        self.column_span = cell.column_span
        self.cell = cell
        self.text = text
        self.indent = indent
        self.note = False  # nothing but a raised footnote mark
        if not text.isascii() and _RAISED.search(text):
            self.note = _RAISED.fullmatch(text) is not None
            self.text = text = lower_notes(text)
        self.figure = not self.note and is_figure(text)


def place_cells(table: TableBox) -> list[list[Placed]]:
    """The printing cells of each row, spans resolved as browsers do; empty cells only take place."""
    rows: list[list[Placed]] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    for number, cells in enumerate(table.rows):
        column = 0
        placed: list[Placed] = []
        for cell in cells:
            while column < _WIDEST and taken.get(column, 0) > number:
                column += 1
            if cell.row_span > 1:
                until = min(number + cell.row_span, len(table.rows))
                reached = range(column, min(column + cell.column_span, _WIDEST))
                taken.update(dict.fromkeys(reached, until))
            text, indent = read_cell(cell)
            if text.endswith("."):
                text = _LEADERS.sub("", text)
            if text:
                # Labels of old pages are indented by empty columns to their left.
                placed.append(Placed(number, column, cell, text, indent if placed else indent + 2 * column))
            column += cell.column_span
        rows.append(placed)
    return rows


def read_cell(cell: Cell) -> tuple[str, float]:
    """A cell's text on one line, without rules drawn under it, and the indent of its first paragraph."""
    flow = cell.flow
    if not flow:
        return "", cell.indent
    first = flow[0]
    indent = first.indent if isinstance(first, Paragraph) else cell.indent
    if len(flow) == 1 and isinstance(first, Paragraph) and "\n" not in first.text:
        text = f"{first.mark} {first.text}" if first.mark else first.text
        return ("" if is_rule(text) else text), indent
    lines = [line for each in paragraphs_of(flow) for line in each.text.split("\n")]
    return " ".join(line for line in lines if line and not is_rule(line)), indent


def paragraphs_of(flow: list[Item]) -> list[Paragraph]:
    """All paragraphs of a flow, those of its tables among them, in order."""
    found: list[Paragraph] = []
    for item in flow:
        if isinstance(item, Paragraph):
            found.append(item)
        elif isinstance(item, TableBox):
            for row in item.rows:
                for cell in row:
                    found.extend(paragraphs_of(cell.flow))
    return found
