"""Periods: the words a release has for them, and the dates that they stand for."""

from narrext.periods.calendar import Calendar
from narrext.periods.grammar import find_periods
from narrext.periods.headings import read_heading
from narrext.periods.records import Period, PeriodMention

__all__ = ["Calendar", "Period", "PeriodMention", "find_periods", "read_heading"]
