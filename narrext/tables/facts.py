"""Drafts and a calendar -> tables: line items, and one fact for each figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from narrext.errors import Finding
from narrext.numerals import Numeral
from narrext.periods import Calendar, PeriodMention
from narrext.tables.captions import ONE, SCALES, read_basis
from narrext.tables.dates import cell_period, equity_periods, instant_of, section_mention
from narrext.tables.drafts import Draft
from narrext.tables.labels import Named
from narrext.tables.measures import Measure, traded_unit
from narrext.tables.neighbours import RATES, measure_rows
from narrext.tables.records import Column, Fact, LineItem, Table
from narrext.tables.roles import NEAR_DAYS, make_columns, with_shares
from narrext.tables.settings import setting_of
from narrext.tables.slips import mend_heads
from narrext.tables.units import CENT, CENT_MARKS

OVER = re.compile(r"(?i)\b(?:ended|actual|reported)\b")
SCALE_NAMES = {
    Decimal(10) ** 3: "thousands",
    Decimal(10) ** 6: "millions",
    Decimal(10) ** 9: "billions",
}


def finish_table(
    index: int, draft: Draft, text: str, calendar: Calendar, prose: Callable[[], Sequence[PeriodMention]]
) -> Table:
    """The table of a draft, dated by the calendar; `prose` gives the periods of the narrative if asked."""
    setting = setting_of(draft)
    draft.heads = with_shares(draft)
    headed = mend_heads(draft.heads, draft.named, (draft.start, draft.end), draft.statement, prose, calendar)
    draft.heads = headed.heads
    columns = in_currency(make_columns(draft, calendar), setting.currency)
    if draft.statement == "other" and lies_ahead(draft, columns, calendar):
        draft.statement = "outlook"
    items: list[LineItem] = []
    facts: list[Fact] = []
    findings: list[Finding] = [*headed.findings, *scale_findings(draft)]
    measures = measure_rows(draft.named, columns, setting)
    moved = equity_periods([named.label for named in draft.named]) if not is_dated(columns) else []
    for place, named in enumerate(draft.named):
        if is_placeholder(named):
            continue
        item = make_item(index, len(items), named, measures[place])
        items.append(item)
        found = row_facts(item, named, columns, draft, calendar, text, setting.currency)
        if moved and moved[place] is not None:
            found = [replace(fact, period=fact.period or moved[place]) for fact in found]
        facts += found
        if measures[place].oversized:
            words = f"“{item.label}” is too large to be in the caption's scale."
            findings.append(Finding("scale_doubtful", words, item.start, item.end))
    return Table(
        index,
        draft.start,
        draft.end,
        " / ".join(draft.captions),
        draft.statement,
        setting.currency,
        draft.scale.amounts or ONE,
        columns,
        tuple(items),
        tuple(facts),
        (*findings, *parenthesis_findings(facts)),
        draft.grid,
    )


def in_currency(columns: Sequence[Column], currency: str) -> tuple[Column, ...]:
    """The columns, those of amounts per share in the currency of the table."""
    return tuple(replace(c, unit=f"{currency}/share") if c.unit == "per share" else c for c in columns)


def is_dated(columns: Sequence[Column]) -> bool:
    return any(column.period is not None for column in columns if column.role == "value")


def scale_findings(draft: Draft) -> list[Finding]:
    if not draft.borrowed:
        return []
    scale = draft.scale.amounts or ONE
    name = SCALE_NAMES.get(scale, f"units of {scale}")
    words = f"No scale stands over the table: read in {name}, like the other statements."
    return [Finding("scale_borrowed", words, draft.start, draft.end)]


def parenthesis_findings(facts: Sequence[Fact]) -> list[Finding]:
    """Figures with one parenthesis of two: the typist forgot the other, or set one too many."""
    return [
        Finding(
            "unbalanced_parenthesis",
            f"“{fact.printed}” has one parenthesis of two: read as {'negative' if fact.value < 0 else 'positive'}.",
            fact.start,
            fact.end,
        )
        for fact in facts
        if fact.printed.count("(") != fact.printed.count(")")
    ]


def lies_ahead(draft: Draft, columns: Sequence[Column], calendar: Calendar) -> bool:
    """Whether all columns of values are of times after the period reported, and none is said to be over."""
    if any(OVER.search(words) for words in (*draft.captions, *(column.heading for column in columns))):
        return False
    ends = [column.period.end for column in columns if column.role == "value" and column.period is not None]
    current = calendar.current
    return current is not None and bool(ends) and min(ends) > current.end + timedelta(days=NEAR_DAYS)


def is_placeholder(named: Named) -> bool:
    """Whether a row holds dashes alone and no label."""
    return not named.label and not any(n is not None and n.state == "number" for n in named.row.numerals)


def make_item(table: int, row: int, named: Named, measure: Measure) -> LineItem:
    cells = named.row.labels or named.row.cells[:1]
    basis = read_basis(named.label) or next((b for p in reversed(named.parents) if (b := read_basis(p))), "")
    return LineItem(
        table,
        row,
        named.label,
        named.parents,
        cells[0].start,
        cells[-1].end,
        measure.unit,
        measure.scale,
        named.total and (measure.unit not in RATES or "total" in named.label.lower()),
        basis,
    )


def row_facts(
    item: LineItem,
    named: Named,
    columns: Sequence[Column],
    draft: Draft,
    calendar: Calendar,
    text: str,
    currency: str,
) -> list[Fact]:
    section = section_mention(named.parents, draft.sections) if named.parents else None
    instant = instant_of(item)
    found: list[Fact] = []
    for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True):
        if numeral is None or numeral.state == "na" or not 1 <= cell.column <= len(columns):
            continue
        column = columns[cell.column - 1]
        if column.role == "other":
            # numbers of notes
            continue
        if numeral.state == "nil" and (column.role == "percent_change" or draft.statement == "outlook"):
            # a dash beside amounts that differ is no change of nothing, and one for next year foretells none
            continue
        unit, scale = cell_unit(item, column, numeral, currency)
        if unit == "percent" and item.unit == "percent" and is_difference(named, columns, column, numeral):
            unit = "points"
        period = cell_period(instant, column, draft.heads[column.index], section, draft.statement, calendar)
        printed = " ".join(text[cell.start : cell.end].split())
        found.append(
            Fact(
                item,
                column,
                numeral.value * scale,
                scale * Decimal(1).scaleb(-numeral.decimals),
                printed,
                cell.start,
                cell.end,
                unit,
                period,
                numeral.state == "nil",
            )
        )
    return found


def is_difference(named: Named, columns: Sequence[Column], column: Column, change: Numeral) -> bool:
    """Whether a change without a mark is what two rates of its row lie apart, in points."""
    if column.role not in ("change", "percent_change") or change.percent:
        return False
    told = {
        columns[cell.column - 1].period: numeral.value
        for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True)
        if numeral is not None and cell.column <= len(columns) and columns[cell.column - 1].role == "value"
    }
    if column.period not in told or column.base not in told:
        return False
    apart = abs(told[column.period] - told[column.base])
    return abs(apart - abs(change.value)) <= Decimal(1).scaleb(-change.decimals)


def cell_unit(item: LineItem, column: Column, numeral: Numeral, currency: str) -> tuple[str, Decimal]:
    """The unit and scale of one figure: its own mark, its column's heading, its row."""
    marked = marked_unit(item, numeral, currency)
    if marked is not None:
        return marked
    if column.role in ("percent_change", "share") and not numeral.currency:
        return "percent", ONE
    if column.measure.startswith("volume"):
        traded = traded_unit(item.label)
        return (traded.unit, traded.scale) if traded is not None else (column.measure, ONE)
    if column.unit == "price":
        return currency, ONE
    if column.unit is not None and column.unit.endswith("/share"):
        return column.unit, ONE
    if column.unit == "percent" and not numeral.currency:
        return "percent", ONE
    if column.unit and column.unit != "percent" and not numeral.currency:
        return column.unit, column.scale or item.scale
    if column.scale is not None and item.unit not in ("percent", "points", "ratio") and "/" not in item.unit:
        return item.unit, column.scale
    return item.unit, item.scale


def marked_unit(item: LineItem, numeral: Numeral, currency: str) -> tuple[str, Decimal] | None:
    """The unit and scale that a figure's own mark tells: "4.5%", "80 bps", "5.8x", "44.2c", "$48 million"."""
    if numeral.suffix in ("pts", "pt", "ppt", "ppts", "pp"):
        return "points", ONE
    if numeral.percent:
        return ("points" if item.unit == "points" else "percent"), ONE
    if numeral.suffix in ("bps", "bp"):
        return "points", Decimal("0.01")
    if numeral.suffix == "x":
        return "ratio", ONE
    if numeral.suffix in CENT_MARKS:
        return (item.unit if "/" in item.unit else currency), CENT
    if numeral.suffix in SCALES:
        return (currency if numeral.currency else item.unit), SCALES[numeral.suffix]
    return None
