"""Aliases and token rules tried on spaCy's own tokens: what cannot match there matches nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.pipeline import SpanRuler

from narrext.claims.heads import Head, MetricHeads
from narrext.claims.metrics import Concept
from narrext.lint.formats import LINE_ITEMS
from narrext.lint.records import Entry, Slip

SENTENCE = "In the year {} were 5."


def check_matching(entries: Sequence[Entry]) -> Iterator[Slip]:
    nlp = spacy.blank("en")
    yield from check_aliases([entry for entry in entries if entry.path.name == LINE_ITEMS], nlp)
    for entry in entries:
        if entry.path.suffix == ".jsonl":
            yield from check_token_rule(entry, nlp)


def check_aliases(rows: Sequence[Entry], nlp: Language) -> Iterator[Slip]:
    """Each alias, set into a sentence, is found from its first to its last letter, as its concept."""
    if not rows:
        return
    known: dict[str, tuple[Concept, ...]] = {}
    for row in rows:
        concept = Concept(row.values["concept"], row.values["unit"], row.values["nature"])
        alias = row.values["alias"].lower()
        known[alias] = (*known.get(alias, ()), concept)
    heads = heads_of(nlp, known)
    for row in rows:
        alias = row.values["alias"]
        found = in_sentence(alias, heads, nlp)
        if not any(concept.name == row.values["concept"] for concept in found):
            yield row.slip(
                f"The alias {alias!r} is never found: spaCy cuts its words in another way inside a sentence."
            )


def heads_of(nlp: Language, known: dict[str, tuple[Concept, ...]]) -> MetricHeads:
    heads = MetricHeads(nlp)
    heads.aliases = known
    heads.matcher.remove("METRIC")
    heads.matcher.add("METRIC", [nlp.make_doc(alias) for alias in known])
    return heads


def in_sentence(alias: str, heads: MetricHeads, nlp: Language) -> tuple[Concept, ...]:
    start = SENTENCE.index("{")
    found: list[Head] = heads.find(nlp.make_doc(SENTENCE.format(alias)))
    place = (start, start + len(alias))
    return next((concepts for a, b, concepts in found if (a, b) == place), ())


def check_token_rule(entry: Entry, nlp: Language) -> Iterator[Slip]:
    """A rule of the span ruler: spaCy takes it, its examples match and its counter-examples do not."""
    label, pattern = entry.values.get("label"), entry.values.get("pattern")
    if not isinstance(label, str) or not pattern:
        return
    ruler = SpanRuler(nlp, validate=True)
    try:
        ruler.add_patterns([{"label": label, "pattern": pattern}])
    except (ValueError, TypeError) as error:
        yield entry.slip(f"spaCy does not take the pattern: {' '.join(str(error).split())[:120]}.")
        return
    examples = entry.texts("examples")
    matched = [example for example in examples if ruler.match(nlp.make_doc(example))]
    if not matched:
        said = "none of its examples matches" if examples else "it has no example that would show a match"
        yield entry.slip(f"The rule never matches, as far as can be seen: {said}.")
        return
    for example in examples:
        if example not in matched:
            yield entry.slip(f"The example {example!r} does not match.")
    for example in entry.texts("counter_examples"):
        if ruler.match(nlp.make_doc(example)):
            yield entry.slip(f"The counter-example {example!r} matches.")
