"""Text -> lines that know their place: blank lines counted, tabs laid out, page furniture told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from narrext.plaintext.tabs import field_widths, lay_fields, lay_out

LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
LEADERS = re.compile(r"(?:\s?\.){4,}|\.{2,3}(?=\s{2,}\S)")
TAG = re.compile(r"<\s*/?\s*(?:page|table|caption|s|c|fn|f\d+|text|document|sec-document)\s*>", re.IGNORECASE)
PAGE_TAG = re.compile(r"<\s*page\s*>", re.IGNORECASE)
RULE = re.compile(r"(?=.*(?:[-=_]{3}|[–—]{2}))[-=_–—~.|+\s]+$")
MORE = re.compile(
    r"\W*(?:more|continued|continues|page\s+\d+(?:\s+of\s+\d+)?|\d+\s+of\s+\d+)(?:\s+follows)?\W*$",
    re.IGNORECASE,
)
NUMBER_ONLY = re.compile(
    r"[-–—\s(\[]*(?:page\s+)?(?:[A-Z]-)?(?:\d{1,3}|[ivx]{1,5})[-–—\s)\].]*$", re.IGNORECASE
)
DASHED_NUMBER = re.compile(r"\s*[-–—]\s?\d{1,3}\s?[-–—]$")
END_MARK = re.compile(r"\s*(?:#\s*){2,}$|\s*(?:\*\s*){3,}$|\W*-?0-?\W*$|\W*\bend\b\W*$", re.IGNORECASE)
# What wire services and typists head the next page of a release with: "ISSUER/2", "Add 1", "Page 3".
NEXT_PAGE = re.compile(
    r".{0,60}(?:/\s?\d{1,2}(?:[-/]\d{1,2})*|\badd \d{1,2}|\bpage \d{1,2}|[-–—]\s?\d{1,2}\s?[-–—])$",
    re.IGNORECASE,
)
# What ends a page, above such a head.
PAGE_END = re.compile(rf"{MORE.pattern}|{NUMBER_ONLY.pattern}", re.IGNORECASE)
# Cheap to look for, and in no table that prints "1,204.3" alone.
EUROPEAN = re.compile(r"\d \d{3}(?:,\d|\)?(?:\s\s|\s?%|\r?\n|$))|\d,\d{1,2}\)?(?:\s\s|\s?%|\r?\n|$)")
# Figures that stand apart as columns do: with blanks between thousands, with a comma before decimals, and
# with commas between thousands.
SPACED = re.compile(
    r"(?m)(?<=\s\s)[-–−(]{0,2}(?:[$€£]\s?)?[-–−(]{0,2}\d{1,3}(?: \d{3})+(?:,\d+)?\)?(?=[ \t]{2}|\s?$|\s?%)"
)
COMMA = re.compile(
    r"(?m)(?<=\s\s)([-–−(]{0,2}(?:[$€£]\s?)?[-–−(]{0,2}(?:[\d,]*\d)?\d),(\d{1,2}\)?(?=[ \t]{2}|\s?$|\s?%))"
)
THOUSANDS = re.compile(r"[ \t]{2}[-–−($]{0,3}\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?(?:[ \t]{2}|\s*$)", re.MULTILINE)
LEAST_EUROPEAN = 3
# Fewer lines than these in a row, each with a blank line behind it, may be anything.
DOUBLE_SPACED = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `text` has tabs as blanks and no blanks at its end.

    kind: ``text``, ``rule`` (dashes under headings and figures), ``tag`` (EDGAR's table tags) or
    ``page`` (page breaks, page numbers, running heads, "more": no part of what is told).
    """

    start: int  # offset of the line's first character
    text: str
    indent: int
    blanks: int  # blank lines above it; in text set with every second line blank, half of them
    kind: str = "text"
    places: tuple[int, ...] = ()  # offset of each column, where tabs were laid out
    page: bool = False  # a page begins with it

    def offset(self, column: int) -> int:
        """The offset in the release of what stands in `column`."""
        if self.places:
            return self.places[column] if column < len(self.places) else self.places[-1]
        return self.start + column

    @property
    def left(self) -> int:
        return self.offset(self.indent)

    @property
    def end(self) -> int:
        return self.offset(len(self.text))


