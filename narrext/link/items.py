"""The line items of a release, read for linking: concepts, context words, facts by period."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from narrext.claims.metrics import Concept
from narrext.lexicons import word_list
from narrext.link.bearing import Bearing
from narrext.link.labels import Reading, read_label
from narrext.link.terms import own_concepts, unit_kind
from narrext.periods import Period
from narrext.tables.records import Fact, LineItem, Table
from narrext.wording import normalize

# statements in the order in which a figure is looked up
RANK = {
    "income": 0,
    "balance": 0,
    "cash_flow": 1,
    "operating": 2,
    "segment": 2,
    "other": 2,
    "equity": 3,
    "reconciliation": 3,
    "outlook": 4,
}
NEAR_DAYS = 10
# headings that name the whole of what other headings part
WHOLE = re.compile(r"(?i)(?:total|consolidated|combined|company)\b")
PER_SHARE = frozenset({"eps", "diluted_eps", "basic_eps"})


@dataclass(slots=True)
class Line:
    """A line item with the facts of its row that share entity, measure and basis."""

    item: LineItem
    table: Table
    label: Reading
    context: frozenset[str]  # content words of parents, caption and headings
    concepts: tuple[Concept, ...]  # of the label, else of the nearest parent
    own: frozenset[str]  # the names that only its label tells
    context_concepts: frozenset[str]
    from_parent: bool
    entity: frozenset[str]  # words of parents that are no heading of a statement
    basis: str
    unit: str
    measure: str
    per_share: str
    facts: list[Fact]
    place: int = -1  # among all lines of the release

    def at(self, period: Period, roles: tuple[str, ...] = ("value",)) -> list[Fact]:
        """The facts of a period, the exact ones before those that end within days of it.

        Of a balance those of the period's last day; of a flow, where only a day is named, those that end on it.
        """
        facts = [f for f in self.facts if f.column.role in roles]
        fits = [f for f in facts if same_period(f.period, period)]
        if not fits:
            fits = [f for f in facts if f.period is not None and other_nature(f.period, period)]
        return sorted(fits, key=lambda f: (f.period != period, BASES.get(f.column.basis, 1), days_of(f)))


def other_nature(printed: Period, asked: Period) -> bool:
    """Whether one is an instant, and the other a stretch of time that ends on it."""
    return printed.instant is not asked.instant and abs((printed.end - asked.end).days) <= NEAR_DAYS


def days_of(fact: Fact) -> int:
    return fact.period.days if fact.period is not None else 0


BASES = {"": 0, "gaap": 0, "reported": 0, "restated": 0}


def same_period(first: Period | None, second: Period) -> bool:
    if first is None:
        return False
    if first == second:
        return True
    if first.instant is not second.instant:
        return False
    return abs((first.end - second.end).days) <= NEAR_DAYS and abs(first.days - second.days) <= NEAR_DAYS


class FactIndex:
    """All lines of a release's tables, by concept, by word, by label, by table and by size.

    By a concept, a word or a label lines are found by their place, in the order of the tables.
    """

    def __init__(
        self, tables: Sequence[Table], further: Mapping[str, tuple[Concept, ...]] = MappingProxyType({})
    ) -> None:
        """`further` are a user's own aliases for the labels of lines."""
        self.lines: list[Line] = []
        self.tables = {table.index: table for table in tables}
        self.by_table: dict[int, list[Line]] = {}
        for table in tables:
            self.by_table[table.index] = lines_of(table)
            self.lines += self.by_table[table.index]
        self.by_concept: dict[str, dict[int, Line]] = defaultdict(dict)
        self.by_word: dict[str, dict[int, Line]] = defaultdict(dict)
        self.by_label: dict[str, dict[int, Line]] = defaultdict(dict)
        for place, line in enumerate(self.lines):
            line.place = place
            rename(line, further)
            self._enter(line)
        # what has been looked up: in a long release claim after claim asks for the same
        self.remembered: dict[Hashable, Any] = {}
        self.bearing = Bearing(line.label.words | line.context | line.entity for line in self.lines)

    def _enter(self, line: Line) -> None:
        label = normalize(line.item.label)
        self.by_label[label][line.place] = line
        if label.startswith("total "):
            self.by_label[label.removeprefix("total ")][line.place] = line
        for concept in line.concepts:
            self.by_concept[concept.name][line.place] = line
        for word in line.label.words:
            self.by_word[word][line.place] = line

    def labels_in(self, tokens: Sequence[str]) -> Iterator[str]:
        """The labels of lines that stand in these words, the longest first; one word alone tells nothing."""
        for size in range(min(9, len(tokens)), 1, -1):
            for at in range(len(tokens) - size + 1):
                phrase = " ".join(tokens[at : at + size])
                if phrase in self.by_label:
                    yield phrase

    @cached_property
    def sizes(self) -> list[tuple[Decimal, int]]:
        """The sizes of all figures, the smallest first, each with the place of its line."""
        return sorted((abs(fact.value), line.place) for line in self.lines for fact in line.facts)

    def between(self, low: Decimal | None, high: Decimal | None) -> frozenset[int]:
        """The places of the lines with a figure of a size between two, both included; None is no limit."""
        first = 0 if low is None else bisect_left(self.sizes, low, key=itemgetter(0))
        last = len(self.sizes) if high is None else bisect_right(self.sizes, high, key=itemgetter(0))
        return frozenset(place for _, place in self.sizes[first:last])


