"""The figures at the end of a line, told by their print alone: what a row of a table ends in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_MARK = r"(?:[A-Z]{0,3}\$|[€£¥₹₩₪]|RMB|Rs\.)"
_DASH = r"\-‐‑‒–—−"

FIGURE = re.compile(
    rf"""
    (?:(?<!\S)|(?<=[\d)])(?=\$\s?\(?[\d.]))(?=\S)
    (?:
      (?P<number>
        (?:(?:approx(?:\.|imately)|about|~)\s?)?
        (?:[{_DASH}+]\s(?=[\d.]+\s?%)|[{_DASH}+](?=[\d.$(]))?
        (?:{_MARK}\s{{0,14}})?
        (?:\(\s{{0,4}})?
        (?:{_MARK}\s{{0,6}})?
        [{_DASH}+]?
        (?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
        (?:[{_DASH}](?!\S))?
        (?:\s?%?\s(?:[{_DASH}]|to)\s(?:{_MARK}\s?)?\(?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)?(?:\.\d+)?(?<=\d))?
        (?:\s{{0,2}}%)?
        (?:\s?\))?
        (?:\s{{0,2}}%)?
        (?:\s?(?:x|¢|\(?cents?\)?|bps?|ppts?|pts?\.?|pp)|(?<=\d)[cp]|\s(?:m|b|tr)illion|\sthousand)?
        (?:\([a-z1-9]\)|\[[a-z1-9]\]|[*†‡]{{1,3}})?
      )
      | (?P<nil>(?:{_MARK}\s{{0,14}})?(?:\(\s?)?[{_DASH}]{{1,5}}(?:\s?\))?(?:\s?(?:%|bps|pts?\.?|ppts?))?(?:\([a-z1-9]\)|[*†‡]{{1,3}})?)
      | (?P<none>(?:n/a|n/m|n\.\s?[am]\.|NA|NM|nm|na|NMF|N\.M\.F\.|n\.m|\*{{1,3}})(?:\s?%)?(?:\([a-z1-9]\))?)
      | (?P<mark>{_MARK})
      | (?P<note>\([a-z]\)|\[[a-z1-9]\]|[†‡])
    )
    (?=\s|$|(?<=[\d)])\$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d\*?$")
# The last word of a line with what is glued to it, unless it is one that figures hold.
LAST_WORD = re.compile(r".*(?<!\S)([^\s\d]*[A-Za-z]\S*)", re.DOTALL)
NOTE_MARK = re.compile(r"\(\w\)$|\[\w\]$")
FIGURE_WORDS = frozenset(
    "approx. approximately about ~ x cent cents (cent) (cents) pts pts. pt ppt ppts pp bps bp n/a n/m na nm n.m. n.a. n.m nmf to rmb rs. million billion trillion thousand".split()  # noqa: SIM905
)
# The last letter of a line that can end in a figure; cheaper than looking for one.
_LAST = frozenset("0123456789)%$-‐‑‒–—−*†‡]aAcCmMfF.xXpPsStT¢€£¥")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a line: from `left` to `right` with its currency mark, `edge` where its digits end."""

    left: int
    right: int
    core: int  # where the number begins without its currency mark
    edge: int
    kind: str  # number, nil, none (not given), mark (of a currency, alone), note (a footnote's mark)

    @property
    def width(self) -> int:
        return self.right - self.core


def figures_of(text: str, start: int = 0) -> list[Figure]:
    """All that stands apart in a line behind `start` and prints as a figure, from left to right."""
    return [read_figure(found) for found in FIGURE.finditer(text, start)]


def scan_start(text: str) -> int:
    """Where the words of a line end that are no part of figures: what lies before need not be read."""
    word = LAST_WORD.match(text)
    if word is None:
        return 0
    held = word[1].lower() in FIGURE_WORDS or NOTE_MARK.match(word[1]) or word.end() == len(text)
    return 0 if held else word.end()


def read_figure(found: re.Match[str]) -> Figure:
    kind = found.lastgroup or "number"
    printed = found[0]
    core = 0
    while (
        core < len(printed) and (printed[core].isalpha() or printed[core] in "$€£¥₹₩₪ .") and kind != "none"
    ):
        if printed[core] == "." and printed[core + 1 : core + 2].isdigit():
            break
        core += 1
    if core >= len(printed):
        core = 0
    edge = len(printed)
    if kind == "number":
        while edge and not printed[edge - 1].isdigit():
            edge -= 1
        if printed.endswith(("]", ")")) and len(printed) > 3 and printed[-3] in "([" and printed[-4] != " ":
            # a footnote mark such as 12,345(1)
            edge = len(printed) - 3
    return Figure(found.start(), found.end(), found.start() + core, found.start() + edge, kind)


@lru_cache(maxsize=4096)
def tail_of(text: str) -> tuple[Figure, ...]:
    """The figures that a line ends in, from left to right; nothing but blanks stands between them."""
    if not text or (text[-1] not in _LAST and not text.endswith(("illion", "thousand"))):
        return ()
    found = figures_of(text, scan_start(text))
    if not found or found[-1].right != len(text):
        return ()
    first = len(found) - 1
    while first and not text[found[first - 1].right : found[first].left].strip():
        first -= 1
    return tuple(figure for figure in found[first:] if figure.kind != "note")


def is_year(text: str, figure: Figure) -> bool:
    """Whether a figure of a line is a year alone."""
    return figure.kind == "number" and YEAR.match(text[figure.left : figure.right]) is not None
