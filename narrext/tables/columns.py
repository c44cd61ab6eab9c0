"""Figures of lines -> columns, by where they stand; no list of known layouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrext.plaintext.figures import Figure

# Figures whose digits end this far apart, and no figure of the same line between them, share a column.
EDGE_SLACK = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A column on the page: from the leftmost mark of its figures to their rightmost."""

    left: int
    right: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Placed:
    """The figures of one line with the column of each."""

    figures: tuple[tuple[int, Figure], ...]
    columns: tuple[Span, ...]  # where the columns stand around this line


def place_figures(tails: Sequence[Sequence[Figure]]) -> list[Placed]:
    """The column of every figure of every line; lines without figures give none.

    Columns are the heaps that the figures' spans make on the page. Where columns shift between the
    blocks of one table, each stretch of lines has heaps of its own, and the n-th heap of the one is the
    n-th of the other.
    """
    stretches = cut_stretches(tails)
    heaps = [heaps_of(tails[first:last]) for first, last in stretches]
    widest = max(heaps, key=len, default=[])
    placed: list[Placed] = []
    for (first, last), spans in zip(stretches, heaps, strict=True):
        numbers = match_spans(spans, widest)
        columns = known_columns(spans, numbers, widest)
        placed += [
            Placed(tuple((numbers[find_span(spans, f)], f) for f in tail), columns)
            for tail in tails[first:last]
        ]
    return placed


def cut_stretches(tails: Sequence[Sequence[Figure]]) -> list[tuple[int, int]]:
    """Stretches of lines in which no two figures of one line fall on one heap."""
    whole = merge_spans([span_of(figure) for tail in tails for figure in tail])
    if not any(collides(whole, tail) for tail in tails):
        return [(0, len(tails))] if tails else []
    stretches: list[tuple[int, int]] = []
    first = 0
    heaps: list[Span] = []
    for index, tail in enumerate(tails):
        grown = merge_spans([*heaps, *(span_of(figure) for figure in tail)])
        if collides(grown, tail) or (
            len(grown) < len(heaps) and joins_told(heaps, grown, tails[first:index])
        ):
            stretches.append((first, index))
            first, grown = index, merge_spans([span_of(figure) for figure in tail])
        heaps = grown
    stretches.append((first, len(tails)))
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]


def joins_told(heaps: Sequence[Span], grown: Sequence[Span], tails: Sequence[Sequence[Figure]]) -> bool:
    """Whether heaps fell together that some line has figures on both of."""
    return any(collides(grown, tail) for tail in tails) and not any(collides(heaps, tail) for tail in tails)


def collides(heaps: Sequence[Span], tail: Sequence[Figure]) -> bool:
    """Whether two figures of a line fall on one heap."""
    if len(tail) < 2:
        return False
    at = 0
    last = -1
    for figure in tail:
        while at < len(heaps) and heaps[at].right <= figure.core:
            at += 1
        if at == last:
            return True
        last = at
    return False


def heaps_of(tails: Sequence[Sequence[Figure]]) -> list[Span]:
    heaps = merge_spans([span_of(figure) for tail in tails for figure in tail])
    return join_near(heaps, tails)


def span_of(figure: Figure) -> Span:
    return Span(figure.core, figure.right)


def touches(heap: Span, figure: Figure) -> bool:
    return heap.left <= figure.core < heap.right


def merge_spans(spans: Sequence[Span]) -> list[Span]:
    """Spans that overlap made one, from left to right."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.left, span.right)):
        if merged and span.left < merged[-1].right:
            merged[-1] = Span(merged[-1].left, max(merged[-1].right, span.right))
        else:
            merged.append(span)
    return merged


def join_near(heaps: list[Span], tails: Sequence[Sequence[Figure]]) -> list[Span]:
    """Join heaps side by side that no line has figures on both of: narrow figures set off their column."""
    joined: list[Span] = []
    for heap in heaps:
        last = joined[-1] if joined else None
        if (
            last is not None
            and heap.left - last.right <= EDGE_SLACK
            and not any(on_both(last, heap, t) for t in tails)
        ):
            joined[-1] = Span(last.left, heap.right)
        else:
            joined.append(heap)
    return joined


def on_both(first: Span, second: Span, tail: Sequence[Figure]) -> bool:
    return any(touches(first, f) for f in tail) and any(touches(second, f) for f in tail)


def find_span(spans: Sequence[Span], figure: Figure) -> int:
    for index, span in enumerate(spans):
        if span.left <= figure.core < span.right:
            return index
    middle = (figure.core + figure.right) / 2
    return min(range(len(spans)), key=lambda index: abs(spans[index].middle - middle))


def match_spans(spans: Sequence[Span], widest: Sequence[Span]) -> list[int]:
    """For each span its place among the widest stretch's columns, in order, as near as can be."""
    if len(spans) == len(widest):
        return list(range(len(spans)))
    # best[j]: least distance with the spans so far on columns before j
    best: list[tuple[float, list[int]]] = [(0.0, [])] * (len(widest) + 1)
    for index, span in enumerate(spans):
        grown: list[tuple[float, list[int]]] = [(float("inf"), [])] * (len(widest) + 1)
        for column in range(index, len(widest)):
            far, path = best[column]
            cost = far + abs(span.right - widest[column].right)
            options = [(cost, [*path, column]), grown[column]]
            grown[column + 1] = min(options, key=lambda option: option[0])
        best = grown
    return best[len(widest)][1]


def known_columns(spans: Sequence[Span], numbers: Sequence[int], widest: Sequence[Span]) -> tuple[Span, ...]:
    """All columns where they stand in this stretch; those without figures here stand as elsewhere."""
    here = dict(zip(numbers, spans, strict=True))
    return tuple(here.get(column, span) for column, span in enumerate(widest))
