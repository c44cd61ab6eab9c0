"""Numbers, dates and periods of a data frame or workbook -> the words and digits a statement prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from narrext.periods.records import Period, is_month_end

# Digits that a binary float holds for sure.
SIGNIFICANT = 15
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
LENGTHS = {3: "Three months", 6: "Six months", 9: "Nine months", 12: "Twelve months"}
MARKS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
QUARTER_BEHIND = re.compile(r"(?P<year>(?:19|20)\d\d)[-\s]?Q(?P<quarter>[1-4])$")
FROM_TO = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:/|to|–|\.\.)\s*(\d{4}-\d\d-\d\d)$")


def to_decimal(value: int | float | Decimal) -> Decimal:
    """A number without the noise of binary floats."""
    if isinstance(value, float):
        return Decimal(format(value, f".{SIGNIFICANT}g"))
    return Decimal(value)


def places_of(value: Decimal) -> int:
    """The decimals that a number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def print_row(values: Iterable[Decimal | None], unit: str = "") -> list[str]:
    """The numbers of a row, all with as many decimals as the finest needs, marked with their unit."""
    told = list(values)
    places = max((places_of(value) for value in told if value is not None), default=0)
    return ["" if value is None else print_number(value, places, unit) for value in told]


def print_number(value: Decimal, places: int, unit: str = "") -> str:
    digits = f"{abs(value):,.{places}f}"
    currency = unit.partition("/")[0]
    if unit in ("percent", "%"):
        digits += "%"
    elif unit == "points":
        digits += " pts"
    elif unit == "ratio":
        digits += "x"
    elif len(currency) == 3 and currency.isupper():
        digits = MARKS.get(currency, f"{currency} ") + digits
    return f"({digits})" if value < 0 else digits


def print_date(day: date) -> str:
    """``March 31, 2003``."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def print_period(period: Period) -> str:
    """``March 31, 2003``, ``Three months ended March 31, 2003``, ``13 weeks ended May 3, 2003``."""
    if period.start is None:
        return print_date(period.end)
    calendar_months = period.start.day == 1 and is_month_end(period.end)
    if not calendar_months and period.days % 7 == 0:
        return f"{period.days // 7} weeks ended {print_date(period.end)}"
    return f"{LENGTHS.get(period.months, f'{period.months} months')} ended {print_date(period.end)}"


def print_heading(value: object) -> str:
    """A column's name as a heading says it: dates and periods of pandas in words."""
    if hasattr(value, "start_time") and hasattr(value, "end_time"):  # a pandas Period
        return print_period(Period(value.start_time.date(), value.end_time.date()))
    if isinstance(value, datetime):
        return print_date(value.date())
    if isinstance(value, date):
        return print_date(value)
    # the lines of a heading as `Table.to_frame` joins them: "Year Ended / June 30, / 2001"
    text = " ".join(str(value).replace(" / ", " ").split())
    quarter = QUARTER_BEHIND.match(text)
    if quarter:
        return f"Q{quarter['quarter']} {quarter['year']}"
    both = FROM_TO.match(text)
    if both:
        return print_period(Period(date.fromisoformat(both[1]), date.fromisoformat(both[2])))
    return text
