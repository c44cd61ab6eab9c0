"""The records of periods: as dates, and as printed."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

# How far the ends of two periods may lie apart and still be taken for the same: a 52/53-week year
# ends on a weekday near a month's end, and moves by up to a week from year to year.
NEAR_DAYS = 10


@dataclass(frozen=True, slots=True)
class Period:
    """An instant (`start` is None) or the days from `start` to `end`, both included."""

    start: date | None
    end: date

    def __str__(self) -> str:
        """``2003-01-01/2003-03-31`` or ``2003-03-31``."""
        return self.end.isoformat() if self.start is None else f"{self.start}/{self.end}"

    @property
    def instant(self) -> bool:
        return self.start is None

    @property
    def days(self) -> int:
        """Its length in days; 0 for an instant."""
        return 0 if self.start is None else (self.end - self.start).days + 1

    @property
    def months(self) -> int:
        """Its length in months, rounded: 3 for a quarter of 12 to 14 weeks."""
        return round(self.days / 30.44)

    @property
    def at_end(self) -> Period:
        """The instant at which it ends."""
        return self if self.start is None else Period(None, self.end)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period as the words give it, ``text[start:end]``, before a calendar makes dates of it.

    Whatever the words leave open is None. `relation` says how it stands to the period spoken of:
    ``current`` ("the quarter"), ``previous`` ("the prior quarter"), ``next``, ``year_ago`` ("a year
    earlier"), ``same`` ("the same period"), ``trailing`` ("the last twelve months"), ``year_end``, ``prior_year_end``; nothing where the words name it outright.
    """

    start: int
    end: int
    months: int | None = None  # length: 3, 6, 9, 12; 0 for an instant
    weeks: int | None = None  # where the length is told in weeks
    quarter: int | None = None
    half: int | None = None
    year: int | None = None
    fiscal: bool = False  # the year is named as a fiscal year
    full: bool = False  # the words say that the whole of the year is meant
    until: date | None = None  # the day it ends
    since: date | None = None  # the day it begins, where that is told too
    month: int | None = None  # "the December quarter"; "December 2004"
    day: int | None = None  # "December 31" without a year
    to_date: bool = False  # counted from the start of the fiscal year
    relation: str = ""
    bare: bool = False  # a year without "fiscal" or "year": beside a quarter, that quarter of it

    @property
    def dated(self) -> bool:
        """Whether the words alone tell the day on which it ends."""
        return self.until is not None


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def is_month_end(day: date) -> bool:
    """Whether it is a month's last day."""
    return (day + timedelta(days=1)).day == 1


def shift_months(day: date, months: int) -> date:
    """`day` moved by months; a month's last day stays one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if is_month_end(day) else min(day.day, last))


def months_between(first: date, second: date) -> int:
    return round((second - first).days / 30.44)
