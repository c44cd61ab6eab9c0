"""What each column is: values, changes between two of them, shares of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from narrext.numerals import Numeral
from narrext.periods import Calendar, Period, PeriodMention
from narrext.tables.captions import read_basis
from narrext.tables.dates import resolve_column
from narrext.tables.drafts import Draft, context_of
from narrext.tables.headings import AGAINST, COMPARED, Head, best_context, heading_period
from narrext.tables.labels import Named
from narrext.tables.records import Column

TIMED = ("value", "share", "percent")
STOCK = re.compile(
    r"(?i)^(?:(?:total|identifiable|segment|net|operating|backlog|long-term|average)\s+)*(?:assets|liabilities|debt|backlog|inventor(?:y|ies))(?:\s+at\b.*)?$"
)
# Weeks end on weekdays: the same quarter of another year ends some days off.
NEAR_DAYS = 10
# Bases that a column may add to that of its table.
SECOND = ("restated", "previously reported", "reported", "budget")


def make_columns(draft: Draft, calendar: Calendar) -> tuple[Column, ...]:
    """The columns of a table, each with its dates, its role and what it compares."""
    context = best_context(context_of(draft))
    basis = table_basis(draft)
    columns = [
        Column(
            head.index,
            head.headings,
            column_period(head, context, draft, calendar),
            None,
            settle_role(head, draft),
            join_basis(basis, head.basis) if head.role == "value" else head.basis,
            head.measure,
            head.unit or ("percent" if is_percent_column(head, draft) else None),
            head.scale.amounts,
            head.entity,
        )
        for head in draft.heads
    ]
    columns = [date_share(columns, at, draft.heads) for at in range(len(columns))]
    return tuple(compare(columns, at, draft, calendar) for at in range(len(columns)))


def column_period(
    head: Head, context: PeriodMention | None, draft: Draft, calendar: Calendar
) -> Period | None:
    if head.role not in TIMED:
        return None
    period = resolve_column(head, context, draft.statement, calendar)
    return period.at_end if period is not None and stands_on_day(head) else period


def stands_on_day(head: Head) -> bool:
    """Whether a column is of what is there on a day, whatever stretch stands over it: "Identifiable Assets"."""
    return STOCK.search(head.headings[-1] if head.headings else "") is not None and head.role == "value"


def date_share(columns: Sequence[Column], at: int, heads: Sequence[Head]) -> Column:
    """A column of percent of sales is of the period of the values that it stands beside."""
    column, mention = columns[at], heads[at].mention
    if column.role != "share" or (mention is not None and (mention.until or mention.year)):
        return column
    before = [c for c in columns[:at] if c.role == "value"]
    after = [c for c in columns[at + 1 :] if c.role == "value"]
    beside = before[-1:] or after[:1]
    return replace(column, period=beside[0].period) if beside else column


def column_numerals(head: Head, draft: Draft) -> list[tuple[Named, Numeral]]:
    """The figures of a column with their rows, from the top."""
    return [
        (named, numeral)
        for named in draft.named
        for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True)
        if cell.column == head.index + 1 and numeral is not None and numeral.state == "number"
    ]


def is_percent_column(head: Head, draft: Draft) -> bool:
    """Whether a column is in percent though its mark is printed at the top alone, beside amounts."""
    told = column_numerals(head, draft)
    if head.role != "value" or not told or not told[0][1].percent or any(n.currency for _, n in told):
        return False
    beside = [n for n in told[0][0].row.numerals if n is not None and not n.percent and n.state == "number"]
    return bool(beside) and all(n.percent or (n.decimals and abs(n.value) < 1000) for _, n in told)


def join_basis(table: str, column: str) -> str:
    """The basis of a column in a table that has one: "pro forma, restated" where both say something."""
    if not table or not column or table == column:
        return column or table
    both = column in SECOND and table not in ("gaap", *SECOND)
    return f"{table}, {column}" if both else column


def table_basis(draft: Draft) -> str:
    """The basis that captions name for the whole table; that of a reconciliation changes from row to row."""
    if draft.statement == "reconciliation" or not draft.captions:
        return ""
    if any((head.basis and head.basis not in SECOND) or head.basis == "reported" for head in draft.heads):
        # the columns stand on bases of their own
        return ""
    return read_basis(" ".join(draft.captions))


def settle_role(head: Head, draft: Draft) -> str:
    """The role of a column that headings leave open: a "%" or "change" of percents alone is a percent change."""
    if head.role == "value" and head.measure == COMPARED and is_mostly_percent(head, draft):
        return "percent_change"
    if head.role == "percent" and recomputes_as_share(head, draft):
        return "share"
    if head.role == "percent":
        before = [other.role for other in draft.heads[: head.index]]
        own_date = head.mention is not None and (
            head.index == 0 or draft.heads[head.index - 1].mention == head.mention
        )
        return "share" if own_date and "change" not in before[-1:] else "percent_change"
    if head.role != "change":
        return head.role
    if is_mostly_percent(head, draft):
        return "percent_change"
    return "percent_change" if recomputes_as_percent(head, draft) else "change"


def with_shares(draft: Draft) -> tuple[Head, ...]:
    """The heads of a table; a column of percents under the very heading of the amounts beside it is of their shares."""
    heads = list(draft.heads)
    for at in range(1, len(heads)):
        head, before = heads[at], heads[at - 1]
        twins = head.role == before.role == "value" and head.headings == before.headings
        if twins and is_mostly_percent(head, draft) and not is_mostly_percent(before, draft):
            heads[at] = replace(head, role="share", unit="percent")
    return tuple(heads)


def is_mostly_percent(head: Head, draft: Draft) -> bool:
    told = column_numerals(head, draft)
    return sum(n.percent for _, n in told) * 2 > len(told)


def recomputes_as_share(head: Head, draft: Draft) -> bool:
    """Whether a column of percents comes out of the values before it as shares of the one that it calls 100 %."""
    values = [other.index + 1 for other in draft.heads[: head.index] if other.role == "value"][-1:]
    rows = [
        {cell.column: n for cell, n in zip(named.row.cells, named.row.numerals, strict=True) if n is not None}
        for named in draft.named
    ]
    pairs = [
        (r[values[0]], r[head.index + 1]) for r in rows if values and values[0] in r and head.index + 1 in r
    ]
    whole = next((value.value for value, share in pairs if share.value == 100), None)
    if not whole:
        return False
    parts = [(v, s) for v, s in pairs if s.state == v.state == "number" and s.value != 100]
    fits = sum(abs(100 * v.value / whole - s.value) <= Decimal(1).scaleb(-s.decimals) for v, s in parts)
    return fits > 0 and 2 * fits > len(parts)


def recomputes_as_percent(head: Head, draft: Draft) -> bool:
    """Whether a column of changes comes out of two of the values before it as percent, rather than as amounts."""
    values = [other.index + 1 for other in draft.heads[: head.index] if other.role == "value"][-3:]
    counted = [count_changes(head.index + 1, pair, draft) for pair in combinations(values, 2)]
    percents, amounts = max(counted, key=sum, default=(0, 0))
    return percents > amounts


def count_changes(change_column: int, pair: tuple[int, int], draft: Draft) -> tuple[int, int]:
    """In how many rows a column is the change between two others in percent, and in how many as an amount."""
    percents = amounts = 0
    for named in draft.named:
        cells = {cell.column: n for cell, n in zip(named.row.cells, named.row.numerals, strict=True)}
        first, second, change = (cells.get(column) for column in (*pair, change_column))
        if first is None or second is None or change is None or change.state != "number" or not second.value:
            continue
        slack = Decimal(1).scaleb(-change.decimals)
        difference = first.value - second.value
        percents += abs(abs(100 * difference / second.value) - abs(change.value)) <= slack
        amounts += abs(abs(difference) - abs(change.value)) <= slack
    return percents, amounts


def compare(columns: Sequence[Column], at: int, draft: Draft, calendar: Calendar) -> Column:
    """A change column with the periods that it compares."""
    column, head = columns[at], draft.heads[at]
    if column.role not in ("change", "percent_change"):
        return column
    values = [c for c in columns[:at] if c.role == "value" and c.period is not None]
    if not values:
        values = [c for c in columns[at + 1 :] if c.role == "value" and c.period is not None][:2]
    stated = stated_pair(head, values, calendar)
    if stated is not None:
        return replace(column, period=stated[0], base=stated[1])
    if head.mention is not None:
        group = [c for c in values if shares_group(c, column)]
        values = group if len(group) > 1 else values
    periods = [c.period for c in values if c.period is not None]
    if not periods:
        return column
    latest = max(periods, key=lambda p: p.end)
    if head.sequential or head.yearly:
        wanted = calendar.shift(latest, years=-1) if head.yearly else calendar.shift(latest, months=-3)
        near = [p for p in periods if abs((p.end - wanted.end).days) <= NEAR_DAYS]
        return replace(column, period=latest, base=near[0] if near else wanted)
    pair = sorted(dict.fromkeys(periods[-2:]), key=lambda p: p.end)
    return replace(column, period=pair[-1], base=pair[0] if len(pair) > 1 else None)


def stated_pair(head: Head, values: Sequence[Column], calendar: Calendar) -> tuple[Period, Period] | None:
    """What a change column compares where its heading says with what: "% Change From / June 30, 2009"."""
    against = AGAINST.search(head.text)
    mention = heading_period(head.text[against.end() :]) if against is not None else None
    if against is None or mention is None or not (mention.until or mention.year):
        return None
    base = calendar.resolve(mention)
    periods = [c.period for c in values if c.period is not None]
    if base is None or not periods:
        return None
    own = heading_period(head.text[: against.start()])
    current = calendar.resolve(own) if own is not None and (own.until or own.year) else None
    latest = max(periods, key=lambda p: p.end)
    current = nearest(current, periods) if current is not None else latest
    if base.start is None and current.start is not None:
        base = Period(calendar.start_of(base.end, current.months), base.end)
    base = nearest(base, periods)
    return (current, base) if base.end < current.end else None


def nearest(period: Period, columns: Sequence[Period]) -> Period:
    """The period of a column that ends with `period`, else `period` itself."""
    near = [p for p in columns if abs((p.end - period.end).days) <= NEAR_DAYS]
    return near[0] if near else period


def shares_group(first: Column, second: Column) -> bool:
    return bool(first.headings) and bool(second.headings) and first.headings[0] == second.headings[0]
