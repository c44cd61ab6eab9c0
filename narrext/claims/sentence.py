"""One sentence -> drafts of claims: each number with its metric, role, direction and periods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrext.claims.asides import outside_asides, passed_over
from narrext.claims.brackets import blanked
from narrext.claims.choosing import assign_metrics
from narrext.claims.claimable import claimed
from narrext.claims.cues import is_forward
from narrext.claims.denominators import assign_denominators, find_denominators, without_denominators
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.metrics import Concept, MetricMention, find_metrics
from narrext.claims.naming import Metric
from narrext.claims.relatives import assign_antecedents
from narrext.claims.roles import assign_roles, take_denominators
from narrext.claims.spans import assign_periods
from narrext.claims.standing import assign_standing
from narrext.claims.thresholds import Threshold, find_thresholds, narrowed, without_thresholds
from narrext.claims.ties import assign_ties
from narrext.periods import PeriodMention, find_periods
from narrext.quantities import Quantity, find_quantities

# what is only supposed dates nothing: "as if the merger had been completed on January 1, 2007, revenue …"
AS_IF = re.compile(r"(?i)\bas\s+(?:if|though)\b(?:[^;.]{0,140}?\b(?:19|20)\d\d\b,?|[^;,]{0,140})")
Heads = Sequence[tuple[int, int, tuple[Concept, ...]]]


def read_sentence(
    text: str, heads: Heads, currency: str = "USD", *, outlook: bool = False, about: Metric | None = None
) -> Sentence:
    """All that the words of one sentence say; dates are made of the periods by the caller.

    `about` is the metric that the sentence before was about, for "this increase" and "they rose".
    """
    aside = passed_over(text, heads)
    heads = [h for h in heads if not any(a <= h[0] and h[1] <= b for a, b in aside)]
    text = blanked(text, aside)
    dated = blanked(text, [m.span() for m in AS_IF.finditer(text)])
    periods = [p for p in find_periods(dated) if not names_a_metric(text, p, heads)]
    taken = [(p.start, p.end) for p in periods]
    quantities = [
        q
        for q in find_quantities(text, currency)
        if q.kind not in ("number", "count") or not any(q.start < b and q.end > a for a, b in taken)
    ]
    thresholds = find_thresholds(text, quantities)
    quantities = without_thresholds(quantities, thresholds)
    walls = [(q.start, q.end) for q in quantities if q.kind != "number"]
    metrics = absorbed(text, outside_asides(text, find_metrics(text, heads, taken, walls), quantities, heads))
    denominators = find_denominators(text, metrics)
    metrics = narrowed(without_denominators(metrics, denominators), thresholds)
    text = blanked(text, [(x.start, x.end) for x in denominators] + [(x.start, x.end) for x in thresholds])
    sentence = Sentence(text, drafts_of(text, quantities, metrics, thresholds), periods, metrics)
    sentence.about = about
    take_denominators(sentence)
    assign_ties(sentence)
    assign_roles(sentence)
    assign_denominators(sentence, denominators)
    assign_metrics(sentence)
    assign_standing(sentence)
    assign_periods(sentence)
    assign_antecedents(sentence)
    for d in sentence.drafts:
        d.forward = is_forward(text[: d.start], d.right, outlook)
    return sentence


# "annual recurring revenue" is a sum at a date, and no revenue of a year
ADJECTIVE = re.compile(r"(?i)(?:annual|annualized|quarterly|monthly|daily|yearly)$")


def names_a_metric(text: str, period: PeriodMention, heads: Heads) -> bool:
    """Whether what reads as a period is a word of a metric's own name."""
    return ADJECTIVE.match(text[period.start : period.end]) is not None and any(
        start <= period.start and period.end < end for start, end, _ in heads
    )


def drafts_of(
    text: str, quantities: list[Quantity], metrics: Sequence[MetricMention], thresholds: Sequence[Threshold]
) -> list[Draft]:
    kept = claimed(text, quantities, metrics)
    drafts = [draft(text, kept, i) for i in range(len(kept))]
    for d in drafts:
        d.threshold = next((t.words for t in thresholds if t.noun_end == d.end), "")
    return drafts


INSIDE = re.compile(r"(?i)\s+(?:by|to|of|from|for|in|at|across)\s+(?:(?:the|its|our|all|their)\s+)*")


# "operating income before amortization", "debt net of cash": what is left out is not what is counted
LESS = re.compile(r"(?i)\s+(?:before|excluding|exclusive\s+of|net\s+of)\s+(?:(?:the|its|our|all)\s+)*")

OPERATIONS = frozenset(["continuing operations", "discontinued operations"])


def is_operations(text: str, metric: MetricMention) -> bool:
    """ "Revenues from continuing operations" are revenues."""
    return text[metric.start : metric.head_end].lower() in OPERATIONS


def absorbed(text: str, metrics: list[MetricMention]) -> list[MetricMention]:
    """Without the metrics that only complete another: "electricity use by commercial customers"."""
    kept: list[MetricMention] = []
    for metric in metrics:
        inside = kept and INSIDE.fullmatch(text, kept[-1].head_end, metric.start)
        if inside and (metric.concepts[0].unit == "count" or is_operations(text, metric)):
            continue
        if kept and LESS.fullmatch(text, kept[-1].head_end, metric.start):
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
