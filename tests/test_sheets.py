"""Prose held against tables from elsewhere: data frames, CSV files, workbooks."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
from click.testing import CliRunner

import narrext
from narrext.cli import cli
from narrext.errors import NarrextError
from narrext.report import Report

RELEASES = Path(__file__).parents[1] / "corpus" / "releases"
DRAFT = (
    "Corvel Motors reported net sales of $7.5 million for the first quarter of 2011, down 16.0% from $9.0 million "
    "in the first quarter of 2010. The net loss was $840,000, or $0.11 per share. Gross margin was 28.5%.\n"
)
VERDICTS = ["match", "match", "match", "match", "match", "match"]
SCALED = "(in thousands, except per share data)"
LABELS = ["Net sales", "Cost of goods sold", "Gross profit", "Gross margin", "Net loss", "Net loss per share"]
NOW: list[Any] = [7539, 5394, 2145, "28.5%", -840, -0.11]
THEN: list[Any] = [8973, 7183, 1790, "19.9%", -3492, -0.44]


def verdicts(report: Report) -> list[str]:
    return [verdict.verdict for verdict in report.claims]


def every_cell_stands_in_the_text(report: Report) -> bool:
    text = report.document.release.text
    return all(
        " ".join(text[fact.start : fact.end].split()) == fact.printed
        for table in report.tables
        for fact in table.facts
    )


def periods(report: Report) -> list[str]:
    return [str(column.period) for column in report.tables[0].columns]


@pytest.mark.parametrize(
    "headings",
    [
        ("Q1 2011", "Q1 2010"),
        ("2011Q1", "2010Q1"),
        ("Three months ended March 31, 2011", "Three months ended March 31, 2010"),
        (pandas.Period("2011Q1"), pandas.Period("2010Q1")),
        ("2011-01-01/2011-03-31", "2010-01-01/2010-03-31"),
    ],
    ids=["quarter", "year first", "words", "pandas period", "dates"],
)
def test_the_names_of_columns_are_read_as_headings(headings: tuple[object, object]) -> None:
    """Whatever a column is called, its period is that which a statement's heading would have."""
    frame = pandas.DataFrame({SCALED: LABELS, headings[0]: NOW, headings[1]: THEN})
    report = narrext.check(DRAFT, tables=[frame])
    assert periods(report) == ["2011-01-01/2011-03-31", "2010-01-01/2010-03-31"]
    assert verdicts(report) == VERDICTS
    assert every_cell_stands_in_the_text(report)


def test_timestamps_head_columns_of_balances() -> None:
    """A day heads a column of stocks."""
    frame = pandas.DataFrame(
        {
            "($ in millions)": ["Cash", "Total assets"],
            pandas.Timestamp("2011-03-31"): [12.25, 80.0],
            date(2010, 12, 31): [9.5, 71.5],
        }
    )
    report = narrext.check("Cash was $12.3 million at March 31, 2011.", tables=[frame])
    assert periods(report) == ["2011-03-31", "2010-12-31"]
    assert verdicts(report) == ["match"]


def test_a_figure_that_differs_is_a_mismatch() -> None:
    """The draft's number is held against the frame's."""
    frame = pandas.DataFrame({SCALED: LABELS, "Q1 2011": [7593, *NOW[1:]], "Q1 2010": THEN})
    report = narrext.check(DRAFT, tables=[frame])
    assert "mismatch" in verdicts(report)


def test_labels_may_be_the_index_of_a_frame() -> None:
    """An index that says something holds the labels; an outer level stands above them."""
    index = pandas.MultiIndex.from_tuples(
        [("Net sales", "Pumps"), ("Net sales", "Valves"), ("Income", "Operating income")]
    )
    frame = pandas.DataFrame({"2011": [5.1, 2.4, 1.1], "2010": [5.6, 3.4, 0.9]}, index=index)
    frame.attrs["caption"] = "Year ended December 31 (in millions)"
    report = narrext.check("Pump sales were $5.1 million in 2011.", tables=[frame])
    assert [item.path for item in report.tables[0].items][:2] == [
        ("Net sales", "Pumps"),
        ("Net sales", "Valves"),
    ]
    assert report.tables[0].facts[0].value == Decimal("5100000.0")


