"""Claims of one sentence share their line: what its tied claims rest on is where the others are looked for.

"Franchise fees were $4.8 million (up 7.0%), from $4.5 million a year ago": the change and the earlier figure
are of the line of the first. A neighbour's line may bear a claim out, but not speak against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrext.claims.records import Claim
from narrext.diagnose import at_other_period, line_of
from narrext.judge import Judgement, judge
from narrext.link.bearing import held
from narrext.link.fits import candidate, change_fits
from narrext.link.items import FactIndex, Line
from narrext.link.match import qualifiers_of, share_fits, unit_fits
from narrext.tables.records import Fact
from narrext.verify import Candidate, Verdict

NEAR = 8  # claims on either side that are looked at
NEIGHBOUR = 0.1  # what it costs that the line is a neighbour's


def joined(
    verdicts: Sequence[Verdict], index: FactIndex, issuer: frozenset[str]
) -> dict[int, tuple[Candidate, Judgement]]:
    """For claims that nothing bears out, by their place, what does on a line of their sentence's tied claims."""
    found = {}
    for at, verdict in enumerate(verdicts):
        if verdict.claim.forward_looking or verdict.claim.value is None:
            continue
        if verdict.verdict == "unsupported" or (verdict.verdict == "mismatch" and verdict.reason == "value"):
            borne = borne_beside(verdicts, at, index, issuer)
        elif verdict.reason == "period" and not verdict.claim.period_told:
            borne = compared_with(verdicts, at, index)
        else:
            continue
        if borne is not None:
            found[at] = borne
    return found


def borne_beside(
    verdicts: Sequence[Verdict], at: int, index: FactIndex, issuer: frozenset[str]
) -> tuple[Candidate, Judgement] | None:
    """The claim on the first of its neighbours' lines that bears it out."""
    claim = verdicts[at].claim
    taken = cells_beside(verdicts, at)
    for line, neighbour in lines_beside(verdicts, at, index):
        if may_share(claim, neighbour.claim, line, issuer):
            for candidate in candidates_beside(claim, line, neighbour.score):
                judgement = judge(claim, candidate)
                if judgement.says in ("match", "rounding") and not is_taken(candidate, taken):
                    return candidate, judgement
    return None


def compared_with(
    verdicts: Sequence[Verdict], at: int, index: FactIndex
) -> tuple[Candidate, Judgement] | None:
    """A figure of an earlier period in whose sentence the line's later figure stands as well: what it is held
    against. The words leave its period open, so that the column tells it.

    """
    verdict = verdicts[at]
    moved = at_other_period(verdict.claim, candidate_of(verdict), index)
    if moved is None:
        return None
    taken = cells_beside(verdicts, at)
    if is_taken(moved, taken) or not any(is_later(fact, moved.facts[0]) for fact in taken):
        return None
    return moved, judge(verdict.claim, moved)


def cells_beside(verdicts: Sequence[Verdict], at: int) -> list[Fact]:
    """The cells that the other levels of a claim's sentence rest on."""
    tied = [v for v in sentence_of(verdicts, at) if v.verdict in ("match", "rounding")]
    return [v.facts[0] for v in tied if v.claim.role != "change"]


def is_taken(candidate: Candidate, taken: Sequence[Fact]) -> bool:
    """Whether a level rests on a cell that another figure of its sentence has: then one of them is a slip."""
    return candidate.formula == "a" and any(candidate.facts[0] is fact for fact in taken)


def candidate_of(verdict: Verdict) -> Candidate:
    return Candidate(verdict.facts, verdict.formula or "a", verdict.score, ())


def is_later(first: Fact, second: Fact) -> bool:
    """Whether one is a later figure of the other's line."""
    if first.item is not second.item or first.period is None or second.period is None:
        return False
    return first.period.end > second.period.end


def sentence_of(verdicts: Sequence[Verdict], at: int) -> Iterator[Verdict]:
    """The other verdicts of a claim's sentence, the nearest first."""
    sentence = verdicts[at].claim.sentence_start
    near = [i for i in range(max(0, at - NEAR), min(len(verdicts), at + NEAR + 1)) if i != at]
    for i in sorted(near, key=lambda i: abs(i - at)):
        if verdicts[i].claim.sentence_start == sentence:
            yield verdicts[i]


def lines_beside(verdicts: Sequence[Verdict], at: int, index: FactIndex) -> Iterator[tuple[Line, Verdict]]:
    """The lines of the tied claims of the same sentence, the nearest claim's first."""
    for other in sentence_of(verdicts, at):
        if other.verdict in ("match", "rounding"):
            for fact in other.facts[:1]:
                line = line_of(fact, index)
                if line is not None:
                    yield line, other


def may_share(claim: Claim, neighbour: Claim, line: Line, issuer: frozenset[str]) -> bool:
    """Whether nothing that a claim says of its metric speaks against its neighbour's line."""
    if claim.measure.concept not in ("", neighbour.measure.concept):
        return False
    if claim.measure.basis not in ("", neighbour.measure.basis):
        return False
    if line.per_share and share_fits(claim.measure.per_share or "share", line.per_share):
        return False
    told = line.label.words | line.context | line.entity
    return all(held(word, told) for word in qualifiers_of(claim.measure.qualifiers, issuer))


def candidates_beside(claim: Claim, line: Line, score: float) -> Iterator[Candidate]:
    """What the claim comes to on a neighbour's line: the figure of its period, or the change to it."""
    note = (f"“{line.item.label}” is the line of the sentence's other figures",)
    if claim.role == "change":
        yield from changes_beside(claim, line, score, note)
    elif unit_fits(claim.kind, line.unit) and claim.period is not None and claim.role == "level":
        for fact in line.at(claim.period)[:1]:
            yield candidate((fact,), "a", score - NEIGHBOUR, note)


def changes_beside(claim: Claim, line: Line, score: float, note: tuple[str, ...]) -> Iterator[Candidate]:
    if claim.period is None or claim.base is None or not change_fits(claim.kind, line.unit):
        return
    formula = {"percent": "(a-b)/b", "multiple": "a/b"}.get(claim.kind, "a-b")
    for now in line.at(claim.period)[:1]:
        for before in line.at(claim.base)[:1]:
            if now is not before:
                yield candidate((now, before), formula, score - NEIGHBOUR, note)
