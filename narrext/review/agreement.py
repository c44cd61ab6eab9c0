"""Two reviewers of one document: how far they agree, where they do not, and what was decided of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from narrext.review.layer import Change, Claims, Fields

# What an adjudicator is asked about; the wording of a metric is left to the reviewers.
COMPARED = (
    "verdict", "cells", "kind", "role", "value", "value_high", "unit", "direction", "period", "base", "forward_looking",
)  # fmt: skip
LABELS = ("match", "rounding", "mismatch", "unsupported")


@dataclass(frozen=True, slots=True)
class Score:
    """Two sets against each other: `both` in common, `first` and `second` in all."""

    both: int
    first: int
    second: int

    @property
    def f1(self) -> float | None:
        """None where there is nothing to agree on."""
        whole = self.first + self.second
        return 2 * self.both / whole if whole else None

    def __add__(self, other: Score) -> Score:
        return Score(self.both + other.both, self.first + other.first, self.second + other.second)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over the claims that both have decided on; `open` are those that one of them has not."""

    verdicts: Counter[tuple[str, str]]
    spans: Score
    ties: Score
    open: int

    @property
    def kappa(self) -> float | None:
        return kappa(self.verdicts)

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.verdicts + other.verdicts,
            self.spans + other.spans,
            self.ties + other.ties,
            self.open + other.open,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "kappa": _rounded(self.kappa),
            "spans": _score_json(self.spans),
            "ties": _score_json(self.ties),
            "verdicts": {a: {b: self.verdicts[a, b] for b in LABELS} for a in LABELS},
            "both": sum(self.verdicts.values()),
            "open": self.open,
        }


def kappa(pairs: Counter[tuple[str, str]]) -> float | None:
    """Cohen's kappa: agreement beyond what chance would give the same labels. None without pairs.

    Cohen, A coefficient of agreement for nominal scales, 1960. Where both use one label throughout,
    chance explains everything; they agree all the same, and 1 is given.
    """
    whole = sum(pairs.values())
    if not whole:
        return None
    observed = sum(number for (a, b), number in pairs.items() if a == b) / whole
    first = Counter[str]()
    second = Counter[str]()
    for (a, b), number in pairs.items():
        first[a] += number
        second[b] += number
    chance = sum(first[label] * second[label] for label in first) / whole**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def agree(first: Claims, second: Claims) -> Agreement:
    """How two layers of one document agree."""
    unsure = {_span(c) for layer in (first, second) for c in layer.values() if c["status"] == "suggested"}
    ones, others = decided(first, unsure), decided(second, unsure)
    common = ones.keys() & others.keys()
    shared = sum(
        same_tie(ones[span], others[span]) for span in common if ones[span]["cells"] and others[span]["cells"]
    )
    tied = [sum(bool(claim["cells"]) for claim in side.values()) for side in (ones, others)]
    return Agreement(
        Counter((ones[span]["verdict"], others[span]["verdict"]) for span in common),
        Score(len(common), len(ones), len(others)),
        Score(shared, *tied),
        len(unsure),
    )


def decided(claims: Claims, unsure: set[tuple[int, int]]) -> dict[tuple[int, int], Fields]:
    """The claims that a reviewer stands by, but those that one of the two has not decided on."""
    kept = (c for c in claims.values() if c["status"] not in ("suggested", "rejected"))
    return {_span(claim): claim for claim in kept if _span(claim) not in unsure}


def _span(claim: Mapping[str, Any]) -> tuple[int, int]:
    start, end = claim["span"]
    return start, end


def figures(claim: Mapping[str, Any]) -> tuple[Decimal, ...]:
    """What a claim rests on; which of two equal cells was clicked does not matter."""
    return tuple(sorted(abs(Decimal(cell["value"])) for cell in claim["cells"]))


def same_tie(first: Fields, second: Fields) -> bool:
    """Whether both rest on the same figures, or one on what the other names as bearing the claim out as well."""
    ours, theirs = figures(first), figures(second)
    return ours == theirs or ours in others_of(second) or theirs in others_of(first)


