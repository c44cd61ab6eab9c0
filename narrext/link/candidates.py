"""What a claim could be held against: facts, a formula over them, a score and the reasons for it.

Best first: the line itself, a printed change or share, a named identity over lines. Formulas are never
searched for over all cells: that digits coincide is no evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from narrext.claims.records import Claim, Measure
from narrext.lexicons import word_list
from narrext.link.backed import content_words
from narrext.link.bearing import held
from narrext.link.fits import (
    GROWTH,
    NUMERATORS,
    candidate,
    change_fits,
    close,
    distinct,
    is_amount,
    is_low_and_high,
    near,
    same_length,
    same_lines,
    share_column,
)
from narrext.link.identities import Identity, identities, signed_formula, summed_concepts
from narrext.link.items import FactIndex, Line, among
from narrext.link.match import (
    EXTRA_WORD,
    LEAST,
    Match,
    share_fits,
    unit_fits,
    with_basis,
)
from narrext.link.search import VERBATIM, LineSearch
from narrext.periods import Period
from narrext.tables.records import Fact
from narrext.verify import Candidate
from narrext.wording import stem

# what it costs to compute a figure instead of reading it, and to take a line's other column
COMPUTED = 0.03
PRINTED_CHANGE = 0.02
# issuers compute it in several ways: it may bear a claim out, but not speak against it
INEXACT = 0.3

# a claim that says nothing: what is asked of lines and columns is laid over it
ANY_CLAIM = Claim("", 0, 0, "", 0, 0, "", "money", "level", "", None, Decimal(0), "")


# units of rows that print a share of something
RATES = ("percent", "points", "ratio")


@dataclass(frozen=True, slots=True)
class Search:
    """The candidates of one claim. `lines` says whether any line bears its metric at all."""

    candidates: tuple[Candidate, ...]
    lines: bool


def find_candidates(claim: Claim, index: FactIndex, issuer: frozenset[str] = frozenset()) -> Search:
    """Ranked candidates, best first."""
    asked = question(claim)
    searcher = Searcher(asked, index, issuer)
    # of the words around the metric only the labels among them matter
    alike = replace(asked, measure=replace(asked.measure, window=""))
    key = (alike, searcher.lines.labels, issuer)
    if key not in index.remembered:
        matches = searcher.matches()
        found = sorted(searcher.all(matches), key=lambda c: -c.score)
        index.remembered[key] = Search(tuple(distinct(found)), bool(matches) or searcher.met_identity)
    search: Search = index.remembered[key]
    return search


def question(claim: Claim) -> Claim:
    """What a claim asks of the tables: all but the figure that it states, and where it states it.

    Of a range only that it is one.
    """
    return replace(
        ANY_CLAIM, kind=claim.kind, role=claim.role, metric=claim.metric, period=claim.period, base=claim.base,
        scope=claim.scope, measure=claim.measure, scope_told=claim.scope_told, base_told=claim.base_told,
        value_high=None if claim.value_high is None else Decimal(0),
    )  # fmt: skip


class Searcher:
    """Looks for what one claim can be held against."""

    def __init__(self, claim: Claim, index: FactIndex, issuer: frozenset[str]) -> None:
        self.claim = claim
        self.index = index
        self.issuer = issuer
        self.lines = LineSearch(claim, index, issuer)
        self.qualifiers = self.lines.qualifiers
        self.met_identity = False

    def matches(self) -> list[Match]:
        """The lines that the claim's metric can mean, best first."""
        return self.lines.matches()

    # --- candidates ------------------------------------------------------------------------------------

    def all(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        claim = self.claim
        if claim.period is None:
            return
        if claim.measure.effect:
            yield from self.effects(matches)
        elif claim.role == "change":
            yield from self.changes(matches)
        else:
            yield from self.levels(matches)
        if claim.role == "share" and (claim.measure.of_concept or not claim.measure.of):
            yield from self.shares(matches)

    def levels(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        claim = self.claim
        assert claim.period is not None
        for match in matches:
            line = match.line
            if not unit_fits(claim.kind, line.unit) or (
                claim.role == "share" and claim.measure.of and not share_column(line)
            ):
                continue
            cost = share_fits(claim.measure.per_share, line.per_share) if line.per_share else 0.0
            facts = line.at(claim.period)
            if claim.value_high is not None and is_low_and_high(facts):
                yield candidate(tuple(facts), "a", match.score - cost, match.evidence)
            for fact in islice(facts, 2):
                yield candidate((fact,), "a", match.score - cost - near(fact, claim.period), match.evidence)
        if not claim.measure.of or claim.measure.of_concept == "revenue":
            yield from self.named(claim.measure.concept, claim.period)
        if not claim.measure.of:
            yield from self.sums()

    def shares(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        """A percentage of another line: a printed column of percentages, else the two amounts."""
        claim = self.claim
        assert claim.period is not None
        yield from self.printed_ratio()
        of = claim.measure.of_concept or ("revenue" if not claim.measure.of else "")
        name = NUMERATORS.get(claim.measure.concept, claim.measure.concept)
        bases = self.bases(of, claim.period)
        if of == "capitalization" and not bases:
            yield from self.of_capital(matches)
        numerators = [m for m in matches if is_amount(m.line.unit)]
        if name != claim.measure.concept:
            asked = replace(claim, kind="money", measure=replace(claim.measure, concept=name))
            numerators = Searcher(asked, self.index, self.issuer).matches()
        for match in numerators[:4]:
            for fact in match.line.at(claim.period, ("share",))[:1]:
                yield candidate((fact,), "a", match.score, match.evidence)
            for top in match.line.at(claim.period)[:1]:
                for below in bases[:2]:
                    if below.line.unit != match.line.unit:
                        continue
                    for base in below.line.at(top.period or claim.period)[:1]:
                        if base is top:
                            continue
                        score = min(match.score, below.score) - COMPUTED
                        yield candidate((top, base), "a/b", score, (*match.evidence, *below.evidence))

    def bases(self, of: str, period: Period) -> list[Match]:
        """What a share is of: a line of the whole issuer, but for a part that the text named one of its own."""
        claim = self.claim
        if not (claim.scope and claim.scope_told) or not of:
            return self.best_lines(of, period, claim.measure.of)
        asked = replace(claim, kind="money", role="level", measure=Measure(concept=of, head=claim.measure.of))
        return [m for m in Searcher(asked, self.index, self.issuer).matches() if m.line.at(period)]

    def of_capital(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        """Debt as a share of debt and equity, where no row prints their sum."""
        claim = self.claim
        assert claim.period is not None
        for equity in self.best_lines("equity", claim.period)[:1]:
            for match in matches[:2]:
                for debt in match.line.at(claim.period)[:1]:
                    below = equity.line.at(claim.period)[0]
                    if below is not debt and match.line.unit == equity.line.unit:
                        note = "of debt and equity together"
                        score = min(match.score, equity.score) - INEXACT
                        yield candidate((debt, below), "a/(a+b)", score, (*match.evidence, note))

    def printed_ratio(self) -> Iterator[Candidate]:
        """A row that prints the share itself: "Net charge-offs to average loans", "Costs as a percentage of sales"."""
        claim = self.claim
        assert claim.period is not None
        words = content_words(f"{claim.measure.head} {claim.measure.of}") | self.qualifiers
        if not claim.measure.of or not words:
            return
        for line in among(self.index.by_word.get(max(words, key=len), {}), None):
            label = content_words(line.item.label)
            if line.unit not in RATES or not all(held(word, label) for word in words):
                continue
            loose = [word for word in label if not held(word, words) and word not in word_list("shares")]
            score, _ = with_basis(claim, line, 1.0 - VERBATIM - EXTRA_WORD * len(loose))
            note = (f"“{line.item.label}” prints the share itself",)
            for fact in line.at(claim.period)[:1] if score >= LEAST else ():
                yield candidate((fact,), "a", score, note)

    def best_lines(self, concept: str, period: Period, words: str = "") -> list[Match]:
        """The lines for a concept of the whole issuer that have a figure for the period."""
        if not concept:
            return []
        basis = self.claim.measure.basis if concept != "revenue" else ""
        key = (concept, words, basis, period)
        if key not in self.index.remembered:
            found = self.lines_of_issuer(concept, words, basis, period)
            if not found and basis:
                found = self.lines_of_issuer(concept, words, "", period)
            self.index.remembered[key] = found
        best: list[Match] = self.index.remembered[key]
        return best

    def lines_of_issuer(self, concept: str, words: str, basis: str, period: Period) -> list[Match]:
        measure = Measure(concept=concept, head=words, basis=basis)
        asked = replace(ANY_CLAIM, metric=words or concept, measure=measure)
        return [m for m in Searcher(asked, self.index, self.issuer).matches() if m.line.at(period)]

    def named(self, concept: str, period: Period) -> Iterator[Candidate]:
        """The identities of ``patterns/identities.toml``: a current ratio, working capital, a margin."""
        if self.qualifiers:
            return
        for rank, identity in enumerate(identities().get(concept, ())):
            found = self.terms(identity, period)
            if found is None:
                continue
            self.met_identity = True
            facts, score = found
            formula = signed_formula(identity, facts)
            note = f"{identity.name.replace('_', ' ')}: {identity.source}"
            cost = COMPUTED if identity.exact else INEXACT
            yield candidate(facts, formula, score - cost - 0.01 * rank, (note,))

    def terms(self, identity: Identity, period: Period) -> tuple[tuple[Fact, ...], float] | None:
        facts: list[Fact] = []
        score = 1.0
        for term in identity.terms:
            lines = self.best_lines(term, period)
            if not lines:
                return None
            facts.append(lines[0].line.at(period)[0])
            score = min(score, lines[0].score)
        return tuple(facts), score

    def sums(self) -> Iterator[Candidate]:
        """ "Shares repurchased and cash dividends": a metric of several lines that are named outright."""
        claim = self.claim
        assert claim.period is not None
        names = summed_concepts(claim)
        if len(names) < 2:
            return
        facts: list[Fact] = []
        score = 1.0
        for name in names:
            lines = self.best_lines(name, claim.period)
            if not lines:
                return
            facts.append(lines[0].line.at(claim.period)[0])
            score = min(score, lines[0].score)
        formula = "+".join("abcdefgh"[: len(facts)])
        self.met_identity = True
        yield candidate(tuple(facts), formula, score - COMPUTED, ("the sum of the lines that it names",))

    # --- changes ---------------------------------------------------------------------------------------

    def changes(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        claim = self.claim
        assert claim.period is not None
        for match in matches[:6]:
            line = match.line
            cost = share_fits(claim.measure.per_share, line.per_share) if line.per_share else 0.0
            yield from self.two_periods(match, cost)
            yield from self.printed_change(match, cost)
            if (
                claim.kind == "percent"
                and line.unit == "percent"
                and GROWTH & {c.name for c in line.concepts}
            ):
                for fact in line.at(claim.period)[:1]:
                    yield candidate((fact,), "a", match.score, match.evidence)
        if claim.kind == "percent_points" or claim.measure.concept in NUMERATORS:
            yield from self.margin_change()

    def two_periods(self, match: Match, cost: float) -> Iterator[Candidate]:
        claim = self.claim
        line = match.line
        if claim.base is None or not change_fits(claim.kind, line.unit):
            return
        assert claim.period is not None
        now, before = line.at(claim.period), self.before(line)
        if not now or not before or not same_length(now[0], before[0]):
            return
        formula = {"percent": "(a-b)/b", "multiple": "a/b"}.get(claim.kind, "a-b")
        score = match.score - cost - near(now[0], claim.period) - near(before[0], claim.base)
        yield candidate((now[0], before[0]), formula, score, match.evidence)

    def before(self, line: Line) -> list[Fact]:
        """What a change is measured from; of a balance over a stretch of time that of the day before it began."""
        claim = self.claim
        assert claim.period is not None
        assert claim.base is not None
        if claim.period.start is not None and not claim.base_told:
            opening = Period(None, claim.period.start - timedelta(days=1))
            found = [f for f in line.at(opening) if f.period is not None and f.period.instant]
            if found:
                return found
        return line.at(claim.base)

    def printed_change(self, match: Match, cost: float) -> Iterator[Candidate]:
        claim = self.claim
        assert claim.period is not None
        roles = ("percent_change",) if claim.kind == "percent" else ("change",)
        if claim.kind not in ("percent", "money", "percent_points", "per_share", "count"):
            return
        for fact in match.line.at(claim.period, roles):
            if (
                claim.base is not None
                and fact.column.base is not None
                and not close(fact.column.base, claim.base)
            ):
                continue
            yield candidate(
                (fact,),
                "a",
                match.score - cost - PRINTED_CHANGE,
                (*match.evidence, "a column of changes prints it"),
            )

    def margin_change(self) -> Iterator[Candidate]:
        """The change of a margin in points: printed rates, else the two shares."""
        claim = self.claim
        if claim.base is None or claim.period is None or claim.kind not in ("percent_points", "percent"):
            return
        rate = replace(claim, kind="percent", role="share", direction=None)
        now = list(Searcher(rate, self.index, self.issuer).all_levels())
        before = list(Searcher(replace(rate, period=claim.base), self.index, self.issuer).all_levels())
        for first in now:
            second = next((c for c in before if same_lines(c, first)), None)
            if second is None:
                continue
            formula = "a-b" if first.formula == "a" else "(a/b)-(c/d)" if first.formula == "a/b" else ""
            if formula:
                yield candidate(
                    (*first.facts, *second.facts),
                    formula,
                    min(first.score, second.score) - COMPUTED,
                    first.evidence,
                )

    def all_levels(self) -> list[Candidate]:
        matches = self.matches()
        return sorted((*self.levels(matches), *self.shares(matches)), key=lambda c: -c.score)

    def effects(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        """What items did to a figure: as reported less the same line without them."""
        claim = self.claim
        assert claim.period is not None
        for other in matches[:3]:
            if not unit_fits(claim.kind, other.line.unit):
                continue
            asked = replace(
                claim, measure=replace(claim.measure, basis="adjusted", effect=False), role="level"
            )
            for without in Searcher(asked, self.index, self.issuer).matches()[:2]:
                if (
                    without.line.table is not other.line.table
                    or without.line.per_share != other.line.per_share
                ):
                    continue
                for first in other.line.at(claim.period)[:1]:
                    for second in without.line.at(claim.period)[:1]:
                        score = min(other.score, without.score) - COMPUTED
                        note = "as reported less the line that leaves the items out"
                        yield candidate((first, second), "a-b", score, (*other.evidence, note))


__all__ = ["Search", "find_candidates", "stem"]
