"""The lines of a plain-text table -> its figures, each with its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrext.plaintext.extents import Row, sort_line
from narrext.plaintext.figures import Figure, is_year
from narrext.plaintext.lines import Line, read_lines
from narrext.tables.columns import Placed, Span, place_figures

TOKEN = re.compile(r"\S+(?:\s\S+)*")
CHANGE = re.compile(r"(?i)%|\b(?:change|chg|variance|growth|increase|decrease|percent)\b")
LETTER = re.compile(r"[A-Za-z]")
DATED = re.compile(r"\b(?:19|20)\d\d\*?$")
FOOTNOTE = re.compile(r"\([a-z1-9]\)$")
# Figures, then words, then figures again on one line: the left table's last figure and the right one's label.
_LABEL = r"(?=[A-Za-z])(?!(?i:n/?[am]f?|n\.\s?[am]\.)(?:\W|$))"
BESIDE = re.compile(rf"(?:(?<=\s)[$(]?\s?[\d,.]*\d\)?%?|\s[-–—]{{1,3}})\s{{2,}}{_LABEL}")
# So many lines must show it, and agree on where the right table begins.
MIN_BESIDE, EDGE = 3, 3


@dataclass(frozen=True, slots=True)
class TextTable:
    """The lines of a table with their figures in columns; kept for debugging."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    placed: tuple[Placed, ...]
    around: tuple[tuple[Span, ...], ...]  # where the columns stand around each line
    body: int  # the line at which figures begin


def read_text_tables(text: str, start: int, end: int) -> list[TextTable]:
    """The tables that stand at ``text[start:end]``: one, or two side by side."""
    lines = loosen(read_lines(text, start, end))
    return [place_lines(part) for part in part_sides(lines)]


def place_lines(lines: Sequence[Line]) -> TextTable:
    rows = [sort_line(line) for line in lines]
    groups = group_by_heads(rows, lines)
    placed: list[Placed] = [Placed((), ())] * len(lines)
    for group in groups:
        tails = drop_dashes(settle_tails([lines[i] for i in group], [own_tail(rows[i]) for i in group]))
        each_line = with_empty_columns(place_figures(tails), tails, years_above(rows, lines, group))
        for index, each in zip(group, each_line, strict=True):
            placed[index] = each
    body = next((i for i, each in enumerate(placed) if each.figures), len(lines))
    return TextTable(tuple(lines), tuple(rows), tuple(placed), spread_columns(placed), body)


def years_above(rows: Sequence[Row], lines: Sequence[Line], group: Sequence[int]) -> list[Figure]:
    """The years or dates, and the changes between them, that head the columns of a group on the line above its first
    figures, as figures that stand there."""
    for index in range(group[0] - 1, -1, -1):
        if rows[index].sort == "heading":
            tokens = list(TOKEN.finditer(lines[index].text))
            dated = sum(DATED.search(token[0]) is not None for token in tokens)
            if dated < 2 or not all(DATED.search(token[0]) or CHANGE.search(token[0]) for token in tokens):
                return []
            return [Figure(t.start(), t.end(), t.start(), t.end(), "number") for t in tokens]
    return []


def with_empty_columns(
    placed: list[Placed], tails: Sequence[list[Figure]], years: list[Figure]
) -> list[Placed]:
    """Where years head a column that no line has a figure in, it is a column still."""
    told = max((len(each.columns) for each in placed), default=0)
    if not 0 < told < len(years):
        return placed
    again = place_figures([years, *tails])
    fits = len(again[0].figures) == len(years) == max(len(each.columns) for each in again)
    return again[1:] if fits else placed


