"""Tables -> checks: what foots, what does not, and what nothing was found to check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrext.footing.across import find_crosses
from narrext.footing.agreement import check_agreement, check_balance
from narrext.footing.changes import check_changes, settled
from narrext.footing.lines import is_total, read_lines
from narrext.footing.per_share import check_per_share
from narrext.footing.reading import Reading
from narrext.footing.records import FootingCheck, TableFooting
from narrext.footing.sums import find_sums
from narrext.tables.records import Table

CASH = re.compile(r"(?i)cash\b")


def foot(tables: Sequence[Table]) -> list[FootingCheck]:
    """Every check that can be made of the tables of one release, in the order of the tables.

    Columns are footed and rows cross-footed, changes, shares and earnings per share worked out anew,
    balance sheets balanced, cash reconciled, and items that several statements print compared. A check
    holds where what is printed can come out of its parts, each within half a unit of its last digit.
    """
    found: list[FootingCheck] = []
    for table in tables:
        found += foot_table(table)
    return [*found, *check_agreement(tables)]


def foot_table(table: Table) -> list[FootingCheck]:
    """The checks of one table alone."""
    found: list[FootingCheck] = []
    for lines in read_lines(table):
        for reading in find_sums(lines):
            found += checks_of(reading, sum_kind(reading, table))
    for reading in find_crosses(table):
        found += checks_of(reading, "cross")
    return [*found, *check_balance(table), *check_changes(table), *check_per_share(table)]


def sum_kind(reading: Reading, table: Table) -> str:
    """``cash`` where cash at the beginning and its change give cash at the end, else ``sum``."""
    if table.statement != "cash_flow" or not CASH.match(reading.total.label):
        return "sum"
    begun = any(CASH.match(part.label) and not part.total for part in reading.parts)
    return "cash" if begun else "sum"


def checks_of(reading: Reading, kind: str) -> Iterator[FootingCheck]:
    """A check for each column (or row) of a reading in which there is something to add up."""
    for at, hit in enumerate(reading.hits):
        fact = reading.total.facts[at]
        if hit is None or fact is None:
            continue
        pairs = [
            (part, sign)
            for line, sign in zip(reading.parts, reading.signs, strict=True)
            if (part := line.facts[at]) is not None
        ]
        if fact.value or any(part.value for part, _ in pairs):
            parts, signs = tuple(p for p, _ in pairs), tuple(s for _, s in pairs)
            check = FootingCheck(kind, fact, parts, signs, hit, reading.inverted)
            yield check if hit or fact.column.role != "change" else for_the_better(check)


def for_the_better(check: FootingCheck) -> FootingCheck:
    """Changes are added as printed where a higher expense is printed as a change for the worse."""
    added = settled(replace(check, signs=(1,) * len(check.parts), holds=True))
    return added if added.holds else check


def sum_up(tables: Sequence[Table], checks: Sequence[FootingCheck]) -> list[TableFooting]:
    """What the checks came to, table by table."""
    by_table: dict[int, list[FootingCheck]] = {table.index: [] for table in tables}
    covered: set[tuple[int, int]] = set()
    for check in checks:
        by_table[check.table].append(check)
        covered |= {(fact.start, fact.item.table) for fact in (check.fact, *check.parts)}
    return [footing_of(table, by_table[table.index], covered) for table in tables]


def footing_of(table: Table, checks: Sequence[FootingCheck], covered: set[tuple[int, int]]) -> TableFooting:
    rows = {fact.item.row for fact in table.facts if (fact.start, table.index) in covered}
    told = {fact.item.row for fact in table.facts if fact.value}
    return TableFooting(
        table.index,
        tuple(check for check in checks if check.holds),
        tuple(check for check in checks if not check.holds),
        tuple(item for item in table.items if is_total(item) and item.row in told and item.row not in rows),
        len(table.facts),
        sum((fact.start, table.index) in covered for fact in table.facts),
    )
