"""Earnings per share against earnings and shares of the same table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from narrext.footing.changes import settled
from narrext.footing.records import FootingCheck
from narrext.tables.records import Fact, LineItem, Table

EARNED = re.compile(r"(?i)\b(?:income|loss|earnings|profit|eps|ffo|affo)\b")
NOT_EARNED = re.compile(r"(?i)\b(?:dividends?|distributions?|book\s+value|cash)\b")
RESULT = re.compile(r"(?i)\b(?:(?:income|loss|earnings|profit)\b|ffo|affo)")
AVERAGE = re.compile(r"(?i)\b(?:average|used|computing|computation|calculation|basic|diluted|shares)\b")
BASIC, DILUTED = re.compile(r"(?i)\bbasic\b"), re.compile(r"(?i)\b(?:diluted|dilution)\b")
FAR = Decimal("0.05")
WORD = re.compile(r"[a-z]{4,}")
# A pairing is believed where at least two thirds of the periods come out.
OF_THREE = 2
# Tries for one line: the results nearest above it.
NEAREST = 12


@dataclass(slots=True)
class Row:
    """A line item with its figure in each column; `near` are value and half a step, as floats, to sift by."""

    item: LineItem
    words: str
    facts: dict[int, Fact]
    near: dict[int, tuple[float, float]] = field(default_factory=dict)

    def measured(self) -> Row:
        self.near = {at: (float(fact.value), float(fact.step) / 2) for at, fact in self.facts.items()}
        return self


def check_per_share(table: Table) -> list[FootingCheck]:
    """Each line of earnings per share against the result and the share count that it comes out of best."""
    if not any(item.unit.endswith("/share") for item in table.items):
        return []
    lines, counts, results = sorted_rows(table)
    found: list[FootingCheck] = []
    for line in lines if counts and results else ():
        most, best = (0, 0), None
        for count in (count for count in counts if same_dilution(line.words, count.words)):
            for result in results:
                held = sift(line, result, count)
                worth = (held, likeness(line, result) if held >= most[0] else 0)
                if held and worth > most:
                    most, best = worth, (result, count)
        if best is not None:
            checks = divide(line, *best)
            believed = sum(check.holds for check in checks) * 3 >= OF_THREE * len(checks)
            found += [check for check in checks if check.holds or (believed and is_far(check))]
    return found


def is_far(check: FootingCheck) -> bool:
    """Whether a figure is off by more than what shares of other classes and add-backs may take or give."""
    computed = check.computed
    return computed is not None and abs(check.fact.value - computed) > max(
        abs(computed) * FAR, check.fact.step
    )


def likeness(line: Row, result: Row) -> int:
    """How many words a line of earnings per share has in common with a result: "before extraordinary gain"."""
    return len(set(WORD.findall(line.words.lower())) & set(WORD.findall(result.item.label.lower())))


def sift(line: Row, result: Row, count: Row) -> int:
    """In how many columns a pairing comes out, about."""
    held = 0
    for at, (amount, half) in line.near.items():
        whole, shares = result.near.get(at), count.near.get(at)
        if whole is not None and shares is not None:
            product = abs(amount) * shares[0]
            held += abs(product - abs(whole[0])) <= half * shares[0] + shares[1] * abs(amount) + whole[1]
    return held


def sorted_rows(table: Table) -> tuple[list[Row], list[Row], list[Row]]:
    """Earnings per share, share counts, and results, the last ones first."""
    lines: list[Row] = []
    counts: list[Row] = []
    results: list[Row] = []
    facts: dict[int, dict[int, Fact]] = {}
    for fact in table.facts:
        if fact.column.role == "value":
            facts.setdefault(fact.item.row, {})[fact.column.index] = fact
    for item in table.items:
        if item.row not in facts:
            continue
        row = Row(item, " ".join(item.path), facts[item.row])
        if item.unit.endswith("/share"):
            if EARNED.search(row.words) and not NOT_EARNED.search(item.label):
                lines.append(row.measured())
        elif item.unit == "shares":
            if AVERAGE.search(row.words):
                counts.append(row.measured())
        elif len(item.unit) == 3 and item.unit.isupper() and RESULT.search(item.label):
            results.append(row)
    return lines, counts, [row.measured() for row in results[: -NEAREST - 1 : -1]]


def same_dilution(first: str, second: str) -> bool:
    """Whether two lines are both basic or both diluted; one that says neither, or both, goes with either."""
    basic = (BASIC.search(first) is not None, BASIC.search(second) is not None)
    diluted = (DILUTED.search(first) is not None, DILUTED.search(second) is not None)
    if basic[0] == diluted[0] or basic[1] == diluted[1]:
        return True
    return basic[0] == basic[1]


def divide(line: Row, result: Row, count: Row) -> list[FootingCheck]:
    """The checks of one pairing, column by column."""
    if result.item.unit != line.item.unit.partition("/")[0]:
        return []
    columns: Sequence[int] = [
        c for c in line.facts if c in result.facts and c in count.facts and not line.facts[c].nil
    ]
    return [
        per_share(line.facts[c], result.facts[c], count.facts[c])
        for c in columns
        if count.facts[c].value > 0 and line.facts[c].period == result.facts[c].period
    ]


def per_share(fact: Fact, result: Fact, count: Fact) -> FootingCheck:
    """result / shares = per share; a loss may be printed without its sign."""
    inverted = fact.value > 0 > result.value
    return settled(FootingCheck("per_share", fact, (result, count), (1, 1), True, inverted))
