"""What metric and neighbours tell of a number's kind: "earnings per share were $1.76"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from narrext.claims.drafts import Draft
from narrext.claims.naming import Metric


def small_money(d: Draft) -> bool:
    quantity = d.quantity
    return (
        d.kind == "money"
        and quantity.factor in (1, Decimal("0.01"))
        and abs(quantity.value) < 1000
        and "/" not in quantity.unit
    )


# "revenue per loaded mile was $1.44": a price by the name of its metric
PER_NOUN = re.compile(
    r"(?i)\bper\s+(?:(?:loaded|total|available|leased|occupied|average|active|sold|equivalent)\s+)*(?P<noun>mile|gallon|barrel|boe|mcfe?|ounce|pound|ton|tonne|"
    r"asm|rpm|seat|passenger|order|store|room|square\s+foot|customer|subscriber|user|unit\s+sold|home|tractor|truck|week|day)s?\b"
)


def settle_price(d: Draft) -> None:
    """The unit of an amount that its metric's name tells ("per loaded mile")."""
    if d.kind not in ("money", "per_share") or "/" in d.quantity.unit or d.quantity.factor > 1:
        return
    behind = d.metric.window.partition(d.metric.head)[2].lstrip() if d.metric.head else ""
    named = PER_NOUN.search(d.metric.text) or PER_NOUN.match(behind)
    if named and len(re.findall(r"(?i)\bper\s", f"{d.metric.text} {behind}")) < 2:
        noun = " ".join(named["noun"].split())
        noun = noun.upper() if noun.lower() in ("asm", "rpm") else noun.lower()
        d.kind = "money"
        d.quantity = replace(d.quantity, unit=f"{d.quantity.unit}/{noun}")


def settle_beside(d: Draft, previous: Draft | None, earlier: Sequence[Draft]) -> None:
    """What the numbers beside it tell: "$9.5 million or $.33", "31 cents", "$1.38 against $1.29"."""
    if not small_money(d):
        return
    if d.quantity.factor != 1 and not any("/" in x.quantity.unit and x.kind == "money" for x in earlier):
        d.kind = "per_share"
    elif previous is None:
        return
    elif d.tie in ("or", "paren") and previous.kind == "money" and abs(previous.quantity.value) >= 1000:
        d.kind = "per_share"
    elif d.tie in ("compare", "to", "list", "paren", "or") or d.role == "change":
        if any(x.kind == "per_share" for x in earlier[-3:]) and not any(
            x.kind == "money" and abs(x.quantity.value) < 1000 for x in earlier[-2:]
        ):
            d.kind = "per_share"
        elif previous.kind == "money" and "/" in previous.quantity.unit:
            d.quantity = replace(d.quantity, unit=previous.quantity.unit)


PRICE = re.compile(
    r"(?i)\b(?:prices?|priced|offering|options?|warrants?|conversion|exercise|dividends?|distributions?|value|repurchase\w*|purchase\w*|sold|shares|charges?|costs?|gains?|benefit|impact|effect)\b"
)


def known_price(metric: Metric) -> bool:
    """Whether a figure per share is of something else than earnings: a price, a charge."""
    return bool(PRICE.search(metric.text)) or (
        metric.concept == "" and bool(metric.qualifiers) and metric.qualifiers[0] not in ("impact", "effect")
    )


NAMED_RATE = re.compile(
    r"(?i)\b(?:ratio|rates?|returns?|yields?|retention|leased|occupancy|utilization|turnover|coupon|churn|gearing|coverage|roe|roa|capitalization)\b"
)


LEASED = re.compile(r"(?i)\s+(?:leased|occupied|rented|utilized)\b")
DAYS = frozenset(["dso", "dio", "dpo", "days_sales_outstanding", "days_inventory"])


def settle_leverage(d: Draft) -> None:
    """Debt as a part of capital is the name of a ratio."""
    if d.role == "share" and d.of_text.lower().startswith("capital") and "debt" in d.metric.text.lower():
        d.role = "ratio"


def settle_days(d: Draft) -> None:
    """Days sales outstanding are counted in days."""
    if d.kind == "ratio" and (d.metric.concept in DAYS or d.metric.text.lower().startswith("days ")):
        d.kind, d.role = "count", "ratio"
        d.quantity = replace(d.quantity, unit="days")


def settle_kind(d: Draft) -> None:
    """What the metric tells of the number's kind: "earnings per share were $1.76" is per share."""
    if d.kind == "per_share" and not d.metric.concept and not known_price(d.metric):
        # "the company earned $2.10 per share"
        d.metric = replace(
            d.metric,
            text="earnings per share",
            head="earnings",
            concept="net_income",
            unit="money",
            nature="flow",
            qualifiers=(),
        )
    if d.kind == "money" and d.metric.per_share and d.quantity.factor == 1 and abs(d.quantity.value) < 1000:
        d.kind = "per_share"
    if d.kind == "ratio" and d.metric.unit in ("count", "shares"):
        d.kind = "count"
    if d.kind == "ratio" and d.metric.unit == "per_share":
        d.kind = "per_share"
    if d.kind == "percent" and d.role == "level" and d.metric.concept == "income_tax":
        # "income taxes were provided for at 29 percent"
        d.metric = replace(d.metric, concept="tax_rate", unit="percent", rate="rate")
    if d.kind in ("percent", "percent_points") and d.role == "level":
        d.role = {"share": "share", "rate": "ratio", "growth": "change"}.get(d.metric.rate, "level")
        if d.role == "level" and NAMED_RATE.search(d.metric.text):
            d.role = "ratio"
    if (
        d.kind == "per_share"
        and d.role == "level"
        and d.metric.nature == "instant"
        and d.metric.unit != "count"
    ):
        d.role = "ratio"
    if d.kind == "percent" and d.role == "level" and LEASED.match(d.right):
        d.role = "ratio"  # "the portfolio was 95.2% leased"
    settle_days(d)
    settle_leverage(d)
    if d.kind == "ratio":
        d.role = "ratio"
    if (
        d.kind == "multiple"
        and d.metric.unit == "ratio"
        and d.quantity.direction is None
        and d.role == "change"
        and d.direction is None
    ):
        d.role = "ratio"
