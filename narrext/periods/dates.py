"""The grammar of dates: "March 31, 2003", "31 March 2003", "3/31/03", "March 2003", "March 31"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from narrext.periods.records import PeriodMention, month_end

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
YEAR = r"(?:19|20)\d\d"
APOSTROPHE = "['’‘]"

DATE = re.compile(
    rf"""(?ix)\b(?:
      (?P<m1>{MONTH})\s*(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y1>{YEAR})\b
    | (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{MONTH})\s*,?\s*(?P<y2>{YEAR})\b
    | (?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})/(?P<y3>{YEAR}|\d\d)\b
    | (?P<y4>{YEAR})-(?P<m4>\d\d)-(?P<d4>\d\d)\b
    | (?P<m5>{MONTH})\s*,?\s*(?P<y5>{YEAR})\b
    | (?P<m6>{MONTH})\s*(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|percent|million|billion|\.\d))
    | (?P<m7>{MONTH})\s*{APOSTROPHE}(?P<y7>\d\d)\b
    | (?P<d8>\d{{1,2}})\.(?P<m8>\d{{1,2}})\.(?P<y8>{YEAR})\b(?![.,]\d)
    | (?P<d9>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m9>{MONTH})(?!\s*\d)
    | (?P<m10>{MONTH})-(?P<y10>\d\d)\b(?![-,/%.]|\s*,?\s*{YEAR})
    )"""
)


def read_short(instant: PeriodMention, month: int, digits: str) -> PeriodMention:
    """ "Dec-03" heads the month of a year, "Dec-31" a day."""
    if 28 <= int(digits) <= 31:
        return replace(instant, month=month, day=int(digits))
    year = full_year(digits)
    return replace(instant, month=month, year=year, until=month_end(year, month))


def full_year(digits: str) -> int:
    """A year of two or four digits; two-digit years lie between 1970 and 2069."""
    year = int(digits)
    if year >= 100:
        return year
    return year + (1900 if year >= 70 else 2000)


def month_number(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]


def read_date(found: re.Match[str]) -> PeriodMention | None:
    """The instant that a match of DATE stands for; a month alone ends on its last day."""
    instant = PeriodMention(found.start(), found.end(), months=0)
    try:
        if found["m6"]:
            return replace(instant, month=month_number(found["m6"]), day=int(found["d6"]))
        if found["m5"] or found["m7"]:
            month = month_number(found["m5"] or found["m7"])
            year = full_year(found["y5"] or found["y7"])
            return replace(instant, month=month, year=year, until=month_end(year, month))
        if found["m9"]:
            return replace(instant, month=month_number(found["m9"]), day=int(found["d9"]))
        if found["m10"]:
            return read_short(instant, month_number(found["m10"]), found["y10"])
        for n in "12348":
            if found[f"m{n}"]:
                printed = found[f"m{n}"]
                month = int(printed) if printed.isdigit() else month_number(printed)
                return replace(instant, until=date(full_year(found[f"y{n}"]), month, int(found[f"d{n}"])))
    except ValueError:
        # "13/45/03", "February 30": not a date
        return None
    return None


def complete(mention: PeriodMention) -> PeriodMention:
    """The day itself where month, day and year are all told."""
    if mention.until is not None or mention.month is None or mention.year is None:
        return mention
    try:
        until = (
            month_end(mention.year, mention.month)
            if mention.day is None
            else date(mention.year, mention.month, mention.day)
        )
    except ValueError:
        return mention
    return replace(mention, until=until)
