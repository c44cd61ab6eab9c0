"""CSV files and workbooks -> sheets."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from narrext.errors import NarrextError
from narrext.sheets.printing import places_of, print_date, print_heading, to_decimal
from narrext.sheets.records import Sheet, SheetCell, lift_captions
from narrext.source import decode, read_bytes

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
BOOK_SUFFIXES = (".xlsx", ".xlsm")
# Read to tell which character parts the cells.
SAMPLE = 8192
DELIMITERS = ",;\t|"
CURRENCY = re.compile(r"\[\$([^\]-]{1,3})[\]-]|([$€£¥])")


def read_file(path: Path) -> list[Sheet]:
    """The sheets of a CSV file or of a workbook; NarrextError where it is neither or cannot be read."""
    suffix = path.suffix.lower()
    if suffix in BOOK_SUFFIXES:
        return read_workbook(path)
    if suffix in TEXT_SUFFIXES:
        return read_csv(path)
    raise NarrextError(f"{path} is not a table that can be read: give a .csv, .tsv or .xlsx file.")


# --- CSV ---------------------------------------------------------------------------------------------


def read_csv(path: Path) -> list[Sheet]:
    text = decode(read_bytes(path), path.name)
    cells = []
    for at, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter_of(text, path))):
        for column, printed in enumerate(row):
            folded = " ".join(printed.split())
            if folded:
                indent = float(len(printed) - len(printed.lstrip())) if column == 0 else 0.0
                words = print_heading(folded) if column else folded
                cells.append(SheetCell(at, column, words, indent=indent))
    if not cells:
        raise NarrextError(f"{path.name} holds no cells.")
    return [lift_captions(path.name, (), cells)]


def delimiter_of(text: str, path: Path) -> str:
    """What parts the cells of a file: that which cuts most of its lines into equally many."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    sample = text[:SAMPLE].splitlines()
    return max(DELIMITERS, key=lambda delimiter: even_rows(sample, delimiter))


def even_rows(lines: list[str], delimiter: str) -> int:
    """How many lines a delimiter cuts into the commonest number of cells, if that is more than one."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
    del widths[1]
    return max(widths.values(), default=0)


# --- workbooks ---------------------------------------------------------------------------------------


def read_workbook(path: Path) -> list[Sheet]:
    """The visible worksheets that hold figures; formulas by the values last computed."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise NarrextError(f"Reading {path.name} takes openpyxl: pip install openpyxl.") from error
    try:
        book = load_workbook(io.BytesIO(read_bytes(path)), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise NarrextError(f"{path.name} is not a workbook that can be read: {error}.") from error
    sheets = [read_worksheet(sheet, path.name) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    found = [sheet for sheet in sheets if sheet is not None]
    if not found:
        raise NarrextError(
            f"{path.name} holds no figures; if they are formulas, save it once with their values."
        )
    return found


def read_worksheet(sheet: Worksheet, name: str) -> Sheet | None:
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    cells = []
    figures = False
    for cell in visible_cells(sheet):
        printed = print_value(cell)
        if not printed:
            continue
        figures = figures or isinstance(cell.value, (int, float, Decimal))
        area = spans.get((cell.row, cell.column))
        rows, columns = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1) if area else (1, 1)
        cells.append(SheetCell(cell.row, cell.column - 1, printed, rows, columns, indent_of(cell)))
    return lift_captions(f"{name}: {sheet.title}", (sheet.title,), cells) if figures else None


def visible_cells(sheet: Worksheet) -> Iterator[Cell]:
    hidden_rows = {at for at, row in sheet.row_dimensions.items() if row.hidden}
    hidden = {letter for letter, column in sheet.column_dimensions.items() if column.hidden}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.row not in hidden_rows and cell.column_letter not in hidden:
                yield cell


def indent_of(cell: Cell) -> float:
    lead = len(cell.value) - len(cell.value.lstrip()) if isinstance(cell.value, str) else 0
    return 2.0 * (cell.alignment.indent or 0) + lead


def print_value(cell: Cell) -> str:
    """A cell as it would be printed, no digit rounded away: the workbook's number is what is held against."""
    value: Any = cell.value
    if isinstance(value, (datetime, date)):
        return print_date(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return print_heading(value)
    shown = str(cell.number_format)
    if shown == "General" and isinstance(value, int) and 1900 <= value <= 2099:
        return str(value)  # a year
    number = to_decimal(value) * (100 if "%" in shown else 1)
    digits = f"{abs(number):,.{max(places_of(number), places_shown(shown))}f}" + ("%" if "%" in shown else "")
    mark = CURRENCY.search(shown)
    digits = (mark[1] or mark[2]) + digits if mark else digits
    return f"({digits})" if number < 0 else digits


def places_shown(number_format: str) -> int:
    """The decimals of a number format: 2 of ``#,##0.00``."""
    found = re.search(r"0\.(0+)", number_format)
    return len(found[1]) if found else 0
