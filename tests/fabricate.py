"""Claims, facts and candidates made by hand, for the tests of steps that need no text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from narrext.claims.records import Claim, Measure
from narrext.periods import Period
from narrext.tables.records import Column, Fact, LineItem
from narrext.verify import Candidate

Q1 = Period(date(2003, 1, 1), date(2003, 3, 31))
Q1_BEFORE = Period(date(2002, 1, 1), date(2002, 3, 31))
YEAR_END = Period(None, date(2002, 12, 31))


def make_claim(value: str, kind: str = "money", role: str = "level", **fields: Any) -> Claim:
    """A claim that prints `value`; its step is that of the last digit, times a `factor` (1e6 for millions)."""
    number = Decimal(value)
    factor = Decimal(fields.pop("factor", 1))
    step = fields.pop("step", Decimal(1).scaleb(int(number.as_tuple().exponent)) * factor)
    high = fields.pop("value_high", None)
    units = {
        "percent": "percent",
        "percent_points": "points",
        "per_share": "USD/share",
        "ratio": "ratio",
        "multiple": "ratio",
    }
    given = {
        "id": "c1", "start": 0, "end": 1, "text": value, "sentence_start": 0, "sentence_end": 1, "sentence": value,
        "kind": kind, "role": role, "metric": "net sales", "value": number * factor, "step": step,
        "unit": units.get(kind, "USD"), "value_high": None if high is None else Decimal(high) * factor,
        "period": Q1, "measure": Measure(concept=fields.pop("concept", "revenue"), effect=fields.pop("effect", False)),
    }  # fmt: skip
    return Claim(**(given | fields))


def make_fact(
    value: str, scale: int = 1, label: str = "Net sales", unit: str = "USD", period: Period = Q1
) -> Fact:
    """A fact that prints `value` in a table of that scale."""
    number = Decimal(value)
    item = LineItem(0, 0, label, (), 0, 1, unit, Decimal(scale))
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * scale
    return Fact(item, Column(0, (), period), number * scale, step, value, 0, 1, unit, period)


def make_candidate(formula: str, *facts: Fact) -> Candidate:
    return Candidate(facts, formula, 1.0, ())