def read_lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of ``text[start:end]`` that are not blank."""
    bodies = list(raw_lines(text, start, end))
    widths = field_widths([body for _, body, _, _ in bodies]) if text.find("\t", start, end) >= 0 else {}
    lines = [make_line(*each, widths.get(index, ())) for index, each in enumerate(bodies)]
    if EUROPEAN.search(text, start, end) and is_european(text):
        lines = [as_american(line) for line in lines]
    return mark_furniture(close_up(lines))


def raw_lines(text: str, start: int, end: int) -> Iterator[tuple[int, str, int, bool]]:
    """Where each line that is not blank begins, its text, the blank lines above, and whether a page begins."""
    blanks = 0
    page = False
    for found in LINE.finditer(text, start, end):
        page = page or "\f" in found[0]
        body = found[0].rstrip(" \r\n\f\v")
        if body.strip():
            yield found.start(), body, blanks, page
            blanks, page = 0, False
        elif "\f" not in found[0]:
            # a form feed alone ends a page, and no line
            blanks += 1


def make_line(start: int, body: str, blanks: int, page: bool, widths: tuple[int, ...]) -> Line:
    places: tuple[int, ...] = ()
    if "\t" in body:
        body, places = lay_fields(body, start, widths) if widths else lay_out(body, start)
        body = body.rstrip()
        places = (*places[: len(body)], places[-1] if len(body) == len(places) - 1 else places[len(body)])
    if ".." in body or ". ." in body:
        body = LEADERS.sub(lambda found: " " * len(found[0]), body).rstrip()
    kind = "text"
    if "<" in body and TAG.search(body):
        page = page or PAGE_TAG.search(body) is not None
        rest = TAG.sub(lambda found: " " * len(found[0]), body)
        kind = "tag" if not rest.strip() else "text"
        body = body if kind == "tag" else rest.rstrip()
    elif body[-1] in "-=_–—~.|+" and RULE.match(body):
        kind = "rule"
    return Line(start, body, len(body) - len(body.lstrip()), blanks, kind, places, page)


# --- numbers printed as in much of Europe ------------------------------------------------------------


@lru_cache(maxsize=8)
def is_european(text: str) -> bool:
    """Whether the tables of a text print "1 204,3" or "0,85", and none "1,204.3"."""
    told = len(SPACED.findall(text)) + len(COMMA.findall(text))
    return told >= LEAST_EUROPEAN and not THOUSANDS.search(text)


def as_american(line: Line) -> Line:
    """A line with its figures as "1,204.3" for "1 204,3", "0.85" for "0,85".

    What stands where does not change: a blank becomes a comma, a comma a point.
    """
    return replace(line, text=COMMA.sub(r"\1.\2", SPACED.sub(grouped, line.text)))


def grouped(found: re.Match[str]) -> str:
    return found[0].replace(",", ".").replace(" ", ",")


# --- text set with every second line blank -----------------------------------------------------------


def close_up(lines: list[Line]) -> list[Line]:
    """Take the blank lines out of stretches that are set with every second line blank.

    Wire services sent releases so. There one blank line is no pause; two or three are one.
    """
    closed = list(lines)
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and lines[index].blanks:
            continue
        if index - first >= DOUBLE_SPACED and is_double_spaced(lines[first:index]):
            for place in range(first + 1, index):
                closed[place] = replace(lines[place], blanks=lines[place].blanks // 2)
        first = index
    return closed


def is_double_spaced(lines: list[Line]) -> bool:
    """Whether sentences run on over the blank lines."""
    single = sum(line.blanks == 1 for line in lines[1:])
    if single < 0.55 * len(lines):
        return False
    runs_on = sum(
        below.blanks == 1
        and below.text[below.indent].islower()
        and not below.text.startswith("o ", below.indent)
        and above.text[-1] not in ".:;!?"
        for above, below in pairwise(lines)
    )
    return runs_on >= max(3, len(lines) // 12)


# --- page furniture ----------------------------------------------------------------------------------


def mark_furniture(lines: list[Line]) -> list[Line]:
    """Mark page breaks, page numbers, running heads and feet, and "more"."""
    marked = [as_page(lines, index) for index in range(len(lines))]
    for index in (*repeated_heads(marked), *repeated_feet(marked)):
        marked[index] = replace(marked[index], kind="page")
    return marked


def as_page(lines: list[Line], index: int) -> Line:
    line = lines[index]
    if line.kind == "tag" and line.page:
        return replace(line, kind="page")
    if line.kind != "text" or len(line.text) - line.indent > 40:
        return line
    body = line.text[line.indent :]
    if index and NEXT_PAGE.match(body) and PAGE_END.match(lines[index - 1].text.strip()):
        return replace(line, kind="page")
    if MORE.match(body) or DASHED_NUMBER.match(line.text):
        return replace(line, kind="page")
    if NUMBER_ONLY.match(body) and is_page_number(lines, index):
        return replace(line, kind="page")
    return line


def is_page_number(lines: list[Line], index: int) -> bool:
    """Whether a number alone on its line numbers a page: a page begins or the text ends beside it."""
    line = lines[index]
    follows = lines[index + 1] if index + 1 < len(lines) else None
    if follows is None:
        return line.blanks > 0
    above = lines[index - 1] if index else None
    if follows.page and (line.blanks > 0 or above is None):
        return True
    if above is None or not follows.blanks:
        return False
    if above.page and above.kind == "tag":
        return True
    # alone between lines of prose
    figures = above.text[-1] in "0123456789)%-" or follows.text[-1] in "0123456789)%-"
    return line.blanks > 0 and (not figures or NEXT_PAGE.match(follows.text.strip()) is not None)


def repeated_heads(lines: list[Line]) -> list[int]:
    """Lines right behind page breaks that come again behind another, a blank line below them."""
    heads = []
    for index in range(1, len(lines) - 1):
        before, line = lines[index - 1], lines[index]
        if line.kind == "text" and (line.page or before.kind == "page") and lines[index + 1].blanks:
            heads.append(index)
    return repeated(lines, heads)


def repeated_feet(lines: list[Line]) -> list[int]:
    """Lines right above page breaks or page numbers that come again above another."""
    feet = []
    for index in range(1, len(lines) - 1):
        line, below = lines[index], lines[index + 1]
        if line.kind == "text" and (below.page or below.kind == "page") and line.blanks:
            feet.append(index)
    return repeated(lines, feet)


def repeated(lines: list[Line], places: list[int]) -> list[int]:
    told = Counter(folded_head(lines[index].text) for index in places)
    return [index for index in places if told[folded_head(lines[index].text)] > 1]


def folded_head(text: str) -> str:
    """A running head without the number of its page."""
    return re.sub(r"\W*\d{1,3}\s*$", "", " ".join(text.split())).lower()
