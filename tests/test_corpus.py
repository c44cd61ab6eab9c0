"""The annotated corpus: its files, its places, its splits."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrext.corpus import Annotation, Document, read_corpus
from narrext.corpus.folder import read_filings
from narrext.corpus.gold import gold_lines, read_gold, write_gold
from narrext.corpus.places import anchor_of, fold, occurrences, place_all, placed
from narrext.corpus.records import (
    KINDS,
    ROLES,
    STATUSES,
    VERDICTS,
    annotation_from_json,
    annotation_to_json,
)
from narrext.errors import NarrextError
from narrext.formula import evaluate
from narrext.release import read
from narrext.seeding.numbers import find_printed

HERE = Path(__file__).parents[1]
CORPUS = HERE / "corpus"
FILINGS = HERE.parent / "shared" / "filings"
GOLD = sorted((CORPUS / "gold").glob("*.jsonl"))
STAND_OFF = sorted((CORPUS / "gold-filings").glob("*.jsonl"))

LINE = {
    "n": 1,
    "text": "$7.5 million",
    "kind": "money",
    "role": "level",
    "metric": "sales",
    "verdict": "match",
}


def released(gold: Path) -> Path:
    return next((CORPUS / "releases").glob(f"{gold.stem}.*"))


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_every_claim_of_a_gold_stands_in_its_release_in_reading_order(gold: Path) -> None:
    claims = read_gold(gold)
    text = read(released(gold)).text
    places = place_all(text, claims)
    assert [claim.n for claim in claims] == list(range(1, len(claims) + 1))
    assert [claim.n for claim, place in zip(claims, places, strict=True) if place is None] == []
    found = [place for place in places if place]
    assert found == sorted(found)
    assert [fold(text[slice(*place)]) for place in found] == [fold(claim.text) for claim in claims]


@pytest.mark.parametrize("gold", [*GOLD, *STAND_OFF], ids=lambda path: path.stem)
def test_tied_claims_rest_on_cells_and_unsupported_ones_say_why(gold: Path) -> None:
    for claim in read_gold(gold):
        where = f"claim {claim.n}, {claim.text}"
        assert bool(claim.cells) == bool(claim.formula) == claim.tied, where
        assert (claim.reason is None) == (claim.verdict in ("match", "rounding")), where


@pytest.mark.parametrize("gold", [*GOLD, *STAND_OFF], ids=lambda path: path.stem)
def test_the_formula_over_the_cells_gives_the_verdict(gold: Path) -> None:
    """`match` comes out within half a unit of the claim's last digit, the others do not."""
    for claim in read_gold(gold):
        if not claim.tied or claim.bound or claim.value_high is not None or claim.value is None:
            continue
        printed = find_printed(claim.text, 0, len(claim.text), claim.value)
        result = evaluate(claim.formula or "", claim.cells)
        if printed is None or result is None or claim.reason in ("direction", "sign"):
            continue
        in_percent = claim.kind in ("percent", "percent_points") and "/" in (claim.formula or "")
        step = printed.scale * Decimal(1).scaleb(-printed.places)
        off = abs(abs(result) * (100 if in_percent else 1) - abs(claim.value))
        assert (off <= step / 2 * Decimal("1.000000001")) == (claim.verdict == "match"), (
            f"claim {claim.n}: {off}"
        )


@pytest.mark.parametrize("gold", [*GOLD, *STAND_OFF], ids=lambda path: path.stem)
def test_every_line_says_who_annotated_it_when_and_how_it_stands(gold: Path) -> None:
    for line in gold.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        assert entry["annotator"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry["time"])
        assert entry["status"] in STATUSES


@pytest.mark.parametrize("gold", STAND_OFF, ids=lambda path: path.stem)
def test_gold_of_real_filings_holds_offsets_and_no_sentences(gold: Path) -> None:
    names = {Path(filing.name).stem for filing in read_filings(CORPUS / "filings.jsonl")}
    assert gold.stem in names
    for claim in read_gold(gold):
        assert claim.context == ""
        assert claim.span is not None
        assert claim.anchor
        assert len(claim.text) <= 60