def rename(line: Line, further: Mapping[str, tuple[Concept, ...]]) -> None:
    """Let a line be of the concepts that a user's own words for its label stand for."""
    found = further.get(normalize(line.item.label), ()) if further else ()
    fitting = tuple(concept for concept in found if concept_fits(concept, line.unit))
    if fitting:
        line.concepts = (*fitting, *line.concepts)
        line.label = replace(line.label, extra=frozenset())
        line.from_parent = False


def among(lines: Mapping[int, Line], places: frozenset[int] | None) -> Iterator[Line]:
    """The lines that stand at the places, in their order; all of them where there are no places to keep to."""
    if places is None:
        return iter(lines.values())
    return (lines[place] for place in sorted(lines.keys() & places))


def lines_of(table: Table) -> list[Line]:
    """One line for each row and each kind of column (entity, measure, unit, basis)."""
    groups: dict[tuple[int, str, str, str, str], list[Fact]] = {}
    for fact in table.facts:
        column = fact.column
        unit = fact.unit if column.role == "value" else ""
        key = (fact.item.row, column.entity, column.measure, basis_name(column.basis), unit)
        if column.role != "value":
            key = next((k for k in groups if k[:4] == key[:4]), key)
        groups.setdefault(key, []).append(fact)
    caption = read_label(table.caption)
    return [line_of(table, facts, key, caption) for key, facts in groups.items()]


def basis_name(basis: str) -> str:
    """The bases of columns under the names that claims use."""
    known = {"non-gaap": "adjusted", "reported": "", "gaap": "gaap", "restated": "", "as reported": ""}
    return known.get(basis, basis.removesuffix(", restated").removesuffix(", reported"))


