"""A table in plain text -> a grid of cells, by geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrext.plaintext.extents import SCALE_WORDS, TITLE_WORDS, Row, has_heading_words, sort_line
from narrext.plaintext.figures import Figure
from narrext.plaintext.lines import Line, read_lines
from narrext.tables.columns import Placed, Span, place_figures
from narrext.tables.records import GridCell
from narrext.tables.text_headings import Heading, rule_parts, spread, tokens_of
from narrext.tables.text_rows import Draft, Piece, group_pieces

FOOTNOTE = re.compile(r"\([a-z1-9]\)$")
LENGTH_WORDS = re.compile(r"(?i)\b(?:months?|weeks?|quarters?|years?)\b")
LEADER_END = re.compile(r"(?:\s\.)+\s*$|\.{3,}\s*$")
TRAILING_RULE = re.compile(r"\s+[-=_]{3,}(?:\s+[-=_]{2,})*$")


@dataclass(frozen=True, slots=True)
class TextTable:
    """The steps from lines to cells, kept for debugging."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    columns: tuple[Span, ...]
    body: int  # the line at which figures begin
    cells: tuple[GridCell, ...]
    rules: frozenset[int]  # rows of the grid with a rule right above


def text_grid(text: str, start: int, end: int) -> tuple[GridCell, ...]:
    """The cells of the plain-text table ``text[start:end]``.

    Column 0 holds labels, the others figures; captions are cells that span all columns.
    """
    return read_text_table(text, start, end).cells


def read_text_table(text: str, start: int, end: int) -> TextTable:
    lines = loosen(read_lines(text, start, end))
    rows = [sort_line(line) for line in lines]
    tails = [own_tail(row) for row in rows]
    tails = settle_tails(lines, tails)
    placed = place_figures(tails)
    columns = most_columns(placed)
    body = next((i for i, tail in enumerate(tails) if tail), len(lines))
    builder = GridBuilder(lines, rows, placed, columns, body)
    builder.build()
    return TextTable(tuple(lines), tuple(rows), columns, body, tuple(builder.cells), frozenset(builder.ruled))


