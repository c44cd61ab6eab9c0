"""Tables as data frames, tidy and wide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from narrext.tables.captions import SCALE

if TYPE_CHECKING:
    import pandas

    from narrext.tables.records import Column, Table

TIDY = (
    "table", "statement", "path", "label", "unit", "basis", "column", "role", "start_date", "end_date", "value",
    "printed", "start", "end",
)  # fmt: skip
ROW = ("table", "statement", "path", "label", "unit", "basis")
BETWEEN = " > "
BRACKETED = re.compile(r"(?i)\([^()]*(?:hundred|thousand|million|billion|000)[^()]*\)")


def tidy_frame(table: Table) -> pandas.DataFrame:
    """One row a figure; `value` an exact Decimal in full units, dates as `datetime.date`."""
    import pandas  # half a second: only whoever wants a frame pays for it

    rows = [
        {
            "table": table.index,
            "statement": table.statement,
            "path": BETWEEN.join(fact.item.parents),
            "label": fact.item.label,
            "unit": fact.unit,
            "basis": fact.column.basis or fact.item.basis,
            "column": fact.column.heading,
            "role": fact.column.role,
            "start_date": fact.period.start if fact.period else None,
            "end_date": fact.period.end if fact.period else None,
            "value": fact.value,
            "printed": fact.printed,
            "start": fact.start,
            "end": fact.end,
        }
        for fact in table.facts
    ]
    return captioned(pandas.DataFrame(rows, columns=list(TIDY), dtype=object), table)


def wide_frame(table: Table) -> pandas.DataFrame:
    """One row a line item; a column for each of the table's, under its heading, with values in full units."""
    import pandas

    names = column_names(table)
    rows: dict[int, dict[str, Any]] = {
        item.row: {
            "table": table.index,
            "statement": table.statement,
            "path": BETWEEN.join(item.parents),
            "label": item.label,
            "unit": item.unit,
            "basis": item.basis,
        }
        for item in table.items
    }
    for fact in table.facts:
        rows[fact.item.row][names[fact.column.index]] = fact.value
    return captioned(
        pandas.DataFrame(list(rows.values()), columns=[*ROW, *names.values()], dtype=object), table
    )


def captioned(frame: pandas.DataFrame, table: Table) -> pandas.DataFrame:
    """The frame with what the captions say, their scale left off: values are in full units."""
    told = (BRACKETED.sub("", caption).strip() for caption in table.caption.split(" / "))
    frame.attrs["caption"] = " / ".join(caption for caption in told if caption and not SCALE.search(caption))
    return frame


def column_names(table: Table) -> dict[int, str]:
    """A name for each column, by its index: its heading, or its period; a number tells equal ones apart."""
    names: dict[int, str] = {}
    for column in table.columns:
        name = column_name(column)
        taken = sum(other == name or other.startswith(f"{name} (") for other in names.values())
        names[column.index] = f"{name} ({taken + 1})" if taken else name
    return names


def column_name(column: Column) -> str:
    return column.heading or (str(column.period) if column.period else f"column {column.index + 1}")
