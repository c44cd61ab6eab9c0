"""Report -> rows of the dataset's four tables, as Arrow tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from narrext.batch.schema import COLUMNS, DECIMALS, DIGITS, TABLES, arrow_schema, arrow_type
from narrext.periods import Period
from narrext.report.records import Report
from narrext.report.words import context_of
from narrext.tables.records import Fact, Table
from narrext.verify import Verdict

if TYPE_CHECKING:
    import pyarrow

Rows = dict[str, list[tuple[Any, ...]]]

_CONTEXT_WORDS: Final = 8  # as in the JSON report
_STEP: Final = Decimal(1).scaleb(-DECIMALS)
_LIMIT: Final = Decimal(1).scaleb(DIGITS - DECIMALS)
_KEY_COLUMNS: Final = ("document_id", "document", "source", "sha256", "bytes", "narrext")
_EXACT = Context(prec=DIGITS + 1)


@dataclass(frozen=True, slots=True)
class Key:
    """Which document a row is of, and what was read of it."""

    id: str
    name: str
    source: str | None
    sha256: str
    size: int
    narrext: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be checked: `reason` as in the findings' column, `message` a sentence."""

    reason: str
    message: str


def report_rows(key: Key, report: Report) -> Rows:
    """The rows of a checked document."""
    facts = [(table, fact) for table in report.tables for fact in table.facts]
    text = report.document.release.text
    return {
        "documents": [_document_row(key, report, len(facts))],
        "claims": [
            _claim_row(key, text, verdict)
            for verdict in sorted(report.verdicts, key=lambda each: each.claim.start)
        ],
        "line_items": [_figure_row(key, table, fact) for table, fact in facts],
        "findings": [
            (key.id, key.name, each.kind, None, each.message, each.start, each.end)
            for each in report.findings
        ],
    }


def failure_rows(key: Key, failure: Failure) -> Rows:
    """The rows of a document that could not be checked."""
    nothing = dict.fromkeys(("claims", "match", "rounding", "mismatch", "unsupported", "tied"), 0)
    known = dict(zip(_KEY_COLUMNS, _key_columns(key), strict=True))
    known |= nothing | {"status": "failed", "trends": 0, "tables": 0, "figures": 0, "findings": 1}
    document = tuple(known.get(column.name) for column in COLUMNS["documents"])
    finding = (key.id, key.name, "failed", failure.reason, failure.message, 0, 0)
    return {"documents": [document], "claims": [], "line_items": [], "findings": [finding]}


def to_arrow(rows: Rows) -> dict[str, pyarrow.Table]:
    """The rows as one Arrow table each, with the columns of the schema."""
    return {table: _to_table(table, rows[table]) for table in TABLES}


def joined(parts: Sequence[dict[str, pyarrow.Table]]) -> dict[str, pyarrow.Table]:
    """Several documents' tables as one of each kind, in their order."""
    import pyarrow as pa

    return {
        table: pa.concat_tables(
            [_schema(table).empty_table(), *(part[table] for part in parts)]
        ).combine_chunks()
        for table in TABLES
    }


@cache
def _schema(table: str) -> pyarrow.Schema:
    return arrow_schema(table)


def _to_table(table: str, rows: list[tuple[Any, ...]]) -> pyarrow.Table:
    import pyarrow as pa

    columns = COLUMNS[table]
    values: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [
        _array(list(column), arrow_type(kind.type)) for column, kind in zip(values, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=_schema(table))


def _array(values: list[Any], kind: pyarrow.DataType) -> pyarrow.Array:
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        # Half a surrogate pair (a broken file name, a bad character reference) is no text.
        return pa.array([_text(value) for value in values], kind)


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, (list, tuple)):
        return [_text(each) for each in value]
    if isinstance(value, dict):
        return {name: _text(each) for name, each in value.items()}
    return value


def _key_columns(key: Key) -> tuple[Any, ...]:
    return (key.id, key.name, key.source, key.sha256, key.size, key.narrext)


def _document_row(key: Key, report: Report, figures: int) -> tuple[Any, ...]:
    document, counts = report.document, report.summary
    return (
        *_key_columns(key), "checked", document.release.format, len(document.release.text), document.issuer,
        *_days(document.period), counts.claims, counts.match, counts.rounding, counts.mismatch,
        counts.unsupported, counts.tied, counts.coverage, counts.trends, counts.tables, figures,
        counts.findings,
    )  # fmt: skip


def _claim_row(key: Key, text: str, verdict: Verdict) -> tuple[Any, ...]:
    claim = verdict.claim
    before, after = context_of(text, claim, _CONTEXT_WORDS)
    low, high = verdict.interval or (None, None)
    return (
        key.id, key.name, claim.id, claim.text,
        (before + claim.text + after).removeprefix("… ").removesuffix(" …"), claim.sentence, claim.start,
        claim.end, claim.kind, claim.role, claim.metric, claim.scope, _number(claim.value),
        _number(claim.value_high), _number(claim.step), claim.unit, claim.bound, claim.direction,
        *_days(claim.period), *_days(claim.base), claim.forward_looking, verdict.verdict, verdict.reason,
        verdict.formula, list(_cells(verdict.facts)), _number(verdict.computed), _number(low), _number(high),
        verdict.working, round(verdict.score, 4),
        round(verdict.candidates[0].score, 4) if verdict.candidates else None, verdict.diagnosis,
    )  # fmt: skip


def _cells(facts: Sequence[Fact]) -> Iterator[dict[str, Any]]:
    for fact in facts:
        start, end = _days(fact.period)
        yield {
            "value": _number(fact.value), "printed": fact.printed, "table": fact.item.table,
            "row": fact.item.row, "column": fact.column.index, "label": list(fact.item.path),
            "heading": fact.column.heading, "unit": fact.unit, "period_start": start, "period_end": end,
            "start": fact.start, "end": fact.end,
        }  # fmt: skip


def _figure_row(key: Key, table: Table, fact: Fact) -> tuple[Any, ...]:
    item, column = fact.item, fact.column
    return (
        key.id, key.name, table.index, table.caption, table.statement, item.row, item.label, item.parents,
        item.total, column.index, column.heading, column.role, column.basis or item.basis, column.measure,
        column.entity, *_days(fact.period), _number(fact.value), _number(fact.step), fact.unit, fact.printed,
        fact.nil, fact.start, fact.end, item.start, item.end,
    )  # fmt: skip


def _days(period: Period | None) -> tuple[date | None, date | None]:
    return (None, None) if period is None else (period.start, period.end)


def _number(number: Decimal | None) -> Decimal | None:
    """As the column holds it: rounded to its last place, None where it is too large."""
    if number is None or not number.is_finite() or abs(number) >= _LIMIT:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMALS:
        return number.quantize(_STEP, context=_EXACT)
    return number
