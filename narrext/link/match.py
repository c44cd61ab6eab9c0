"""How well a claim's metric and a line go together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from narrext.claims.records import Claim
from narrext.lexicons import word_list
from narrext.link.bearing import held
from narrext.link.items import PER_SHARE, RANK, Line
from narrext.link.labels import Reading, read_label
from narrext.periods import Period
from narrext.wording import countries, normalize, stem

# Weights of the score, 1 for the same concept with nothing said against it. They were chosen so that
# any word that narrows one side alone costs more than all preferences among statements together.
FROM_PARENT = 0.02  # the concept is told by a parent, the label narrows it
STATEMENT_STEP = 0.01  # for each rank of the statement
EXTRA_WORD = 0.12  # for each word of the label that the claim does not have
ENTITY = 0.3  # the line is of a part, the claim of the whole
OTHER_BASIS = 0.3
UNNAMED_BASIS = 0.06
BY_WORDS = 0.06  # no concept in common: the words alone
LEAST = 0.5
OUT_OF_SCOPE = 0.3


@dataclass(frozen=True, slots=True)
class Match:
    line: Line
    score: float
    evidence: tuple[str, ...]


@cache
def idle_words() -> frozenset[str]:
    """Words that do not narrow a claim's metric."""
    return word_list("no qualifier") | word_list("neutral")


def qualifiers_of(given: Iterable[str], issuer: frozenset[str]) -> frozenset[str]:
    """The words that narrow a claim's metric, stemmed; the issuer's own name narrows nothing."""
    words = set()
    for word in given:
        if word.lower() in idle_words():
            continue
        for part in re.split(r"[-–/\s]", countries(word.lower().replace("’", "'"))):
            cleaned = part.strip("'&.,()").replace("'s", "")
            if (
                cleaned
                and cleaned not in idle_words()
                and stem(cleaned) not in idle_words()
                and cleaned not in issuer
            ):
                words.add(stem(cleaned))
    return frozenset(words)


def match_line(
    claim: Claim, line: Line, wanted: frozenset[str], qualifiers: frozenset[str], scope: frozenset[str]
) -> Match | None:
    """Score a line for a claim whose concept is one of `wanted` (its aliases), narrowed by `qualifiers`.

    The words of `scope`, a heading above the claim, are welcome in a line; a line without them is only a
    guess, marked as one: it may bear the claim out but not speak against it.
    """
    evidence: list[str] = []
    score = 1.0
    names = {c.name for c in line.concepts}
    told = frozenset().union(line.label.words, line.context, line.entity)
    asked = qualifiers | scope
    if wanted & names:
        evidence.append(f"“{line.item.label}” is the line for {claim.metric}")
        extra = extra_words(line, wanted)
        if extra is line.label.words:
            score -= FROM_PARENT
    elif wanted & line.context_concepts and asked:
        extra = line.label.words
        score -= BY_WORDS
        evidence.append(f"“{line.item.label}” stands under a heading for {claim.metric}")
    else:
        return None
    if any(not held(q, told) for q in qualifiers):
        return None
    loose = [w for w in extra if not held(w, asked) and w not in wanted_words(claim)]
    score -= EXTRA_WORD * len(loose)
    if line.entity and not any(held(w, asked) for w in line.entity):
        score -= ENTITY
    score, note = with_basis(claim, line, score)
    if note:
        evidence.append(note)
    score -= STATEMENT_STEP * RANK.get(line.table.statement, 2)
    if score < LEAST:
        return None
    outside = sorted(q for q in scope if not held(q, told))
    if outside:
        score -= OUT_OF_SCOPE
        evidence.append(f"the line does not say {' '.join(outside)}")
    return Match(line, score, tuple(evidence))


def extra_words(line: Line, wanted: frozenset[str]) -> frozenset[str]:
    """The words of a label that narrow the concept that it is matched by."""
    if wanted & line.own:
        return frozenset()
    return line.label.words if line.from_parent else line.label.extra


def wanted_words(claim: Claim) -> frozenset[str]:
    return read_label(claim.measure.head).words | read_label(claim.metric).words


ADJUSTED = frozenset({"adjusted", "pro forma", "constant currency", "organic", "previously reported"})


def with_basis(claim: Claim, line: Line, score: float) -> tuple[float, str]:
    """GAAP unless the claim says otherwise; an adjusted figure only ever meets an adjusted line."""
    asked, given = claim.measure.basis, line.basis
    if asked in ADJUSTED:
        if given == asked:
            return score, f"both are {asked}"
        if given in ADJUSTED and {asked, given} <= {"adjusted", "pro forma"}:
            return score - UNNAMED_BASIS, f"the line is {given}"
        return score - 1, ""
    if asked == "gaap":
        return (score, "both are GAAP") if given in ("", "gaap") else (score - 1, "")
    if given in ("", "gaap"):
        return score, ""
    return score - OTHER_BASIS, f"the line is {given}, the claim does not say so"


def match_words(claim: Claim, line: Line, words: frozenset[str]) -> Match | None:
    """Score a line by words alone, for a metric that the lexicon does not have."""
    if not words or not line.label.words:
        return None
    told = line.label.words | line.context
    if not all(held(w, told) for w in words):
        return None
    own = [w for w in line.label.words if held(w, words)]
    if not own:
        return None
    loose = [w for w in line.label.words if w not in own and w not in word_list("structure")]
    if names_another(line, words):
        return None
    exact = len(own) == len(line.label.words) and all(held(w, line.label.words) for w in words)
    score = 1 - (FROM_PARENT if exact else BY_WORDS) - EXTRA_WORD * len(loose)
    if line.entity and not any(held(w, words) for w in line.entity):
        score -= ENTITY
    score, _ = with_basis(claim, line, score)
    score -= STATEMENT_STEP * RANK.get(line.table.statement, 2)
    if score < LEAST:
        return None
    return Match(line, score, (f"“{line.item.label}” has the words of {claim.metric}",))


HEAD_ENDS = re.compile(
    r"\s*(?:[(,;:–—]|\s-\s|\b(?:of|in|for|from|to|on|per|by|with|at|before|after|net)\b)", re.IGNORECASE
)


def names_another(line: Line, words: frozenset[str]) -> bool:
    """Whether the noun that a label ends in is not the claim's: "Production taxes" are no production."""
    head = normalize(HEAD_ENDS.split(line.item.label, maxsplit=1)[0]).split()
    return bool(head) and stem(head[-1]) in word_list("other things") and not held(stem(head[-1]), words)


def unit_fits(kind: str, unit: str) -> bool:
    """Whether a claim of that kind can be a level of a row in that unit."""
    money = len(unit) == 3 and unit.isupper()
    if kind == "money":
        return money
    if kind == "per_share":
        return unit.endswith("/share")
    if kind == "percent":
        return unit == "percent"
    if kind == "percent_points":
        return unit in ("points", "percent")
    if kind == "ratio":
        return not money and not unit.endswith("/share")
    return not money and not unit.endswith("/share") and unit not in ("percent", "points")


def share_fits(asked: str, given: str) -> float:
    """What it costs to take a row of another kind of share: 0 for the same, more for a guess."""
    if asked == given or given == "both":
        return 0.0
    if asked == "share":
        return 0.0 if given == "diluted" else 0.02
    return 1.0


def period_text(period: Period | None) -> str:
    return str(period) if period else "no period"


__all__ = [
    "PER_SHARE",
    "Match",
    "Reading",
    "match_line",
    "match_words",
    "qualifiers_of",
    "share_fits",
    "unit_fits",
]