@pytest.mark.parametrize("gold", STAND_OFF, ids=lambda path: path.stem)
def test_gold_of_real_filings_is_found_again_by_its_anchors_should_offsets_move(gold: Path) -> None:
    filing = next((path for path in FILINGS.glob(f"{gold.stem}.*")), None)
    if filing is None:
        pytest.skip(f"{FILINGS} does not hold {gold.stem}")
    claims, text = read_gold(gold), read(filing).text
    assert place_all(text, claims) == [claim.span for claim in claims]
    shifted = "Moved. " + text
    adrift = tuple(replace(claim, span=(1, 2)) for claim in claims)
    assert place_all(shifted, adrift) == [
        (start + 7, end + 7) for start, end in (c.span for c in claims if c.span)
    ]


def test_no_issuer_is_in_both_splits_and_every_issuer_of_the_test_split_exists() -> None:
    corpus = read_corpus(CORPUS)
    splits: dict[str, set[str]] = {}
    for document in corpus.documents:
        splits.setdefault(document.issuer, set()).add(document.split)
    assert all(len(found) == 1 for found in splits.values())
    import tomllib

    listed = tomllib.loads((CORPUS / "splits.toml").read_text())["test"]["issuers"]
    assert set(listed) <= set(splits)
    assert listed == sorted(listed)


def test_every_release_has_a_gold() -> None:
    assert {path.stem for path in (CORPUS / "releases").iterdir()} == {path.stem for path in GOLD}


def test_the_codebook_names_every_field_kind_role_verdict_and_status() -> None:
    book = (CORPUS / "README.md").read_text(encoding="utf-8")
    words = [
        *Annotation.__slots__,
        *KINDS,
        *ROLES,
        *VERDICTS,
        "suggested",
        "accepted",
        "corrected",
        "rejected",
    ]
    assert [word for word in words if f"`{word}`" not in book] == []


def test_a_line_is_read_and_written_the_same() -> None:
    for gold in (GOLD[0], STAND_OFF[0]):
        claims = read_gold(gold)
        again = [annotation_from_json(json.loads(line), "x") for line in gold_lines(claims).splitlines()]
        assert again == list(claims)


def test_amounts_are_exact_decimals(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE | {"value": 0.1, "cells": [2.675]}) + "\n")
    (claim,) = read_gold(tmp_path / "a.jsonl")
    assert (claim.value, claim.cells) == (Decimal("0.1"), (Decimal("2.675"),))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"verdit": "match"}, "unknown key 'verdit'"),
        ({"kind": "dollars"}, "kind is 'dollars'; it is one of money"),
        ({"text": None}, "'text' is missing"),
        ({"value": "seven"}, "cannot be read"),
        ({"span": [1]}, "cannot be read"),
    ],
)
def test_a_line_that_means_nothing_is_refused_with_its_place(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(LINE) + "\n\n" + json.dumps(LINE | change) + "\n")
    with pytest.raises(NarrextError, match=r"gold\.jsonl, line 3") as error:
        read_gold(path)
    assert told in str(error.value)


def test_a_line_that_is_no_json_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("{\n")
    with pytest.raises(NarrextError, match="line 1, is not JSON"):
        read_gold(tmp_path / "gold.jsonl")


def test_what_is_written_is_one_claim_a_line_in_a_fixed_order(tmp_path: Path) -> None:
    claim = annotation_from_json(LINE | {"value": 7500000.0, "annotator": "a", "status": "accepted"}, "x")
    write_gold(tmp_path / "gold.jsonl", [claim])
    line = (tmp_path / "gold.jsonl").read_text()
    assert line.startswith('{"n": 1, "span": null, "text": "$7.5 million", "kind": "money", "role": "level"')
    assert line.endswith('"annotator": "a", "status": "accepted"}\n')
    assert annotation_to_json(claim)["value"] == 7500000


def test_rejected_and_unreviewed_claims_are_no_gold(tmp_path: Path) -> None:
    statuses = ["suggested", "accepted", "corrected", "rejected", "added"]
    lines = [json.dumps(LINE | {"n": n, "status": status}) + "\n" for n, status in enumerate(statuses, 1)]
    (tmp_path / "a.jsonl").write_text("".join(lines))
    document = Document("a", "a", "dev", tmp_path / "a.jsonl", None)
    assert [claim.status for claim in document.annotations()] == ["accepted", "corrected", "added"]


# --- folders -----------------------------------------------------------------------------------------