def loosen(lines: Sequence[Line]) -> list[Line]:
    """Where no two lines stand together, one blank line parts nothing."""
    if len(lines) > 4 and all(line.blanks for line in lines[1:]):
        return [replace(line, blanks=line.blanks // 2) for line in lines]
    return list(lines)


# --- side by side ------------------------------------------------------------------------------------


def part_sides(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each of two tables that stand side by side; mostly there is one."""
    places: list[int] = []
    figures = 0
    for line in lines:
        gap = line.text.find("  ", line.indent)
        words = line.kind == "text" and gap >= 0 and LETTER.search(line.text, gap) is not None
        found = BESIDE.search(line.text) if words else None
        if found is not None and any(letter.isdigit() for letter in line.text[found.end() :]):
            places.append(found.end())
        figures += line.kind == "text" and line.text[-1].isdigit()
    if len(places) < MIN_BESIDE or len(places) < 0.3 * figures:
        return [list(lines)]
    common, _ = Counter(places).most_common(1)[0]
    agreeing = [place for place in places if abs(place - common) <= EDGE]
    if len(agreeing) < 0.7 * len(places):
        return [list(lines)]
    edge = min(agreeing)
    return [[left for line in lines if (left := left_of(line, edge)) is not None], right_lines(lines, edge)]


def left_of(line: Line, edge: int) -> Line | None:
    """What of a line belongs to the left table; a caption over both belongs to each."""
    parts = [part for part in TOKEN.finditer(line.text) if part.start() < edge - 1]
    if not parts:
        return None
    return replace(line, text=line.text[: parts[-1].end()])


def right_lines(lines: Sequence[Line], edge: int) -> list[Line]:
    found = []
    for line in lines:
        parts = list(TOKEN.finditer(line.text))
        first = next((part.start() for part in parts if part.start() >= edge - 1), None)
        if first is None and len(parts) == 1 and parts[0].end() > edge:
            found.append(line)
        elif first is not None:
            found.append(replace(line, text=" " * first + line.text[first:], indent=first))
    return found


# --- figures -----------------------------------------------------------------------------------------


def group_by_heads(rows: Sequence[Row], lines: Sequence[Line]) -> list[list[int]]:
    """The lines under each heading; where the same headings come again, their lines belong together."""
    groups: dict[str, list[int]] = {}
    key = ""
    block: list[str] = []
    told = False
    for index, row in enumerate(rows):
        if row.sort == "heading":
            if told:
                block, told = [], False
            block.append(" ".join(lines[index].text.split()).lower())
            key = " | ".join(block)
        told = told or row.sort == "figures"
        if row.sort in ("figures", "weak"):
            groups.setdefault(key, []).append(index)
    return list(groups.values())


def own_tail(row: Row) -> list[Figure]:
    """The figures of a line of the body; of headings none."""
    if row.sort in ("figures", "weak"):
        return [figure for figure in row.whole if figure.kind != "mark"]
    return []


def settle_tails(lines: Sequence[Line], tails: Sequence[list[Figure]]) -> list[list[Figure]]:
    """Leave out the numbers that belong to labels and footnotes: they stand in no column of the others."""
    if heads_rows(lines, tails):
        tails = [tail[1:] for tail in tails]
    sure = [
        [f for i, f in enumerate(tail) if not is_doubtful(line.text, tail, i)]
        for line, tail in zip(lines, tails, strict=True)
    ]
    heaps = [span for placed in place_figures(sure) for span in placed.columns]
    settled: list[list[Figure]] = []
    for tail, firm in zip(tails, sure, strict=True):
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


def heads_rows(lines: Sequence[Line], tails: Sequence[list[Figure]]) -> bool:
    """Whether every line begins with a year: they are the labels of rows that are periods."""
    told = [(line, tail) for line, tail in zip(lines, tails, strict=True) if tail]
    return len(told) > 1 and all(
        len(tail) > 1 and is_year(line.text, tail[0]) and tail[0].left == line.indent for line, tail in told
    )


def drop_dashes(tails: list[list[Figure]]) -> list[list[Figure]]:
    """Leave out dashes that stand between two figures on every line: they part the ends of ranges."""
    count = max((len(tail) for tail in tails), default=0)
    full = [tail for tail in tails if len(tail) == count]
    if count < 3 or len(full) < 2:
        return tails
    dashes = {
        at
        for at in range(1, count - 1)
        if all(tail[at].kind == "nil" and tail[at - 1].kind == tail[at + 1].kind == "number" for tail in full)
        and not any(stands_at(full[0][at], figure) for tail in tails if wide(tail, count) for figure in tail)
    }
    return [[f for at, f in enumerate(tail) if len(tail) < count or at not in dashes] for tail in tails]


def wide(tail: Sequence[Figure], count: int) -> bool:
    """Whether a line has so many figures that it cannot tell of but one for each range."""
    return 2 * len(tail) > count


def stands_at(dash: Figure, figure: Figure) -> bool:
    """Whether a number stands where the dash of another line does: it holds a column's place."""
    return figure.kind == "number" and figure.left < dash.right and dash.left < figure.right


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


def spread_columns(placed: Sequence[Placed]) -> tuple[tuple[Span, ...], ...]:
    """Where the columns stand around each line: as on the line itself, else on the next with figures, else
    on the last."""
    around: list[tuple[Span, ...]] = [each.columns for each in placed]
    below: tuple[Span, ...] = ()
    for index in range(len(around) - 1, -1, -1):
        below = around[index] or below
        around[index] = below
    above: tuple[Span, ...] = ()
    for index, columns in enumerate(around):
        above = columns or above
        around[index] = above
    return tuple(around)
