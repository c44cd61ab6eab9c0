"""Claims tied to lines: what a label says, what a metric may mean, and which line comes first."""

from __future__ import annotations

from functools import cache

import pytest
from documents import check_document, tables
from hypothesis import given, settings
from hypothesis import strategies as st

import narrext
from narrext.link import FactIndex, find_candidates
from narrext.link.labels import read_label
from narrext.link.match import share_fits, unit_fits
from narrext.wording import normalize

# label, the concept it stands for ("" for none), the words that narrow it, its basis
LABELS = [
    ("Net sales", "revenue", set(), ""),
    ("Total net revenues", "revenue", set(), ""),
    ("Service revenue", "revenue", {"service"}, ""),
    ("Deferred revenue", "deferred_revenue", set(), ""),
    ("Cost of revenue", "cost_of_revenue", set(), ""),
    ("Cost of sales", "cost_of_revenue", set(), ""),
    ("Gross profit", "gross_profit", set(), ""),
    ("Net income (loss)", "net_income", set(), ""),
    ("Net income (loss) (1)", "net_income", set(), ""),
    ("NET LOSS", "net_income", set(), ""),
    ("Non-GAAP net income", "net_income", set(), "adjusted"),
    ("GAAP net income", "net_income", set(), "gaap"),
    ("Net income excluding one-time items", "net_income", set(), "adjusted"),
    ("Income before income taxes", "pretax_income", set(), ""),
    ("Provision for income taxes", "income_tax", set(), ""),
    ("Adjusted EBITDA", "ebitda", set(), "adjusted"),
    ("Stockholders' equity", "equity", set(), ""),
    ("Total shareholders’ equity", "equity", set(), ""),
    ("Cash and cash equivalents, end of period", "cash", set(), ""),
    ("Net cash provided by (used in) operating activities", "operating_cash_flow", set(), ""),
    ("Basic earnings per share", "basic_eps", set(), ""),
    ("Pro forma net loss per share", "eps", set(), "pro forma"),
    ("Europe", "", {"europe"}, ""),
    ("Kilowatt-hours sold to mills", "", {"kilowatt", "hour", "sold", "mill"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("label", "concept", "extra", "basis"), LABELS, ids=[label[0] for label in LABELS])
def test_a_label_is_read_for_its_concept_and_what_narrows_it(
    label: str, concept: str, extra: set[str], basis: str
) -> None:
    found = read_label(label)
    names = [known.name for known in found.concepts]
    assert (concept in names) if concept else not names
    assert set(found.extra) == extra
    assert found.basis == basis


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([label for label, *_ in LABELS]), st.sampled_from([" (1)", "*", " (a)", "  ", " †", ":"])
)
def test_notes_and_blanks_do_not_change_what_a_label_is(label: str, mark: str) -> None:
    assert normalize(label + mark) == normalize(label)
    assert read_label(label + mark) == read_label(label)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_read_as_a_label_and_is_normal_when_it_was_normalized(text: str) -> None:
    normal = normalize(text)
    assert normalize(normal) == normal
    assert read_label(text).basis in ("", "gaap", "adjusted", "pro forma", "constant currency")


UNITS = [
    ("money", "USD", True),
    ("money", "USD/share", False),
    ("money", "percent", False),
    ("per_share", "USD/share", True),
    ("per_share", "USD", False),
    ("percent", "percent", True),
    ("percent", "USD", False),
    ("percent_points", "points", True),
    ("ratio", "ratio", True),
    ("ratio", "USD", False),
    ("count", "stores", True),
    ("count", "USD", False),
    ("count", "percent", False),
]


@pytest.mark.parametrize(
    ("kind", "unit", "fits"), UNITS, ids=[f"{kind} in {unit}" for kind, unit, _ in UNITS]
)
def test_a_claim_meets_only_rows_in_its_own_sort_of_unit(kind: str, unit: str, fits: bool) -> None:
    assert unit_fits(kind, unit) is fits


def test_an_unqualified_per_share_figure_means_diluted_and_never_crosses_over() -> None:
    assert share_fits("share", "diluted") == 0
    assert 0 < share_fits("share", "basic") < 0.1
    assert share_fits("diluted", "basic") >= 1
    assert share_fits("basic", "diluted") >= 1
    assert share_fits("diluted", "both") == share_fits("basic", "both") == 0


@cache
def index(*names: str) -> FactIndex:
    text = "\n\n".join(tables()[name].strip("\n") for name in names) + "\n"
    return FactIndex(narrext.tables(text))


def labels_of(sentence: str, *names: str) -> list[tuple[str, tuple[str, ...]]]:
    """Formula and labels of the candidates of a sentence's first claim, best first."""
    claim = check_document(sentence, *names).claims[0].claim
    found = find_candidates(claim, index(*names)).candidates
    return [(each.formula, tuple(fact.item.label for fact in each.facts)) for each in found]


# sentence, tables, formula and labels of the best candidate
FIRST = [
    ("Net sales were $9.2 million.", "income", "a", ["Net sales"]),
    ("Revenue was $9.2 million.", "income", "a", ["Net sales"]),
    ("Operating expenses were $2.5 million.", "income", "a", ["Total operating expenses"]),
    ("Selling expenses were $1.0 million.", "income", "a", ["Selling"]),
    ("Diluted earnings per share were $0.05.", "income", "a", ["Diluted"]),
    ("Basic earnings per share were $0.06.", "income", "a", ["Basic"]),
    ("Net sales rose 9.6%.", "income", "(a-b)/b", ["Net sales", "Net sales"]),
    ("Gross margin was 34.8%.", "income", "a/b", ["Gross profit", "Net sales"]),
    ("Operating expenses were 27.4% of net sales.", "income", "a/b", ["Total operating expenses", "Net sales"]),
    ("The current ratio was 3.9.", "balance", "a/b", ["Total current assets", "Total current liabilities"]),
    ("Working capital was $12.9 million.", "balance", "a-b", ["Total current assets", "Total current liabilities"]),
    ("Sales in Europe were $2.8 million.", "regions", "a", ["Europe"]),
    ("Non-GAAP net income was $582,000.", "reconciliation", "a", ["Non-GAAP net income"]),
    ("Net income was $451,000.", "reconciliation", "a", ["GAAP net income"]),
    ("Shareholders' equity was $15.1 million.", "balance", "a", ["Stockholders' equity"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "table", "formula", "labels"), FIRST, ids=[first[0] for first in FIRST])
def test_the_line_that_the_words_name_comes_first(
    sentence: str, table: str, formula: str, labels: list[str]
) -> None:
    assert labels_of(sentence, table)[0] == (formula, tuple(labels))


@pytest.mark.parametrize(
    ("sentence", "table"),
    [
        ("Online sales were $9.2 million.", "income"),
        ("Comparable store sales rose 9.6%.", "income"),
        ("Deferred revenue was $9.2 million.", "income"),
        ("Sales in Africa were $1.3 million.", "regions"),
        ("Gross sales were $9.2 million.", "income"),
    ],
)
def test_a_qualified_metric_has_no_line_where_only_its_unqualified_neighbour_is_printed(
    sentence: str, table: str
) -> None:
    assert labels_of(sentence, table) == []


def test_candidates_come_best_first_with_their_reasons_and_none_twice() -> None:
    claim = check_document("Net income was $451,000.", "income", "reconciliation").claims[0].claim
    found = find_candidates(claim, index("income", "reconciliation")).candidates
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.evidence for each in found)
    places = [(each.formula, tuple((fact.start, fact.end) for fact in each.facts)) for each in found]
    assert len(set(places)) == len(places)


def test_every_line_of_a_table_is_found_under_its_label_again() -> None:
    lines = index("income", "balance", "cash_flow", "regions").lines
    assert len(lines) >= 50
    for line in lines:
        assert (
            line
            in index("income", "balance", "cash_flow", "regions")
            .by_label[normalize(line.item.label)]
            .values()
        )
        for fact in line.facts:
            if fact.period is not None and fact.column.role == "value":
                assert fact in line.at(fact.period)
