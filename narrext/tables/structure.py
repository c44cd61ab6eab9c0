"""A grid of cells -> captions, headings and body, whatever layout the grid came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from narrext.numerals import Numeral
from narrext.plaintext.extents import SCALE_WORDS, TITLE_WORDS, has_heading_words
from narrext.tables.cells import has_decimal_commas, read_figures, split_range
from narrext.tables.records import GridCell

YEAR = re.compile(r"(?:19|20)\d\d(?:\s?(?:\*{1,3}|\(\w\)))?$")
MARK = re.compile(r"\(\d\)$|\*{1,3}$")
MAX_LABEL_OVER_YEARS = 40


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the grid. kind: ``caption``, ``heading``, ``section`` (words alone), ``figures``."""

    index: int
    kind: str
    labels: tuple[GridCell, ...]  # cells of column 0
    cells: tuple[GridCell, ...]  # the others
    numerals: tuple[Numeral | None, ...]  # of `cells`
    label: str  # white space folded

    @property
    def indent(self) -> float:
        return self.labels[0].indent if self.labels else 0.0


@dataclass(slots=True)
class Band:
    """Headings and the rows under them; a table has a band for each time that headings come anew."""

    headings: list[GridRow] = field(default_factory=list)
    body: list[GridRow] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)  # titles of its own, in the middle of a table


@dataclass(slots=True)
class Structure:
    captions: list[str] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    columns: int = 0  # columns of figures


def fold(text: str) -> str:
    return " ".join(text.split())


def find_structure(cells: Sequence[GridCell], text: str) -> Structure:
    """The captions and the bands of a grid."""
    commas = has_decimal_commas(cells, text)
    rows = [
        make_row(index, list(row), text, commas) for index, row in groupby(cells, key=lambda cell: cell.row)
    ]
    found = Structure(columns=max((c.column + c.column_span for c in cells), default=1) - 1)
    band = Band()
    begun = False
    for place, unsorted in enumerate(rows):
        kind = sort_row(unsorted, rows, place, begun)
        row = as_kind(unsorted, kind)
        if kind == "caption":
            found.captions.append(row.label)
        elif kind == "heading":
            if band.body:
                leading = take_sections(band)
                if band.body:
                    found.bands.append(band)
                    band = Band()
                    leading = take_titles(leading, band)
                band.body.extend(leading)
            band.headings.append(row)
        else:
            begun = begun or kind == "figures"
            band.body.append(row)
    if band.body or band.headings:
        found.bands.append(band)
    return found


def make_row(index: int, cells: list[GridCell], text: str, decimal_commas: bool) -> GridRow:
    labels = tuple(cell for cell in cells if cell.column == 0)
    others = tuple(part for cell in cells if cell.column > 0 for part in split_range(cell, text))
    numerals = read_figures(others, text, decimal_commas=decimal_commas)
    label = fold(" ".join(text[cell.start : cell.end] for cell in labels))
    if others and all(n is not None and YEAR.match(fold(text[n.start : n.end])) for n in numerals):
        kind = "years"
    elif others and all(MARK.match(fold(text[c.start : c.end])) for c in others):
        kind = "marks"
    elif any(numeral is not None for numeral in numerals):
        words = [fold(text[c.start : c.end]) for c, n in zip(others, numerals, strict=True) if n is None]
        years = all(n is None or is_year_or_mark(fold(text[n.start : n.end])) for n in numerals)
        kind = (
            "heading"
            if years and (not label or any(has_heading_words(word) for word in words))
            else "figures"
        )
    elif others:
        words = [fold(text[c.start : c.end]) for c in others]
        kind = "heading" if any(words) else "section"
    else:
        kind = "section"
    return GridRow(index, kind, labels, others, numerals, label)


def is_year_or_mark(printed: str) -> bool:
    return YEAR.match(printed) is not None or MARK.match(printed) is not None


def as_kind(row: GridRow, kind: str) -> GridRow:
    return GridRow(row.index, kind, row.labels, row.cells, row.numerals, row.label)


def sort_row(row: GridRow, rows: Sequence[GridRow], place: int, begun: bool) -> str:
    """What a row is, seen where it stands."""
    if row.kind in ("years", "marks"):
        if not row.label or not begun or is_stub(row):
            return "heading" if row.kind == "years" or not begun else "section"
        return "figures"
    if row.kind == "heading" and begun and not is_new_heading(rows, place):
        return "section" if row.label else "text"
    if row.kind == "section" and not begun:
        return "caption" if is_caption(row, rows, place) else "section"
    return row.kind


def is_stub(row: GridRow) -> bool:
    """Whether the label beside years heads the column of labels."""
    label = row.label
    return len(label) < MAX_LABEL_OVER_YEARS and bool(SCALE_WORDS.search(label) or has_heading_words(label))


def is_new_heading(rows: Sequence[GridRow], place: int) -> bool:
    """Whether words over the columns in the middle of a table head them anew: period words, and figures below."""
    for row in rows[place : place + 6]:
        if row.kind == "figures":
            return False
        if row.kind == "years":
            return True
        if row.kind == "heading" and (
            row is not rows[place] or len(row.cells) > 1 or row.cells[0].column_span > 1
        ):
            return True
    return False


def is_caption(row: GridRow, rows: Sequence[GridRow], place: int) -> bool:
    """Whether words alone above the first figures are a caption: no headings above them, or a scale."""
    if SCALE_WORDS.search(row.label) and not row.label.endswith(":"):
        return True
    above = any(other.kind in ("heading", "years") for other in rows[:place])
    below = any(other.kind in ("heading", "years") for other in rows[place + 1 :])
    wide = bool(row.labels) and row.labels[0].column_span > 1
    if above:
        return wide and bool(TITLE_WORDS.search(row.label))
    return below and (wide or bool(TITLE_WORDS.search(row.label)) or has_heading_words(row.label))


def take_sections(band: Band) -> list[GridRow]:
    """Take the section headings from the end of a band: they stand over what comes next."""
    taken: list[GridRow] = []
    while band.body and band.body[-1].kind == "section":
        taken.insert(0, band.body.pop())
    return taken


def take_titles(leading: list[GridRow], band: Band) -> list[GridRow]:
    """Make captions of a band of the words over it that span the table and title a statement; the rest is left."""
    at = max(
        (place for place, row in enumerate(leading) if is_title(row)),
        default=-1,
    )
    band.captions = [row.label for row in leading[: at + 1]]
    return leading[at + 1 :]


def is_title(row: GridRow) -> bool:
    wide = bool(row.labels) and row.labels[0].column_span > 1
    return wide and bool(TITLE_WORDS.search(row.label) or SCALE_WORDS.search(row.label))
