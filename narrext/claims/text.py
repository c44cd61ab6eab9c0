"""Blocks of text made ready for reading: white space folded, sentences found, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# a run of white space, and what a page break leaves between two lines of a paragraph
GAP = re.compile(r"\s+(?:<PAGE>\s*|-\s?\d{1,3}\s?-\s+(?=[a-z])|\((?:more|MORE)\)\s+)*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A stretch of text with its white space folded to single blanks.

    `marks` are (offset here, offset there) of every place where the distance between the two changes,
    so that an offset is found by a search of a short list.
    """

    text: str
    start: int
    here: tuple[int, ...]
    there: tuple[int, ...]

    def offset(self, position: int) -> int:
        """The offset in the release of a character of the folded text."""
        at = bisect_right(self.here, position) - 1
        return self.there[at] + position - self.here[at]


def fold(text: str, start: int, end: int) -> Folded:
    """``text[start:end]`` with runs of white space (and what page breaks leave behind) folded."""
    pieces: list[str] = []
    here = [0]
    there = [start]
    length = 0
    at = start
    for gap in GAP.finditer(text, start, end):
        if gap.end() - gap.start() == 1:
            continue
        pieces.append(text[at : gap.start()])
        length += gap.start() - at
        pieces.append(" ")
        length += 1
        at = gap.end()
        here.append(length)
        there.append(at)
    pieces.append(text[at:end])
    folded = "".join(pieces).replace("\n", " ").replace("\t", " ").replace("\xa0", " ").replace("\r", " ")
    return Folded(folded, start, tuple(here), tuple(there))


# abbreviations that do not end a sentence
ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z.])(?:[A-Z]|Inc|Corp|Co|Ltd|L\.P|Mr|Mrs|Ms|Dr|Jr|Sr|St|No|Nos|vs|v|U\.S|U\.K|U\.S\.A|P\.L|N\.V|S\.A|a\.m|p\.m|e\.g|i\.e|etc|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|Calif|Mass|Conn|Tex|Fla|Ill|Minn|Wash|Ariz|Colo|Mich|Penn|Pa|Ore|"
    r"Va|Md|Ga|Tenn|Wis|Mo|Ind|Ala|Ark|Neb|Nev|Okla|La|Ky|Del|Ave|Blvd|Hwy|Messrs|Rs|Ps|Fr|D\.C|N\.Y|N\.J|Bros|Est|ext|cf|al)$"
)
END = re.compile(r"[.!?](?:[\"”’')\]]{0,2})(?=\s+[\"“‘'(\[]?[A-Z0-9$€£•*–—-])|;(?=\s)|\s(?=[•·▪■●]\s?)")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a folded text as ``[start, end)``; a semicolon ends one as well."""
    found = []
    start = 0
    for stop in END.finditer(text):
        end = stop.end()
        if text[stop.start()] == "." and ABBREVIATION.search(
            text[max(start, stop.start() - 12) : stop.start()]
        ):
            continue
        found.append((start, end))
        start = end
    if text[start:].strip():
        found.append((start, len(text)))
    return [trim(text, a, b) for a, b in cut_long(text, found) if text[a:b].strip()]


# no sentence of a release is longer; what has no full stop for pages is no prose
LONGEST = 2000


def cut_long(text: str, found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same, with what is longer than any sentence cut at a blank."""
    for start, end in found:
        at = start
        while end - at > LONGEST:
            stop = text.rfind(" ", at + 1, at + LONGEST)
            stop = stop if stop > at else at + LONGEST
            yield at, stop
            at = stop
        yield at, end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
