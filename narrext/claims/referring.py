"""Words that take up what the sentence before was about: "this increase", "it was up", "they rose"."""

from __future__ import annotations

import re

from narrext.claims.drafts import Draft, Sentence

CHANGE = r"(?:increase|decrease|decline|improvement|growth|change|reduction|rise|drop|gain|difference|figure|amount|total)"
REFERS = re.compile(
    r"(?i)^[\s\"“•*–-]*(?:and\s+|but\s+)?(?:(?:this|that|these|those|it|they|both|which)\s+(?:(?:also|now|then)\s+)?"
    r"(?:compar\w+|represent\w*|was|were|is|are|rose|fell|grew|increas\w+|decreas\w+|declin\w+|improv\w+|dropped|climbed|reflect\w*|mark\w*|equal\w*|exceed\w*|"
    rf"includ\w+|had\s+been|stood|came|amount\w*|account\w*)\b|(?:this|the|such|that)\s+(?:[\w-]+\s+)?{CHANGE}\b(?!\s+in\b))"
)


def refers_back(sentence: Sentence, d: Draft) -> bool:
    """Whether the first number of a sentence is of the metric that the sentence before was about."""
    counts = d.kind == "count" and d.quantity.end > d.quantity.number_end
    if sentence.about is None or counts or not REFERS.match(sentence.text):
        return False
    return not any(m.end <= d.start for m in sentence.metrics)
