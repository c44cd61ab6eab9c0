"""Frames in full units -> rows as a statement prints them: in thousands where no figure is finer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from narrext.tables.captions import read_scale

SCALES = ((Decimal(10) ** 9, "billions"), (Decimal(10) ** 6, "millions"), (Decimal(1000), "thousands"))
# Figures that must all be whole thousands before they are held to be rounded.
ENOUGH = 6
BRACKETS = re.compile(r"\s*\([^()]*\)")
# Units that the figures are marked with, or the labels tell.
TOLD = frozenset({"percent", "%", "points", "ratio", "shares", "number", "days", ""})


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A row of a frame: the labels above, the label, the unit where it is told, and the cells."""

    parents: tuple[str, ...]
    label: str
    unit: str
    values: list[Any]


def is_full(folded: Sequence[str]) -> bool:
    """Whether a frame has the columns of ours: its figures are in full units whatever its labels say."""
    return {"statement", "label", "unit"} <= set(folded)


def rounded(rows: Sequence[FrameRow]) -> tuple[list[FrameRow], str]:
    """Rows in full units as a statement in thousands or millions, with the caption that says so.

    Where no amount of many is finer than a thousand, that is what they were rounded to; in full units
    they would seem exact to the last digit. Labels lose the scales that are none of theirs any more, and
    get the unit of what they count.
    """
    amounts = common_scale(rows, is_money)
    shares = common_scale(rows, lambda row: row.unit == "shares")
    found = []
    for row in rows:
        scale = amounts if is_money(row) else shares if row.unit == "shares" else None
        values = [divided(value, scale[0]) for value in row.values] if scale else row.values
        parents = tuple(without_scale(parent) for parent in row.parents)
        found.append(
            replace(row, parents=parents, label=with_unit(without_scale(row.label), row.unit), values=values)
        )
    return found, caption_of(amounts, shares)


def is_money(row: FrameRow) -> bool:
    return len(row.unit) == 3 and row.unit.isupper()


def common_scale(rows: Sequence[FrameRow], chosen: Any) -> tuple[Decimal, str] | None:
    """The largest scale in which all figures of some rows are whole, if there are enough to tell."""
    told = [
        value
        for row in rows
        if chosen(row)
        for value in row.values
        if isinstance(value, (int, float, Decimal))
    ]
    figures = [Decimal(value) for value in told if value and value == value]
    if len(figures) < ENOUGH:
        return None
    return next((scale for scale in SCALES if all(figure % scale[0] == 0 for figure in figures)), None)


def divided(value: Any, scale: Decimal) -> Any:
    return Decimal(value) / scale if isinstance(value, (int, float, Decimal)) and value == value else value


def caption_of(amounts: tuple[Decimal, str] | None, shares: tuple[Decimal, str] | None) -> str:
    if amounts is None and shares is None:
        return ""
    if amounts is None:
        return f"(Shares in {shares[1]})" if shares else ""
    if shares == amounts:
        return f"(In {amounts[1]}, except per share data)"
    return f"(In {amounts[1]}, except shares{f' in {shares[1]}' if shares else ''} and per share data)"


def without_scale(label: str) -> str:
    """A label without the brackets that state a scale."""
    return (
        BRACKETS.sub(lambda found: "" if states_scale(found[0]) else found[0], label)
        if "(" in label
        else label
    )


def states_scale(bracket: str) -> bool:
    scale = read_scale(bracket)
    return scale.amounts is not None or scale.shares is not None


def with_unit(label: str, unit: str) -> str:
    """A label with the noun that its figures count, in brackets."""
    if unit in TOLD or "/" in unit or (len(unit) == 3 and unit.isupper()) or f"({unit})" in label:
        return label
    return f"{label} ({unit})"
