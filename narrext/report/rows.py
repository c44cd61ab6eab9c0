"""Report -> flat rows, for CSV and data frames: one a claim, one a figure, or one a line item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from narrext.claims.records import Claim
from narrext.report.records import Report
from narrext.report.words import column_name, plain, score_of
from narrext.tables.records import Fact, LineItem, Table
from narrext.verify import Verdict

# Of a claim as extracted, before it is held against anything.
EXTRACT_COLUMNS: Final = (
    "document", "id", "text", "kind", "role", "metric", "value", "value_high", "unit", "bound", "direction",
    "period", "base", "forward_looking", "sentence", "start", "end",
)  # fmt: skip

# Of a claim and its verdict. What concerns several cells is joined by semicolons, in their order.
CLAIM_COLUMNS: Final = (
    "document", "id", "verdict", "reason", "text", "kind", "role", "metric", "value", "value_high", "unit",
    "bound", "direction", "period", "base", "forward_looking", "formula", "cells", "labels", "columns",
    "computed", "low", "high", "working", "diagnosis", "score", "sentence", "start", "end",
)  # fmt: skip

TIDY_COLUMNS: Final = (
    "document", "table", "statement", "path", "label", "unit", "basis", "column", "role", "start_date",
    "end_date", "value", "printed", "start", "end",
)  # fmt: skip

_BETWEEN = "; "
_PATH = " > "


def claim_row(report: Report, verdict: Verdict) -> dict[str, Any]:
    """A claim and what it came to; numbers as Decimal, periods as ISO text."""
    facts = verdict.facts
    low, high = verdict.interval or (None, None)
    return extract_row(report.document.release.name, verdict.claim) | {
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "formula": verdict.formula,
        "cells": _BETWEEN.join(plain(fact.value) for fact in facts),
        "labels": _BETWEEN.join(_PATH.join(fact.item.path) for fact in facts),
        "columns": _BETWEEN.join(column_name(fact) for fact in facts),
        "computed": verdict.computed,
        "low": low,
        "high": high,
        "working": verdict.working,
        "diagnosis": verdict.diagnosis,
        "score": score_of(verdict.score),
    }


def extract_row(document: str, claim: Claim) -> dict[str, Any]:
    """A claim as extracted."""
    return {
        "document": document,
        "id": claim.id,
        "text": claim.text,
        "kind": claim.kind,
        "role": claim.role,
        "metric": claim.metric,
        "value": claim.value,
        "value_high": claim.value_high,
        "unit": claim.unit,
        "bound": claim.bound,
        "direction": claim.direction,
        "period": str(claim.period) if claim.period else None,
        "base": str(claim.base) if claim.base else None,
        "forward_looking": claim.forward_looking,
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
    }


def tidy_rows(document: str, tables: Iterable[Table]) -> Iterator[dict[str, Any]]:
    """One row a figure. `value` is in full units, `end_date` alone tells an instant."""
    for table in tables:
        for fact in table.facts:
            period = fact.period
            yield {
                "document": document,
                "table": table.index,
                "statement": table.statement,
                "path": _PATH.join(fact.item.parents),
                "label": fact.item.label,
                "unit": fact.unit,
                "basis": fact.column.basis or fact.item.basis,
                "column": column_name(fact),
                "role": fact.column.role,
                "start_date": period.start if period else None,
                "end_date": period.end if period else None,
                "value": fact.value,
                "printed": fact.printed,
                "start": fact.start,
                "end": fact.end,
            }


def wide_rows(table: Table) -> list[tuple[LineItem, list[Fact | None]]]:
    """Each line item of a table beside its figure in each column; None where a cell is empty."""
    places = {column.index: place for place, column in enumerate(table.columns)}
    rows: dict[int, tuple[LineItem, list[Fact | None]]] = {
        item.row: (item, [None] * len(table.columns)) for item in table.items
    }
    for fact in table.facts:
        rows[fact.item.row][1][places[fact.column.index]] = fact
    return list(rows.values())
