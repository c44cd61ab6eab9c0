"""Footing of tables as they are read: each case states its fact."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from statements import altered

import narrext
from narrext.cli import cli
from narrext.footing import FootingCheck, find_faults, foot, sum_up
from narrext.footing.changes import settled
from narrext.footing.working import working_of
from narrext.release import read
from narrext.report.text import render_text
from narrext.report.view import View
from narrext.segment import segment
from narrext.tables import Fact, Table, read_tables

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases" / "footing.toml").read_text(encoding="utf-8"))[
    "case"
]
FILINGS = HERE.parents[1] / "shared" / "filings"
RELEASES = HERE.parent / "corpus" / "releases"


def tables_of(table: str) -> list[Table]:
    release = read(f"Some Company reports results.\n\n{table}\n".encode())
    return read_tables(release, segment(release))


@pytest.mark.parametrize("case", CASES, ids=[case["fact"][:60] for case in CASES])
def test_a_table_foots_as_its_case_says(case: dict[str, Any]) -> None:
    """What fails is exactly what the case names; the workings that it names are among those that hold."""
    tables = tables_of(case["table"])
    assert len(tables) == 1
    checks = foot(tables)
    failed = sorted(
        [check.kind, check.fact.item.label, check.fact.printed] for check in checks if not check.holds
    )
    assert failed == sorted(case.get("fails", []))
    assert set(case.get("holds", [])) <= {working_of(check) for check in checks if check.holds}
    assert bool(checks) != case.get("none", False)


def releases() -> list[Path]:
    return sorted(FILINGS.glob("*")) + sorted(RELEASES.glob("*"))


@pytest.mark.parametrize("path", releases(), ids=lambda path: path.stem)
def test_a_check_says_what_its_figures_say(path: Path) -> None:
    """`holds` is what the exact bounds say, and every figure of a check stands in the text."""
    release = read(path)
    tables = read_tables(release, segment(release))
    for check in foot(tables):
        assert settled(check).holds == check.holds
        for fact in (check.fact, *check.parts):
            assert " ".join(release.text[fact.start : fact.end].split()) == fact.printed


# What does not foot in the filings: label and figure. All are the issuers' own: columns that leave out a line,
# a parenthesis that is missing, percents worked out from amounts before they were rounded.
FAULTS = {
    "2000_innovative-clinical_FY2001Q2": {
        ("Total operating costs and administrative expenses", "37,667"),
        ("Total operating costs and administrative expenses", "77,242"),
        ("Total operating costs and administrative expenses", "69,272"),
        ("Total operating costs and administrative expenses", "146,422"),
        ("Net loss", "(90,356)"),
    },
    "2005_southern-co_2004Q4-FY": {
        ("Earnings Before Income Taxes", "13.5%"),
        ("Earnings Before Income Taxes", "106.2%"),
        ("Net Income Available to Common", "95.2%"),
    },
}


@pytest.mark.skipif(not FILINGS.is_dir(), reason="the filings are not beside the checkout")
@pytest.mark.parametrize("path", sorted(FILINGS.glob("*")), ids=lambda path: path.stem)
def test_a_real_filing_foots_but_for_its_issuers_slips(path: Path) -> None:
    """Nothing fails that the issuer printed rightly."""
    release = read(path)
    tables = read_tables(release, segment(release))
    failed = {(check.fact.item.label, check.fact.printed) for check in foot(tables) if not check.holds}
    assert failed == FAULTS.get(path.stem, set())


def test_items_of_two_statements_are_held_against_each_other() -> None:
    """Net income in the cash-flow statement is that of the income statement, or one of them is wrong."""
    income = """
                STATEMENTS OF INCOME
                   (In thousands)
                            Three months ended
                                 June 30,
                             2011          2010
                        ---------    ----------
Revenue                 $  10,400    $    9,100
Expenses                    9,150         8,340
Net income              $   1,250    $      760
"""
    cash = """
              STATEMENTS OF CASH FLOWS
                   (In thousands)
                            Three months ended
                                 June 30,
                             2011          2010
                        ---------    ----------
