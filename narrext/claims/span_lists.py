"""Periods shared out among the numbers of a list, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from narrext.claims.cues import COORDINATE
from narrext.claims.drafts import Draft, Sentence
from narrext.periods import PeriodMention

TOGETHER = re.compile(r"(?i)\s*,?\s*(?:and|,|,\s*and)\s*(?:(?:in|for|at|on|of)\s+)?(?:the\s+)?$")
PRIOR_AND_YEAR_AGO = re.compile(
    r"(?i)\b(?:prior|previous|preceding|linked|last)(?:\s+quarter)?\s+and\s+(?:the\s+)?(?:year[\s-]ago|prior[\s-]year|year[\s-]earlier)\s+(?:quarters?|periods?)?"
)


def share_periods(sentence: Sentence) -> None:
    """ "$5 million and $6 million in 2003 and 2002, respectively": a period each, in their order."""
    pairs = list(listed_pairs(sentence.drafts))
    for i in pairs:
        d, following = sentence.drafts[i : i + 2]
        floor = sentence.drafts[i - 1].end if i else 0
        behind = [p for p in sentence.periods if following.end <= p.start < following.end + 60]
        front = [p for p in sentence.periods if floor <= p.start and p.end <= d.start]
        both = PRIOR_AND_YEAR_AGO.search(sentence.text, following.end, following.end + 90)
        if both:
            at = (both.start(), both.end())
            d.period = PeriodMention(*at, months=3, relation="previous")
            following.period = PeriodMention(*at, months=3, relation="year_ago")
        elif two := together(sentence, behind[:2]) or together(sentence, front[-2:]):
            as_periods_or_bases(sentence, d, following, two)
    for i, later in pairwise(pairs):
        share_with_pair_before(sentence, i, later)


def listed_pairs(drafts: list[Draft]) -> Iterator[int]:
    """Where two numbers of a kind stand side by side, and no third before them."""
    for i, (d, following) in enumerate(pairwise(drafts)):
        listed = COORDINATE.fullmatch(following.left) and following.quantity.kind == d.quantity.kind
        third = i and COORDINATE.fullmatch(d.left) and drafts[i - 1].quantity.kind == d.quantity.kind
        if listed and not third:
            yield i


def together(sentence: Sentence, two: list[PeriodMention]) -> tuple[PeriodMention, PeriodMention] | None:
    """Two periods joined by "and"; the second may lack what the first says."""
    if len(two) < 2 or not TOGETHER.fullmatch(sentence.text[two[0].end : two[1].start]):
        return None
    first, second = two
    if second.months == 12 and second.year and not second.quarter and first.months and first.months < 12:
        second = replace(first, year=second.year, until=None, start=second.start, end=second.end)
    return first, second


# "21 percent and 19 percent, respectively, over the fourth quarter of 2002 and the first quarter of 2002"
OVER_BOTH = re.compile(
    r"(?i)[\s,]*(?:respectively)?[\s,]*(?:over|from|than|versus|compared\s+(?:with|to)|above|below|against)\s+(?:the\s+)?$"
)


def as_periods_or_bases(
    sentence: Sentence, d: Draft, following: Draft, two: tuple[PeriodMention, PeriodMention]
) -> None:
    gap = sentence.text[following.end : two[0].start]
    if d.role == following.role == "change" and OVER_BOTH.fullmatch(gap):
        d.base, following.base = two
        d.period = following.period = None
    else:
        d.period, following.period = two


def share_with_pair_before(sentence: Sentence, i: int, later: int) -> None:
    """ "R&D expenses were $23 million and $17 million, and G&A expenses $6 million and $5 million, in 2010 and 2009"."""
    first, last = sentence.drafts[i : i + 2], sentence.drafts[later : later + 2]
    told = any(first[1].end <= p.start < last[0].start for p in sentence.periods)
    if (
        later == i + 2
        and not told
        and last[0].tie != "compare"
        and first[0].period is None
        and first[1].period is None
    ):
        for d, other in zip(first, last, strict=True):
            d.period, d.year = other.period, other.year
