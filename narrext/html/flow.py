"""What a walk over an HTML tree gathers: paragraphs, tables and page breaks, in reading order."""

from __future__ import annotations

from typing import TypeAlias


class Paragraph:
    """A run of text between two block borders, white space folded, ``<br>`` as a line end."""

    __slots__ = (
        "bold",
        "center",
        "indent",
        "level",
        "linked",
        "mark",
        "pre",
        "skipped",
        "spaced",
        "text",
        "underline",
    )

    def __init__(self, text: str, indent: float = 0.0) -> None:
        self.text = text
        self.indent = indent  # of the first line, in characters
        self.level = 0  # of an <h1> to <h6>
        self.mark = ""  # of a list item: "•", "1."
        self.bold = False
        self.center = False
        self.underline = False
        self.linked = False  # all of it is links
        self.pre = False
        self.skipped = 0  # empty lines before it, inside a table's cell
        self.spaced = ""  # the text with the blanks that set its columns

    def copy(self, text: str) -> Paragraph:
        """The same kind of paragraph with another text."""
        other = Paragraph(text, self.indent)
        other.level, other.mark, other.bold, other.center = self.level, self.mark, self.bold, self.center
        other.underline, other.linked, other.pre = self.underline, self.linked, self.pre
        return other


class PageBreak:
    """Where a page ended: an <hr> or a forced break."""

    __slots__ = ()


class Cell:
    """A <td> or <th> as written: its spans and what stands in it."""

    __slots__ = ("column_span", "flow", "indent", "row_span")

    def __init__(self, row_span: int, column_span: int, indent: float) -> None:
        self.row_span = row_span
        self.column_span = column_span
        self.indent = indent
        self.flow: list[Item] = []


class TableBox:
    """A <table> as written: rows of cells, spans not yet resolved."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []

    def inner_tables(self) -> list[TableBox]:
        """The tables that stand in its cells, not those inside them."""
        return [item for row in self.rows for cell in row for item in cell.flow if isinstance(item, TableBox)]


Item: TypeAlias = Paragraph | PageBreak | TableBox
