"""Periods shared out among the numbers of a list, in their order."""

from __future__ import annotations

import re
from dataclasses import replace

from narrext.claims.cues import COORDINATE
from narrext.claims.drafts import Sentence
from narrext.periods import PeriodMention

TOGETHER = re.compile(r"(?i)\s*,?\s*(?:and|,|,\s*and)\s*(?:(?:in|for|at|on|of)\s+)?(?:the\s+)?$")
PRIOR_AND_YEAR_AGO = re.compile(
    r"(?i)\b(?:prior|previous|preceding|linked|last)(?:\s+quarter)?\s+and\s+(?:the\s+)?(?:year[\s-]ago|prior[\s-]year|year[\s-]earlier)\s+(?:quarters?|periods?)?"
)


def share_periods(sentence: Sentence) -> None:
    """ "$5 million and $6 million in 2003 and 2002, respectively": a period each, in their order."""
    drafts = sentence.drafts
    for i, d in enumerate(drafts[:-1]):
        following = drafts[i + 1]
        listed = (
            COORDINATE.fullmatch(following.left) is not None and following.quantity.kind == d.quantity.kind
        )
        if not listed or (
            i and COORDINATE.fullmatch(d.left) and drafts[i - 1].quantity.kind == d.quantity.kind
        ):
            continue
        behind = [p for p in sentence.periods if following.end <= p.start < following.end + 60]
        both = PRIOR_AND_YEAR_AGO.search(sentence.text, following.end, following.end + 90)
        if both:
            at = (both.start(), both.end())
            d.period = PeriodMention(*at, months=3, relation="previous")
            following.period = PeriodMention(*at, months=3, relation="year_ago")
        elif len(behind) >= 2 and TOGETHER.fullmatch(sentence.text[behind[0].end : behind[1].start]):
            first, second = behind[:2]
            if (
                second.months == 12
                and second.year
                and not second.quarter
                and first.months
                and first.months < 12
            ):
                second = replace(first, year=second.year, until=None, start=second.start, end=second.end)
            d.period, following.period = first, second
