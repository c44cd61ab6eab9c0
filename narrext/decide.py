"""Claims and their candidates -> verdicts.

The label, period and basis decide which cells a claim is held against; its value only chooses among
candidates that are as good by these. A weak candidate that does not bear a claim out is no evidence
against it: then the claim is unsupported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from narrext.claims.records import Claim
from narrext.claims.trends import as_amount
from narrext.diagnose import diagnose, words
from narrext.formula import Interval
from narrext.joint import cells_beside, is_taken, joined
from narrext.judge import Judgement, far_beyond, judge
from narrext.link import FactIndex, find_candidates
from narrext.link.backed import backed_candidates, content_words
from narrext.link.candidates import Search
from narrext.link.labels import further_aliases
from narrext.periods import Period
from narrext.tables.records import Table
from narrext.verify import Candidate, Verdict
from narrext.working import working_of

# candidates whose scores lie this near to the best are as good as it
AS_GOOD = 0.1
# a mismatch is only said of a line that is surely the one meant
SURE = 0.72
# what another period than the one assumed may be read with, where it bears the claim out
PLAUSIBLE = 0.65
CERTAIN = 0.95
RUNNERS_UP = 5
# formulas whose first and last cell are the claim's own period and its base
OF_ONE_LINE = ("a", "a-b", "(a-b)/b", "a/b")
ORDER = {"match": 0, "rounding": 1, "mismatch": 2}


def decide(
    claims: Sequence[Claim],
    tables: Sequence[Table],
    issuer: frozenset[str] = frozenset(),
    patterns: Path | None = None,
) -> list[Verdict]:
    """The verdict of each claim, in order. `issuer`: words that narrow nothing; `patterns`: a user's folder."""
    index = FactIndex(tables, further_aliases(patterns))
    periods = ordered_periods(tables)
    verdicts = [decide_one(claim, index, issuer, periods) for claim in claims]
    verdicts = misplaced(verdicts, index, issuer, periods)
    verdicts = share_lines(verdicts, index, issuer)
    verdicts = [backed(verdicts, at, index, issuer) for at in range(len(verdicts))]
    return share_lines(verdicts, index, issuer)


def share_lines(verdicts: list[Verdict], index: FactIndex, issuer: frozenset[str]) -> list[Verdict]:
    """The verdicts with those claims tied that a line of their sentence's tied claims bears out."""
    found = joined(verdicts, index, issuer)
    return [
        verdict_of(v.claim, *found[at], v.candidates, index) if at in found else v
        for at, v in enumerate(verdicts)
    ]


def backed(verdicts: Sequence[Verdict], at: int, index: FactIndex, issuer: frozenset[str]) -> Verdict:
    """A claim that nothing bears out, tied to the one line that its sentence names and that prints its figure."""
    verdict = verdicts[at]
    claim = verdict.claim
    if claim.forward_looking or not (verdict.verdict == "unsupported" or verdict.reason == "value"):
        return verdict
    found = backed_candidates(claim, index, issuer)
    if verdict.verdict == "mismatch":
        taken = cells_beside(verdicts, at)
        found = [c for c in found if says_more(c, verdict) and not is_taken(c, taken)]
    if not found:
        return verdict
    return verdict_of(claim, found[0], judge(claim, found[0]), tuple(found[1:RUNNERS_UP]), index)


def misplaced(
    verdicts: list[Verdict], index: FactIndex, issuer: frozenset[str], periods: Sequence[Period]
) -> list[Verdict]:
    """Find the sentences that name a period of which there is no column, with the figures of another.

    One figure may come out of another column by chance; all of a sentence's figures, two at least, do not.
    """
    groups: dict[tuple[int, Period], list[int]] = {}
    for at, verdict in enumerate(verdicts):
        claim = verdict.claim
        if verdict.reason == "no_period" and claim.period is not None and claim.role == "level":
            groups.setdefault((claim.sentence_start, claim.period), []).append(at)
    for (_, named), members in groups.items():
        for other in periods if len(members) > 1 else ():
            if not alike(other, named):
                continue
            found = [at_period(verdicts[at], other, index, issuer) for at in members]
            if all(found):
                for at, told in zip(members, found, strict=True):
                    verdicts[at] = told or verdicts[at]
                break
    return verdicts


def at_period(verdict: Verdict, period: Period, index: FactIndex, issuer: frozenset[str]) -> Verdict | None:
    """The mismatch of a claim that comes out of the column for `period`, or None."""
    claim = replace(verdict.claim, period=period)
    judged = judge_all(claim, find_candidates(claim, index, issuer), index)
    if not judged or judged[0][0].score < CERTAIN:
        return None
    candidate, judgement = choose(judged)
    if judgement.says != "match":
        return None
    text = f"It is the figure for {words(period)}; there is no column for {words(verdict.claim.period)}."
    wrong = Judgement("mismatch", judgement.computed, judgement.interval, "value")
    told = verdict_of(claim, candidate, wrong, (), index)
    return replace(told, claim=verdict.claim, reason="period", diagnosis=text)


