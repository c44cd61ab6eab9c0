"""A run on this machine: whole, the same whatever the workers, and never stopped by one document."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_checks import slow_check, tiny_check, wicked_check
from batch_data import digests, failures, read_rows, write_texts

from narrext.batch import Settings, run
from narrext.batch.progress import Bar, Lines, duration
from narrext.batch.schema import COLUMNS, TABLES
from narrext.batch.worker import Outcome
from narrext.errors import NarrextError

TINY = Settings(check=tiny_check)


def test_a_run_writes_four_tables_that_agree_with_each_other(tmp_path: Path) -> None:
    source = write_texts(tmp_path / "in", 23)
    result = run([str(source)], str(tmp_path / "out"), workers=2, settings=TINY, part_size=8)
    assert (result.documents, result.failed) == (23, 0)
    documents = read_rows(tmp_path / "out", "documents")
    assert [Path(row["document"]).name for row in documents] == sorted(path.name for path in source.iterdir())
    for table, column in (("line_items", "figures"), ("findings", "findings")):
        rows = read_rows(tmp_path / "out", table)
        assert len(rows) == sum(row[column] for row in documents)
        assert {row["document_id"] for row in rows} <= {row["document_id"] for row in documents}
    claims = read_rows(tmp_path / "out", "claims")
    assert len(claims) == sum(row["claims"] + row["trends"] for row in documents)


def test_the_bytes_are_the_same_whatever_the_workers(tmp_path: Path) -> None:
    source = write_texts(tmp_path / "in", 40)
    for workers in (1, 3):
        run([str(source)], str(tmp_path / f"out{workers}"), workers=workers, settings=TINY, part_size=4)
    assert digests(tmp_path / "out1") == digests(tmp_path / "out3")
    assert len(digests(tmp_path / "out1")) > 4 * 4


@pytest.mark.parametrize("library", ["pandas", "duckdb", "polars"])
def test_the_dataset_is_read_by_others_with_its_types(tmp_path: Path, library: str) -> None:
    module = pytest.importorskip(library)
    out = tmp_path / "out"
    run([str(write_texts(tmp_path / "in", 9))], str(out), workers=1, settings=TINY)
    for table in TABLES:
        if library == "pandas":
            names = list(module.read_parquet(out / table, dtype_backend="pyarrow").columns)
        elif library == "duckdb":
            names = module.sql(f"select * from '{out}/{table}/*.parquet'").columns
        else:
            names = module.read_parquet(f"{out}/{table}/*.parquet").columns
        assert names == [column.name for column in COLUMNS[table]]


ORDERS = {
    "loop": "time_limit", "hang": "time_limit", "hoard": "memory_limit", "exit": "worker_died",
    "kill": "worker_died", "fault": "error", "deep": "error",
}  # fmt: skip


def test_what_goes_wrong_is_a_row_and_the_rest_is_as_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_texts(tmp_path / "in", 30)
    settings = Settings(check=wicked_check, time_limit=2, memory_limit=200)
    run([str(source)], str(tmp_path / "calm"), workers=2, settings=settings, part_size=8)
    for order in ORDERS:
        (source / f"bad_{order}.txt").write_text(f"ORDER: {order}\n")
    (source / "bad_empty.txt").write_text("")
    (source / "bad_pdf.txt").write_bytes(b"%PDF-1.4\n")
    monkeypatch.setattr("narrext.batch.pool._GRACE", 0.5)
    result = run([str(source)], str(tmp_path / "out"), workers=2, settings=settings, part_size=8)
    expected = {f"bad_{order}.txt": reason for order, reason in ORDERS.items()}
    assert failures(tmp_path / "out") == expected | {
        "bad_empty.txt": "unreadable",
        "bad_pdf.txt": "unreadable",
    }
    assert (result.documents, result.failed) == (39, 9)
    for table in TABLES:
        rows = [row for row in read_rows(tmp_path / "out", table) if "bad_" not in row["document"]]
        assert rows == read_rows(tmp_path / "calm", table)


def test_a_document_whose_worker_died_once_is_checked_the_second_time(tmp_path: Path) -> None:
    source = write_texts(tmp_path / "in", 6)
    (source / "once.txt").write_text(f"ORDER: once {tmp_path / 'flag'}\n7\n")
    result = run([str(source)], str(tmp_path / "out"), workers=1, settings=Settings(check=wicked_check))
    assert (result.documents, result.failed) == (7, 0)
    assert (tmp_path / "flag").exists()


def test_workers_are_replaced_now_and_then_without_a_trace(tmp_path: Path) -> None:
    source = write_texts(tmp_path / "in", 30)
    for name, settings in (("calm", TINY), ("often", Settings(check=tiny_check, recycle_after=5))):
        run([str(source)], str(tmp_path / name), workers=2, settings=settings, part_size=4)
    assert digests(tmp_path / "calm") == digests(tmp_path / "often")


def test_a_worker_that_cannot_start_ends_the_run_with_a_sentence(tmp_path: Path) -> None:
    source = write_texts(tmp_path / "in", 3)
    with pytest.raises(NarrextError, match="cannot start"):
        run(
            [str(source)],
            str(tmp_path / "out"),
            workers=1,
            settings=Settings(check=_unpicklable_in_workers()),
        )


def _unpicklable_in_workers() -> Callable[..., object]:
    return _Poison()  # type: ignore[return-value]


class _Poison:
    """Is sent to a worker, and ends it there."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[int]]:
        import os

        return os._exit, (9,)


