"""Totals that would foot if a line were read in their unit: the reading is doubtful, not the issuer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrext.errors import Finding
from narrext.footing.lines import read_lines
from narrext.footing.records import TableFooting
from narrext.footing.sums import find_sums
from narrext.tables.records import Fact, LineItem, Table


def find_doubts(tables: Sequence[Table], footings: Sequence[TableFooting]) -> list[Finding]:
    """A finding ``unit_doubtful`` for each line that an unexplained total would need in its own unit."""
    found: dict[int, Finding] = {}
    for table, footing in zip(tables, footings, strict=True):
        for total in footing.unchecked:
            for item in missing_parts(table, total):
                message = (
                    f"“{item.label}” was read as {item.unit}; as {total.unit} it is a part of “{total.label}”, "
                    "which does not foot without it."
                )
                found.setdefault(item.start, Finding("unit_doubtful", message, item.start, item.end))
    return list(found.values())


def missing_parts(table: Table, total: LineItem) -> Iterator[LineItem]:
    """The lines of other units with which a total foots in every column."""
    marked = {fact.item.row for fact in table.facts if "%" in fact.printed}
    others = {
        item.row: item
        for item in table.items
        if item.unit != total.unit and "/" not in item.unit and item.row not in marked
    }
    if not others:
        return
    for lines in read_lines(read_alike(table, others, total)):
        for reading in find_sums(lines):
            if reading.total.item is not None and reading.total.item.row == total.row and not reading.failed:
                rows = [line.item.row for line in reading.parts if line.item is not None]
                yield from (others[row] for row in rows if row in others)


def read_alike(table: Table, others: dict[int, LineItem], total: LineItem) -> Table:
    """The table with some lines in the unit and the scale of a total."""
    items = {
        item.row: replace(item, unit=total.unit, scale=total.scale) if item.row in others else item
        for item in table.items
    }
    facts = tuple(in_scale(fact, items[fact.item.row]) for fact in table.facts)
    return replace(table, items=tuple(items.values()), facts=facts)


def in_scale(fact: Fact, item: LineItem) -> Fact:
    """A figure of a line as it is when the line is read in another unit and scale."""
    if fact.unit != fact.item.unit:
        return replace(fact, item=item)
    factor = item.scale / fact.item.scale
    return replace(fact, item=item, unit=item.unit, value=fact.value * factor, step=fact.step * factor)
