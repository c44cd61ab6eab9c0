"""The nouns that numbers count: stores, employees, gigawatts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from narrext.lexicons import toml_entries, word_list

UNIT_KEYS = frozenset({"name", "words", "examples"})


@dataclass(frozen=True, slots=True)
class CountNoun:
    """The counted noun as printed, and where the phrase ends."""

    unit: str
    end: int
    known: bool  # the lexicon has it


@cache
def known_units() -> frozenset[str]:
    """The nouns of ``patterns/units.toml`` that are counted."""
    return frozenset(
        word for entry in toml_entries("units.toml", "unit", UNIT_KEYS) for word in entry["words"]
    )


# one to four words behind a number: adjectives and a plural noun
PHRASE = re.compile(r"[\s-]((?:(?:[A-Za-z][\w'’./-]*|&)\s){0,3}?)([A-Za-z][\w'’-]*)(?![\w’'])")
# words that end a noun phrase before it has a noun
NOT_PLURAL = re.compile(r"(?i)(?:ss|us|is|['’]s|ous|ics)$")


def count_unit(text: str, at: int) -> CountNoun | None:
    """The noun phrase that a number ending at `at` counts: a known unit, or a plural noun."""
    words = []
    position = at
    for _ in range(5):
        found = re.compile(r"[\s-]([A-Za-z][\w'’/®™.-]*)").match(text, position)
        if found is None:
            break
        word = found[1].rstrip(".-")
        lower = word.lower()
        if lower in word_list("no count") or lower.removesuffix("s") in word_list("no count"):
            break
        end = found.start(1) + len(word)
        words.append((word, end))
        if word in known_units():
            return CountNoun(word, end, True)
        if lower in known_units():
            return CountNoun(lower, end, True)
        if is_plural(lower) and not word.isupper():
            return CountNoun(word if word[0].islower() or len(words) == 1 else lower, end, False)
        if found.end() != end:
            break
        position = end
    return None


def is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not NOT_PLURAL.search(word)
