"""Editing a copy of a release: the text changes, and all that points into it moves along.

An HTML release is edited in its rendered text, cells and blocks with it, as if the source had said so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrext.layout import HtmlCell, LayoutBlock
from narrext.release import Part, Release
from narrext.seeding.records import Edit


def edited(release: Release, edits: Sequence[Edit]) -> Release:
    """The release with the edits made, which do not overlap."""
    moved = Moved(edits)
    text = release.text
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return replace(
        release,
        text=text,
        parts=tuple(moved.part(part) for part in release.parts),
        layout=tuple(moved.block(block) for block in release.layout),
    )


class Moved:
    """Where offsets come to stand after edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = sorted(edits, key=lambda edit: edit.start)
        self._shifts = any(len(edit.new) != edit.end - edit.start for edit in edits)

    def at(self, offset: int) -> int:
        """An offset outside the edited places, or at an end of one."""
        return offset + sum(len(e.new) - (e.end - e.start) for e in self._edits if e.end <= offset)

    def part(self, part: Part) -> Part:
        return replace(part, start=self.at(part.start), end=self.at(part.end)) if self._shifts else part

    def block(self, block: LayoutBlock) -> LayoutBlock:
        if not self._shifts or block.end <= self._edits[0].start:
            return block
        cells = tuple(self.cell(cell) for cell in block.cells)
        return replace(block, start=self.at(block.start), end=self.at(block.end), cells=cells)

    def cell(self, cell: HtmlCell) -> HtmlCell:
        return replace(cell, start=self.at(cell.start), end=self.at(cell.end))
