"""Places behind a change say of what part it speaks: "sales rose 16% in Europe and 9% in Asia"."""

from __future__ import annotations

import re
from dataclasses import replace

from narrext.claims.drafts import Draft, Sentence

NAME = r"(?:U\.S\.|U\.K\.|[A-Z][A-Za-z'’-]+)"
PLACE = re.compile(
    rf"\s+in\s+(?:the\s+)?(?P<place>{NAME}(?:(?:\s+|\s*[/-]\s*|\s+and\s+(?:the\s+)?){NAME}){{0,3}})(?![\w$€£%]|\s+(?:dollars|currency|terms))"
)
# capitalized words that are no places
NO_PLACE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4]|FY\d*|Fiscal|"
    r"Company|Corporation|Group|GAAP|EPS|EBITDA|Euros?|Dollars?|Swiss|Australian|Canadian)\b"
)


def narrow_by_places(sentence: Sentence) -> None:
    """Let the place right behind a change narrow its metric."""
    found = [(d, place) for d in sentence.drafts if (place := place_behind(sentence, d))]
    for d, place in found:
        words = tuple(word for word in place.lower().replace("/", " ").split() if word not in ("and", "the"))
        if d.metric.text and not set(words) <= set(d.metric.qualifiers):
            d.metric = replace(
                d.metric, text=f"{d.metric.text} in {place}", qualifiers=(*d.metric.qualifiers, *words)
            )


def place_behind(sentence: Sentence, d: Draft) -> str:
    """The place that follows a change at once; nothing where a period or another thing does."""
    if d.role != "change" or d.kind not in ("percent", "money"):
        return ""
    match = PLACE.match(sentence.text, d.end)
    if match is None or NO_PLACE.search(match["place"]):
        return ""
    if any(p.start < match.end("place") and p.end > match.start("place") for p in sentence.periods):
        return ""
    return match["place"]
