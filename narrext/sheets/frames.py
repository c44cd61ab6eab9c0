"""Data frames -> sheets: which columns are labels, which are figures, and what their names say."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from narrext.errors import NarrextError
from narrext.numerals import read_cell
from narrext.periods.records import Period
from narrext.sheets.printing import print_heading, print_period, print_row, to_decimal
from narrext.sheets.records import Sheet, SheetCell
from narrext.sheets.rounding import FrameRow, is_full, rounded

if TYPE_CHECKING:
    import pandas

LABELS = ("label", "line item", "line_item", "item", "description", "account", "metric", "name")
OUTER = ("path", "section", "parent", "group", "category")
UNITS = ("unit", "units")
# Columns of our own frames that hold no figures of the statement.
OTHER = ("document", "table", "statement", "basis", "column", "role", "printed", "start", "end")
TITLES = {
    "income": "Statements of income",
    "balance": "Balance sheets",
    "cash_flow": "Statements of cash flows",
    "equity": "Statements of shareholders' equity",
    "segment": "Segment information",
    "reconciliation": "Reconciliation of GAAP to non-GAAP measures",
    "outlook": "Outlook",
    "operating": "Operating data",
}
INDENT = 2.0


def read_frame(frame: pandas.DataFrame, name: str) -> list[Sheet]:
    """The sheets of a data frame: one, or one for each value of its column `table`.

    A frame is wide (labels down, a column for each period; captions in ``frame.attrs["caption"]``) or
    tidy, as ``Table.to_frame()`` gives it. Labels are the column `label` (or `item`, …), else the first
    column of words, else the index; a column `unit` marks figures as it says.
    """
    frame = with_index(frame)
    names = {str(column).lower(): column for column in frame.columns}
    if "table" in names and any(label in names for label in LABELS):
        groups = frame.groupby(names["table"], sort=False)
        return [sheet for key, group in groups for sheet in read_one(group, f"{name} {key}")]
    return read_one(frame, name)


def with_index(frame: pandas.DataFrame) -> pandas.DataFrame:
    """The frame with an index that says something as columns."""
    import pandas

    plain = isinstance(frame.index, pandas.RangeIndex) and frame.index.name is None
    numbered = frame.index.nlevels == 1 and pandas.api.types.is_numeric_dtype(frame.index.dtype)
    if plain or numbered:
        return frame
    levels = [frame.index.get_level_values(at) for at in range(frame.index.nlevels)]
    told = frame.reset_index(drop=True)
    for at, level in enumerate(levels):
        named = (
            level.name
            if level.name is not None
            else "label"
            if at == len(levels) - 1
            else f"section {at + 1}"
        )
        column = (named,) + ("",) * (told.columns.nlevels - 1) if told.columns.nlevels > 1 else named
        if column not in told.columns:
            told.insert(at, column, list(level))
    told.attrs = frame.attrs
    return told


def read_one(frame: pandas.DataFrame, name: str) -> list[Sheet]:
    names = [
        " ".join(str(part) for part in column if part != "") if isinstance(column, tuple) else str(column)
        for column in frame.columns
    ]
    folded = [each.lower() for each in names]
    if is_tidy(folded):
        return [tidy_sheet(frame, folded, name)]
    columns = [list(frame.iloc[:, at]) for at in range(len(names))]
    texts = [at for at in range(len(names)) if is_text(columns[at])]
    label = choose_label(folded, texts)
    if label is None:
        raise NarrextError(f"{name} has no column of labels: name one “label”, or make the labels its index.")
    own = folded[label] in LABELS
    figures = [
        at for at in range(len(names))
        if at != label and at not in texts and not (folded[at] in OTHER and own) and any(told(v) for v in columns[at])
    ]  # fmt: skip
    if not figures:
        raise NarrextError(f"{name} has no column of figures beside its labels in “{names[label]}”.")
    outer = [at for at in texts if at < label or folded[at] in OUTER]
    outer = [at for at in outer if at != label and folded[at] not in (*OTHER, *UNITS)]
    unit = next((at for at in texts if folded[at] in UNITS), None)
    headings = [frame.columns[at] for at in figures]
    stub = names[label] if not own and not names[label].startswith("Unnamed") else ""
    rows = list(rows_of(columns, label, outer, unit, figures))
    captions = captions_of(frame, folded)
    if is_full(folded):
        rows, scale = rounded(rows)
        captions = (*captions, scale) if scale else captions
    cells = (*heading_cells(headings, stub), *body_cells(rows, depth(headings)))
    return [Sheet(name, captions, cells)]


def captions_of(frame: pandas.DataFrame, folded: Sequence[str]) -> tuple[str, ...]:
    """What the frame says of itself: its caption, and the kind of statement."""
    found = []
    if "statement" in folded and len(frame):
        found.append(TITLES.get(str(frame.iloc[0, folded.index("statement")]), ""))
    found.append(str(frame.attrs.get("caption", "")))
    return tuple(caption for caption in found if caption)


def choose_label(folded: Sequence[str], texts: Sequence[int]) -> int | None:
    for name in LABELS:
        if name in folded:
            return folded.index(name)
    return next((at for at in texts if folded[at] not in (*OUTER, *UNITS, *OTHER)), None)


def told(value: Any) -> bool:
    """Whether a cell holds anything."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    if type(value).__name__ in ("NAType", "NaTType"):
        return False
    return not (isinstance(value, Decimal) and value.is_nan()) and str(value).strip() != ""


