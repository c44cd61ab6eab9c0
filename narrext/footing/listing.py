"""What `narrext foot` prints: checks with their working, as text, JSON or CSV."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from narrext.footing.doubt import find_doubts
from narrext.footing.findings import FAULTS, name_of
from narrext.footing.records import FootingCheck, TableFooting
from narrext.footing.working import hint_of, working_of
from narrext.release import Release
from narrext.report.machine import to_csv, to_json
from narrext.report.view import View
from narrext.report.words import column_name, count, line_of, line_starts, plain
from narrext.tables.records import Table

COLUMNS: Final = (
    "document", "table", "statement", "kind", "holds", "path", "label", "column", "printed", "value", "computed",
    "low", "high", "working", "start", "end",
)  # fmt: skip
_STYLES: Final = {"foots": "green", "does not foot": "bold red", "not checked": "dim"}
_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Footed:
    """A release, its tables and what footing them came to; `every` also shows what holds."""

    release: Release
    tables: Sequence[Table]
    footings: Sequence[TableFooting]
    every: bool = False


def footing_text(sets: Sequence[Footed], view: View) -> str:
    """Each table with what does not foot and its working, and the counts."""
    out = io.StringIO()
    console = Console(
        file=out, width=view.width, force_terminal=view.color, no_color=not view.color, highlight=False
    )
    for footed in sets:
        starts = line_starts(footed.release.text)
        console.print(Text(f"{footed.release.name}: {counts_of(footed.footings)}", "bold"), soft_wrap=True)
        for table, footing in zip(footed.tables, footed.footings, strict=True):
            for line, style in table_lines(table, footing, starts, footed.every):
                for row in Text(line.strip(), style).wrap(
                    console, max(20, view.width - len(indent_of(line)))
                ):
                    row.rstrip()
                    console.print(Text(indent_of(line)) + row, soft_wrap=True)
        for finding in find_doubts(footed.tables, footed.footings):
            console.print(
                Text(f"  {finding.message} (line {line_of(starts, finding.start)})", "cyan"), soft_wrap=True
            )
        console.print()
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def counts_of(footings: Sequence[TableFooting]) -> str:
    """``5 tables: 4 foot, 1 does not, 0 not checked; 120 checks hold, 2 fail``."""
    states = [footing.state for footing in footings]
    held, failed = sum(len(f.held) for f in footings), sum(len(f.failed) for f in footings)
    return (
        f"{count(len(footings), 'table')}: {states.count('foots')} foot, {states.count('does not foot')} do not, "
        f"{states.count('not checked')} not checked; {count(held, 'check')} hold, {failed} fail"
    )


def table_lines(
    table: Table, footing: TableFooting, starts: list[int], every: bool
) -> Iterator[tuple[str, str]]:
    """The lines of one table, indented, each with its style."""
    caption = f" ({table.caption})" if table.caption else ""
    checks = f", {count(len(footing.held), 'check')} hold" if footing.held else ""
    uncovered = footing.figures - footing.covered
    loose = f", {uncovered} of {count(footing.figures, 'figure')} in no check" if uncovered else ""
    yield (
        f"  table {table.index + 1}, {table.statement}{caption}: {footing.state}{checks}{loose}",
        _STYLES[footing.state],
    )
    for check in footing.failed:
        place = f"(line {line_of(starts, check.fact.start)})"
        yield f"{_INDENT}{name_of(check.fact)} {FAULTS[check.kind]} {place}", "red"
        hint = f" ({hint_of(check)})" if hint_of(check) else ""
        yield f"{_INDENT * 2}{working_of(check)}, printed {check.fact.printed}{hint}", ""
    for item in footing.unchecked:
        yield (
            f"{_INDENT}not checked: “{item.label or 'a sum without a label'}” (line {line_of(starts, item.start)})",
            "dim",
        )
    for check in footing.held if every else ():
        yield f"{_INDENT}{name_of(check.fact)} {working_of(check)}, printed {check.fact.printed}", "green"


def indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def footing_json(sets: Sequence[Footed], view: View) -> str:
    """One object a file: `document` and `tables`, each with its state and its checks."""
    objects = [
        {
            "document": footed.release.name,
            "tables": [encode_table(t, f) for t, f in zip(footed.tables, footed.footings, strict=True)],
        }
        for footed in sets
    ]
    return to_json(objects[0], indent=2) if len(objects) == 1 else "".join(map(to_json, objects))


def encode_table(table: Table, footing: TableFooting) -> dict[str, Any]:
    return {
        "table": table.index,
        "statement": table.statement,
        "caption": table.caption,
        "state": footing.state,
        "figures": footing.figures,
        "figures_checked": footing.covered,
        "unchecked": [{"label": item.label, "span": [item.start, item.end]} for item in footing.unchecked],
        "checks": [encode_check(check) for check in (*footing.failed, *footing.held)],
    }


def encode_check(check: FootingCheck) -> dict[str, Any]:
    """A check as JSON: decimals as strings, spans of the figure and of its parts."""
    computed, bounds = check.computed, check.bounds
    return {
        "kind": check.kind,
        "holds": check.holds,
        "label": check.fact.item.label,
        "column": column_name(check.fact),
        "printed": check.fact.printed,
        "value": plain(check.fact.value),
        "computed": None if computed is None else plain(computed),
        "interval": None if bounds is None else [plain(bound) for bound in bounds],
        "working": working_of(check),
        "hint": hint_of(check) or None,
        "span": [check.fact.start, check.fact.end],
        "parts": [
            {"sign": sign, "span": [part.start, part.end]}
            for part, sign in zip(check.parts, check.signs, strict=True)
        ],
    }


def footing_csv(sets: Sequence[Footed], view: View) -> str:
    """One check a row."""
    return to_csv(COLUMNS, (row for footed in sets for row in csv_rows(footed)))


def csv_rows(footed: Footed) -> Iterator[dict[str, Any]]:
    for table, footing in zip(footed.tables, footed.footings, strict=True):
        for check in (*footing.failed, *footing.held):
            bounds = check.bounds or (None, None)
            yield {
                "document": footed.release.name,
                "table": table.index,
                "statement": table.statement,
                "kind": check.kind,
                "holds": check.holds,
                "path": " > ".join(check.fact.item.parents),
                "label": check.fact.item.label,
                "column": column_name(check.fact),
                "printed": check.fact.printed,
                "value": check.fact.value,
                "computed": check.computed,
                "low": bounds[0],
                "high": bounds[1],
                "working": working_of(check),
                "start": check.fact.start,
                "end": check.fact.end,
            }


LISTINGS: Final[dict[str, Callable[[Sequence[Footed], View], str]]] = {
    "text": footing_text,
    "json": footing_json,
    "csv": footing_csv,
}
