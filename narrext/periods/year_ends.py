"""The days on which fiscal years ended, where only "year-end" is said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from narrext.periods.records import NEAR_DAYS, Period

if TYPE_CHECKING:
    from narrext.periods.calendar import Calendar

# how far a balance sheet's date may lie from the end that the quarters tell, where these are uneven
MONTH = 31


def last_year_end(calendar: Calendar, *, before: bool = False) -> Period | None:
    """The day on which the last fiscal year ended; with `before`, not that of the report itself."""
    current = calendar.current
    if current is None or calendar.anchor is None:
        return None
    latest = current.end + timedelta(days=-NEAR_DAYS if before else NEAR_DAYS)
    label = calendar.label_of(current)
    ends = [p.at_end for year in (label, label - 1) if (p := calendar.year_labelled(year))]
    found = next((p for p in ends if p.end <= latest), None)
    dated = [p for p in calendar.printed if found and p.instant and abs((p.end - found.end).days) <= MONTH]
    return min(dated, key=lambda p: (p.end > latest, p.end), default=found)
