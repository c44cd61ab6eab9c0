"""The labels of a release's tables that name metrics which no lexicon has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from narrext.claims.metrics import Concept
from narrext.claims.printed import PrintedTerms, Term, as_stem
from narrext.lexicons import word_list
from narrext.link.labels import BASIS_WORDS, normal_aliases
from narrext.tables.records import LineItem, Table
from narrext.wording import normalize

LONGEST = 9
# "(miles)", " - net", "; see note": what stands behind a name
BEHIND = re.compile(
    r"\s*[(;:].*$|\s+[–—-]+\s.*$|,\s+(?:net|at cost|in (?:thousands|millions))\b.*$", re.IGNORECASE
)


def printed_terms(tables: Iterable[Table]) -> PrintedTerms:
    """The labels and headings of rows that the lexicon does not cover, as terms to find in the prose."""
    concepts: dict[tuple[str, ...], list[Concept]] = {}
    for table in tables:
        nature = "instant" if table.statement == "balance" else "flow"
        for item in table.items:
            for words in (*terms_of(item.path), *(term_of(parent) for parent in item.parents)):
                concept = Concept(concept_name(words), unit_kind(item), nature)
                known = concepts.setdefault(words, [])
                if words and all(c.unit != concept.unit for c in known):
                    known.append(concept)
    concepts.pop((), None)
    return PrintedTerms(Term(words, with_shorter(words, concepts)) for words in concepts)


def with_shorter(
    words: tuple[str, ...], concepts: dict[tuple[str, ...], list[Concept]]
) -> tuple[Concept, ...]:
    """The concepts of a term and, in other units, those of the terms that it begins with.

    "Insurance and claims expense" per share of one table is "Insurance and claims" in dollars of another.
    """
    found = list(concepts[words])
    for size in range(len(words) - 1, 1, -1):
        found += [c for c in concepts.get(words[:size], ()) if all(c.unit != x.unit for x in found)]
    return tuple(found)


def concept_name(words: Sequence[str]) -> str:
    """The name of a concept that only the label tells; no name of the lexicon has blanks."""
    return "line: " + " ".join(words)


def own_concepts(path: Sequence[str], unit: str) -> tuple[Concept, ...]:
    """The concepts that a row's label names by itself, and with the heading above it."""
    return tuple(Concept(concept_name(words), unit, "") for words in terms_of(path))


@lru_cache(maxsize=8192)
def terms_of(path: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The names that a row goes by: its label, or its label before or behind the heading above.

    "Cooling" under "Degree days" is "cooling degree days"; "Opened" under "Stores" is "stores opened".
    """
    names = [term_of(path[-1])]
    if len(path) > 1 and not names[0]:
        names += [term_of(f"{path[-1]} {path[-2]}"), term_of(f"{path[-2]} {path[-1]}")]
    return tuple(name for name in dict.fromkeys(names) if name)


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
    while words and words[0] in word_list("leading"):
        words = words[1:]
    telling = [w for w in words if is_telling(w)]
    enough = len(set(telling)) + (
        len(words) > 1 and words[-1] in word_list("vague names") and words[-1] not in telling
    )
    if len(words) > LONGEST or not telling or enough < 2 or ends_in_alias(words):
        return ()
    return tuple(as_stem(w) for w in words)


def is_telling(word: str) -> bool:
    """Whether a word says what a row is of, and not only how, when or on what basis."""
    return not (
        word in word_list("neutral")
        or word in word_list("how it is counted")
        or word in BASIS_WORDS
        or word.isdigit()
    )


def ends_in_alias(words: Sequence[str]) -> bool:
    """Whether a name of the lexicon is the last of a label: the words before only narrow it.

    "Losses" or "expenses" alone say too little: catastrophe losses are no loss of the issuer.
    """
    known = normal_aliases()
    if " ".join(words) in known:
        return True
    return any(" ".join(words[at:]) in known for at in range(len(words) - 1)) or (
        words[-1] in known and words[-1] not in word_list("vague names")
    )
