"""What a reviewer asks for -> changes of the layer. Nothing here writes; a request that cannot be met
raises NarrextError with a sentence for the reviewer.

A request is an object with `kind` and, by kind: ``accept``, ``reject`` (claim), ``unsupported`` (claim,
reason), ``correct`` (claim, cells, formula), ``also`` (the same: what bears the claim out as well),
``edit`` (claim, fields), ``add`` (start, end, metric), ``split`` (claim, at), ``comment`` (claim, comment),
``undo`` (number), ``redo``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from narrext.errors import NarrextError
from narrext.review.decode import read_claim, read_period
from narrext.review.layer import Change, Claims, Fields, Layer, difference, redo, undo
from narrext.review.numbers import read_number
from narrext.review.store import Step
from narrext.review.subject import Subject
from narrext.review.verdicts import default_formula, hold_against, untied

Request = Mapping[str, Any]

VERDICTS: Final = ("match", "rounding", "mismatch", "unsupported")
REASONS: Final = (
    "no_line_item",
    "no_period",
    "forward_looking",
    "direction",
    "scale",
    "period",
    "sign",
    "value",
)
CHOICES: Final[dict[str, tuple[str | None, ...]]] = {
    "kind": ("money", "per_share", "percent", "percent_points", "ratio", "count", "multiple"),
    "role": ("level", "change", "share", "ratio"),
    "direction": (None, "up", "down"),
    "bound": (None, "approx", "at_least", "more_than", "at_most", "less_than"),
    "reason": (None, *REASONS),
    "verdict": VERDICTS,
}
WORDS: Final = ("metric", "unit", "scope")
NUMBERS: Final = ("value", "value_high")
PERIODS: Final = ("period", "base")
LONGEST = 2000  # of a comment or a metric, in characters


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an action is planned: the document, the layer and its claims, who acts and when."""

    subject: Subject
    layer: Layer
    claims: Claims
    annotator: str
    time: str

    def claim(self, request: Request) -> Fields:
        """The claim that a request speaks of; raises NarrextError where there is none."""
        found = self.claims.get(str(request.get("claim")))
        if found is None:
            raise NarrextError(f"There is no claim {request.get('claim')}.")
        return found

    def signed(self, claim: Fields, status: str) -> Fields:
        return claim | {"status": status, "annotator": self.annotator, "time": self.time}


def plan(desk: Desk, request: Request) -> Step:
    """The step that a request asks for; its changes may be empty where all is as it should be."""
    kind = request.get("kind")
    if kind == "undo":
        number, changes = undo(desk.layer, _whole(request.get("number")) if "number" in request else None)
        return Step("undo", changes, desk.annotator, number)
    if kind == "redo":
        number, changes = redo(desk.layer)
        return Step("redo", changes, desk.annotator, number)
    make = MAKERS.get(str(kind))
    if make is None:
        raise NarrextError(f"“{kind}” is nothing that can be done to a claim.")
    return Step(str(kind), tuple(change for change in make(desk, request) if change), desk.annotator)


Made = list[Change | None]


def accept(desk: Desk, request: Request) -> Made:
    """Accepting what was corrected or added leaves it that."""
    claim = desk.claim(request)
    if claim["status"] in ("accepted", "corrected", "added"):
        return []
    return [difference(claim, desk.signed(claim, "accepted"))]


def reject(desk: Desk, request: Request) -> Made:
    claim = desk.claim(request)
    return [] if claim["status"] == "rejected" else [difference(claim, desk.signed(claim, "rejected"))]


def unsupported(desk: Desk, request: Request) -> Made:
    claim = desk.claim(request)
    reason = request.get("reason") or ("forward_looking" if claim["forward_looking"] else "no_line_item")
    if reason not in REASONS:
        raise NarrextError(f"“{reason}” is no reason; the reasons are {', '.join(REASONS)}.")
    if claim["verdict"] == "unsupported" and claim["reason"] == reason:
        return accept(desk, request)
    return [difference(claim, desk.signed(claim, changed_status(claim)) | untied(reason))]


