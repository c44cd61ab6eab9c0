"""Row labels -> their path: section headings and parents by indentation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from narrext.tables.captions import fold_label
from narrext.tables.structure import GridRow, as_kind

NOTE_MARK = re.compile(
    r"(?:\s*(?:\((?:\d{1,2}|[a-h]|[ivx]{1,4})(?:,\s?(?:\d{1,2}|[a-h]))*\)|\*{1,3}|\[\w\]|[†‡§]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+"
    r"|\((?:see\s+)?notes?(?:\s+\w{1,2})?(?:\s+below)?\)|(?<=[a-z])\s\d(?=$)))+$",
    re.IGNORECASE,
)
FIRST_MARK = re.compile(r"^(?:\((?:\d{1,2}|[a-h])\)|\*{1,3}|[†‡])\s+(?=\w)")
LEADER = re.compile(r"^(?:[-–—•·*]\s?)+(?=[A-Za-z(])")
TRAIL = re.compile(r"\s*(?::|[-–—]+)$")
SUBTOTAL = re.compile(
    r"(?i)\b(?:total|subtotal|net|gross|income|loss|earnings|profit|margin|ebitda|operating|comprehensive|balance|before)\b"
)
TOTAL = re.compile(
    r"(?i)^(?:(?:sub)?total\b|(?:net\s+)?cash\s+(?:flows?\s+)?(?:generated|provided|used|from)\b|net\s+(?:income|loss|earnings|increase|decrease|change)|gross\s+(?:profit|margin)"
    r"|(?:income|loss|earnings|profit)(?:\s*\([^)]*\))?\s+(?:before|from|for)\b|operating\s+(?:income|profit|loss|earnings)|.*\btotal$)"
)
CHILDREN = re.compile(r"(?::|\s[-–—]|\w[-–—]|(?i:\bof which|\bincluding|\bconsisting of|\bcomposed of))$")
ALTERNATIVE = re.compile(r"^(.{3,}?)\s[-–—]\s")
# How far a section's own column lies left of what stands under it, where both begin at one place.
NO_SECTION = re.compile(
    r"(?i)(?:commitments?\b|contingenc|see\s+(?:accompanying\s+)?notes?|\((?:un)?audited\)|\(?in\s+(?:thousands|millions))"
)
OUTER, FLAT = 0.5, 0.25
# The total of the right side of a balance sheet is not within the section of the equity above it.
BOTH_SIDES = re.compile(r"(?i)total\s+liabilities\s*(?:,|&|and\b)")
CASH_TOTAL = re.compile(
    r"(?:net )?cash (?:flows? )?(?:and cash equivalents )?(?:generated|provided|used|from|applied|required)\b"
)
CASH_WORDS = frozenset(
    """
    cash flow provided used generated applied required equivalent
    """.split()  # noqa: SIM905
)
SMALL = frozenset(
    "a an and of the in for from to by with net total other & s".split()  # noqa: SIM905
)
PER_SHARE = re.compile(r"(?i)\bper\b.*\b(?:share|unit|ads)")
SHARE_COUNT = re.compile(r"(?i)\bshares\b|weighted")


@dataclass(frozen=True, slots=True)
class Open:
    """A section or parent that later rows may stand under."""

    place: float
    label: str
    flat: bool = False
    led: bool = False  # its first row begins with a dash


@dataclass(frozen=True, slots=True)
class Named:
    """A row with its path."""

    row: GridRow
    label: str
    parents: tuple[str, ...]
    total: bool


def clean_label(printed: str) -> str:
    """A label without leaders, footnote marks, and the colon or dash at its end."""
    if not printed:
        return printed
    label = printed if printed[0].isalpha() else LEADER.sub("", FIRST_MARK.sub("", printed))
    while label and not label[-1].isalpha():
        shorter = TRAIL.sub("", NOTE_MARK.sub("", label))
        if shorter == label:
            break
        label = shorter
    return label or printed


def name_rows(rows: Sequence[GridRow]) -> list[Named]:
    """The rows of figures with their labels and parents, in order; sections alone give none."""
    rows = join_sections(name_places(rows))
    named: list[Named] = []
    stack: list[Open] = []
    before = ""
    for place, row in enumerate(rows):
        label = clean_label(row.label)
        if row.kind == "section" and is_no_section(row.label):
            continue
        if row.kind == "section":
            open_section(stack, rows, place, label)
            before = row.label
            continue
        parents = None if not label and is_inner_sum(rows, place) else total_parents(stack, row, label)
        if parents is None:
            close_by_place(stack, row)
            parents = tuple(each.label for each in stack)
        alternative = ALTERNATIVE.match(before) if LEADER.match(row.label) else None
        if alternative and (not parents or parents[-1] != alternative[1]):
            parents = (*parents, clean_label(alternative[1]))
        named.append(Named(row, label, parents, not label or bool(TOTAL.match(label))))
        if is_parent(rows, place):
            stack.append(Open(row.indent, label))
        if not LEADER.match(row.label):
            before = row.label
    return named


def is_no_section(printed: str) -> bool:
    """Whether words alone on a row say nothing of the rows below: a reference to notes, a line without a sum."""
    return NO_SECTION.match(printed) is not None or NOTE_MARK.fullmatch(printed) is not None


def open_section(stack: list[Open], rows: Sequence[GridRow], place: int, label: str) -> None:
    row = rows[place]
    below = next(
        (other for other in rows[place + 1 :] if other.label and not is_no_section(other.label)), None
    )
    here = row.indent
    flat = False
    if below is not None and (below.indent < here or (below.kind == "section" and below.indent == here)):
        # centred over what follows, or a heading right over another: it holds both
        here = min(here, below.indent) - OUTER
    elif below is not None and below.indent == here:
        here, flat = here - FLAT, True
    while stack and stack[-1].place >= here:
        stack.pop()
    stack.append(Open(here, label, flat, below is not None and LEADER.match(below.label) is not None))


def close_by_place(stack: list[Open], row: GridRow) -> None:
    """Close what the row does not stand under: by its indent, and by what it speaks of."""
    while row.label and stack and stack[-1].place >= row.indent:
        stack.pop()
    if stack and stack[-1].flat and leaves(stack[-1], row):
        stack.pop()


def leaves(section: Open, row: GridRow) -> bool:
    """Whether a row no further in than a section's heading cannot belong to it."""
    if section.led and not LEADER.match(row.label):
        return True
    if CASH_TOTAL.match(fold_label(row.label)) and "cash" not in section.label.lower():
        # what came in and went out in all is no part of the changes above it
        return True
    if not PER_SHARE.search(section.label) or PER_SHARE.search(row.label):
        return False
    told = [n for n in row.numerals if n is not None and n.state == "number"]
    return SHARE_COUNT.search(row.label) is not None or (bool(told) and not any(n.decimals for n in told))


