"""Aliases and token rules tried on spaCy's own tokens: what cannot match there matches nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.pipeline import SpanRuler

from narrext.lint.formats import LINE_ITEMS
from narrext.lint.records import Entry, Slip
from narrext.pipeline.components import reader

SENTENCE = "In the year {} were 5."
START = SENTENCE.index("{")


def check_matching(entries: Sequence[Entry]) -> Iterator[Slip]:
    nlp, _ = reader()
    yield from check_aliases([entry for entry in entries if entry.path.name == LINE_ITEMS], nlp)
    for entry in entries:
        if entry.path.suffix == ".jsonl":
            yield from check_token_rule(entry, nlp)


def check_aliases(rows: Sequence[Entry], nlp: Language) -> Iterator[Slip]:
    """Each alias, set into a sentence, is found from its first to its last letter."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("ALIAS", [nlp.make_doc(row.values["alias"].lower()) for row in rows])
    for row in rows:
        alias = row.values["alias"]
        doc = nlp.make_doc(SENTENCE.format(alias))
        place = (START, START + len(alias))
        spans = (doc[start:end] for _, start, end in matcher(doc))
        if not any((span.start_char, span.end_char) == place for span in spans):
            said = "spaCy cuts its words in another way inside a sentence"
            yield row.slip(f"The alias {alias!r} is never found: {said}.")


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
