"""Lines that a claim is only tied to because they print its figure as well.

A line that shares words with the sentence, but not its metric's name, proves nothing by itself; nor does a
figure that happens to agree. Both together, in the claim's own period and in one line alone, bear the claim
out. They never speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from narrext.claims.records import Claim
from narrext.judge import claim_interval, far_beyond, judge
from narrext.lexicons import word_list
from narrext.link.fits import candidate
from narrext.link.items import FactIndex, Line, among
from narrext.link.match import unit_fits, with_basis
from narrext.verify import Candidate
from narrext.wording import normalize, stem

BACKED = 0.6
# the share of a label's telling words that the sentence must have; rare words tell more than common ones
TOLD = 0.5
# with fewer digits a figure agrees by chance too easily
FEWEST = 100
ALL_TOLD = 0.99
BASIS_HOLDS, BASIS_EXCLUDED = 0.9, 0.5
NUMBER = re.compile(r"\d")


def backed_candidates(claim: Claim, index: FactIndex, issuer: frozenset[str]) -> list[Candidate]:
    """The facts that print a level as claimed, of lines that share words with its sentence; none if several do."""
    if claim.period is None or claim.role == "change" or not telling_digits(claim):
        return []
    found = [c for line, told in lines_by_words(claim, index, issuer) for c in at_line(claim, line, told)]
    values = {c.facts[0].value for c in found}
    labels = {normalize(c.facts[0].item.label) for c in found}
    return found if len(values) == 1 and len(labels) == 1 else []


def telling_digits(claim: Claim) -> bool:
    """Whether a figure has digits enough not to agree by chance, and is no round number."""
    if claim.value is None or claim.step == 0 or claim.value_high is not None:
        return False
    return abs(claim.value) / claim.step >= FEWEST


def at_line(claim: Claim, line: Line, told: tuple[str, ...]) -> Iterator[Candidate]:
    assert claim.period is not None
    note = f"“{line.item.label}” shares {' and '.join(told)} with the sentence, and prints the figure"
    for fact in line.at(claim.period)[:2]:
        found = candidate((fact,), "a", BACKED, (note,))
        judgement = judge(claim, found)
        if judgement.says == "match" and not far_beyond(claim, judgement):
            yield found


def lines_by_words(
    claim: Claim, index: FactIndex, issuer: frozenset[str]
) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """The lines of the claim's unit whose labels stand in the sentence for the most part."""
    spoken = content_words(f"{claim.scope} {claim.sentence}") - issuer
    # Only a line that prints the figure counts: that spares the rest of a long release.
    stated = claim_interval(claim)
    printing = index.between(stated.low, stated.high)
    seen: set[int] = set()
    for word in sorted(spoken):
        for line in among(index.by_word.get(word, {}), printing):
            if line.place in seen or not unit_fits(claim.kind, line.unit):
                continue
            seen.add(line.place)
            told = tuple(sorted(content_words(line.item.label) & spoken))
            if may_be_meant(claim, line, share_told(line, told, index)):
                yield line, told


def may_be_meant(claim: Claim, line: Line, told: float) -> bool:
    """Whether the sentence says enough of a line's label; all of it, where the line alone names a basis."""
    basis = with_basis(claim, line, 1.0)[0]
    return told >= (TOLD if basis >= BASIS_HOLDS else ALL_TOLD) and basis > BASIS_EXCLUDED


def share_told(line: Line, told: tuple[str, ...], index: FactIndex) -> float:
    """How much of what a label says the sentence says as well, each word weighed by how rare it is."""
    words = content_words(line.item.label)
    weights = {word: 1 / len(index.by_word[word]) for word in words if word in index.by_word}
    whole = sum(weights.values())
    return sum(weights.get(word, 0.0) for word in told) / whole if whole else 0.0


@lru_cache(maxsize=512)
def content_words(text: str) -> frozenset[str]:
    """The words of a text that say something, stemmed."""
    idle = word_list("neutral") | word_list("stop")
    return frozenset(stem(w) for w in normalize(text).split() if w not in idle and not NUMBER.search(w))
