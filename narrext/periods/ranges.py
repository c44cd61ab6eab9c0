"""Stretches of which both ends are told: "March 4, 1999 (inception) to June 30, 2003", "January-June 2006"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from narrext.periods.dates import MONTH, YEAR, complete, month_number
from narrext.periods.records import PeriodMention

THROUGH = re.compile(
    r"(?ix)[\s,)]*(?:\((?:date\s+of\s+)?(?P<inception>inception|commencement\s+of\s+operations|formation)\))?\s*(?:to|through|until|[-–—])\s*"
)
FROM_START = re.compile(
    r"(?i)\b(?:period|inception|formation)\s*(?:of|from)?\s*\(?\s*(?:date\s+of\s+inception\s*)?$"
)


def join_days(text: str, dates: list[PeriodMention]) -> list[PeriodMention]:
    """Stretches of which both ends are told: "period from March 4, 1999 (inception) to June 30, 2003"."""
    found: list[PeriodMention] = []
    for first, last in pairwise(dates):
        through = THROUGH.fullmatch(text, first.end, last.start)
        if through is None or last.until is None:
            continue
        since = first.until or day_before(first, last.until)
        if since is None or since >= last.until:
            continue
        told = through["inception"] or FROM_START.search(text, max(0, first.start - 40), first.start)
        if told or since.day == 1:
            months = max(1, round((last.until - since).days / 30.44))
            found.append(replace(last, start=first.start, months=months, since=since))
    return found


def day_before(mention: PeriodMention, until: date) -> date | None:
    """The day of a mention without a year: the last such day before another."""
    if mention.month is None or mention.day is None:
        return None
    try:
        since = date(until.year, mention.month, mention.day)
        return since if since < until else since.replace(year=until.year - 1)
    except ValueError:
        return None


MONTHS_THROUGH = re.compile(
    rf"(?i)\b(?P<first>{MONTH})\s?(?:[-–—/]|\bto\b|\bthrough\b)\s?(?P<last>{MONTH})(?:\s*,?\s*(?P<year>{YEAR})\b|(?!\s*\d))"
)


def join_months(text: str) -> list[PeriodMention]:
    """Stretches named by their first and last month: "January-June 2006"."""
    found: list[PeriodMention] = []
    for match in MONTHS_THROUGH.finditer(text):
        if not match[0][0].isupper():
            continue
        first, last = month_number(match["first"]), month_number(match["last"])
        mention = PeriodMention(
            match.start(),
            match.end(),
            months=(last - first) % 12 + 1,
            month=last,
            year=int(match["year"]) if match["year"] else None,
        )
        found.append(complete(mention))
    return found
