"""Counts and the amounts beside them: which number is of which things."""

from __future__ import annotations

import re

from narrext.claims.claimable import WHICH
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.metrics import MetricMention
from narrext.claims.naming import TOKEN, Metric
from narrext.lexicons import word_list
from narrext.units import is_measure


def which_of(sentence: Sentence, d: Draft) -> str:
    """The word that stands in for a noun: "142 company-owned"."""
    found = WHICH.fullmatch(sentence.text, d.quantity.number_end, d.quantity.end)
    return found[0].strip().lower() if found else ""


COUNTED = frozenset(["count", "shares", "ratio"])
# "net new orders were 1,037 homes", "production averaged 124.4 MMcfe per day"
EQUALS = re.compile(
    r"(?i)\b(?:was|were|is|are|totaled|totalled|reached|stood|averaged|numbered|came|to|at)\b[\w\s,]{0,40}$"
)


def own_count(sentence: Sentence, d: Draft, own: MetricMention) -> bool:
    """Whether a count is of the metric before it, and not of the noun behind it alone."""
    if any(c.unit in COUNTED for c in own.concepts) or is_measure(d.quantity.unit):
        return True
    return EQUALS.search(sentence.text[own.end : d.start]) is not None


def beside_count(sentence: Sentence, i: int, d: Draft) -> Metric | None:
    """An amount held against one before a count is of that amount: "$1.3 million for nine stores, against $0.9 million"."""
    earlier = [x for x in sentence.drafts[:i] if x.kind == d.kind]
    return earlier[-1].metric if earlier and d.tie in ("compare", "to", "list") else None


def said_of_things(d: Draft) -> Metric:
    """What a clause says of counted things has no name: "41 utilities that each buy at least $10 million a year"."""
    words = [w.lower() for w in TOKEN.findall(d.left)]
    return Metric(qualifiers=tuple(w for w in words if w not in word_list("stop"))[-2:])