def correct(desk: Desk, request: Request) -> Made:
    """Hold the claim against other cells; they are named by the offsets at which they begin."""
    claim = desk.claim(request)
    return [difference(claim, desk.signed(claim, changed_status(claim)) | chosen_tie(desk, claim, request))]


def also(desk: Desk, request: Request) -> Made:
    """Note cells that bear the claim out as well as its own do, or take the note back."""
    claim = desk.claim(request)
    if not claim["cells"]:
        raise NarrextError("Tie the claim to its cells first: then others may bear it out as well.")
    tie = chosen_tie(desk, claim, request)
    if tie["verdict"] not in ("match", "rounding"):
        raise NarrextError(f"These cells do not bear the claim out: {tie['working']}.")
    values = [cell["value"] for cell in tie["cells"]]
    if values == [cell["value"] for cell in claim["cells"]]:
        raise NarrextError("These are the cells that the claim is tied to.")
    noted = claim["alternatives"]
    kept = [cells for cells in noted if cells != values] if values in noted else [*noted, values]
    return [difference(claim, claim | {"alternatives": kept})]


def chosen_tie(desk: Desk, claim: Fields, request: Request) -> Fields:
    """What the claim comes to against the cells that a request names."""
    starts = request.get("cells")
    if not isinstance(starts, list) or not 1 <= len(starts) <= 8:
        raise NarrextError("Choose one to eight cells.")
    facts = [desk.subject.facts.get(start) if isinstance(start, int) else None for start in starts]
    if None in facts:
        raise NarrextError("One of these is no cell of a table of this release.")
    record = read_claim(claim, desk.subject.original(claim))
    formula = str(request.get("formula") or default_formula(record, len(starts))).replace(" ", "")
    return hold_against(record, [fact for fact in facts if fact is not None], formula, desk.subject)


def changed_status(claim: Fields) -> str:
    """What was added by hand stays added, whatever is corrected of it."""
    return "added" if claim["status"] == "added" else "corrected"


def edit(desk: Desk, request: Request) -> Made:
    claim = desk.claim(request)
    fields = request.get("fields")
    if not isinstance(fields, dict):
        raise NarrextError("An edit names the fields that it changes.")
    said = {name: read_field(name, value) for name, value in fields.items()}
    verdict, reason = said.pop("verdict", None), said.pop("reason", None)
    formula = said.pop("formula", claim["formula"])
    edited = claim | said
    if edited["value"] is None:
        raise NarrextError("A claim states a number.")
    if edited["cells"] and (said or formula != claim["formula"]):
        edited |= again(desk, edited, formula)
    if verdict == "unsupported":
        edited |= untied(reason or "no_line_item")
    elif verdict is not None:
        edited |= {"verdict": verdict, "reason": reason if verdict == "mismatch" else None}
    elif edited["verdict"] == "unsupported":
        # what was said of the former words does not hold of these
        edited |= {"reason": reason or edited["reason"], "diagnosis": None}
    if difference(claim, edited) is None:
        return []
    return [difference(claim, desk.signed(edited, changed_status(claim)))]


def again(desk: Desk, claim: Fields, formula: str | None) -> Fields:
    """The verdict of a claim whose words or formula changed, over the cells that it has."""
    facts = [desk.subject.facts.get(cell["span"][0]) if cell["span"] else None for cell in claim["cells"]]
    if None in facts:
        return {}
    record = read_claim(claim, desk.subject.original(claim))
    known = [fact for fact in facts if fact is not None]
    return hold_against(record, known, formula or default_formula(record, len(known)), desk.subject)


