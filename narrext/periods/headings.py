"""The one period that the heading of a column states."""

from __future__ import annotations

from dataclasses import replace

from narrext.periods.dates import complete
from narrext.periods.grammar import find_periods
from narrext.periods.records import PeriodMention


def read_heading(text: str) -> PeriodMention | None:
    """The one period that a column's heading path states ("Three Months Ended March 31, 2003")."""
    mentions = [m for m in find_periods(text, heading=True) if m.relation != "previous" or m.months]
    if not mentions:
        return None
    lengths = [m for m in mentions if m.months or m.to_date]
    dates = [m for m in mentions if m.months == 0]
    years = [m for m in lengths if m.months == 12 and m.until is None and m.year and not m.relation]
    spans = [m for m in lengths if m not in years]
    # "Year-to-Date (52 Weeks)" tells its length behind
    spans.sort(key=lambda mention: mention.months is None)
    if spans and (dates or years) and not spans[0].dated:
        return with_parts(spans[0], dates, years)
    if dates and years and not dates[0].dated:
        return with_parts(dates[0], [], years)
    return (spans or dates or years or mentions)[0]


def with_parts(base: PeriodMention, dates: list[PeriodMention], years: list[PeriodMention]) -> PeriodMention:
    """A length, a day and a year from separate heading lines put together."""
    if dates:
        day = dates[0]
        base = replace(base, until=day.until, month=day.month or base.month, day=day.day or base.day)
    if years and base.until is None:
        base = replace(base, year=base.year or years[0].year)
    return complete(base)
