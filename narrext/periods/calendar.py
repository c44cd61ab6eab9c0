"""The fiscal calendar of an issuer, worked out from one release: what its words for periods mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from narrext.periods.records import (
    Period,
    PeriodMention,
    is_month_end,
    month_end,
    shift_months,
)

# How far the ends of two periods may lie apart and still be taken for the same: a 52/53-week year
# ends on a weekday near a month's end, and moves by up to a week from year to year.
NEAR_DAYS = 10
# the same for lengths: 12 to 14 weeks are a quarter
NEAR_LENGTH = 10
WEEKS = {3: 13, 6: 26, 9: 39, 12: 52}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the periods of one release are.

    known: the periods that tables and prose give with their dates, most trusted first.
    weekly: fiscal periods are counted in weeks, so that they need not end with a month.
    anchor: one quarter whose number, year label and last day are known.
    """

    known: tuple[Period, ...] = ()
    weekly: bool = False
    anchor: tuple[int, int, date] | None = None  # quarter 1-4, year label, last day
    current: Period | None = None  # the quarter (or year) that is reported

    # --- building ------------------------------------------------------------------------------------

    @classmethod
    def build(
        cls,
        headings: Iterable[PeriodMention],
        prose: Iterable[PeriodMention] = (),
        *,
        year_end: tuple[int, int] | None = None,
    ) -> Calendar:
        """The calendar that column headings and prose tell; `year_end` is (month, day) of a header."""
        headings, prose = list(headings), list(prose)
        weekly = is_weekly([*headings, *prose])
        bare = cls(weekly=weekly)
        dated = [m for m in (*headings, *prose) if m.until and m.months is not None]
        known = tuple(dict.fromkeys(bare.dated(m) for m in dated))
        anchor = find_anchor(headings, prose, known, year_end)
        calendar = cls(known=known, weekly=weekly, anchor=anchor)
        reported = calendar.reported(headings, prose)
        return replace(calendar, current=reported)

    def dated(self, mention: PeriodMention) -> Period:
        """The period of a mention that carries its last day."""
        assert mention.until is not None
        if not mention.months:
            return Period(None, mention.until)
        return Period(self.start_of(mention.until, mention.months, mention.weeks), mention.until)

    def start_of(self, until: date, months: int, weeks: int | None = None) -> date:
        """The first day of a period of `months` (or `weeks`) that ends on `until`."""
        if weeks is None and not self.weekly:
            return shift_months(until, -months) + timedelta(days=1)
        before = shift_months(until, -months)
        for day in (p.end for p in self.known):
            # the year before ended on a day that is told: 53-week years come out right
            if weeks is None and months == 12 and abs((day - before).days) <= NEAR_DAYS:
                return day + timedelta(days=1)
        weeks = weeks or WEEKS.get(months) or round(months * 52 / 12)
        return until - timedelta(days=7 * weeks - 1)

    def reported(self, headings: list[PeriodMention], prose: list[PeriodMention]) -> Period | None:
        """The period that the release reports on: the first that its prose dates, else its tables'."""
        for mention in prose:
            if mention.months and not mention.relation:
                period = self.resolve(mention)
                if period and period.start and self.is_reported(period):
                    return period
        latest = self.latest(3) or self.latest(12) or self.latest(6) or self.latest(9)
        return latest

    def is_reported(self, period: Period) -> bool:
        """A period of the past: guidance speaks of periods that no column has."""
        ends = [p.end for p in self.known if p.start] or [p.end for p in self.known]
        return not ends or period.end <= max(ends) + timedelta(days=NEAR_DAYS)

    def latest(self, months: int) -> Period | None:
        ends = [p for p in self.known if p.start and abs(p.months - months) <= 0]
        return max(ends, key=lambda p: p.end, default=None)

    # --- reading -------------------------------------------------------------------------------------

    def resolve(self, mention: PeriodMention, around: Period | None = None) -> Period | None:
        """The dates of a mention, spoken of where `around` is the period talked about."""
        around = around or self.current
        if mention.until is not None:
            return self.dated(mention)
        if mention.months == 0:
            return self.day_of(mention, around)
        if mention.relation in ("year_ago", "previous", "next", "same"):
            return self.relative(mention, around)
        if mention.quarter is not None:
            return self.quarter_of(mention, around)
        if mention.month is not None:
            return self.month_named(mention, around)
        if mention.half is not None:
            return self.half_of(mention, around)
        return self.length_of(mention, around)

    def relative(self, mention: PeriodMention, around: Period | None) -> Period | None:
        base = around
        if mention.quarter is not None and mention.relation == "year_ago":
            named = self.quarter_of(replace(mention, relation=""), around)
            current = self.current
            # "the fourth quarter a year ago" counts from the year reported
            if named and current and named.end <= current.end + timedelta(days=NEAR_DAYS):
                return self.shift(named, years=-1)
            return named and self.shift(named, years=-1)
        if base is None:
            return None
        if mention.relation == "same":
            return self.same_in(base, mention.year)
        if mention.months and base.start and abs(base.months - mention.months) > 1:
            base = self.of_length(mention.months, base) or base
        if mention.relation == "year_ago":
            return self.shift(base, years=-1)
        sign = -1 if mention.relation == "previous" else 1
        if base.instant:
            return self.shift(base, months=sign * (mention.months or 3))
        return self.shift(base, months=sign * base.months)

    def same_in(self, base: Period, year: int | None) -> Period | None:
        """The same stretch of another year, named by its label."""
        if year is None:
            return self.shift(base, years=-1)
        label = self.label_of(base)
        return self.shift(base, years=year - label)

    def label_of(mention: PeriodMention, mentions: list[PeriodMention]) -> int:
    assert mention.quarter is not None and mention.until is not None
    year_end = shift_months(mention.until, (4 - mention.quarter) * 3)
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
    return label - 1 if named and max(named) == label - 1 else label


def anchored(latest: date, month: int, mentions: list[PeriodMention]) -> tuple[int, int, date]:
    """The quarter that ends on `latest` where fiscal years end with `month`."""
    nominal = latest - timedelta(days=NEAR_DAYS) if latest.day < NEAR_DAYS else latest
    ahead = (month - nominal.month) % 12
    quarter = 4 - min(3, round(ahead / 3))
    return quarter, named_label(quarter, shift_months(latest, (4 - quarter) * 3), mentions), latest
