"""One sentence -> drafts of claims: each number with its metric, role, direction and periods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrext.claims.choosing import assign_metrics
from narrext.claims.claimable import claimed
from narrext.claims.cues import is_forward
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.metrics import Concept, MetricMention, find_metrics
from narrext.claims.roles import assign_roles, take_denominators
from narrext.claims.spans import assign_periods
from narrext.claims.standing import assign_standing
from narrext.claims.ties import assign_ties
from narrext.periods import find_periods
from narrext.quantities import Quantity, find_quantities

Heads = Sequence[tuple[int, int, tuple[Concept, ...]]]


def read_sentence(text: str, heads: Heads, currency: str = "USD", *, outlook: bool = False) -> Sentence:
    """All that the words of one sentence say; dates are made of the periods by the caller."""
    periods = find_periods(text)
    taken = [(p.start, p.end) for p in periods]
    quantities = [
        q
        for q in find_quantities(text, currency)
        if q.kind not in ("number", "count") or not any(q.start < b and q.end > a for a, b in taken)
    ]
    blocked = taken + [(q.start, q.end) for q in quantities if q.kind != "number"]
    metrics = absorbed(text, outside_asides(text, find_metrics(text, heads, blocked), quantities))
    quantities = claimed(text, quantities, metrics)
    drafts = [draft(text, quantities, i) for i in range(len(quantities))]
    sentence = Sentence(text, drafts, periods, metrics)
    take_denominators(sentence)
    assign_ties(sentence)
    assign_roles(sentence)
    assign_metrics(sentence)
    assign_standing(sentence)
    assign_periods(sentence)
    for d in drafts:
        d.forward = is_forward(text[: d.start], d.right, outlook)
    return sentence


INSIDE = re.compile(r"(?i)\s+(?:by|to|of|from|for|in|at|across)\s+(?:(?:the|its|our|all|their)\s+)*")


# what is set off by dashes, or between commas by "including": it names no subject
SET_OFF = re.compile(
    r"\([^()]{3,90}\)|\s(?:--|–|—|-)\s.{3,120}?\s(?:--|–|—|-)\s|(?i:,\s*(?:including|excluding|such\s+as|particularly|especially|net\s+of)\b[^,;]{3,80},)"
)


def outside_asides(
    text: str, metrics: list[MetricMention], quantities: Sequence[Quantity]
) -> list[MetricMention]:
    """The metrics that do not stand in an aside without a number of its own."""
    spans = [m.span() for m in SET_OFF.finditer(text)]
    spans = [(a, b) for a, b in spans if not any(a <= q.start < b and q.kind != "number" for q in quantities)]
    return [m for m in metrics if not any(a <= m.head_start < b for a, b in spans)]


def absorbed(text: str, metrics: list[MetricMention]) -> list[MetricMention]:
    """Without the metrics that only complete another: "electricity use by commercial customers"."""
    kept: list[MetricMention] = []
    for metric in metrics:
        if (
            kept
            and INSIDE.fullmatch(text, kept[-1].head_end, metric.start)
            and metric.concepts[0].unit == "count"
        ):
            continue
        kept.append(metric)
    return kept


def draft(text: str, quantities: Sequence[Quantity], i: int) -> Draft:
    quantity = quantities[i]
    before = quantities[i - 1].end if i else 0
    after = quantities[i + 1].start if i + 1 < len(quantities) else len(text)
    return Draft(
        quantity,
        quantity.start,
        quantity.end,
        left=text[before : quantity.start],
        right=text[quantity.end : after],
        kind=quantity.kind,
    )
