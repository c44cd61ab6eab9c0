"""The records of a table from elsewhere: cells with the text that a reader would see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell prints and where it stands; `indent` in characters."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name (of the file, the worksheet, the frame), captions over it, and its cells by row."""

    name: str
    captions: tuple[str, ...]
    cells: tuple[SheetCell, ...]


def lift_captions(name: str, captions: tuple[str, ...], cells: list[SheetCell]) -> Sheet:
    """A sheet whose first rows, as long as they hold one cell each, are its captions."""
    rows: dict[int, list[SheetCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    lifted: list[str] = []
    for row in sorted(rows):
        if len(rows[row]) > 1:
            break
        lifted.append(rows.pop(row)[0].text)
    if not rows:
        return Sheet(name, captions, tuple(cells))
    kept = [cell for row in sorted(rows) for cell in sorted(rows[row], key=lambda cell: cell.column)]
    return Sheet(name, (*captions, *lifted), tuple(kept))
