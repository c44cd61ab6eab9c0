"""Frames in, frames out: the check of a run for engines that bring their own workers and storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from narrext.batch.checking import Content, Settings, check_content, make_check
from narrext.batch.containers import choose_columns, row_content
from narrext.batch.rows import joined
from narrext.batch.schema import COLUMNS, NESTED, TABLES, counts_of, nested_name
from narrext.errors import NarrextError

if TYPE_CHECKING:
    import pandas
    import pyarrow


def check_frame(
    frame: pandas.DataFrame,
    *,
    table: str | None = None,
    text: str | None = None,
    id: str | None = None,
    settings: Settings | None = None,
) -> pandas.DataFrame:
    """Check the releases of a frame, one a row: the function that every engine runs over its batches.

    `text` names the column of releases (`str` or `bytes`, plain text, HTML or submission), `id` that of
    their names; by default the first of text, content, body, html, and of id, document, name, … that is
    there; without ids the index names the rows. The columns of the result are those of the dataset
    (`narrext.batch.schema`), decimals as `Decimal` and days as `date`. With `table` ("documents",
    "claims", "line_items" or "findings") it holds that table's rows. Without, it has exactly one row a
    release, in their order: the columns of documents, and in claims_list, line_items_list and
    findings_list the rest as lists of dicts. What cannot be checked has the status "failed", and its
    reason among the findings. Raises NarrextError for a column or table that is not there.
    """
    if table is not None and table not in TABLES:
        raise NarrextError(f"There is no table {table}: choose one of {', '.join(TABLES)}.")
    settings = settings or Settings()
    check = make_check(settings)
    checked = [check_content(content, settings, check).tables for content in _contents(frame, text, id)]
    tables = joined(checked)
    return _to_pandas(tables[table]) if table is not None else _nested(tables)


def _contents(frame: pandas.DataFrame, text: str | None, id_: str | None) -> list[Content]:
    names = [str(name) for name in frame.columns]
    texts, ids = choose_columns(names, text, id_)
    if texts is None or (id_ is not None and ids is None):
        missing = id_ if texts is not None else text or "text"
        raise NarrextError(f"The frame has no column {missing}: it has {', '.join(names) or 'none'}.")
    labels = frame[ids] if ids is not None else frame.index
    rows = zip(frame[texts], labels, strict=True)
    # Without a source: the engine that made the frame knows where it came from.
    found = [row_content("", number, each, label) for number, (each, label) in enumerate(rows, 1)]
    return [Content(content.name, None, content.content, content.problem) for content in found]


def _to_pandas(table: pyarrow.Table) -> pandas.DataFrame:
    return table.to_pandas(date_as_object=True, integer_object_nulls=True, ignore_metadata=True)


def _nested(tables: dict[str, pyarrow.Table]) -> pandas.DataFrame:
    """One row a document: the rows of the other tables, in lists, by the counts that its own row has."""
    documents = tables["documents"]
    frame = _to_pandas(documents)
    for name in NESTED:
        counts = [
            sum(numbers)
            for numbers in zip(*(documents[each].to_pylist() for each in counts_of(name)), strict=True)
        ]
        rows = tables[name].select([column.name for column in COLUMNS[name][2:]]).to_pylist()
        lists: list[list[dict[str, Any]]] = []
        place = 0
        for count in counts:
            lists.append(rows[place : place + count])
            place += count
        frame[nested_name(name)] = _objects(lists)
    return frame


def _objects(lists: list[list[dict[str, Any]]]) -> pandas.Series[Any]:
    import pandas

    return pandas.Series(lists, dtype=object)
