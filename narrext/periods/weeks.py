"""Fiscal years of 52 and 53 weeks: whether a release counts so, and on which day such a year ends."""

from __future__ import annotations

from datetime import date, timedelta

from narrext.periods.records import NEAR_DAYS, PeriodMention, is_month_end, month_end


def is_weekly(mentions: list[PeriodMention]) -> bool:
    """Whether durations end on days that are not a month's last, or are counted in weeks."""
    spans = [m for m in mentions if m.months and (m.weeks or m.until)]
    return any(m.weeks or (m.until and not is_month_end(m.until)) for m in spans)


def weekly_year_end(day: date, ends: list[date]) -> date:
    """The last day of the 52/53-week year that ends near `day`, where others ended on `ends`.

    Such a year ends on the same weekday each time: the last of its month, or the one nearest to
    the month's end (Regulation S-X and IRC section 441(f) allow both).
    """
    if day in ends or not ends:
        return day
    weekday = ends[0].weekday()
    nearest = all(end == nearest_weekday(end, weekday) for end in ends)
    if nearest and ends[0].month in (1, 2):
        return nearest_weekday(day, weekday)  # as the retail trade counts
    if all(end == last_weekday(end, weekday) for end in ends):
        return last_weekday(day, weekday)
    return nearest_weekday(day, weekday) if nearest else day


def last_weekday(day: date, weekday: int) -> date:
    """The last such weekday of the month that `day` lies in or, in its first days, of the one before."""
    near = day - timedelta(days=NEAR_DAYS) if day.day < NEAR_DAYS else day
    end = month_end(near.year, near.month)
    return end - timedelta(days=(end.weekday() - weekday) % 7)


def nearest_weekday(day: date, weekday: int) -> date:
    """The such weekday that lies nearest to the end of the month around `day`."""
    near = day - timedelta(days=NEAR_DAYS) if day.day < NEAR_DAYS else day
    end = month_end(near.year, near.month)
    back = (end.weekday() - weekday) % 7
    return end - timedelta(days=back) if back <= 3 else end + timedelta(days=7 - back)
