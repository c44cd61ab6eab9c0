"""The reviews of a source: documents, layers and what is written, for the pages to show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from narrext.errors import NarrextError
from narrext.review.actions import Desk, plan
from narrext.review.agreement import Disagreement, decide, disagreements
from narrext.review.gold import project, read_gold
from narrext.review.layer import Claims, Fields, Layer
from narrext.review.source import Source
from narrext.review.store import StaleError, Step, Store
from narrext.review.subject import PROGRAM, Shelf, Subject

GOLD: Final = "gold"
ADJUDICATED: Final = "adjudicated"
# "static" is an address of files, not of a reviewer.
RESERVED: Final = frozenset({PROGRAM, GOLD, ADJUDICATED, "static"})
_NAME = re.compile(r"[^\W_][\w.@-]{0,39}")


def check_reviewer(name: str) -> str:
    """A reviewer's name, which also names a folder; raises NarrextError where it cannot."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise NarrextError(f"“{name}” is no name for a reviewer: use up to 40 letters, digits, and . _ @ -")
    if name.lower() in RESERVED:
        raise NarrextError(f"“{name}” is taken: {', '.join(sorted(RESERVED))} are layers of their own.")
    return name


@dataclass(frozen=True)
class Reviews:
    """What the server works on. `start` says what a new layer begins with: ``narrext`` or ``gold``."""

    source: Source
    shelf: Shelf
    store: Store
    start: str = PROGRAM

    def subject(self, key: str) -> Subject:
        return self.shelf.subject(key)

    def layer(self, key: str, reviewer: str) -> Layer:
        """A reviewer's layer, or the one that they would begin with.

        Raises NarrextError where the release is another than the one that was reviewed.
        """
        subject = self.subject(key)
        stored = self.store.layer(key, reviewer)
        if stored is None:
            return Layer(key, reviewer, self.base(subject, reviewer), sha256=subject.sha256)
        if stored.sha256 != subject.sha256:
            raise NarrextError(
                f"{subject.name} is another text than the one that {reviewer} reviewed: put the former "
                "release back, or review this one under another name."
            )
        return stored

    def base(self, subject: Subject, reviewer: str) -> Claims:
        if reviewer == ADJUDICATED:
            return {}
        if reviewer == GOLD or (self.start == GOLD and subject.entry.gold is not None):
            return read_gold(subject, subject.entry.gold) if subject.entry.gold is not None else {}
        return subject.suggested

    def claims(self, key: str, reviewer: str) -> Claims:
        """The claims of a layer; the program stands by all of its own."""
        if reviewer == PROGRAM:
            return {
                name: claim | {"status": "accepted"} for name, claim in self.subject(key).suggested.items()
            }
        return self.layer(key, reviewer).claims()

    def reviewers(self, key: str | None = None) -> list[str]:
        """Who has a layer, of this document or of any, people first."""
        layers = self.store.layers()
        people = {layer.reviewer for layer in layers if key is None or layer.document == key} - RESERVED
        has_gold = any(e.gold for e in self.source.entries if key is None or e.key == key)
        return [*sorted(people), *([GOLD] if has_gold else []), PROGRAM]

    def act(self, key: str, reviewer: str, request: Mapping[str, Any]) -> Done:
        """Carry out a request of the review page. When it returns, what it changed is on disk.

        Raises StaleError where the layer moved on, NarrextError where the request cannot be met.
        """
        layer = self.layer(key, reviewer)
        _check_revision(layer, request)
        action = request.get("action")
        if not isinstance(action, dict):
            raise NarrextError("A request holds an action.")
        step = plan(Desk(self.subject(key), layer, layer.claims(), reviewer, now()), action)
        return self._write(layer, step)

    def _write(self, layer: Layer, step: Step) -> Done:
        if not step.changes:
            return Done(layer, step)
        stored = self.store.append(layer, layer.revision, step)
        self.project(stored)
        return Done(stored, step)

    def project(self, layer: Layer) -> None:
        """Set the layer down as gold. The database has it already: a full disk here loses nothing."""
        if layer.reviewer == ADJUDICATED:
            return
        subject = self.subject(layer.document)
        try:
            project(self.store.folder, layer.reviewer, subject, layer.claims())
        except (OSError, NarrextError):
            return

    def decide(self, key: str, adjudicator: str, request: Mapping[str, Any]) -> Done:
        """Keep one side of a disagreement, or neither; as `act`."""
        layer = self.layer(key, ADJUDICATED)
        _check_revision(layer, request)
        if request.get("choice") == "undo":
            from narrext.review.layer import undo

            number, changes = undo(layer)
            return self._write(layer, Step("undo", changes, adjudicator, number))
        sides = self.sides(key, str(request.get("first")), str(request.get("second")))
        found = next((d for d in sides if d.key == request.get("key")), None)
        choice = request.get("choice")
        if found is None or choice not in ("first", "second", "neither"):
            raise NarrextError("There is no such disagreement any more: load the page again.")
        change = decide(found, str(choice), layer.claims().get(found.key), adjudicator, now())
        return self._write(layer, Step("decide", (change,), adjudicator))

    def sides(self, key: str, first: str, second: str) -> list[Disagreement]:
        return disagreements(self.claims(key, first), self.claims(key, second))


@dataclass(frozen=True, slots=True)
class Done:
    """A layer after a step."""

    layer: Layer
    step: Step


def _check_revision(layer: Layer, request: Mapping[str, Any]) -> None:
    """Whoever writes says on which state; raises StaleError where that is not the state any more."""
    revision = request.get("revision")
    if not isinstance(revision, int) or revision != layer.revision:
        seen = revision if isinstance(revision, int) else 0
        raise StaleError(layer.revision, [a for a in layer.actions if a.number > seen])


def progress(claims: Mapping[str, Fields]) -> dict[str, Any]:
    """How far a review has come: counts by status and by verdict."""
    found: dict[str, Any] = {"claims": len(claims), "reviewed": 0, "status": {}, "verdicts": {}}
    for claim in claims.values():
        status, verdict = claim["status"], claim["verdict"]
        found["status"][status] = found["status"].get(status, 0) + 1
        found["reviewed"] += status != "suggested"
        if status != "rejected":
            found["verdicts"][verdict] = found["verdicts"].get(verdict, 0) + 1
    return found


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
