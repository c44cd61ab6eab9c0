"""Finds, reads and checks the rules and lexicons of ``patterns/``.

They ship inside the package as ``narrext/patterns``; in a checkout they stand beside it. A user's
own folder may be laid over them: its files add to ours, name by name.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from narrext.errors import NarrextError

HERE = Path(__file__).resolve().parent


@cache
def patterns_folder() -> Path:
    """The folder of our own patterns: the wheel's, else the checkout's."""
    for folder in (HERE / "patterns", HERE.parent / "patterns"):
        if folder.is_dir():
            return folder
    raise NarrextError(
        f"The patterns that narrext works by are missing beside {HERE}: install the package again."
    )


def sources(name: str, overlay: Path | None = None) -> Iterator[Path]:
    """The files called `name`: ours, then the user's."""
    own = patterns_folder() / name
    if own.is_file():
        yield own
    if overlay is not None and (overlay / name).is_file():
        yield overlay / name


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NarrextError(f"{path} is not a TOML file that can be read: {error}.") from error


def toml_entries(
    name: str, key: str, allowed: frozenset[str], overlay: Path | None = None
) -> list[dict[str, Any]]:
    """The tables ``[[key]]`` of all files called `name`, their keys checked against `allowed`."""
    found: list[dict[str, Any]] = []
    for path in sources(name, overlay):
        for number, entry in enumerate(read_toml(path).get(key, []), 1):
            check_keys(entry, allowed, f"{path}, [[{key}]] number {number}")
            found.append(entry)
    return found


def jsonl_entries(name: str, allowed: frozenset[str], overlay: Path | None = None) -> list[dict[str, Any]]:
    """The lines of all files called `name`, their keys checked against `allowed`."""
    found: list[dict[str, Any]] = []
    for path in sources(name, overlay):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
            except ValueError as error:
                raise NarrextError(f"{path}, line {number}, is not JSON: {error}.") from error
            check_keys(entry, allowed, f"{path}, line {number}")
            found.append(entry)
    return found


def csv_entries(name: str, columns: tuple[str, ...], overlay: Path | None = None) -> list[dict[str, str]]:
    """The rows of all files called `name`, whose header must be `columns`."""
    found: list[dict[str, str]] = []
    for path in sources(name, overlay):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if tuple(reader.fieldnames or ()) != columns:
                raise NarrextError(f"{path}, line 1: the columns must be {', '.join(columns)}.")
            for row in reader:
                if None in row or None in row.values():
                    raise NarrextError(
                        f"{path}, line {reader.line_num}: a row must have {len(columns)} fields."
                    )
                found.append(row)
    return found


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of the list `name` in ``words.toml``."""
    for entry in toml_entries("words.toml", "list", frozenset({"name", "note", "words"})):
        if entry["name"] == name:
            return frozenset(entry["words"].split())
    raise NarrextError(f"{patterns_folder() / 'words.toml'} has no list called {name!r}.")


def check_keys(entry: dict[str, Any], allowed: frozenset[str], where: str) -> None:
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise NarrextError(f"{where}: unknown key {unknown[0]!r}; the keys are {', '.join(sorted(allowed))}.")
