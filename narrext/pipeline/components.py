"""What the components of the spaCy pipeline do, and the tokenizer that a check reads with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from narrext.claims.find import Piece as ProsePiece
from narrext.claims.find import Prose, ReadSentence, metric_heads, resolve_prose
from narrext.claims.heads import MetricHeads
from narrext.claims.records import Claim
from narrext.claims.scopes import Scope
from narrext.claims.sentence import read_sentence
from narrext.claims.text import fold, sentences
from narrext.lexicons import jsonl_entries
from narrext.periods import Calendar, find_periods
from narrext.pipeline import CLAIMS, METRICS, PERIODS, QUANTITIES
from narrext.quantities import find_quantities
from narrext.source import MAX_BYTES


@lru_cache(maxsize=4)
def reader(patterns: Path | None = None) -> tuple[Language, MetricHeads]:
    """A tokenizer and the matcher of metrics: all that checking a release needs of spaCy."""
    nlp = spacy.blank("en")
    nlp.max_length = MAX_BYTES  # spaCy's own limit is for models that parse
    return nlp, MetricHeads(nlp, patterns)


def chars(doc: Doc, start: int, end: int, label: str, span_id: str = "") -> Span | None:
    return doc.char_span(start, end, label=label, span_id=span_id, alignment_mode="expand")


def put(doc: Doc, key: str, spans: Iterable[Span | None]) -> Doc:
    doc.spans[key] = [span for span in spans if span is not None]
    return doc


def quantities_component() -> Callable[[Doc], Doc]:
    def quantities(doc: Doc) -> Doc:
        found = find_quantities(doc.text)
        return put(doc, QUANTITIES, (chars(doc, q.start, q.end, q.kind.upper(), q.unit) for q in found))

    return quantities


def periods_component() -> Callable[[Doc], Doc]:
    def periods(doc: Doc) -> Doc:
        return put(
            doc, PERIODS, (chars(doc, m.start, m.end, "PERIOD", m.relation) for m in find_periods(doc.text))
        )

    return periods


def metrics_component(nlp: Language, patterns: str | None) -> Callable[[Doc], Doc]:
    heads = MetricHeads(nlp, Path(patterns) if patterns else None)

    def metrics(doc: Doc) -> Doc:
        found = heads.find(doc)
        return put(doc, METRICS, (chars(doc, a, b, "METRIC", concepts[0].name) for a, b, concepts in found))

    return metrics


def claims_component(nlp: Language, patterns: str | None) -> Callable[[Doc], Doc]:
    heads = MetricHeads(nlp, Path(patterns) if patterns else None)

    def claims(doc: Doc) -> Doc:
        found = claims_of_text(doc.text, nlp, heads)
        doc.user_data["narrext"] = [fields(claim) for claim in found]
        return put(doc, CLAIMS, (chars(doc, c.start, c.end, c.kind.upper(), c.id) for c in found))

    return claims


def claims_of_text(text: str, nlp: Language, heads: MetricHeads) -> list[Claim]:
    """The claims of any English text: paragraphs without tables, dated as far as the words go."""
    pieces = []
    for number, (start, end) in enumerate(paragraphs(text)):
        folded = fold(text, start, end)
        pieces += [ProsePiece(folded, a, b, number, "paragraph", Scope()) for a, b in sentences(folded.text)]
    prose = Prose()
    for piece, found in zip(pieces, metric_heads(pieces, nlp, heads), strict=True):
        parsed = read_sentence(piece.folded.text[piece.start : piece.end], found)
        prose.mentions += parsed.periods
        prose.sentences.append(
            ReadSentence(piece.folded, piece.start, piece.end, piece.block, piece.kind, parsed, piece.scope)
        )
    return resolve_prose(prose, Calendar.build([], prose.mentions))


def paragraphs(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for part in text.split("\n\n"):
        if part.strip():
            start = at + len(part) - len(part.lstrip())
            yield start, start + len(part.strip())
        at += len(part) + 2


def fields(claim: Claim) -> dict[str, Any]:
    """A claim as JSON: decimals as strings."""
    return {
        "id": claim.id,
        "text": claim.text,
        "span": [claim.start, claim.end],
        "kind": claim.kind,
        "role": claim.role,
        "metric": claim.metric,
        "value": None if claim.value is None else format(claim.value, "f"),
        "value_high": None if claim.value_high is None else format(claim.value_high, "f"),
        "unit": claim.unit,
        "bound": claim.bound,
        "direction": claim.direction,
        "period": str(claim.period) if claim.period else None,
        "base": str(claim.base) if claim.base else None,
        "forward_looking": claim.forward_looking,
    }


SPAN_RULER_KEYS = frozenset({"label", "pattern", "id", "note", "examples", "counter_examples"})


def read_patterns(path: Path) -> list[dict[str, Any]]:
    """A reader for the span ruler: a list (the stock reader gives a generator, which it refuses) of
    rules without the keys that are ours alone."""
    rules = jsonl_entries(path.name, SPAN_RULER_KEYS, path.parent)
    return [{k: rule[k] for k in ("label", "pattern", "id") if k in rule} for rule in rules]