def test_a_name_of_the_index_states_the_scale() -> None:
    """What a spreadsheet has in its corner holds for all its figures."""
    frame = pandas.DataFrame({"Q1 2011": [7539.0]}, index=pandas.Index(["Net sales"], name="USD thousands"))
    report = narrext.check(DRAFT, tables=[frame])
    assert report.tables[0].facts[0].value == 7539000


def test_missing_cells_are_no_figures() -> None:
    """NaN and None leave a cell empty; decimals of a row are those of its finest figure."""
    frame = pandas.DataFrame(
        {"label": ["Net sales", "Other"], "Q1 2011": [7.5, float("nan")], "Q1 2010": [8.25, 1.0]}
    )
    facts = narrext.check(DRAFT, tables=[frame]).tables[0].facts
    assert [fact.printed for fact in facts] == ["7.50", "8.25", "1"]


def test_the_own_tables_of_a_release_are_left_aside() -> None:
    """With tables from elsewhere nothing is held against those of the release."""
    path = RELEASES / "tarnwell_2003q3.txt"
    frame = pandas.DataFrame({"label": ["Orders"], "Q3 2003": [1]})
    report = narrext.check(path, tables=[frame])
    assert len(report.tables) == 1
    assert set(verdicts(report)) == {"unsupported"}


def csv_text(delimiter: str) -> str:
    lines: list[list[Any]] = [["Results of operations"], [SCALED], ["", "Q1 2011", "Q1 2010"]]
    lines += [
        [label, f"{a:,}" if isinstance(a, int) else a, b]
        for label, a, b in zip(LABELS, NOW, THEN, strict=True)
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue()


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("b.csv", ";"), ("c.tsv", "\t")])
def test_a_csv_file_is_read_with_its_captions(tmp_path: Path, name: str, delimiter: str) -> None:
    """Lines of one cell above the figures are captions: the scale stands in one."""
    path = tmp_path / name
    path.write_text(csv_text(delimiter))
    report = narrext.check(DRAFT, tables=[path])
    assert verdicts(report) == VERDICTS
    assert report.tables[0].facts[0].value == 7539000
    assert report.document.release.parts[-1].name == name


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Income statement"
    sheet.append([SCALED])
    sheet.append(["", "Three months ended", ""])
    sheet.merge_cells("B2:C2")
    sheet.append(["", date(2011, 3, 31), date(2010, 3, 31)])
    for label, now, then in zip(LABELS, NOW, THEN, strict=True):
        sheet.append([label, *(float(v[:-1]) / 100 if isinstance(v, str) else v for v in (now, then))])
    for cell in (sheet["B7"], sheet["C7"]):
        cell.number_format = "0.0%"
    sheet["A5"].alignment = openpyxl.styles.Alignment(indent=1)
    sheet.append(["Not for publication", 999, 999])
    sheet.row_dimensions[sheet.max_row].hidden = True
    notes = book.create_sheet("Notes")
    notes.append(["Nothing but words"])
    hidden = book.create_sheet("Old")
    hidden.append(["Net sales", 1])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def test_a_workbook_is_read_as_it_prints(tmp_path: Path) -> None:
    """Dates under a merged heading, percents, indents; what is hidden is not read."""
    report = narrext.check(DRAFT, tables=[workbook(tmp_path / "results.xlsx")])
    (table,) = report.tables
    assert periods(report) == ["2011-01-01/2011-03-31", "2010-01-01/2010-03-31"]
    assert [item.label for item in table.items] == LABELS
    assert [fact.printed for fact in table.facts if fact.item.label == "Gross margin"] == ["28.5%", "19.9%"]
    assert verdicts(report) == VERDICTS
    assert every_cell_stands_in_the_text(report)


def test_a_workbook_is_not_rounded_before_it_is_held_against() -> None:
    """The prose rounds; a figure of the workbook has all its digits."""
    frame = pandas.DataFrame({"label": ["Net sales"], "unit": ["USD"], "Q1 2011": [7549999.4]})
    report = narrext.check("Net sales were $7.6 million in the first quarter of 2011.", tables=[frame])
    assert report.tables[0].facts[0].value == Decimal("7549999.4")
    assert verdicts(report) == ["mismatch"]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (pandas.DataFrame({"Q1 2011": [1], "Q1 2010": [2]}), "no column of labels"),
        (pandas.DataFrame({"label": ["Net sales"]}), "no column of figures"),
        ("missing.csv", "missing.csv"),
        ("results.pdf", "give a .csv, .tsv or .xlsx file"),
        (7, "neither a data frame nor a file"),
    ],
)
def test_what_is_no_table_is_an_error_that_says_what_to_do(table: Any, says: str) -> None:
    """One sentence, naming the table."""
    with pytest.raises(NarrextError, match=says):
        narrext.check(DRAFT, tables=[table])


