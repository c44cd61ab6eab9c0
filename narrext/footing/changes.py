"""Columns that compare others: changes, changes in percent, shares of a line; each figure worked out anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from narrext.footing.records import FootingCheck
from narrext.footing.signs import is_taken_off
from narrext.tables.records import Column, Fact, Table

# Headings under which a higher expense is a negative change.
FAVOURABLE = re.compile(r"(?i)\b(?:fav\w*|unfav\w*|better|worse|variance|b/\(?w)")
# Bases on which a change cannot be worked out from what is printed.
ELSEWHERE = ("constant currency", "organic", "comparable", "adjusted")
# A column is what it seems where at least this share of its figures comes out, in percent.
ENOUGH = 60
HUNDRED = Decimal(100)


def check_changes(table: Table) -> list[FootingCheck]:
    """The figures of the columns that compare two others, or give the share of a line."""
    if all(column.role == "value" for column in table.columns):
        return []
    rows: dict[int, dict[int, Fact]] = {}
    for fact in table.facts:
        rows.setdefault(fact.item.row, {})[fact.column.index] = fact
    found: list[FootingCheck] = []
    for column in table.columns:
        if column.role in ("change", "percent_change"):
            found += believed(settle_signs(list(compare(table, rows, column)), column))
        elif column.role == "share":
            found += believed(list(shares(table, rows, column)))
    return found


def believed(checks: list[FootingCheck]) -> list[FootingCheck]:
    """The checks of a column, or none where most do not come out: it is something else then."""
    held = sum(check.holds for check in checks)
    return checks if held and held * 100 >= ENOUGH * len(checks) else []


def compare(table: Table, rows: dict[int, dict[int, Fact]], column: Column) -> Iterator[FootingCheck]:
    """A check for each figure of a change column whose two figures are in the table."""
    pair = compared(table.columns, column)
    if pair is None:
        return
    for row in rows.values():
        fact, a, b = row.get(column.index), row.get(pair[0].index), row.get(pair[1].index)
        if fact is None or a is None or b is None or a.unit != b.unit or fact.nil:
            continue
        if fact.unit == "percent" and a.unit != "percent":
            check = percent_check(fact, a, b)
        elif fact.unit == a.unit or (fact.unit == "points" and a.unit == "percent"):
            check = change_check(fact, a, b)
        else:
            continue
        if check is not None:
            yield check


def compared(columns: Sequence[Column], column: Column) -> tuple[Column, Column] | None:
    """The columns of the period and of the base of a comparison, of the same basis and measure."""
    if column.period is None or column.base is None or column.basis in ELSEWHERE:
        return None
    found = []
    for period in (column.period, column.base):
        values = [
            c for c in columns if c.role == "value" and c.period == period and measures_alike(c, column)
        ]
        same = [c for c in values if column.basis and c.basis == column.basis] or values
        if not same or len({(c.entity, c.basis) for c in same}) > 1:
            return None
        found.append(same[-1] if len(same) == 1 else min(same, key=lambda c: abs(c.index - column.index)))
    return found[0], found[1]


def measures_alike(value: Column, change: Column) -> bool:
    """Whether a change can be one of a column's figures: "Units" are the "CPU units" beside them."""
    return value.measure == change.measure or bool(change.measure and value.measure.endswith(change.measure))


def change_check(fact: Fact, a: Fact, b: Fact) -> FootingCheck:
    """a - b = change."""
    check = FootingCheck("change", fact, (a, b), (1, -1), True)
    return settled(check)


def percent_check(fact: Fact, a: Fact, b: Fact) -> FootingCheck | None:
    """(a - b) / b = change in percent. Of a negative base some take the size, some the base as it is."""
    if abs(b.value) <= b.step / 2:
        return None
    check = settled(FootingCheck("percent_change", fact, (a, b), (1, -1), True))
    if check.holds or b.value > 0:
        return check
    plain = settled(FootingCheck("percent_change", fact, (a, b), (1, 1), True))
    return plain if plain.holds else check


def settled(check: FootingCheck) -> FootingCheck:
    """A check with `holds` as its bounds say."""
    bounds, half = check.bounds, check.fact.step / 2
    holds = bounds is None or (bounds[0] <= check.fact.value + half and check.fact.value - half <= bounds[1])
    return check if holds else replace(check, holds=False)


def settle_signs(checks: list[FootingCheck], column: Column) -> list[FootingCheck]:
    """Changes printed the other way round: where the heading says so, or all expenses of the column are."""
    turned = [settled(replace(c, inverted=True, holds=True)) if not c.holds else c for c in checks]
    won = [c for old, c in zip(checks, turned, strict=True) if c.holds and not old.holds]
    expenses = all(is_taken_off(c.fact.item.label, c.fact.item.parents) for c in won)
    if FAVOURABLE.search(column.heading) or (len(won) > 1 and expenses):
        return [new if new.holds else old for old, new in zip(checks, turned, strict=True)]
    return checks


def shares(table: Table, rows: dict[int, dict[int, Fact]], column: Column) -> Iterator[FootingCheck]:
    """Figures of a "% of revenue" column: of the line that is 100 % of itself."""
    values = [c for c in table.columns if c.role == "value" and c.period == column.period]
    if not values or column.period is None:
        return
    beside = min(values, key=lambda c: abs(c.index - column.index))
    base: Fact | None = None
    for row in rows.values():
        share, amount = row.get(column.index), row.get(beside.index)
        if share is None or amount is None:
            continue
        if share.value == HUNDRED:
            base = amount
        if base is not None and amount is not base and amount.unit == base.unit and base.value > base.step:
            yield settled(FootingCheck("share", share, (amount, base), (1, 1), True))
