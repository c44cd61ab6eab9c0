"""Abbreviations in brackets, inside or behind the name that they shorten: "Research and development (R&D) expenses".

A reader passes over them; and what they stand for holds for the rest of the release.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from narrext.claims.heads import Head
from narrext.claims.metrics import Concept
from narrext.units import known_units

# "(SG&A)", "(“ARR”)", "(the "NIM")"
SHORT = re.compile(r"\s?\(\s*(?:the\s+|or\s+)?[\"“'‘]?(?P<short>[A-Z][A-Za-z&/-]{1,9})[\"”'’,.]{0,2}\s*\)")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|&")
# words of a name that an abbreviation may pass over
SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "with",
        "&",
    ]
)
LONGEST = 12  # words of a name


def short_names(text: str) -> list[tuple[int, int, str, int]]:
    """``(start, end, short, start of the name)`` of each bracket whose letters begin the words before it."""
    if "(" not in text:
        return []
    found = []
    for match in SHORT.finditer(text):
        begin = name_before(text, match.start(), match["short"])
        if begin is not None:
            found.append((match.start(), match.end(), match["short"], begin))
    return found


def name_before(text: str, end: int, short: str) -> int | None:
    """Where the name begins whose initials are the letters of `short`; None where there is none."""
    letters = [c.lower() for c in short.rstrip("s") if c.isalpha()]
    words = list(WORD.finditer(text, max(0, end - 160), end))
    parts = [(w.start() + at, part) for w in words for at, part in split_hyphens(w[0])][-LONGEST:]
    if len(letters) < 2 or not parts:
        return None
    begin = end
    while letters and parts:
        at, part = parts.pop()
        if part[0].lower() == letters[-1]:
            letters.pop()
            begin = at
        elif part.lower() not in SMALL:
            return None
    return None if letters else begin


def split_hyphens(word: str) -> list[tuple[int, str]]:
    return [(m.start(), m[0]) for m in re.finditer(r"[^-]+", word)]


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in place of `spans`: the offsets stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text without some of its stretches, and the way back to its offsets."""

    text: str
    here: tuple[int, ...]  # where stretches were taken out
    gone: tuple[int, ...]  # how much was taken out up to there

    def start(self, position: int) -> int:
        """The offset in the whole text of a character of the shortened one."""
        at = bisect_right(self.here, position)
        return position + (self.gone[at - 1] if at else 0)

    def end(self, position: int) -> int:
        """The same for the end of a stretch."""
        return self.start(position - 1) + 1


def without(text: str, spans: Sequence[tuple[int, int]]) -> Shortened:
    """`text` without `spans`, which are in order and do not overlap."""
    pieces, here, gone = [], [], []
    at = taken = 0
    for start, end in spans:
        pieces.append(text[at:start])
        here.append(start - taken)
        taken += end - start
        gone.append(taken)
        at = end
    pieces.append(text[at:])
    return Shortened("".join(pieces), tuple(here), tuple(gone))


def is_unit(short: str) -> bool:
    """Whether an abbreviation is of what is counted: "barrels of oil equivalent (BOE)"."""
    return short in known_units() or short.lower() in known_units() or short.rstrip("s") in known_units()


@dataclass(slots=True)
class ShortNames:
    """The abbreviations that a release defines, with the concepts that they stand for."""

    concepts: dict[str, tuple[Concept, ...]] = field(default_factory=dict)

    def learn(self, text: str, heads: Sequence[Head]) -> None:
        """Take note of the names that a sentence shortens, where they are metrics."""
        for start, _end, short, begin in short_names(text):
            if is_unit(short):
                continue
            for head in heads:
                if head[0] <= begin and head[1] >= start:
                    self.concepts.setdefault(short, head[2])

    def find(self, text: str, heads: Sequence[Head]) -> list[Head]:
        """The abbreviations in a later sentence, as heads, where no longer one covers them."""
        found: list[Head] = []
        for short, concepts in self.concepts.items():
            found += [
                (match.start(), match.end(), concepts)
                for match in re.finditer(rf"(?<![\w(]){re.escape(short)}(?![\w)])", text)
                if not any(a < match.end() and b > match.start() for a, b, _ in heads)
            ]
        return sorted([*heads, *found], key=lambda head: head[:2])
