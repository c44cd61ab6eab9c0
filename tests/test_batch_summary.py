"""The summary of a dataset agrees with its tables, and shows what went wrong and what may have."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from batch_checks import tiny_check, wicked_check
from batch_data import read_rows, write_texts
from click.testing import CliRunner

from narrext.batch import Settings, run, summarize
from narrext.batch.plots import columns, rows, short, stacked_columns
from narrext.batch.summary_html import render_html
from narrext.batch.summary_text import render_text
from narrext.batch.suspicion import Candidate, _grounds
from narrext.errors import NarrextError


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("summary")
    source = write_texts(folder / "in", 30)
    (source / "<script>alert(1)<.txt").write_text("ORDER: fault\n")
    (source / "empty.txt").write_text("")
    (source / "wordy.txt").write_text("No number here.\n")
    run([str(source)], str(folder / "out"), workers=1, settings=Settings(check=wicked_check), part_size=8)
    return folder / "out"


def test_the_counts_are_those_of_the_tables(out: Path) -> None:
    summary = summarize(str(out))
    claims = [row for row in read_rows(out, "claims") if row["kind"] != "trend"]
    documents = read_rows(out, "documents")
    assert (summary.documents, summary.failed) == (33, 2)
    assert summary.claims == len(claims) == sum(summary.verdicts.values())
    assert summary.verdicts["match"] == sum(row["verdict"] == "match" for row in claims)
    assert summary.reasons["mismatch"] == {"value": summary.verdicts["mismatch"]}
    assert summary.tied == sum(row["tied"] for row in documents)
    assert summary.uncovered == 1
    assert sum(summary.coverage_bins) + summary.uncovered == 31
    assert summary.failures == {"error": 1, "unreadable": 1}
    assert sum(summary.time_bins) == 33
    assert summary.complete
    assert summary.by_year.keys() == {2003}


def test_lists_are_no_longer_than_asked_for_and_in_their_order(out: Path) -> None:
    summary = summarize(str(out), top=3)
    assert len(summary.candidates) == len(summary.slowest) == 3
    assert [each.seconds for each in summary.slowest] == sorted(
        (each.seconds for each in summary.slowest), reverse=True
    )
    assert (
        list(summary.candidates) == sorted(summarize(str(out), top=999).candidates, key=Candidate.order)[:3]
    )


def test_the_text_tells_verdicts_reasons_candidates_and_failures(out: Path) -> None:
    text = render_text(summarize(str(out)))
    for words in (
        "33 documents, 2 failed",
        "coverage ",
        "mismatch ",
        "may be false alarms",
        "Slowest",
        "KeyError",
    ):
        assert words in text
    assert not re.search(r"[ \t]\n", text)


def test_the_page_needs_nothing_else_and_shows_markup_as_text(out: Path) -> None:
    page = render_html(summarize(str(out)))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=|url\(|@import|http-equiv=.refresh", page)
    assert "default-src 'none'" in page
    assert page.count("<svg role=") == 3


def test_json_holds_the_same_counts(out: Path) -> None:
    summary = summarize(str(out))
    found = json.loads(summary.to_json())
    assert found["verdicts"] == summary.verdicts
    assert found["coverage"] == summary.coverage


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_the_command_prints_or_writes_each_form(out: Path, tmp_path: Path, form: str) -> None:
    from narrext.batch.commands import summary

    file = tmp_path / "summary"
    printed = CliRunner().invoke(summary, [str(out), "--format", form], standalone_mode=False)
    written = CliRunner().invoke(
        summary, [str(out), "--format", form, "-o", str(file)], standalone_mode=False
    )
    assert (printed.return_value, written.return_value, written.output) == (0, 0, "")
    assert printed.stdout_bytes == file.read_bytes()


def test_a_folder_without_a_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NarrextError, match="holds no dataset"):
        summarize(str(tmp_path))


def test_a_run_that_stopped_is_said_to_have(out: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(out, tmp_path / "out")
    record = json.loads((tmp_path / "out" / "_run.json").read_text())
    (tmp_path / "out" / "_run.json").write_text(json.dumps(record | {"complete": False}))
    summary = summarize(str(tmp_path / "out"))
    assert "--resume" in render_text(summary)
    assert "--resume" in render_html(summary)


def test_an_empty_dataset_has_a_summary(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("\n")
    run([str(source)], str(tmp_path / "out"), workers=1, settings=Settings(check=tiny_check))
    summary = summarize(str(tmp_path / "out"))
    assert (summary.documents, summary.coverage) == (0, None)
    assert "no claim found" in render_text(summary)
    assert "<h1>" in render_html(summary)


ROW = {
    "value": Decimal(500), "computed": Decimal(510), "step": Decimal(1), "runner_up": None, "score": 0.99,
}  # fmt: skip
CALM = {"tied": 40, "mismatch": 1}


@pytest.mark.parametrize(
    ("changed", "document", "figures", "ground"),
    [
        ({}, {}, {600}, None),
        ({}, {}, {500}, "stands elsewhere"),
        ({"value": Decimal(7_500_000), "step": Decimal(100_000)}, {}, {7_539_000}, "stands elsewhere"),
        ({"value": Decimal(8)}, {}, {8}, None),  # so small a number stands in any table
        ({"runner_up": 0.98}, {}, set(), "another link"),
        ({"runner_up": 0.5}, {}, set(), None),
        ({"score": 0.6}, {}, set(), "the link scores"),
        ({"computed": Decimal(900)}, {}, set(), "far off"),
        ({}, {"mismatch": 20}, set(), "20 of 40"),
    ],
)
def test_what_speaks_against_a_mismatch(
    changed: dict[str, object], document: dict[str, int], figures: set[int], ground: str | None
) -> None:
    found = dict(_grounds(ROW | changed, CALM | document, frozenset(map(Decimal, figures))))
    said = [words for words in found if "far off" not in words or ground == "far off"]
    assert all(0 < weight <= 1 for weight in found.values())
    assert (ground is None and not said) or any(ground in words for words in said if ground)


def test_plots_are_well_formed_and_keep_to_their_box() -> None:
    parts = [("match", 3), ("rounding", 0), ("mismatch", 1), ("unsupported", 0)]
    plots = [
        rows([("all & <more>", parts), ("none", [])], "Title"),
        stacked_columns([(str(year), parts) for year in range(1994, 2026)], "Title"),
        columns([("a", 0), ("b", 12345)], "Title"),
    ]
    for plot in plots:
        root = ElementTree.fromstring(plot)
        width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
        for bar in root.iter("rect"):
            assert 0 <= float(bar.attrib["x"]) <= float(bar.attrib["x"]) + float(bar.attrib["width"]) <= width
            assert 0 <= float(bar.attrib["y"]) + float(bar.attrib["height"]) <= height


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (1000, "1k"), (1250, "1.2k"), (34_500, "34k"), (1_500_000, "1.5M")],
)
def test_large_numbers_are_short_on_plots(number: int, words: str) -> None:
    assert short(number) == words
