"""A run goes on where it stopped, does only what is missing, and ends as if it had never stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_checks import crowded_check, telling_check, tiny_check, wicked_check
from batch_data import digests, failures, read_rows, write_texts

from narrext.batch import Settings, run
from narrext.batch.checking import Content
from narrext.batch.dataset import by_key, part_names, read_record
from narrext.batch.parts import Item, Part, cut, part_name
from narrext.batch.places import open_folder
from narrext.errors import NarrextError

HERE = Path(__file__).parent
TELLING = Settings(check=telling_check)


def telling_texts(folder: Path, log: Path, count: int) -> Path:
    write_texts(folder, count)
    for path in folder.iterdir():
        path.write_text(f"{path.read_text()}LOG: {log}\n")
    return folder


def checked(log: Path) -> list[str]:
    """The names of the texts that were checked since this was asked last."""
    names = log.read_text().split() if log.exists() else []
    log.unlink(missing_ok=True)
    return sorted(names)


@pytest.fixture
def started(tmp_path: Path) -> tuple[str, str, Path]:
    """A run of 40 texts that is done: its source, its dataset and the log of what is checked."""
    source = telling_texts(tmp_path / "in", tmp_path / "log", 40)
    run([str(source)], str(tmp_path / "out"), workers=2, settings=TELLING, part_size=8)
    assert len(checked(tmp_path / "log")) == 40
    return str(source), str(tmp_path / "out"), tmp_path / "log"


def again(source: str, out: str, *, retry_failed: bool = False) -> int:
    return run(
        [source], out, workers=2, settings=TELLING, part_size=8, resume=True, retry_failed=retry_failed
    ).kept


def test_a_run_that_is_whole_has_nothing_left_to_do(started: tuple[str, str, Path]) -> None:
    source, out, log = started
    before = {path: path.stat().st_mtime_ns for path in Path(out).rglob("*.parquet")}
    assert again(source, out) == 40
    assert checked(log) == []
    assert {path: path.stat().st_mtime_ns for path in Path(out).rglob("*.parquet")} == before


def test_only_the_file_that_changed_is_checked_again(started: tuple[str, str, Path], tmp_path: Path) -> None:
    source, out, log = started
    changed = Path(source) / "release_0017.txt"
    changed.write_text(changed.read_text() + "99\n")
    assert again(source, out) == 39
    assert checked(log) == ["release_0017.txt"]
    run([source], str(tmp_path / "fresh"), workers=1, settings=TELLING, part_size=8)
    assert digests(Path(out)) == digests(tmp_path / "fresh")


def test_files_added_and_taken_away_leave_the_others_as_they_are(
    started: tuple[str, str, Path], tmp_path: Path
) -> None:
    source, out, log = started
    (Path(source) / "release_0007.txt").unlink()
    (Path(source) / "release_0020_more.txt").write_text(f"5\nLOG: {log}\n")
    again(source, out)
    # A part begins with its first document: only where that changed are the others of it checked again.
    assert "release_0020_more.txt" in (names := checked(log))
    assert len(names) <= 1 + 2 * 3 * 8
    run([source], str(tmp_path / "fresh"), workers=1, settings=TELLING, part_size=8)
    assert digests(Path(out)) == digests(tmp_path / "fresh")


def test_a_dataset_is_not_touched_without_resume_or_from_other_sources(
    started: tuple[str, str, Path],
) -> None:
    source, out, _ = started
    before = digests(Path(out))
    with pytest.raises(NarrextError, match="--resume"):
        run([source], out, settings=TELLING, part_size=8)
    with pytest.raises(NarrextError, match="give the same"):
        run([f"{source}/*1.txt"], out, settings=TELLING, part_size=8, resume=True)
    with pytest.raises(NarrextError, match="give the same"):
        run([source], out, settings=TELLING, part_size=9, resume=True)
    assert digests(Path(out)) == before


def test_what_failed_is_tried_again_when_asked_for(tmp_path: Path) -> None:
    source, out = write_texts(tmp_path / "in", 12), tmp_path / "out"
    flag = tmp_path / "mended"
    (source / "bad.txt").write_text(f"ORDER: until {flag}\n5\n")
    settings = Settings(check=wicked_check)
    run([str(source)], str(out), workers=1, settings=settings, part_size=4)
    assert failures(out) == {"bad.txt": "error"}
    flag.touch()
    kept = run([str(source)], str(out), workers=1, settings=settings, part_size=4, resume=True)
    assert failures(out) == {"bad.txt": "error"}
    assert (kept.kept, kept.failed) == (13, 1)
    run([str(source)], str(out), workers=1, settings=settings, part_size=4, retry_failed=True)
    assert failures(out) == {}
    assert sum(row["claims"] + row["trends"] for row in read_rows(out, "documents")) == len(
        read_rows(out, "claims")
    )


SCRIPT = """
import sys
sys.path.insert(0, {here!r})
from batch_checks import slow_check
from narrext.batch import Settings, run
run([{source!r}], {out!r}, workers=2, settings=Settings(check=slow_check), part_size=8, resume=True)
"""


def start(source: Path, out: Path) -> subprocess.Popen[bytes]:
    script = SCRIPT.format(here=str(HERE), source=str(source), out=str(out))
    return subprocess.Popen([sys.executable, "-c", script], start_new_session=True, cwd=HERE.parent)


def wait_for_parts(out: Path, count: int) -> None:
    began = time.monotonic()
    while len(part_names(open_folder(str(out)))) < count:
        assert time.monotonic() - began < 60
        time.sleep(0.01)


def test_a_run_killed_twice_ends_as_one_that_was_not(tmp_path: Path) -> None:
    source, out = write_texts(tmp_path / "in", 240), tmp_path / "out"
    for parts in (2, 8):
        process = start(source, out)
        wait_for_parts(out, parts)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        record = read_record(open_folder(str(out)), str(out))
        assert record is not None
        assert not record.complete
    for left in ("claims/.part-x.parquet.0badc0de.part", "claims/part-0badc0de-0badc0de.parquet"):
        (out / left).write_bytes(b"half")
    assert start(source, out).wait() == 0
    run([str(source)], str(tmp_path / "calm"), workers=1, settings=Settings(check=tiny_check), part_size=8)
    assert digests(out) == digests(tmp_path / "calm")
    assert not list(out.rglob(".*"))


def test_workers_end_when_their_run_is_killed(tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    process = start(write_texts(tmp_path / "in", 400), tmp_path / "out")
    wait_for_parts(tmp_path / "out", 1)
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 2
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


def test_an_interrupt_stops_with_a_sentence_and_the_run_goes_on(tmp_path: Path) -> None:
    release = min((HERE.parent / "corpus" / "releases").glob("*.htm")).read_bytes()
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(60):
        (source / f"{number}.htm").write_bytes(release)
    command = [
        sys.executable,
        "-m",
        "narrext",
        "run",
        str(source),
        "-o",
        str(out),
        "--part-size",
        "4",
        "--workers",
        "2",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True, cwd=HERE.parent)
    wait_for_parts(out, 1)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    # On a busy machine a line of progress stands before it.
    assert said.decode().endswith("narrext: stopped; what is done is kept. Add --resume to go on.\n")
    assert process.returncode == 130
    done = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=True, cwd=HERE.parent)
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"narrext: 60 documents in {out}, ")
    assert "of them from before" in last


def test_a_full_disk_ends_the_run_and_leaves_no_half_file(tmp_path: Path) -> None:
    source, out = write_texts(tmp_path / "in", 40), tmp_path / "out"
    (source / "release_0030.txt").write_text("full\n")
    with pytest.raises(NarrextError, match="add --resume"):
        run([str(source)], str(out), workers=1, settings=Settings(check=crowded_check), part_size=8)
    written = part_names(open_folder(str(out)))
    assert not list(out.rglob(".*"))
    run([str(source)], str(out), workers=1, settings=Settings(check=tiny_check), part_size=8, resume=True)
    run([str(source)], str(tmp_path / "calm"), workers=1, settings=Settings(check=tiny_check), part_size=8)
    assert digests(out) == digests(tmp_path / "calm")
    assert 0 < len(written) < len(part_names(open_folder(str(out))))


def test_parts_are_cut_by_names_so_that_most_stay_when_one_is_added() -> None:
    names = [f"{number}.txt" for number in range(2000)]
    before = {part.key: part.items for part in cut("here", map(Item, names), 16)}
    names.insert(1000, "1000a.txt")
    after = {part.key: part.items for part in cut("here", map(Item, names), 16)}
    assert sum(before.get(key) == items for key, items in after.items()) >= len(after) - 3
    assert all(4 <= len(items) <= 48 for items in list(before.values())[:-1])


def test_parts_of_one_name_again_and_again_have_keys_of_their_own() -> None:
    parts = list(cut("here", [Item("same")] * 100, 4))
    assert len({part.key for part in parts}) == len(parts)


def test_a_part_is_another_for_another_version_or_other_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = Item("a", Content("a", None, b"1\n"))
    part = Part("0123", (item,))
    keys = [item.load().key]
    names = {part_name(part, keys, Settings())}
    names.add(part_name(part, keys, Settings(time_limit=1)))
    assert len(names) == 1
    (tmp_path / "more.toml").write_text("[[unit]]\n")
    names.add(part_name(part, keys, Settings(patterns=str(tmp_path))))
    monkeypatch.setattr("narrext.batch.parts.__version__", "9.9.9")
    names.add(part_name(part, keys, Settings()))
    assert len(names) == 3
    assert by_key(names).keys() == {"0123"}
