"""The columns that a reader sees in a grid whose every figure takes two or three of the grid's own.

HTML tables give the currency mark, the number, its closing parenthesis and the space between columns
a grid column each, and not the same ones in every row. What stands in one column of the page are the
figures whose extents in the grid overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Unit(NamedTuple):
    """What is printed in ``[start, stop)`` of a grid row: a figure with its signs, or words."""

    row: int
    start: int
    stop: int
    figure: bool
    year: bool  # a figure, but perhaps a heading: "2003"


@dataclass(frozen=True, slots=True)
class Columns:
    """Column 0 holds the labels and ends at `label_stop`; `extents` are those of the others, in order."""

    label_stop: int
    extents: tuple[tuple[int, int], ...]

    def cover_all(self, units: Iterable[Unit]) -> dict[tuple[int, int], tuple[int, int]]:
        """`cover` of every extent that units have; they have few different ones."""
        extents = {(unit.start, unit.stop) for unit in units}
        return {extent: self.cover(*extent) for extent in extents}

    def cover(self, start: int, stop: int) -> tuple[int, int]:
        """First column of the page that ``[start, stop)`` stands over, and how many."""
        extents = self.extents
        first_extent = extents[0][0] if extents else stop
        over = [
            index
            for index, (left, right) in enumerate(extents, 1)
            if 2 * (min(stop, right) - max(start, left)) >= min(right - left, stop - start)
            and min(stop, right) > max(start, left)
        ]
        if start < self.label_stop and start < first_extent:
            return (0, over[-1] + 1) if over else (0, 1)
        if over:
            return over[0], over[-1] - over[0] + 1
        return self._nearest(start, stop), 1

    def _nearest(self, start: int, stop: int) -> int:
        """Of what stands over no column (over a space between two): the one it is nearest to."""
        if not self.extents:
            return 0
        distances = [abs(left + right - start - stop) for left, right in self.extents]
        return distances.index(min(distances)) + 1


def find_columns(units: list[Unit]) -> Columns:
    """The columns of a table: from the extents of its figures, then of words beside figures."""
    figures = [unit for unit in units if unit.figure and not unit.year] or [
        unit for unit in units if unit.figure
    ]
    rows = {unit.row for unit in figures}
    groups = _merge_alternating(_group((unit.start, unit.stop) for unit in figures), units)
    first = groups[0][0] if groups else 0
    words = [unit for unit in units if not unit.figure and unit.row in rows]
    beside = (
        (unit.start, unit.stop)
        for unit in words
        if unit.start >= first and not any(unit.start < right and left < unit.stop for left, right in groups)
    )
    groups = sorted([*groups, *_group(beside)])
    groups = sorted([*groups, *_empty(groups, units)])
    label_stop = max((min(unit.stop, first) for unit in words if unit.start < first), default=min(first, 1))
    return Columns(label_stop, tuple(groups))


def _empty(groups: list[tuple[int, int]], units: list[Unit]) -> list[tuple[int, int]]:
    """Columns that years head and no row has anything in: where a row of headings has one for every column,
    and years over none."""
    if not groups:
        return []
    rows: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.year or unit.stop > groups[0][0]:
            rows.setdefault(unit.row, []).append(unit)
    heads = next((row for row in rows.values() if sum(unit.year for unit in row) > 1), [])
    free = [
        (unit.start, unit.stop)
        for unit in heads
        if unit.year and not any(unit.start < right and left < unit.stop for left, right in groups)
    ]
    return free if len(free) + len(groups) == len(heads) else []


def _group(extents: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Extents that overlap are one column; one that lies over several columns is none of its own.

    Narrow ones come first, so that a wide cell cannot tie columns together that others keep apart.
    """
    groups: list[tuple[int, int]] = []
    counts = Counter(extents)
    for start, stop in sorted(counts, key=lambda each: (each[1] - each[0], -counts[each], each)):
        over = [index for index, (left, right) in enumerate(groups) if start < right and left < stop]
        if not over:
            groups.append((start, stop))
        elif len(over) == 1:
            left, right = groups[over[0]]
            groups[over[0]] = (min(left, start), max(right, stop))
    return sorted(groups)


def _merge_alternating(groups: list[tuple[int, int]], units: list[Unit]) -> list[tuple[int, int]]:
    """Neighbours that never both hold something in a row are one column, set in and out by the page."""
    if len(groups) < 2:
        return groups
    starts = [left for left, _ in groups]
    rows: list[set[int]] = [set() for _ in groups]
    for unit in units:
        index = bisect_left(starts, unit.stop) - 1
        before = groups[index - 1][1] if index else 0
        if index >= 0 and before <= unit.start < groups[index][1]:
            rows[index].add(unit.row)
    merged, held = [groups[0]], rows[0]
    for (start, stop), own in zip(groups[1:], rows[1:], strict=True):
        left, right = merged[-1]
        if start - right <= 1 and not held & own:
            merged[-1], held = (left, stop), held | own
        else:
            merged.append((start, stop))
            held = own
    return merged
