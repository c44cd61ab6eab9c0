"""The lines that a claim's metric can mean: by concept, by label, by words."""

from __future__ import annotations

from collections.abc import Iterator

from narrext.claims.records import Claim, Measure
from narrext.lexicons import word_list
from narrext.link.bearing import held
from narrext.link.items import PER_SHARE, FactIndex, Line, among
from narrext.link.labels import read_label
from narrext.link.match import ENTITY, LEAST, Match, match_line, match_words, qualifiers_of, with_basis
from narrext.wording import normalize, stem

# what a line costs that is told by its very label and not by its concept
VERBATIM = 0.02


class LineSearch:
    """Looks for the lines of one claim's metric, narrowed by its qualifiers and the heading above it."""

    def __init__(self, claim: Claim, index: FactIndex, issuer: frozenset[str]) -> None:
        self.claim = claim
        self.index = index
        self.issuer = issuer
        named = (*claim.measure.qualifiers, claim.scope) if claim.scope_told else claim.measure.qualifiers
        self.qualifiers = qualifiers_of(named, issuer)
        self.scope = frozenset() if claim.scope_told else qualifiers_of((claim.scope,), issuer)
        self.labels = tuple(index.labels_in(normalize(claim.measure.window).split()))

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
        for more in (self.same_label(), self.verbatim()):
            known = {match.line.place for match in found}
            found += [match for match in more if match.line.place not in known]
        if not found and (not measure.concept or self.qualifiers):
            found = list(self.by_words())
        return sorted(found, key=lambda m: -m.score)

    def wanted(self, measure: Measure) -> frozenset[str]:
        """The names of the concepts that the claim can be of; none where the lexicon has no word for it."""
        concept = measure.concept
        if self.claim.kind == "per_share" or measure.per_share:
            if concept in PER_SHARE or concept in ("net_income", "income_continuing", ""):
                return frozenset({"eps", *PER_SHARE})
            return frozenset({concept, f"{concept}_per_share"})
        return frozenset({concept}) if concept else frozenset()

    def lines_for(self, wanted: frozenset[str]) -> Iterator[Line]:
        """The lines of these concepts, and those with a word that narrows the claim's metric."""
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

    def same_label(self) -> Iterator[Match]:
        """The lines that are labelled as the metric is called, whatever the lexicon makes of the words."""
        head = normalize(self.claim.measure.head)
        if head:
            yield from self.labelled(head, frozenset(), "is what the metric is called")

    def verbatim(self) -> Iterator[Match]:
        """The lines whose very label stands in the words around the metric."""
        head = frozenset(normalize(self.claim.measure.head).split()) - {"total", "net", "the"}
        for label in self.labels:
            words = label.split()
            if not self.claim.measure.concept or head <= frozenset(words):
                told = frozenset(stem(w) for w in words)
                yield from self.labelled(label, told, "stands in the sentence word for word")

    def labelled(self, label: str, told: frozenset[str], note: str) -> Iterator[Match]:
        """The lines with a label that hold all words that narrow the metric but those `told` by the label."""
        untold = frozenset(q for q in self.qualifiers if not held(q, told))
        for line in among(self.index.by_label.get(label, {}), self.index.bearing.of_all(untold)):
            score, _ = with_basis(self.claim, line, 1.0 - VERBATIM)
            if line.entity and not any(held(w, self.qualifiers | self.scope) for w in line.entity):
                score -= ENTITY
            if score >= LEAST:
                yield Match(line, score, (f"“{line.item.label}” {note}",))

    def by_words(self) -> Iterator[Match]:
        """The lines that have all words of a metric that is no concept."""
        words = set(self.qualifiers)
        if self.claim.measure.head:
            words |= set(read_label(self.claim.measure.head).words)
        words |= self.scope
        words = {w for w in words if w not in self.issuer and w not in ("unit", "sold")}
        # a row leaves them off: an "asset impairment charge" stands under "Asset impairment"
        words = words - word_list("left off") or words
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
