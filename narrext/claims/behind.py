"""The metric that stands behind its number: "$9.8 billion in cash flow", "8% revenue growth"."""

from __future__ import annotations

import re

from narrext.claims.cues import cues
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.joining import joined_behind
from narrext.claims.metrics import MetricMention
from narrext.claims.naming import Metric, measure_of
from narrext.claims.subjects import named_by

RIGHT = re.compile(
    r"(?i)\s*(?:[\w-]+\s+){0,3}?(?:(?:in|of|from|for|on)\s+)?(?:(?:the|its|our|total|their|a|an|record|consolidated|net|company['’]s)\s+)*$"
)


TO_HOLDERS = re.compile(
    r"(?i)\s+to\s+(?:its\s+|our\s+|the\s+)?(?:share|stock|unit)?(?:holders|owners|investors)"
)


def right_metric(sentence: Sentence, d: Draft) -> MetricMention | None:
    """The metric that follows a number: "$9.8 billion in cash flow", "8% revenue growth"."""
    text = sentence.text
    for metric in sentence.metrics:
        if metric.start < d.quantity.end:
            continue
        if metric.start - d.quantity.end > 60:
            break
        gap = TO_HOLDERS.sub("", text[d.quantity.end : metric.start])
        if re.search(
            r"[,;:.()]|\b(?:and|or|to|compared|versus|was|were|than|while|as|which|that|due|driven|despite|by)\b",
            gap,
        ):
            break
        return metric
    return None


def prefers_right(sentence: Sentence, d: Draft, own: MetricMention | None, right: MetricMention) -> bool:
    """Whether the metric behind a number is nearer to it than the one before."""
    gap = sentence.text[d.quantity.end : right.start]
    words = gap.lower().split()
    directly = not words or words[0] in ("in", "of")
    moved = d.role == "change" and any(w in ("in", "of") for w in words)
    if own is None:
        return (
            directly
            or moved
            or (len(words) <= 3 and not any(w in ("in", "for", "from", "on") for w in words))
        )
    between = sentence.text[own.end : d.start]
    if re.fullmatch(
        r"(?i)\s*(?:of|was|were|to|at|:|is|totaled|totalled)?\s*(?:an?\s+|approximately\s+|about\s+|record\s+)*",
        between,
    ):
        return False
    if moved and not cues().direction_left.search(d.left):
        return True
    return (
        bool(
            re.search(
                r"(?i)\b(?:generat\w+|record\w+|report\w+|includ\w+|repurchas\w+|paid|return\w+|post\w+|with|had|of|us\w+)\s+(?:approximately\s+|about\s+|a\s+)*$",
                between,
            )
        )
        and directly
        and d.role == "level"
    )


# "a 3.1% increase in average ticket": what moved, where the lexicon has no word for it
CHANGE_IN = re.compile(
    r"(?i)\s+(?:[\w-]+\s+){0,2}?(?:increase|decrease|decline|improvement|growth|rise|drop|reduction|gain|jump|dip|slip)s?\s+in\s+(?:(?:the|our|its)\s+)?"
    r"((?!(?:the|first|second|third|fourth|fiscal|both|each|this|that|\d)\b)[a-z][\w’'/-]*(?:\s+(?!(?:for|in|from|to|and|or|as|at|on|by|with|compared|over|was|were|is|are|that|which|partially|offset|during|due|driven)\b)[a-z][\w’'/-]*){0,3})"
)


def metric_behind(
    sentence: Sentence, d: Draft, own: MetricMention | None, previous: Draft | None
) -> Metric | None:
    """The metric behind a number, where it is nearer than the one before."""
    right = right_metric(sentence, d)
    if right is None and d.role == "change" and (named := CHANGE_IN.match(sentence.text, d.end)):
        return named_by(named[1])
    if right is None or (d.of is not None and right.start < d.end):
        return None
    if not prefers_right(sentence, d, own, right):
        return None
    if total := joined_behind(sentence, d, right):
        return total
    metric = measure_of(sentence.text, right, d.kind, sentence.metrics)
    d.behind = right
    if own is None and previous is not None and unit_word(metric):
        return previous.metric.narrowed("units")
    return metric


def unit_word(metric: Metric) -> bool:
    return metric.head.lower() in ("unit", "units") and not metric.qualifiers
