"""The nouns that numbers count: stores, employees, gigawatts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
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


MEASURE_KEYS = frozenset({"unit", "factor", "words", "examples"})


@cache
def traded_units() -> dict[str, tuple[str, Decimal]]:
    """Units that carry their own multiple, by the words for them: what a printed 1 of "mmcf" stands for."""
    return {
        word: (entry["unit"], Decimal(entry["factor"]))
        for entry in toml_entries("measures.toml", "measure", MEASURE_KEYS)
        for word in entry["words"]
    }


def is_measure(unit: str) -> bool:
    """Whether a unit measures and does not count things: barrels, square feet, megawatts."""
    words = unit.lower().split()
    if not words:
        return False
    stems = word_list("physical")
    return (
        words[0] in traded_units()
        or " ".join(words[:2]) in traded_units()
        or words[0] in energy_units()
        or words[0].rstrip("s") in stems
    )


@cache
def energy_units() -> frozenset[str]:
    entries = toml_entries("units.toml", "unit", UNIT_KEYS)
    return frozenset(
        word.lower() for entry in entries if entry["name"] == "energy" for word in entry["words"]
    )


# one to four words behind a number: adjectives and a plural noun
PHRASE = re.compile(r"[\s-]((?:(?:[A-Za-z][\w'’./-]*|&)\s){0,3}?)([A-Za-z][\w'’-]*)(?![\w’'])")
# words that end a noun phrase before it has a noun
NOT_PLURAL = re.compile(r"(?i)(?:ss|us|is|['’]s|ous|ics)$")


WORD = re.compile(r"[\s-]([A-Za-z][\w'’/®™.-]*)")
SINGULAR = frozenset(["store", "restaurant"])  # "four store openings"
PLURAL_BEHIND = re.compile(r"\s(?:openings|closings|locations|employees|managers|units)\b")
ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
# words between a number and its noun that are no part of the noun: "6,318 total customers", "12 more stores than"
PASSED_OVER = frozenset(["total", "more", "fewer"])


def count_unit(text: str, at: int, *, singular: bool = False) -> CountNoun | None:
    """The noun phrase that a number ending at `at` counts: a known unit, or a plural noun.

    `singular`: the number is one, and so is the noun.
    """
    position = at
    passed = False
    before = ""
    for size in range(1, 6):
        found = WORD.match(text, position)
        if found is None:
            break
        abbreviated = ABBREVIATION.fullmatch(found[1])
        word = found[1] if abbreviated else found[1].rstrip(".-")
        lower = word.lower()
        position = found.start(1) + len(word)
        if size == 1 and lower in PASSED_OVER:
            passed = True
            continue
        if lower in word_list("no count") or lower.removesuffix("s") in word_list("no count"):
            break
        for known in (
            word,
            lower,
            f"{before} {lower}",
            *((f"{lower}s", f"{lower[:-1]}ies") if singular else ()),
        ):
            if known in known_units() and not (lower in SINGULAR and PLURAL_BEHIND.match(text, position)):
                return CountNoun(known, position, True)
        if lower in traded_units():
            return CountNoun(word, position, True)
        if is_plural(lower) and not word.isupper() and not passed:
            return CountNoun(word if word[0].islower() or size == 1 else lower, position, False)
        if found.end() != position:
            break
        before = lower
    return None


def is_plural(word: str) -> bool:
    """Whether a word looks like the plural of a noun."""
    return len(word) > 3 and word.endswith("s") and not NOT_PLURAL.search(word)
