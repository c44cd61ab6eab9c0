"""Which claim of a report is which of the gold.

Both are in reading order, and so is the alignment: of all that keep the order it has the largest summed
similarity. Two claims can only be one if they print the same number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from narrext.corpus.records import Annotation

# Below this two claims are not the same.
ALIKE = 0.5
# What a pair that prints the same number is worth before its surroundings are looked at.
SAME_NUMBER = 0.3

_DIGITS = re.compile(r"\d[\d,]*\.?\d*|\.\d+")


def fold(text: str) -> str:
    """White space to one blank, lower case."""
    return re.sub(r"\s+", " ", text.replace("\xa0", " ").replace("’", "'")).strip().lower()


def number(text: str) -> tuple[str, ...]:
    """The printed digits of a claim, or its words where it has none ("more than doubled")."""
    words = fold(text)
    found = _DIGITS.findall(words)
    return tuple(digits.replace(",", "").rstrip(".").lstrip("0") or "0" for digits in found) or (words,)


def similarity(gold: Annotation, said: Annotation) -> float:
    """0 for another number, 1 where the gold's context stands in the other's."""
    ours, theirs = number(gold.text), number(said.text)
    if ours != theirs and not set(ours) & set(theirs):
        return 0.0
    words, around = fold(gold.context), fold(said.context or said.text)
    if words in around:
        return 1.0
    match = SequenceMatcher(None, words, around, autojunk=False)
    shared = match.find_longest_match(0, len(words), 0, len(around)).size
    return SAME_NUMBER + (1 - SAME_NUMBER) * shared / max(1, min(len(words), len(around)))


def align(gold: Sequence[Annotation], said: Sequence[Annotation]) -> list[tuple[int, int]]:
    """Pairs of indices into the two, in reading order."""
    alike = [[similarity(ours, theirs) for theirs in said] for ours in gold]
    best = [[0.0] * (len(said) + 1) for _ in range(len(gold) + 1)]
    for i in range(len(gold) - 1, -1, -1):
        for j in range(len(said) - 1, -1, -1):
            take = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else -1.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    return _path(alike, best)


def _path(alike: list[list[float]], best: list[list[float]]) -> list[tuple[int, int]]:
    """The pairs that the table of best sums rests on."""
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(alike) and j < len(alike[i]):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
