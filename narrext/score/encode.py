"""A score as JSON, and an older one read back and compared, claim by claim."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from narrext.corpus.records import Annotation, annotation_to_json
from narrext.errors import NarrextError
from narrext.score.bootstrap import intervals
from narrext.score.measure import Outcome, confusion, count, measures
from narrext.score.run import Score, Scored

SCHEMA: Final = "narrext.score/1"
_VERDICT_FIELDS: Final = (
    "kind", "role", "metric", "value", "value_high", "bound", "unit", "direction", "period", "base",
    "forward_looking", "verdict", "reason", "formula", "cells",
)  # fmt: skip


def encode_score(score: Score, *, seed: int, resamples: int) -> dict[str, Any]:
    """The whole score: per document with its claims, per layout, and in total with the confusion."""
    every = [outcome for scored in score.documents for outcome in scored.outcomes]
    return {
        "schema": SCHEMA,
        "total": {
            **encode_group(score.documents, seed=seed, resamples=resamples),
            "confusion": _encode_confusion(every),
        },
        "layouts": {
            layout: encode_group(group, seed=seed, resamples=resamples)
            for layout, group in score.layouts().items()
        },
        "documents": [encode_document(scored) for scored in score.documents],
        "missing": [{"name": document.name, "why": document.why} for document in score.missing],
    }


def encode_group(group: Sequence[Scored], *, seed: int, resamples: int) -> dict[str, Any]:
    """Counts, rates and their intervals over some documents."""
    each = [scored.counts for scored in group]
    counts = count(outcome for scored in group for outcome in scored.outcomes)
    return {
        "documents": len(group),
        "counts": dict(counts),
        "measures": measures(counts),
        "intervals": {
            name: list(ends) for name, ends in intervals(each, seed=seed, resamples=resamples).items()
        },
    }


def encode_document(scored: Scored) -> dict[str, Any]:
    """A document: counts, rates and each claim."""
    counts = scored.counts
    return {
        "name": scored.document.name,
        "issuer": scored.document.issuer,
        "split": scored.document.split,
        "layout": scored.layout,
        "counts": dict(counts),
        "measures": measures(counts),
        "claims": [encode_outcome(outcome) for outcome in scored.outcomes],
    }


def encode_outcome(outcome: Outcome) -> dict[str, Any]:
    """A claim: what the gold says, what narrext says, and what of it is wrong."""
    either = outcome.gold or outcome.said
    assert either is not None
    return {
        "n": outcome.gold.n if outcome.gold else None,
        "text": either.text,
        "context": either.context,
        "state": outcome.state,
        "wrong": list(outcome.wrong),
        "gold": _fields(outcome.gold),
        "said": _fields(outcome.said),
    }


def _fields(annotation: Annotation | None) -> dict[str, Any] | None:
    if annotation is None:
        return None
    line = annotation_to_json(annotation)
    return {name: line.get(name) for name in _VERDICT_FIELDS}


def _encode_confusion(every: Iterable[Outcome]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for (gold, said), number in sorted(confusion(every).items()):
        table.setdefault(gold, {})[said] = number
    return table


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that came to something else than in an older score; None: it was not there."""

    document: str
    text: str
    context: str
    before: str | None
    after: str | None

    @property
    def better(self) -> bool:
        """Whether what was wrong is right; an extra claim that is gone counts as right."""
        right = ("whole", None)
        return self.after in right and self.before not in right


def read_score(path: Path) -> dict[str, Any]:
    """A score as `narrext score --json` printed it. Raises NarrextError where the file holds none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NarrextError(
            f"{path} cannot be read: {error}; give what narrext score --json printed."
        ) from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise NarrextError(f"{path} is not a score ({SCHEMA}): give what narrext score --json printed.")
    return found


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What changed, claim by claim, in the documents that both scores hold."""
    before, after = _by_place(old), _by_place(new)
    shared = {name for name, _, _ in before} & {name for name, _, _ in after}
    changes: list[Change] = []
    for place in [*after, *(place for place in before if place not in after)]:
        was, now = before.get(place), after.get(place)
        if place[0] in shared and _told(was) != _told(now):
            told = now or was or {}
            changes.append(Change(place[0], told["text"], told["context"], _told(was), _told(now)))
    return changes


def _by_place(score: dict[str, Any]) -> dict[tuple[str, Any, str], dict[str, Any]]:
    """Claims by document and number in the gold; extra ones by their words."""
    return {
        (document["name"], claim["n"], "" if claim["n"] else claim["context"]): claim
        for document in score["documents"]
        for claim in document["claims"]
    }


def _told(claim: dict[str, Any] | None) -> str | None:
    """What a claim came to, in a few words: its state, and what it should be and is."""
    if claim is None:
        return None
    if claim["state"] == "whole":
        return "whole" if not claim["wrong"] else f"whole but for {', '.join(claim['wrong'])}"
    gold, said = claim["gold"], claim["said"]
    if gold is None:
        return f"extra ({said['verdict']})"
    if said is None:
        return f"missed ({gold['verdict']})"
    wrong = [field for field in claim["wrong"] if field != "verdict"]
    inside = (
        gold["verdict"]
        if gold["verdict"] == said["verdict"]
        else f"{gold['verdict']}, said {said['verdict']}"
    )
    return f"wrong ({inside}{'; ' + ', '.join(wrong) if wrong else ''})"
