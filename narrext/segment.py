"""Release -> blocks: prose and tables, headings, bullets, cover pages and boilerplate told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrext.boilerplate import PHONE, sort_of_heading, sort_of_opening, sort_of_paragraph, tells_results
from narrext.layout import HtmlCell, LayoutBlock
from narrext.plaintext.extents import NOTE, Extent, find_tables
from narrext.plaintext.lines import Line, read_lines
from narrext.plaintext.paragraphs import Unit, find_units, is_note
from narrext.release import Release


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a release, ``text[start:end]``.

    kind: ``cover`` (the form's cover, headers, signatures, exhibit lists), ``heading``,
    ``paragraph``, ``bullet``, ``table`` (with its caption lines), ``note`` (footnotes and remarks of a
    table) or ``boilerplate`` (safe harbor, conference call, about the company, contacts, definitions).
    Claims are made in headings, paragraphs and bullets. `cells` are those of an HTML table. `gaps` are
    the spans of page breaks, page numbers and running heads inside the block: no part of its sentences.
    """

    kind: str
    start: int
    end: int
    part: int = 0  # index into Release.parts
    cells: tuple[HtmlCell, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    plain: bool = True  # lines set by a typewriter, not HTML


# How far into a document the cover of a form may begin.
COVER_LINES = 40
# Lines of a business card are shorter than this.
CARD = 120
# and those that name an exhibit or begin the signatures than this
SHORT = 30
COVER = re.compile(r"(?i)securities\s+and\s+exchange\s+commission")
FORM = re.compile(
    r"(?i)\bform\s+(?:8-k|6-k|10-q|10-k)\b|current\s+report|report\s+of\s+foreign\s+private\s+issuer"
)
EXHIBIT_LINE = re.compile(r"(?i)[\s\[(]*(?:exhibit|ex\.?|annex)[\s\-]*(?:no\.?\s*)?99(?:[.-]\d+)*[\])\s]*$")
SIGNATURE = re.compile(r"(?i)\s*signatures?\s*$")
ITEM = re.compile(r"(?i)\s*item\s+(?:2\.02|7\.01|8\.01|12|9|5)\b")
TICKED = re.compile(r"(?i)\bcheck\s+mark\b|\bform\s+20-f\b.*\bform\s+40-f\b|\brule\s+12g3-2\(b\)")
RELEASE_LINE = re.compile(
    r"(?i)\s*[\[(]?(?:exhibit|ex-?)\s*99[\d.]*[\])]?\s*$|\s*(?:for\s+(?:immediate|release)\b.*|(?:news|press|earnings)\s+release:?|news|immediate\s+release)\s*$"
)


def segment(release: Release) -> list[Block]:
    """The blocks of a release in reading order, not overlapping.

    Parts that are not used, and what stands between parts, are ``cover``.
    """
    blocks: list[Block] = []
    place = 0
    layouts = sorted(release.layout, key=lambda block: block.start)
    for index, part in enumerate(release.parts):
        if not part.used:
            continue
        blocks += cover_of(release.text, place, part.start, index)
        inside = [block for block in layouts if part.start <= block.start < part.end]
        if inside:
            blocks += segment_layout(release.text, inside, index)
        else:
            blocks += segment_text(release.text, part.start, part.end, index)
        place = part.end
    blocks += cover_of(release.text, place, len(release.text), len(release.parts) - 1)
    return blocks


def cover_of(text: str, start: int, end: int, part: int) -> list[Block]:
    """What stands between used parts, as one block without the blanks at its ends."""
    body = text[start:end]
    if not body.strip():
        return []
    return [Block("cover", start + len(body) - len(body.lstrip()), start + len(body.rstrip()), part)]


def sentence_text(text: str, block: Block) -> str:
    """The text of a block, as long as it is, with its gaps blanked: offsets stay what they were."""
    printed = text[block.start : block.end]
    for start, end in block.gaps:
        inside = slice(start - block.start, end - block.start)
        printed = printed[: inside.start] + " " * (end - start) + printed[inside.stop :]
    return printed


# --- plain text --------------------------------------------------------------------------------------


def segment_text(text: str, start: int, end: int, part: int, *, cover: bool = True) -> list[Block]:
    """The blocks of plain text between two offsets."""
    lines = read_lines(text, start, end)
    if not lines:
        return []
    first, last = release_lines(lines) if cover else (0, len(lines) - 1)
    blocks = [line_block("cover", lines, 0, first - 1, part)] if first else []
    body: list[Block] = []
    at = first
    for table in find_tables(lines[first : last + 1]):
        body += unit_blocks(lines, at, first + table.first - 1, part)
        body.append(table_block(lines, table, first, part))
        at = first + table.last + 1
    body += unit_blocks(lines, at, last, part)
    blocks += mark_boilerplate(text, mark_notes(body))
    if last + 1 < len(lines):
        blocks.append(line_block("cover", lines, last + 1, len(lines) - 1, part))
    return blocks


def release_lines(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and the last line of the release itself: behind the form's cover, before its signatures."""
    head = lines[:COVER_LINES]
    last = len(lines) - 1
    if not (any(COVER.search(line.text) for line in head) and any(FORM.search(line.text) for line in head)):
        return first_line(lines, 0), last
    short = [index for index, line in enumerate(lines) if len(line.text) - line.indent < SHORT]
    exhibits = [index for index in short if EXHIBIT_LINE.match(lines[index].text)]
    signed = [index for index in short if SIGNATURE.match(lines[index].text)]
    behind = [index for index in exhibits if not signed or index > signed[0]]
    if behind:
        return first_line(lines, behind[0]), last
    items = [index for index, line in enumerate(lines) if ITEM.match(line.text)]
    first = items[0] if items else first_line(lines, behind_marks([line.text for line in head]))
    ends = [index for index in signed if index > first]
    return first, (ends[0] - 1 if ends and lines[ends[0]].text.strip() else last)


def first_line(lines: Sequence[Line], at: int) -> int:
    """The first line from `at` on that is not the exhibit's label or "news release"."""
    while at < len(lines) - 1 and (RELEASE_LINE.match(lines[at].text) or lines[at].kind in ("page", "tag")):
        at += 1
    return at


def line_block(kind: str, lines: Sequence[Line], first: int, last: int, part: int) -> Block:
    return Block(kind, lines[first].left, lines[last].end, part)


def table_block(lines: Sequence[Line], table: Extent, offset: int, part: int) -> Block:
    first, last = table.first + offset, table.last + offset
    # a table begins with its first line's margin: the place of its words in the line is told by it
    return Block("table", lines[first].start, lines[last].end, part)


def unit_blocks(lines: Sequence[Line], first: int, last: int, part: int) -> list[Block]:
    return [unit_block(lines, unit, part) for unit in find_units(lines, first, last)]


def unit_block(lines: Sequence[Line], unit: Unit, part: int) -> Block:
    kind = "note?" + unit.kind if is_note(lines, unit) else unit.kind
    gaps = tuple((lines[index].left, lines[index].end) for index in unit.gaps)
    return Block(kind, lines[unit.first].left, lines[unit.last].end, part, gaps=gaps)


# --- HTML --------------------------------------------------------------------------------------------

LAYOUT_KINDS = {"text": "paragraph", "heading": "heading", "bullet": "bullet", "table": "table"}


def segment_layout(text: str, layout: Sequence[LayoutBlock], part: int) -> list[Block]:
    """The blocks of a rendered HTML document: its own blocks, told apart as plain text is."""
    body: list[Block] = []
    for block in layout:
        if block.kind == "pre":
            body += segment_text(text, block.start, block.end, part, cover=False)
            continue
        kind = LAYOUT_KINDS[block.kind]
        if kind != "table" and NOTE.match(text[block.start : block.start + 40]):
            kind = "note?" + kind
        body.append(Block(kind, block.start, block.end, part, block.cells, plain=False))
    first, last = layout_release(text, body)
    covers = [replace(block, kind="cover") for block in body[:first]]
    behind = [replace(block, kind="cover") for block in body[last:]]
    return covers + mark_boilerplate(text, mark_notes(body[first:last])) + behind


def layout_release(text: str, body: Sequence[Block]) -> tuple[int, int]:
    """The blocks of the release itself: behind the form's cover and before its signatures."""
    told = [text[block.start : min(block.end, block.start + 200)] for block in body]
    head = " ".join(told[:COVER_LINES])
    first, last = 0, len(body)
    if COVER.search(head) and FORM.search(head):
        signed = [index for index, words in enumerate(told) if SIGNATURE.match(words)]
        exhibits = [
            i for i, words in enumerate(told) if EXHIBIT_LINE.match(words) and (not signed or i > signed[0])
        ]
        items = [index for index, words in enumerate(told) if ITEM.match(words)]
        if exhibits:
            first = exhibits[0]
        elif items:
            first = items[0]
            last = next((index for index in signed if index > first), last)
        else:
            first = behind_marks(told[:COVER_LINES])
            last = next((index for index in signed if index > first), last)
    while first < last - 1 and RELEASE_LINE.match(told[first]):
        first += 1
    return first, last


def behind_marks(told: Sequence[str]) -> int:
    """The first block behind the boxes that the cover of a Form 6-K has ticked; 0 where it has none."""
    return max((index + 1 for index, words in enumerate(told) if TICKED.search(words)), default=0)


# --- what the words tell -----------------------------------------------------------------------------


def mark_boilerplate(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Tell boilerplate by its words, and by the heading that it stands under."""
    marked: list[Block] = []
    under = ""
    for block in blocks:
        kind = block.kind
        if kind == "heading":
            under = sort_of_heading(text[block.start : block.end])
            told = under or sort_of_paragraph(text[block.start : block.end]) == "contact"
            marked.append(replace(block, kind="boilerplate") if told else block)
            continue
        if kind in ("table", "note"):
            under = "" if kind == "table" else under
            marked.append(block)
            continue
        words = sentence_text(text, block)
        sort = sort_of_paragraph(words)
        if not sort and not tells_results(words):
            sort = sort_of_opening(words)
        if under and not sort and leaves_section(under, words):
            under = ""
        marked.append(replace(block, kind="boilerplate") if sort or under else block)
    return marked


def leaves_section(under: str, words: str) -> bool:
    """Whether a paragraph under a heading of boilerplate is none: a business card ends with long sentences,
    and what tells results is never part of a portrait."""
    if under == "contact":
        return len(words) > CARD or not is_card(words)
    return under != "safe_harbor" and tells_results(words)


def is_card(words: str) -> bool:
    """Whether a line may stand on a business card: a name, a title, an address, a number."""
    small = sum(word.islower() and len(word) > 3 and word.isalpha() for word in words.split())
    return small < 2 or "@" in words or "www." in words or bool(PHONE.search(words))


def mark_notes(blocks: Sequence[Block]) -> list[Block]:
    """Tell the notes of a table: they begin as notes do, and nothing but notes parts them from it."""
    marked: list[Block] = []
    below_table = headed = False
    for block in blocks:
        kind = block.kind
        if kind == "table":
            below_table, headed = True, False
        elif kind.startswith("note?"):
            kind = kind.removeprefix("note?")
            if below_table:
                headed = headed or kind == "heading"
                kind = "note"
        elif below_table and headed and kind == "bullet":
            kind = "note"
        else:
            below_table = False
        marked.append(replace(block, kind=kind))
    return marked