def name_places(rows: Sequence[GridRow]) -> list[GridRow]:
    """Rows of dashes alone that name a section are headings: the dashes only hold the columns' places."""
    labels = {fold_label(row.label) for row in rows}
    return [as_kind(row, "section") if names_section(row, labels) else row for row in rows]


def join_sections(rows: Sequence[GridRow]) -> list[GridRow]:
    """Join headings that wrap over rows of their own."""
    joined: list[GridRow] = []
    for row in rows:
        above = joined[-1] if joined else None
        wraps = above is not None and row.kind == above.kind == "section" and row.label[:1].islower()
        if above is not None and wraps and not CHILDREN.search(above.label):
            joined[-1] = replace(
                above, label=f"{above.label} {row.label}", labels=(*above.labels, *row.labels)
            )
        else:
            joined.append(row)
    return joined


def names_section(row: GridRow, labels: set[str]) -> bool:
    told = [n for n in row.numerals if n is not None]
    if row.kind != "figures" or not row.label or any(n.state != "nil" for n in told):
        return False
    folded = fold_label(row.label)
    return row.label.endswith(":") or f"total {folded}" in labels


def is_inner_sum(rows: Sequence[GridRow], place: int) -> bool:
    """Whether a sum without a label adds up the last rows of its section alone, and not the section."""
    whole = amounts(rows[place])
    left = dict(whole)
    for count, row in enumerate(reversed(rows[:place]), 1):
        if not is_line(row):
            return False
        parts = amounts(row)
        left = {column: value - parts.get(column, 0) for column, value in left.items()}
        if count > 1 and all(abs(value) <= count for value in left.values()):
            more = takewhile(is_line, reversed(rows[: place - count]))
            return any(any(amounts(other).values()) for other in more)
    return False


def is_line(row: GridRow) -> bool:
    return row.kind == "figures" and bool(row.label)


def total_parents(stack: list[Open], row: GridRow, label: str) -> tuple[str, ...] | None:
    """The parents of a row that is the total of a section: it is the section's last row, and closes it."""
    while label and stack and stack[-1].place > row.indent:
        stack.pop()
    if BOTH_SIDES.match(label):
        while stack and "liabilit" not in stack[-1].label.lower():
            stack.pop()
    at = closed_section(stack, label)
    if at is None:
        return None
    del stack[at + 1 :]
    parents = tuple(each.label for each in stack)
    stack.pop()
    return parents


def closed_section(stack: Sequence[Open], label: str) -> int | None:
    """The section that a row is the total of, from the innermost; a sum without a label is its section's."""
    folded = fold_label(label)
    words = folded.split()
    if not stack:
        return None
    if not words or folded in ("total", "totals", "subtotal", "sub total"):
        return len(stack) - 1
    cash = CASH_TOTAL.match(folded) is not None
    if not (cash or words[0] in ("total", "net") or words[-1] == "total"):
        return None
    key = key_words(folded)
    for at in range(len(stack) - 1, -1, -1):
        section = key_words(fold_label(stack[at].label))
        if section and (section == key or (cash and section - CASH_WORDS == key - CASH_WORDS)):
            return at
    return None


def key_words(folded: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in folded.split() if word not in SMALL)


def is_parent(rows: Sequence[GridRow], place: int) -> bool:
    """Whether rows further in are parts of this row of figures: its label says so, or they add up to it."""
    row = rows[place]
    children = []
    for other in rows[place + 1 :]:
        if other.indent <= row.indent:
            break
        children.append(other)
    if not children or not row.label:
        return False
    if CHILDREN.search(row.label):
        return True
    inner = min(child.indent for child in children)
    parts = [child for child in children if child.indent == inner]
    if len(parts) < 2 or any(part.kind != "figures" or SUBTOTAL.match(part.label) for part in parts):
        return False
    return adds_up(row, parts)


def adds_up(row: GridRow, parts: Sequence[GridRow]) -> bool:
    whole = amounts(row)
    sums: dict[int, list[object]] = {}
    checked = 0
    for column, value in whole.items():
        values = [amounts(part).get(column) for part in parts]
        told = [each for each in values if each is not None]
        if len(told) < 2:
            continue
        if abs(sum(told) - value) > len(told):
            return False
        sums[column] = list(told)
        checked += value != 0
    return checked > 0


def amounts(row: GridRow) -> dict[int, int]:
    """The figures of a row by column, in units of the last digit."""
    return {
        cell.column: int(numeral.value.scaleb(numeral.decimals))
        for cell, numeral in zip(row.cells, row.numerals, strict=True)
        if numeral is not None and numeral.state == "number"
    }
