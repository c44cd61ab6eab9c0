"""Lines of a table -> the totals among them and what they add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrext.footing.lines import Line
from narrext.footing.reading import LINE_BITS, Reading, find_reading, is_credible, weigh

# A figure broken down below it has at most so many parts.
MAX_BELOW = 12
# A section's sum misses its total by no more than one part in so many, if it was read rightly.
NEAR = 4
TOTAL = re.compile(r"(?i)(?:sub)?total\b")


def find_sums(lines: Sequence[Line]) -> list[Reading]:
    """The readings of all totals of lines in one unit, in the order of the table."""
    found: list[Reading] = []
    add_level(nest(lines), found)
    return found


def nest(lines: Sequence[Line]) -> list[Line]:
    """Lines whose parent is itself a line of figures, taken under it; gives those at the top."""
    top: list[Line] = []
    known: dict[tuple[str, ...], Line] = {}
    for line in lines:
        parent = known.get(line.parents) if line.parents else None
        if parent is None:
            top.append(line)
        else:
            parent.children.append(line)
        known[(*line.parents, line.label)] = line
    return top


@dataclass(slots=True)
class Pile:
    """Lines that no total has taken up yet; and those set aside because they break down the line above."""

    lines: list[Line]
    found: list[Reading]
    aside: Reading | None = None
    place: int = 0  # where the lines set aside stood

    def read(self, line: Line) -> bool:
        """Seek the parts of a line at the end of the pile, and put it in their stead."""
        reading = find_reading(line, self.lines)
        if self.aside is not None and (reading is None or len(reading.parts) == 1):
            reading = self._read_aside(line) or reading
        if reading is None:
            reading = claimed(line, self.lines)
        if reading is not None:
            self.found.append(reading)
            line.closed = True
            del self.lines[-len(reading.parts) :]
        self.lines.append(line)
        return reading is not None

    def _read_aside(self, line: Line) -> Reading | None:
        """What was set aside as a breakdown may be the parts of a later total after all."""
        assert self.aside is not None
        whole = [*self.lines[: self.place], *self.aside.parts, *self.lines[self.place :]]
        reading = find_reading(line, whole)
        if reading is not None and len(reading.parts) > max(1, len(self.lines) - self.place):
            self.lines[:] = whole
            self.found.remove(self.aside)
            self.aside = None
            return reading
        return None

    def set_aside(self, below: Reading) -> None:
        self.found.append(below)
        del self.lines[-len(below.parts) :]
        self.aside, self.place = below, len(self.lines)


def claimed(line: Line, lines: Sequence[Line]) -> Reading | None:
    """The lines of a section as what its total claims to add up, though in no column it does.

    Only where the sum comes near: else the section was read wrongly, or holds other things as well.
    """
    if not (line.total and line.parents and TOTAL.match(line.label)):
        return None
    depth = len(line.parents)
    parts: list[Line] = []
    for part in reversed(lines):
        if part.parents[:depth] != line.parents:
            break
        parts.insert(0, part)
    if len(parts) < 2:
        return None
    reading = weigh(line, parts, (1,) * len(parts), False)
    return (
        reading
        if reading.failed and all(comes_near(line, parts, at) for at in range(len(line.values)))
        else None
    )


def comes_near(line: Line, parts: Sequence[Line], at: int) -> bool:
    """Whether the parts of a total miss it in one column by a small part of it."""
    wanted = line.values[at]
    if not wanted:
        return True
    return abs(wanted - sum(part.values[at] or 0 for part in parts)) * NEAR <= abs(wanted)


def add_level(lines: Sequence[Line], found: list[Reading]) -> list[Line]:
    """Go down lines of one level with a pile; gives what is left on it."""
    pile = Pile([], found)
    for line in lines:
        explained = pile.read(line)
        if line.children:
            add_children(line, pile)
        elif not explained:
            add_below(pile)
    return pile.lines


def add_children(line: Line, pile: Pile) -> None:
    """Lines under a line of figures: its parts, where they add up to it; else lines like others."""
    left = add_level(line.children, pile.found)
    below = weigh(line, left, (1,) * len(left), False)
    if len(left) > 1 and below.held >= max(1, below.failed) and below.bits >= LINE_BITS:
        pile.found.append(below)
    elif len(left) > 1:
        pile.lines.extend(left)


def add_below(pile: Pile) -> None:
    """Where the last lines break down the line above them, set them aside: it stands for them already."""
    lines = pile.lines
    line = lines[-1]
    at = next((at for at, value in enumerate(line.values) if value), None)
    if at is None or len(lines) < 3:
        return
    added, slack = line.values[at] or 0, line.slack[at]
    for count in range(2, min(len(lines) - 1, MAX_BELOW) + 1):
        part = lines[-count]
        added += part.values[at] or 0
        slack += part.slack[at]
        above = lines[-count - 1]
        wanted = above.values[at]
        if not wanted or abs(wanted - added) > slack + above.slack[at]:
            continue
        below = weigh(above, lines[-count:], (1,) * count, False)
        if not below.failed and below.bits >= LINE_BITS and is_credible(below, True):
            pile.set_aside(below)
            return
