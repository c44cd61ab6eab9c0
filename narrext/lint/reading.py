"""A folder's files as entries with their lines; what cannot be read is a slip."""

from __future__ import annotations

import csv
import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from narrext.lint.formats import COLUMNS, FORMS, LINE_ITEMS, NAMES, SPAN_RULES
from narrext.lint.records import Entry, Slip

HEADER = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
RULES = (".toml", ".csv", ".jsonl")


def read_folder(folder: Path) -> tuple[list[Entry], list[Slip]]:
    """The rules of a folder, and what is wrong with its files as files."""
    entries: list[Entry] = []
    slips: list[Slip] = []
    sort: dict[type, list[Any]] = {Entry: entries, Slip: slips}
    for path in sorted(folder.iterdir()):
        if path.suffix not in RULES or not path.is_file():
            continue
        if path.suffix != ".jsonl" and path.name not in NAMES:
            slips.append(
                Slip(str(path), 1, f"narrext has no rules called {path.name}{meant(path.name, NAMES)}.")
            )
            continue
        for found in read_file(path):
            sort[type(found)].append(found)
    return entries, slips


def meant(word: str, known: Sequence[str]) -> str:
    """A guess at a slip of the pen, else all that there is."""
    near = difflib.get_close_matches(word, known, 1)
    return f": {near[0]} may be meant" if near else f"; there are {', '.join(known)}"


def read_file(path: Path) -> Iterator[Entry | Slip]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield Slip(str(path), 1, f"It is not UTF-8: byte {error.start} cannot be read.")
        return
    if path.name == LINE_ITEMS:
        yield from read_rows(path, text)
    elif path.suffix == ".jsonl":
        yield from read_lines(path, text)
    else:
        yield from read_tables(path, text)


def read_tables(path: Path, text: str) -> Iterator[Entry | Slip]:
    """The ``[[…]]`` of a TOML file, each with the lines that it stands on."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = AT_LINE.search(str(error))
        lines = text.count("\n") + 1
        said = AT_LINE.sub("", str(error)).strip()
        yield Slip(str(path), int(at[1]) if at and at[1] else lines, f"It is not TOML: {said}.")
        return
    forms = FORMS[path.name]
    places = headers(text)
    for name, tables in content.items():
        line = places[name][0][0] if name in places else 1
        if name not in forms:
            yield Slip(
                str(path), line, f"No rule of {path.name} is called {name!r}{meant(name, tuple(forms))}."
            )
        elif name not in places or not isinstance(tables, list):
            yield Slip(str(path), line, f"Rules are written as [[{name}]], one for each.")
        else:
            for (start, source), values in zip(places[name], tables, strict=False):
                yield Entry(path, start, name, values, source)


def headers(text: str) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Of each ``[[name]]`` of a TOML text: the line of its header and the lines up to the next."""
    lines = text.splitlines()
    starts = [(number, found[1]) for number, line in enumerate(lines) if (found := HEADER.match(line))]
    places: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for at, (number, name) in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else len(lines)
        places.setdefault(name, []).append((number + 1, tuple(lines[number:end])))
    return places


def read_rows(path: Path, text: str) -> Iterator[Entry | Slip]:
    rows = csv.reader(text.splitlines())
    first = next(rows, [])
    if tuple(first) != COLUMNS:
        yield Slip(str(path), 1, f"The columns must be {', '.join(COLUMNS)}.")
        return
    for row in rows:
        if not row:
            continue
        if len(row) != len(COLUMNS):
            yield Slip(
                str(path), rows.line_num, f"A row must have {len(COLUMNS)} fields, this one has {len(row)}."
            )
        else:
            yield Entry(path, rows.line_num, "", dict(zip(COLUMNS, row, strict=True)), (",".join(row),))


def read_lines(path: Path, text: str) -> Iterator[Entry | Slip]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            values: Any = json.loads(line)
        except json.JSONDecodeError as error:
            yield Slip(str(path), number, f"It is not JSON: {error.msg} at column {error.colno}.")
            continue
        if isinstance(values, dict):
            yield Entry(path, number, "", values, (line,))
        else:
            yield Slip(str(path), number, f"A rule is an object with {', '.join(SPAN_RULES.required)}.")
