"""Reviewed claims for other programs: JSON Lines, CSV, and a spaCy DocBin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from narrext.corpus.records import SETTLED, annotation_to_json
from narrext.report.machine import to_csv, to_json
from narrext.review.gold import as_gold
from narrext.review.layer import Claims
from narrext.review.subject import Subject

Reviewed = tuple[Subject, Claims]

COLUMNS: Final = (
    "document", "id", "status", "annotator", "time", "verdict", "reason", "text", "kind", "role", "metric", "value",
    "value_high", "unit", "bound", "direction", "period", "base", "forward_looking", "formula", "cells", "labels",
    "columns", "working", "comment", "start", "end",
)  # fmt: skip
TYPES: Final = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "spacy": "application/octet-stream",
}


def to_jsonl(reviewed: Sequence[Reviewed], *, kept: bool = True) -> str:
    """Gold in the form of the codebook; with several documents each line names its own."""
    several = len(reviewed) > 1
    return "".join(
        to_json(({"document": subject.entry.key} if several else {}) | annotation_to_json(line))
        for subject, claims in reviewed
        for line in as_gold(subject, claims, kept=kept)
    )


def to_table(reviewed: Iterable[Reviewed]) -> str:
    """CSV, one claim a row, with every status; what concerns several cells is joined by semicolons."""
    return to_csv(
        COLUMNS, (_row(subject, claim) for subject, claims in reviewed for claim in claims.values())
    )


def _row(subject: Subject, claim: dict[str, Any]) -> dict[str, Any]:
    cells = claim["cells"]
    row = {name: guarded(claim[name]) for name in COLUMNS if name in claim}
    return row | {
        "document": subject.entry.key,
        "cells": "; ".join(cell["value"] for cell in cells),
        "labels": "; ".join(" > ".join(cell["label"]) for cell in cells),
        "columns": "; ".join(cell["column"] for cell in cells),
        "start": claim["span"][0],
        "end": claim["span"][1],
    }


def guarded(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, str) and value[:1] in "=+@\t\r" and value[:1]:
        return "'" + value
    return value


def to_docbin(reviewed: Iterable[Reviewed]) -> bytes:
    """One Doc a document over the whole text: kept claims as spans of ``doc.spans["claims"]``.

    A span's label is the verdict and its id the claim's; all fields stand as JSON, by id, in
    ``doc.user_data["narrext_claims"]``. Spans are widened to whole tokens.
    """
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    binary = DocBin(store_user_data=True)
    for subject, claims in reviewed:
        doc = nlp.make_doc(subject.text)
        kept = {name: claim for name, claim in claims.items() if claim["status"] in SETTLED}
        spans = []
        for name, claim in kept.items():
            start, end = claim["span"]
            span = doc.char_span(start, end, label=claim["verdict"], span_id=name, alignment_mode="expand")
            if span is not None:
                spans.append(span)
        doc.spans["claims"] = spans
        doc.user_data["narrext_claims"] = json.dumps(kept, ensure_ascii=False)
        doc.user_data["narrext_document"] = subject.entry.key
        binary.add(doc)
    return binary.to_bytes()