def line_of(table: Table, facts: list[Fact], key: tuple[int, str, str, str, str], caption: Reading) -> Line:
    item = facts[0].item
    label = read_label(item.label)
    parents = [read_label(p) for p in item.parents]
    unit = next((f.unit for f in facts if f.column.role == "value"), item.unit)
    concepts, from_parent = concepts_of(label, parents, unit, item)
    if not concepts and not label.words:
        # a bare "Total" is of what the caption names
        concepts = tuple(c for c in caption.concepts if concept_fits(c, unit))
    own = own_concepts(item.path, unit_kind(item))
    context = (
        caption.words.union(*(p.words for p in parents)) | read_label(key[1]).words | read_label(key[2]).words
    )
    narrowing = [p for p, text in zip(parents, item.parents, strict=True) if not WHOLE.match(text)]
    entity = frozenset().union(*(p.extra for p in narrowing if not p.concepts and is_entity(p)))
    column_basis = basis_name(facts[0].column.basis)
    basis = item_basis(item, label, parents, caption, column_basis)
    return Line(
        item=item,
        table=table,
        label=label,
        context=frozenset(context),
        concepts=(*concepts, *own),
        own=frozenset(c.name for c in own),
        context_concepts=frozenset(
            c.name for r in (caption, *parents, read_label(key[2])) for c in r.concepts
        ).union(c.name for p in item.parents for c in own_concepts((p,), "")),
        from_parent=from_parent,
        entity=entity | read_label(key[1]).words,
        basis=basis,
        unit=unit,
        measure=key[2],
        per_share=share_kind(item) if unit.endswith("/share") else "",
        facts=facts,
    )


def item_basis(item: LineItem, label: Reading, parents: list[Reading], caption: Reading, column: str) -> str:
    """A column says it first, then the row, then the nearest parent, last the caption."""
    for basis in (label.basis, basis_name(item.basis), column, *(p.basis for p in reversed(parents))):
        if basis:
            return basis
    return caption.basis if caption.basis == "pro forma" else ""


def is_entity(parent: Reading) -> bool:
    """Whether a parent names something narrower than a part of the statement or a stretch of time."""
    return any(not word.isdigit() for word in parent.extra - word_list("structure") - word_list("time"))


@lru_cache(maxsize=8192)
def concept_fits(concept: Concept, unit: str) -> bool:
    """Whether a concept is measured in a row's unit."""
    kind = concept.unit
    if kind == "money":
        return len(unit) == 3 and unit.isupper()
    if kind == "per_share":
        return unit.endswith("/share")
    if kind == "percent":
        return unit in ("percent", "points", "ratio")
    if kind == "ratio":
        return unit in ("ratio", "percent", "days", "x") or not unit.isupper()
    if kind == "shares":
        return unit == "shares"
    return not (len(unit) == 3 and unit.isupper() and unit != "MWH") and not unit.endswith("/share")


def concepts_of(
    label: Reading, parents: list[Reading], unit: str, item: LineItem
) -> tuple[tuple[Concept, ...], bool]:
    own = tuple(c for c in label.concepts if concept_fits(c, unit))
    if unit.endswith("/share"):
        return per_share_concepts(label, parents), False
    if own:
        return own, False
    for parent in reversed(parents):
        found = tuple(c for c in parent.concepts if concept_fits(c, unit))
        if found:
            return found, True
    return (), False


EPS = Concept("eps", "per_share", "flow")


def per_share_concepts(label: Reading, parents: list[Reading]) -> tuple[Concept, ...]:
    """Earnings per share go by many rows ("Diluted", "Basic and diluted loss per share")."""
    readings = (label, *reversed(parents))
    for reading in readings:
        names = {c.name for c in reading.concepts}
        other = [c for c in reading.concepts if c.unit == "per_share" and c.name not in PER_SHARE]
        if other:
            return tuple(other)
        if names & (PER_SHARE | {"net_income"}):
            return (EPS,)
        money = [c for c in reading.concepts if c.unit == "money"]
        if money:
            return tuple(
                Concept(f"{c.name.removesuffix('_paid')}_per_share", "per_share", c.nature) for c in money
            )
    return (EPS,) if not label.extra else ()


def share_kind(item: LineItem) -> str:
    """diluted, basic, or both where one row (or none) tells."""
    path = " ".join(item.path).lower()
    label = item.label.lower()
    for text in (label, path):
        diluted, basic = "dilut" in text, "basic" in text
        if diluted != basic:
            return "diluted" if diluted else "basic"
        if diluted:
            return "both"
    return "both"
