"""Runs of text between two block borders -> paragraphs."""

from __future__ import annotations

import re
from itertools import groupby

from narrext.html.characters import BREAK, fold, leading_width, lower_fractions, raise_text, show
from narrext.html.flow import Paragraph
from narrext.html.spaced import spaced_lines
from narrext.html.styles import BOLD, LINK, PREFORMATTED, SUPERSCRIPT, SYMBOL, UNDERLINE, UNSEEN

_EMPTY_LINE = re.compile(r"\n\n+")


class Runs:
    """Gathers the text of inline elements, and how much of it is bold, underlined, a link."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._texts: list[str] = []
        self._size = self._bold = self._linked = self._under = 0
        self._bold_line = False  # the first of several lines is bold
        self._pre = False

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, text: str, flags: int) -> None:
        if not self._texts and not flags & PREFORMATTED and text.isspace() and text.isascii():
            return
        if flags & UNSEEN and not any(map(str.isalnum, text)):
            return
        shown = show(text)
        if flags & (SUPERSCRIPT | SYMBOL | PREFORMATTED):
            if flags & SYMBOL and len(shown.strip()) == 1:
                shown = "•"
            elif flags & SUPERSCRIPT:
                shown = raise_text(shown, self._texts[-1] if self._texts else "")
            elif flags & PREFORMATTED:
                self._pre = True
        size = len(shown.strip())
        self._size += size
        if flags & BOLD:
            self._bold += size
        if flags & LINK:
            self._linked += size
        if flags & UNDERLINE:
            self._under += size
        self._texts.append(shown)

    def add_break(self) -> None:
        if self._size and not self._bold_line:
            self._bold_line = self._size <= self._bold and BREAK not in self._texts
        self._texts.append(BREAK)

    def close(self, indent: float, *, keep_lines: bool) -> list[Paragraph]:
        """What was gathered, as one paragraph, or as several where empty lines stand in it.

        With `keep_lines`, as in a cell of a table, each knows how many empty lines stand before it.
        """
        raw = "".join(self._texts)
        paragraphs = self._read(raw, indent, keep_lines) if self._size else []
        for paragraph in paragraphs:
            paragraph.bold = paragraph.bold or self._bold >= self._size
            paragraph.linked = self._linked >= self._size
            paragraph.underline = self._under >= self._size
        self._reset()
        return paragraphs

    def _read(self, raw: str, indent: float, keep_lines: bool) -> list[Paragraph]:
        if self._pre and "\n" in raw:
            return [_preformatted(raw.replace(BREAK, "\n").replace("\u00a0", " "))]
        text = fold(raw)
        if not text.isascii():
            text = lower_fractions(text)
        width = leading_width(raw) if raw[:1].isspace() else 0.0
        run_in = self._bold_line and self._bold < self._size
        if keep_lines:
            return _keep_lines(text, indent + width, run_in)
        spaced = spaced_lines(raw)
        lines = text.strip("\n")
        if run_in and not spaced:
            return _split_heading(lines, indent + width)
        pieces = _EMPTY_LINE.split(lines) if "\n\n" in lines and not spaced else [lines]
        paragraphs = [Paragraph(piece, indent + width) for piece in pieces]
        paragraphs[0].spaced = spaced
        return paragraphs


def _preformatted(text: str) -> Paragraph:
    paragraph = Paragraph(text.strip("\n").rstrip())
    paragraph.pre = True
    return paragraph


def _split_heading(lines: str, indent: float) -> list[Paragraph]:
    """A bold first line is a heading of its own, run in before the text."""
    first, _, rest = lines.partition("\n")
    heading = Paragraph(first, indent)
    heading.bold = True
    return [heading, *(Paragraph(piece, indent) for piece in _EMPTY_LINE.split(rest.strip("\n")) if piece)]


def _keep_lines(text: str, indent: float, run_in: bool) -> list[Paragraph]:
    """The paragraphs of a cell, cut at empty lines, which are counted, and after a heading run in."""
    paragraphs: list[Paragraph] = []
    skipped = 0
    for printed, lines in groupby(text.split("\n"), key=bool):
        if not printed:
            skipped = len(list(lines))
            continue
        piece = "\n".join(lines)
        pieces = _split_heading(piece, indent) if run_in else [Paragraph(piece, indent)]
        pieces[0].skipped = skipped
        paragraphs.extend(pieces)
        skipped, run_in = 0, False
    return paragraphs
