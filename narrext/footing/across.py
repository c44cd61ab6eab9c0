"""Columns of a table that are sums of others: segments, adjustments, the quarters of a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from narrext.footing.lines import NOT_ADDED, Line, slack_of, whole
from narrext.footing.reading import Reading, weigh
from narrext.footing.sums import find_sums
from narrext.tables.records import Column, Fact, Table

# Headings of a column that sums up the others.
SUMMED = re.compile(
    r"(?i)\b(?:total|consolidated|combined|company|group|as\s+(?:restated|adjusted)|pro\s+forma)\b"
)
# A column is a sum where it is one in at least so many rows, and in this many times more than it is not.
ROWS, TIMES = 2, 3


def find_crosses(table: Table) -> list[Reading]:
    """The readings of columns as sums of other columns; parts and totals are lines down the table."""
    values = [column for column in table.columns if column.role == "value" and column.unit != "price"]
    if len(values) < 3:
        return []
    found: list[Reading] = []
    lines = column_lines(table, values)
    for group in alike(values):
        found += find_sums([lines[column.index] for column in group])
    for whole_column, parts in stretches(values):
        rows = [kept_flow(lines[column.index], column) for column in (whole_column, *parts)]
        found.append(weigh(rows[0], rows[1:], (1,) * len(parts), False))
    return [reading for reading in found if is_cross(reading)]


def is_cross(reading: Reading) -> bool:
    """Whether the rows bear out that a column is the sum of others."""
    told = sum(
        sum(bool(part.values[at]) for part in reading.parts) > 1 for at, hit in enumerate(reading.hits) if hit
    )
    return told >= ROWS and reading.held >= TIMES * reading.failed and len(reading.parts) > 1


def alike(values: Sequence[Column]) -> list[list[Column]]:
    """Columns of one period and measure that differ in whom or what they are about."""
    groups: dict[object, list[Column]] = {}
    for column in values:
        groups.setdefault((column.period, column.measure if column.unit is not None else ""), []).append(
            column
        )
    return [group for group in groups.values() if len(group) > 2]


def stretches(values: Sequence[Column]) -> Iterable[tuple[Column, list[Column]]]:
    """Columns whose days others of the table divide among them: four quarters and the year."""
    for column in values:
        if column.period is None or column.period.start is None:
            continue
        same = [
            c
            for c in values
            if (c.basis, c.measure, c.entity) == (column.basis, column.measure, column.entity)
        ]
        starts = {c.period.start: c for c in same if c.period is not None and c.period != column.period}
        parts: list[Column] = []
        day = column.period.start
        while day in starts and starts[day].period is not None and len(parts) < len(same):
            parts.append(starts[day])
            day = starts[day].period.end + timedelta(days=1)  # type: ignore[union-attr]
        if len(parts) > 1 and day == column.period.end + timedelta(days=1):
            yield column, parts


def column_lines(table: Table, values: Sequence[Column]) -> dict[int, Line]:
    """Each column as a line, a figure for each row whose figures add up across."""
    rows: dict[int, dict[int, Fact]] = {}
    for fact in table.facts:
        if fact.unit not in NOT_ADDED:
            rows.setdefault(fact.item.row, {})[fact.column.index] = fact
    kept = [row for row in rows.values() if adds_across(row, values)]
    lines = {}
    powers = [min((f.step.adjusted() for f in row.values() if not f.nil), default=0) for row in kept]
    for column in values:
        facts = [row.get(column.index) for row in kept]
        numbers = [
            None if f is None else whole(f.value, power) for f, power in zip(facts, powers, strict=True)
        ]
        slack = [0 if f is None else slack_of(f, power) for f, power in zip(facts, powers, strict=True)]
        total = bool(SUMMED.search(f"{column.heading} {column.entity}")) or column.basis == "non-gaap"
        lines[column.index] = Line(facts, numbers, slack, 1, total, (), column.heading)
    return lines


def adds_across(row: dict[int, Fact], values: Sequence[Column]) -> bool:
    """Whether the figures of a row are amounts or counts; of amounts per share none may be missing."""
    units = {fact.unit for fact in row.values()}
    if len(row) < 2:
        return False
    unit = next(iter(units))
    return not ("/" in unit or unit == "shares") or all(column.index in row for column in values)


def kept_flow(line: Line, column: Column) -> Line:
    """A column without the rows that do not add up over time: stocks, amounts per share, averages."""
    kept = [
        fact
        if fact is not None
        and fact.period == column.period
        and "/" not in fact.unit
        and fact.unit != "shares"
        else None
        for fact in line.facts
    ]
    values = [value if fact is not None else None for fact, value in zip(kept, line.values, strict=True)]
    return Line(kept, values, line.slack, 1, True, (), line.label)
