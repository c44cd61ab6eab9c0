"""The labels of a release's tables that name metrics which no lexicon has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from narrext.claims.metrics import Concept
from narrext.claims.printed import PrintedTerms, Term, as_stem
from narrext.lexicons import word_list
from narrext.link.labels import normal_aliases
from narrext.tables.records import LineItem, Table
from narrext.wording import normalize

LONGEST = 9
# "(miles)", " - net", "; see note": what stands behind a name
BEHIND = re.compile(
    r"\s*[(;:].*$|\s+[–—-]+\s.*$|,\s+(?:net|at cost|in (?:thousands|millions))\b.*$", re.IGNORECASE
)
LEADING = frozenset(["total", "less", "add", "plus", "the", "net", "other"])
# what only says how something is counted or when
EMPTY = frozenset(
    ["average", "number", "beginning", "balance", "change", "increase", "decrease", "increased", "decreased"]
)


def printed_terms(tables: Iterable[Table]) -> PrintedTerms:
    """The labels and headings of rows that the lexicon does not cover, as terms to find in the prose."""
    concepts: dict[tuple[str, ...], list[Concept]] = {}
    for table in tables:
        for item in table.items:
            nature = "instant" if table.statement == "balance" else "flow"
            for label in item.path:
                words = term_of(label)
                if words:
                    concept = Concept(concept_name(words), unit_kind(item), nature)
                    known = concepts.setdefault(words, [])
                    if all(c.unit != concept.unit for c in known):
                        known.append(concept)
    return PrintedTerms(Term(words, tuple(found)) for words, found in concepts.items())


def concept_name(words: Sequence[str]) -> str:
    """The name of a concept that only the label tells; no name of the lexicon has blanks."""
    return "line: " + " ".join(words)


def own_concept(label: str, unit: str, nature: str) -> Concept | None:
    words = term_of(label)
    return Concept(concept_name(words), unit, nature) if words else None


def unit_kind(item: LineItem) -> str:
    """What a concept in a row's unit is measured in."""
    unit = item.unit
    if unit.endswith("/share"):
        return "per_share"
    if len(unit) == 3 and unit.isupper():
        return "money"
    return unit if unit in ("percent", "ratio", "shares") else "percent" if unit == "points" else "count"


@lru_cache(maxsize=8192)
def term_of(label: str) -> tuple[str, ...]:
    """The words of a label that names a metric by itself, or nothing.

    Not those that the lexicon knows, whole or but for words that narrow them ("restaurant sales"), and not
    those of a single word: it may stand anywhere.
    """
    words = normalize(BEHIND.sub("", label)).replace("&", "and").split()
    while words and words[0] in LEADING:
        words = words[1:]
    telling = [w for w in words if w not in word_list("neutral") and w not in EMPTY and not w.isdigit()]
    if len(words) > LONGEST or len(set(telling)) < 2 or ends_in_alias(words):
        return ()
    return tuple(as_stem(w) for w in words)


def ends_in_alias(words: Sequence[str]) -> bool:
    """Whether a name of the lexicon is the last of a label: the words before only narrow it."""
    known = normal_aliases()
    return any(" ".join(words[at:]) in known for at in range(len(words)))