Net income              $   1,250    $      670
Depreciation                  410           390
Cash from operations    $   1,660    $    1,060
"""
    checks = foot(tables_of(f"{income}\n\n{cash}"))
    (fault,) = [check for check in checks if not check.holds]
    assert (fault.kind, fault.fact.printed, fault.parts[0].printed) == ("agreement", "$ 670", "$ 760")


def test_a_finding_names_the_line_its_working_and_its_place() -> None:
    """The finding of a sum that fails can be read without the table."""
    case = next(case for case in CASES if case["fact"].startswith("A part that is wrong"))
    tables = tables_of(case["table"])
    (finding,) = find_faults(foot(tables))
    assert finding.kind == "does_not_foot"
    assert "“Total current assets”" in finding.message
    assert "4,210 + 2,305 = 6,515, printed 6,425 (off by −90)" in finding.message
    assert any(fact.start == finding.start and fact.end == finding.end for fact in tables[0].facts)


def test_what_was_not_checked_is_counted() -> None:
    """A total of which no parts are printed is named; figures in no check are counted."""
    table = """
                 SELECTED BALANCE SHEET DATA
                      (In thousands)
                           June 30,      March 31,
                             2011           2011
                        ---------     ----------
Cash                    $   4,120      $   3,870
Working capital             6,425          6,282
Total assets               37,675         37,583
"""
    tables = tables_of(table)
    (footing,) = sum_up(tables, foot(tables))
    assert footing.state == "not checked"
    assert [item.label for item in footing.unchecked] == ["Total assets"]
    assert (footing.figures, footing.covered) == (6, 0)


# Of single figures that are changed, at least so many in a hundred must show in a check that they are part of.
SHOWN = 95


def test_slips_in_real_layouts_show_in_the_checks_that_they_are_part_of() -> None:
    """And in no other: a wrong figure does not change how the rest of its table is read."""
    dice = Random(1)
    shown = covered = 0
    for path in sorted(RELEASES.glob("*"))[::3]:
        release = read(path)
        tables = read_tables(release, segment(release))
        before = [place_of(check) for check in foot(tables)]
        failed = {place_of(check) for check in foot(tables) if not check.holds}
        amounts = [(t, at) for t in tables for at, fact in enumerate(t.facts) if is_large(fact)]
        for table, at in dice.sample(amounts, 12) if len(amounts) > 12 else []:
            start = table.facts[at].start
            wrong = [altered(t, at, dice.randint(90, 90_000)) if t is table else t for t in tables]
            new = [check for check in foot(wrong) if not check.holds and place_of(check) not in failed]
            assert all(start in place_of(check) for check in new)
            if any(start in place for place in before):
                covered += 1
                shown += bool(new)
    assert covered > 50
    assert shown * 100 >= SHOWN * covered


def is_large(fact: Fact) -> bool:
    """Whether a figure is an amount of three digits or more."""
    return fact.unit == "USD" and abs(fact.value) > fact.step * 99


def place_of(check: FootingCheck) -> tuple[object, ...]:
    """What kind of check it is, and where its figures stand."""
    return check.kind, check.fact.start, *(part.start for part in check.parts)


def run(arguments: list[str]) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    return result.return_value, result.output


@pytest.mark.parametrize(("fact", "code"), [("Sums of a balance", 0), ("A part that is wrong", 1)])
def test_the_command_exits_by_what_foots(tmp_path: Path, fact: str, code: int) -> None:
    """0 where all foots, 1 where something does not."""
    path = tmp_path / "release.txt"
    path.write_text("Results.\n\n" + next(case["table"] for case in CASES if case["fact"].startswith(fact)))
    found, output = run(["foot", str(path)])
    assert found == code
    assert ("does not foot" in output) == bool(code)


def test_the_command_shows_its_working_and_writes_csv_and_json(tmp_path: Path) -> None:
    """--all shows what holds; every form has a row, or an object, a check."""
    path = tmp_path / "release.txt"
    path.write_text("Results.\n\n" + CASES[0]["table"])
    assert "4,120 + 2,305 = 6,425, printed 6,425" in run(["foot", "--all", str(path)])[1]
    checks: list[FootingCheck] = foot(tables_of(CASES[0]["table"]))
    assert run(["foot", "--format", "csv", str(path)])[1].count("\n") == len(checks) + 1
    assert run(["foot", "--format", "json", str(path)])[1].count('"working"') == len(checks)


def test_a_diff_marks_the_cells_of_a_table_that_does_not_foot() -> None:
    """Whoever reads a verdict sees that the table which bears it does not add up itself."""
    text = (RELEASES / "bexmoor_1997q3.txt").read_text(encoding="utf-8")
    report = narrext.check(text.replace("41,926  $ 36,218", "41,026  $ 36,218").encode())
    assert report.unfooted == {1}
    lines = render_text([report], View(width=200)).splitlines()
    assert any(line.endswith("table 2, does not foot") for line in lines)
    assert any(line.endswith("table 1") for line in lines)
    assert not narrext.check(text.encode()).unfooted
