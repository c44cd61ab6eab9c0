"""Amounts that only say which things are counted: "customers with ARR over $100,000", "deposits of $100,000 or more".

They are part of the thing's name, and claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrext.claims.metrics import MetricMention
from narrext.quantities import Quantity

MOVES = r"(?:was|were|is|are|has|have|had|increased|decreased|rose|fell|grew|declined|totaled|reached|and|but|to|from|by)"
# a thing of which there are many, and what begins the words that pick some of them
NARROWED = re.compile(
    r"(?i)\b(?P<noun>customers|clients|accounts|subscribers|users|merchants|members|relationships|depositors|borrowers|deposits|certificates(?:\s+of\s+deposit)?|loans|"
    r"contracts|orders|transactions|policies|deals|balances)"
    rf"(?P<link>\s+(?:(?:with|having|that|who|which|whose|each|generating|spending|contributing|paying|representing)\b(?:\s+(?!{MOVES}\b)[\w’'-]+){{0,6}}?\s+)?"
    r"(?:of\s+|in\s+)?(?:(?:over|above|exceeding|(?:more|greater|less|fewer)\s+than|in\s+excess\s+of|at\s+least|under|below)\s+)?)$"
)
OR_MORE = re.compile(r"(?i)\+?\s+(?:or|and)\s+(?:more|greater|over|above|higher|less|under)\b")
# "in ARR", "of annual recurring revenue": of what the threshold is
OF_WHAT = re.compile(
    r"(?i)\s+(?:in|of)\s+(?!the\b|its\b|our\b|this\b|last\b|fiscal\b|first\b|second\b|third\b|fourth\b|\d)(?:[A-Za-z][\w-]*\s+){0,4}?[A-Za-z][\w-]*"
    r"(?=\s*(?:[,.;:)”]|$|\b(?:up|down|increased|grew|rose|was|were|is|are|during|at|as|compared|representing|and|who|that|from|for|by|in|over)\b))"
)
BOUNDS = frozenset(["more_than", "at_least", "less_than", "at_most"])


@dataclass(frozen=True, slots=True)
class Threshold:
    """Words that narrow the noun ending at `noun_end`: ``text[start:end]``, which hold a number."""

    noun_end: int
    start: int
    end: int
    words: str


def find_thresholds(text: str, quantities: Sequence[Quantity]) -> list[Threshold]:
    return [found for q in quantities if (found := threshold(text, q, quantities)) is not None]


# "41 utilities with contracts over $10 million"
LINK = re.compile(
    rf"(?i)\s+(?:with|having)\b(?:\s+(?!{MOVES}\b)[\w’'-]+){{0,6}}?\s+(?:(?:over|above|exceeding|(?:more|greater|less|fewer)\s+than|in\s+excess\s+of|at\s+least)\s+)?"
)


def counted_before(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> int | None:
    """Where the noun of a count ends that words before an amount narrow."""
    counts = [q for q in quantities if q.kind == "count" and q.end <= quantity.start]
    if not counts or not LINK.fullmatch(text, counts[-1].end, quantity.start):
        return None
    return counts[-1].end


def threshold(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> Threshold | None:
    if quantity.kind not in ("money", "count", "number") or quantity.value_high is not None:
        return None
    noun = NARROWED.search(text, max(0, quantity.start - 90), quantity.start)
    more = OR_MORE.match(text, quantity.end)
    if not (more or quantity.bound in BOUNDS):
        return None
    noun_end = noun.end("noun") if noun else counted_before(text, quantity, quantities)
    # "orders of more than $5 million" tells what they came to
    if noun_end is None or (noun and noun["link"].split()[:1] == ["of"] and not more):
        return None
    end = more.end() if more else quantity.end
    if what := OF_WHAT.match(text, end):
        end = what.end()
    start = noun_end + 1
    return Threshold(noun_end, start, end, " ".join(text[start:end].split()))


def without_thresholds(quantities: Sequence[Quantity], thresholds: Sequence[Threshold]) -> list[Quantity]:
    return [q for q in quantities if not any(t.start <= q.start < t.end for t in thresholds)]


def narrowed(metrics: Sequence[MetricMention], thresholds: Sequence[Threshold]) -> list[MetricMention]:
    """The metrics with the thresholds that stand behind them, and without those that stand inside one."""
    kept = []
    for metric in metrics:
        if any(t.start <= metric.head_start < t.end for t in thresholds):
            continue
        words = next((t.words for t in thresholds if t.noun_end == metric.head_end), "")
        kept.append(replace(metric, threshold=words) if words else metric)
    return kept
