"""Tells the paragraphs that a release repeats from quarter to quarter from those that tell results."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from narrext.lexicons import toml_entries

FILE = "boilerplate.toml"
PHRASE_KEYS = frozenset({"id", "sort", "weight", "phrases", "starts", "note", "examples", "counter_examples"})
HEADING_KEYS = frozenset({"id", "sort", "starts", "equals", "unless", "note", "examples", "counter_examples"})
PHONE = re.compile(r"(?<![\d.,$])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\s?\d{3}[-. ]\d{4}(?!\d)")
# A telephone number in so few letters is a line of a business card.
CARD_WIDTH = 160
# Up to eight capitalized words, then a stop, a colon or a dash, then the sentence.
_WORD = r"(?:[A-Z][\w&’'-]*|of|the|and|for|on|to)"
OPENING = re.compile(rf"\s*([A-Z][\w&’'-]*(?:\s+{_WORD}){{0,7}})(?:[.:]|\s?[-–—]{{1,2}})\s+(?=[A-Z\"“])")
# The weight of phrases from which a paragraph is boilerplate.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases any of which counts `weight` for `sort`; with `starts` only where a paragraph begins so."""

    id: str
    sort: str
    weight: int
    phrases: tuple[str, ...]
    starts: bool

    def found_in(self, folded: str) -> bool:
        if self.starts:
            return folded.startswith(self.phrases)
        return any(map(folded.__contains__, self.phrases))


@dataclass(frozen=True, slots=True)
class HeadingRule:
    """A heading that begins with one of `starts`, or is one of `equals`, and says nothing of `unless`."""

    id: str
    sort: str
    starts: tuple[str, ...]
    equals: frozenset[str]
    unless: frozenset[str]

    def fits(self, folded: str) -> bool:
        if folded in self.equals:
            return True
        return folded.startswith(self.starts) and not self.unless.intersection(folded.split())


@dataclass(frozen=True, slots=True)
class Rules:
    """All of ``patterns/boilerplate.toml``."""

    phrases: tuple[Phrases, ...]
    headings: tuple[HeadingRule, ...]


@cache
def rules() -> Rules:
    """The rules, read once."""
    return Rules(
        tuple(read_phrases(entry) for entry in toml_entries(FILE, "phrase", PHRASE_KEYS)),
        tuple(read_heading(entry) for entry in toml_entries(FILE, "heading", HEADING_KEYS)),
    )


def read_phrases(entry: dict[str, Any]) -> Phrases:
    return Phrases(
        entry["id"], entry["sort"], entry["weight"], tuple(entry["phrases"]), bool(entry.get("starts"))
    )


def read_heading(entry: dict[str, Any]) -> HeadingRule:
    return HeadingRule(
        entry["id"],
        entry["sort"],
        tuple(entry["starts"]),
        frozenset(entry["equals"]),
        frozenset(entry.get("unless", ())),
    )


def fold(text: str) -> str:
    """`text` in lower case, white space folded, typographic quotes made plain."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    plain = plain.replace("\N{LEFT DOUBLE QUOTATION MARK}", '"').replace(
        "\N{RIGHT DOUBLE QUOTATION MARK}", '"'
    )
    return " ".join(plain.lower().replace("\N{NON-BREAKING HYPHEN}", "-").split())


def tells_results(text: str) -> bool:
    """Whether a paragraph says what a period brought, so that no heading makes boilerplate of it."""
    folded = fold(text)
    return any(rule.sort == "any" and rule.found_in(folded) for rule in rules().phrases)


def sort_of_paragraph(text: str) -> str:
    """The sort of boilerplate that a paragraph is, or ""."""
    folded = fold(text)
    if len(folded) < CARD_WIDTH and PHONE.search(folded):
        return "contact"
    weights: dict[str, int] = defaultdict(int)
    for rule in rules().phrases:
        if rule.found_in(folded):
            weights[rule.sort] += rule.weight
    against = weights.pop("any", 0)
    # the cautionary paragraph and the contacts may name any result without telling one
    firm = {"safe_harbor", "contact"}
    best = max(weights, key=lambda sort: weights[sort] + (0 if sort in firm else against), default="")
    if not best or weights[best] + (0 if best in firm else against) < ENOUGH:
        return ""
    return best


def sort_of_opening(text: str) -> str:
    """The sort of boilerplate that a heading on a paragraph's own first line announces, or "": "About
    Brant. Founded in …", "Safe Harbor: This release …"."""
    found = OPENING.match(text)
    return sort_of_heading(found[1]) if found is not None else ""


def sort_of_heading(text: str) -> str:
    """The sort of boilerplate that a heading announces, or ""."""
    folded = fold(text).strip(" :.*-")
    return next((rule.sort for rule in rules().headings if rule.fits(folded)), "")
