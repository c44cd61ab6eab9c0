"""check_frame: frames in, frames out, one row a release and none lost."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import pyarrow
import pytest
from batch_checks import tiny_check, wicked_check

import narrext
import narrext.tables
from narrext.batch import Settings, arrow_schema, check_frame
from narrext.batch.schema import COLUMNS, DECIMALS, TABLES, describe
from narrext.errors import NarrextError

TINY = Settings(check=tiny_check)
FRAME = pandas.DataFrame({"id": ["a", "b", "c"], "text": ["1 and\n2.5", "none", "3\n4\n5\n6"]})


def test_a_frame_has_one_row_a_release_in_their_order() -> None:
    found = check_frame(FRAME, settings=TINY)
    assert list(found["document"]) == ["a", "b", "c"]
    assert list(found["status"]) == ["checked"] * 3
    assert [len(rows) for rows in found["claims_list"]] == [2, 0, 4]
    assert [len(rows) for rows in found["line_items_list"]] == [2, 0, 4]


def test_numbers_are_exact_and_days_are_days() -> None:
    claim = check_frame(FRAME, settings=TINY)["claims_list"][0][1]
    assert claim["value"] is None
    figure = check_frame(FRAME, settings=TINY)["line_items_list"][0][1]
    assert (figure["value"], figure["period_start"]) == (Decimal("2.5"), date(2003, 1, 1))
    assert claim["computed"] == Decimal("0." + "3" * DECIMALS)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_a_frame_has_the_columns_of_the_dataset(table: str) -> None:
    found = check_frame(FRAME, settings=TINY, table=table)
    assert list(found.columns) == [column.name for column in COLUMNS[table]]
    back = pyarrow.Table.from_pandas(found, schema=arrow_schema(table), preserve_index=False)
    assert back.num_rows == {"documents": 3, "claims": 6, "line_items": 6, "findings": 3}[table]


@pytest.mark.parametrize("table", [None, *TABLES])
def test_an_empty_frame_gives_an_empty_frame_with_all_columns(table: str | None) -> None:
    found = check_frame(FRAME.iloc[:0], settings=TINY, table=table)
    assert len(found) == 0
    assert "document_id" in found.columns


def test_bytes_are_read_as_a_file_is() -> None:
    frame = pandas.DataFrame({"body": [b"caf\xe9 7\n"]}, index=["x"])
    found = check_frame(frame, settings=TINY)
    assert list(found["document"]) == ["x"]
    assert found["claims"][0] == 1


def test_columns_of_other_names_are_named() -> None:
    frame = FRAME.rename(columns={"id": "key", "text": "words"})
    assert list(check_frame(frame, text="words", id="key", settings=TINY)["document"]) == ["a", "b", "c"]
    with pytest.raises(NarrextError, match="no column text"):
        check_frame(frame, settings=TINY)
    with pytest.raises(NarrextError, match="no column number"):
        check_frame(frame, text="words", id="number", settings=TINY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ORDER: loop", "time_limit"), ("ORDER: hoard", "memory_limit"), ("ORDER: fault", "error"),
        ("ORDER: deep", "error"), ("", "unreadable"), (None, "unreadable"), ("%PDF-1.4", "unreadable"),
    ],
)  # fmt: skip
def test_a_release_that_goes_wrong_is_a_row_with_its_reason(text: str | None, reason: str) -> None:
    frame = pandas.DataFrame({"id": ["a", "b", "c"], "text": ["1", text, "2"]})
    found = check_frame(frame, settings=Settings(check=wicked_check, time_limit=2, memory_limit=200))
    assert list(found["status"]) == ["checked", "failed", "checked"]
    assert [finding["reason"] for finding in found["findings_list"][1]] == [reason]
    assert list(found["claims"]) == [1, 0, 1]


def test_half_a_surrogate_pair_does_not_stop_a_frame() -> None:
    frame = pandas.DataFrame({"id": pandas.Series(["odd \ud800"], dtype=object), "text": ["1"]})
    assert check_frame(frame, settings=TINY)["document"][0] == "odd ?"


def test_the_description_names_every_column() -> None:
    text = describe()
    assert all(f"`{column.name}`" in text for columns in COLUMNS.values() for column in columns)


def test_the_readme_holds_the_description_of_the_dataset() -> None:
    """After a change of the schema: python -c "from narrext.batch.schema import describe; print(describe())"."""
    assert describe().strip() in (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", [narrext, narrext.tables])
def test_engines_can_send_functions_that_speak_of_narrext(module: object) -> None:
    assert pickle.loads(pickle.dumps(module)) is module
