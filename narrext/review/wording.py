"""Steps of a history in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narrext.report.html.words import full_number
from narrext.review.layer import Action, Change

VERBS = {
    "accept": "accepted", "reject": "rejected", "unsupported": "untied", "correct": "tied to other cells",
    "also": "given other cells that bear it out as well",
    "edit": "edited", "add": "added", "split": "split", "comment": "commented on", "undo": "undone", "redo": "made again",
    "decide": "decided",
}  # fmt: skip
# Fields that follow from others or say who and when: a reader of the history knows these already.
SILENT = frozenset(
    {
        "annotator",
        "time",
        "interval",
        "computed",
        "score",
        "working",
        "diagnosis",
        "step",
        "id",
        "decided",
        "adjudicator",
    }
)


def describe(action: Action, texts: Mapping[str, str]) -> dict[str, Any]:
    """An action for a page or a program; `texts` are the claims' own words by id."""
    claims = list(dict.fromkeys(change.claim for change in action.changes))
    named = ", ".join(f"{name} “{texts[name]}”" if name in texts else name for name in claims)
    verb = VERBS.get(action.kind, action.kind)
    words = f"step {action.undoes} {verb}: {named}" if action.undoes is not None else f"{named} {verb}"
    return {
        "number": action.number,
        "kind": action.kind,
        "undoes": action.undoes,
        "time": action.time,
        "annotator": action.annotator,
        "words": words,
        "details": [line for change in action.changes for line in details(change)],
        "changes": [change.to_json() for change in action.changes],
    }


def details(change: Change) -> Iterator[str]:
    """Field by field, before and after."""
    if change.before is None or change.after is None:
        return
    for name, after in change.after.items():
        if name not in SILENT:
            yield f"{name.replace('_', ' ')}: {shown(change.before.get(name))} → {shown(after)}"


def shown(value: Any) -> str:
    if value is None or value in ("", []):
        return "nothing"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return ", ".join(f"{' › '.join(cell['label'])} {cell['printed'] or cell['value']}" for cell in value)
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "; ".join(" and ".join(full_number(each) for each in cells) for cells in value)
    return str(value).replace("_", " ") if not isinstance(value, list) else "–".join(map(str, value))
