"""What `narrext claims` and `narrext tables` print: claims and line items as they were read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table as Listing
from rich.text import Text

from narrext.claims.records import Claim
from narrext.release import Release
from narrext.report.encode import encode_claim, encode_table
from narrext.report.machine import to_csv, to_json
from narrext.report.rows import EXTRACT_COLUMNS, TIDY_COLUMNS, extract_row, tidy_rows, wide_rows
from narrext.report.view import View
from narrext.report.words import (
    cell_text,
    column_words,
    count,
    line_of,
    line_starts,
    period_words,
    plain,
    printed_words,
    visible,
)
from narrext.tables.records import Column, Fact, LineItem, Table

Extract = tuple[Release, Sequence[Claim]]
TableSet = tuple[Release, Sequence[Table]]

# A column of words gets no narrower, however many figures stand beside it.
_NARROWEST: Final = 18

_SCALES: Final = {Decimal(10**3): "thousands", Decimal(10**6): "millions", Decimal(10**9): "billions"}

# Columns of `narrext tables --wide --format csv` that stand before the figures.
_WIDE: Final = ("document", "table", "statement", "path", "label", "unit", "basis")


def claims_text(extracts: Sequence[Extract], view: View) -> str:
    """A listing of claims with their metric, value and period."""
    out, console = _console(view)
    for release, claims in extracts:
        console.print(Text(f"{release.name}: {count(len(claims), 'claim')}", "bold"), soft_wrap=True)
        starts = line_starts(release.text)
        rows = [_claim_cells(claim, line_of(starts, claim.start)) for claim in claims]
        _list(
            console, ("id", "line", "claim", "metric", "role", "value", "unit", "period"), rows, right=(1, 5)
        )
    return _stripped(out)


def claims_json(extracts: Sequence[Extract], view: View) -> str:
    """One object a file: `document` (its name) and `claims` with the fields of extraction."""
    return _objects(
        [
            {"document": release.name, "claims": [encode_claim(release.text, claim) for claim in claims]}
            for release, claims in extracts
        ]
    )


def claims_jsonl(extracts: Sequence[Extract], view: View) -> str:
    """One claim a line."""
    return "".join(
        to_json({"document": release.name} | encode_claim(release.text, claim))
        for release, claims in extracts
        for claim in claims
    )


def claims_csv(extracts: Sequence[Extract], view: View) -> str:
    """One claim a row."""
    return to_csv(
        EXTRACT_COLUMNS,
        (extract_row(release.name, claim) for release, claims in extracts for claim in claims),
    )


def wide_text(sets: Sequence[TableSet], view: View) -> str:
    """Each table with its line items down and its columns across, values in full units."""
    out, console = _console(view)
    for release, tables in sets:
        console.print(Text(f"{release.name}: {count(len(tables), 'table')}", "bold"), soft_wrap=True)
        for table in tables:
            console.print()
            for line in _table_heading(table):
                console.print(line, soft_wrap=True)
            headings = [_column_heading(column) for column in table.columns]
            rows = list(_wide_lines(table, len(headings)))
            _list(console, ("line item", "unit", *headings), rows, right=range(2, 2 + len(headings)))
    return _stripped(out)


def wide_csv(sets: Sequence[TableSet], view: View) -> str:
    """One line item a row; the figures of the columns from left to right as `c1`, `c2`, …"""
    widest = max((len(table.columns) for _, tables in sets for table in tables), default=0)
    columns = (*_WIDE, *(f"c{number + 1}" for number in range(widest)))
    return to_csv(columns, _wide_csv_rows(sets, columns))


def wide_json(sets: Sequence[TableSet], view: View) -> str:
    """One object a file: `document` (its name) and `tables` as in a report."""
    return _objects(
        [
            {"document": release.name, "tables": [encode_table(table) for table in tables]}
            for release, tables in sets
        ]
    )


def tidy_text(sets: Sequence[TableSet], view: View) -> str:
    """One figure a line."""
    out, console = _console(view)
    for release, tables in sets:
        console.print(Text(f"{release.name}: {count(len(tables), 'table')}", "bold"), soft_wrap=True)
        rows = [_tidy_cells(table, fact) for table in tables for fact in table.facts]
        _list(
            console,
            ("table", "line item", "column", "period", "value", "unit", "printed"),
            rows,
            right=(4, 6),
        )
    return _stripped(out)


def tidy_csv(sets: Sequence[TableSet], view: View) -> str:
    """One figure a row."""
    return to_csv(TIDY_COLUMNS, (row for release, tables in sets for row in tidy_rows(release.name, tables)))


def tidy_json(sets: Sequence[TableSet], view: View) -> str:
    """One figure a line, with the fields of the CSV; what is empty there is null here."""
    return "".join(
        to_json({key: _json_value(value) for key, value in row.items()})
        for release, tables in sets
        for row in tidy_rows(release.name, tables)
    )


CLAIMS: Final[dict[str, Callable[[Sequence[Extract], View], str]]] = {
    "text": claims_text,
    "json": claims_json,
    "jsonl": claims_jsonl,
    "csv": claims_csv,
}
TABLES: Final[dict[tuple[str, str], Callable[[Sequence[TableSet], View], str]]] = {
    ("wide", "text"): wide_text,
    ("wide", "csv"): wide_csv,
    ("wide", "json"): wide_json,
    ("tidy", "text"): tidy_text,
    ("tidy", "csv"): tidy_csv,
    ("tidy", "json"): tidy_json,
}


def _objects(objects: list[dict[str, Any]]) -> str:
    return to_json(objects[0], indent=2) if len(objects) == 1 else "".join(map(to_json, objects))


def _json_value(value: object) -> object:
    return value if isinstance(value, int) else None if value is None else cell_text(value)


def _console(view: View) -> tuple[io.StringIO, Console]:
    out = io.StringIO()
    return out, Console(
        file=out, width=view.width, force_terminal=view.color, no_color=not view.color, highlight=False
    )


def _list(console: Console, headings: Sequence[str], rows: list[list[str]], right: Sequence[int]) -> None:
    """A borderless listing, columns sized to fit; the numbers of `right` columns are ranged right."""
    listing = Listing(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, heading in enumerate(headings):
        figures = index in right
        widest = max((len(row[index]) for row in rows), default=0)
        listing.add_column(
            Text(visible(heading)),
            justify="right" if figures else "left",
            no_wrap=figures,
            overflow="fold",
            min_width=min(widest, _NARROWEST),
        )
    for row in rows:
        listing.add_row(*(Text(visible(cell)) for cell in row))
    # Rather too wide than a figure cut short.
    least = console.measure(listing).minimum
    console.print(listing, width=max(console.width, least), soft_wrap=True)


def _stripped(out: io.StringIO) -> str:
    """The text without the blanks that a listing leaves at the ends of lines."""
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _claim_cells(claim: Claim, line: int) -> list[str]:
    value = "" if claim.value is None else _grouped(claim.value)
    high = "" if claim.value_high is None else f" to {_grouped(claim.value_high)}"
    role = f"{claim.role} {claim.direction}" if claim.direction else claim.role
    period = period_words(claim.period) if claim.period else ""
    period += f" vs {period_words(claim.base)}" if claim.base else ""
    return [claim.id, str(line), claim.text, claim.metric, role, value + high, claim.unit, period]


def _table_heading(table: Table) -> Iterator[Text]:
    scale = "" if table.scale == 1 else f" in {_SCALES.get(table.scale, plain(table.scale))}"
    facts = f"{table.statement}, {table.currency}{scale}, {count(len(table.items), 'line item')}"
    yield Text.assemble((f"table {table.index + 1}", "bold"), f"  {facts}")
    if table.caption:
        yield Text(visible(" ".join(table.caption.split())), "dim")


def _column_heading(column: Column) -> str:
    """Period or heading, a level a line, and what sets the column apart."""
    lines = str(column.period).split("/") if column.period else list(column.headings) or ["?"]
    if column.base:
        lines.append(f"vs {column.base.end}")
    marks = (column.role if column.role != "value" else "", column.basis, column.measure, column.entity)
    return "\n".join([*lines, *(mark for mark in marks if mark)])


def _wide_lines(table: Table, width: int) -> Iterator[list[str]]:
    """The line items under their headings, which are lines of their own where no figures stand by them."""
    above: tuple[str, ...] = ()
    for item, facts in wide_rows(table):
        for depth, parent in enumerate(item.parents):
            if item.parents[: depth + 1] != above[: depth + 1]:
                yield ["  " * depth + parent, "", *[""] * width]
        above = item.path
        yield _wide_cells(item, facts)


def _wide_cells(item: LineItem, facts: list[Fact | None]) -> list[str]:
    label = "  " * len(item.parents) + item.label
    return [label, item.unit, *("" if fact is None else _grouped(fact.value) for fact in facts)]


def _wide_csv_rows(sets: Sequence[TableSet], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Of each table a row with the names of its columns, then its line items."""
    for release, tables in sets:
        for table in tables:
            common: dict[str, Any] = dict.fromkeys(columns)
            common |= {"document": release.name, "table": table.index, "statement": table.statement}
            names = {
                f"c{n + 1}": _column_heading(column).replace("\n", " ")
                for n, column in enumerate(table.columns)
            }
            yield common | {"label": "(columns)"} | names
            for item, facts in wide_rows(table):
                figures = {f"c{n + 1}": fact and fact.value for n, fact in enumerate(facts)}
                words = {
                    "path": " > ".join(item.parents),
                    "label": item.label,
                    "unit": item.unit,
                    "basis": item.basis,
                }
                yield common | words | figures


def _tidy_cells(table: Table, fact: Fact) -> list[str]:
    label = " › ".join(fact.item.path)
    period = period_words(fact.period) if fact.period else ""
    return [
        str(table.index + 1),
        label,
        column_words(fact),
        period,
        _grouped(fact.value),
        fact.unit,
        printed_words(fact),
    ]


def _grouped(number: Any) -> str:
    return f"{number:,f}"
