"""What must agree across a release: assets with liabilities and equity, an item in several statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrext.footing.changes import settled
from narrext.footing.records import FootingCheck
from narrext.tables.records import Fact, LineItem, Table

ASSETS = re.compile(r"(?i)total\s+assets$")
BOTH_SIDES = re.compile(
    r"(?i)total\s+(?:liabilities\b.*\b(?:equity|deficit|capital(?:ization)?|deficiency|interests?|net\s+assets)|(?:\w+['’]?\s+)?equity\s+and\s+.*liabilities"
    r"|equity\s+and\s+liabilities|capitalization\s+and\s+liabilities)\b"
)
# Items that one release means alike wherever it prints them, on the same basis and for the same period.
SAME = re.compile(
    r"(?i)(?:net\s+(?:income|loss|earnings|sales|revenues?)|net\s+(?:income|earnings)\s*\(loss\)|(?:total\s+)?(?:net\s+)?(?:sales|revenues?)"
    r"|total\s+(?:assets|liabilities|deposits|loans|(?:stock|share)holders['’]?\s+equity)|operating\s+income|income\s+from\s+operations)$"
)
CASH = re.compile(r"(?i)cash\b")
# In so many periods items of any other name must agree before another period is held against them.
OFTEN = 2
# Bases that are the plain one.
PLAIN = frozenset({"", "gaap", "reported"})


def check_balance(table: Table) -> list[FootingCheck]:
    """Total assets = total liabilities and equity, column by column."""
    if table.statement != "balance":
        return []
    assets: dict[int, Fact] = {}
    found = []
    for fact in table.facts:
        if not fact.item.total:
            continue
        if ASSETS.match(fact.item.label):
            assets.setdefault(fact.column.index, fact)
        elif fact.column.index in assets and BOTH_SIDES.match(fact.item.label):
            parts = (assets[fact.column.index],)
            found.append(settled(FootingCheck("balance", fact, parts, (1,), True)))
    return found


def check_agreement(tables: Sequence[Table]) -> list[FootingCheck]:
    """Items printed in several statements of a release, each against the first time it is printed.

    Items of one name need not be one: two lines are held to be the same where they agree in some
    period, or where their name leaves no doubt.
    """
    found: list[FootingCheck] = []
    seen: dict[tuple[str, str, str], list[tuple[LineItem, dict[object, Fact]]]] = {}
    for table in tables:
        for item, facts in rows_of(table):
            key = (item.label.lower(), item.unit, basis_of(next(iter(facts.values()))))
            earlier = seen.setdefault(key, [])
            for other, figures in earlier:
                if other.table != item.table:
                    found += pair(item, facts, figures)
                    break
            earlier.append((item, facts))
    return [*found, *check_cash(tables)]


def rows_of(table: Table) -> Iterator[tuple[LineItem, dict[object, Fact]]]:
    """The lines of a table with their figures by period; columns about a part of the issuer left out."""
    if table.statement == "outlook":
        return
    rows: dict[int, dict[object, Fact]] = {}
    for fact in table.facts:
        column, item = fact.column, fact.item
        if (
            column.role == "value"
            and not column.entity
            and fact.period
            and not fact.nil
            and fact.unit == item.unit
        ):
            row = rows.get(item.row)
            if row is None:
                row = rows[item.row] = {}
            row.setdefault(fact.period, fact)
    for item in table.items:
        if item.row in rows and item.label:
            yield item, rows[item.row]


def basis_of(fact: Fact) -> str:
    basis = fact.item.basis or fact.column.basis
    return "" if basis in PLAIN else basis


def pair(item: LineItem, facts: dict[object, Fact], figures: dict[object, Fact]) -> list[FootingCheck]:
    """The checks of one line against another of the same name, or none where they are different things."""
    checks = [
        settled(FootingCheck("agreement", fact, (figures[period],), (1,), True))
        for period, fact in facts.items()
        if period in figures
    ]
    held = sum(check.holds for check in checks)
    sure = not item.parents and SAME.match(item.label) is not None
    believed = held >= 1 if sure else held >= OFTEN and held >= 2 * (len(checks) - held)
    return checks if believed else [check for check in checks if check.holds]


def check_cash(tables: Sequence[Table]) -> list[FootingCheck]:
    """Cash at the end in the cash-flow statement against the balance sheet, where some period agrees."""
    flows = [
        fact for table in tables if table.statement == "cash_flow" for fact in table.facts if is_cash(fact)
    ]
    if not flows:
        return []
    found: list[FootingCheck] = []
    for table in tables:
        if table.statement != "balance":
            continue
        held = {fact.period: fact for fact in reversed(table.facts) if is_cash(fact)}
        checks = [
            settled(FootingCheck("agreement", fact, (held[fact.period],), (1,), True))
            for fact in flows
            if fact.period in held
        ]
        # restricted cash may be in the one and not in the other
        found += checks if sum(c.holds for c in checks) * 2 > len(checks) else [c for c in checks if c.holds]
    return found


def is_cash(fact: Fact) -> bool:
    instant = fact.period is not None and fact.period.start is None
    return instant and CASH.match(fact.item.label) is not None and fact.column.role == "value"
