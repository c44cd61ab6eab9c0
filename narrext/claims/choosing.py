"""Which metric a number speaks of: the words before it, behind it, or of the number before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrext.claims.bases import assign_bases
from narrext.claims.behind import metric_behind, right_metric
from narrext.claims.counting import own_count, which_of
from narrext.claims.cues import cues
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.events import event_metric, outstanding
from narrext.claims.inheriting import metric_taken_on
from narrext.claims.joining import joined_before, joined_behind
from narrext.claims.metrics import MetricMention
from narrext.claims.naming import Metric, measure_of
from narrext.claims.places import narrow_by_places
from narrext.claims.referring import refers_back
from narrext.claims.settling import settle_beside, settle_kind, settle_price
from narrext.claims.sharing import share_out
from narrext.claims.subjects import named_by, spoken_of, subject_of


def assign_metrics(sentence: Sentence) -> None:
    drafts = sentence.drafts
    for i, d in enumerate(drafts):
        previous = drafts[i - 1] if i else None
        d.metric = metric_for(sentence, i, d, previous)
        if d.threshold:
            d.metric = d.metric.beyond(d.threshold)
        d.direct = is_direct(sentence, i, d)
        settle_kind(d)
        settle_price(d)
        settle_beside(d, previous, drafts[:i])
        if previous is not None and d.metric is previous.metric:
            take_denominator(d, previous)
    assign_bases(sentence)
    share_out(sentence)
    narrow_by_places(sentence)


def take_denominator(d: Draft, previous: Draft) -> None:
    """A change in points is one of the share beside it: "36.0% of net sales, an improvement of 110 basis points"."""
    if d.kind == "percent_points" and d.role == "change" and not d.of_text:
        d.of, d.of_text = previous.of, previous.of_text


# what may stand between a metric and its number for the one to be surely the other's
BETWEEN = re.compile(
    r"(?i)(?:[\s,:–—-]|\b(?:was|were|is|are|of|to|at|totaled|totalled|amounted|reached|came|stood|in|increased|decreased|rose|fell|grew|declined|"
    r"improved|dropped|climbed|advanced|jumped|slipped|for|during|the|its|our|an?|record|approximately|about|nearly|reported|posted|from|by|up|"
    r"down|more|than|less|over|on|as|ended|ending|per|share|loss|income|\w+ly)\b)*"
)
OPEN_BEFORE = re.compile(r"[)\d%]\s*$")


def is_direct(sentence: Sentence, i: int, d: Draft) -> bool:
    """Whether the words leave no doubt which metric a number is of."""
    floor = sentence.drafts[i - 1].end if i else 0
    own = [m for m in sentence.metrics if m.start >= floor and m.end <= d.start]
    if own:
        between = sentence.text[own[-1].end : d.start]
        for period in sentence.periods:
            between = between.replace(sentence.text[period.start : period.end], "")
        cut_off = OPEN_BEFORE.search(sentence.text[: own[-1].start])
        return cut_off is None and BETWEEN.fullmatch(between) is not None
    if d.kind == "count" and d.quantity.end > d.quantity.number_end and not d.tie:
        return True  # the noun that is counted stands right behind its number
    if d.tie in ("or", "paren", "compare", "to", "list") or d.role == "change":
        return i > 0 and sentence.drafts[i - 1].direct and sentence.drafts[i - 1].metric is d.metric
    return False


def metric_for(sentence: Sentence, i: int, d: Draft, previous: Draft | None) -> Metric:
    """The metric of a number: its own words first, then those of the number before it."""
    floor = previous.end if previous else 0
    if previous is None and sentence.about is not None and refers_back(sentence, d):
        return sentence.about
    if event := event_metric(sentence, d, previous) or outstanding(sentence, d):
        return event
    if part := part_of(sentence, d):
        return part
    spent = previous.behind if previous else None
    if spent is not None:
        floor = max(floor, spent.end)  # those before it are the number's that took it, joined by "and"
    left = [m for m in sentence.metrics if m.start >= floor and m.end <= d.start]
    own = left[-1] if left else None
    if own is not None and d.tie == "compare" and previous is not None and compared_behind(sentence, own, d):
        own, left = None, []
    if own is None and previous is not None and d.tie in ("or", "paren"):
        return previous.metric
    if behind := metric_behind(sentence, d, own, previous) or more_of(sentence, d):
        return behind
    if told := before_or_counted(sentence, i, d, left):
        return told
    if previous is not None:
        return metric_taken_on(sentence, i, d, previous)
    if (right := right_metric(sentence, d)) and right is not d.of:
        d.behind = right
        return joined_behind(sentence, d, right) or measure_of(sentence.text, right, d.kind, sentence.metrics)
    return spoken_of(sentence.text, d.start, d.end, d.quantity)


def before_or_counted(sentence: Sentence, i: int, d: Draft, left: Sequence[MetricMention]) -> Metric | None:
    """The metric before a number, or the things that it counts."""
    own = left[-1] if left else None
    previous = sentence.drafts[i - 1] if i else None
    if previous is not None and (which := which_of(sentence, d)):
        whole = next((x for x in reversed(sentence.drafts[:i]) if not which_of(sentence, x)), previous)
        return whole.metric.narrowed(which)
    counts = d.kind == "count" and d.quantity.end > d.quantity.number_end
    if counts and own is not None and not own_count(sentence, d, own):
        own = None  # "the impairment of two restaurants"
    if own is not None and (total := joined_before(sentence, i, d, left)):
        return total
    if own is not None and (before := metric_before(sentence, d, left)):
        return before
    if d.tie in ("compare", "to") and (like := like_count(sentence, i, d)):
        return like
    if counts:
        return subject_of(sentence.text, previous.end if previous else 0, d.start, d.quantity) or Metric()
    return None


MORE_OF = re.compile(
    r"(?i)\s+(?:more|fewer|less|higher|lower|greater)\s+(?!than\b|in\b|at\b|on\b|year\b|sequentially\b|for\b|due\b|as\b|and\b|from\b|because\b)(?P<noun>[a-z][\w-]*)\b"
)


def more_of(sentence: Sentence, d: Draft) -> Metric | None:
    """ "On 6.6 percent more capacity": of what stands behind the word, and of nothing before."""
    found = MORE_OF.match(sentence.text, d.quantity.end) if d.kind == "percent" else None
    if found is None:
        return None
    mention = next((m for m in sentence.metrics if m.start == found.start("noun")), None)
    if mention is not None:
        d.behind = mention
        return measure_of(sentence.text, mention, d.kind, sentence.metrics)
    return named_by(found["noun"])


def compared_behind(sentence: Sentence, own: MetricMention, d: Draft) -> bool:
    """Whether the comparator stands behind a metric: "added 4.1 points to the combined ratio, compared with 6.3"."""
    return cues().compare.search(sentence.text, own.end, d.start) is not None


def like_count(sentence: Sentence, i: int, d: Draft) -> Metric | None:
    """The metric of an earlier count of the same things: "1,214 homes, down 8% from 1,320 homes"."""
    if d.kind != "count":
        return None
    alike = (
        x.metric
        for x in reversed(sentence.drafts[:i])
        if x.kind == "count" and x.quantity.unit == d.quantity.unit
    )
    return next(alike, None)


def metric_before(sentence: Sentence, d: Draft, left: Sequence[MetricMention]) -> Metric | None:
    """The last metric before a number, unless a clause with another subject lies between."""
    own = left[-1]
    other = OTHER_SUBJECT.search(sentence.text, own.end, d.start)
    if other and not PLACES.search(sentence.text, own.end, other.start()):
        return subject_of(sentence.text, own.end, d.start, d.quantity) or Metric()
    if len(left) > 1 and (whole := ratio_of(sentence, d, left[-2], own)) is not None:
        return whole
    if lies_in_aside(sentence, own, d):
        return None
    return like_with_like(sentence, d, measure_of(sentence.text, own, d.kind, sentence.metrics))


# "…, on demand for Sorevix, which passed $200 million"
TO_METRIC = re.compile(r"(?i)\s*(?:to|over|divided\s+by)\s+(?:total\s+|the\s+|its\s+)?")


def ratio_of(sentence: Sentence, d: Draft, above: MetricMention, below: MetricMention) -> Metric | None:
    """ "The ratio of loans to deposits": a share of the second line, and a ratio by name."""
    if d.kind not in ("percent", "ratio", "multiple", "percent_points") or not TO_METRIC.fullmatch(
        sentence.text, above.end, below.start
    ):
        return None
    d.of, d.of_text = below, sentence.text[below.start : below.end]
    metric = measure_of(sentence.text, above, "money", sentence.metrics)
    return replace(metric, rate="rate", text=sentence.text[above.start : below.end])


# a clause of its own between a metric and the number: "…, the adjusted gain for 2003 was"
OTHER_SUBJECT = re.compile(
    r"(?i),\s+(?:the|an?|its|our|their)\s+(?!company\b|net\b)[\w\s’'-]{3,60}?\b(?:was|were|is|are|totaled|totalled|amounted|came)\b"
)


# "in Europe, the Middle East and Africa": the comma is of a list of places
PLACES = re.compile(r"\s(?:in|for|from|to|of|across)\s+(?:the\s+)?[A-Z][\w’'&-]*(?:,?\s+[A-Z][\w’'&-]*)*$")


def like_with_like(sentence: Sentence, d: Draft, metric: Metric) -> Metric:
    """What a figure is compared with is narrowed as it is, though the words leave it out."""
    if d.tie != "compare" or metric.qualifiers:
        return metric
    for other in sentence.drafts[: sentence.drafts.index(d)]:
        if other.metric.concept == metric.concept and (other.metric.qualifiers or other.metric.basis):
            return replace(
                metric, qualifiers=other.metric.qualifiers, basis=metric.basis or other.metric.basis
            )
    return metric


PART = re.compile(
    r"(?i)\bof\s+(?:which|this|that|these)\b[^.,;]{0,40}$|\bwhich\s+includ\w+[^.;]{0,20}$|\bincludes?\s*$"
)
BEHIND = re.compile(
    r"(?i)\s+(?:of|in|for)\s+(?:the\s+|an?\s+)?((?:[A-Za-z][\w-]*\s+){0,4}?[A-Za-z][\w-]*)(?=[\s]*(?:[,.;:)]|$|\b(?:in|for|during|from|to|and|or|related|associated|as|at|on|which|that|compared)\b))"
)


def part_of(sentence: Sentence, d: Draft) -> Metric | None:
    """A part of what was just said ("of which $2 million was …", "which included $8 million of charges"):
    its own words name it, or nothing does."""
    if not PART.search(d.left) or d.kind not in ("money", "count"):
        return None
    right = right_metric(sentence, d)
    if right is not None and right.start - d.quantity.end < 30:
        d.behind = right
        return measure_of(sentence.text, right, d.kind, sentence.metrics)
    named = BEHIND.match(sentence.text, d.quantity.end)
    return named_by(named[1]) if named else Metric()


def lies_in_aside(sentence: Sentence, own: MetricMention, d: Draft) -> bool:
    """ "… million as a percentage of revenue": the metric is a denominator, not what is counted."""
    before = sentence.text[max(0, own.start - 30) : own.start]
    return (
        bool(
            re.search(
                r"(?i)\b(?:as\s+a\s+percent(?:age)?|percent(?:age)?|%)\s+of\s+(?:the\s+|its\s+|our\s+|total\s+)*$",
                before,
            )
        )
        and d.role != "share"
    )
