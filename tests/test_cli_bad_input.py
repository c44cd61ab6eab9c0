"""Whatever file is given, the command ends in one clear sentence or in a finding of the report."""

from __future__ import annotations

import gzip
import io
import random
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from narrext.cli import main
from narrext.pipeline.components import reader

PROSE = "Acme reported net sales of $7.5 million for the first quarter ended March 31, 2003.\n"
TABLE = """\
                     CONSOLIDATED INCOME STATEMENT
                        (In thousands)

                           Three Months Ended
                               March 31,
                            2003        2002
                          -------     -------
Net sales                 $ 7,539     $ 8,973
Cost of goods sold          4,889       5,972
Gross profit                2,650       3,001
"""
DIGITS = 50_000_000

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Exit code, standard output and standard error; a traceback would be an exception of the test."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def go(*args: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["narrext", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return go


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


REFUSED = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \r\n\t\n" * 50, "is empty"),
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "is a PDF"),
    "report.docx": (docx(), "is a Word document"),
    "report.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "is an old Office file"),
    "report.rtf": (b"{\\rtf1\\ansi Net sales}", "is a Rich Text document"),
    "report.txt.gz": (gzip.compress(PROSE.encode()), "is compressed with gzip"),
    "noise.bin": (random.Random(3).randbytes(100_000), "is binary"),
    "picture.jpg": (b"\xff\xd8\xff\xe0" + bytes(100), "is a picture"),
}


@pytest.mark.parametrize("command", ["diff", "claims", "tables", "text"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_release_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, command: str, name: str
) -> None:
    """One line names the file and what it is; the exit code is 2; nothing is printed."""
    path = tmp_path / name
    content, said = REFUSED[name]
    path.write_bytes(content)
    code, out, err = run(command, path)
    assert (code, out) == (2, "")
    assert err.startswith("narrext: ")
    assert name in err
    assert said in err
    assert err.endswith(".\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["diff", "claims", "tables", "text"])
def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(
    run: Run, tmp_path: Path, command: str
) -> None:
    missing = tmp_path / "missing.txt"
    assert run(command, missing) == (
        2, "", f"narrext: {missing} does not exist: check the name and the folder.\n",
    )  # fmt: skip
    assert run(command, tmp_path) == (2, "", f"narrext: {tmp_path} is a folder: name a file in it.\n")


def run_of_digits() -> bytes:
    return b"7" * DIGITS


def lines_of_digits() -> bytes:
    line = b"31415926535897932384626433832795028841971693993751058209749445923078164062862\n"
    return line * (DIGITS // len(line))


def numbers_in_a_row() -> bytes:
    return b"1,234.5 67 (8.9) $ 10 " * (DIGITS // 22)


@pytest.mark.parametrize("make", [run_of_digits, lines_of_digits, numbers_in_a_row])
def test_fifty_megabytes_of_digits_end_within_seconds(
    run: Run, tmp_path: Path, make: Callable[[], bytes]
) -> None:
    """A flood of digits, in one run, in lines or apart, is refused as what holds no words."""
    path = tmp_path / "digits.txt"
    path.write_bytes(make())
    began = time.monotonic()
    code, out, err = run("diff", path)
    assert time.monotonic() - began < 10
    assert (code, out) == (2, "")
    assert err == (
        f"narrext: {path.name} holds hardly a word: give the release with its prose, as text or HTML.\n"
    )


def test_a_file_larger_than_any_release_is_refused_unread(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    code, _, err = run("diff", path)
    assert code == 2
    assert err == f"narrext: {path} is larger than 64 MB: a release is not; give the exhibit alone.\n"


def test_a_text_of_more_than_a_million_characters_is_no_error_of_the_tokenizer() -> None:
    """The length that spaCy refuses by default is none for a release."""
    tokenizer, heads = reader()
    assert len(heads.find(tokenizer.make_doc("net sales\n" * 110_000))) == 110_000


def test_a_text_without_tables_is_a_finding(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text(PROSE)
    code, out, err = run("diff", path)
    assert (code, err) == (0, "")
    assert "No table of figures was found" in out
    assert "0 of 1 claim tied (0 %)" in out


def test_tables_without_prose_are_a_finding(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text(TABLE)
    code, out, err = run("diff", path)
    assert (code, err) == (0, "")
    assert "No number was found in the prose" in out
    assert "no numeric claims found" in out
    assert " 1 table " in out


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "markdown", "html"])
def test_findings_do_not_break_a_format(run: Run, tmp_path: Path, form: str) -> None:
    """A release without claims and one without tables can be printed in every format."""
    (tmp_path / "table.txt").write_text(TABLE)
    (tmp_path / "prose.txt").write_text(PROSE)
    code, out, err = run("diff", "--format", form, tmp_path / "table.txt", tmp_path / "prose.txt")
    assert (code, err) == (0, "")
    assert "$7.5 million" in out.replace("\\", "")


def test_a_file_in_windows_1252_with_cr_lf_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "windows.txt"
    path.write_bytes(
        (PROSE.replace("Acme", "Café “Acme”") + "\n" + TABLE).replace("\n", "\r\n").encode("cp1252")
    )
    code, out, _ = run("diff", path)
    assert code == 0
    assert "1 of 1 claim tied (100 %)" in out
