"""Slips of the issuer's typist are findings, and what is read in their stead is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import narrext
from narrext.report import Report

ROOT = Path(__file__).parents[1]
FILING = ROOT.parent / "shared" / "filings" / "2000_innovative-clinical_FY2001Q2.txt"
CASES = ROOT / "tests" / "cases" / "tables"
HEADINGS = [FILING, CASES / "slips_in_headings.txt"]
PARENTHESES = [FILING, CASES / "not_meaningful_and_slips.txt"]


def check(path: Path) -> Report:
    if not path.is_file():
        pytest.skip(f"{path.name} is not here: real filings stand beside the repository")
    return narrext.check(path)


def messages(report: Report, kind: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.kind == kind]


@pytest.mark.parametrize("path", HEADINGS, ids=lambda path: path.stem)
def test_a_heading_that_contradicts_its_columns_is_a_finding(path: Path) -> None:
    """Nine months in a heading, six in the prose and by the fiscal year: the six are read."""
    report = check(path)
    (message,) = messages(report, "heading_contradicts_text")
    assert "with 9 months" in message
    assert "read as 6" in message
    lengths = [c.period.months for c in report.tables[0].columns if c.period is not None]
    assert lengths == [3, 3, 6, 6]


@pytest.mark.parametrize("path", HEADINGS, ids=lambda path: path.stem)
def test_equal_dates_over_both_columns_of_a_balance_sheet_are_a_finding(path: Path) -> None:
    """The labels of the rows tell the other day: the columns are of two days after all."""
    report = check(path)
    (message,) = messages(report, "equal_headings")
    assert "headed alike" in message
    (sheet,) = [table for table in report.tables if table.statement == "balance"]
    days = [column.period.end for column in sheet.columns if column.period is not None]
    assert len(set(days)) == 2


@pytest.mark.parametrize("path", PARENTHESES, ids=lambda path: path.stem)
def test_a_missing_parenthesis_is_a_finding(path: Path) -> None:
    """One parenthesis of two makes a figure negative, and the reader is told."""
    report = check(path)
    found = messages(report, "unbalanced_parenthesis")
    assert found
    assert all("read as negative" in message for message in found)
    halves = [f for t in report.tables for f in t.facts if f.printed.count("(") != f.printed.count(")")]
    assert halves
    assert all(fact.value < 0 for fact in halves)


def test_a_loss_without_its_parentheses_does_not_foot() -> None:
    """Both parentheses gone, arithmetic still tells the sign: the working says which part is the wrong way."""
    found = [finding.message for finding in check(FILING).findings]
    assert any("comes out with 49,632 the other way round" in message for message in found)