def loosen(lines: Sequence[Line]) -> list[Line]:
    """Where no two lines stand together, one blank line parts nothing."""
    if len(lines) > 4 and all(line.blanks for line in lines[1:]):
        return [replace(line, blanks=line.blanks // 2) for line in lines]
    return list(lines)


# --- figures -----------------------------------------------------------------------------------------


def own_tail(row: Row) -> list[Figure]:
    """The figures of a line of the body; of headings none."""
    if row.sort in ("figures", "weak"):
        return [figure for figure in row.whole if figure.kind != "mark"]
    return []


def settle_tails(lines: Sequence[Line], tails: Sequence[list[Figure]]) -> list[list[Figure]]:
    """Leave out the numbers that belong to labels and footnotes: they stand in no column of the others."""
    sure = [
        [f for i, f in enumerate(tail) if not is_doubtful(line.text, tail, i)]
        for line, tail in zip(lines, tails, strict=True)
    ]
    heaps = [span for placed in place_figures(sure) for span in placed.columns]
    settled: list[list[Figure]] = []
    for line, tail, firm in zip(lines, tails, sure, strict=True):
        kept = list(firm)
        for index, figure in enumerate(tail):
            if figure in firm:
                continue
            fits = any(h.left - 1 <= figure.core and figure.right <= h.right + 1 for h in heaps)
            free = not any(shares(heaps, figure, other) for other in kept)
            if fits and free and not (index + 1 < len(tail) and tail[index + 1] not in kept):
                kept.append(figure)
        settled.append(sorted(kept, key=lambda figure: figure.left))
    return settled


def is_doubtful(text: str, tail: Sequence[Figure], index: int) -> bool:
    """Whether a number may belong to the words or the figure that it follows by one blank."""
    figure = tail[index]
    before = text[: figure.left].rstrip()
    if not before or figure.left - len(before) > 1:
        return False
    if index == 0:
        return True
    return FOOTNOTE.match(text[figure.left : figure.right]) is not None


def shares(heaps: Sequence[Span], figure: Figure, other: Figure) -> bool:
    return any(h.left <= figure.core < h.right and h.left <= other.core < h.right for h in heaps)


def most_columns(placed: Sequence[Placed]) -> tuple[Span, ...]:
    """Where the columns stand on the whole: the extremes of all stretches."""
    known = [p.columns for p in placed if p.columns]
    if not known:
        return ()
    count = len(known[0])
    return tuple(Span(min(c[i].left for c in known), max(c[i].right for c in known)) for i in range(count))


# --- cells -------------------------------------------------------------------------------------------


class GridBuilder:
    """Goes down the lines once and lays their cells into rows."""

    def __init__(
        self,
        lines: Sequence[Line],
        rows: Sequence[Row],
        placed: Sequence[Placed],
        columns: tuple[Span, ...],
        body: int,
    ) -> None:
        self.lines = lines
        self.rows = rows
        self.placed = placed
        self.columns = columns
        self.body = body
        self.cells: list[GridCell] = []
        self.ruled: set[int] = set()
        self.row = 0
        self.pieces: list[Piece] = []
        self.headed = False
        self.rule_above = False

    def build(self) -> None:
        for index, line in enumerate(self.lines):
            if line.kind == "rule":
                self.rule_above = True
            elif line.kind == "text":
                self.add_line(index, line)
                self.rule_above = False
        self.flush()

    def add_line(self, index: int, line: Line) -> None:
        if index < self.body and not self.headed and self.is_caption(index):
            self.add_cell(0, len(self.columns) + 1, line, Span(line.indent, len(line.text)))
            self.row += 1
        elif not self.placed[index].figures and self.is_heading(index):
            self.flush()
            self.add_headings(index)
            self.headed = True
        else:
            self.pieces.append(self.cut_line(index))

    def zone(self, index: int) -> int:
        """Where the figures begin around a line."""
        columns = self.placed[index].columns or self.columns
        return columns[0].left - 2 if columns else len(self.lines[index].text)

    def is_caption(self, index: int) -> bool:
        """Whether a line above the headings titles the table rather than a column."""
        line = self.lines[index]
        body = line.text[line.indent :]
        titled = bool(TITLE_WORDS.search(body) or SCALE_WORDS.search(body))
        tokens = tokens_of(line)
        over = [t for t in tokens if t.left >= self.zone(index) - 8]
        if len(over) > 1 or (len(tokens) > 1 and over and not titled):
            return False
        if titled or not over:
            return True
        return not has_heading_words(body.lower().replace("unaudited", "").replace("audited", ""))

    def is_heading(self, index: int) -> bool:
        """Whether a line without figures has words over the columns."""
        line, row = self.lines[index], self.rows[index]
        if not self.columns:
            return False
        if row.sort == "heading":
            return any(t.right > self.zone(index) for t in tokens_of(line))
        over = [t for t in tokens_of(line) if t.left >= self.zone(index) - 4]
        return bool(over) and not TRAILING_RULE.search(line.text)

    def add_headings(self, index: int) -> None:
        line = self.lines[index]
        columns = self.heading_columns(index)
        zone = columns[0].left
        tokens = tokens_of(line)
        stub = [t for t in tokens if t.right <= zone - 1 and t.middle < zone - 6]
        over = tokens[len(stub) :]
        if stub:
            self.add_cell(0, 1, line, Span(stub[0].left, stub[-1].right))
        lengths = len(over) > 1 and LENGTH_WORDS.search(line.text) is not None
        if len(over) == 1 and self.is_only_length(index):
            headings = [Heading(over[0].left, over[0].right, 0, len(columns) - 1)]
        else:
            headings = spread(over, columns, self.rules_below(index), lengths=lengths)
        for heading in headings:
            span = Span(heading.left, heading.right)
            self.add_cell(heading.first + 1, heading.last - heading.first + 1, line, span)
        self.row += 1

    def is_only_length(self, index: int) -> bool:
        """Whether the one heading of a line tells how long all periods are: every other line has one a column."""
        if not LENGTH_WORDS.search(self.lines[index].text):
            return False
        block = []
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(self.lines) and self.rows[at].sort in ("heading", "rule", "tag"):
                block += [at] if self.rows[at].sort == "heading" else []
                at += step
        over = [[t for t in tokens_of(self.lines[at]) if t.left >= self.zone(at) - 8] for at in block]
        return bool(over) and all(len(tokens) in (0, len(self.columns)) for tokens in over)

    def heading_columns(self, index: int) -> tuple[Span, ...]:
        """Where the columns stand under a heading: where the next figures do."""
        for below in range(index + 1, len(self.lines)):
            if self.placed[below].figures:
                return self.widened(below)
        return self.columns

    def widened(self, index: int) -> tuple[Span, ...]:
        """The columns around a line as wide as the headings that stand one over each."""
        columns = self.placed[index].columns or self.columns
        for above in range(index - 1, -1, -1):
            if self.placed[above].figures:
                break
            if self.rows[above].sort != "heading":
                continue
            tokens = [t for t in tokens_of(self.lines[above]) if t.left >= columns[0].left - 12]
            if len(tokens) == len(columns):
                pairs = zip(columns, tokens, strict=True)
                columns = tuple(Span(min(c.left, t.left), max(c.right, t.right)) for c, t in pairs)
        return columns

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
        for draft in group_pieces(self.pieces, len(self.columns)):
            self.add_draft(draft)
        self.pieces = []

    def add_draft(self, draft: Draft) -> None:
        if draft.pieces[0].ruled:
            self.ruled.add(self.row)
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
