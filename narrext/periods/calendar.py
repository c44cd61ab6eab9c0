"""The fiscal calendar of an issuer, worked out from one release: what its words for periods mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from narrext.periods.anchor import find_anchor
from narrext.periods.records import (
    NEAR_DAYS,
    Period,
    PeriodMention,
    month_end,
    months_between,
    shift_months,
)
from narrext.periods.weeks import is_weekly, weekly_year_end
from narrext.periods.year_ends import last_year_end

# the same for lengths: 12 to 14 weeks are a quarter
NEAR_LENGTH = 10
UNEVEN_LENGTH = 24
# how many periods of the prose are looked at for the one that is reported
FIRST_NAMED = 8
# a release reports on a period that ended within a year of its latest column
REPORTED_DAYS = 370
WEEKS = {3: 13, 6: 26, 9: 39, 12: 52}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the periods of one release are.

    known: the periods that tables and prose give with their dates, most trusted first.
    weekly: fiscal periods are counted in weeks, so that they need not end with a month.
    anchor: one quarter whose number, year label and last day are known.
    """

    known: tuple[Period, ...] = ()
    printed: frozenset[Period] = frozenset()  # those of the known that head a column
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
        printed = frozenset(bare.dated(m) for m in headings if m.until and m.months is not None)
        dated_columns = tuple(p for p in known if p in printed)
        trusted = dated_columns if any(p.start for p in dated_columns) else known
        anchor = find_anchor(headings, prose, trusted, year_end)
        calendar = cls(known=known, printed=printed, weekly=weekly, anchor=anchor)
        labelled = [p for m in headings if m.until is None and (p := calendar.resolve(m)) is not None]
        if labelled:
            # columns headed "Q4 FY26" or "H1 2014" have their dates from the anchor
            known = tuple(dict.fromkeys((*known, *labelled)))
            calendar = replace(calendar, known=known, printed=printed.union(labelled))
        calendar = calendar.with_weeks(prose)
        reported = calendar.reported(headings, prose)
        return replace(calendar, current=reported)

    def with_weeks(self, prose: Iterable[PeriodMention]) -> Calendar:
        """This calendar with quarters and years as many weeks long as the prose says that they had."""
        lengths: dict[Period, Period] = {}
        for mention in prose:
            if not mention.weeks or mention.until is not None or mention.relation:
                continue
            if mention.year is None or (mention.quarter is None and mention.months != 12):
                continue
            found = self.resolve(replace(mention, weeks=None))
            if found is not None and found.start is not None:
                lengths[found] = Period(found.end - timedelta(days=7 * mention.weeks - 1), found.end)
        if not lengths:
            return self
        known = tuple(lengths.get(period, period) for period in self.known)
        printed = frozenset(lengths.get(period, period) for period in self.printed)
        return replace(self, known=known, printed=printed)

    def dated(self, mention: PeriodMention) -> Period:
        """The period of a mention that carries its last day."""
        assert mention.until is not None
        if mention.since is not None:
            return Period(mention.since, mention.until)
        if not mention.months:
            return Period(None, mention.until)
        for known in self.printed if mention.weeks is None else ():
            # a column tells how long the quarter is that ends then: 12, 13 or 16 weeks
            if known.end == mention.until and known.start and abs(known.days - mention.months * 30.44) < 24:
                return known
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
        named = [m for m in prose if m.months and not m.relation][:FIRST_NAMED]
        found = [p for m in named if (p := self.resolve(m)) and p.start and self.is_reported(p)]
        columns = [p for p in found if p in self.printed]
        if columns:
            last = max(p.end for p in columns)
            told = next(p for p in columns if p.end == last)
            return self.year_after(told) or told
        if found and not self.printed:
            return found[0]
        longer = [p for months in (12, 6, 9) if (p := self.latest(months)) is not None]
        return self.latest(3) or max(longer, key=lambda p: p.end, default=next(iter(found), None))

    def year_after(self, period: Period) -> Period | None:
        """The column of the same stretch a year later, where there is one of what is past: the prose only compares
        with `period`."""
        for later in self.printed:
            ahead = months_between(period.end, later.end)
            if later.start is None or ahead != 12 or later.months != period.months:
                continue
            balance = any(p.instant and abs((p.end - later.end).days) <= NEAR_DAYS for p in self.printed)
            if balance:
                return later
        return None

    def is_reported(self, period: Period) -> bool:
        """A period of the past: guidance speaks of periods that no column has."""
        ends = [p.end for p in self.known if p.start] or [p.end for p in self.known]
        if not ends:
            return True
        latest = max(ends)
        return latest - timedelta(days=REPORTED_DAYS) <= period.end <= latest + timedelta(days=NEAR_DAYS)

    def latest(self, months: int) -> Period | None:
        ends = [p for p in self.printed or self.known if p.start and p.months == months]
        return max(ends, key=lambda p: p.end, default=None)

    # --- reading -------------------------------------------------------------------------------------

    def resolve(self, mention: PeriodMention, around: Period | None = None) -> Period | None:
        """The dates of a mention, spoken of where `around` is the period talked about."""
        around = around or self.current
        if mention.until is not None and mention.to_date and not mention.months:
            return self.to_date_of(self.snap(Period(self.start_of(mention.until, 3), mention.until)))
        if mention.until is not None:
            return self.dated(mention)
        if mention.relation in ("year_end", "prior_year_end"):
            return last_year_end(self, before=mention.relation == "prior_year_end")
        if mention.months == 0:
            return self.day_of(mention, around)
        if mention.relation in ("year_ago", "previous", "next", "same"):
            return self.relative(mention, around)
        if mention.relation == "trailing" and around is not None:
            return self.snap(Period(self.start_of(around.end, 12), around.end))
        if mention.quarter is not None:
            return self.quarter_of(mention, around)
        if mention.month is not None:
            return self.month_named(mention, around)
        if mention.half is not None:
            return self.half_of(mention, around)
        return self.length_of(mention, around)

    def relative(self, mention: PeriodMention, around: Period | None) -> Period | None:
        base = around
        if mention.quarter is not None and mention.relation == "year_ago" and self.current is not None:
            # "the fourth quarter of last year" counts from the year reported
            year = self.label_of(self.current) - 1
            return self.quarter_of(replace(mention, relation="", year=year), around)
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

    def label_of(self, period: Period) -> int:
        """The fiscal year that a period belongs to, by its label."""
        if self.anchor is None:
            return period.end.year
        quarter, year, end = self.anchor
        months = months_between(end, period.end)
        return year + (quarter - 1 + round(months / 3)) // 4

    def quarter_of(self, mention: PeriodMention, around: Period | None) -> Period | None:
        quarter = mention.quarter
        assert quarter is not None
        if self.anchor is None:
            if mention.year is None:
                return None
            return self.snap(self.by_month(mention.year, quarter * 3, 3))
        number, label, end = self.anchor
        year = mention.year
        if year is None:
            year = self.nearest_year(quarter, around)
        months = ((year - label) * 4 + quarter - number) * 3
        found = self.moved(Period(self.start_of(end, 3), end), months)
        # the last quarter ends with the year, after 13 weeks or 14
        return self.snap(replace(found, end=self.year_end_near(found.end))) if quarter == 4 else found

    def nearest_year(self, quarter: int, around: Period | None) -> int:
        """The year of "the third quarter" without one: the last such quarter, or the one reported."""
        assert self.anchor is not None
        number, label, end = self.anchor
        reference = around.end if around is not None else end
        if self.current is not None and around is not None:
            reference = max(reference, self.current.end) if around.instant else reference
        quarters = round(months_between(end, reference) / 3) + number - 1
        year, at = label + quarters // 4, quarters % 4 + 1
        return year if quarter <= at else year - 1

    def month_named(self, mention: PeriodMention, around: Period | None) -> Period | None:
        """ "The December quarter", "three months ended December": the one nearest to the report."""
        assert mention.month is not None
        months = mention.months or 3
        reference = around or self.current
        year = mention.year
        if year is None:
            if reference is None:
                return None
            years = (reference.end.year - 1, reference.end.year, reference.end.year + 1)
            gaps = {y: abs(months_between(month_end(y, mention.month), reference.end)) for y in years}
            year = min(years, key=lambda y: (gaps[y], -y))
        return self.snap(self.by_month(year, mention.month, months))

    def by_month(self, year: int, month: int, months: int) -> Period:
        until = month_end(year, month)
        return Period(shift_months(until, -months) + timedelta(days=1), until)

    def half_of(self, mention: PeriodMention, around: Period | None) -> Period | None:
        assert mention.half is not None
        quarter = replace(mention, quarter=mention.half * 2, half=None, months=3)
        last = self.quarter_of(quarter, around)
        return last and self.snap(Period(self.start_of(last.end, 6), last.end))

    def length_of(self, mention: PeriodMention, around: Period | None) -> Period | None:
        """ "The first six months of 2003", "fiscal 2024", "the year", "2003"."""
        if mention.to_date and mention.months is None:
            return self.to_date_of(around, mention.year)
        months = mention.months or 3
        if months == 12 and mention.year is not None:
            return self.year_labelled(mention.year)
        if mention.year is not None and months % 3 == 0:
            quarter = replace(mention, quarter=months // 3, months=3)
            last = self.quarter_of(quarter, around)
            return last and self.snap(Period(self.start_of(last.end, months), last.end))
        if around is None:
            return None
        if around.start and abs(around.months - months) <= 1:
            return around
        return self.of_length(months, around)

    def of_length(self, months: int, around: Period) -> Period | None:
        """The known period of that length that ends with `around`, else the last before its end."""
        fits = [p for p in self.known if p.start and p.months == months]
        for period in fits:
            if abs((period.end - around.end).days) <= NEAR_DAYS:
                return period
        if months == 12 and self.anchor is not None:
            return self.year_labelled(self.label_of(around))
        before = [p for p in fits if p.end <= around.end]
        if before:
            return max(before, key=lambda p: p.end)
        return self.snap(Period(self.start_of(around.end, months, None), around.end))

    def to_date_of(self, around: Period | None, year: int | None = None) -> Period | None:
        """The fiscal year to date; `year` is the label of the year that is meant, if not that reported."""
        around = around or self.current
        if around is None:
            return None
        longest = [p for p in self.known if p.start and p.end == around.end and p.months <= 12]
        found = max(longest, key=lambda p: p.days, default=around)
        if found.months == 3:
            number, _, end = self.anchor or (4, 0, date(found.end.year - 1, 12, 31))
            quarters = (number - 1 + round(months_between(end, found.end) / 3)) % 4 + 1
            found = self.snap(Period(self.start_of(found.end, 3 * quarters), found.end))
        return found if year is None else self.shift(found, years=year - self.label_of(found))

    def year_labelled(self, year: int) -> Period | None:
        if self.anchor is None:
            return self.snap(self.by_month(year, 12, 12))
        quarter, label, end = self.anchor
        months = (year - label) * 12 + (4 - quarter) * 3
        last = self.moved(Period(self.start_of(end, 3), end), months)
        year_end = self.year_end_near(last.end)
        return self.snap(Period(self.start_of(year_end, 12), year_end))

    def year_end_near(self, day: date) -> date:
        """The last day of the fiscal year that ends near `day`: of 52/53 weeks where years are counted so."""
        ends = [p.end for p in self.known if abs(months_between(p.end, day)) % 12 == 0]
        return weekly_year_end(day, ends) if self.weekly else day

    def day_of(self, mention: PeriodMention, around: Period | None) -> Period | None:
        """A day of which the year is not told: the last such day up to the end of the report."""
        if mention.month is None or mention.day is None:
            return None
        reference = (self.current or around or Period(None, date(9999, 1, 1))).end
        for known in self.known:
            if (known.end.month, known.end.day) == (mention.month, mention.day):
                return Period(None, known.end)
        for year in (mention.year, reference.year, reference.year - 1):
            if year is None:
                continue
            try:
                day = date(year, mention.month, mention.day)
            except ValueError:
                continue
            if day <= reference + timedelta(days=NEAR_DAYS) or year == mention.year:
                return Period(None, day)
        return None

    def resolve_ahead(self, mention: PeriodMention) -> Period | None:
        """A mention that speaks of what is to come: the next such period after the one reported."""
        found = self.resolve(mention)
        if found is None or self.current is None:
            return found
        for _ in range(8):
            if found.end > self.current.end:
                return found
            found = self.shift(found, years=1)
        return found

    def prints(self, period: Period) -> bool:
        """Whether a column is headed by the period, or by one that ends on its day."""
        return any(p.end == period.end for p in self.printed)

    def ending(self, day: date) -> Period | None:
        """The known duration that ends on a day: the quarter, where several do."""
        fits = [p for p in self.known if p.start and abs((p.end - day).days) <= 1]
        return min(fits, key=lambda p: abs(p.months - 3), default=None)

    # --- moving --------------------------------------------------------------------------------------

    def shift(self, period: Period, *, years: int = 0, months: int = 0) -> Period:
        return self.moved(period, years * 12 + months)

    def moved(self, period: Period, months: int) -> Period:
        """`period` some months on or back, as a known period where one lies near."""
        if months == 0:
            return self.snap(period)
        if period.start is None:
            return self.snap(Period(None, shift_months(period.end, months)))
        if self.weekly:
            end = period.end + timedelta(days=7 * round(months * 52 / 12))
            return self.snap(Period(end - timedelta(days=period.days - 1), end))
        end = shift_months(period.end, months)
        return self.snap(Period(shift_months(end, -period.months) + timedelta(days=1), end))

    def snap(self, period: Period) -> Period:
        """The known period of the same kind that ends within days of this one, else this one.

        A column's period is taken before one that only the prose has, however near.
        """
        best, rank = period, (True, NEAR_DAYS + 1)
        for known in self.known:
            if known.instant is not period.instant:
                continue
            distance = abs((known.end - period.end).days)
            # quarters of 12 or 16 weeks are found by their end
            if abs(known.days - period.days) > (UNEVEN_LENGTH if distance <= 3 else NEAR_LENGTH):
                continue
            if distance <= NEAR_DAYS and (known not in self.printed, distance) < rank:
                best, rank = known, (known not in self.printed, distance)
        return best
