"""What a run reads: files, folders, globs, archives, tables and URLs; and what is wrong with them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas
import pytest
from batch_checks import tiny_check
from batch_data import failures, read_rows, write_texts

from narrext.batch import Settings, run
from narrext.batch.parts import Plan
from narrext.errors import NarrextError

TEXTS = {"a.txt": b"Sales 1\n", "sub/b.htm": b"<p>Sales <b>2</b></p>\n", "c.nc": b"Sales 3\n"}
ASIDE = {"logo.jpg": b"\xff\xd8\xff", "data.xml": b"<?xml?>", ".hidden.txt": b"5\n"}


def fill_folder(place: Path) -> None:
    for name, content in (TEXTS | ASIDE).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)


def fill_zip(place: Path) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (TEXTS | ASIDE).items():
            archive.writestr(name, content)


def fill_tar(place: Path) -> None:
    packing = {".gz": "w:gz", ".tgz": "w:gz", ".xz": "w:xz"}.get(place.suffix, "w")
    with tarfile.open(place, packing) as archive:  # type: ignore[call-overload]
        for name, content in (TEXTS | ASIDE).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def fill_lines(place: Path) -> None:
    lines = "".join(json.dumps({"id": name, "text": text.decode()}) + "\n" for name, text in TEXTS.items())
    place.write_bytes(gzip.compress(lines.encode()) if place.suffix == ".gz" else lines.encode())


def fill_parquet(place: Path) -> None:
    rows = {"more": 1.0, "text": [text.decode() for text in TEXTS.values()], "id": list(TEXTS)}
    pandas.DataFrame(rows).to_parquet(place)


CONTAINERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "in": (fill_folder, "{place}/{name}"),
    "in.zip": (fill_zip, "{place}/{name}"),
    "in.tar": (fill_tar, "{place}/{name}"),
    "in.tar.gz": (fill_tar, "{place}/{name}"),
    "in.tgz": (fill_tar, "{place}/{name}"),
    "in.tar.xz": (fill_tar, "{place}/{name}"),
    "in.jsonl": (fill_lines, "{name}"),
    "in.jsonl.gz": (fill_lines, "{name}"),
    "in.parquet": (fill_parquet, "{name}"),
}


def names_of(*sources: object) -> list[str]:
    plan = Plan(tuple(map(str, sources)))
    return [item.load().name for part in plan.parts() for item in part.items]


@pytest.mark.parametrize("container", CONTAINERS)
def test_each_kind_of_source_gives_its_documents_and_leaves_pictures_aside(
    tmp_path: Path, container: str
) -> None:
    place, out = tmp_path / container, tmp_path / "out"
    fill, name = CONTAINERS[container]
    fill(place)
    run([str(place)], str(out), workers=1, settings=Settings(check=tiny_check))
    rows = {row["document"]: row for row in read_rows(out, "documents")}
    assert set(rows) == {name.format(place=place, name=each) for each in TEXTS}
    assert {row["claims"] for row in rows.values()} == {1}
    assert {row["source"] for row in rows.values()} == {None if container == "in" else str(place)}
    assert rows[name.format(place=place, name="sub/b.htm")]["format"] == "html"


def test_containers_stand_in_folders_too(tmp_path: Path) -> None:
    write_texts(tmp_path / "in", 2)
    fill_zip(tmp_path / "in" / "x.zip")
    (tmp_path / "in" / "y.txt.gz").write_bytes(gzip.compress(b"7\n"))
    names = [name.removeprefix(f"{tmp_path}/in/") for name in names_of(tmp_path / "in")]
    assert names == [
        "release_0000.txt", "release_0001.txt", "x.zip/a.txt", "x.zip/sub/b.htm", "x.zip/c.nc", "y.txt",
    ]  # fmt: skip


def test_globs_find_files_in_their_order_and_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write_texts(tmp_path / "in" / "deep", 12)
    ones = tmp_path / "in" / "**" / "*1.txt"
    assert [Path(name).name for name in names_of(ones)] == ["release_0001.txt", "release_0011.txt"]
    assert len(names_of(tmp_path / "in", ones, tmp_path / "in" / "deep" / "release_0003.txt")) == 12


def test_a_file_named_outright_is_read_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "release.json").write_text("Sales 4\n")
    assert names_of(tmp_path / "release.json") == [f"{tmp_path}/release.json"]


def test_the_dataset_is_no_source_of_itself(tmp_path: Path) -> None:
    write_texts(tmp_path / "in", 3)
    for resume in (False, True):
        result = run([str(tmp_path / "in")], str(tmp_path / "in" / "out"), workers=1,
                     settings=Settings(check=tiny_check), resume=resume)  # fmt: skip
        assert result.documents == 3


def test_columns_of_other_names_are_chosen(tmp_path: Path) -> None:
    pandas.DataFrame({"key": ["k1", "k2"], "words": [b"1\n", "2\n"]}).astype({"words": object}).iloc[
        :1
    ].to_parquet(tmp_path / "in.parquet")
    plan = Plan((str(tmp_path / "in.parquet"),), "words", "key")
    assert [item.load().content for part in plan.parts() for item in part.items] == [b"1\n"]


def test_how_many_there_are_is_known_for_loose_files_alone(tmp_path: Path) -> None:
    write_texts(tmp_path / "in", 5)
    assert Plan((str(tmp_path / "in"),)).count() == 5
    fill_zip(tmp_path / "in" / "x.zip")
    assert Plan((str(tmp_path / "in"),)).count() is None


def test_what_is_damaged_is_a_row_and_what_stands_before_it_is_checked(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "no.zip").write_bytes(b"not a zip")
    fill_tar(tmp_path / "whole.tar")
    (source / "cut.tar").write_bytes((tmp_path / "whole.tar").read_bytes()[:1540])
    (source / "cut.txt.gz").write_bytes(gzip.compress(b"12345 " * 1000)[:-20])
    (source / "bad.parquet").write_bytes(b"PAR1")
    (source / "mixed.jsonl").write_text(
        '{"id": "good", "text": "8"}\n{"id": \n[1]\n{"id": "none"}\n\n{"text": "9"}\n'
    )
    pandas.DataFrame({"number": [1]}).to_parquet(source / "wordless.parquet")
    out = tmp_path / "out"
    run([str(source)], str(out), workers=2, settings=Settings(check=tiny_check))
    assert failures(out) == dict.fromkeys(
        (
            "no.zip",
            "cut.tar",
            "cut.txt.gz",
            "bad.parquet",
            "mixed.jsonl#2",
            "mixed.jsonl#3",
            "none",
            "wordless.parquet",
        ),
        "unreadable",
    )
    good = [
        row["document"].removeprefix(f"{source}/")
        for row in read_rows(out, "documents")
        if row["status"] == "checked"
    ]
    assert sorted(good) == ["cut.tar/a.txt", "good", "mixed.jsonl#6"]


def test_urls_are_read_and_written(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    fill_folder(tmp_path / "in")
    fill_zip(tmp_path / "in" / "x.zip")
    source, out = (tmp_path / "in").as_uri(), (tmp_path / "out").as_uri()
    for resume in (False, True):
        result = run(
            [source, f"{source}/*.txt"], out, workers=2, settings=Settings(check=tiny_check), resume=resume
        )
        assert (result.documents, result.kept) == (6, 6 if resume else 0)
    assert read_rows(tmp_path / "out", "documents")[0]["document"] == f"{source}/a.txt"
    assert not list((tmp_path / "out").rglob(".*"))


@pytest.mark.parametrize("url", ["nosuch://bucket/x"])
def test_a_url_that_cannot_be_opened_says_why(tmp_path: Path, url: str) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(NarrextError, match=url):
        run([url], str(tmp_path / "out"), settings=Settings(check=tiny_check))
