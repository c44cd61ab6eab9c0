"""Tables -> lines of whole numbers: what sums are sought in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from narrext.footing.signs import is_less, is_likely_sum, is_taken_off, may_be_difference
from narrext.tables.records import Fact, LineItem, Table

# The last line of a statement of cash flows sums up the others, whatever it is called.
CASH_AT_END = re.compile(r"(?i)cash\b.*\bend(?:ing)?\b|end(?:ing)?\b.*\bcash\b")
# Totals that claim to be a sum of others; their section may have one line.
SUMMED = re.compile(r"(?i)(?:sub)?total\b|(?:net\s+)?cash\b")
# Figures that do not add up down a column, unless a total among them says so.
NOT_ADDED = frozenset({"percent", "points", "ratio", "days"})
# Statements whose figures enter their totals as they are signed in print.
SIGNED = frozenset({"balance", "cash_flow", "equity"})


@dataclass(slots=True, eq=False)
class Line:
    """A line item (or a column) as whole numbers: twice its figures, in units of the last digit shown.

    `slack` is the rounding of each, half a unit of its own last digit, in the same measure.
    """

    facts: list[Fact | None]
    values: list[int | None]
    slack: list[int]
    sign: int  # -1 where its label says that it is taken off
    total: bool
    parents: tuple[str, ...]
    label: str
    item: LineItem | None = None
    children: list[Line] = field(default_factory=list)
    closed: bool = False  # a total that was found to hold its parts
    result: bool = False  # may be a difference: a total, or called income, margin, net …
    labelled: bool = False  # its parts may be signed as their labels say

    @property
    def likely(self) -> bool:
        """Whether a line that is no total by name is yet a sum rather than an item."""
        return is_likely_sum(self.label)

    @property
    def empty(self) -> bool:
        return not any(self.values)


def read_lines(table: Table) -> list[list[Line]]:
    """The lines of a table whose figures add up, those in one unit together, in their order."""
    added = (c for c in table.columns if c.role in ("value", "change") and c.unit != "price")
    places = {c.index: at for at, c in enumerate(added)}
    rows: dict[int, list[Fact | None]] = {}
    for fact in table.facts:
        at = places.get(fact.column.index)
        if at is not None:
            if fact.item.row not in rows:
                rows[fact.item.row] = [None] * len(places)
            rows[fact.item.row][at] = fact
    groups: dict[str, list[tuple[LineItem, list[Fact | None]]]] = {}
    for item in table.items:
        if item.row in rows:
            groups.setdefault(item.unit, []).append((item, rows[item.row]))
    signed = table.statement in SIGNED
    return [
        make_lines(group, len(places), signed or unit in NOT_ADDED)
        for unit, group in groups.items()
        if len(group) > 1 and (unit not in NOT_ADDED or any(is_total(item) for item, _ in group))
    ]


def make_lines(group: Sequence[tuple[LineItem, list[Fact | None]]], width: int, signed: bool) -> list[Line]:
    own = group[0][0].unit
    measures = [column_measure([facts[at] for _, facts in group], own) for at in range(width)]
    return [make_line(item, facts, measures, signed) for item, facts in group]


def column_measure(facts: Sequence[Fact | None], own: str) -> tuple[str, int]:
    """The unit of a column and the power of ten of its smallest digit; `own` is the unit of the lines."""
    told = [fact for fact in facts if fact is not None]
    if not told:
        return "", 0
    unit = told[0].unit
    if unit in NOT_ADDED and unit != own:
        return "", 0
    powers = [fact.step.adjusted() for fact in told if fact.unit == unit and not fact.nil]
    return unit, min(powers, default=0)


def make_line(
    item: LineItem, facts: list[Fact | None], measures: Sequence[tuple[str, int]], signed: bool
) -> Line:
    kept: list[Fact | None] = []
    values: list[int | None] = []
    slack: list[int] = []
    for fact, (unit, power) in zip(facts, measures, strict=True):
        told = fact if fact is not None and fact.unit == unit else None
        kept.append(told)
        values.append(None if told is None else whole(told.value, power))
        slack.append(0 if told is None else slack_of(told, power))
    taken = is_less(item.label) if signed else not is_result(item) and is_taken_off(item.label, item.parents)
    result = not signed and (item.total or may_be_difference(item.label))
    total = item.total or (signed and CASH_AT_END.search(item.label) is not None)
    return Line(
        kept,
        values,
        slack,
        -1 if taken else 1,
        total,
        item.parents,
        item.label,
        item,
        result=result,
        labelled=signed or result,
    )


def is_total(item: LineItem) -> bool:
    """Whether a line claims to be a sum of others: "Total …", "Net cash …", or a sum without a label."""
    return item.total and (not item.label or SUMMED.match(item.label) is not None)


def whole(value: Decimal, power: int) -> int:
    """Twice a value, in units of ten to the `power`."""
    return 2 * int(value.scaleb(-power)) if value else 0


def slack_of(fact: Fact, power: int) -> int:
    """Half a unit of the last digit, doubled; a dash rounds as finely as the figures around it."""
    coarser = 0 if fact.nil else fact.step.adjusted() - power
    return int(10**coarser) if coarser > 0 else 1


def is_result(item: LineItem) -> bool:
    """Whether a total is what is left over, not a sum: "Loss from operations" enters as printed."""
    return item.total and not item.label.lower().startswith(("total", "sub"))
