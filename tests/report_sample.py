"""A small release of an invented issuer with the records that a check would make of it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from narrext.claims.records import Claim
from narrext.errors import Finding
from narrext.periods import Period
from narrext.release import Release, read
from narrext.report import Document, Report
from narrext.tables.records import Column, Fact, LineItem, Table
from narrext.verify import Candidate, Verdict

TEXT = """\
MARROWBY INSTRUMENTS REPORTS FIRST QUARTER RESULTS

ASHCOMBE - Marrowby Instruments reported net  sales of $7.5
million for its first quarter ended March 31, 2003, down 18.0% from
the first quarter of 2002. Gross profit was 35.1% of net sales.
Online sales rose to $0.4 million <b>net</b>. Operating expenses were
lower | than a year earlier.

                     MARROWBY INSTRUMENTS
                 CONSOLIDATED INCOME STATEMENT
                        (In thousands)

                           Three Months Ended
                               March 31,
                            2003        2002
                          -------     -------
Net sales                 $ 7,539     $ 8,973
Gross profit                2,650       3,001
Operating expenses:
  Selling                   1,200       1,100
"""

Q1_2003 = Period(date(2003, 1, 1), date(2003, 3, 31))
Q1_2002 = Period(date(2002, 1, 1), date(2002, 3, 31))

_THOUSAND = Decimal(1000)
_COLUMNS = (
    Column(0, ("Three Months Ended March 31,", "2003"), Q1_2003),
    Column(1, ("Three Months Ended March 31,", "2002"), Q1_2002),
)


def sample_report(name: str = "marrowby_2003q1.txt") -> Report:
    """One claim of each verdict, and a trend that is wrong."""
    release = read(TEXT.encode(), name=name)
    table = _table()
    verdicts = _verdicts(release, table)
    end = TEXT.index("Selling") + len("Selling")
    findings = (Finding("no_total", "The operating expenses have no total.", TEXT.index("Selling"), end),)
    return Report(Document(release, "Marrowby Instruments", Q1_2003), verdicts, (table,), findings)


def _place(text: str, printed: str) -> tuple[int, int]:
    start = text.index(printed)
    return start, start + len(printed)


def _end_of_sentence(start: int) -> int:
    found = re.compile(r"\.\s").search(TEXT, start)
    assert found
    return found.start() + 1


def _item(row: int, label: str, parents: tuple[str, ...] = ()) -> LineItem:
    start = TEXT.index(label, TEXT.index("-------"))
    return LineItem(0, row, label, parents, start, start + len(label), "USD", _THOUSAND)


def _fact(item: LineItem, column: Column, printed: str, digits: str) -> Fact:
    start, end = _place(TEXT, digits)
    value = Decimal(digits.replace(",", "").strip("$ ")) * _THOUSAND
    return Fact(item, column, value, _THOUSAND, printed, start, end, "USD", column.period)


def _table() -> Table:
    rows = (
        (_item(0, "Net sales"), ("$ 7,539", "$ 8,973")),
        (_item(1, "Gross profit"), ("2,650", "3,001")),
        (_item(2, "Selling", ("Operating expenses",)), ("1,200", "1,100")),
    )
    facts = tuple(
        _fact(item, column, figure, figure)
        for item, figures in rows
        for column, figure in zip(_COLUMNS, figures, strict=True)
    )
    start = TEXT.index("                     MARROWBY")
    return Table(
        0, start, len(TEXT), "Consolidated Income Statement (In thousands)", "income", "USD", _THOUSAND,
        _COLUMNS, tuple(item for item, _ in rows), facts,
    )  # fmt: skip


def _claim(number: int, printed: str, sentence: str, **fields: object) -> Claim:
    start, end = _place(TEXT, printed)
    first, last = TEXT.index(sentence), _end_of_sentence(TEXT.index(sentence))
    shape = {"kind": "money", "role": "level", "unit": "USD", "step": Decimal(100_000)}
    words = " ".join(printed.split()), " ".join(TEXT[first:last].split())
    return Claim(f"c{number}", start, end, words[0], first, last, words[1], **(shape | fields))  # type: ignore[arg-type]


def _verdicts(release: Release, table: Table) -> tuple[Verdict, ...]:
    sales, sales_before, gross, _, selling, selling_before = table.facts
    percent = {"kind": "percent", "unit": "percent", "step": Decimal("0.1")}
    first, online = "ASHCOMBE - Marrowby", "Online sales rose"
    level = _claim(1, "$7.5\nmillion", first, metric="net sales", value=Decimal(7500000), period=Q1_2003)
    change = _claim(
        2, "18.0%", first, metric="net sales", value=Decimal("18.0"), role="change", direction="down",
        period=Q1_2003, base=Q1_2002, **percent,
    )  # fmt: skip
    share = _claim(
        3, "35.1% of net sales", "Gross profit was", metric="gross profit / net sales", value=Decimal("35.1"),
        role="share", period=Q1_2003, **percent,
    )  # fmt: skip
    qualified = _claim(
        4, "$0.4 million", online, metric="online sales", value=Decimal(400000), bound="approx"
    )
    trend = _claim(
        5, "lower", "Operating expenses were", metric="operating expenses", value=None, kind="trend",
        role="change", direction="down", period=Q1_2003, base=Q1_2002, unit="",
    )  # fmt: skip
    margin = (Decimal("35.1419"), Decimal("35.1510"))
    ten = Decimal("9.0909090909090909")
    return (
        Verdict(level, "match", None, "a", (sales,), Decimal(7539000), (Decimal(7538500), Decimal(7539500)),
                "7,539 thousand → $7.5 million", 0.98),
        Verdict(change, "mismatch", "value", "(a-b)/b", (sales, sales_before), Decimal("-15.9812771648"),
                (Decimal("-15.99"), Decimal("-15.97")), "(7,539 − 8,973) / 8,973 = −15.98 % → 16.0 % down",
                0.95, (Candidate((gross,), "a", 0.2, ("the same column",)),), "Off by 2.0 points."),
        Verdict(share, "rounding", "value", "a/b", (gross, sales), Decimal("35.15"), margin,
                "2,650 / 7,539 = 35.15 %", 0.97),
        Verdict(qualified, "unsupported", "no_line_item", None, (), None, None, "", 0.0),
        Verdict(trend, "mismatch", "direction", "(a-b)/b", (selling, selling_before), ten, (ten, ten),
                "1,200 > 1,100", 0.6, (), "It rose."),
    )  # fmt: skip
