"""The columns of the dataset that a run writes: ``narrext.dataset/1``.

Four tables, each a folder of Parquet files. Every row begins with the document's id and name, by which
the tables join. Offsets are half-open, in characters of the text that ``narrext text`` prints. Amounts
are in full units. A decimal has 26 digits before the point and 12 behind it: what was printed is exact,
what was computed is rounded to the twelfth; a number too large for it is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pyarrow

DATASET: Final = "narrext.dataset/1"
TABLES: Final = ("documents", "claims", "line_items", "findings")

DIGITS: Final = 38  # what every reader of Parquet takes
DECIMALS: Final = 12


class Column(NamedTuple):
    """A column: `type` is string, int32, int64, bool, double, date, decimal, strings or cells."""

    name: str
    type: str
    meaning: str


_KEYS = (
    Column("document_id", "string", "16 hex digits of a digest of name, content and source"),
    Column("document", "string", "path, path within an archive, or id"),
)

_DOCUMENTS = (
    *_KEYS,
    Column("source", "string", "the archive or table that held it; null for a file"),
    Column("sha256", "string", "of its bytes"),
    Column("bytes", "int64", "how many"),
    Column("narrext", "string", "version that checked it"),
    Column("status", "string", "checked or failed; why it failed stands in findings"),
    Column("format", "string", "text, html or submission"),
    Column("length", "int64", "characters of the text that offsets refer to"),
    Column("issuer", "string", "where found"),
    Column("period_start", "date", "of the period reported on; null for an instant"),
    Column("period_end", "date", ""),
    Column("claims", "int32", "numeric claims"),
    Column("match", "int32", ""),
    Column("rounding", "int32", ""),
    Column("mismatch", "int32", ""),
    Column("unsupported", "int32", ""),
    Column("tied", "int32", "claims held against cells, with whatever result"),
    Column("coverage", "double", "tied / claims; null without claims"),
    Column("trends", "int32", "claims of a direction without a number"),
    Column("tables", "int32", ""),
    Column("figures", "int32", "rows of line_items"),
    Column("findings", "int32", "rows of findings"),
)

_CLAIMS = (
    *_KEYS,
    Column("claim", "string", "its id in the document: c1, c2, …"),
    Column("text", "string", "the number as printed, white space folded"),
    Column("context", "string", "the same with words either side"),
    Column("sentence", "string", ""),
    Column("start", "int32", "offsets of the number"),
    Column("end", "int32", ""),
    Column("kind", "string", "money, per_share, percent, percent_points, ratio, count, multiple, trend"),
    Column("role", "string", "level, change, share, ratio"),
    Column("metric", "string", "in the release's own words"),
    Column("scope", "string", "heading or lead that narrows the metric"),
    Column("value", "decimal", "null for a trend"),
    Column("value_high", "decimal", "upper end of a range"),
    Column("step", "decimal", "what one unit of the last printed digit is worth"),
    Column("unit", "string", "USD, USD/share, percent, points, ratio, or the noun that is counted"),
    Column("bound", "string", "approx, at_least, more_than, at_most, less_than"),
    Column("direction", "string", "up or down"),
    Column("period_start", "date", "null for an instant"),
    Column("period_end", "date", ""),
    Column("base_start", "date", "of the period compared with"),
    Column("base_end", "date", ""),
    Column("forward_looking", "bool", ""),
    Column("verdict", "string", "match, rounding, mismatch, unsupported"),
    Column("reason", "string", "why it is not a match"),
    Column("formula", "string", "over the cells, in their order: a, a-b, (a-b)/b, …"),
    Column("cells", "cells", "what it was held against"),
    Column("computed", "decimal", "the formula over the cells as printed"),
    Column("low", "decimal", "the formula over the cells' rounding intervals"),
    Column("high", "decimal", ""),
    Column("working", "string", "for a reader"),
    Column("score", "double", "of the link, 0 to 1"),
    Column("runner_up", "double", "score of the next best link; null without one"),
    Column("diagnosis", "string", "a sentence"),
)

_LINE_ITEMS = (
    *_KEYS,
    Column("table", "int32", "order in the document, from 0"),
    Column("caption", "string", ""),
    Column("statement", "string", "income, balance, cash_flow, …"),
    Column("row", "int32", "order in the table"),
    Column("label", "string", ""),
    Column("parents", "strings", "labels above it, outermost first"),
    Column("total", "bool", "a total or subtotal"),
    Column("column", "int32", "order in the table, from 0"),
    Column("heading", "string", ""),
    Column("role", "string", "value, change, percent_change, share, other"),
    Column("basis", "string", "gaap, non-gaap, constant currency, …; empty where nothing is said"),
    Column("measure", "string", "where columns alternate between measures"),
    Column("entity", "string", "segment, region or issuer that headings name"),
    Column("period_start", "date", "null for an instant"),
    Column("period_end", "date", ""),
    Column("value", "decimal", "in full units, signed as printed"),
    Column("step", "decimal", "what one unit of the last printed digit is worth"),
    Column("unit", "string", ""),
    Column("printed", "string", ""),
    Column("nil", "bool", "printed as a dash: a reported nothing"),
    Column("start", "int32", "offsets of the cell"),
    Column("end", "int32", ""),
    Column("label_start", "int32", "offsets of the label"),
    Column("label_end", "int32", ""),
)

_FINDINGS = (
    *_KEYS,
    Column("kind", "string", "short and stable: no_tables, does_not_foot, …; failed for a document that did"),
    Column("reason", "string", "of a failure: unreadable, time_limit, memory_limit, error, worker_died"),
    Column("message", "string", "a sentence"),
    Column("start", "int32", "what it speaks of"),
    Column("end", "int32", ""),
)

# A cell that a claim was held against.
CELL: Final = (
    Column("value", "decimal", "in full units, signed as printed"),
    Column("printed", "string", ""),
    Column("table", "int32", ""),
    Column("row", "int32", ""),
    Column("column", "int32", ""),
    Column("label", "strings", "path of parents and own"),
    Column("heading", "string", ""),
    Column("unit", "string", ""),
    Column("period_start", "date", ""),
    Column("period_end", "date", ""),
    Column("start", "int32", ""),
    Column("end", "int32", ""),
)

COLUMNS: Final = {
    "documents": _DOCUMENTS,
    "claims": _CLAIMS,
    "line_items": _LINE_ITEMS,
    "findings": _FINDINGS,
}

# Of these each document has a list, where a frame has one row a document.
NESTED: Final = ("claims", "line_items", "findings")
# How a document's row counts its rows in each.
_COUNTS = {"claims": ("claims", "trends"), "line_items": ("figures",), "findings": ("findings",)}


def counts_of(table: str) -> tuple[str, ...]:
    """The columns of `documents` whose sum is a document's number of rows in `table`."""
    return _COUNTS[table]


