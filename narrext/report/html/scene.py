"""Release text, blocks and encoded claims and tables -> what the templates set on a page.

Works on the objects of JSON (`narrext.report.encode`), so that a report read from a file is shown as
one just made. Every character of a block stands on the page once and in order: an offset can be
counted back from a place in the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from narrext.report.html.words import period_words
from narrext.segment import Block

# kinds whose text is set as a typewriter set it
TYPED = frozenset({"table", "cover", "note"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block that one set of claims covers; `claims` has the shortest first, rejected ones last."""

    text: str
    claims: tuple[str, ...] = ()
    first: bool = False  # the shortest claim begins here
    last: bool = False  # and ends here
    gap: bool = False  # a page break inside a sentence


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the release, ``text[start:end]``, in pieces."""

    id: str
    kind: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    typed: bool
    table: int | None = None  # index of the table that is read from it


Span = tuple[int, int, str, bool]  # start, end, claim, whether a reviewer rejected it


def spans_of(claims: Iterable[Mapping[str, Any]]) -> list[Span]:
    """Where the claims stand, in reading order."""
    return sorted((*claim["span"], claim["id"], claim.get("status") == "rejected") for claim in claims)


def block_views(
    text: str,
    blocks: Sequence[Block],
    claims: Iterable[Mapping[str, Any]],
    tables: Sequence[Mapping[str, Any]],
    key: str = "",
) -> list[BlockView]:
    """All blocks in reading order with the claims in them; `key` goes before ids."""
    spans = spans_of(claims)
    return [block_view(text, number, block, spans, tables, key) for number, block in enumerate(blocks)]


def block_view(
    text: str,
    number: int,
    block: Block,
    spans: Sequence[Span],
    tables: Sequence[Mapping[str, Any]],
    key: str = "",
) -> BlockView:
    """A block of the release with the spans that stand in it."""
    inside = [s for s in spans if s[0] < block.end and s[1] > block.start]
    table = None
    if block.kind == "table":
        table = next(
            (t["index"] for t in tables if t["span"][0] < block.end and t["span"][1] > block.start), None
        )
    pieces = tuple(cut(text, block.start, block.end, inside, block.gaps))
    typed = block.kind in TYPED and (block.plain or block.kind == "table")
    return BlockView(f"{key}b{number}", block.kind, block.start, block.end, pieces, typed, table)


def cut(
    text: str, start: int, end: int, spans: Sequence[Span], gaps: Sequence[tuple[int, int]] = ()
) -> Iterable[Piece]:
    """``text[start:end]`` cut wherever a claim or a gap begins or ends; nothing is left out or doubled."""
    edges = {start, end}
    for low, high in (*((span[0], span[1]) for span in spans), *gaps):
        edges |= {max(start, min(low, end)), max(start, min(high, end))}
    places = sorted(edges)
    for low, high in itertools.pairwise(places):
        over = sorted(
            (s for s in spans if s[0] <= low and high <= s[1]), key=lambda s: (s[3], s[1] - s[0], s[0])
        )
        gap = any(a <= low and high <= b for a, b in gaps)
        if not over:
            yield Piece(text[low:high], gap=gap)
            continue
        top = over[0]
        yield Piece(
            text[low:high],
            tuple(s[2] for s in over),
            low == max(top[0], start),
            high == min(top[1], end),
            gap,
        )


# --- tables ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over `span` columns; of the lowest level where `lowest`."""

    words: str
    span: int
    lowest: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a line item with its figures, or the label of a group."""

    label: str
    depth: int
    figures: tuple[Mapping[str, Any] | None, ...] = ()
    total: bool = False
    unit: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as read, ready to be set."""

    index: int
    caption: str
    statement: str
    scale: str
    currency: str
    start: int
    headings: tuple[tuple[Heading, ...], ...]
    periods: tuple[str, ...]  # in words, "" where none was read
    rows: tuple[Row, ...]
    columns: int


def table_view(table: Mapping[str, Any]) -> TableView:
    """A table of a report as the page draws it."""
    columns = table["columns"]
    return TableView(
        index=table["index"],
        caption=table["caption"],
        statement=table["statement"].replace("_", " "),
        scale=table["scale"],
        currency=table["currency"],
        start=table["span"][0],
        headings=tuple(heading_rows([column["headings"] for column in columns])),
        periods=tuple(column_words(column) for column in columns),
        rows=tuple(table_rows(table)),
        columns=len(columns),
    )


def column_words(column: Mapping[str, Any]) -> str:
    """What a column is about, as read: its period, and what else its headings say of it."""
    said = [period_words(column["period"])] if column["period"] else []
    if column["role"] != "value":
        said.append(column["role"].replace("_", " "))
    said += [column[name] for name in ("basis", "measure", "entity") if column[name]]
    return ", ".join(said)


def heading_rows(columns: Sequence[Sequence[str]]) -> Iterable[tuple[Heading, ...]]:
    """The levels of headings from the top; equal neighbours under one parent are one heading."""
    depth = max((len(headings) for headings in columns), default=0)
    padded = [("",) * (depth - len(headings)) + tuple(headings) for headings in columns]
    for level in range(depth):
        row: list[Heading] = []
        before: tuple[str, ...] | None = None
        for path in padded:
            lowest = level == depth - 1
            if not lowest and before is not None and path[: level + 1] == before and path[level]:
                row[-1] = Heading(row[-1].words, row[-1].span + 1, False)
            else:
                row.append(Heading(path[level], 1, lowest))
            before = path[: level + 1]
        yield tuple(row)


def table_rows(table: Mapping[str, Any]) -> Iterable[Row]:
    """Line items in order; a parent that is no line item itself gets a row of its own, once."""
    places = {column["index"]: place for place, column in enumerate(table["columns"])}
    printed: set[tuple[str, ...]] = set()
    for item in table["items"]:
        *parents, label = item["label"]
        for depth in range(len(parents)):
            path = tuple(parents[: depth + 1])
            if path not in printed:
                printed.add(path)
                yield Row(parents[depth], depth, group=True)
        printed.add(tuple(item["label"]))
        figures: list[Mapping[str, Any] | None] = [None] * len(places)
        for figure in item["figures"]:
            figures[places[figure["column"]]] = figure
        yield Row(label, len(parents), tuple(figures), item["total"], item["unit"])


# --- summary -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the chart of verdicts: `left` and `width` in percent of the whole."""

    verdict: str
    count: int
    left: float
    width: float


def bars(counts: Mapping[str, int], order: Sequence[str]) -> list[Bar]:
    """One bar a verdict that occurs, side by side, filling 100."""
    whole = sum(counts.get(verdict, 0) for verdict in order)
    found: list[Bar] = []
    left = 0.0
    for verdict in order:
        number = counts.get(verdict, 0)
        if number:
            width = 100 * number / whole
            found.append(Bar(verdict, number, round(left, 3), round(width, 3)))
            left += width
    return found
