"""Metrics in the words of a release: phrases of the lexicon with the qualifiers around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from narrext.lexicons import csv_entries, toml_entries, word_list

LINE_ITEM_COLUMNS = ("concept", "alias", "unit", "nature")


@dataclass(frozen=True, slots=True)
class Concept:
    """What an alias stands for: a line item's concept, what it is measured in, flow or instant."""

    name: str
    unit: str  # money, per_share, percent, ratio, count, shares
    nature: str  # flow, instant


@cache
def aliases(overlay: Path | None = None) -> dict[str, tuple[Concept, ...]]:
    """Lower-case phrase -> its concepts ("gross margin" is an amount or a rate)."""
    found: dict[str, tuple[Concept, ...]] = {}
    for row in csv_entries("line_items.csv", LINE_ITEM_COLUMNS, overlay):
        concept = Concept(row["concept"], row["unit"], row["nature"])
        alias = row["alias"].lower()
        found[alias] = (*found.get(alias, ()), concept)
    return found


@dataclass(frozen=True, slots=True)
class MetricMention:
    """A metric of a sentence: ``sentence[start:end]`` with its qualifiers, and its head's concepts."""

    start: int
    end: int
    head_start: int
    head_end: int
    concepts: tuple[Concept, ...]
    threshold: str = ""  # "with ARR over $100,000" behind a head that names what is counted

    def unit(self, kind: str) -> Concept | None:
        """The concept that is measured in `kind`, else the first."""
        wanted = {"percent_points": "percent"}.get(kind, kind)
        for concept in self.concepts:
            if concept.unit == wanted:
                return concept
        return self.concepts[0] if self.concepts else None


# words that a metric's qualifiers do not reach across
# words that qualify nothing: praise, and what the period or the issuer already says


@cache
def vocabulary() -> frozenset[str]:
    """All words of the lexicon's aliases: those of accountants, not of an issuer's segments."""
    return frozenset(word.strip(",()'") for alias in aliases() for word in alias.replace("-", " ").split())


@cache
def stop_words() -> frozenset[str]:
    """The list "stop", and every word that tells a direction: "reduced earnings" are earnings."""
    keys = frozenset({"name", "words", "examples"})
    moves = [e["words"] for e in toml_entries("cues.toml", "cue", keys) if e["name"] in ("up", "down")]
    return word_list("stop") | {word for words in moves for word in words if " " not in word}


WORD = re.compile(r"[A-Za-z][\w'’&/.-]*|&|\d[\d.]*[A-Za-z]+")
MAX_QUALIFIERS = 7
COMPLEMENT = re.compile(
    r"\s+(?:to|from|in|of|for|by|at|on|with|per|attributable\s+to|applicable\s+to|available\s+to|before|excluding|including|"
    r"as\s+a\s+percent(?:age)?\s+of)\s+"
)


def find_metrics(
    text: str,
    heads: Sequence[tuple[int, int, tuple[Concept, ...]]],
    periods: Sequence[tuple[int, int]],
    quantities: Sequence[tuple[int, int]] = (),
) -> list[MetricMention]:
    """The metrics of a sentence from the lexicon's phrases; they reach across periods, not across quantities."""
    blocked = [*periods, *quantities]
    mentions: list[MetricMention] = []
    for start, end, concepts in heads:
        if any(start < b and end > a for a, b in blocked) or is_attribute(text, start, end):
            continue
        if all(c.unit == "percent" for c in concepts) and COSTS.match(text, end):
            continue  # "occupancy costs" are no rate of occupancy
        per_share = all(c.unit == "per_share" for c in concepts)
        if mentions and per_share and PER.fullmatch(text, mentions[-1].head_end, start):
            continue  # "operating income per diluted share" is of operating income
        floor = max((end for _, end in quantities if end <= start), default=0)
        left = extend_left(text, start, periods, max(floor, mentions[-1].head_end if mentions else 0))
        mentions.append(MetricMention(left, end, start, end, concepts))
    return mentions


COSTS = re.compile(r"(?i)\s+(?:costs?|expenses?)\b")
PER = re.compile(r"(?i)\s+per\s+(?:common\s+|basic\s+)?")
NEXT_WORD = re.compile(r"\s+([A-Za-z]+)\b")


def is_attribute(text: str, start: int, end: int) -> bool:
    """Whether a phrase of the lexicon only narrows another noun: "cash cost", "loss reserves", "non-cash"."""
    if re.search(r"(?i)\bnon[\s-]?$", text[max(0, start - 5) : start]):
        return True
    if text.startswith(("-to-", "–to–"), end):
        return True
    following = NEXT_WORD.match(text, end)
    return following is not None and following[1].lower() in word_list("head nouns")


def extend_left(text: str, start: int, blocked: Sequence[tuple[int, int]], floor: int) -> int:
    """Where the qualifiers before a head begin: words up to a stop word or a mark."""
    best = start
    words = list(WORD.finditer(text, max(floor, start - 90), start))
    position = start
    taken = 0
    for word in reversed(words):
        gap = text[word.end() : position]
        if gap.strip(" -–") or taken >= MAX_QUALIFIERS:
            break
        inside = next(((a, b) for a, b in blocked if word.start() < b and word.end() > a), None)
        if inside is not None:
            # a period among the qualifiers ("fourth quarter Gaming revenue") is stepped over
            position = min(position, max(word.start(), inside[0]))
            if word.start() > inside[0]:
                position = word.start()
            continue
        if word[0].lower() == "and" and taken and joins_one_word(text, word.start(), floor):
            position = word.start()
            continue
        if word[0].lower() in stop_words():
            break
        position = best = word.start()
        taken += 1
    return best


ONE_BEFORE_AND = re.compile(r"(?:^|[,;:.(•]\s*|\b(?P<stop>[A-Za-z’']+)\s+)(?P<word>[A-Za-z][\w-]*)\s+$")


def joins_one_word(text: str, at: int, floor: int) -> bool:
    """Whether "and" joins one qualifier more: "commercial and industrial loans"."""
    found = ONE_BEFORE_AND.search(text, max(floor, at - 40), at)
    if (
        found is None
        or found["word"].lower() in stop_words()
        or ("-" in found["word"] and "gaap" in found["word"].lower())
    ):
        return False
    if found["word"].lower() == "gaap":
        return False
    stop = found["stop"]
    return stop is None or stop.lower() in stop_words()
