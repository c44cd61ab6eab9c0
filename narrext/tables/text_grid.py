"""A table in plain text -> a grid of cells, by geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrext.plaintext.extents import SCALE_WORDS, TITLE_WORDS, Row, has_heading_words
from narrext.plaintext.lines import Line
from narrext.tables.columns import Placed, Span
from narrext.tables.headings import heading_period
from narrext.tables.records import GridCell
from narrext.tables.text_headings import Heading, rule_parts, spread, stands_over, tokens_of
from narrext.tables.text_lines import CHANGE, TextTable, read_text_tables
from narrext.tables.text_rows import Draft, Piece, group_pieces

LENGTH_WORDS = re.compile(r"(?i)\b(?:months?|weeks?|quarters?|years?)\b")
DAY_ALONE = re.compile(
    r"(?i)\s*(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun"
    r"|jul|aug|sept?|oct|nov|dec)\.?)\s\d{1,2},?$"
)
YEAR = re.compile(r"(?:19|20)\d\d\b")
LEADER_END = re.compile(r"(?:\s\.)+\s*$|\.{3,}\s*$")
TRAILING_RULE = re.compile(r"\s+[-=_]{3,}(?:\s+[-=_]{2,})*$")


def text_grids(text: str, start: int, end: int) -> list[tuple[GridCell, ...]]:
    """The cells of the plain-text tables at ``text[start:end]``: of one, or of two side by side.

    Column 0 holds labels, the others figures; captions are cells that span all columns.
    """
    return [lay_cells(table) for table in read_text_tables(text, start, end)]


def lay_cells(table: TextTable) -> tuple[GridCell, ...]:
    builder = GridBuilder(table)
    builder.build()
    return tuple(builder.cells)


class GridBuilder:
    """Goes down the lines once and lays their cells into rows."""

    def __init__(self, table: TextTable) -> None:
        self.table = table
        self.lines = table.lines
        self.rows = table.rows
        self.placed = table.placed
        self.around = table.around
        self.width = max((len(columns) for columns in table.around), default=0)
        self.cells: list[GridCell] = []
        self.row = 0
        self.pieces: list[Piece] = []
        self.headed = False
        self.rule_above = False
        self.above: list[Heading] = []  # the headings of the line right above

    def build(self) -> None:
        for index, line in enumerate(self.lines):
            if line.kind == "rule":
                self.rule_above = True
            elif line.kind == "text":
                self.add_line(index, line)
                self.rule_above = False
        self.flush()

    def add_line(self, index: int, line: Line) -> None:
        if index < self.table.body and not self.headed and self.is_caption(index):
            self.flush()
            self.add_cell(0, self.width + 1, line, Span(line.indent, len(line.text)))
            self.row += 1
        elif not self.placed[index].figures and self.is_heading(index):
            self.flush()
            self.add_headings(index)
            self.headed = True
        else:
            self.above = []
            self.pieces.append(self.cut_line(index))

    def zone(self, index: int) -> int:
        """Where the figures begin around a line."""
        columns = self.around[index]
        return columns[0].left - 2 if columns else len(self.lines[index].text)

    def is_caption(self, index: int) -> bool:
        """Whether a line above the headings titles the table rather than a column."""
        line = self.lines[index]
        body = line.text[line.indent :]
        titled = bool(TITLE_WORDS.search(body) or SCALE_WORDS.search(body))
        tokens = tokens_of(line)
        over = [t for t in tokens if t.left >= self.zone(index) - 8]
        if len(tokens) == 1 and self.is_over_last(index, tokens[0]):
            return False
        if len(tokens) == 1 and self.is_titled_below(index):
            return True
        if len(over) > 1 or (len(tokens) > 1 and over and not titled):
            return False
        if titled or not over:
            return True
        return not has_heading_words(body.lower().replace("unaudited", "").replace("audited", ""))

    def is_titled_below(self, index: int) -> bool:
        """Whether the next line says what the table is or its scale, and this one how long its period is."""
        below = index + 1
        if below >= self.table.body or self.lines[below].kind != "text" or self.lines[below].blanks:
            return False
        line = self.lines[below]
        body = line.text[line.indent :]
        told = TITLE_WORDS.search(body) or SCALE_WORDS.search(body)
        return bool(told) and len(tokens_of(line)) == 1 and line.indent < self.zone(below)

    def is_over_last(self, index: int, token: Span) -> bool:
        """Whether words stand over the last columns alone, with a heading on the line below: no title is set so."""
        columns = self.around[index]
        below = index + 1 < len(self.lines) and not self.lines[index + 1].blanks
        return (
            len(columns) > 2
            and below
            and self.rows[index + 1].sort == "heading"
            and token.left > columns[-2].left
        )

    def is_heading(self, index: int) -> bool:
        """Whether a line without figures has words over the columns."""
        line, row = self.lines[index], self.rows[index]
        if not self.around[index]:
            return False
        tokens = tokens_of(line)
        if row.sort == "heading":
            return any(t.right > self.zone(index) for t in tokens)
        over = [t for t in tokens if t.left >= self.zone(index) - 4]
        if not over or TRAILING_RULE.search(line.text):
            return False
        return len(over) > 1 or self.beside_heading(index)

    def beside_heading(self, index: int) -> bool:
        """Whether a line touches one that heads columns: its one word heads a column too, and titles nothing."""
        above = index > 0 and self.rows[index - 1].sort == "heading" and not self.lines[index].blanks
        follows = index + 1 < len(self.lines) and not self.lines[index + 1].blanks
        return above or (follows and self.rows[index + 1].sort in ("heading", "rule"))

    def add_headings(self, index: int) -> None:
        line = self.lines[index]
        columns = self.heading_columns(index)
        zone = columns[0].left
        tokens = tokens_of(line)
        stub = [t for t in tokens if t.right <= zone - 1 and t.middle < zone - 6]
        over = tokens[len(stub) :]
        if stub:
            self.add_cell(0, 1, line, Span(stub[0].left, stub[-1].right))
        words = [line.text[t.left : t.right] for t in over]
        timed = LENGTH_WORDS.search(line.text) is not None or all(map(DAY_ALONE.match, words))
        lengths = len(over) > 1 and timed
        if len(over) == 1 and self.is_only_length(index):
            headings = [Heading(over[0].left, over[0].right, 0, len(columns) - 1)]
        else:
            names = self.names_below(index, columns)
            headings = spread(
                over, columns, self.rules_below(index), names, lengths=lengths, above=self.above
            )
        self.above = headings
        for heading in headings:
            span = Span(heading.left, heading.right)
            self.add_cell(heading.first + 1, heading.last - heading.first + 1, line, span)
        self.row += 1

    def is_only_length(self, index: int) -> bool:
        """Whether the one heading of a line tells how long all periods are: no other heading tells a length,
        and it stands about the middle of the columns."""
        columns = self.around[index]
        if DAY_ALONE.match(self.lines[index].text):
            # a day without its year, over a line with a year for each column
            return any(self.years_each(at, len(columns)) for at in self.heading_block(index) if at > index)
        if not LENGTH_WORDS.search(self.lines[index].text):
            return self.dates_alone(index)
        others = (self.lines[at].text for at in self.heading_block(index) if at != index)
        if any(LENGTH_WORDS.search(text) for text in others):
            return False
        if any(self.years_each(at, len(columns)) for at in self.heading_block(index) if at > index):
            return True
        token = tokens_of(self.lines[index])[-1]
        left, right = columns[0].left, columns[-1].right
        return abs(token.middle - (left + right) / 2) <= 0.25 * (right - left)

    def dates_alone(self, index: int) -> bool:
        """Whether the one heading of a line tells a period, and no other heading of its block tells one."""
        others = (self.lines[at].text for at in self.heading_block(index) if at != index)
        return heading_period(self.lines[index].text) is not None and not any(map(heading_period, others))

    def years_each(self, index: int, count: int) -> bool:
        """Whether a line heads every column with a year alone, or with the change between two."""
        line = self.lines[index]
        words = [line.text[t.left : t.right] for t in tokens_of(line)[-count:]]
        dated = sum(YEAR.match(each) is not None for each in words)
        return len(words) == count and dated > 1 and all(YEAR.match(w) or CHANGE.search(w) for w in words)

    def heading_columns(self, index: int) -> tuple[Span, ...]:
        """The columns below a heading, as wide as the headings that stand one over each."""
        columns = self.around[index]
        for at in self.heading_block(index):
            tokens = [t for t in tokens_of(self.lines[at]) if t.left >= columns[0].left - 12]
            if len(tokens) == len(columns):
                pairs = zip(columns, tokens, strict=True)
                columns = tuple(Span(min(c.left, t.left), max(c.right, t.right)) for c, t in pairs)
        return columns

    def names_below(self, index: int, columns: Sequence[Span]) -> list[str]:
        """What the heading lines further down, over one column each, call the columns; nothing where none has
        a heading for every column."""
        names = [""] * len(columns)
        whole = False
        for at in self.heading_block(index):
            if at <= index:
                continue
            text = self.lines[at].text
            tokens = [t for t in tokens_of(self.lines[at]) if t.left >= columns[0].left - 12]
            whole = whole or len(tokens) == len(columns)
            for place, token in enumerate(tokens):
                over = [place] if len(tokens) == len(columns) else stands_over(token, columns)
                if len(over) == 1:
                    names[over[0]] += f" {text[token.left : token.right]}"
        return names if whole else []

    def heading_block(self, index: int) -> list[int]:
        """The heading lines that stand together with line `index`."""
        first = last = index
        while first > 0 and self.rows[first - 1].sort in ("heading", "rule", "tag"):
            first -= 1
        while last + 1 < len(self.rows) and self.rows[last + 1].sort in ("heading", "rule", "tag"):
            last += 1
        return [at for at in range(first, last + 1) if self.rows[at].sort == "heading"]

    def rules_below(self, index: int) -> list[Span]:
        below = index + 1
        if below < len(self.lines) and self.lines[below].kind == "rule" and not self.lines[below].blanks:
            return rule_parts(self.lines[below])
        return []

    def cut_line(self, index: int) -> Piece:
        """A line of the body as label and figures."""
        line, placed = self.lines[index], self.placed[index]
        figures = dict(placed.figures)
        words = line.text[: min(f.left for f in figures.values())] if figures else line.text
        ruled = TRAILING_RULE.search(words) if not figures else None
        if ruled:
            words = words[: ruled.start()]
        marks = self.lone_marks(self.rows[index], placed)
        words = LEADER_END.sub("", words).rstrip()
        for left, _ in marks:
            words = words[:left].rstrip() if left < len(words) else words
        label = words.strip()
        return Piece(
            index,
            label,
            line.indent if label else 0,
            len(words),
            figures,
            frozenset(column for _, column in marks),
            line.blanks,
            self.rule_above,
            ruled is not None,
        )

    def lone_marks(self, row: Row, placed: Placed) -> list[tuple[int, int]]:
        """Currency marks without a number: (place, column)."""
        found = []
        for figure in row.whole:
            if figure.kind == "mark" and placed.columns:
                column = next((i for i, c in enumerate(placed.columns) if figure.left < c.right), None)
                if column is not None:
                    found.append((figure.left, column))
        return found

    def flush(self) -> None:
        """Lay the lines gathered so far as logical rows."""
        for draft in group_pieces(self.pieces):
            self.add_draft(draft)
        self.pieces = []

    def add_draft(self, draft: Draft) -> None:
        self.add_label(draft)
        for column, (index, figure) in sorted(draft.figures.items()):
            self.add_cell(column + 1, 1, self.lines[index], Span(figure.left, figure.right))
        self.row += 1

    def add_label(self, draft: Draft) -> None:
        """The label, as one cell where no figures stand between its lines."""
        named = [piece for piece in draft.pieces if piece.label]
        run: list[Piece] = []
        for piece in named:
            run.append(piece)
            if piece.figures or piece is named[-1] or piece.underlined:
                first, last = self.lines[run[0].line], self.lines[run[-1].line]
                start = first.offset(run[0].left)
                end = last.offset(run[-1].right)
                self.cells.append(GridCell(self.row, 0, 1, 1, start, end, float(run[0].left)))
                run = []

    def add_cell(self, column: int, span: int, line: Line, place: Span) -> None:
        start, end = line.offset(place.left), line.offset(place.right)
        self.cells.append(GridCell(self.row, column, 1, span, start, end, float(place.left)))
