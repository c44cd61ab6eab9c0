"""The records of a rendered HTML document: its blocks in reading order and the cells of its tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HtmlCell:
    """One <td> or <th>: its place in the grid after row and column spans, and in the text."""

    row: int
    column: int
    row_span: int
    column_span: int
    start: int  # text[start:end] is the printed cell, blanks at either end left off
    end: int
    indent: float  # of its text from the left edge, in characters (padding, margin, nbsp)


@dataclass(frozen=True, slots=True)
class LayoutBlock:
    """One block of a rendered HTML document, in reading order.

    kind: ``text`` (a paragraph), ``heading``, ``bullet``, ``table`` (with `cells`) or ``pre``
    (preformatted lines, to be read as plain text is).
    """

    kind: str
    start: int
    end: int
    cells: tuple[HtmlCell, ...] = ()
