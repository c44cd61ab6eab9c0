"""Layers as stand-off gold and back, and the other exports."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from report_sample import TEXT
from review_sample import KEY, sample_reviews
from spacy.tokens import DocBin

from narrext.corpus.places import place_of
from narrext.corpus.records import annotation_to_json
from narrext.errors import NarrextError
from narrext.review.export import to_docbin, to_jsonl, to_table
from narrext.review.gold import as_gold, read_gold
from narrext.review.layer import Claims
from narrext.review.subject import Subject


@pytest.fixture
def reviewed(tmp_path: Path) -> tuple[Subject, Claims]:
    """The sample with its first claim accepted, its second rejected, the others as suggested."""
    reviews = sample_reviews(tmp_path / "reports")
    for kind, claim in (("accept", "c1"), ("reject", "c2"), ("accept", "c4")):
        revision = reviews.layer(KEY, "ann").revision
        reviews.act(KEY, "ann", {"revision": revision, "action": {"kind": kind, "claim": claim}})
    return reviews.subject(KEY), reviews.layer(KEY, "ann").claims()


def test_gold_has_the_fields_of_the_codebook_in_its_order(reviewed: tuple[Subject, Claims]) -> None:
    line = annotation_to_json(as_gold(*reviewed)[0])
    assert list(line) == [
        "n", "span", "text", "context", "kind", "role", "metric", "value", "unit", "direction", "period", "base",
        "forward_looking", "verdict", "reason", "formula", "cells", "alternatives", "annotator", "time", "status",
    ]  # fmt: skip
    assert (line["text"], line["value"], line["cells"]) == ("$7.5 million", 7500000, [7539000])
    assert TEXT[slice(*line["span"])] == "$7.5\nmillion"


def test_each_context_leads_back_to_its_claim(reviewed: tuple[Subject, Claims]) -> None:
    subject, claims = reviewed
    for line, claim in zip(as_gold(subject, claims), claims.values(), strict=True):
        place = place_of(subject.text, replace(line, span=None))
        assert place is not None
        assert list(place) == claim["span"]


def test_of_a_filing_that_the_corpus_does_not_hold_no_words_are_written(
    reviewed: tuple[Subject, Claims],
) -> None:
    subject, claims = reviewed
    foreign = replace(subject, entry=replace(subject.entry, standoff=True))
    for line, claim in zip(as_gold(foreign, claims), claims.values(), strict=True):
        assert line.context == ""
        place = place_of(subject.text, replace(line, span=None))
        assert place is not None
        assert list(place) == claim["span"]


def test_gold_read_back_is_what_was_written(reviewed: tuple[Subject, Claims], tmp_path: Path) -> None:
    subject, claims = reviewed
    path = tmp_path / "gold.jsonl"
    path.write_text(to_jsonl([reviewed], kept=False), encoding="utf-8")
    again = read_gold(subject, path)
    names = (
        "text",
        "span",
        "kind",
        "role",
        "metric",
        "unit",
        "period",
        "base",
        "verdict",
        "formula",
        "status",
        "annotator",
    )
    assert [[c[n] for n in names] for c in again.values()] == [[c[n] for n in names] for c in claims.values()]
    spans = [[cell["span"] for cell in c["cells"]] for c in claims.values()]
    assert [[cell["span"] for cell in c["cells"]] for c in again.values()] == spans


def test_a_line_of_gold_that_does_not_fit_is_named(reviewed: tuple[Subject, Claims], tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = annotation_to_json(as_gold(*reviewed)[0]) | {
        "text": "$99 million",
        "context": "of $99 million",
        "span": None,
    }
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(NarrextError, match=r"gold\.jsonl, claim 1"):
        read_gold(reviewed[0], path)


def test_only_what_a_reviewer_stands_by_is_exported_as_gold(reviewed: tuple[Subject, Claims]) -> None:
    lines = [json.loads(line) for line in to_jsonl([reviewed]).splitlines()]
    assert [(line["n"], line["text"]) for line in lines] == [(1, "$7.5 million"), (2, "$0.4 million")]


def test_csv_has_every_claim_with_its_status(reviewed: tuple[Subject, Claims]) -> None:
    rows = list(csv.DictReader(io.StringIO(to_table([reviewed]))))
    assert [row["status"] for row in rows] == ["accepted", "rejected", "suggested", "accepted"]
    assert rows[1]["cells"] == "7539000; 8973000"


def test_csv_holds_no_formula_that_a_spreadsheet_would_run(reviewed: tuple[Subject, Claims]) -> None:
    subject, claims = reviewed
    claims["c1"]["comment"] = '=HYPERLINK("http://example.invalid")'
    row = next(csv.DictReader(io.StringIO(to_table([(subject, claims)]))))
    assert row["comment"].startswith("'=")


def test_a_docbin_holds_the_kept_claims_as_spans(reviewed: tuple[Subject, Claims]) -> None:
    doc = next(DocBin().from_bytes(to_docbin([reviewed])).get_docs(spacy.blank("en").vocab))
    assert doc.text == TEXT
    assert [(span.label_, span.id_, span.text) for span in doc.spans["claims"]] == [
        ("match", "c1", "$7.5\nmillion"), ("unsupported", "c4", "$0.4 million"),
    ]  # fmt: skip
