"""Renders tables as read into lines that a reader can hold against the filing; writes the golden files.

    python tests/golden_tables.py RELEASE...

writes ``tests/golden/tables/NAME.txt`` for each release. Read what changed before it is committed.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from narrext.release import read
from narrext.segment import segment
from narrext.tables import Column, Fact, LineItem, Table, read_tables

GOLDEN = Path(__file__).parent / "golden" / "tables"


def plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def render_column(column: Column) -> str:
    told = [
        f"column {column.index}",
        column.heading,
        str(column.period or "no period"),
        column.role if column.base is None else f"{column.role} from {column.base}",
        column.basis,
        column.measure,
        column.entity,
    ]
    return " | ".join(each for each in told if each and each != "value")


def render_fact(fact: Fact) -> str:
    marks = [fact.printed]
    if fact.unit != fact.item.unit:
        marks.append(fact.unit)
    if fact.period != fact.column.period:
        marks.append(str(fact.period))
    if fact.nil:
        marks.append("nil")
    return f"{fact.column.index}: {plain(fact.value)} ({', '.join(marks)})"


def render_item(item: LineItem, facts: list[Fact]) -> str:
    unit = item.unit if item.scale == 1 else f"{item.unit} x{plain(item.scale)}"
    head = (
        " > ".join(item.path)
        + (" [total]" if item.total else "")
        + (f" [{item.basis}]" if item.basis else "")
    )
    return f"{head} | {unit} | " + "; ".join(render_fact(fact) for fact in facts)


def render_table(table: Table) -> list[str]:
    lines = [
        f"table {table.index} | {table.statement} | {table.currency} | x{plain(table.scale)} | {table.caption}"
    ]
    lines += [render_column(column) for column in table.columns]
    for item in table.items:
        lines.append(render_item(item, [fact for fact in table.facts if fact.item is item]))
    lines += [f"finding | {finding.kind} | {finding.message}" for finding in table.findings]
    return [*lines, ""]


def render_release(path: Path) -> str:
    release = read(path)
    tables = read_tables(release, segment(release))
    return "\n".join(line for table in tables for line in render_table(table))


def main(paths: list[str]) -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in map(Path, paths):
        (GOLDEN / f"{path.stem}.txt").write_text(render_release(path), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
