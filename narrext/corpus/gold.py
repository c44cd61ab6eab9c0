"""Gold files: one claim a line, in reading order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from narrext.corpus.records import Annotation, annotation_from_json, annotation_to_json
from narrext.errors import NarrextError


def read_gold(path: Path) -> tuple[Annotation, ...]:
    """The annotations of a file, whatever their status. Raises NarrextError naming file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NarrextError(f"{path} cannot be read ({error}): check the name.") from error
    found: list[Annotation] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            entry = json.loads(line, parse_float=Decimal)
        except ValueError as error:
            raise NarrextError(f"{where}, is not JSON: {error}.") from error
        if not isinstance(entry, dict):
            raise NarrextError(f"{where}, is not an object.")
        found.append(annotation_from_json(entry, where))
    return tuple(found)


def write_gold(path: Path, annotations: Iterable[Annotation]) -> None:
    """Write a gold file whole or not at all: one claim a line, keys in their fixed order."""
    from narrext.report.files import write_whole

    write_whole(path, gold_lines(annotations))


def gold_lines(annotations: Iterable[Annotation]) -> str:
    """The content of a gold file."""
    return "".join(
        json.dumps(annotation_to_json(annotation), ensure_ascii=False) + "\n" for annotation in annotations
    )
