"""Layers as gold of the corpus, and gold as a layer; corpus/README.md is the codebook of both."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from narrext.corpus.gold import gold_lines as written
from narrext.corpus.gold import read_gold as read_annotations
from narrext.corpus.places import anchor_of, fold, place_all
from narrext.corpus.records import SETTLED, Annotation
from narrext.errors import NarrextError
from narrext.report.encode import encode_cell
from narrext.report.files import write_whole
from narrext.report.words import plain
from narrext.review.decode import step_of
from narrext.review.layer import Claims, Fields
from narrext.review.subject import PROSE, Subject
from narrext.review.verdicts import untied
from narrext.tables.records import Fact

# What a line of gold and a claim of a layer call by one name and hold alike.
_ALIKE = (
    "text", "kind", "role", "metric", "verdict", "unit", "bound", "direction", "period", "base", "forward_looking",
    "reason", "formula", "annotator", "status", "comment",
)  # fmt: skip


def as_gold(subject: Subject, claims: Claims, *, kept: bool = False) -> list[Annotation]:
    """The claims in reading order; with `kept`, only those that a reviewer stands by.

    Of a filing that the corpus does not hold, a checksum stands for the words around a number.
    """
    narrative = fold(" ".join(subject.text[b.start : b.end] for b in subject.blocks if b.kind in PROSE))
    chosen = [claim for claim in claims.values() if not kept or claim["status"] in SETTLED]
    return [annotation(number, claim, subject, narrative) for number, claim in enumerate(chosen, 1)]


def annotation(number: int, claim: Fields, subject: Subject, narrative: str) -> Annotation:
    span = (claim["span"][0], claim["span"][1])
    made = Annotation(
        n=number,
        span=span,
        value=_exact(claim["value"]),
        value_high=_exact(claim["value_high"]),
        cells=tuple(Decimal(cell["value"]) for cell in claim["cells"]),
        alternatives=tuple(tuple(Decimal(value) for value in cells) for cells in claim["alternatives"]),
        time=claim["time"] or "",
        **{name: claim[name] for name in _ALIKE},
    )
    if subject.entry.standoff:
        return replace(made, anchor=anchor_of(subject.text, span))
    return replace(made, context=context(subject.text, *span, narrative))


def context(text: str, start: int, end: int, narrative: str) -> str:
    """The number with as few words on either side as make it occur once in the narrative."""
    # what is glued to the number belongs to it
    before, after = text[max(0, start - 600) : start], text[end : end + 600]
    left, right = before.split(" "), after.split(" ")
    found = ""
    for words in range(4, 60, 4):
        found = fold(" ".join(left[-words:]) + text[start:end] + " ".join(right[:words]))
        if narrative.count(found) == 1:
            break
    return found


def _exact(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


# --- gold as a layer ---------------------------------------------------------------------------------


def read_gold(subject: Subject, path: Path) -> Claims:
    """The claims of a gold file, each at its place in the text; their cells are found by value and period.

    Raises NarrextError, naming the file, for a line that is none or whose number is not in the text.
    """
    lines = read_annotations(path)
    found: Claims = {}
    for line, place in zip(lines, place_all(subject.text, lines), strict=True):
        if place is None:
            raise NarrextError(f"{path}, claim {line.n}: “{line.text}” is not found in {subject.name}.")
        found[f"g{line.n}"] = gold_claim(subject, line, place)
    return found


def gold_claim(subject: Subject, line: Annotation, span: tuple[int, int]) -> Fields:
    """A line of gold as a layer has it."""
    said: dict[str, Any] = {name: getattr(line, name) for name in _ALIKE}
    return untied("no_line_item") | said | {
        "id": f"g{line.n}",
        "span": list(span),
        "value": None if line.value is None else plain(line.value),
        "value_high": None if line.value_high is None else plain(line.value_high),
        "scope": "",
        "step": step_of(subject.text, *span),
        "cells": [_cell(subject, value, line, place) for place, value in enumerate(line.cells)],
        "alternatives": [[plain(value) for value in cells] for cells in line.alternatives],
        "score": 1.0,
        "time": line.time or None,
        "annotator": line.annotator or "gold",
    }  # fmt: skip


def _cell(subject: Subject, value: Decimal, line: Annotation, place: int) -> Fields:
    """The cell of that value: of the claim's period, its base for the second; the first of several."""
    fits = [fact for fact in subject.facts.values() if fact.value == value]
    wanted = (line.period, line.base) if place == 0 else (line.base, line.period)
    fits.sort(key=lambda fact: (_distance(fact, wanted), fact.start))
    if fits:
        return encode_cell(fits[0])
    empty: Fields = {"table": None, "label": [], "column": "", "period": None, "unit": "", "span": None}
    return {"value": plain(value), "printed": ""} | empty


def _distance(fact: Fact, wanted: tuple[str | None, str | None]) -> int:
    period = str(fact.period) if fact.period else None
    return 0 if period == wanted[0] else 1 if period == wanted[1] else 2


def project(folder: Path, reviewer: str, subject: Subject, claims: Claims) -> None:
    """Write a layer beside the database as ``<reviewer>/<document>.jsonl``, whole or not at all."""
    target = folder / reviewer / f"{subject.entry.key}.jsonl"
    target.parent.mkdir(exist_ok=True)
    content = written(as_gold(subject, claims))
    if not target.is_file() or target.read_text(encoding="utf-8") != content:
        write_whole(target, content)