def ordered_periods(tables: Sequence[Table]) -> list[Period]:
    """The periods of all columns, the latest first and the shorter before the longer."""
    found = {f.period for t in tables for f in t.facts if f.period is not None}
    return sorted(found, key=lambda p: (-p.end.toordinal(), p.days))


def decide_one(claim: Claim, index: FactIndex, issuer: frozenset[str], periods: Sequence[Period]) -> Verdict:
    if claim.value is None:
        return unsupported(claim, "no_line_item", "It states no number.")
    search = find_candidates(claim, index, issuer)
    judged = judge_all(claim, search, index)
    if (not judged or choose(judged)[1].says == "mismatch") and not claim.forward_looking:
        # the words leave the period open: another one may be meant
        for other in readings(claim, periods):
            found = judge_all(other, find_candidates(other, index, issuer), index)
            if found and found[0][0].score >= PLAUSIBLE and choose(found)[1].says in ("match", "rounding"):
                claim, judged = other, found
                break
    if not judged:
        return without_candidate(claim, search)
    candidate, judgement = choose(judged)
    others = tuple(c for c, _ in judged if c is not candidate)[:RUNNERS_UP]
    if far_beyond(claim, judgement):
        text = "The line lies so far beyond the bound that another figure may be meant."
        return unsupported(claim, "no_line_item", text, tuple(c for c, _ in judged)[:RUNNERS_UP])
    if judgement.says == "mismatch" and (doubt := doubtful(claim, candidate, judgement, index)):
        return unsupported(claim, "no_line_item", doubt, tuple(c for c, _ in judged)[:RUNNERS_UP])
    return verdict_of(claim, candidate, judgement, others, index)


def says_more(candidate: Candidate, verdict: Verdict) -> bool:
    """Whether the whole label of a line stands in the sentence, with a word that the mismatched line's lacks."""
    first, second = (content_words(c.facts[0].item.label) for c in (candidate, verdict))
    return bool(first - second) and first <= content_words(f"{verdict.claim.scope} {verdict.claim.sentence}")


def decide_trends(
    claims: Sequence[Claim],
    tables: Sequence[Table],
    issuer: frozenset[str] = frozenset(),
    patterns: Path | None = None,
) -> list[Verdict]:
    """The verdicts of claims of a direction: match where the cells moved that way."""
    index = FactIndex(tables, further_aliases(patterns))
    return [decide_trend(claim, index, issuer) for claim in claims]


def decide_trend(claim: Claim, index: FactIndex, issuer: frozenset[str]) -> Verdict:
    search = find_candidates(as_amount(claim), index, issuer)
    found = [c for c in search.candidates if len(c.facts) == 2 and c.score >= SURE]
    if not found:
        return unsupported(claim, "no_line_item", f"No line for {claim.metric} has both periods.")
    candidate = found[0]
    now, before = (fact.value for fact in candidate.facts)
    moved = abs(now) - abs(before) if now < 0 and before < 0 else now - before
    says = "match" if (moved > 0) == (claim.direction == "up") and moved != 0 else "mismatch"
    judgement = Judgement(says, moved, Interval(moved, moved), "" if says == "match" else "direction")
    return verdict_of(claim, candidate, judgement, tuple(found[1:RUNNERS_UP]), index)


def judge_all(claim: Claim, search: Search, index: FactIndex) -> list[tuple[Candidate, Judgement]]:
    candidates = search.candidates
    if claim.forward_looking:
        candidates = tuple(c for c in candidates if from_outlook(c, index))
    return [(c, judge(claim, c)) for c in candidates]


def readings(claim: Claim, periods: Sequence[Period]) -> Iterator[Claim]:
    """The claim with other periods or bases, where its own words do not tell them.

    Those of the tables alone, the period of the report first; a change keeps its distance.
    """
    if claim.period is None:
        return
    if claim.role == "change" and not claim.base_told:
        yield from other_bases(claim, periods)
    if claim.period_told:
        return
    # a figure of the past is told as one: only what ends with the claim's period or the report's can be meant
    ends = (claim.period.end, periods[0].end) if periods else ()
    for other in periods:
        if other == claim.period or other.instant is not claim.period.instant or other.end not in ends:
            continue
        if claim.role != "change":
            yield replace(claim, period=other)
        else:
            yield from moved(claim, other, periods)


