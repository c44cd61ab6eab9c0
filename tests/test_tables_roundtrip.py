"""Invented statements, printed in the layouts of filers, are read back as they were."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from invented_tables import SCALES, Statement, Style, balances, operations, styles
from printed_tables import print_html, print_text

from narrext.release import read
from narrext.segment import segment
from narrext.tables import read_tables

# Label path, unit of the row, and by column: value in full units, unit, period.
Read = list[tuple[tuple[str, ...], str, dict[int, tuple[Decimal, str, str]]]]


def expected(statement: Statement) -> Read:
    found: Read = []
    for line in statement.lines:
        told = {}
        for at, (column, value) in enumerate(zip(statement.columns, line.values, strict=True)):
            if value is None or value == "NM":
                continue
            unit = "percent" if column.change else line.unit
            scale = Decimal(1) if unit in ("USD/share", "percent") else SCALES[statement.scale]
            told[at] = (Decimal(0) if isinstance(value, str) else value * scale, unit, column.period)
        found.append((tuple(part.rstrip(":") for part in line.path), line.unit, told))
    return found


def read_back(text: str, name: str) -> Read:
    release = read(text.encode(), name=name)
    return [
        (
            item.path,
            item.unit,
            {
                fact.column.index: (fact.value, fact.unit, str(fact.period))
                for fact in table.facts
                if fact.item is item
            },
        )
        for table in read_tables(release, segment(release))
        for item in table.items
    ]


@pytest.mark.parametrize("drawn", [operations(), balances()], ids=["operations", "balances"])
@pytest.mark.parametrize(
    ("print_", "name"), [(print_text, "a.txt"), (print_html, "a.htm")], ids=["text", "html"]
)
def test_a_statement_is_read_back(drawn, print_, name) -> None:
    """Widths, wraps, leaders, tags, tabs, rules, pages, double spacing, signs, dashes, spans and headings
    change nothing of its label paths, units, periods and values."""

    @settings(max_examples=50, deadline=None)
    @given(drawn, styles)
    def holds(statement: Statement, style: Style) -> None:
        assert read_back(print_(statement, style), name) == expected(statement)

    holds()