def others_of(claim: Fields) -> set[tuple[Decimal, ...]]:
    return {
        tuple(sorted(abs(Decimal(value)) for value in cells)) for cells in claim.get("alternatives") or ()
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def _score_json(score: Score) -> dict[str, Any]:
    return {"f1": _rounded(score.f1), "both": score.both, "first": score.first, "second": score.second}


# --- adjudication ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place of the text that two reviewers see otherwise; a side is None where it makes no claim."""

    key: str  # "start-end" of the place
    span: tuple[int, int]
    first: Fields | None
    second: Fields | None
    fields: tuple[str, ...]  # what differs; ("claim",) where only one makes one


def disagreements(first: Claims, second: Claims) -> list[Disagreement]:
    """In reading order; places that one of the two has not decided on are left out."""
    unsure = {_span(c) for layer in (first, second) for c in layer.values() if c["status"] == "suggested"}
    ones, others = decided(first, unsure), decided(second, unsure)
    found = [d for pair in pairs(ones, others) if (d := disagreement(*pair)) is not None]
    return sorted(found, key=lambda d: d.span)


def pairs(
    ones: Mapping[tuple[int, int], Fields], others: Mapping[tuple[int, int], Fields]
) -> Iterator[tuple[Fields | None, Fields | None]]:
    """Claims of the same place, then those that overlap, then what one alone has."""
    for span in ones.keys() & others.keys():
        yield ones[span], others[span]
    rest = {span: claim for span, claim in others.items() if span not in ones}
    for span, claim in ones.items():
        if span in others:
            continue
        near = next((s for s in sorted(rest) if s[0] < span[1] and span[0] < s[1]), None)
        yield claim, (rest.pop(near) if near is not None else None)
    for claim in rest.values():
        yield None, claim


def disagreement(first: Fields | None, second: Fields | None) -> Disagreement | None:
    spans = [_span(claim) for claim in (first, second) if claim is not None]
    span = (min(s for s, _ in spans), max(e for _, e in spans))
    if first is None or second is None:
        fields: tuple[str, ...] = ("claim",)
    else:
        fields = ("span",) * (_span(first) != _span(second)) + tuple(
            n for n in COMPARED if differs(n, first, second)
        )
    return Disagreement(f"{span[0]}-{span[1]}", span, first, second, fields) if fields else None


def differs(name: str, first: Fields, second: Fields) -> bool:
    if name == "cells":
        return not same_tie(first, second)
    if name in ("value", "value_high") and first[name] is not None and second[name] is not None:
        return Decimal(first[name]) != Decimal(second[name])
    return bool(first[name] != second[name])


def decide(found: Disagreement, choice: str, before: Fields | None, annotator: str, time: str) -> Change:
    """The change that keeps one side, or neither, of a disagreement; `before` is an earlier decision."""
    side = {"first": found.first, "second": found.second}.get(choice)
    signed = {"id": found.key, "decision": choice, "adjudicator": annotator, "decided": time}
    made = {"span": list(found.span), "status": "rejected"} | signed if side is None else side | signed
    return (
        Change(found.key, before, made)
        if before is None
        else Change(found.key, _padded(before, made), _padded(made, before))
    )


def _padded(fields: Fields, other: Fields) -> Fields:
    """All fields of both, those of the other as None: a change replaces field by field."""
    return dict.fromkeys(other) | fields


def adjudicated(first: Claims, second: Claims, decisions: Mapping[str, Fields]) -> tuple[list[Fields], int]:
    """What stands after adjudication, in reading order, and how many disagreements are still open."""
    disputed = disagreements(first, second)
    places = {_span(claim) for d in disputed for claim in (d.first, d.second) if claim is not None}
    unsure = {_span(c) for layer in (first, second) for c in layer.values() if c["status"] == "suggested"}
    agreed = [c for span, c in decided(first, unsure).items() if span not in places]
    taken = [decisions[d.key] for d in disputed if d.key in decisions]
    kept = [claim for claim in (*agreed, *taken) if claim["status"] not in ("rejected", "suggested")]
    return sorted(kept, key=_span), sum(d.key not in decisions for d in disputed) + len(unsure)


def summed(agreements: Iterable[Agreement]) -> Agreement:
    """Several documents as one."""
    whole = Agreement(Counter(), Score(0, 0, 0), Score(0, 0, 0), 0)
    for each in agreements:
        whole += each
    return whole
