"""A document under review: its text and blocks, its tables, and the claims that the program suggests."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from narrext.claims.records import Claim
from narrext.errors import NarrextError
from narrext.link import FactIndex
from narrext.release import read
from narrext.report.words import plain
from narrext.review.decode import read_table, step_of
from narrext.review.layer import Claims, Fields
from narrext.review.source import Entry
from narrext.segment import Block, segment
from narrext.tables.records import Fact

# The fields of a claim that a layer keeps; candidates stay with the report.
KEPT = (
    "id", "text", "span", "kind", "role", "metric", "value", "value_high", "unit", "bound", "direction", "period",
    "base", "forward_looking", "scope", "verdict", "reason", "formula", "cells", "computed", "interval", "working",
    "score", "diagnosis",
)  # fmt: skip
PROSE = frozenset({"heading", "paragraph", "bullet"})
PROGRAM = "narrext"
Place = tuple[int, int]  # where a claim stands, [start, end)


@dataclass(frozen=True)
class Subject:
    """All that a review of one document needs; `suggested` are the program's claims by id.

    What else the program knows of a claim is found by the claim's place: a layer that another version began
    may call it by another id.
    """

    entry: Entry
    name: str
    sha256: str
    format: str  # text, html, submission
    issuer: str | None
    period: str | None
    text: str
    blocks: Sequence[Block]
    tables: Sequence[Mapping[str, Any]]
    suggested: Claims
    candidates: Mapping[Place, Sequence[Mapping[str, Any]]]
    facts: Mapping[int, Fact]  # by the offset at which the cell begins
    index: FactIndex
    originals: Mapping[Place, Claim] = field(default_factory=dict)

    def first(self, claim: Mapping[str, Any]) -> Fields | None:
        """What the program suggests at a claim's place."""
        return next((each for each in self.suggested.values() if each["span"] == claim["span"]), None)

    def original(self, claim: Mapping[str, Any]) -> Claim | None:
        """The record that the program made of a claim."""
        return self.originals.get(place_of(claim))


def place_of(claim: Mapping[str, Any]) -> Place:
    start, end = claim["span"]
    return start, end


class Shelf:
    """The documents of a source, each read when it is first asked for and kept."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = {entry.key: entry for entry in entries}
        self._read: dict[str, Subject] = {}
        self._lock = threading.Lock()

    def subject(self, key: str) -> Subject:
        """The document of that key; raises KeyError for another, NarrextError where it cannot be read."""
        entry = self.entries[key]
        with self._lock:
            if key not in self._read:
                self._read[key] = open_subject(entry)
            return self._read[key]


def open_subject(entry: Entry) -> Subject:
    """Read a release and check it, or take the report that was made of it."""
    release = read(entry.release)
    originals: dict[Place, Claim] = {}
    if entry.report is not None:
        report = json.loads(entry.report.read_text(encoding="utf-8"))
        if report["document"]["sha256"] != release.sha256:
            raise NarrextError(
                f"{entry.report} was made of another text than {entry.release}: make the report again, "
                "or put the release back that it was made of."
            )
    else:
        from narrext.api import check

        made = check(release)
        report = made.to_dict()
        originals = {(each.claim.start, each.claim.end): each.claim for each in made.claims}
    tables = [read_table(table) for table in report["tables"]]
    text = release.text
    return Subject(
        entry=entry,
        name=release.name,
        sha256=release.sha256,
        format=release.format,
        issuer=report["document"]["issuer"],
        period=report["document"]["period"],
        text=text,
        blocks=segment(release),
        tables=report["tables"],
        suggested={c["id"]: suggestion(c, text, originals.get(place_of(c))) for c in report["claims"]},
        candidates={place_of(c): c["candidates"] for c in report["claims"]},
        facts={fact.start: fact for table in tables for fact in table.facts},
        index=FactIndex(tables),
        originals=originals,
    )


def suggestion(claim: Mapping[str, Any], text: str, original: Claim | None) -> Fields:
    """A claim of a report as a layer keeps it, before anybody looked at it."""
    step = plain(original.step) if original is not None else step_of(text, *claim["span"])
    return {name: claim[name] for name in KEPT} | {
        "step": step,
        "status": "suggested",
        "annotator": PROGRAM,
        "time": None,
        "comment": "",
        "alternatives": [],
    }
