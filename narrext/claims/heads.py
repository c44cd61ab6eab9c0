"""The lexicon's metrics found in a spaCy Doc."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from narrext.claims.metrics import Concept, aliases

# how many patterns are tokenized before the matcher takes them
Head = tuple[int, int, tuple[Concept, ...]]


class MetricHeads:
    """Finds the aliases of ``patterns/line_items.csv`` by their lower-case tokens."""

    def __init__(self, nlp: Language, overlay: Path | None = None) -> None:
        self.aliases = aliases(overlay)
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.matcher.add("METRIC", [nlp.make_doc(alias) for alias in self.aliases])

    def find(self, doc: Doc) -> list[Head]:
        """``(start, end, concepts)`` in characters, the longest of overlapping aliases, in order."""
        found = sorted(((start, end) for _, start, end in self.matcher(doc)), key=lambda m: (m[0], -m[1]))
        return list(self.longest(doc, found))

    def longest(self, doc: Doc, found: list[tuple[int, int]]) -> Iterator[Head]:
        reached = 0
        text = doc.text
        for start, end in found:
            if start < reached:
                continue
            reached = end
            last = doc[end - 1]
            first, behind = doc[start].idx, last.idx + len(last)
            yield first, behind, self.aliases[text[first:behind].lower()]
