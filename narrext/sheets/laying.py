"""Sheets -> a release that holds them as well, so that each of their cells has an offset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrext.errors import NarrextError
from narrext.layout import HtmlCell, LayoutBlock
from narrext.release import Part, Release
from narrext.sheets.files import read_file
from narrext.sheets.records import Sheet, SheetCell

if TYPE_CHECKING:
    import pandas

# Wide enough that cells are not taken for one, and paragraphs for one.
BETWEEN_CELLS, BETWEEN_BLOCKS, BETWEEN_PARTS = " | ", "\n\n", "\n\n\n"
WHY = "a table given beside the release"


def read_sheets(tables: Sequence[pandas.DataFrame | str | Path]) -> list[Sheet]:
    """The sheets of data frames and of files, in their order."""
    found: list[Sheet] = []
    for number, table in enumerate(tables, 1):
        if isinstance(table, (str, Path)):
            found += read_file(Path(table))
        elif hasattr(table, "iloc"):
            from narrext.sheets.frames import read_frame

            found += read_frame(table, str(table.attrs.get("name") or f"frame {number}"))
        else:
            raise NarrextError(
                f"Table {number} is neither a data frame nor a file, but {type(table).__name__}."
            )
    return found


def with_sheets(release: Release, sheets: Sequence[Sheet]) -> Release:
    """The release with the sheets as further parts: their text behind its own, their cells in its layout."""
    text = release.text
    parts, layout = list(release.parts), list(release.layout)
    for sheet in sheets:
        text += BETWEEN_PARTS
        start = len(text)
        for caption in sheet.captions:
            layout.append(LayoutBlock("heading", len(text), len(text) + len(caption)))
            text += caption + BETWEEN_BLOCKS
        body, cells = lay_out(sheet.cells, len(text))
        layout.append(LayoutBlock("table", len(text), len(text) + len(body), cells))
        text += body
        parts.append(Part("", sheet.name, "", start, len(text), True, WHY))
    return replace(release, text=text, parts=tuple(parts), layout=tuple(layout))


def lay_out(cells: Sequence[SheetCell], offset: int) -> tuple[str, tuple[HtmlCell, ...]]:
    """Cells as lines of text, and where each of them stands in it."""
    placed: list[HtmlCell] = []
    pieces: list[str] = []
    at = offset
    row: int | None = None
    for cell in cells:
        lead = "" if row is None else BETWEEN_CELLS if cell.row == row else "\n"
        row = cell.row
        at += len(lead)
        pieces += (lead, cell.text)
        placed.append(
            HtmlCell(
                cell.row, cell.column, cell.row_span, cell.column_span, at, at + len(cell.text), cell.indent
            )
        )
        at += len(cell.text)
    return "".join(pieces), tuple(placed)