def is_text(values: Sequence[Any]) -> bool:
    """Whether most cells of a column are words, not figures."""
    words = [value for value in values if isinstance(value, str) and value.strip()]
    figures = sum(read_cell(word, 0, len(word)) is not None for word in words)
    return bool(words) and figures * 2 < len(words) and len(words) * 2 > sum(told(value) for value in values)


def rows_of(
    columns: Sequence[list[Any]], label: int, outer: Sequence[int], unit: int | None, figures: Sequence[int]
) -> Iterator[FrameRow]:
    for at in range(len(columns[label])):
        if not told(columns[label][at]) and not any(told(columns[column][at]) for column in figures):
            continue
        above = [
            part.strip() for o in outer if told(columns[o][at]) for part in str(columns[o][at]).split(" > ")
        ]
        word = str(columns[unit][at]) if unit is not None and told(columns[unit][at]) else ""
        name = str(columns[label][at]) if told(columns[label][at]) else ""
        yield FrameRow(tuple(above), name, word, [columns[column][at] for column in figures])


def print_cells(values: Sequence[Any], unit: str) -> list[str]:
    """Cells of a row: numbers with equal decimals, words as they stand, nothing for what is missing."""
    numbers = [to_number(value) for value in values]
    printed = print_row(numbers, unit)
    return [
        number if numeral is not None else " ".join(str(value).split()) if told(value) else ""
        for value, numeral, number in zip(values, numbers, printed, strict=True)
    ]


def to_number(value: Any) -> Decimal | None:
    if isinstance(value, (str, bool)) or not told(value):
        return None
    if hasattr(value, "item"):  # a numpy number
        value = value.item()
    return (
        to_decimal(value)
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        else None
    )


def depth(headings: Sequence[Any]) -> int:
    return max((len(heading) for heading in headings if isinstance(heading, tuple)), default=1)


def heading_cells(headings: Sequence[Any], stub: str) -> list[SheetCell]:
    """The names of the columns as rows of headings; equal ones of an upper level side by side are one."""
    rows = depth(headings)
    cells: list[SheetCell] = []
    for row in range(rows):
        if stub and row == rows - 1:
            cells.append(SheetCell(row, 0, stub))
        names = [
            print_heading(h[row]) if isinstance(h, tuple) else print_heading(h) if row == rows - 1 else ""
            for h in headings
        ]
        at = 0
        while at < len(names):
            end = at + 1
            while row < rows - 1 and end < len(names) and names[end] == names[at]:
                end += 1
            if names[at] and not names[at].startswith("Unnamed:"):
                cells.append(SheetCell(row, at + 1, names[at], column_span=end - at))
            at = end
    return cells


