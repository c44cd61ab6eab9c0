"""Slips of the typist in column headings: told as findings, and mended only where the document tells how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from narrext.errors import Finding
from narrext.periods import Calendar, PeriodMention, find_periods
from narrext.tables.headings import Head, in_year, is_bare_year
from narrext.tables.labels import Named

# A quarter's results are out within half a year; a column that ends later is of no past period.
LATEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Headed:
    """A column's head with what was found out about it."""

    heads: tuple[Head, ...]
    findings: tuple[Finding, ...] = ()


def mend_heads(
    heads: tuple[Head, ...],
    named: Sequence[Named],
    place: tuple[int, int],
    statement: str,
    prose: Callable[[], Sequence[PeriodMention]],
    calendar: Calendar,
) -> Headed:
    """The heads of a table, headings that cannot be right replaced where the rest of the document tells
    the right ones. `place` is where the table stands, for the findings; `prose` gives the periods of the
    narrative, and is asked only where a heading is in doubt."""
    findings: list[Finding] = []
    if statement == "outlook":
        return Headed(heads)
    heads = mend_future(heads, place, calendar, findings)
    heads = mend_lengths(heads, place, prose, calendar, findings)
    heads = mend_twins(heads, named, place, findings)
    return Headed(heads, tuple(findings))


def mend_future(
    heads: tuple[Head, ...], place: tuple[int, int], calendar: Calendar, findings: list[Finding]
) -> tuple[Head, ...]:
    """A column of the past that ends long after the period reported: a wrong year, most likely."""
    current = calendar.current
    if current is None:
        return heads
    mended = list(heads)
    for at, head in enumerate(heads):
        day = head.mention.until if head.mention is not None else None
        if head.mention is None or day is None or day <= current.end + LATEST or head.role != "value":
            continue
        if head.basis == "budget" or "outlook" in head.text.lower():
            continue
        earlier = in_year(day, day.year - 1)
        known = any(other.mention is not None and other.mention.until == earlier for other in heads)
        words = f"Column {at + 1} is headed “{head.text}”, which lies after the period reported"
        if known:
            mended[at] = replace(head, mention=replace(head.mention, until=earlier))
            words += f"; read as {earlier}, like the column beside it"
        findings.append(Finding("future_period", words + ".", *place))
    return tuple(mended)


def mend_lengths(
    heads: tuple[Head, ...],
    place: tuple[int, int],
    prose: Callable[[], Sequence[PeriodMention]],
    calendar: Calendar,
    findings: list[Finding],
) -> tuple[Head, ...]:
    """A year to date that has more or fewer months than the fiscal year has run, where the prose has it right."""
    mended = list(heads)
    lengths = {
        head.mention.months: None for head in heads if head.mention is not None and head.mention.months
    }
    for months in [m for m in lengths if m in (6, 9)]:
        group = [i for i, h in enumerate(heads) if h.mention is not None and h.mention.months == months]
        latest = max(
            (m.until for i in group if (m := heads[i].mention) is not None and m.until), default=None
        )
        if latest is None or calendar.anchor is None or fits_calendar(latest, months, calendar):
            continue
        right = {
            m.months for m in prose() if m.until == latest and m.months is not None and m.months in (6, 9)
        }
        if months in right or len(right) != 1:
            continue
        (length,) = right
        if not fits_calendar(latest, length, calendar):
            continue
        for at in group:
            mention = heads[at].mention
            assert mention is not None
            mended[at] = replace(heads[at], mention=replace(mention, months=length, weeks=None))
        findings.append(
            Finding(
                "heading_contradicts_text",
                f"The table heads columns {listed(group)} with {months} months ended {latest}, where the text "
                f"speaks of {length}; read as {length}.",
                *place,
            )
        )
    return tuple(mended)


def fits_calendar(until: date, months: int, calendar: Calendar) -> bool:
    """Whether the fiscal year has run `months` months on that day."""
    if calendar.anchor is None:
        return True
    quarter, _, end = calendar.anchor
    apart = round((until - end).days / 91.3)
    return ((quarter - 1 + apart) % 4 + 1) * 3 == months


def mend_twins(
    heads: tuple[Head, ...], named: Sequence[Named], place: tuple[int, int], findings: list[Finding]
) -> tuple[Head, ...]:
    """Two columns under the very same heading: which is which the dates in the labels may tell."""
    mended = list(heads)
    for at, head in enumerate(heads):
        twin = next((other for other in heads[:at] if is_twin(other, head)), None)
        if twin is None:
            continue
        words = f"Columns {twin.index + 1} and {at + 1} are headed alike: “{head.text}”"
        dates = label_dates(named)
        if len(dates) == len(heads) and twin.mention is not None and dates[twin.index] == twin.mention.until:
            mended[at] = replace(head, mention=replace(dated(head), until=dates[at]))
            words += f"; the labels date column {at + 1} {dates[at]}"
        else:
            mended[at] = replace(head, mention=None)
            words += f"; of column {at + 1} no date is known"
        findings.append(Finding("equal_headings", words + ".", *place))
    return tuple(mended)


def dated(head: Head) -> PeriodMention:
    assert head.mention is not None
    return head.mention


def is_twin(first: Head, second: Head) -> bool:
    """Whether two columns claim one period, and nothing else in their headings sets them apart."""
    if (
        first.mention is None
        or second.mention is None
        or (is_bare_year(second.mention) and second.mention.year is None)
    ):
        return False
    same = (first.mention.until, first.mention.months, first.mention.quarter, first.mention.year) == (
        second.mention.until,
        second.mention.months,
        second.mention.quarter,
        second.mention.year,
    )
    told = (first.role, first.basis, first.measure, first.entity) == (
        second.role,
        second.basis,
        second.measure,
        second.entity,
    )
    dated = (
        second.mention.until is not None
        or second.mention.year is not None
        or second.mention.month is not None
    )
    return same and told and dated and second.role == "value"


def label_dates(named: Iterable[Named]) -> list[date]:
    """The days that one label gives for the columns, in their order ("issued at June 30 and March 31, respectively")."""
    for each in named:
        days = [m.until for m in find_periods(each.label) if m.months == 0 and m.until is not None]
        ordered = list(dict.fromkeys(days))
        if len(ordered) > 1 and len(days) >= len(ordered):
            return ordered
    return []


def listed(places: Sequence[int]) -> str:
    return " and ".join(str(place + 1) for place in places)
