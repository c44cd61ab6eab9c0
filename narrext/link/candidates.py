"""What a claim could be held against: facts, a formula over them, a score and the reasons for it.

Best first: the line itself, a printed change or share, a named identity over lines. Formulas are never
searched for over all cells: that digits coincide is no evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from narrext.claims.records import Claim, Measure
from narrext.link.bearing import held
from narrext.link.fits import (
    GROWTH,
    NUMERATORS,
    candidate,
    change_fits,
    close,
    distinct,
    is_amount,
    near,
    same_lines,
    share_column,
)
from narrext.link.identities import Identity, identities, signed_formula, summed_concepts
from narrext.link.items import PER_SHARE, FactIndex, Line, among
from narrext.link.labels import read_label
from narrext.link.match import (
    ENTITY,
    LEAST,
    Match,
    match_line,
    match_words,
    qualifiers_of,
    share_fits,
    unit_fits,
    with_basis,
)
from narrext.periods import Period
from narrext.tables.records import Fact
from narrext.verify import Candidate
from narrext.wording import normalize, stem

VERBATIM = 0.02
# what it costs to compute a figure instead of reading it, and to take a line's other column
COMPUTED = 0.03
PRINTED_CHANGE = 0.02
# issuers compute it in several ways: it may bear a claim out, but not speak against it
INEXACT = 0.3

# a claim that says nothing: what is asked of lines and columns is laid over it
ANY_CLAIM = Claim("", 0, 0, "", 0, 0, "", "money", "level", "", None, Decimal(0), "")


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
    key = (alike, searcher.labels, issuer)
    if key not in index.remembered:
        matches = searcher.matches()
        found = sorted(searcher.all(matches), key=lambda c: -c.score)
        index.remembered[key] = Search(tuple(distinct(found)), bool(matches) or searcher.met_identity)
    search: Search = index.remembered[key]
    return search


def question(claim: Claim) -> Claim:
    """What a claim asks of the tables: all but the figure that it states, and where it states it."""
    return replace(
        ANY_CLAIM, kind=claim.kind, role=claim.role, metric=claim.metric, period=claim.period, base=claim.base,
        scope=claim.scope, measure=claim.measure, scope_told=claim.scope_told,
    )  # fmt: skip


class Searcher:
    """Looks for what one claim can be held against."""

    def __init__(self, claim: Claim, index: FactIndex, issuer: frozenset[str]) -> None:
        self.claim = claim
        self.index = index
        self.issuer = issuer
        named = (*claim.measure.qualifiers, claim.scope) if claim.scope_told else claim.measure.qualifiers
        self.qualifiers = qualifiers_of(named, issuer)
        self.scope = frozenset() if claim.scope_told else qualifiers_of((claim.scope,), issuer)
        self.labels = tuple(index.labels_in(normalize(claim.measure.window).split()))
        self.met_identity = False

    # --- lines -----------------------------------------------------------------------------------------

    def matches(self) -> list[Match]:
        """The lines that the claim's metric can mean, best first."""
        measure = self.claim.measure
        wanted = self.wanted(measure)
        found: list[Match] = []
        if wanted:
            for line in self.lines_for(wanted):
                match = match_line(self.claim, line, wanted, self.qualifiers, self.scope)
                if match is not None:
                    found.append(match)
        known = {match.line.place for match in found}
        found += [match for match in self.verbatim() if match.line.place not in known]
        if not found and (not measure.concept or self.qualifiers):
            found = list(self.by_words())
        return sorted(found, key=lambda m: -m.score)

    def wanted(self, measure: Measure) -> frozenset[str]:
        concept = measure.concept
        if self.claim.kind == "per_share" or measure.per_share:
            if concept in PER_SHARE or concept in ("net_income", "income_continuing", ""):
                return frozenset({"eps", *PER_SHARE})
            return frozenset({concept, f"{concept}_per_share"})
        return frozenset({concept}) if concept else frozenset()

    def lines_for(self, wanted: frozenset[str]) -> Iterator[Line]:
        # A line that does not hold each word that narrows the metric is never meant.
        places = self.index.bearing.of_all(self.qualifiers)
        seen = set()
        for name in sorted(wanted):
            for line in among(self.index.by_concept.get(name, {}), places):
                seen.add(line.place)
                yield line
        for word in sorted(self.qualifiers | self.scope):
            for line in among(self.index.by_word.get(word, {}), places):
                if line.place not in seen:
                    seen.add(line.place)
                    yield line

    def verbatim(self) -> Iterator[Match]:
        """The lines whose very label stands in the words around the metric."""
        claim = self.claim
        head = frozenset(normalize(claim.measure.head).split()) - {"total", "net", "the"}
        for label in self.labels:
            words = label.split()
            if claim.measure.concept and not head <= frozenset(words):
                continue
            told = frozenset(stem(w) for w in words)
            untold = frozenset(q for q in self.qualifiers if not held(q, told))
            for line in among(self.index.by_label[label], self.index.bearing.of_all(untold)):
                score, _ = with_basis(claim, line, 1.0 - VERBATIM)
                if line.entity and not any(held(w, self.qualifiers | self.scope) for w in line.entity):
                    score -= ENTITY
                if score >= LEAST:
                    note = f"“{line.item.label}” stands in the sentence word for word"
                    yield Match(line, score, (note,))

    def by_words(self) -> Iterator[Match]:
        words = set(self.qualifiers)
        if self.claim.measure.head:
            words |= set(read_label(self.claim.measure.head).words)
        words |= self.scope
        words = {w for w in words if w not in self.issuer and w not in ("unit", "sold")}
        places = self.index.bearing.of_all(frozenset(words))
        tried = set()
        for word in sorted(words):
            for line in among(self.index.by_word.get(word, {}), places):
                if line.place in tried:
                    continue
                tried.add(line.place)
                match = match_words(self.claim, line, frozenset(words))
                if match is not None:
                    yield match

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
            for fact in islice(line.at(claim.period), 2):
                yield candidate((fact,), "a", match.score - cost - near(fact, claim.period), match.evidence)
        if not claim.measure.of:
            yield from self.named(claim.measure.concept, claim.period)
            yield from self.sums()

    def shares(self, matches: Sequence[Match]) -> Iterator[Candidate]:
        """A percentage of another line: a printed column of percentages, else the two amounts."""
        claim = self.claim
        assert claim.period is not None
        of = claim.measure.of_concept or ("revenue" if not claim.measure.of else "")
        name = NUMERATORS.get(claim.measure.concept, claim.measure.concept)
        bases = self.best_lines(of, claim.period, claim.measure.of)
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
        now, before = line.at(claim.period), line.at(claim.base)
        if not now or not before or now[0] is before[0]:
            return
        formula = {"percent": "(a-b)/b", "multiple": "a/b"}.get(claim.kind, "a-b")
        score = match.score - cost - near(now[0], claim.period) - near(before[0], claim.base)
        yield candidate((now[0], before[0]), formula, score, match.evidence)

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
