"""The basis that the words right beside a number tell: "11.8% in constant currency", "$8.7 million (non-GAAP)"."""

from __future__ import annotations

import re
from dataclasses import replace

from narrext.claims.basis_words import BASIS, CURRENCY
from narrext.claims.drafts import Draft, Sentence

WOULD = re.compile(r"(?i)\bwould\s+(?:have\s+been|be|have)\b")
FORMERLY = re.compile(
    r"(?i)\b(?:previously|originally|first|initially|formerly)\s+(?:reported|announced|stated|published)\b"
)
TOLD_BEHIND = re.compile(
    r"(?i)\s*(?:\(\s*(?P<bracket>gaap|non-gaap|adjusted|pro\s+forma|as\s+reported)\s*\)|as\s+(?P<reported>reported)\b|on\s+an?\s+(?P<basis>adjusted|non-gaap|gaap)\s+basis)"
)


# "Adjusted EPS was $1.62 (GAAP: $1.50)"
TOLD_BEFORE = re.compile(r"(?i)\(\s*(gaap|non-gaap|adjusted|reported)\b[:\s]*$")


# what a sentence begins with holds for all of it: "On a pro forma basis, revenue … and EBITDA …"
PRO_FORMA_LEAD = re.compile(r"(?i)^\W*on\s+an?\s+(?:unaudited\s+)?pro[\s-]forma\s+basis\b")


def assign_bases(sentence: Sentence) -> None:
    before = ""
    if PRO_FORMA_LEAD.match(sentence.text):
        for d in sentence.drafts:
            d.metric = replace(d.metric, basis="pro forma")
    for i, d in enumerate(sentence.drafts):
        # "would have been $6.3 million, or 13.1 percent of sales"
        before = supposed(d.left) or (before if d.tie in ("or", "paren") else "")
        if not d.metric.basis:
            d.metric = replace(d.metric, basis=before)
        if bracketed := TOLD_BEFORE.search(d.left):
            d.metric = replace(d.metric, basis=BASIS[bracketed[1].lower()])
        if told := TOLD_BEHIND.match(d.right):
            word = (told["bracket"] or told["reported"] or told["basis"]).lower().split()[-1]
            d.metric = replace(d.metric, basis={"forma": "pro forma"}.get(word) or BASIS[word])
        if d.kind == "percent" and d.role == "change" and in_constant_currency(d, first=i == 0):
            d.metric = replace(d.metric, basis="constant currency")


def in_constant_currency(d: Draft, *, first: bool) -> bool:
    """Whether the words beside a percentage say so, and not of the number before it."""
    if CURRENCY.search(d.right[:45]):
        return True
    before = CURRENCY.search(d.left, max(0, len(d.left) - 60))
    if before is None or first:
        return before is not None
    # "11.8% in constant currency and 9.3%": the words belong to the number before
    return before.start() > ADJACENT or not re.search(r"(?i)\b(?:and|or|but)\b", d.left[before.end() :])


ADJACENT = 12  # characters behind a number


def supposed(left: str) -> str:
    """What is told as it would have been, or as it stood before: no figure of the statements as they are."""
    if FORMERLY.search(left):
        return "previously reported"
    return "adjusted" if WOULD.search(left) else ""
