"""The command line: exit codes, formats, files written whole, plain and coloured text."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from narrext.cli import _ELSEWHERE, cli, main

ROOT = Path(__file__).parents[1]
RELEASES = ROOT / "corpus" / "releases"
GOOD = RELEASES / "tarnwell_2003q3.txt"  # nothing mismatches
SLIPS = RELEASES / "vantrell_2007q4.txt"  # something does
HTML = RELEASES / "garrowmere_2005q3.htm"
FORMATS = ("text", "json", "jsonl", "csv", "markdown", "html")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command as its script does: exit code, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def go(*args: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["narrext", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return go


def commands() -> list[str]:
    return cli.list_commands(click.Context(cli))


def test_exit_code_is_0_where_nothing_mismatches(run: Run) -> None:
    code, out, err = run("diff", GOOD)
    assert (code, err) == (0, "")
    assert "claims tied" in out


def test_exit_code_is_1_where_something_mismatches(run: Run) -> None:
    code, out, _ = run("diff", SLIPS)
    assert code == 1
    assert out.index("MISMATCH") < out.index("match  ")


def test_only_hides_claims_but_not_the_mismatch_from_the_exit_code(run: Run) -> None:
    code, out, _ = run("diff", "--only", "match", SLIPS)
    assert code == 1
    assert "MISMATCH" not in out


def test_exit_code_is_2_where_the_call_is_bad(run: Run) -> None:
    for args in (
        ["diff"],
        ["diff", "--format", "pdf", GOOD],
        ["nonsense"],
        ["diff", "--only", "wrong", GOOD],
    ):
        code, out, err = run(*args)
        assert (code, out) == (2, "")
        assert err.startswith("narrext: ")
        assert err.count("\n") == 1


def test_only_takes_several_verdicts(run: Run) -> None:
    _, out, _ = run("diff", "--format", "json", "--only", "mismatch", "--only", "unsupported", SLIPS)
    report = json.loads(out)
    assert {claim["verdict"] for claim in report["claims"]} == {"mismatch", "unsupported"}
    assert report["summary"]["match"] > 0


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_prints_every_claim(run: Run, form: str) -> None:
    """Whatever the format, each claim's number is in it, and nothing goes to standard error."""
    code, out, err = run("diff", "--format", form, GOOD)
    assert (code, err) == (0, "")
    flat = re.sub(r"\\(.)", r"\1", " ".join(out.split()))
    for text in ("$11.5 million", "$.12 per diluted share", "6.7%", "30 cents per diluted share"):
        assert text in flat


def test_machine_formats_hold_the_same_claims(run: Run) -> None:
    """JSON, JSON Lines and CSV agree on every claim's id, verdict and value."""
    report = json.loads(run("diff", "--format", "json", SLIPS)[1])
    lines = [json.loads(line) for line in run("diff", "--format", "jsonl", SLIPS)[1].splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("diff", "--format", "csv", SLIPS)[1])))
    want = [(claim["id"], claim["verdict"], claim["value"]) for claim in report["claims"]]
    assert [(line["id"], line["verdict"], line["value"]) for line in lines] == want
    assert [(row["id"], row["verdict"], row["value"]) for row in rows] == want


def test_several_files_make_a_json_object_each(run: Run) -> None:
    code, out, _ = run("diff", "--format", "json", GOOD, HTML)
    assert code == 1
    assert [json.loads(line)["document"]["name"] for line in out.splitlines()] == [GOOD.name, HTML.name]


def test_a_bad_file_among_good_ones_is_named_and_the_others_are_printed(run: Run, tmp_path: Path) -> None:
    code, out, err = run("diff", GOOD, tmp_path / "missing.txt", HTML)
    assert code == 2
    assert GOOD.name in out
    assert HTML.name in out
    assert err == f"narrext: {tmp_path / 'missing.txt'} does not exist: check the name and the folder.\n"