def other_bases(claim: Claim, periods: Sequence[Period]) -> Iterator[Claim]:
    """A change held against each earlier period of the same length."""
    assert claim.period is not None
    for other in periods if claim.base is not None else ():
        if alike(other, claim.period) and other.end < claim.period.end and other != claim.base:
            yield replace(claim, base=other)


def moved(claim: Claim, period: Period, periods: Sequence[Period]) -> Iterator[Claim]:
    """A change moved to another period, as far from its base as before."""
    if claim.period is None or claim.base is None:
        return
    distance = apart(claim.period, claim.base)
    for base in periods:
        if alike(base, period) and base.end < period.end and apart(period, base) == distance:
            yield replace(claim, period=period, base=base)


def alike(first: Period, second: Period) -> bool:
    return first.instant is second.instant and abs(first.days - second.days) <= 10


def apart(later: Period, earlier: Period) -> int:
    """How many months lie between two periods' ends."""
    return round((later.end - earlier.end).days / 30.44)


# a slip leaves a figure near its cell; one further off is more likely of another line
FAR = Decimal("0.35")


def doubtful(claim: Claim, candidate: Candidate, judgement: Judgement, index: FactIndex) -> str:
    """Why a mismatch is not to be called one: nothing explains it, or the line is not surely the one."""
    if candidate.score < SURE:
        return "No line is surely the one meant, and none bears it out."
    if judgement.wrong != "value":
        return ""
    if not claim.period_told and candidate.score < CERTAIN:
        return "Neither its period nor its line is told for sure, and no column bears it out."
    sure = claim.period_told and claim.metric_told and not claim.scope
    if sure and candidate.score >= CERTAIN and claim.kind != "count":
        return ""
    found = diagnose(claim, candidate, judgement, index)
    if found.nearby and candidate.score < CERTAIN:
        return "A line nearby prints the figure: that line may be meant."
    if found.explains:
        return ""
    if claim.kind == "count":
        return "A count of other things may be meant: nothing explains the difference."
    if judgement.computed is None or claim.value is None or far(claim, judgement):
        return "The line that it names lies too far off for a slip: another figure may be meant."
    return ""


def far(claim: Claim, judgement: Judgement) -> bool:
    assert judgement.computed is not None
    assert claim.value is not None
    larger = max(abs(judgement.computed), abs(claim.value))
    return larger == 0 or abs(abs(judgement.computed) - abs(claim.value)) / larger > FAR


def from_outlook(candidate: Candidate, index: FactIndex) -> bool:
    tables = index.tables
    return all(tables[f.item.table].statement == "outlook" for f in candidate.facts if f.item.table in tables)


def choose(judged: list[tuple[Candidate, Judgement]]) -> tuple[Candidate, Judgement]:
    top = judged[0][0].score
    equals = [(c, j) for c, j in judged if c.score >= top - AS_GOOD]
    return min(equals, key=lambda pair: (ORDER[pair[1].says], bool(pair[1].wrong), -pair[0].score))


def verdict_of(
    claim: Claim, candidate: Candidate, judgement: Judgement, others: tuple[Candidate, ...], index: FactIndex
) -> Verdict:
    reason = text = None
    claim = as_tied(claim, candidate)
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


def as_tied(claim: Claim, candidate: Candidate) -> Claim:
    """The claim with the periods of its cells where those are days and its own a stretch of time, or the reverse.

    What is a balance the words alone do not tell of a metric that only the tables have.
    """
    first, last = candidate.facts[0].period, candidate.facts[-1].period
    if claim.period is None or first is None or last is None or candidate.formula not in OF_ONE_LINE:
        return claim
    if claim.period.instant is not first.instant:
        claim = replace(claim, period=first)
    told = claim.base_told and claim.base is not None and claim.base.instant is last.instant
    if claim.role == "change" and last != first and not told:
        claim = replace(claim, base=last)
    return claim


def limits(judgement: Judgement) -> tuple[Decimal, Decimal] | None:
    low, high = judgement.interval.low, judgement.interval.high
    return None if low is None or high is None else (low, high)


def without_candidate(claim: Claim, search: Search) -> Verdict:
    if claim.forward_looking:
        return unsupported(
            claim, "forward_looking", "It speaks of what is to come, and no outlook table holds it."
        )
    if search.lines and claim.period is not None:
        return unsupported(
            claim, "no_period", f"The line is there, but no column for {claim.period} that bears on it."
        )
    return unsupported(
        claim,
        "no_line_item",
        f"No line of the tables is “{claim.metric}”."
        if claim.metric
        else "No line of the tables is what it speaks of.",
    )


def unsupported(claim: Claim, reason: str, text: str, candidates: tuple[Candidate, ...] = ()) -> Verdict:
    return Verdict(claim, "unsupported", reason, None, (), None, None, "", 0.0, candidates, text)
