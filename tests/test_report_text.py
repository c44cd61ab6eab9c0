"""Reports for people: the text and Markdown of a sample, to the character, and what holds of any."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_sample import sample_report

from narrext.errors import Finding
from narrext.release import Part, Release
from narrext.report import Document, Report
from narrext.report.listings import CLAIMS, TABLES
from narrext.report.render import RENDERERS, render
from narrext.report.view import View
from narrext.report.words import context_of, line_of, line_starts, percent, plain

GOLDEN = Path(__file__).parent / "golden" / "reports"
EXTENSIONS = {"text": "txt", "markdown": "md", "csv": "csv", "jsonl": "jsonl", "json": "json"}


def check_golden(name: str, printed: str) -> None:
    """The file says what is right; NARREXT_GOLDEN=write writes it anew, for a person to read."""
    path = GOLDEN / name
    if os.environ.get("NARREXT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(printed, encoding="utf-8")
    assert printed == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", sorted(EXTENSIONS))
def test_a_report_prints_as_the_golden_file_says(form: str) -> None:
    check_golden(f"sample.{EXTENSIONS[form]}", render(form, [sample_report()], View(trends=True, width=80)))


@pytest.mark.parametrize(
    ("shape", "form"), [("wide", "text"), ("wide", "csv"), ("tidy", "text"), ("tidy", "csv")]
)
def test_tables_print_as_the_golden_file_says(shape: str, form: str) -> None:
    report = sample_report()
    sets = [(report.document.release, report.tables)]
    check_golden(f"tables_{shape}.{EXTENSIONS[form]}", TABLES[shape, form](sets, View(width=80)))


@pytest.mark.parametrize("form", ["text", "csv"])
def test_claims_print_as_the_golden_file_says(form: str) -> None:
    report = sample_report()
    extracts = [(report.document.release, [verdict.claim for verdict in report.verdicts])]
    check_golden(f"claims.{EXTENSIONS[form]}", CLAIMS[form](extracts, View(width=80)))


def test_mismatches_come_first_and_matches_last() -> None:
    printed = render("text", [sample_report()], View())
    heads = re.findall(r"^(MISMATCH|rounding|unsupported|match)  ", printed, flags=re.MULTILINE)
    assert heads == ["MISMATCH", "rounding", "unsupported", "match"]


def test_every_format_has_a_golden_file_or_is_a_page() -> None:
    assert set(RENDERERS) - {"html"} == set(EXTENSIONS)


def test_several_reports_are_summed_up_in_a_last_line() -> None:
    printed = render("text", [sample_report("a.txt"), sample_report("b.txt")], View())
    assert printed.splitlines()[-1] == "2 files: 6 of 8 claims tied (75 %), 2 mismatches"
    assert "files:" not in render("text", [sample_report()], View())


def test_a_report_without_claims_says_so() -> None:
    sample = sample_report()
    empty = dataclasses.replace(sample, verdicts=())
    assert "no numeric claims found" in render("text", [empty], View())
    assert json.loads(empty.to_json())["summary"]["coverage"] is None


def test_parts_of_a_submission_are_named_once_with_their_number() -> None:
    """What was read and what was left stands at the head; ten graphics are one word."""
    sample = sample_report()
    whole = sample.document.release.parts[0]
    read = dataclasses.replace(whole, type="EX-99.1")
    left = [Part(kind, "", "", 0, 0, False, "not an exhibit 99") for kind in ("8-K", "GRAPHIC", "GRAPHIC")]
    release = dataclasses.replace(sample.document.release, format="submission", parts=(read, *left))
    printed = render("text", [dataclasses.replace(sample, document=Document(release))], View())
    assert "read: EX-99.1\nleft: 8-K, 2 × GRAPHIC\n" in printed


def test_markup_in_a_release_stays_text_in_a_terminal() -> None:
    """Brackets that mean a style to the terminal library are printed as they are."""
    sample = sample_report()
    finding = Finding("odd", "It says [bold red]look[/] here.")
    printed = render("text", [dataclasses.replace(sample, findings=(finding,))], View(color=True))
    assert "[bold red]look[/]" in printed


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_release_cannot_steer_a_terminal(form: str) -> None:
    """An escape sequence in the prose or a label is shown as marks, not sent to the screen."""
    sample = sample_report()
    evil = "Net\x1b]0;owned\x07 sales\x9b2J"
    verdicts = tuple(
        dataclasses.replace(verdict, diagnosis=evil, claim=dataclasses.replace(verdict.claim, metric=evil))
        for verdict in sample.verdicts
    )
    report = dataclasses.replace(
        sample, verdicts=verdicts, document=dataclasses.replace(sample.document, issuer=evil)
    )
    printed = render(form, [report], View(trends=True))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", printed)
    assert "owned" in printed


def test_markup_in_a_release_stays_text_in_markdown() -> None:
    """A pipe ends no cell and a tag starts no element: the table has four cells in every row."""
    sample = sample_report()
    verdicts = tuple(
        dataclasses.replace(verdict, diagnosis="a | b <script>alert(1)</script> [x](y) `z`")
        for verdict in sample.verdicts
    )
    printed = render("markdown", [dataclasses.replace(sample, verdicts=verdicts)], View())
    rows = [line for line in printed.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    assert not re.search(r"(?<!\\)<(?!br>)", printed)


@settings(max_examples=40, deadline=None)
@given(width=st.integers(40, 200))
def test_text_keeps_to_its_width_and_loses_no_word(width: int) -> None:
    """Whatever the width, the same words come in the same order, and no line ends in blanks."""
    printed = render("text", [sample_report()], View(width=width, trends=True))
    lines = printed.splitlines()
    assert max(map(len, lines)) <= width
    assert not any(line.endswith(" ") for line in lines)
    wide = render("text", [sample_report()], View(width=1000, trends=True))
    assert printed.split() == wide.split()


@settings(max_examples=40, deadline=None)
@given(width=st.integers(20, 200))
def test_a_listing_cuts_no_figure_short(width: int) -> None:
    """A narrow terminal gets a line that is too wide, never half a number."""
    report = sample_report()
    printed = TABLES["wide", "text"]([(report.document.release, report.tables)], View(width=width))
    for fact in report.tables[0].facts:
        assert f"{fact.value:,f}" in printed
    assert "…" not in printed


@settings(max_examples=60, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers().map(Decimal))
def test_decimals_are_printed_exactly_and_without_exponent(number: Decimal) -> None:
    for each in (number, number.normalize(), -number):
        assert Decimal(plain(each)) == each
        assert re.fullmatch(r"-?\d+(\.\d+)?", plain(each))


def test_zero_has_no_sign() -> None:
    assert [plain(Decimal(zero)) for zero in ("-0", "0E+3", "-0.00")] == ["0", "0", "0.00"]


def test_context_is_cut_at_words_and_holds_the_claim_once() -> None:
    """So many words on either side, an ellipsis where some were left off, none across sentences."""
    sample = sample_report()
    text, claim = sample.document.release.text, sample.claims[0].claim
    before, after = context_of(text, claim, 3)
    assert before == "… net sales of "
    assert after.startswith(" for its first ")
    assert "\n" not in before + after
    long_before, _ = context_of(text, claim, 1000)
    assert long_before == "ASHCOMBE - Marrowby Instruments reported net sales of "


def test_lines_are_counted_from_one() -> None:
    text = "ab\nc\n\nd"
    starts = line_starts(text)
    assert [line_of(starts, offset) for offset in range(len(text))] == [1, 1, 1, 2, 2, 3, 4]


def test_all_is_said_of_all_alone() -> None:
    """999 of 1,000 is 99 %: a share is cut off, not rounded."""
    assert (percent(999, 1000), percent(1000, 1000)) == ("99 %", "100 %")


def test_the_summary_counts_numeric_claims_and_trends_apart() -> None:
    summary = sample_report().summary
    assert (summary.claims, summary.tied, summary.coverage, summary.trends) == (4, 3, 0.75, 1)
    assert (summary.match, summary.rounding, summary.mismatch, summary.unsupported) == (1, 1, 1, 1)


def test_a_frame_has_a_row_for_each_claim_with_exact_numbers() -> None:
    """The columns are those of the CSV, and a value is the decimal of the claim."""
    report = sample_report()
    frame = report.to_frame()
    header = render("csv", [report], View()).splitlines()[0]
    assert list(frame.columns) == header.split(",")
    assert list(frame["id"]) == [verdict.claim.id for verdict in report.claims]
    assert list(frame["value"]) == [verdict.claim.value for verdict in report.claims]


def test_a_report_of_nothing_still_renders() -> None:
    """An empty release, no claims, no tables: every format has something to say and nothing breaks."""
    release = Release("empty.txt", "0" * 64, "text", "", (Part("", "empty.txt", "", 0, 0, True, ""),))
    for form in EXTENSIONS:
        assert isinstance(render(form, [Report(Document(release), (), ())], View()), str)
