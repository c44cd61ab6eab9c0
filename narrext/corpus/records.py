"""The record of an annotated claim, and its line of JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from narrext.errors import NarrextError

KINDS: Final = ("money", "per_share", "percent", "percent_points", "ratio", "count", "multiple")
ROLES: Final = ("level", "change", "share", "ratio")
VERDICTS: Final = ("match", "rounding", "mismatch", "unsupported")
REASONS: Final = (
    "no_line_item", "no_period", "forward_looking", "direction", "scale", "period", "sign", "value",
)  # fmt: skip
BOUNDS: Final = ("approx", "at_least", "more_than", "at_most", "less_than")
DIRECTIONS: Final = ("up", "down")
# How an annotation came to be: proposed by narrext and not yet looked at; confirmed; changed; found not
# to be a claim; added by the annotator.
STATUSES: Final = ("suggested", "accepted", "corrected", "rejected", "added")
# Those that a person stands behind as claims: what narrext is scored against.
SETTLED: Final = frozenset({"accepted", "corrected", "added"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """A claim as annotated, or as narrext reports it: the fields of the codebook (corpus/README.md).

    Amounts are exact and in full units; periods are ISO dates, ``start/end`` for a flow. `context` is
    empty in stand-off annotations, which may not repeat a filing's words; `anchor` is a checksum of the
    letters and digits around the number, by which it is found again should offsets move.
    """

    n: int
    text: str
    kind: str
    role: str
    metric: str
    verdict: str
    value: Decimal | None = None
    unit: str = ""
    context: str = ""
    span: tuple[int, int] | None = None
    value_high: Decimal | None = None
    bound: str | None = None
    direction: str | None = None
    period: str | None = None
    base: str | None = None
    forward_looking: bool = False
    reason: str | None = None
    formula: str | None = None
    cells: tuple[Decimal, ...] = ()
    alternatives: tuple[tuple[Decimal, ...], ...] = ()
    annotator: str = ""
    time: str = ""
    status: str = "added"
    comment: str = ""
    anchor: str = ""

    @property
    def tied(self) -> bool:
        """Whether it rests on cells, with whatever result."""
        return self.verdict != "unsupported"


_NAMES: Final = frozenset(Annotation.__slots__)
_REQUIRED: Final = ("n", "text", "kind", "role", "metric", "verdict")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "kind": KINDS, "role": ROLES, "verdict": VERDICTS, "reason": REASONS, "bound": BOUNDS,
    "direction": DIRECTIONS, "status": STATUSES,
}  # fmt: skip
# In the order of a line; what says nothing is left off the line's end.
_ORDER: Final = (
    "n", "span", "text", "context", "kind", "role", "metric", "value", "value_high", "bound", "unit",
    "direction", "period", "base", "forward_looking", "verdict", "reason", "formula", "cells",
    "alternatives", "annotator", "time", "status", "comment", "anchor",
)  # fmt: skip
_LEFT_OFF: Final = ("value_high", "bound", "context", "annotator", "time", "comment", "anchor")


def annotation_from_json(entry: Mapping[str, Any], where: str) -> Annotation:
    """An annotation from a line's object. Raises NarrextError, naming `where`, for what it cannot mean."""
    for name in entry:
        if name not in _NAMES:
            raise NarrextError(f"{where}: unknown key {name!r}; the keys are {', '.join(_ORDER)}.")
    for name in _REQUIRED:
        if entry.get(name) is None:
            raise NarrextError(f"{where}: {name!r} is missing.")
    for name, known in _CHOICES.items():
        if entry.get(name) is not None and entry[name] not in known:
            raise NarrextError(f"{where}: {name} is {entry[name]!r}; it is one of {', '.join(known)}.")
    fields = {name: value for name, value in entry.items() if value is not None}
    try:
        return Annotation(**(fields | _exact(entry)))
    except (InvalidOperation, TypeError, ValueError) as error:
        raise NarrextError(f"{where}: a number, cell or span in it cannot be read ({error!r}).") from error


def _exact(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that JSON writes otherwise than the record holds them."""
    exact: dict[str, Any] = {
        name: Decimal(str(entry[name])) for name in ("value", "value_high") if entry.get(name) is not None
    }
    if entry.get("span") is not None:
        start, end = entry["span"]
        exact["span"] = (int(start), int(end))
    exact["cells"] = amounts(entry.get("cells") or [])
    exact["alternatives"] = tuple(amounts(cells) for cells in entry.get("alternatives") or [])
    return exact


def amounts(cells: list[Any]) -> tuple[Decimal, ...]:
    """Cells as numbers, whether written as numbers or as a report's objects with a `value`."""
    return tuple(Decimal(str(cell["value"] if isinstance(cell, dict) else cell)) for cell in cells)


def annotation_to_json(annotation: Annotation) -> dict[str, Any]:
    """The object of its line, keys in their fixed order."""
    line: dict[str, Any] = {}
    for name in _ORDER:
        value = getattr(annotation, name)
        if name in _LEFT_OFF and not value:
            continue
        line[name] = _plain(value)
    return line


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
