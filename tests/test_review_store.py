"""The store: what it says is kept is kept, and nobody writes over somebody else."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from narrext.errors import NarrextError
from narrext.review.layer import Change, Layer
from narrext.review.store import StaleError, Step, Store

ROOT = Path(__file__).parents[1]
START = Layer("doc", "ann", {"c1": {"id": "c1", "span": [0, 1], "note": ""}}, sha256="abc")


def note(before: str, after: str) -> Step:
    return Step("comment", (Change("c1", {"note": before}, {"note": after}),), "ann")


def test_a_step_is_there_for_whoever_opens_the_folder_next(tmp_path: Path) -> None:
    Store(tmp_path).append(START, 0, note("", "x"))
    found = Store(tmp_path).layer("doc", "ann")
    assert found is not None
    assert (found.revision, found.claims()["c1"]["note"], found.sha256) == (1, "x", "abc")


def test_a_write_on_an_old_state_is_refused_and_says_what_changed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(START, 0, note("", "first tab"))
    with pytest.raises(StaleError) as refused:
        store.append(START, 0, note("", "second tab"))
    assert refused.value.revision == 1
    assert [change.after for action in refused.value.actions for change in action.changes] == [
        {"note": "first tab"}
    ]
    found = store.layer("doc", "ann")
    assert found is not None
    assert found.claims()["c1"]["note"] == "first tab"


def test_layers_of_two_reviewers_do_not_touch(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(START, 0, note("", "ann's"))
    store.append(Layer("doc", "ben", START.base, sha256="abc"), 0, note("", "ben's"))
    assert {layer.reviewer: layer.claims()["c1"]["note"] for layer in store.layers()} == {
        "ann": "ann's",
        "ben": "ben's",
    }
    assert store.reviewers() == ["ann", "ben"]


def test_another_text_under_the_same_name_is_not_written_into_the_layer(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(START, 0, note("", "x"))
    with pytest.raises(NarrextError, match="another text"):
        store.append(Layer("doc", "ann", START.base, sha256="other"), 1, note("x", "y"))


def test_of_many_writers_at_once_one_wins_each_revision(tmp_path: Path) -> None:
    won: list[int] = []

    def write() -> None:
        store = Store(tmp_path)
        for _ in range(10):
            found = store.layer("doc", "ann") or START
            try:
                won.append(store.append(START, found.revision, note("", "")).revision)
            except StaleError:
                continue

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Store(tmp_path).layer("doc", "ann")
    assert found is not None
    assert sorted(won) == list(range(1, found.revision + 1))


def test_the_database_is_in_wal_mode(tmp_path: Path) -> None:
    Store(tmp_path)
    with sqlite3.connect(tmp_path / "review.sqlite3") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_later_format_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path)
    with sqlite3.connect(tmp_path / "review.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NarrextError, match="later narrext"):
        Store(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(NarrextError, match="cannot be kept in"):
        Store(blocked / "review")


WRITER = """
import sys
from pathlib import Path
from narrext.review.layer import Change, Layer
from narrext.review.store import Step, Store
start = Layer("doc", "ann", {"c1": {"id": "c1", "span": [0, 1], "note": ""}}, sha256="abc")
store = Store(Path(sys.argv[1]))
revision = (store.layer("doc", "ann") or start).revision
while True:
    step = Step("comment", (Change("c1", {"note": ""}, {"note": str(revision)}),), "ann")
    revision = store.append(start, revision, step).revision
    print(revision, flush=True)
"""


def test_every_acknowledged_step_survives_a_hundred_kills_of_the_writer(tmp_path: Path) -> None:
    chance = random.Random(5)
    acknowledged = 0
    for _ in range(100):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.random() * 0.02)
        writer.send_signal(signal.SIGKILL)
        said = [int(line) for line in [first, *writer.stdout.read().split("\n")] if line.strip()]
        writer.wait()
        acknowledged = max([acknowledged, *said])
        found = Store(tmp_path).layer("doc", "ann")
        assert found is not None
        assert found.revision >= acknowledged
        assert [action.number for action in found.actions] == list(range(1, found.revision + 1))