def arrow_schema(table: str) -> pyarrow.Schema:
    """The Arrow schema of a table, by its name."""
    import pyarrow as pa

    fields = [pa.field(column.name, arrow_type(column.type)) for column in COLUMNS[table]]
    return pa.schema(fields, metadata={"schema": DATASET, "table": table})


def arrow_type(name: str) -> pyarrow.DataType:
    """The Arrow type that a column's type stands for."""
    import pyarrow as pa

    if name == "strings":
        return pa.list_(pa.string())
    if name == "cells":
        return pa.list_(pa.struct([(column.name, arrow_type(column.type)) for column in CELL]))
    if name == "decimal":
        return pa.decimal128(DIGITS, DECIMALS)
    simple = {
        "string": pa.string, "int32": pa.int32, "int64": pa.int64, "bool": pa.bool_, "double": pa.float64,
        "date": pa.date32,
    }  # fmt: skip
    return simple[name]()


def spark_schema(table: str | None = None) -> str:
    """The schema of `check_frame`'s result in Spark's words, for ``mapInPandas``.

    Of one table, or, with None, of one row a document with lists.
    """
    if table is not None:
        return ", ".join(f"`{column.name}` {_spark_type(column.type)}" for column in COLUMNS[table])
    lists = ", ".join(f"`{nested_name(name)}` array<{_spark_struct(COLUMNS[name][2:])}>" for name in NESTED)
    return f"{spark_schema('documents')}, {lists}"


def nested_name(table: str) -> str:
    """The name of the list column that holds a document's rows of a table."""
    return f"{table}_list"


def _spark_struct(columns: tuple[Column, ...]) -> str:
    fields = ", ".join(f"`{column.name}`: {_spark_type(column.type)}" for column in columns)
    return f"struct<{fields}>"


def _spark_type(name: str) -> str:
    if name == "strings":
        return "array<string>"
    if name == "cells":
        return f"array<{_spark_struct(CELL)}>"
    simple = {
        "int32": "int",
        "int64": "bigint",
        "bool": "boolean",
        "decimal": f"decimal({DIGITS},{DECIMALS})",
    }
    return simple.get(name, name)


def describe() -> str:
    """The tables and their columns as Markdown."""
    lines: list[str] = []
    for table, columns in (*COLUMNS.items(), ("cells of a claim", CELL)):
        lines += [f"**{table}**", "", "| column | type | what it is |", "| --- | --- | --- |"]
        lines += [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in columns]
        lines.append("")
    return "\n".join(lines)