def test_a_broken_workbook_is_an_error(tmp_path: Path) -> None:
    """Not a traceback of whoever reads workbooks."""
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"not a zip archive")
    with pytest.raises(NarrextError, match=r"broken.xlsx is not a workbook"):
        narrext.check(DRAFT, tables=[path])


def test_diff_takes_one_table_or_several(tmp_path: Path) -> None:
    """--tables is followed by files until something else comes."""
    draft, first, second = tmp_path / "draft.txt", tmp_path / "a.csv", tmp_path / "b.csv"
    draft.write_text(DRAFT)
    first.write_text(csv_text(","))
    second.write_text("Units,2011Q1\nPumps,412\n")
    for arguments in (
        [str(draft), "--tables", str(first), str(second)],
        ["--tables", str(first), str(second), str(draft)],
        ["--tables", str(first), "--tables", str(second), "--only", "mismatch", str(draft)],
    ):
        result = CliRunner().invoke(cli, ["diff", *arguments], standalone_mode=False)
        assert result.return_value == 0
        assert "2 tables" in result.output
        assert "6 of 6 claims tied" in result.output


# --- frames of ours ----------------------------------------------------------------------------------


def sample() -> Report:
    return narrext.check(RELEASES / "tarnwell_2003q3.txt")


def test_a_tidy_frame_has_a_row_a_figure() -> None:
    """With exact values, dates, and the span that the figure stands at."""
    report = sample()
    table = report.tables[0]
    frame = table.to_frame()
    assert list(frame.columns) == [
        "table", "statement", "path", "label", "unit", "basis", "column", "role", "start_date", "end_date", "value",
        "printed", "start", "end",
    ]  # fmt: skip
    assert len(frame) == len(table.facts)
    first, fact = frame.iloc[0], table.facts[0]
    assert (first["value"], first["printed"], first["label"]) == (fact.value, fact.printed, fact.item.label)
    assert isinstance(first["value"], Decimal)
    assert report.document.release.text[first["start"] : first["end"]].split() == fact.printed.split()


def test_a_wide_frame_has_a_row_a_line_item() -> None:
    """And a column for each of the table's, told apart where headings are equal."""
    table = sample().tables[1]
    frame = table.to_frame(wide=True)
    assert len(frame) == len(table.items)
    assert list(frame.columns[:6]) == ["table", "statement", "path", "label", "unit", "basis"]
    assert len(set(frame.columns)) == 6 + len(table.columns)


def test_a_year_that_is_told_in_three_lines_of_heading_is_a_year_in_a_wide_frame_too() -> None:
    """Not the quarter that ends on the same day."""
    own = narrext.check(narrext.read(RELEASES / "thornquay_2001q4.txt"))
    again = narrext.check(own.document.release, tables=[own.tables[0].to_frame(wide=True)])
    assert [c.period for c in again.tables[0].columns] == [c.period for c in own.tables[0].columns]


# Of all claims of the invented releases, at least so many in a hundred come to the same against the frames.
SAME = 96


@pytest.mark.parametrize("wide", [False, True], ids=["tidy", "wide"])
def test_prose_held_against_the_frames_of_its_own_tables_comes_to_the_same(wide: bool) -> None:
    """Nothing that verdicts rest on is lost on the way into a frame and back."""
    same = claims = 0
    for path in sorted(RELEASES.glob("*"))[::4]:
        release = narrext.read(path)
        own = narrext.check(release)
        again = narrext.check(release, tables=[table.to_frame(wide=wide) for table in own.tables])
        found = {verdict.claim.start: verdict.verdict for verdict in again.claims}
        same += sum(found.get(verdict.claim.start) == verdict.verdict for verdict in own.claims)
        claims += len(own.claims)
        assert every_cell_stands_in_the_text(again)
    assert same * 100 >= SAME * claims
