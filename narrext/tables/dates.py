"""What dates a column and a figure are of: by headings, sections, labels, and the kind of statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from narrext.periods import Calendar, Period, PeriodMention, find_periods
from narrext.tables.headings import Head, complete_with, is_bare_year
from narrext.tables.records import Column, LineItem

BEGINNING = re.compile(
    r"(?i)\b(?:at\s+)?(?:the\s+)?(?:beginning|start)\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:period|year|quarter|months?)|\bbeginning\s+(?:balance|cash)|\bbeginning$"
)
ENDING = re.compile(
    r"(?i)\b(?:at\s+)?(?:the\s+)?end\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:period|year|quarter|months?)|\bending\s+(?:balance|cash)|\b(?:period|year|quarter)[\s-]end\b|\bending$"
)
STOCK = re.compile(
    r"(?i)(?!.*\b(?:average|return on|charge-?offs|provision|change|increase)\b)(?:^total\s+(?:assets|liabilities|debt|deposits|equity|loans)\b|(?:stock|share)holders['’]?\s+(?:equity|deficit)$"
    r"|\bbook\s+value\b|\bbalance\s+sheet\b|^(?:\w+\s+)?backlog$|\bnon-?performing\b|^(?:total\s+)?non-?accrual\b|^loans\s+past\s+due\b|^past\s+due\s+loans\b|^other\s+real\s+estate\s+owned\b|^allowance\s+for\b|\bto\s+total\s+(?:assets|loans)\b|\btier\s+1\b|\bcapital\s+ratio"
    r"|\bin\s+force\b|^(?:common\s+)?shares\s+outstanding\b|^net\s+debt\b|^tangible\s+(?:common\s+)?equity\b)"
)
# What is counted on a day, unless the label says that it came, went or was averaged over the period.
COUNTED_AT_END = frozenset(
    (
        "customers",
        "subscribers",
        "employees",
        "members",
        "stores",
        "restaurants",
        "headcount",
        "branches",
        "square feet",
    )
)
COUNTED_OVER = re.compile(
    r"(?i)\b(?:average|new|added|additions?|gained|lost|opened|closed|acquired|served|net|gross|sold|opening|begin\w*)\b"
)
# "For the year:" under balances tells how long, and the column until when.
FOR_THE = re.compile(
    r"(?i)(?:for\s+the|during\s+the|in\s+the|quarter|year|three\s+months|twelve\s+months|six\s+months|nine\s+months)\b"
)
# No label without one of these speaks of an instant.
STOCK_WORDS = (
    "total", "equity", "deficit", "book", "balance", "backlog", "performing", "allowance", "tier", "ratio", "outstanding",
    "net debt", "tangible", "assets", "loans", "in force", "accrual", "real estate",
)  # fmt: skip
FLOW = re.compile(
    r"(?i)^(?:(?:total|gaap|non-gaap|adjusted|core|net|operating|gross)\s+)*(?:income|loss|earnings|revenues?|sales|expenses?|profit|ebitda\w*)\b(?!\s+(?:tax(?:es)?\s+(?:payable|receivable)|receivable|payable|held))|\bearnings\s+per\b|\bexpenses?,\s+net\b"
)
LAST_YEAR = re.compile(
    r"(?i)\b(?:last|trailing|latest|rolling)\s+(?:twelve|12|four\s+quarters?)\b|\b[LT]TM\b"
)
BALANCE = re.compile(r"(?i)(?:as\s+of\s+|at\s+)?(?:(?:opening|closing|beginning|ending)\s+)?balances?\b")
AVERAGED = re.compile(r"\baverage\b")
LEVERAGE = re.compile(r"(?i)\bdebt\b|\bleverage\b|/")
FLOWS = ("income", "cash_flow", "equity")
FLOW_RATIO = re.compile(
    r"(?i)\breturn\s+on\b|\binterest\s+margin\b|\befficiency\s+ratio\b|\b(?:gross|operating|profit|net)\s+margin\b|\bcharge-?offs?\b|\btax\s+rate\b"
)


def resolve_column(
    head: Head, context: PeriodMention | None, statement: str, calendar: Calendar
) -> Period | None:
    """The dates of a column: by its heading, by the captions, by the kind of statement."""
    mention = complete_with(head.mention, context)
    if mention is None:
        return None
    around = calendar.resolve(context) if mention.relation == "year_ago" and context is not None else None
    return resolve(mention, statement, calendar, around)


def resolve(
    mention: PeriodMention, statement: str, calendar: Calendar, around: Period | None = None
) -> Period | None:
    period = calendar.resolve(mention, around)
    if period is None:
        return None
    if statement == "balance":
        return period.at_end
    if statement in FLOWS and period.instant:
        return flow_until(period, calendar)
    return period


def flow_until(instant: Period, calendar: Calendar) -> Period | None:
    """The stretch that a flow statement means by a day alone: the known one that ends then, else a quarter."""
    ends = [p for p in calendar.known if p.start and abs((p.end - instant.end).days) <= 10]
    if ends:
        return min(ends, key=lambda p: p.days)
    current = calendar.current
    months = current.months if current is not None and current.start else 3
    return Period(calendar.start_of(instant.end, months), instant.end)


def section_mention(parents: Sequence[str], known: dict[str, PeriodMention | None]) -> PeriodMention | None:
    """The period that the innermost section heading states ("Quarter ended March 31, 2004:"); `known`
    holds those of sections read before."""
    for parent in reversed(parents):
        if parent not in known:
            known[parent] = heading_mention(parent)
        found = known[parent]
        if found is not None:
            return found
    return None


def heading_mention(words: str) -> PeriodMention | None:
    for mention in find_periods(words, heading=True):
        told = mention.until or mention.quarter or mention.month or is_bare_year(mention)
        if told and not mention.relation:
            return mention
        if mention.months and mention.relation in ("", "current") and FOR_THE.match(words):
            return mention
    return None


def is_length(mention: PeriodMention) -> bool:
    """Whether words tell how long a period is, and nothing of the year in which it ends."""
    dated = mention.until or mention.month or mention.year
    return bool(mention.months) and not dated


def instant_of(item: LineItem) -> str:
    """What a label says of the instant that its figures are of: ``start`` or ``end`` of the column's
    period; ``year`` for the twelve months to it; ``flow`` where it is of a stretch of time, whatever the column says; "" where nothing."""
    label = item.label
    if LAST_YEAR.search(label) and not LEVERAGE.search(label):
        return "year"
    lower = label.lower()
    if ("begin" in lower or "start" in lower) and BEGINNING.search(label):
        return "start"
    if any(cue in lower for cue in STOCK_WORDS) and STOCK.search(label):
        return "end"
    if item.unit in COUNTED_AT_END and not COUNTED_OVER.search(label):
        return "end"
    if any("end" in words.lower() and ENDING.search(words) for words in (label, *item.parents)):
        return "end"
    if item.unit == "percent":
        return "flow" if FLOW_RATIO.search(label) else ""
    return "flow" if FLOW.search(label) else ""


def in_year_of(section: PeriodMention, head: Head) -> PeriodMention:
    """What a column headed "First Quarter" or "Full Year" is of under a section headed by a year alone."""
    if head.mention is None or head.mention.year is not None or head.mention.until is not None:
        return section
    return replace(head.mention, year=section.year, relation="")


def equity_periods(labels: Sequence[str]) -> list[Period | None]:
    """What the rows of a statement of equity are of: its balances of a day, what moved between them of the days
    from one to the next."""
    days: list[date | None] = [balance_day(label) for label in labels]
    if sum(day is not None for day in days) < 2:
        return [None] * len(labels)
    found: list[Period | None] = []
    for place, day in enumerate(days):
        before = next((d for d in reversed(days[:place]) if d is not None), None)
        after = next((d for d in days[place + 1 :] if d is not None), None)
        if day is not None:
            found.append(Period(None, day))
        elif before is not None and after is not None and before < after:
            found.append(Period(before + timedelta(days=1), after))
        else:
            found.append(None)
    return found


def balance_day(label: str) -> date | None:
    """The day that a label such as "Balance at December 31, 1998" tells."""
    if not BALANCE.match(label):
        return None
    return next((m.until for m in find_periods(label) if m.months == 0 and m.until is not None), None)


def cell_period(
    instant: str,
    column: Column,
    head: Head,
    section: PeriodMention | None,
    statement: str,
    calendar: Calendar,
) -> Period | None:
    """The period of one figure: its column's, or its section's, at an end where the label says so."""
    period = column.period
    if section is not None and period is not None and is_length(section):
        own_length = head.mention is not None and head.mention.months
        if period.start is None or not own_length:
            return Period(calendar.start_of(period.end, section.months or 3, section.weeks), period.end)
    if (
        section is not None
        and column.role == "value"
        and (head.mention is None or is_bare_year(head.mention))
    ):
        period = resolve(complete_with(head.mention, section) or section, statement, calendar) or period
    if period is None and section is not None and column.role == "value" and is_bare_year(section):
        period = resolve(in_year_of(section, head), statement, calendar)
    if period is None or not instant or column.role in ("change", "percent_change"):
        return period
    if instant == "year":
        return Period(calendar.start_of(period.end, 12), period.end)
    if period.start is None:
        flows = instant == "flow" and statement not in ("balance", "outlook")
        return flow_until(period, calendar) if flows else period
    if AVERAGED.search(column.measure):
        return period
    if instant == "start":
        return Period(None, period.start - timedelta(days=1))
    return period.at_end if instant == "end" else period
