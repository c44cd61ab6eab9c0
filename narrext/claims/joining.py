"""Several lines named together before or behind one amount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrext.claims.drafts import Draft, Sentence
from narrext.claims.metrics import MetricMention
from narrext.claims.naming import Metric

AND = re.compile(r"(?i)\s*(?:and|plus)\s+(?:the\s+|its\s+|our\s+)?")


def joined_behind(sentence: Sentence, d: Draft, first: MetricMention) -> Metric | None:
    """Several lines named together behind one amount: "$4 billion in share repurchases and dividends"."""
    at = sentence.metrics.index(first)
    second = sentence.metrics[at + 1] if at + 1 < len(sentence.metrics) else None
    if d.kind != "money" or second is None or not AND.fullmatch(sentence.text, first.end, second.start):
        return None
    if re.match(r"(?i)\s*(?:of|were|was|to|:)?\s*[$€£\d]", sentence.text[second.end : second.end + 12]):
        return None  # the second has an amount of its own
    d.behind = second
    text = sentence.text[first.start : second.end]
    return Metric(text=text, head=text, unit="money", nature="flow", window=text)


COMMA_OR_AND = re.compile(
    r"(?i)(?:\s+equivalents)?\s*(?:,|and|,\s*and|plus)\s+(?:the\s+|its\s+|our\s+)?(?:cash\s+equivalents\s*(?:,|and|,\s*and)\s+)?"
)
TOTALED = re.compile(
    r"(?i)\s*(?:together\s+|combined\s+|in\s+total\s+)?(?:totaled|totalled|amounted\s+to|came\s+to|were\s+together)\s+(?:approximately\s+|about\s+|nearly\s+)?$"
)


def joined_before(sentence: Sentence, i: int, d: Draft, left: Sequence[MetricMention]) -> Metric | None:
    """Lines named together before one amount: "cash, cash equivalents and marketable investments totaled $28.8 million"."""
    following = sentence.drafts[i + 1] if i + 1 < len(sentence.drafts) else None
    if d.kind != "money" or (following is not None and following.tie == "list"):
        return None
    if not TOTALED.fullmatch(sentence.text, left[-1].end, d.start):
        return None
    first = len(left) - 1
    while first and COMMA_OR_AND.fullmatch(sentence.text, left[first - 1].end, left[first].start):
        first -= 1
    if first == len(left) - 1:
        return None
    text = sentence.text[left[first].start : left[-1].end]
    nature = next((c.nature for c in left[-1].concepts), "flow")
    return Metric(text=text, head=text, unit="money", nature=nature)
