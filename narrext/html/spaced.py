"""Tables set with no-break blanks, a paragraph or a <br> a line -> preformatted text."""

from __future__ import annotations

import re
from typing import Final

from narrext.html.characters import BREAK
from narrext.html.flow import Item, Paragraph

# Three blanks or more inside a line keep columns apart; two end a sentence.
_COLUMN_GAP = re.compile("\\S[ \u00a0]*\u00a0[ \u00a0]{2,}\\S")
_MARK = re.compile(
    r"\s*(?:\(?\w{1,3}[).]|[^\w\s]{1,3})?\s*"
)  # a bullet or footnote's mark, set off by blanks
_SOURCE_SPACE = re.compile(r"[ \t\r\n\f]*[\t\r\n\f][ \t\r\n\f]*")
_FEWEST_LINES: Final = 3
_LONGEST_BETWEEN: Final = 120


def spaced_lines(raw: str) -> str:
    """`raw` with its no-break blanks kept as blanks where they set columns, else nothing."""
    if "\u00a0\u00a0" not in raw or not _has_columns(raw):
        return ""
    lines = _SOURCE_SPACE.sub(" ", raw).replace("\u00a0", " ").split(BREAK)
    return "\n".join(line.rstrip() for line in lines)


def join_spaced(flow: list[Item]) -> list[Item]:
    """Runs of spaced lines with figures become one preformatted paragraph each."""
    if not any(isinstance(item, Paragraph) and item.spaced for item in flow):
        return flow
    joined: list[Item] = []
    run: list[Paragraph] = []
    for item in flow:
        if isinstance(item, Paragraph) and (item.spaced or (run and len(item.text) <= _LONGEST_BETWEEN)):
            run.append(item)
        else:
            joined.extend(_close(run))
            joined.append(item)
            run = []
    joined.extend(_close(run))
    return joined


def _close(run: list[Paragraph]) -> list[Paragraph]:
    """The run as one paragraph, with what followed its last spaced line; or as it was."""
    last = max((index for index, each in enumerate(run) if each.spaced), default=-1)
    lines = [line for each in run[: last + 1] for line in (each.spaced or _indented(each)).split("\n")]
    spaced = sum(_has_columns(line.replace(" ", "\u00a0")) for line in lines)
    if spaced < _FEWEST_LINES or not any(map(str.isdigit, "".join(lines))):
        return run
    table = Paragraph("\n".join(lines).strip("\n"))
    table.pre = True
    return [table, *run[last + 1 :]]


def _has_columns(text: str) -> bool:
    mark = _MARK.match(text)
    return _COLUMN_GAP.search(text, mark.end() if mark else 0) is not None


def _indented(paragraph: Paragraph) -> str:
    return " " * round(paragraph.indent) + paragraph.text
