"""Cells -> the figures that they print: plain ones, ranges, and figures in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from narrext.numerals import Numeral, read_cell
from narrext.tables.records import GridCell

LONGEST = 60
RATIO = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s?(?:to|:)\s?1(?:\.0+)?(?:\s*x)?$")
WORDED = re.compile(
    r"(?i)(?P<way>up|down|increased|decreased|declined|rose|fell)\s+(?:by\s+)?(?P<rest>[$€£(]?\s?[\d.].*)|(?:flat|unchanged)$"
)
_NUMBER = r"\(?[$€£]?\s?\(?(?:\d[\d,]*(?:\.\d+)?|\.\d+)\)?\s?%?\)?"
_SCALE = r"(?i:thousand|million|billion|trillion|mm|mn|bn|k|m|b)\b"
_HEDGE = r"(?i:(?:~|approximately|approx\.?|about|around|nearly|up\s+to|at\s+least|more\s+than|over|less\s+than|under)\s*)"
_AROUND = r"(?:,?\s*(?:\+/[-–−]|±|(?i:plus\s+or\s+minus))\s*\d+(?:\.\d+)?\s?%)"
RANGE = re.compile(
    rf"(?:(?i:between)\s+)?{_HEDGE}?(?P<low>[-–−]?{_NUMBER})(?P<low_scale>\s?(?:{_SCALE}))?"
    r"\s*(?:[–—]|\s-\s|-(?=[$€£(\d])|(?i:\bto\b|\band\b))\s*"
    rf"(?P<high>[-–−]?{_NUMBER}(?:\s?x|\s?bps)?)(?P<high_scale>\s?(?:{_SCALE}))?$"
)
HEDGED = re.compile(rf"{_HEDGE}?(?P<number>[-–−+]?{_NUMBER})(?:\s?(?P<scale>{_SCALE})\s?\)?)?{_AROUND}?$")
DECIMAL_COMMA = re.compile(r"(?<![\d.,])\d+,\d{1,2}(?![\d,])")
THOUSANDS = re.compile(r"(?<!\d)\d{1,3},\d{3}(?!\d)")
SCALE_WORDS = {
    "k": "thousand", "m": "million", "mm": "million", "mn": "million", "b": "billion", "bn": "billion",
}  # fmt: skip


def has_decimal_commas(cells: Sequence[GridCell], text: str) -> bool:
    """Whether a table prints "0,85" for 0.85: no comma of it stands between thousands."""
    if not cells or not DECIMAL_COMMA.search(text, cells[0].start, cells[-1].end):
        return False
    printed = [text[cell.start : cell.end].strip() for cell in cells if cell.column]
    decimal = sum(DECIMAL_COMMA.fullmatch(each.strip("()-–−+% ")) is not None for each in printed)
    return decimal > 0 and not any(THOUSANDS.search(each) for each in printed)


def read_figures(
    cells: Sequence[GridCell], text: str, *, decimal_commas: bool = False
) -> tuple[Numeral | None, ...]:
    """The figure of each cell; the ends of a range share the marks that only one of them bears."""
    found = [read_figure(text, cell.start, cell.end, decimal_commas=decimal_commas) for cell in cells]
    for at in range(1, len(cells)):
        low, high = found[at - 1], found[at]
        if cells[at].column == cells[at - 1].column and low is not None and high is not None:
            found[at - 1] = replace(
                low, suffix=low.suffix or high.suffix, percent=low.percent or high.percent
            )
            found[at] = replace(high, currency=high.currency or low.currency)
    return tuple(found)


def read_figure(text: str, start: int, end: int, *, decimal_commas: bool = False) -> Numeral | None:
    """The figure of a cell. "Down 12%" has its sign in words, "$48 million" its scale; "1,204-" is negative."""
    if text.startswith("+/", start):
        # "+/-%" heads a column of changes
        return None
    found = read_cell(text, start, end)
    if found is not None or end - start > LONGEST:
        return found
    if decimal_commas and DECIMAL_COMMA.search(text, start, end):
        pointed = DECIMAL_COMMA.sub(lambda comma: comma[0].replace(",", "."), text[start:end])
        found = read_cell(pointed, 0, len(pointed))
        return found and replace(found, start=start, end=end)
    return (
        read_signed_behind(text, start, end)
        or read_ratio(text, start, end)
        or read_worded(text, start, end)
        or read_hedged(text, start, end)
    )


def read_signed_behind(text: str, start: int, end: int) -> Numeral | None:
    """A figure with its minus behind it, as old ledgers print it."""
    if end - start < 2 or text[end - 1] not in "-–−" or text[end - 2] not in "0123456789.%":
        return None
    found = read_cell(text, start, end - 1)
    return None if found is None or found.sign else replace(found, end=end, value=-found.value, sign="minus")


def read_ratio(text: str, start: int, end: int) -> Numeral | None:
    """A ratio: "3.1 to 1"."""
    found = RATIO.match(text, start, end)
    inner = read_cell(text, start, found.end("number")) if found is not None else None
    return inner and replace(inner, end=end, suffix="x")


def read_worded(text: str, start: int, end: int) -> Numeral | None:
    """A change in words: "Up 4%", "Down 12 pts", "Flat"."""
    found = WORDED.match(text, start, end)
    if found is None:
        return None
    if not found["rest"]:
        return Numeral(start, end, Decimal(0), 0, state="number", percent=True)
    inner = read_cell(text, found.start("rest"), end)
    if inner is None or inner.state != "number":
        return None
    down = found["way"].lower() in ("down", "decreased", "declined", "fell") and inner.value > 0
    return replace(inner, start=start, end=end, value=-inner.value if down else inner.value)


def read_hedged(text: str, start: int, end: int) -> Numeral | None:
    """A figure with its scale in words, perhaps hedged: "$48 million", "approximately 25%", "$1.2B"."""
    found = HEDGED.match(text, start, end)
    inner = read_cell(text, *found.span("number")) if found is not None else None
    if found is None or inner is None or inner.state != "number":
        return None
    scale = found["scale"] or ""
    if len(scale) == 1 and not inner.currency and (scale.islower() or not inner.decimals):
        # a footnote's letter, or "9M": nine months
        return None
    scale = scale.lower()
    return replace(inner, start=start, end=end, suffix=SCALE_WORDS.get(scale, scale) or inner.suffix)


def split_range(cell: GridCell, text: str) -> tuple[GridCell, ...]:
    """The two ends of a cell that prints a range ("$84.0 – $85.0", "10% to 11%"), else the cell."""
    if not 5 <= cell.end - cell.start <= LONGEST:
        return (cell,)
    found = RANGE.match(text, cell.start, cell.end)
    if found is None or RATIO.match(text, cell.start, cell.end):
        return (cell,)
    low_end = found.end("low_scale") if found["low_scale"] else found.end("low")
    return (
        replace(cell, start=found.start("low"), end=low_end),
        replace(cell, start=found.start("high")),
    )
