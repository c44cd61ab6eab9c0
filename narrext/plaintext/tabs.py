"""Lines with tabs -> lines of type: on a typewriter's stops, or a tab to a field as programs write tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

STOP = 8
# Blanks between fields, so that each stands apart.
GAP = 3
# Lines between two with tabs that may be titles and section headings of one table.
BETWEEN = 4
# Tables of fields have at least so many lines; as many tabs on each, or few empty fields: a typist sets
# several tabs behind short labels.
LEAST, WHOLE = 3, 0.5
# What share of its lines have as many fields; or, in a table set on a typewriter, begin at the same stops.
TYPED = 0.8
NUMBER = re.compile(r"[$€£(\s-]*[\d.,]*\d\s*[)%]*\s*$|\s*(?:[-–—]+|n/?[am]|nm)?\s*$", re.IGNORECASE)


def lay_out(body: str, start: int) -> tuple[str, tuple[int, ...]]:
    """`body` with its tabs as blanks, and the offset behind each column.

    Stops are set twice as far apart as on a typewriter: fields that a tab parts by one blank would else
    read as one.
    """
    letters: list[str] = []
    places: list[int] = []
    column = 0  # on the typewriter
    for index, letter in enumerate(body):
        width = 1
        if letter == "\t":
            column = (column // STOP + 1) * STOP
            width = max(1, 2 * column - len(letters))
        else:
            column += 1
        letters.extend(" " * width if letter == "\t" else letter)
        places.extend([start + index] * width)
    places.append(start + len(body))
    return "".join(letters), tuple(places)


def lay_fields(body: str, start: int, widths: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """`body` with each field set flush right in its column, the first flush left, and the offsets behind
    each column; a heading wider than its column runs on over empty ones."""
    line = ""
    places: list[int] = []
    at = start
    edge = 0
    for number, field in enumerate(body.split("\t")):
        width = widths[number] if number < len(widths) else len(field)
        left = edge if number == 0 else edge + GAP + max(0, width - len(field))
        blanks = max(left - len(line), 1 if line and field else 0)
        if field:
            line += " " * blanks + field
            places += [at] * blanks
            places += range(at, at + len(field))
        edge += width + (GAP if number else 0)
        at += len(field) + 1
    places.append(start + len(body))
    return line, tuple(places)


def field_widths(bodies: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """For the lines of tables whose columns a single tab parts: how wide each field is."""
    found: dict[int, tuple[int, ...]] = {}
    for run in runs_with_tabs(bodies):
        rows = [bodies[index].split("\t") for index in run]
        figures = [row for row in rows if all(NUMBER.match(field) for field in row[1:])]
        whole = sum(all(row[1:]) for row in rows)
        counts = [len(row) for row in figures]
        alike = counts.count(max(counts)) >= TYPED * len(counts) if counts else False
        if len(figures) < LEAST or 2 * len(figures) < len(rows):
            continue
        if not (alike or whole >= WHOLE * len(rows)):
            continue
        if is_typed(figures) and not is_headed_by_field(rows, figures, max(counts)):
            continue
        found |= dict.fromkeys(run, widths_of(rows, max(counts)))
    return found


def is_headed_by_field(rows: Sequence[Sequence[str]], figures: Sequence[Sequence[str]], count: int) -> bool:
    """Whether headings have a field for each column, and stand left of the figures on a typewriter: no typist sets
    them so."""
    left = min((stops[0] for row in figures if (stops := stops_of(row))), default=0)
    return any(
        len(row) == count and not row[0] and row[1] and stops_of(row)[0] < left and row not in figures
        for row in rows
    )


def runs_with_tabs(bodies: Sequence[str]) -> list[list[int]]:
    """The lines with tabs, in runs that few other lines part."""
    runs: list[list[int]] = []
    for index, body in enumerate(bodies):
        if "\t" not in body:
            continue
        if runs and index - runs[-1][-1] <= BETWEEN:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) >= LEAST]


def widths_of(rows: Sequence[Sequence[str]], count: int) -> tuple[int, ...]:
    """The widest of each field, without headings that run on over an empty one."""
    widths = [0] * count
    for row in rows:
        for at, field in enumerate(row[:count]):
            if at == 0 or at + 1 == len(row) or row[at + 1]:
                widths[at] = max(widths[at], len(field))
    return tuple(widths)


def is_typed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the figures of most rows begin at the same stops on a typewriter.

    No typist sets a tab behind the last figure of a row.
    """
    if any(len(row) > 1 and not row[-1] for row in rows):
        return False
    stops = [stops_of(row) for row in rows]
    most = max(map(len, stops))
    full = Counter(each for each in stops if len(each) == most)
    common = set(full.most_common(1)[0][0])
    return sum(common.issuperset(each) for each in stops) >= TYPED * len(stops)


def stops_of(row: Sequence[str]) -> tuple[int, ...]:
    """Where the fields behind the first that are not empty begin on a typewriter."""
    found: list[int] = []
    column = 0
    for number, field in enumerate(row):
        if number and field:
            found.append(column)
        column = ((column + len(field)) // STOP + 1) * STOP
    return tuple(found)
