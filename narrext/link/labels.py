"""What a row's label, or any phrase, says: its concept, the words that narrow it, its basis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from narrext.claims.metrics import Concept, aliases
from narrext.lexicons import word_list
from narrext.wording import normalize, stem

WORD = re.compile(r"[a-z][a-z&'/]*|\d+[a-z]+|\d{4}")
EXCLUDING = re.compile(
    r"\b(?:excluding|exclusive of|before|adjusted|non gaap|nongaap|core|pro forma|proforma|ex)\b"
)
BEFORE_STANDARD = re.compile(
    r"\bbefore\s+(?:(?:provision|benefit)\s+(?:for|from)\s+)?(?:income\s+)?tax|before\s+(?:cumulative|extraordinary|minority|interest|provision|equity|noncontrolling|discontinued|changes)"
)


@lru_cache(maxsize=8)
def further_aliases(overlay: Path | None) -> dict[str, tuple[Concept, ...]]:
    """The aliases of a folder laid over ours, normalized as labels are; none where there is no folder."""
    if overlay is None:
        return {}
    ours = aliases()
    return {normalize(alias): found for alias, found in aliases(overlay).items() if found != ours.get(alias)}


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase taken apart: `extra` are the words beside the alias that narrow it."""

    concepts: tuple[Concept, ...]
    extra: frozenset[str]
    words: frozenset[str]  # all content words, stemmed
    basis: str  # "", gaap, adjusted, pro forma, …


@lru_cache(maxsize=1)
def normal_aliases() -> dict[str, tuple[Concept, ...]]:
    """The aliases, normalized as labels are."""
    found: dict[str, tuple[Concept, ...]] = {}
    for alias, concepts in aliases().items():
        key = normalize(alias)
        known = found.get(key, ())
        found[key] = (*known, *(c for c in concepts if c not in known))
    return found


@lru_cache(maxsize=8192)
def read_label(text: str) -> Reading:
    """The concepts of a label: the longest alias that it is, or begins or ends with."""
    normal = normalize(text)
    # "Net income excluding one-time items" is net income on another basis
    unadjusted = ADJUSTMENT.split(normal)[0].split()
    tokens = unadjusted or normal.split()
    known = normal_aliases()
    words = frozenset(stem(w) for w in tokens if w not in word_list("neutral"))
    basis = basis_of(normal)
    found, rest = longest_alias(tokens, known)
    # a row that only says what is left out ("Excluding one-time items") narrows nothing: that is its basis
    loose = rest if unadjusted else ()
    extra = frozenset(stem(w) for w in loose if w not in word_list("neutral") and w not in BASIS_WORDS)
    return Reading(found, extra, words, basis)


ADJUSTMENT = re.compile(
    r"\b(?:excluding|exclusive of|before (?=special|one time|non ?recurring|unusual|certain|restructuring|items|charges|amortization|stock))"
)
BASIS_WORDS = frozenset(
    [
        "gaap",
        "non",
        "nongaap",
        "adjusted",
        "pro",
        "forma",
        "proforma",
        "excluding",
        "exclusive",
        "core",
        "reported",
        "basis",
        "as",
        "restated",
    ]
)


def basis_of(normal: str) -> str:
    if "pro forma" in normal or "proforma" in normal:
        return "pro forma"
    if "constant currency" in normal or "organic" in normal:
        return "constant currency"
    found = EXCLUDING.search(normal)
    if found and not BEFORE_STANDARD.search(normal):
        return "adjusted"
    return "gaap" if re.search(r"\bgaap\b|\bas reported\b", normal) else ""


def longest_alias(
    tokens: list[str], known: dict[str, tuple[Concept, ...]]
) -> tuple[tuple[Concept, ...], list[str]]:
    """The alias with most words in the label, at its beginning or end; and the words left over."""
    for core in (tokens, [t for t in tokens if t not in ("total", "consolidated", "net")]):
        joined = " ".join(core)
        if joined in known:
            return known[joined], []
    count = len(tokens)
    for size in range(min(count, 8), 0, -1):
        starts = dict.fromkeys((0, count - size, *range(1, count - size)))
        for start in starts:
            phrase = " ".join(tokens[start : start + size])
            if phrase in known and (size > 1 or start in (0, count - size)):
                return known[phrase], tokens[:start] + tokens[start + size :]
    return (), tokens
