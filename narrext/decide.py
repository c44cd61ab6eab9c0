"""Claims and their candidates -> verdicts.

The label, period and basis decide which cells a claim is held against; its value only chooses among
candidates that are as good by these. A weak candidate that does not bear a claim out is no evidence
against it: then the claim is unsupported.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from narrext.claims.records import Claim
from narrext.diagnose import diagnose
from narrext.judge import Judgement, judge
from narrext.link import FactIndex, find_candidates
from narrext.link.candidates import Search
from narrext.periods import Period
from narrext.tables.records import Table
from narrext.verify import Candidate, Verdict
from narrext.working import working_of

# candidates whose scores lie this near to the best are as good as it
AS_GOOD = 0.1
# a mismatch is only said of a line that is surely the one meant
SURE = 0.72
RUNNERS_UP = 5
ORDER = {"match": 0, "rounding": 1, "mismatch": 2}


def decide(claims: Sequence[Claim], tables: Sequence[Table], issuer: frozenset[str] = frozenset()) -> list[Verdict]:
    """The verdict of each claim, in order."""
    index = FactIndex(tables)
    periods = frozenset(f.period for t in tables for f in t.facts if f.period is not None)
    return [decide_one(claim, index, issuer, periods) for claim in claims]


def decide_one(claim: Claim, index: FactIndex, issuer: frozenset[str], periods: frozenset[Period]) -> Verdict:
    if claim.value is None:
        return unsupported(claim, "no_line_item", "It states no number.")
    search = find_candidates(claim, index, issuer)
    candidates = search.candidates
    if claim.forward_looking:
        candidates = tuple(c for c in candidates if from_outlook(c, index))
    judged = [(c, judge(claim, c)) for c in candidates]
    if not judged:
        return without_candidate(claim, search)
    best = choose(judged)
    candidate, judgement = best
    others = tuple(c for c, _ in judged if c is not candidate)[:RUNNERS_UP]
    if judgement.says == "mismatch" and candidate.score < SURE:
        return unsupported(
            claim, "no_line_item", "No line is surely the one meant, and none bears it out.", tuple(c for c, _ in judged)[:RUNNERS_UP]
        )
    return verdict_of(claim, candidate, judgement, others, index)


def from_outlook(candidate: Candidate, index: FactIndex) -> bool:
    tables = {line.table.index: line.table for line in index.lines}
    return all(tables[f.item.table].statement == "outlook" for f in candidate.facts if f.item.table in tables)


def choose(judged: list[tuple[Candidate, Judgement]]) -> tuple[Candidate, Judgement]:
    top = judged[0][0].score
    equals = [(c, j) for c, j in judged if c.score >= top - AS_GOOD]
    return min(equals, key=lambda pair: (ORDER[pair[1].says], bool(pair[1].wrong), -pair[0].score))


def verdict_of(
    claim: Claim, candidate: Candidate, judgement: Judgement, others: tuple[Candidate, ...], index: FactIndex
) -> Verdict:
    reason = text = None
    if judgement.says == "mismatch":
        found = diagnose(claim, candidate, judgement, index)
        reason, text = found.reason, found.text
    return Verdict(
        claim=claim,
        verdict=judgement.says,
        reason=reason,
        formula=candidate.formula,
        facts=candidate.facts,
        computed=judgement.computed,
        interval=limits(judgement),
        working=working_of(claim, candidate, judgement),
        score=max(0.0, min(1.0, candidate.score)),
        candidates=others,
        diagnosis=text,
    )


def limits(judgement: Judgement) -> tuple[Decimal, Decimal] | None:
    low, high = judgement.interval.low, judgement.interval.high
    return None if low is None or high is None else (low, high)


def without_candidate(claim: Claim, search: Search) -> Verdict:
    if claim.forward_looking:
        return unsupported(claim, "forward_looking", "It speaks of what is to come, and no outlook table holds it.")
    if search.lines and claim.period is not None:
        return unsupported(claim, "no_period", f"The line is there, but no column for {claim.period} that bears on it.")
    return unsupported(claim, "no_line_item", f"No line of the tables is {claim.metric or 'what it speaks of'}.")


def unsupported(claim: Claim, reason: str, text: str, candidates: tuple[Candidate, ...] = ()) -> Verdict:
    return Verdict(claim, "unsupported", reason, None, (), None, None, "", 0.0, candidates, text)
