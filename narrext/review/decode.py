"""The objects of JSON -> records: tables of a report, and a claim as a reviewer has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from narrext.claims.metrics import aliases
from narrext.claims.records import Claim, Measure
from narrext.periods import Period
from narrext.quantities import find_quantities
from narrext.tables.records import Column, Fact, LineItem, Table

State = Mapping[str, Any]

_BASES = re.compile(r"(?i)\b(non-gaap|adjusted|pro forma|constant currency|gaap)\b")


def read_period(iso: str | None) -> Period | None:
    """``2003-01-01/2003-03-31`` or a day; raises ValueError for anything else."""
    if not iso:
        return None
    start, _, end = iso.rpartition("/")
    period = Period(date.fromisoformat(start) if start else None, date.fromisoformat(end))
    if period.start is not None and period.start > period.end:
        raise ValueError(f"{iso} ends before it begins")
    return period


def read_table(table: Mapping[str, Any]) -> Table:
    """A table of a report, without its grid."""
    columns = {column["index"]: _column(column) for column in table["columns"]}
    items = [(_item(item, table["index"]), item["figures"]) for item in table["items"]]
    facts = [fact for item, figures in items for fact in _facts(item, figures, columns)]
    return Table(
        index=table["index"],
        start=table["span"][0],
        end=table["span"][1],
        caption=table["caption"],
        statement=table["statement"],
        currency=table["currency"],
        scale=Decimal(table["scale"]),
        columns=tuple(columns.values()),
        items=tuple(item for item, _ in items),
        facts=tuple(facts),
    )


def _column(column: Mapping[str, Any]) -> Column:
    said = {name: column[name] for name in ("index", "role", "basis", "measure", "unit", "entity")}
    scale = None if column["scale"] is None else Decimal(column["scale"])
    return Column(
        headings=tuple(column["headings"]),
        period=read_period(column["period"]),
        base=read_period(column["base"]),
        scale=scale,
        **said,
    )


def _item(item: Mapping[str, Any], table: int) -> LineItem:
    *parents, label = item["label"]
    start, end = item["span"]
    return LineItem(
        table, item["row"], label, tuple(parents), start, end, item["unit"], Decimal(item["scale"]),
        item["total"], item["basis"], read_period(item["period"]),
    )  # fmt: skip


def _facts(item: LineItem, figures: list[Mapping[str, Any]], columns: Mapping[int, Column]) -> Iterator[Fact]:
    for figure in figures:
        start, end = figure["span"]
        yield Fact(
            item, columns[figure["column"]], Decimal(figure["value"]), Decimal(figure["step"]), figure["printed"],
            start, end, figure["unit"], read_period(figure["period"]), figure["nil"],
        )  # fmt: skip


def read_claim(state: State, original: Claim | None = None) -> Claim:
    """A claim with what a reviewer made of it.

    Where the metric is still the one that was read, `original` lends what it knew of it.
    """
    start, end = state["span"]
    value, high = state["value"], state["value_high"]
    same = original is not None and original.metric == state["metric"]
    return Claim(
        id=state["id"],
        start=start,
        end=end,
        text=state["text"],
        sentence_start=start,
        sentence_end=end,
        sentence=state["text"],
        kind=state["kind"],
        role=state["role"],
        metric=state["metric"],
        value=None if value is None else Decimal(value),
        step=Decimal(state["step"]),
        unit=state["unit"],
        value_high=None if high is None else Decimal(high),
        bound=state["bound"],
        direction=state["direction"],
        period=read_period(state["period"]),
        base=read_period(state["base"]),
        forward_looking=state["forward_looking"],
        scope=state["scope"],
        measure=original.measure
        if original is not None and same
        else read_measure(state["metric"], state["kind"]),
    )


def read_measure(metric: str, kind: str) -> Measure:
    """A metric as a person writes it, taken apart: ``gross profit / net sales`` is a share of the latter."""
    words, _, of = metric.partition(" / ")
    concept, head = _concept(words, kind)
    of_concept, _ = _concept(of, "money") if of else ("", "")
    basis = _BASES.search(words)
    rest = words.lower().replace(head, " ") if head else ""
    return Measure(
        concept=concept,
        head=head or words,
        qualifiers=tuple(rest.split()),
        basis=basis[1].lower() if basis else "",
        of=of,
        of_concept=of_concept,
    )


def _concept(words: str, kind: str) -> tuple[str, str]:
    """The concept of the longest alias at the end of a phrase, and that alias; empty where there is none."""
    parts = words.lower().split()
    known = aliases()
    for first in range(len(parts)):
        phrase = " ".join(parts[first:])
        if phrase in known:
            concepts = known[phrase]
            named = next((c for c in concepts if c.unit == kind), concepts[0])
            return named.name, phrase
    return "", ""


def step_of(text: str, start: int, end: int) -> str:
    """What one unit of the last printed digit of ``text[start:end]`` is worth; "0" without a numeral."""
    found = find_quantities(text[start:end])
    return format(found[0].step, "f") if found else "0"
