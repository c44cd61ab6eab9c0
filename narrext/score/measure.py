"""What each claim came to against the gold, and the counts and rates that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from narrext.corpus.records import Annotation
from narrext.score.align import align

FIELDS: Final = ("kind", "role", "value", "unit", "direction", "period", "base", "forward_looking")
# Counted beside them, of the claims found.
FURTHER_FIELDS: Final = ("value_high", "bound", "reason")
# Values that differ by less than this part of their size are one.
CLOSE: Final = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim of the gold with what was said of it; either is None where the other has no partner."""

    gold: Annotation | None
    said: Annotation | None

    @property
    def wrong(self) -> tuple[str, ...]:
        """The fields that differ, ``cells`` and ``verdict`` among them; none unless it was found."""
        if self.gold is None or self.said is None:
            return ()
        fields = [field for field in (*FIELDS, *FURTHER_FIELDS) if not same(field, self.gold, self.said)]
        if self.gold.verdict != self.said.verdict:
            fields.append("verdict")
        if self.gold.tied and self.said.tied and not same_cells(self.gold, self.said):
            fields.append("cells")
        return tuple(fields)

    @property
    def right_tie(self) -> bool:
        """Both tied, and to the same cells."""
        gold, said = self.gold, self.said
        return gold is not None and said is not None and gold.tied and said.tied and same_cells(gold, said)

    @property
    def whole(self) -> bool:
        """Found, with the right verdict and, if it has any, the right cells."""
        gold, said = self.gold, self.said
        if gold is None or said is None or gold.verdict != said.verdict:
            return False
        return self.right_tie or not gold.tied

    @property
    def state(self) -> str:
        """``whole``, ``verdict`` or ``cells`` (which of them is wrong), ``missed`` or ``extra``."""
        if self.gold is None:
            return "extra"
        if self.said is None:
            return "missed"
        if self.whole:
            return "whole"
        return "cells" if self.gold.verdict == self.said.verdict else "verdict"


def same(field: str, gold: Annotation, said: Annotation) -> bool:
    """Whether a field agrees; nothing said, false and none are one."""
    ours, theirs = getattr(gold, field), getattr(said, field)
    if field == "value":
        return ours is not None and theirs is not None and close(ours, theirs)
    if field == "value_high" and ours is not None and theirs is not None:
        return close(ours, theirs)
    return (ours or None) == (theirs or None)


def close(ours: Decimal, theirs: Decimal) -> bool:
    return abs(ours - theirs) <= CLOSE * max(Decimal(1), abs(ours))


def sizes(cells: Sequence[Decimal]) -> Counter[Decimal]:
    """The sizes of cells, whatever their signs and order."""
    return Counter(round(abs(cell), 6).normalize() for cell in cells)


def same_cells(gold: Annotation, said: Annotation) -> bool:
    """Whether the claim rests on the gold's cells, or on one of its alternatives."""
    theirs = sizes(said.cells)
    return any(sizes(cells) == theirs for cells in (gold.cells, *gold.alternatives))


def outcomes(gold: Sequence[Annotation], said: Sequence[Annotation]) -> list[Outcome]:
    """Each claim once: those of the gold in order, each extra one where it stands in the text."""
    pairs = align(gold, said)
    found: list[Outcome] = []
    i = j = 0
    for at, to in [*pairs, (len(gold), len(said))]:
        found += [Outcome(claim, None) for claim in gold[i:at]]
        found += [Outcome(None, claim) for claim in said[j:to]]
        if at < len(gold):
            found.append(Outcome(gold[at], said[to]))
        i, j = at + 1, to + 1
    return found


def count(found: Iterable[Outcome]) -> Counter[str]:
    """The counts that all rates are made of; they add up over documents."""
    counts: Counter[str] = Counter()
    for outcome in found:
        _count_gold(counts, outcome)
        _count_said(counts, outcome)
        if outcome.gold is not None and outcome.said is not None:
            wrong = outcome.wrong
            counts["found"] += 1
            counts["verdict"] += "verdict" not in wrong
            counts["tie"] += outcome.right_tie
            counts["whole"] += outcome.whole
            counts.update(field for field in (*FIELDS, *FURTHER_FIELDS) if field not in wrong)
    return counts


def _count_gold(counts: Counter[str], outcome: Outcome) -> None:
    if outcome.gold is not None:
        counts["gold"] += 1
        counts["tied_gold"] += outcome.gold.tied
        counts["errors"] += outcome.gold.verdict == "mismatch"


def _count_said(counts: Counter[str], outcome: Outcome) -> None:
    if outcome.said is not None:
        counts["said"] += 1
        counts["tied_said"] += outcome.said.tied
        if outcome.said.verdict == "mismatch":
            counts["alarms"] += 1
            true = outcome.gold is not None and outcome.gold.verdict == "mismatch"
            counts["true_alarms" if true else "false_alarms"] += 1


def confusion(found: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """How often a verdict of the gold met one of ours; ``missed`` and ``extra`` where one is lacking."""
    return Counter(
        (
            outcome.gold.verdict if outcome.gold else "extra",
            outcome.said.verdict if outcome.said else "missed",
        )
        for outcome in found
    )


def measures(counts: Mapping[str, int]) -> dict[str, float | None]:
    """The rates, from 0 to 1; None where there is nothing to divide by."""
    found = counts.get("found", 0)
    rates = {
        **_triple("claims", found, counts.get("said", 0), counts.get("gold", 0)),
        **_triple("ties", counts.get("tie", 0), counts.get("tied_said", 0), counts.get("tied_gold", 0)),
        "verdicts": rate(counts.get("verdict", 0), found),
        "whole": rate(counts.get("whole", 0), counts.get("gold", 0)),
        "coverage": rate(counts.get("tied_said", 0), counts.get("said", 0)),
        "errors caught": rate(counts.get("true_alarms", 0), counts.get("errors", 0)),
    }
    return rates | {field: rate(counts.get(field, 0), found) for field in (*FIELDS, *FURTHER_FIELDS)}


def rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _triple(name: str, right: int, said: int, gold: int) -> dict[str, float | None]:
    precision, recall = rate(right, said), rate(right, gold)
    both = 2 * right / (said + gold) if said + gold else None
    return {f"{name} precision": precision, f"{name} recall": recall, f"{name} F1": both}
