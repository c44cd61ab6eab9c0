"""A claim against facts: intervals for both sides, bounds, signs and directions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from fabricate import make_candidate, make_claim, make_fact
from hypothesis import given, settings
from hypothesis import strategies as st

from narrext.judge import claim_interval, judge


@dataclass(frozen=True)
class Case:
    fact: str
    claim: str
    cells: tuple[str, ...]
    says: str
    formula: str = "a"
    fields: dict[str, Any] = field(default_factory=dict)
    label: str = "Net sales"
    unit: str = "USD"
    wrong: str = ""


MILLIONS = {"factor": "1e6"}
CHANGE = {"kind": "percent", "role": "change"}
SHARE = {"kind": "percent", "role": "share"}
CASES = [
    Case("a level that prints as the claim", "7.5", ("7539",), "match", fields=MILLIONS),
    Case("a level beyond half a unit of the last digit", "7.6", ("7539",), "mismatch", fields=MILLIONS, wrong="value"),
    Case("half a unit above is still the same figure", "7.5", ("7550",), "match", fields=MILLIONS),
    Case("half a unit below is still the same figure", "7.5", ("7450",), "match", fields=MILLIONS),
    Case("one unit beside at the cell's own precision is rounding", "7540", ("7539",), "rounding", fields={"factor": "1000"}),
    Case("two units beside are not", "7541", ("7539",), "mismatch", fields={"factor": "1000"}, wrong="value"),
    Case("a percentage that comes out", "16.0", ("7539", "8973"), "match", "(a-b)/b", {**CHANGE, "direction": "down"}),
    Case("up for down", "16.0", ("7539", "8973"), "mismatch", "(a-b)/b", {**CHANGE, "direction": "up"}, wrong="direction"),
    Case("a change without a direction", "16.0", ("7539", "8973"), "match", "(a-b)/b", CHANGE),
    Case("a share", "28.5", ("2149", "7539"), "match", "a/b", SHARE),
    Case("a share that the cells' rounding explains", "23.3", ("1760", "7537"), "rounding", "a/b", SHARE),
    Case("a share that nothing explains", "23.2", ("1760", "7537"), "mismatch", "a/b", SHARE, wrong="value"),
    Case("a margin's change in points", "1.7", ("3207", "9218", "2785", "8412"), "match", "(a/b)-(c/d)",
         {"kind": "percent_points", "role": "change", "direction": "up"}),
    Case("division by a nil", "5", ("10", "0"), "mismatch", "(a-b)/b", CHANGE, wrong="value"),
    Case("more than a figure below", "7", ("7539",), "match", fields={**MILLIONS, "bound": "more_than"}),
    Case("more than a figure above", "8", ("7200",), "mismatch", fields={**MILLIONS, "bound": "more_than"}, wrong="value"),
    Case("at least the very figure", "7.5", ("7539",), "match", fields={**MILLIONS, "bound": "at_least"}),
    Case("less than a figure above", "8", ("7539",), "match", fields={**MILLIONS, "bound": "less_than"}),
    Case("at most a figure below", "7", ("9539",), "mismatch", fields={**MILLIONS, "bound": "at_most"}, wrong="value"),
    Case("about: as far as a whole step", "7.5", ("7599",), "match", fields={**MILLIONS, "bound": "approx"}),
    Case("about: not further", "7.5", ("7690",), "mismatch", fields={**MILLIONS, "bound": "approx"}, wrong="value"),
    Case("inside a range", "7.0", ("7539",), "match", fields={**MILLIONS, "value_high": "8.0"}),
    Case("outside a range", "8.0", ("7539",), "mismatch", fields={**MILLIONS, "value_high": "9.0"}, wrong="value"),
    Case("a loss meets a negative cell", "0.8", ("-840",), "match",
         fields={**MILLIONS, "concept": "net_income", "metric": "net loss"}, label="Net income (loss)"),
    Case("an income does not meet a negative cell", "0.8", ("-840",), "mismatch",
         fields={**MILLIONS, "concept": "net_income", "metric": "net income"}, label="Net income (loss)", wrong="sign"),
    Case("a loss does not meet a positive income", "0.8", ("840",), "mismatch",
         fields={**MILLIONS, "concept": "net_income", "metric": "net loss"}, label="Net income", wrong="sign"),
    Case("a row called a loss prints losses without a sign", "0.8", ("840",), "match",
         fields={**MILLIONS, "concept": "net_income", "metric": "net loss"}, label="Net loss"),
    Case("a sign printed in the claim is that of the cell", "-0.8", ("-840",), "match",
         fields={**MILLIONS, "concept": "net_income", "metric": "net income"}, label="Net income (loss)"),
    Case("a smaller loss is a change down of its size", "860", ("-840", "-1700"), "match", "a-b",
         {"role": "change", "direction": "down", "factor": "1000", "concept": "net_income"}),
    Case("from loss to profit, up or down is a matter of words", "1240", ("400", "-840"), "match", "a-b",
         {"role": "change", "direction": "down", "factor": "1000", "concept": "net_income"}),
    Case("costs in parentheses that grew are up", "10", ("-110", "-100"), "match", "a-b",
         {"role": "change", "direction": "up", "factor": "1000", "concept": "capex"}),
    Case("a multiple", "2", ("8000", "4000"), "match", "a/b", {"kind": "multiple", "role": "change", "direction": "up"}),
    Case("a ratio", "5.8", ("17400", "3000"), "match", "a/b", {"kind": "ratio", "role": "ratio", "concept": "current_ratio"}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.fact for case in CASES])
def test_what_a_claim_comes_to(case: Case) -> None:
    scale = 1000
    facts = [make_fact(cell, scale, case.label, case.unit) for cell in case.cells]
    found = judge(make_claim(case.claim, **case.fields), make_candidate(case.formula, *facts))
    assert (found.says, found.wrong) == (case.says, case.wrong)


NUMBERS = st.decimals(min_value=1, max_value=10**9, places=0)


@settings(max_examples=100, deadline=None)
@given(
    NUMBERS,
    st.sampled_from(["1e3", "1e6", "1e9"]),
    st.integers(0, 2),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
)
def test_every_rounding_of_a_cell_is_a_match(exact: Decimal, factor: str, places: int, how: str) -> None:
    shown = (exact / Decimal(factor)).quantize(Decimal(1).scaleb(-places), rounding=how)
    found = judge(make_claim(str(shown), factor=factor), make_candidate("a", make_fact(str(exact))))
    assert found.says == "match"


@settings(max_examples=100, deadline=None)
@given(NUMBERS, NUMBERS)
def test_what_the_judge_computes_lies_in_its_interval(new: Decimal, old: Decimal) -> None:
    candidate = make_candidate("(a-b)/b", make_fact(str(new)), make_fact(str(old)))
    found = judge(make_claim("5.0", kind="percent", role="change"), candidate)
    if found.interval.low is not None and found.interval.high is not None and found.computed is not None:
        slack = abs(found.computed) * Decimal("1e-25")
        assert found.interval.low - slack <= found.computed <= found.interval.high + slack


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.sampled_from([None, "approx", "more_than", "at_least", "less_than", "at_most"]))
def test_the_printed_number_lies_in_what_it_stands_for(value: Decimal, bound: str | None) -> None:
    interval = claim_interval(make_claim(str(value), bound=bound))
    assert interval.overlaps(value, value)
    if bound in ("more_than", "at_least"):
        assert interval.high is None
    if bound in ("less_than", "at_most"):
        assert interval.low is None


def test_a_figure_written_out_stands_for_its_thousand_and_about_it_for_a_little_more() -> None:
    plain = claim_interval(make_claim("515000"))
    about = claim_interval(make_claim("515000", bound="approx"))
    assert (plain.low, plain.high) == (Decimal("514999.5"), Decimal("515000.5"))
    assert about.low is not None
    assert about.high is not None
    assert about.low <= Decimal(514500) <= Decimal(515500) <= about.high
    assert about.high - about.low <= Decimal(515000) / 5