def corpus_with_filing(folder: Path, sha256: str) -> Path:
    for name in ("gold", "releases", "gold-filings"):
        (folder / name).mkdir(parents=True)
    (folder / "gold-filings" / "2003_acme.jsonl").write_text(json.dumps(LINE | {"span": [0, 12]}) + "\n")
    filing = {"name": "2003_acme.txt", "issuer": "acme", "sha256": sha256, "url": "https://example.com/a.txt"}
    (folder / "filings.jsonl").write_text(json.dumps(filing) + "\n")
    return folder


def test_a_filing_takes_part_where_the_variable_names_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    filings = tmp_path / "filings"
    filings.mkdir()
    (filings / "2003_acme.txt").write_bytes(b"$7.5 million")
    folder = corpus_with_filing(tmp_path / "corpus", hashlib.sha256(b"$7.5 million").hexdigest())
    monkeypatch.delenv("NARREXT_FILINGS", raising=False)
    (missing,) = read_corpus(folder).missing
    assert "NARREXT_FILINGS" in missing.why
    monkeypatch.setenv("NARREXT_FILINGS", str(filings))
    (document,) = read_corpus(folder).documents
    assert document.source == filings / "2003_acme.txt"
    assert document.issuer == "acme"


def test_a_filing_with_another_checksum_does_not_take_part(tmp_path: Path) -> None:
    (tmp_path / "2003_acme.txt").write_bytes(b"another text")
    (missing,) = read_corpus(corpus_with_filing(tmp_path / "corpus", "0" * 64), tmp_path).missing
    assert "checksum differs" in missing.why


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NarrextError, match="holds no gold"):
        read_corpus(tmp_path)


def test_filings_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NarrextError, match="is not a folder"):
        read_corpus(CORPUS, tmp_path / "nowhere")


# --- places ------------------------------------------------------------------------------------------


def note(text: str, context: str = "", **more: object) -> Annotation:
    return annotation_from_json(LINE | {"text": text, "context": context} | more, "x")


def test_a_number_is_found_in_its_context_however_the_text_is_spaced_and_quoted() -> None:
    text = "It’s  a\n  record: sales of $7.5\nmillion, up\xa05%."
    (place,) = place_all(text, (note("$7.5 million", "It's a record: sales of $7.5 million, up"),))
    assert place is not None
    assert text[slice(*place)] == "$7.5\nmillion"


def test_a_context_that_a_rendering_parts_is_found_by_what_stands_in_one_piece() -> None:
    text = "Gaming\n\n • Revenue was $1.6 billion, down 51% from a year ago"
    (place,) = place_all(text, (note("$1.6 billion", "Gaming Revenue was $1.6 billion, down 51%"),))
    assert place is not None
    assert text[slice(*place)] == "$1.6 billion"


def test_the_same_context_twice_means_the_next_one_in_reading_order() -> None:
    text = "Up 5%. Net 3. Up 5%."
    places = place_all(text, (note("5%", "Up 5%"), note("3", "Net 3"), note("5%", "Up 5%")))
    assert places == [(3, 5), (11, 12), (17, 19)]


def test_what_is_nowhere_has_no_place() -> None:
    assert (
        place_all("Nothing here.", (note("5%", "Up 5%"), note("5%", span=[0, 2]), note("5%", anchor="0")))
        == [None] * 3
    )


def test_a_stand_off_claim_gets_the_words_around_it_as_context() -> None:
    text = "First paragraph.\n\nSales were $7.5 million, up from last year.\n\nAnother."
    start = text.index("$7.5")
    (claim,) = placed(text, (note("$7.5 million", span=[start, start + 12]),))
    assert claim.context == "Sales were $7.5 million, up from last year."


@given(
    before=st.text(max_size=60), after=st.text(max_size=60), blank=st.sampled_from([" ", "\n", "  ", "\xa0"])
)
@settings(max_examples=60, deadline=None)
def test_anchors_do_not_mind_white_space(before: str, after: str, blank: str) -> None:
    one, other = f"{before} 7,539 {after}", f"{before}{blank * 2}7,539{blank}{after}"
    at, there = len(before) + 1, len(before) + 2 * len(blank)
    assert anchor_of(one, (at, at + 5)) == anchor_of(other, (there, there + 5))


@given(st.text(alphabet="ab .$1'’“-•\n\xa0", min_size=1, max_size=12).filter(fold))
@settings(max_examples=80, deadline=None)
def test_words_are_found_in_themselves(words: str) -> None:
    assert list(occurrences(words, words))
