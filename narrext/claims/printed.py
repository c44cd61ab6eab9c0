"""The line items that a release's own tables print are names of metrics too, found in its prose word for word.

No lexicon has "purchased transportation" or "revenue per loaded mile"; the tables of the release that
speaks of them do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrext.claims.heads import Head
from narrext.claims.metrics import Concept
from narrext.wording import stem

WORD = re.compile(r"[a-z0-9&%]+(?:['’][a-z]+)*")
# what may stand between two words of one label
BETWEEN_WORDS = re.compile(r"[\s,/’'–-]*")
# "sales in North America": the label only says of what part the metric before it speaks
PART_OF = re.compile(r"(?i)\s+(?:in|from|of|for|to|at|by|on|with|within)\s+(?:(?:the|our|its|all|their)\s+)?")
# "the Data Center segment's revenue": here it narrows the metric behind it
NARROWS = re.compile(r"(?i)(?:['’]s?)?\s+(?:(?:segment|division|business|group|unit|region)(?:['’]s)?\s+)?")


@dataclass(frozen=True, slots=True)
class Term:
    """A label as words, and what it stands for: one concept for each unit in which it is printed."""

    words: tuple[str, ...]  # stemmed
    concepts: tuple[Concept, ...]


class PrintedTerms:
    """Finds terms in a text by their stemmed words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.by_first: dict[str, list[Term]] = defaultdict(list)
        for term in sorted(terms, key=lambda t: -len(t.words)):
            self.by_first[term.words[0]].append(term)

    def find(self, text: str) -> list[Head]:
        """``(start, end, concepts)`` in characters, the longest of those that begin at a word, in order."""
        lower = text.lower()
        if not self.by_first or len(lower) != len(text):
            return []
        words = [(m.start(), m.end()) for m in WORD.finditer(lower)]
        stems = [as_stem(lower[start:end]) for start, end in words]
        return list(self.at_words(lower, words, stems))

    def at_words(self, text: str, words: Sequence[tuple[int, int]], stems: Sequence[str]) -> Iterator[Head]:
        at = 0
        while at < len(words):
            term = self.longest(text, words, stems, at)
            if term is None:
                at += 1
                continue
            end = at + len(term.words)
            yield words[at][0], words[end - 1][1], term.concepts
            at = end

    def longest(
        self, text: str, words: Sequence[tuple[int, int]], stems: Sequence[str], at: int
    ) -> Term | None:
        for term in self.by_first.get(stems[at], ()):
            end = at + len(term.words)
            if tuple(stems[at:end]) == term.words and all(
                BETWEEN_WORDS.fullmatch(text, words[i][1], words[i + 1][0]) for i in range(at, end - 1)
            ):
                return term
        return None


def as_stem(word: str) -> str:
    """A word in the form in which terms hold it; "&" is "and"."""
    return "and" if word == "&" else stem(word.replace("’", "'"))


def with_printed(text: str, heads: Sequence[Head], printed: Sequence[Head]) -> list[Head]:
    """The lexicon's heads and the printed ones as one list; of two that overlap the longer stays."""
    if not printed:
        return list(heads)
    kept = [own for own in printed if not only_narrows(text, own, heads)]
    for head in heads:
        over = [own for own in kept if own[0] < head[1] and own[1] > head[0]]
        if any(own[1] - own[0] >= head[1] - head[0] for own in over):
            continue
        kept = [own for own in kept if own not in over]
        kept.append(head)
    return sorted(kept, key=lambda head: head[:2])


def only_narrows(text: str, own: Head, heads: Sequence[Head]) -> bool:
    """Whether a printed label only narrows a metric of the lexicon on either side of it."""
    return any(
        PART_OF.fullmatch(text, head[1], own[0]) or NARROWS.fullmatch(text, own[1], head[0])
        for head in heads
        if head[1] <= own[0] or own[1] <= head[0]
    )