def test_progress_tells_count_rate_time_left_and_failures() -> None:
    file = io.StringIO()
    lines = Lines(1000, file=file)
    lines.began -= 10
    lines.said -= 60
    lines.add(Outcome("part", 100, 3, 0))
    lines.show(50)
    lines.show(60)
    assert file.getvalue() == "narrext: 150 of 1,000 documents, 15.0 a second, 57 s left, 3 failed\n"


def test_the_rate_leaves_out_what_was_there_before() -> None:
    lines = Lines(1000)
    lines.began -= 10
    lines.add(Outcome("part", 500, 0, 400))
    assert round(lines.rate()) == 10


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.7, "1 min 00 s"), (200, "3 min 20 s"), (7500, "2 h 05 min")]
)
def test_a_duration_reads_as_people_say_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_the_bar_opens_and_closes() -> None:
    bar = Bar(10)
    bar.add(Outcome("part", 3, 1, 0))
    bar.show(2)
    bar.close()
    Bar(None).close()


def test_a_slow_document_shows_while_its_part_is_under_way(tmp_path: Path) -> None:
    shown: list[int] = []

    class Spy(Lines):
        def show(self, under_way: int) -> None:
            shown.append(self.documents + under_way)

    run([str(write_texts(tmp_path / "in", 40))], str(tmp_path / "out"), workers=1,
        settings=Settings(check=slow_check), progress=Spy(40))  # fmt: skip
    assert shown == sorted(shown)
    assert any(0 < count < 40 for count in shown)
    assert shown[-1] == 40


@pytest.mark.parametrize("bad", ["missing/", "nothing/*.txt"])
def test_a_source_that_is_not_there_is_named(tmp_path: Path, bad: str) -> None:
    with pytest.raises(NarrextError, match=bad.rstrip("/").replace("*", r"\*")):
        run([str(tmp_path / bad)], str(tmp_path / "out"), settings=TINY)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    out = write_texts(tmp_path / "mine", 1)
    with pytest.raises(NarrextError, match="choose another folder"):
        run([str(out)], str(out), settings=TINY)
    assert [path.name for path in out.iterdir()] == ["release_0000.txt"]


def test_a_file_in_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(NarrextError, match="choose a folder"):
        run([str(write_texts(tmp_path / "in", 1))], str(tmp_path / "out"), settings=TINY)


def test_importing_the_engine_brings_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys, narrext.batch.commands, narrext.batch.runner, narrext.batch.frame, narrext.batch.pool;"
        "print([name for name in ('pandas', 'pyarrow', 'ray', 'fsspec', 'spacy') if name in sys.modules])"
    )
    began = time.monotonic()
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "[]\n"
    assert time.monotonic() - began < 30
