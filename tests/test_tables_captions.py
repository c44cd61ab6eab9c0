"""Captions and labels: scale, currency, statement, basis and unit, each with its scope."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from narrext.numerals import read_cell
from narrext.tables.captions import Scale, read_basis, read_scale, statement_kind
from narrext.tables.measures import Setting
from narrext.tables.units import measure_row

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "captions.toml").read_text(encoding="utf-8")
)
THOUSANDS = Setting("USD", Scale(Decimal(1000)), True)


def number(case: dict[str, Any], key: str) -> Decimal | None:
    return Decimal(case[key]) if key in case else None


@pytest.mark.parametrize("case", CASES["scale"], ids=lambda case: case["text"])
def test_a_caption_tells_the_scale_of_amounts_and_of_shares(case: dict[str, Any]) -> None:
    found = read_scale(case["text"])
    told = (found.amounts, found.shares, found.noun, found.currency)
    assert told == (
        number(case, "amounts"), number(case, "shares"), case.get("noun", ""), case.get("currency", "")
    )  # fmt: skip


def test_the_nearest_caption_speaks_and_what_it_leaves_open_the_others_tell() -> None:
    near, far = read_scale("(in thousands)"), read_scale("(in millions of euros)")
    assert near.over(far) == Scale(Decimal(1000), None, "", "EUR")
    assert read_scale("(Unaudited)").over(far) == far


def test_a_scale_of_named_things_is_of_their_rows_alone() -> None:
    """Subscribers in thousands make no thousands of the revenue of each."""
    setting = Setting("USD", read_scale("(Subscribers and sites in thousands)"), True, counts=True)
    figures = {"Ending subscribers": "1,204", "Revenue per subscriber": "$52.18", "Cell sites": "2,880"}
    told = {label: measure_row(label, (), [read_cell(f, 0, len(f))], setting) for label, f in figures.items()}
    assert [(m.unit, m.scale) for m in told.values()] == [
        ("subscribers", Decimal(1000)), ("USD", Decimal(1)), ("sites", Decimal(1000))
    ]  # fmt: skip


@pytest.mark.parametrize("case", CASES["statement"], ids=lambda case: " / ".join(case["captions"]))
def test_titles_tell_the_statement_and_rows_where_titles_do_not(case: dict[str, Any]) -> None:
    assert statement_kind(case["captions"], case.get("labels", ())) == case["kind"]


@pytest.mark.parametrize("case", CASES["basis"], ids=lambda case: case["text"])
def test_words_name_the_basis_of_figures(case: dict[str, Any]) -> None:
    assert read_basis(case["text"]) == case["basis"]


@pytest.mark.parametrize("case", CASES["row"], ids=lambda case: case["label"])
def test_a_row_tells_its_unit_and_scale(case: dict[str, Any]) -> None:
    """Amounts per share are never scaled, share counts as the caption says, counts and rates as they stand."""
    figures = [read_cell(figure, 0, len(figure)) for figure in case["figures"]]
    measure = measure_row(case["label"], case.get("parents", ()), figures, THOUSANDS)
    assert (measure.unit, measure.scale) == (case["unit"], Decimal(case["scale"]))
