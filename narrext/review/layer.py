"""A reviewer's layer: the claims it began with and the actions since; undo and redo are actions too.

An action carries changes, each with the fields of a claim before and after it, so that it can be read,
taken back and put back at any later time. The layer as it stands is the base with all changes applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from narrext.errors import NarrextError

Fields = dict[str, Any]
Claims = dict[str, Fields]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a claim: `before` is None where it was added, `after` where it was taken away."""

    claim: str
    before: Fields | None
    after: Fields | None

    def reversed(self) -> Change:
        return Change(self.claim, self.after, self.before)

    def to_json(self) -> dict[str, Any]:
        return {"claim": self.claim, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Action:
    """One step of a review. `number` counts from 1 in its layer; `undoes` is set for undo and redo."""

    number: int
    kind: str
    changes: tuple[Change, ...]
    time: str  # ISO 8601, UTC
    annotator: str
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """The claims of one document as one reviewer has them."""

    document: str
    reviewer: str
    base: Mapping[str, Fields]
    actions: tuple[Action, ...] = ()
    sha256: str = ""  # of the release that it speaks of

    @property
    def revision(self) -> int:
        """The number of the last action; 0 before the first."""
        return self.actions[-1].number if self.actions else 0

    def claims(self) -> Claims:
        """The claims as they stand, in reading order."""
        found: Claims = {name: dict(fields) for name, fields in self.base.items()}
        for action in self.actions:
            apply(found, action.changes)
        return dict(sorted(found.items(), key=lambda pair: (pair[1]["span"], pair[0])))


def apply(claims: Claims, changes: Iterable[Change]) -> None:
    """Make the changes, in order, in place."""
    for change in changes:
        if change.after is None:
            claims.pop(change.claim, None)
        elif change.before is None:
            claims[change.claim] = dict(change.after)
        else:
            claims[change.claim] |= change.after


def difference(before: Fields, after: Fields) -> Change | None:
    """The fields that differ; None where none does."""
    names = [name for name in after if before.get(name) != after[name]]
    if not names:
        return None
    return Change(
        after["id"], {name: before.get(name) for name in names}, {name: after[name] for name in names}
    )


def stands(claims: Claims, changes: Sequence[Change]) -> bool:
    """Whether what the changes made is still there, so that they can be taken back."""
    for change in changes:
        claim = claims.get(change.claim)
        if (claim is None) != (change.after is None):
            return False
        if claim is None or change.after is None:
            continue
        if any(claim.get(name) != value for name, value in change.after.items()):
            return False
    return True


def stacks(actions: Sequence[Action]) -> tuple[list[int], list[int]]:
    """The numbers of the actions that can be undone and of those that can be redone, the next one last."""
    done: list[int] = []
    undone: list[int] = []
    for action in actions:
        if action.kind == "undo" and action.undoes is not None:
            done.remove(action.undoes)
            undone.append(action.undoes)
        elif action.kind == "redo" and action.undoes is not None:
            undone.remove(action.undoes)
            done.append(action.undoes)
        else:
            done.append(action.number)
            undone.clear()
    return done, undone


def undo(layer: Layer, number: int | None = None) -> tuple[int, tuple[Change, ...]]:
    """The changes that take back an action, by default the last one that still stands.

    Raises NarrextError where there is none, or where a later action has built on it.
    """
    done, _ = stacks(layer.actions)
    if number is None and not done:
        raise NarrextError("There is nothing to undo.")
    number = done[-1] if number is None else number
    if number not in done:
        raise NarrextError(f"Step {number} is undone already, or is an undo itself.")
    action = next(a for a in layer.actions if a.number == number)
    if not stands(layer.claims(), action.changes):
        raise NarrextError(
            f"Step {number} cannot be undone: a later step changed the same. Undo that one first."
        )
    return number, tuple(change.reversed() for change in reversed(action.changes))


def redo(layer: Layer) -> tuple[int, tuple[Change, ...]]:
    """The changes that make the last undone action again; raises NarrextError where there is none."""
    _, undone = stacks(layer.actions)
    if not undone:
        raise NarrextError("There is nothing to redo.")
    action = next(a for a in layer.actions if a.number == undone[-1])
    return action.number, action.changes
