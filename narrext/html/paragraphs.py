"""Flows -> the paragraphs and tables of the page, in order: layout undone, page furniture left out."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from narrext.html.flow import Item, PageBreak, Paragraph, TableBox
from narrext.html.grid import Placed
from narrext.html.spaced import join_spaced
from narrext.html.tables import TableReader, append_rows, continues, row_flow

Page: TypeAlias = list[Paragraph | PageBreak | list[list[Placed]]]

_BULLET = re.compile(r"[•●▪■◦○‣⁃∙·§◆►▸➢➤✓✔❖]\s*(?=\S)|[-–—*]\s+(?=[A-Z$€£(\d“\"])|o\s+(?=[A-Z$])")
# "- 3 -", "Page 3 of 10", "3 of 10", "F-3", and a bare number beside a page break.
_PAGE_MARK = re.compile(
    r"[-–—]\s*\d{1,3}\s*[-–—]|page\s+\d{1,3}(?:\s+of\s+\d{1,3})?|\d{1,3}\s+of\s+\d{1,3}", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"(?:[A-Z]-)?\d{1,3}|[ivx]{1,5}")
_MORE = re.compile(r"[-–—(\[\s]*(?:more|continued)[-–—)\]\s]*", re.IGNORECASE)
_LONE_MARK = re.compile(r"[•●▪■◦○‣⁃∙·§◆►▸➢➤✓✔❖]|\((?:\d{1,2}|[a-z])\)|\*{1,3}")
_SENTENCE_END: Final = ".!?:;”\"')"
_LONG_HEADING: Final = 250
_FURNITURE_ITEMS: Final = 5  # at most so many short lines stand between two halves of a sentence


def lay_out(flow: list[Item], reader: TableReader | None = None) -> Page:
    """The paragraphs and tables of figures of a flow; layout tables give what they hold."""
    reader = reader or TableReader()
    page: Page = []
    for item in join_spaced(flow):
        if not isinstance(item, TableBox):
            page.append(item)
            continue
        figures = reader.figures(item)
        if figures is None:
            for row in item.rows:
                page.extend(lay_out(row_flow(row), reader))
        else:
            page.extend(lay_out(figures.before, reader))
            page.append(figures.rows)
            page.extend(lay_out(figures.after, reader))
    return page


def drop_furniture(page: Page) -> Page:
    """Page numbers and "(more)" left out; what a page's end cut in two, sentence or table, is one again."""
    kept: Page = []
    for index, item in enumerate(page):
        cut = isinstance(item, Paragraph) and _is_furniture(item, page, index)
        kept.append(PageBreak() if cut else item)
    return _mend_tables(_mend_sentences(_join_marks(kept)))


def _join_marks(page: Page) -> Page:
    """A bullet or footnote's mark in a paragraph of its own belongs to the text behind it."""
    joined: Page = []
    for item in page:
        last = joined[-1] if joined else None
        if isinstance(item, Paragraph) and isinstance(last, Paragraph) and _LONE_MARK.fullmatch(last.text):
            joined[-1] = item.copy(f"{last.text} {item.text}")
        else:
            joined.append(item)
    return joined


def _mend_tables(page: Page) -> Page:
    mended: Page = []
    before: list[list[Placed]] | None = None  # the table that nothing but a page's end may follow
    for item in page:
        if isinstance(item, list):
            if before is not None and continues(before, item):
                append_rows(before, item)
                continue
            before = item
        elif isinstance(item, Paragraph):
            before = None
        mended.append(item)
    return mended


def _is_furniture(item: Paragraph, page: Page, index: int) -> bool:
    text = item.text
    if len(text) > 20:
        return False
    if _PAGE_MARK.fullmatch(text) or _MORE.fullmatch(text):
        return text.lower() != "more" and text.lower() != "continued"
    if not _PAGE_NUMBER.fullmatch(text):
        return False
    around = page[max(index - 2, 0) : index] + page[index + 1 : index + 3]
    return index >= len(page) - 2 or any(isinstance(each, PageBreak) for each in around)


def _mend_sentences(page: Page) -> Page:
    mended: Page = []
    breaks = [index for index, item in enumerate(page) if isinstance(item, PageBreak)]
    if not breaks:
        return page
    skip = 0
    for index, item in enumerate(page):
        if index < skip:
            continue
        mended.append(item)
        if isinstance(item, Paragraph) and _is_open(item):
            other = _other_half(page, index)
            if other:
                half = page[other]
                assert isinstance(half, Paragraph)
                mended[-1] = item.copy(f"{item.text}\n{half.text}")
                skip = other + 1
    return mended


def _is_open(item: Paragraph) -> bool:
    if item.bold or item.level or item.pre:
        return False
    return len(item.text) > 40 and item.text[-1] not in _SENTENCE_END


def _other_half(page: Page, index: int) -> int:
    """Where the sentence goes on behind the page break, or 0."""
    broken = False
    for place in range(index + 1, min(index + 2 + _FURNITURE_ITEMS, len(page))):
        item = page[place]
        if isinstance(item, PageBreak):
            broken = True
        elif not isinstance(item, Paragraph):
            return 0
        elif (
            (item.text[0].islower() or item.text[0] in "$€£")
            and not item.bold
            and not item.mark
            and len(item.text) > 20
        ):
            return place if broken else 0
        elif len(item.text) > 80:
            return 0
    return 0


def kind_and_text(item: Paragraph) -> tuple[str, str]:
    """What block a paragraph is, and its text as printed: bullets get their mark and one blank."""
    text = item.text
    if item.pre:
        return "pre", text
    if item.mark:
        return "bullet", f"{item.mark} {_BULLET.sub('', text, count=1) if text[0] in '•·▪' else text}"
    bullet = _BULLET.match(text)
    if bullet:
        return "bullet", f"{bullet[0].strip()} {text[bullet.end() :]}"
    return ("heading" if _is_heading(item) else "text"), text


def _is_heading(item: Paragraph) -> bool:
    if item.level:
        return True
    text = item.text
    if len(text) > _LONG_HEADING or (text[-1] in ".;," and len(text) > 60):
        return False
    if item.bold or (item.underline and len(text) < 120):
        return True
    return item.center and text.isupper() and any(map(str.isalpha, text))
