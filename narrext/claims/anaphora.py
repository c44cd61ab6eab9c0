""" "The segment", "segment operating income", "its operating income": what the text named before narrows them.

They never mean the whole company; where nothing was named, the word stays and finds no line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrext.claims.metrics import vocabulary
from narrext.claims.records import Claim

PARTS = frozenset(
    ["segment", "segment's", "segment’s", "segments", "division", "division's", "division’s", "divisional"]
)
SAYS_PART = re.compile(r"(?i)\b(?:segment|division)\b")
ITS = re.compile(r"(?i)\b(?:its|their)\s+$")


@dataclass(slots=True)
class Trail:
    """The part of the company that the text named last."""

    name: str = ""
    sentence: int = -1  # where the sentence begins that named it

    def follow(self, found: Sequence[Claim]) -> list[Claim]:
        """The claims of a sentence, with what "the segment" in them means."""
        return [self.read(claim) for claim in found]

    def read(self, claim: Claim) -> Claim:
        qualifiers = claim.measure.qualifiers
        own = tuple(w for w in qualifiers if w not in PARTS and w not in vocabulary())
        if PARTS & set(qualifiers):
            kept = tuple(w for w in qualifiers if w not in PARTS)
            if own:
                self.take(" ".join(kept), claim)
                return replace(claim, measure=replace(claim.measure, qualifiers=kept))
            return self.narrowed(claim, kept)
        if told := subject_part(claim):
            self.take(told, claim)
            return self.narrowed(claim, qualifiers)
        if self.name and self.sentence == claim.sentence_start and is_its(claim):
            return self.narrowed(claim, qualifiers)
        if (
            claim.role == "share"
            and claim.measure.concept.startswith("line: ")
            and claim.metric[:1].isupper()
        ):
            self.take(claim.measure.head.lower(), claim)  # "Grid Systems passed 57% of our revenue"
        elif names_part(claim, own):
            self.take(" ".join(qualifiers), claim)
        return claim

    def take(self, name: str, claim: Claim) -> None:
        self.name, self.sentence = name, claim.sentence_start

    def narrowed(self, claim: Claim, kept: tuple[str, ...]) -> Claim:
        if not self.name:
            return claim
        measure = replace(claim.measure, qualifiers=kept)
        if measure.concept == "margin":
            measure = replace(measure, concept="operating_margin")  # what a segment has of margins
        return replace(claim, scope=self.name, scope_told=True, measure=measure)


# "The gas utility segment reported a loss of …", "Corporate and other reported …"
REPORTED = re.compile(
    r"(?i)^[\s\"“•*–-]*(?:the\s+|our\s+|its\s+)?(?P<who>(?:[\w&’'-]+\s+){1,6}?(?:segment|division|subsidiary)|corporate(?:\s+and\s+(?:all\s+)?other)?)\s+"
    r"(?:reported|posted|recorded|had|incurred|generated|earned)\b"
)
INCOME = frozenset(
    ["loss", "income", "profit", "earnings", "net loss", "net income", "operating income", "operating loss"]
)


def subject_part(claim: Claim) -> str:
    """The part that a sentence's subject names, of an income that it reports."""
    if claim.measure.head.lower() not in INCOME:
        return ""
    found = REPORTED.match(claim.sentence)
    if found is None:
        return ""
    return " ".join(w for w in found["who"].lower().split() if w not in PARTS | {"subsidiary", "and"})


def names_part(claim: Claim, own: Sequence[str]) -> bool:
    """Whether a claim's metric is that of a part: "Flow Control sales were …", "Power was 57% of revenue"."""
    if not own or SAYS_PART.search(claim.sentence):
        return False
    if claim.measure.concept:
        return claim.measure.basis == "" and any(proper(word, claim.metric) for word in own)
    return claim.role == "share" and bool(claim.measure.of) and claim.metric[:1].isupper()


def proper(word: str, text: str) -> bool:
    """Whether a word stands in a text with a capital, as names do."""
    found = re.search(rf"(?i)\b{re.escape(word)}\b", text)
    return found is not None and found[0][:1].isupper()


def is_its(claim: Claim) -> bool:
    """Whether a metric is that of what its sentence spoke of: "its operating income grew 80%"."""
    at = claim.sentence.find(claim.metric)
    return at > 0 and bool(claim.measure.concept) and ITS.search(claim.sentence[:at]) is not None
