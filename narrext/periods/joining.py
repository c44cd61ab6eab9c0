"""Period mentions that belong to one phrase joined: "the fourth quarter a year ago", "the same three months"."""

from __future__ import annotations

import re
from dataclasses import replace

from narrext.periods.records import PeriodMention

SAME = re.compile(r"(?i)\b(?:the\s+)?(?:same|comparable|corresponding|equivalent|like)\s+$")


def named_as_same(text: str, mention: PeriodMention) -> PeriodMention:
    """ "The same three months of 1998": a stretch as long as the one spoken of, in another year."""
    if not mention.months or mention.dated or mention.relation or mention.quarter or mention.month:
        return mention
    same = SAME.search(text, max(0, mention.start - 20), mention.start)
    if same is None:
        return mention
    return replace(mention, start=same.start(), relation="same")


JOIN = re.compile(r"(?i)\s*,?\s*(?:of|in|from|for|during)?\s*(?:the\s+)?$")


def merge_relations(text: str, mentions: list[PeriodMention]) -> list[PeriodMention]:
    """Join what belongs to one phrase: "the fourth quarter | a year ago", "the same period | of 2003"."""
    merged: list[PeriodMention] = []
    for mention in mentions:
        last = merged[-1] if merged else None
        joined = join(text, last, mention) if last is not None else None
        if joined is None:
            merged.append(mention)
        else:
            merged[-1] = joined
    return merged


def join(text: str, first: PeriodMention, second: PeriodMention) -> PeriodMention | None:
    gap = text[first.end : second.start]
    if len(gap) > 12 or not (JOIN.fullmatch(gap) or gap.strip() in ("(", ", or", "or")):
        return None
    if first.relation == "same" and not second.relation:
        if second.months == 12 and second.quarter is None and second.until is None:
            return replace(first, end=second.end, year=second.year)
        return replace(second, start=first.start)
    if first.relation == "year_ago" and second.dated and not gap.strip(" ,"):
        return replace(second, start=first.start)
    named_quarter = second.quarter and not second.dated and second.year is None and not second.relation
    if first.relation == "current" and first.months == 12 and named_quarter and not gap.strip(" ,"):
        return replace(second, start=first.start)
    open_quarter = not first.dated and first.year is None and not first.relation
    if open_quarter and second.relation == "year_ago" and first.months:
        return replace(first, end=second.end, relation="year_ago")
    if in_brackets(text, first, second):
        return replace(second, start=first.start, quarter=first.quarter, year=first.year)
    undated = second.months and second.until is None and second.year is None and not second.relation
    if first.relation == "year_ago" and undated and not gap.strip(" ,"):
        return replace(second, start=first.start, relation="year_ago")
    return None


def in_brackets(text: str, first: PeriodMention, second: PeriodMention) -> bool:
    """ "The second quarter (twelve weeks) ended April 12, 2009": a quarter with its length."""
    gap = text[first.end : second.start].strip()
    lengths = first.quarter is not None and second.quarter is None and (second.months or 0) in (3, 4)
    return lengths and gap in ("(", ", or", "or") and not first.dated


SHORTER = re.compile(r"(?i)\b(?P<count>three|six|3|6|quarter)(?:[\s-]months?)?\s+(?:and|&)\s+(?:the\s+)?$")


def shorter_beside(text: str, longer: PeriodMention) -> PeriodMention | None:
    """ "The three and nine months ended September 30, 2003": the shorter of two lengths that end together."""
    beside = SHORTER.search(text, max(0, longer.start - 30), longer.start)
    if beside is None or longer.months not in (6, 9, 12) or longer.quarter is not None:
        return None
    word = beside["count"].lower()
    months = {"three": 3, "six": 6, "quarter": 3}.get(word) or int(word)
    if months >= longer.months or (longer.until is None and longer.month is None):
        return None
    return replace(
        longer,
        start=beside.start(),
        end=beside.end("count"),
        months=months,
        weeks=None,
        year=None,
        to_date=False,
    )
