"""Table blocks -> drafts: a grid, its captions, its headings and its named rows, before dates are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from narrext.periods import PeriodMention
from narrext.release import Release
from narrext.segment import Block
from narrext.tables.captions import Scale, read_scale, statement_kind
from narrext.tables.headings import Head, heading_period, inherit, read_head, read_heads, stub_text
from narrext.tables.labels import Named, name_rows
from narrext.tables.records import GridCell
from narrext.tables.structure import Band, find_structure, fold
from narrext.tables.text_grid import text_grids
from narrext.tables.transpose import is_turned, turn

FLOWS = ("income", "cash_flow", "equity")


@dataclass(slots=True)
class Draft:
    """A table on its way: what its grid says before a calendar makes dates of it."""

    start: int
    end: int
    grid: tuple[GridCell, ...]
    captions: tuple[str, ...]
    band: Band
    heads: tuple[Head, ...]
    named: list[Named]
    statement: str
    scale: Scale = field(default_factory=Scale)
    borrowed: bool = False  # its scale is that of the other statements: none stands over it
    sections: dict[str, PeriodMention | None] = field(default_factory=dict)


def draft_tables(release: Release, blocks: Sequence[Block]) -> list[Draft]:
    """The tables of a release as their grids tell them, in reading order."""
    groups: list[list[Draft]] = []
    for bands in draft_grids(release, blocks):
        above = groups[-1][-1] if groups else None
        if above is not None and bands and goes_on(above, bands[0]):
            extend(above, bands.pop(0))
            groups[-1] += bands
        elif bands:
            groups.append(bands)
    for group in groups:
        name_drafts(group)
    return [draft for group in groups for draft in group]


def draft_grids(release: Release, blocks: Sequence[Block]) -> Iterator[list[Draft]]:
    """The bands of each grid that the blocks of a release hold."""
    for place, block in enumerate(blocks):
        if block.kind != "table":
            continue
        if block.cells:
            # What reads HTML is of no use to a release of plain text, and takes its time to import.
            from narrext.tables.html_grid import html_grid

            captions = captions_above(release.text, blocks, place)
            yield draft_bands(release.text, block, html_grid(block.cells, release.text), captions)
        else:
            captions = []
            for grid in text_grids(release.text, block.start, block.end):
                bands = draft_bands(release.text, block, grid, captions)
                # what titles the left of two tables titles the right one too
                captions = list(bands[0].captions) if bands else []
                yield bands


CONTINUED = re.compile(r"(?i)\W*\b(?:continued|concluded|cont['’]?d|cont\.)(?!\w)\W*")


def goes_on(above: Draft, below: Draft) -> bool:
    """Whether a table is the rest of the one before it: its title says so, and its columns are the same."""
    if not any(CONTINUED.search(caption) for caption in below.captions):
        return False
    first, second = ([plain(CONTINUED.sub(" ", caption)) for caption in d.captions] for d in (above, below))
    return set(second) <= set(first) and same_heads(above.heads, below.heads)


def extend(draft: Draft, rest: Draft) -> None:
    """Add the rest of a table that goes on over the page."""
    last = draft.grid[-1].row + 1 if draft.grid else 0
    draft.grid += tuple(replace(cell, row=cell.row + last) for cell in rest.grid)
    draft.band.body.extend(rest.band.body)
    draft.end = rest.end


LONGEST_HEADING = 40
MAX_CAPTIONS = 6
MAX_CAPTION = 160


def captions_above(text: str, blocks: Sequence[Block], place: int) -> list[str]:
    """The headings right above an HTML table, which title it."""
    found: list[str] = []
    for block in reversed(blocks[max(0, place - MAX_CAPTIONS) : place]):
        printed = " ".join(text[block.start : block.end].split())
        if block.kind not in ("heading", "paragraph") or len(printed) > MAX_CAPTION:
            break
        if printed.endswith(".") and not read_scale(printed).amounts and len(printed) > 60:
            break
        found.insert(0, printed)
    return found


def draft_bands(text: str, block: Block, grid: tuple[GridCell, ...], above: Sequence[str]) -> list[Draft]:
    """A draft for each band of a grid whose columns differ; bands with the same columns are one table."""
    structure = find_structure(grid, text)
    scales = [words for band in structure.bands for words in take_scales(band, text)]
    captions = tuple(dict.fromkeys((*above, *structure.captions, *scales)))
    drafts: list[Draft] = []
    for found in structure.bands:
        band, heads = headed_band(found, text)
        last = drafts[-1] if drafts else None
        if last is None and not any(head.headings for head in heads):
            heads, captions = headed_by(captions, heads)
        if last is not None:
            heads = inherit(heads, last.heads)
        if last is not None and same_heads(last.heads, heads):
            last.band.body.extend(band.body)
            continue
        if last is not None and not band.headings:
            heads = last.heads
        titles = own_captions(band, captions)
        drafts.append(Draft(block.start, block.end, grid, titles, band, heads, [], "other"))
    return [draft for draft in drafts if any(row.kind == "figures" for row in draft.band.body)]


def headed_band(band: Band, text: str) -> tuple[Band, tuple[Head, ...]]:
    """A band with what its columns are; one whose rows are periods is turned round."""
    heads = read_heads(band, band_columns(band), text)
    if not is_turned(band, heads):
        return band, heads
    turned = turn(band, text)
    return turned, read_heads(turned, band_columns(turned), text)


def headed_by(captions: tuple[str, ...], heads: tuple[Head, ...]) -> tuple[tuple[Head, ...], tuple[str, ...]]:
    """The heads of columns over which nothing stands, where the captions tell one date or period for each: the page
    sets the headings in a table of their own."""
    dated = [c for c in captions if len(c) < LONGEST_HEADING and is_dated_heading(c)]
    if len(heads) < 2 or len(dated) != len(heads):
        return heads, captions
    told = tuple(read_head(at, (caption,)) for at, caption in enumerate(dated))
    return told, tuple(caption for caption in captions if caption not in dated)


def is_dated_heading(caption: str) -> bool:
    mention = heading_period(caption)
    return mention is not None and (mention.until is not None or mention.year is not None)


def own_captions(band: Band, captions: tuple[str, ...]) -> tuple[str, ...]:
    """The captions of a band: its own titles, with the scale of the table where they state none."""
    if not band.captions:
        return captions
    scaled = any(read_scale(caption).amounts is not None for caption in band.captions)
    kept = () if scaled else tuple(c for c in captions if read_scale(c).amounts is not None and len(c) < 60)
    return (*band.captions, *kept)


def name_drafts(drafts: Sequence[Draft]) -> None:
    """Name the rows of the drafts that one grid gave, and say what statements they are."""
    for draft in drafts:
        draft.named = name_rows([row for row in draft.band.body if row.kind in ("section", "figures")])
        titles = [*draft.captions, *stub_text(draft.band.headings)]
        labels = (label for named in draft.named for label in (*named.parents, named.label))
        draft.statement = statement_kind(titles, labels, lengths=has_lengths(draft))
        if draft.statement != "reconciliation" and (heads_ranges(draft) or is_expected(draft)):
            draft.statement = "outlook"
        if draft is not drafts[0] and draft.statement in FLOWS and has_lengths(drafts[0]) and is_dated(draft):
            # balances below the statement that the title names
            draft.statement = "balance"


def take_scales(band: Band, text: str) -> list[str]:
    """Take from the headings of a band the rows that state the scale of all its columns: captions."""
    found: list[str] = []
    for row in list(band.headings):
        words = fold(text[row.cells[0].start : row.cells[0].end]) if len(row.cells) == 1 else ""
        if not row.label and words and read_scale(words).amounts is not None and not heading_period(words):
            found.append(words)
            band.headings.remove(row)
    return found


EXPECTED = re.compile(r"(?i)\b(?:expects?|expected|anticipates?|guidance|outlook|forecasts?)\b")


def is_expected(draft: Draft) -> bool:
    """Whether all rows stand under words that say what is expected."""
    return bool(draft.named) and all(
        any(EXPECTED.search(parent) for parent in named.parents) for named in draft.named
    )


def heads_ranges(draft: Draft) -> bool:
    """Whether columns are headed "Low" and "High", in that order: only what is expected is told so."""
    words = [head.headings[-1].lower().split() if head.headings else [] for head in draft.heads]
    return any("low" in first and "high" in second for first, second in pairwise(words))


def has_lengths(draft: Draft) -> bool:
    """Whether columns are headed with how long their periods are."""
    return any(head.mention is not None and head.mention.months for head in draft.heads)


def is_dated(draft: Draft) -> bool:
    """Whether all columns of values are headed with days alone."""
    values = [head.mention for head in draft.heads if head.role == "value"]
    return bool(values) and all(mention is not None and mention.months == 0 for mention in values)


def band_columns(band: Band) -> int:
    """The columns of figures that a band has."""
    rows = (*band.headings, *band.body)
    ends = [cell.column + cell.column_span - 1 for row in rows for cell in row.cells]
    return max(ends, default=0)


def same_heads(first: Sequence[Head], second: Sequence[Head]) -> bool:
    return [plain(head.text) for head in first] == [plain(head.text) for head in second]


def plain(heading: str) -> str:
    """A heading without marks, references to notes and "unaudited": what columns are told apart by."""
    words = re.sub(r"[^a-z0-9%$ ]+", " ", heading.lower()).split()
    return " ".join(word for word in words if word not in ("note", "notes", "see", "unaudited", "audited"))


def context_of(draft: Draft) -> list[str]:
    return [*draft.captions, *stub_text(draft.band.headings)]
