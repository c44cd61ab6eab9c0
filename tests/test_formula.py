"""Formulas over facts: exact values, and the intervals of all that prints as their cells."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from narrext.formula import Interval, bounds, evaluate, parse

FORMULAS = (
    "a", "a-b", "a+b", "a/b", "(a-b)/b", "(a-b)/a", "a/(a+b)", "(a/b)-(c/d)", "a+b-c", "(a+b)/c", "a/(b+c)", "-a",
    "((a-b)-(c-d))/(c-d)", "(a-b)/(c-d)",
)  # fmt: skip
CELLS = st.decimals(min_value=-9999, max_value=9999, places=2)
SHIFTS = st.decimals(min_value=-1, max_value=1, places=3)


@pytest.mark.parametrize(
    ("formula", "values", "result"),
    [
        ("a", "7539", "7539"),
        ("a-b", "7539 8973", "-1434"),
        ("a+b", "4127 1250", "5377"),
        ("a/b", "17311 4410", "3.9254"),
        ("(a-b)/b", "7539 8973", "-0.1598"),
        ("(a/b)-(c/d)", "3207 9218 2785 8412", "0.0168"),
        ("a/(a+b)", "1 3", "0.25"),
        ("-a", "5", "-5"),
        ("a*2", "5", "10"),
    ],
)
def test_a_formula_is_arithmetic_over_its_letters_in_the_order_of_the_facts(
    formula: str, values: str, result: str
) -> None:
    computed = evaluate(formula, [Decimal(value) for value in values.split()])
    assert computed is not None
    assert round(computed, 4) == Decimal(result)


def test_division_by_nothing_has_no_value_and_no_limits() -> None:
    assert evaluate("a/b", [Decimal(1), Decimal(0)]) is None
    assert bounds("a/b", [Decimal(1), Decimal("0.2")], [Decimal(1), Decimal(1)]) == Interval(None, None)


@pytest.mark.parametrize(
    "formula", ["a**b", "a//b", "a%b", "f(a)", "a if b else c", "'a'", "a<b", "1.5*a", "[a]"]
)
def test_a_formula_holds_nothing_but_letters_whole_numbers_and_four_operations(formula: str) -> None:
    with pytest.raises(ValueError, match="a formula holds"):
        evaluate(formula, [Decimal(2), Decimal(3), Decimal(4)])
    with pytest.raises(ValueError, match="a formula holds"):
        bounds(formula, [Decimal(2), Decimal(3), Decimal(4)], [Decimal(1)] * 3)


def test_a_formula_is_parsed_once() -> None:
    assert parse("(a-b)/b") is parse("(a-b)/b")


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(FORMULAS),
    st.lists(CELLS, min_size=4, max_size=4),
    st.lists(SHIFTS, min_size=4, max_size=4),
)
def test_the_interval_holds_whatever_the_cells_were_before_they_were_rounded(
    formula: str, cells: list[Decimal], shifts: list[Decimal]
) -> None:
    step = Decimal("0.01")
    exact = evaluate(formula, [cell + shift * step / 2 for cell, shift in zip(cells, shifts, strict=True)])
    assume(exact is not None)
    interval = bounds(formula, cells, [step] * 4)
    assert exact is not None
    slack = abs(exact) * Decimal("1e-30") + Decimal("1e-30")
    assert interval.overlaps(exact - slack, exact + slack)


@settings(max_examples=60, deadline=None)
@given(CELLS, st.decimals(min_value=1, max_value=9999, places=2))
def test_the_interval_of_a_change_is_as_narrow_as_it_can_be(new: Decimal, old: Decimal) -> None:
    interval = bounds("(a-b)/b", [new, old], [Decimal("0.01")] * 2)
    half = Decimal("0.005")
    with localcontext() as context:
        context.prec = 40
        corners = [(a - b) / b for a in (new - half, new + half) for b in (old - half, old + half)]
    assert interval.low is not None
    assert interval.high is not None
    assert abs(interval.low - min(corners)) < Decimal("1e-30")
    assert abs(interval.high - max(corners)) < Decimal("1e-30")


@pytest.mark.parametrize(
    ("low", "high", "overlaps"),
    [
        (1, 2, True),
        (2, 3, True),
        (3, 4, False),
        (None, 1, True),
        (None, 0, False),
        (2, None, True),
        (3, None, False),
    ],
)
def test_intervals_touch_at_their_ends_and_reach_without_end_where_no_limit_is_told(
    low: int | None, high: int | None, overlaps: bool
) -> None:
    interval = Interval(Decimal(1), Decimal(2))
    found = interval.overlaps(None if low is None else Decimal(low), None if high is None else Decimal(high))
    assert found is overlaps


def test_an_interval_without_limits_stays_without_them() -> None:
    open_ended = Interval(None, Decimal(2))
    assert -open_ended == Interval(Decimal(-2), None)
    assert open_ended + Interval(Decimal(1), Decimal(1)) == Interval(None, Decimal(3))
    assert open_ended * Interval(Decimal(1), Decimal(1)) == Interval(None, None)