def read_field(name: str, value: Any) -> Any:
    """A field as the form sends it; raises NarrextError for what it cannot be."""
    if name in CHOICES:
        value = value or None
        if value not in CHOICES[name] and not (name == "verdict" and value is None):
            raise NarrextError(f"{name} cannot be “{value}”.")
        return value
    if name == "forward_looking":
        return bool(value)
    if name == "formula":
        return str(value).replace(" ", "")[:80] or None
    if name in WORDS:
        return " ".join(str(value or "").split())[:LONGEST]
    if name in PERIODS:
        return _period(value)
    if name in NUMBERS:
        return _number(value)
    raise NarrextError(f"There is no field “{name}” to edit.")


def _period(value: Any) -> str | None:
    try:
        period = read_period(str(value).strip()) if value else None
    except ValueError:
        raise NarrextError(
            f"“{value}” is no period: write 2003-01-01/2003-03-31, or 2003-03-31 for a balance."
        ) from None
    return None if period is None else str(period)


def _number(value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value).replace(",", "").replace("−", "-").strip())
    except InvalidOperation:
        raise NarrextError(f"“{value}” is no number.") from None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise NarrextError(f"“{value}” is no number that a release states.")
    return format(number, "f")


def add(desk: Desk, request: Request) -> Made:
    start, end = _whole(request.get("start")), _whole(request.get("end"))
    read = read_number(desk.subject, start, end)
    if any(claim["span"] == read["span"] and claim["status"] != "rejected" for claim in desk.claims.values()):
        raise NarrextError(f"“{read['text']}” is a claim already.")
    claim = blank(new_id(desk), read, neighbour(desk, start)) | {
        "metric": read_field("metric", request.get("metric"))
    }
    return [Change(claim["id"], None, desk.signed(claim, "added"))]


def blank(name: str, read: Fields, near: Fields | None) -> Fields:
    """A new claim; its period is the nearest claim's until the reviewer says otherwise."""
    return {
        "id": name, "role": "level", "metric": "", "period": near["period"] if near else None, "base": None,
        "forward_looking": False, "scope": "", "comment": "", "alternatives": [],
    } | read | untied("no_line_item")  # fmt: skip


def neighbour(desk: Desk, start: int) -> Fields | None:
    """The claim that stands nearest to an offset."""
    return min(desk.claims.values(), key=lambda claim: abs(claim["span"][0] - start), default=None)


def new_id(desk: Desk) -> str:
    """``r1``, ``r2``, …: never one that the layer has had, so that undone additions can come back."""
    used = {change.claim for action in desk.layer.actions for change in action.changes} | set(desk.claims)
    return f"r{max((int(name[1:]) for name in used if re.fullmatch(r'r[0-9]+', name)), default=0) + 1}"


def split(desk: Desk, request: Request) -> Made:
    """Cut a claim in two at an offset: the first part keeps its id and tie, the second is new."""
    claim, at = desk.claim(request), _whole(request.get("at"))
    start, end = claim["span"]
    if not start < at < end:
        raise NarrextError("A claim is split inside its text.")
    left, right = read_number(desk.subject, start, at), read_number(desk.subject, at, end)
    if left["span"][1] > right["span"][0]:
        raise NarrextError("Both parts are one number: there is nothing to split.")
    kept = claim | left
    if kept["cells"]:
        kept |= again(desk, kept, kept["formula"])
    second = blank(new_id(desk), right, claim) | {"metric": claim["metric"], "role": claim["role"]}
    return [
        difference(claim, desk.signed(kept, changed_status(claim))),
        Change(second["id"], None, desk.signed(second, "added")),
    ]


def comment(desk: Desk, request: Request) -> Made:
    claim = desk.claim(request)
    words = str(request.get("comment") or "").strip()
    if len(words) > LONGEST:
        raise NarrextError(f"A comment has at most {LONGEST} characters.")
    return [difference(claim, claim | {"comment": words})]


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NarrextError("An offset or a step is a whole number.")
    return value


MAKERS: Final[dict[str, Callable[[Desk, Request], Made]]] = {
    "accept": accept, "reject": reject, "unsupported": unsupported, "correct": correct, "also": also,
    "edit": edit, "add": add, "split": split, "comment": comment,
}  # fmt: skip
