"""A draft with its dates -> the record of a claim."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from narrext.claims.comparing import compared_groups, compared_level, is_effect, named_base
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.naming import Metric
from narrext.claims.records import Claim, Measure
from narrext.periods import Period

if TYPE_CHECKING:
    from narrext.claims.find import ReadSentence


def claim_of(
    read: ReadSentence,
    d: Draft,
    number: int,
    period: Period | None,
    base: Period | None,
    scope: str,
    scope_told: bool,
    currency: str,
) -> Claim:
    folded = read.folded
    sentence = folded.text[read.start : read.end]
    start = folded.offset(read.start + d.start)
    end = folded.offset(read.start + d.end - 1) + 1
    quantity = d.quantity
    kind = d.kind
    return Claim(
        id=f"c{number}",
        start=start,
        end=end,
        text=sentence[d.start : d.end],
        sentence_start=folded.offset(read.start),
        sentence_end=folded.offset(read.end - 1) + 1,
        sentence=sentence,
        kind=kind,
        role=d.role,
        metric=metric_text(d),
        value=signed(quantity.value, d),
        step=quantity.step,
        unit=unit_of(d, currency),
        value_high=quantity.value_high,
        bound=quantity.bound,
        direction=d.direction,
        period=period,
        base=base,
        forward_looking=d.forward,
        scope=scope,
        measure=measure(parsed=read.parsed, d=d),
        period_told=told(read.parsed, d),
        base_told=base_told(read.parsed, d),
        metric_told=d.direct,
        scope_told=scope_told,
    )


def told(parsed: Sentence, d: Draft) -> bool:
    """Whether the sentence itself tells the period of a number."""
    if d.period is not None:
        # "the quarter" is the one reported, of a metric that surely is its own
        return d.period.relation != "current" or d.direct
    if compared_level(parsed, d):
        return False
    if any(x.period is not None and not x.period.relation for x in parsed.drafts if x.start < d.start):
        return True  # that of the number before it holds on
    return parsed.lead is not None and parsed.lead.relation != "current"


def base_told(parsed: Sentence, d: Draft) -> bool:
    if d.base is not None or named_base(parsed, d) is not None or parsed.lead_base is not None:
        return True
    compared = compared_groups(parsed)
    return any(x.period is not None and x.role != "change" and x.group in compared for x in parsed.drafts)


def signed(value: Decimal, d: Draft) -> Decimal:
    """A change's sign is its direction; of others the sign is kept as printed."""
    return abs(value) if d.role == "change" and d.direction else value


def unit_of(d: Draft, currency: str) -> str:
    if d.kind == "per_share" and "/" not in d.quantity.unit:
        return f"{d.quantity.unit or currency}/share"
    if d.kind == "per_share":
        return (
            d.quantity.unit if d.quantity.unit.endswith("/share") else f"{d.quantity.unit or currency}/share"
        )
    if d.kind == "ratio":
        return "ratio"
    if d.kind == "count":
        return d.quantity.unit or NUMBER_OF.sub("", d.metric.head.lower())
    return d.quantity.unit


NUMBER_OF = re.compile(r"^(?:total\s+)?(?:number|count)\s+of\s+")


def metric_text(d: Draft) -> str:
    name = " ".join(d.metric.text.split())
    if d.kind == "per_share" and not d.metric.per_share and "per share" not in name.lower():
        name = f"{name} per share"
    if d.of_text and d.role in ("share", "change"):
        return f"{name} / {d.of_text}"
    if d.role == "share" and d.metric.rate == "share":
        return f"{name} / revenue"
    return name


DILUTED = re.compile(r"(?i)\bdiluted\b|\bassuming\s+dilution\b")
BASIC = re.compile(r"(?i)\bbasic\b")


def measure(parsed: Sentence, d: Draft) -> Measure:
    metric: Metric = d.metric
    of_concept = ""
    if d.of is not None:
        concept = d.of.unit("money")
        of_concept = concept.name if concept else ""
    per_share = metric.per_share
    if d.kind == "per_share":
        own = parsed.text[d.start : d.end] + d.right[:28]
        if DILUTED.search(own):
            per_share = "diluted"
        elif BASIC.search(own):
            per_share = "basic"
        per_share = per_share or "share"
    return Measure(
        concept=metric.concept,
        head=metric.head,
        qualifiers=metric.qualifiers,
        basis=metric.basis,
        of=d.of_text,
        of_concept=of_concept,
        per_share=per_share,
        window=metric.window,
        effect=d.role == "change" and is_effect(parsed, d),
    )
