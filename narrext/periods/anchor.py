"""One quarter of which number, fiscal year and last day are known: the calendar hangs on it."""

from __future__ import annotations

from datetime import date, timedelta

from narrext.periods.records import NEAR_DAYS, Period, PeriodMention, months_between, shift_months


def find_anchor(
    headings: list[PeriodMention],
    prose: list[PeriodMention],
    known: tuple[Period, ...],
    year_end: tuple[int, int] | None,
) -> tuple[int, int, date] | None:
    """A quarter whose number, year label and last day are told, from the surest source there is."""
    mentions = [*prose, *headings]
    last = max((p.end for p in known), default=date.max)
    for mention in mentions:
        ahead = mention.until is not None and mention.until > last + timedelta(days=NEAR_DAYS)
        if mention.quarter and mention.until and not ahead:
            return (
                mention.quarter,
                mention.year or label_of(mention, mentions),
                as_printed(mention.until, known),
            )
    quarters = [p.end for p in known if p.start and p.months == 3]
    latest = max(quarters or [p.end for p in known if p.start], default=None)
    if latest is None:
        return None
    if year_end is not None:
        return anchored(latest, year_end[0], mentions)
    if not quarters:
        return anchored_without_quarters(latest, mentions, known)
    named = [m for m in prose if m.quarter and not m.relation]
    for mention in quarters_reported(named, latest, known):
        if mention.quarter:
            last = shift_months(latest, (4 - mention.quarter) * 3)
            return mention.quarter, label_told(mention, last, mentions), latest
    year_ends = [p.end for p in known if p.months == 12]
    if latest in year_ends:
        return 4, named_label(4, latest, mentions), latest
    return anchored(latest, year_end_month(latest, known), mentions)


def as_printed(day: date, known: tuple[Period, ...]) -> date:
    """The day as columns print it, where the prose is off by days."""
    ends = [p.end for p in known if abs((p.end - day).days) <= NEAR_DAYS]
    return min(ends, key=lambda end: abs((end - day).days), default=day)


def anchored_without_quarters(
    latest: date, mentions: list[PeriodMention], known: tuple[Period, ...]
) -> tuple[int, int, date]:
    """The anchor of a release on a half-year or a year alone."""
    if any(p.months == 12 and p.end == latest for p in known):
        return 4, named_label(4, latest, mentions), latest
    if any(m.half == 1 for m in mentions) and any(p.months == 6 and p.end == latest for p in known):
        return 2, named_label(2, shift_months(latest, 6), mentions), latest
    return anchored(latest, year_end_month(latest, known), mentions)


def year_end_month(latest: date, known: tuple[Period, ...]) -> int:
    """The month in which fiscal years end: that of a year's column, else of the balance sheet's
    comparative date, which in an interim report is the last year end (Regulation S-X 10-01)."""
    year_ends = [p.end for p in known if p.months == 12]
    if year_ends:
        return max(year_ends).month
    balances = [
        p.end for p in known if p.instant and p.end < latest and months_between(p.end, latest) in (3, 6, 9)
    ]
    return max(balances).month if balances else 12


def label_of(mention: PeriodMention, mentions: list[PeriodMention]) -> int:
    assert mention.quarter is not None
    assert mention.until is not None
    year_end = shift_months(mention.until, (4 - mention.quarter) * 3)
    return named_label(mention.quarter, year_end, mentions)


def quarters_reported(
    named: list[PeriodMention], latest: date, known: tuple[Period, ...]
) -> list[PeriodMention]:
    """Those of the quarters that the prose names which can be the one that ends on `latest`.

    The date beside it in a balance sheet is the end of a fiscal year, one to three quarters ago, or of a
    quarter between; where it allows none, those that are named with the year that the quarter falls in.
    """
    ago = {round(months_between(p.end, latest) / 3) for p in known if p.instant and p.end < latest}
    ago |= {4 for p in known if p.months == 12 and p.end == latest}
    fitting = [m for m in named if m.quarter in ago]
    if fitting or not ago:
        return fitting or named
    return [m for m in named if m.year in (None, shift_months(latest, (4 - (m.quarter or 4)) * 3).year)]


def label_told(mention: PeriodMention, year_end: date, mentions: list[PeriodMention]) -> int:
    """The year that a quarter is named with, unless it only looks back ("the first quarter of 2010" in a
    report on that of 2011): a fiscal year is called after the calendar year that it ends or begins in."""
    labels = (year_end.year, year_end.year - 1) if year_end.month <= 3 else (year_end.year,)
    if mention.year is not None and mention.year in labels:
        return mention.year
    assert mention.quarter is not None
    return named_label(mention.quarter, year_end, mentions)


def named_label(quarter: int, year_end: date, mentions: list[PeriodMention]) -> int:
    """The label of the fiscal year that ends near `year_end`: that calendar year, as a rule.

    A year that ends in the first months may be called after either calendar year, and only the words
    tell: where "third quarter of fiscal 2024" is the latest, the year that ends in 2025 is 2024.
    """
    label = year_end.year
    if year_end.month > 3:
        return label
    named = [m.year for m in mentions if m.year and m.quarter == quarter and not m.relation]
    if not named:
        named = [m.year for m in mentions if m.year and m.fiscal and m.months == 12]
    return label - 1 if named and max(named) in (label - 1, label - 2) else label


def anchored(latest: date, month: int, mentions: list[PeriodMention]) -> tuple[int, int, date]:
    """The quarter that ends on `latest` where fiscal years end with `month`."""
    nominal = latest - timedelta(days=NEAR_DAYS) if latest.day < NEAR_DAYS else latest
    ahead = (month - nominal.month) % 12
    quarter = 4 - min(3, round(ahead / 3))
    return quarter, named_label(quarter, shift_months(latest, (4 - quarter) * 3), mentions), latest
