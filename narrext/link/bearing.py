"""Which lines hold a word: the look-up that spares a claim the lines that it cannot mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.fuzz import ratio

FUZZY = 88  # RapidFuzz ratio from which two words count as one
_LONGER = 3  # letters by which such words may differ in length


def held(word: str, words: frozenset[str]) -> bool:
    """Whether a word is among others, or one spelled nearly so."""
    return word in words or any(alike(word, other) for other in words)


@lru_cache(maxsize=2**16)
def alike(first: str, second: str) -> bool:
    """Whether two words count as one."""
    return abs(len(first) - len(second)) <= _LONGER and ratio(first, second) >= FUZZY


class Bearing:
    """Lines by the words that they hold, each line by its place among all."""

    def __init__(self, told: Iterable[frozenset[str]]) -> None:
        """`told` are the words of each line, in the order of the lines."""
        self._exact: dict[str, set[int]] = defaultdict(set)
        for place, words in enumerate(told):
            for word in words:
                self._exact[word].add(place)
        self._known: dict[str, frozenset[int]] = {}
        self._all: dict[frozenset[str], frozenset[int]] = {}

    def of(self, word: str) -> frozenset[int]:
        """The places of the lines that hold a word, or one spelled nearly so."""
        if word not in self._known:
            same = (places for other, places in self._exact.items() if other == word or alike(word, other))
            self._known[word] = frozenset().union(*same)
        return self._known[word]

    def of_all(self, words: frozenset[str]) -> frozenset[int] | None:
        """The places of the lines that hold each of the words; None, for any line, where there is no word."""
        if not words:
            return None
        if words not in self._all:
            first, *others = sorted((self.of(word) for word in words), key=len)
            self._all[words] = first.intersection(*others)
        return self._all[words]