def body_cells(rows: Sequence[FrameRow], first: int) -> list[SheetCell]:
    """Rows under the headings; what stands above a label is a row of its own where it changes."""
    cells: list[SheetCell] = []
    above: tuple[str, ...] = ()
    at = first
    for row in rows:
        parents, label, figures = row.parents, row.label, print_cells(row.values, row.unit)
        shared = next(
            (n for n, (a, b) in enumerate(zip(above, parents, strict=False)) if a != b),
            min(len(above), len(parents)),
        )
        for level in range(shared, len(parents)):
            cells.append(SheetCell(at, 0, parents[level] + ":", indent=INDENT * level))
            at += 1
        above = parents
        if label:
            indent = INDENT * len(parents) + len(label) - len(label.lstrip())
            cells.append(SheetCell(at, 0, label.strip(), indent=indent))
        cells += [SheetCell(at, column + 1, figure) for column, figure in enumerate(figures) if figure]
        at += 1
    return cells


# --- tidy frames -------------------------------------------------------------------------------------


def is_tidy(folded: Sequence[str]) -> bool:
    """Whether a frame has a figure a row, with its label and its period."""
    return (
        "value" in folded
        and any(label in folded for label in LABELS)
        and ("end_date" in folded or "period" in folded)
    )


def tidy_sheet(frame: pandas.DataFrame, folded: Sequence[str], name: str) -> Sheet:
    """A frame with a figure a row, turned wide: a column for each of the table's, or for each period."""
    records = [dict(zip(folded, row, strict=True)) for row in frame.itertuples(index=False, name=None)]
    records = [
        record for record in records if record.get("role", "value") == "value" and told(record["value"])
    ]
    headings = tidy_columns(records)
    label = next(each for each in LABELS if each in folded)
    found: dict[tuple[str, str, str], FrameRow] = {}
    for record in records:
        path, word, unit = text_of(record, OUTER), text_of(record, (label,)), text_of(record, UNITS)
        if (path, word, unit) not in found:
            parents = tuple(part for part in path.split(" > ") if part)
            found[path, word, unit] = FrameRow(parents, word, unit, [None] * len(headings))
        found[path, word, unit].values[list(headings).index(tidy_key(record))] = record["value"]
    rows, captions = list(found.values()), captions_of(frame, folded)
    if is_full(folded):
        rows, scale = rounded(rows)
        captions = (*captions, scale) if scale else captions
    return Sheet(name, captions, (*heading_cells(list(headings.values()), ""), *body_cells(rows, 1)))


def tidy_key(record: dict[str, Any]) -> str:
    """What the column of a figure is told by: the heading that it stood under, else its period."""
    return text_of(record, ("column",)) or tidy_heading(record)


def tidy_columns(records: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The columns in order with a heading each: the period in words, and what sets equal ones apart."""
    periods: dict[str, Counter[str]] = {}
    for record in records:
        periods.setdefault(tidy_key(record), Counter())[tidy_heading(record)] += 1
    headings = {key: counts.most_common(1)[0][0] for key, counts in periods.items()}
    equal = Counter(headings.values())
    return {
        key: f"{words} {key}" if equal[words] > 1 and key != words else words
        for key, words in headings.items()
    }


def text_of(record: dict[str, Any], names: Sequence[str]) -> str:
    return next((str(record[name]) for name in names if name in record and told(record[name])), "")


def tidy_heading(record: dict[str, Any]) -> str:
    """The period of a figure in words, with its basis."""
    end, start = record.get("end_date"), record.get("start_date")
    if told(end):
        words = print_period(Period(to_day(start) if told(start) else None, to_day(end)))
    else:
        words = print_heading(record.get("period", record.get("column", "")))
    basis = text_of(record, ("basis",))
    return f"{words} ({basis})" if basis and basis not in ("gaap", "reported") else words


def to_day(value: Any) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else value