def test_output_goes_to_the_file_and_nowhere_else(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    assert run("diff", "--format", "json", "-o", target, GOOD) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8"))["document"]["name"] == GOOD.name
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_output_that_fails_leaves_what_was_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full half way leaves the old file as it was, and no part of the new one."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "report.txt"
    target.write_text("before")
    monkeypatch.setattr(os, "fsync", full)
    code, out, err = run("diff", "-o", target, GOOD)
    assert (code, out) == (2, "")
    assert err == f"narrext: {target} cannot be written: No space left on device.\n"
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_output_into_a_folder_that_is_not_there_ends_in_a_sentence(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "none" / "report.txt"
    code, _, err = run("diff", "-o", target, GOOD)
    assert code == 2
    assert err == f"narrext: {target} cannot be written: No such file or directory.\n"


def test_nothing_is_written_where_no_file_could_be_read(run: Run, tmp_path: Path) -> None:
    code, _, _ = run("diff", "-o", tmp_path / "out.txt", tmp_path / "missing.txt")
    assert code == 2
    assert list(tmp_path.iterdir()) == []


def test_piped_output_is_plain_and_a_forced_terminal_is_coloured(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colour adds escapes and nothing else; NO_COLOR wins over whatever forces it."""
    plain = run("diff", SLIPS)[1]
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = run("diff", SLIPS)[1]
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("diff", SLIPS)[1] == plain


@pytest.mark.parametrize("width", [40, 72, 160])
def test_text_keeps_to_the_width(run: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("diff", SLIPS)[1].splitlines()
    assert max(map(len, lines)) <= width
    assert max(map(len, lines)) > width * 0.8
    assert not any(line.endswith(" ") for line in lines)


def test_claims_lists_what_the_prose_says(run: Run) -> None:
    """Claims as read have no verdict, in every format the same number of them."""
    rows = list(csv.DictReader(io.StringIO(run("claims", "--format", "csv", GOOD)[1])))
    claims = json.loads(run("claims", "--format", "json", GOOD)[1])["claims"]
    lines = run("claims", "--format", "jsonl", GOOD)[1].splitlines()
    text = run("claims", GOOD)[1]
    assert len(rows) == len(claims) == len(lines) > 20
    assert "verdict" not in claims[0]
    assert text.startswith(f"{GOOD.name}: {len(rows)} claims\n")
    assert [row["text"] for row in rows] == [claim["text"] for claim in claims]


def test_tables_wide_has_a_line_for_each_line_item(run: Run) -> None:
    code, out, _ = run("tables", GOOD)
    assert code == 0
    line = next(line for line in out.splitlines() if line.startswith("Sales "))
    assert re.findall(r"-?[\d,.]+", line) == ["11,482,000", "10,163,000", "33,017,000", "30,948,000"]
    assert re.search(r"(?m)^ *Operating expenses$", out)
    rows = list(csv.DictReader(io.StringIO(run("tables", "--format", "csv", GOOD)[1])))
    assert next(row for row in rows if row["label"] == "Sales")["c1"] == "11482000"
    assert json.loads(run("tables", "--format", "json", GOOD)[1])["tables"]


def test_tables_tidy_has_a_row_for_each_figure(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("tables", "--tidy", "--format", "csv", GOOD)[1])))
    lines = run("tables", "--tidy", "--format", "json", GOOD)[1].splitlines()
    tables = json.loads(run("tables", "--format", "json", GOOD)[1])["tables"]
    figures = [figure for table in tables for item in table["items"] for figure in item["figures"]]
    assert len(rows) == len(lines) == len(figures)
    sales = next(row for row in rows if row["label"] == "Sales")
    assert (sales["value"], sales["start_date"], sales["end_date"]) == (
        "11482000",
        "2003-07-01",
        "2003-09-30",
    )
    assert "11,482,000" in run("tables", "--tidy", GOOD)[1]


def test_text_prints_a_plain_file_to_the_character(run: Run) -> None:
    code, out, _ = run("text", GOOD)
    assert code == 0
    assert out == GOOD.read_text(encoding="utf-8")


def test_text_of_html_is_what_a_reader_sees(run: Run) -> None:
    _, out, _ = run("text", HTML)
    assert "<td" not in out.lower()
    assert len(out) == json.loads(run("diff", "--format", "json", HTML)[1])["document"]["length"]


def test_standard_input_is_a_file_too(tmp_path: Path) -> None:
    """The script, run by the system: a release comes through a pipe, and its diff goes into one."""
    environment = {key: each for key, each in os.environ.items() if key != "FORCE_COLOR"}
    ended = subprocess.run(
        [sys.executable, "-m", "narrext", "diff", "-"],
        input=GOOD.read_bytes(),
        capture_output=True,
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"standard input\n")
    assert b"\x1b" not in ended.stdout


@pytest.mark.parametrize("name", commands())
def test_help_of_every_command_has_an_example(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert re.search(rf"Examples?:\s+narrext {name} \S", out)


def test_every_option_has_help() -> None:
    for name in commands():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        bare = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
        assert bare == [], name


def test_readme_names_every_command() -> None:
    """The README shows how each command is called."""
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md yet")
    text = readme.read_text(encoding="utf-8")
    assert [name for name in commands() if f"narrext {name}" not in text] == []


def test_help_waits_for_no_library() -> None:
    """`narrext --help` and the list of commands import neither spaCy nor pandas."""
    program = (
        "import sys; from narrext.cli import cli; cli(['diff', '--help'], standalone_mode=False); "
        "sys.exit(bool({'spacy', 'pandas', 'rich', 'quantulum3'} & set(sys.modules)))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_commands_from_elsewhere_are_there() -> None:
    """Each name of the table leads to a command of that name."""
    for name in _ELSEWHERE:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert command.name == name
