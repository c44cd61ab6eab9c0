"""What a reviewer asks for, on the sample release: a match, a mismatch, a rounding, an unsupported claim."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from report_sample import TEXT
from review_sample import KEY, sample_reviews

from narrext.errors import NarrextError
from narrext.review.decode import read_claim
from narrext.review.desk import Reviews
from narrext.review.numbers import unclaimed
from narrext.review.source import find_source
from narrext.review.store import StaleError, Store
from narrext.review.subject import Shelf
from narrext.review.verdicts import candidates_of, check_formula, default_formula

MATCH, MISMATCH, ROUNDING, UNSUPPORTED = "c1", "c2", "c3", "c4"


@pytest.fixture
def reviews(tmp_path: Path) -> Reviews:
    return sample_reviews(tmp_path / "reports")


def act(reviews: Reviews, **action: Any) -> dict[str, dict[str, Any]]:
    """Carry out an action on the state as it is, and give the claims after it."""
    revision = reviews.layer(KEY, "ann").revision
    return reviews.act(KEY, "ann", {"revision": revision, "action": action}).layer.claims()


def cell(reviews: Reviews, printed: str) -> int:
    """The offset at which the first cell that prints this begins."""
    return next(
        start for start, fact in sorted(reviews.subject(KEY).facts.items()) if fact.printed == printed
    )


def test_accepting_signs_the_claim_and_changes_nothing_else(reviews: Reviews) -> None:
    before = reviews.layer(KEY, "ann").claims()[MATCH]
    claim = act(reviews, kind="accept", claim=MATCH)[MATCH]
    assert (claim["status"], claim["annotator"]) == ("accepted", "ann")
    assert claim["time"].endswith("Z")
    assert {n: v for n, v in claim.items() if n not in ("status", "annotator", "time")} == {
        n: v for n, v in before.items() if n not in ("status", "annotator", "time")
    }


def test_untying_what_has_no_tie_accepts_it(reviews: Reviews) -> None:
    claim = act(reviews, kind="unsupported", claim=UNSUPPORTED)[UNSUPPORTED]
    assert (claim["verdict"], claim["status"]) == ("unsupported", "accepted")


def plain_reviews(folder: Path, sentence: str) -> Reviews:
    """A release of one sentence and no table."""
    path = folder / "plain.txt"
    path.write_text(f"RESULTS\n\n{sentence}\n\n" + "Nothing more is told here. " * 6, encoding="utf-8")
    source = find_source(path)
    return Reviews(source, Shelf(source.entries), Store(source.folder), "narrext")


def test_what_was_said_of_a_claim_goes_when_its_metric_is_another(tmp_path: Path) -> None:
    reviews = plain_reviews(tmp_path, "Revenue of the hat business was $1.1 million.")
    before = reviews.layer("plain", "ann").claims()["c1"]
    action = {"kind": "edit", "claim": "c1", "fields": {"metric": "hat revenue"}}
    claim = reviews.act("plain", "ann", {"revision": 0, "action": action}).layer.claims()["c1"]
    assert before["diagnosis"]
    assert (claim["metric"], claim["reason"], claim["diagnosis"]) == ("hat revenue", before["reason"], None)


def added(folder: Path, sentence: str, marked: str) -> dict[str, Any]:
    """The claim that a reviewer makes of some words of a release."""
    reviews = plain_reviews(folder, sentence)
    at = reviews.subject("plain").text.index(marked)
    request = {"revision": 0, "action": {"kind": "add", "start": at, "end": at + len(marked)}}
    return reviews.act("plain", "ann", request).layer.claims()["r1"]


def test_numbers_in_words_and_bare_numbers_count_what_is_marked_with_them(tmp_path: Path) -> None:
    for sentence, marked, value, unit in (
        ("Eight of these models were our own.", "Eight of these models", "8", "models"),
        ("We introduced 4 new 8-bit chips.", "4 new 8-bit chips", "4", "chips"),
        ("They opened in twenty-one of our markets.", "twenty-one", "21", "ratio"),
    ):
        claim = added(tmp_path, sentence, marked)
        assert (claim["text"], claim["kind"], claim["value"], claim["unit"]) == (marked, "count", value, unit)
        (tmp_path / "review" / "review.sqlite3").unlink()


def test_accepting_twice_is_one_step(reviews: Reviews) -> None:
    act(reviews, kind="accept", claim=MATCH)
    act(reviews, kind="accept", claim=MATCH)
    assert reviews.layer(KEY, "ann").revision == 1


def test_a_claim_tied_to_other_cells_is_judged_anew(reviews: Reviews) -> None:
    claim = act(reviews, kind="correct", claim=MATCH, cells=[cell(reviews, "$ 8,973")])[MATCH]
    assert (claim["verdict"], claim["status"], claim["formula"]) == ("mismatch", "corrected", "a")
    assert [c["value"] for c in claim["cells"]] == ["8973000"]


def test_what_bears_a_claim_out_as_well_is_noted_and_taken_back(reviews: Reviews) -> None:
    wages = [cell(reviews, "1,200")]
    noted = act(reviews, kind="also", claim=MATCH, cells=wages, formula="a*25/4")[MATCH]
    assert (noted["alternatives"], noted["status"], noted["formula"]) == ([["1200000"]], "suggested", "a")
    again = act(reviews, kind="also", claim=MATCH, cells=wages, formula="a*25/4")[MATCH]
    assert again["alternatives"] == []


def test_only_what_bears_a_tied_claim_out_is_noted(reviews: Reviews) -> None:
    for claim, printed, words in (
        (MATCH, "1,200", "do not bear"),
        (MATCH, "$ 7,539", "tied to"),
        (UNSUPPORTED, "$ 7,539", "Tie the claim"),
    ):
        with pytest.raises(NarrextError, match=words):
            act(reviews, kind="also", claim=claim, cells=[cell(reviews, printed)])


def test_what_the_program_knows_of_a_claim_is_found_by_its_place(reviews: Reviews) -> None:
    """Another version may have counted the claims otherwise when it began a layer."""
    subject = reviews.subject(KEY)
    claim = subject.suggested[MISMATCH]
    renamed = claim | {"id": "c9"}
    other = claim | {"span": subject.suggested[MATCH]["span"]}
    assert candidates_of(renamed, subject) == candidates_of(claim, subject) != []
    assert candidates_of(other, subject) != candidates_of(claim, subject)


def test_the_formula_is_guessed_from_the_role_and_may_be_given(reviews: Reviews) -> None:
    cells = [cell(reviews, "$ 7,539"), cell(reviews, "$ 8,973")]
    assert act(reviews, kind="correct", claim=MISMATCH, cells=cells)[MISMATCH]["formula"] == "(a-b)/b"
    assert act(reviews, kind="correct", claim=ROUNDING, cells=cells)[ROUNDING]["formula"] == "a/b"
    assert (
        act(reviews, kind="correct", claim=ROUNDING, cells=cells, formula="b / a")[ROUNDING]["formula"]
        == "b/a"
    )


def test_what_cannot_be_held_against_cells_is_refused_in_a_sentence(reviews: Reviews) -> None:
    good = cell(reviews, "2,650")
    for cells, formula, words in (
        ([], None, "one to eight cells"),
        ([1], None, "no cell"),
        ("all", None, "one to eight cells"),
        ([good], "a-b", "does not fit"),
        ([good], "a(", "is no formula"),
        ([good], "__import__('os')", "letters a to h"),
        ([good], "a**9", "is no formula"),
    ):
        with pytest.raises(NarrextError, match=words):
            act(reviews, kind="correct", claim=MATCH, cells=cells, formula=formula)
    assert reviews.layer(KEY, "ann").revision == 0


def test_editing_the_direction_turns_the_verdict(reviews: Reviews) -> None:
    act(reviews, kind="edit", claim=MISMATCH, fields={"value": "16.0"})
    assert reviews.layer(KEY, "ann").claims()[MISMATCH]["verdict"] == "match"
    claim = act(reviews, kind="edit", claim=MISMATCH, fields={"direction": "up"})[MISMATCH]
    assert (claim["verdict"], claim["reason"]) == ("mismatch", "direction")


def test_a_verdict_set_by_hand_stands(reviews: Reviews) -> None:
    claim = act(
        reviews, kind="edit", claim=MISMATCH, fields={"verdict": "unsupported", "reason": "no_period"}
    )[MISMATCH]
    assert (claim["verdict"], claim["reason"], claim["cells"], claim["formula"]) == (
        "unsupported",
        "no_period",
        [],
        None,
    )


def test_fields_that_cannot_be_are_refused_in_a_sentence(reviews: Reviews) -> None:
    for fields, words in (
        ({"kind": "colour"}, "kind cannot be"),
        ({"period": "last quarter"}, "no period"),
        ({"period": "2003-03-31/2003-01-01"}, "no period"),
        ({"value": "many"}, "no number"),
        ({"value": "NaN"}, "no number"),
        ({"value": "1e99"}, "no number"),
        ({"value": ""}, "states a number"),
        ({"id": "c9"}, "no field"),
        ({"status": "accepted"}, "no field"),
    ):
        with pytest.raises(NarrextError, match=words):
            act(reviews, kind="edit", claim=MATCH, fields=fields)


def test_an_added_claim_is_read_from_its_own_words(reviews: Reviews) -> None:
    act(reviews, kind="reject", claim=UNSUPPORTED)
    start = TEXT.index(" $0.4 million")
    claims = act(reviews, kind="add", start=start, end=start + len(" $0.4 million "))
    claim = claims["r1"]
    assert (claim["text"], claim["value"].removesuffix(".0"), claim["unit"], claim["kind"]) == (
        "$0.4 million",
        "400000",
        "USD",
        "money",
    )
    assert TEXT[slice(*claim["span"])] == "$0.4 million"
    assert (claim["status"], claim["verdict"]) == ("added", "unsupported")
    assert act(reviews, kind="accept", claim="r1")["r1"]["status"] == "added"


def test_a_selection_without_a_number_or_out_of_a_paragraph_is_refused(reviews: Reviews) -> None:
    start = TEXT.index("Online")
    for span, words in (
        ((start, start + 6), "no number"),
        ((start, len(TEXT)), "within one paragraph"),
        ((5, 5), "outside"),
        ((0, 10**9), "outside"),
    ):
        with pytest.raises(NarrextError, match=words):
            act(reviews, kind="add", start=span[0], end=span[1])
    with pytest.raises(NarrextError, match="claim already"):
        act(reviews, kind="add", start=TEXT.index("18.0%"), end=TEXT.index("18.0%") + 5)


def test_a_claim_is_split_into_two(tmp_path: Path) -> None:
    reviews = sample_reviews(tmp_path / "reports")
    start = TEXT.index("$7.5\nmillion")
    end = TEXT.index("March 31, 2003")
    act(reviews, kind="reject", claim=MATCH)
    with pytest.raises(NarrextError, match="inside its text"):
        act(reviews, kind="split", claim=MATCH, at=start)
    with pytest.raises(NarrextError, match="no number"):
        act(reviews, kind="split", claim=MATCH, at=start + len("$7.5\n"))
    assert end > start


def test_undo_and_redo_go_through_the_history(reviews: Reviews) -> None:
    act(reviews, kind="accept", claim=MATCH)
    act(reviews, kind="comment", claim=MATCH, comment="  sure  ")
    assert reviews.layer(KEY, "ann").claims()[MATCH]["comment"] == "sure"
    act(reviews, kind="undo")
    assert act(reviews, kind="undo")[MATCH]["status"] == "suggested"
    act(reviews, kind="redo")
    assert act(reviews, kind="redo")[MATCH] | {"time": None} == act(reviews, kind="undo", number=2)[MATCH] | {
        "comment": "sure",
        "time": None,
    }


def test_a_request_on_an_old_state_changes_nothing(reviews: Reviews) -> None:
    act(reviews, kind="accept", claim=MATCH)
    with pytest.raises(StaleError):
        reviews.act(KEY, "ann", {"revision": 0, "action": {"kind": "reject", "claim": MATCH}})
    assert reviews.layer(KEY, "ann").claims()[MATCH]["status"] == "accepted"


def test_nonsense_is_refused(reviews: Reviews) -> None:
    for action in (
        {"kind": "explode", "claim": MATCH},
        {"kind": "accept", "claim": "c99"},
        {"kind": "accept"},
        {},
        {"kind": "undo", "number": "1"},
        {"kind": "split", "claim": MATCH, "at": True},
    ):
        with pytest.raises(NarrextError):
            act(reviews, **action)


def test_every_tie_is_offered_once_and_the_present_one_not(reviews: Reviews) -> None:
    subject = reviews.subject(KEY)
    for claim in subject.suggested.values():
        offered = candidates_of(claim, subject)
        ties = [(c["formula"], tuple(tuple(x["span"]) for x in c["cells"])) for c in offered]
        assert len(set(ties)) == len(ties) <= 9
        assert (claim["formula"], tuple(tuple(x["span"]) for x in claim["cells"])) not in ties


def test_what_was_suggested_is_offered_after_a_correction(reviews: Reviews) -> None:
    claim = act(reviews, kind="unsupported", claim=MATCH)[MATCH]
    offered = candidates_of(claim, reviews.subject(KEY))
    assert offered[0]["evidence"] == ["as suggested"]
    assert [c["printed"] for c in offered[0]["cells"]] == ["$ 7,539"]


@pytest.mark.parametrize(("formula", "cells"), [("a", 1), ("(a-b)/b", 2), ("(a/b)-(c/d)", 4), ("a+b-100", 2)])
def test_formulas_over_all_cells_are_taken(formula: str, cells: int) -> None:
    check_formula(formula, cells)


def test_the_layer_is_set_down_beside_the_reports_as_gold(reviews: Reviews) -> None:
    act(reviews, kind="accept", claim=MATCH)
    written = reviews.store.folder / "ann" / f"{KEY}.jsonl"
    first = json.loads(written.read_text(encoding="utf-8").splitlines()[0])
    assert (first["status"], first["annotator"]) == ("accepted", "ann")


def test_numbers_that_nobody_claims_are_offered_but_dates_are_not(tmp_path: Path) -> None:
    release = tmp_path / "plain.txt"
    words = "For the quarter ended March 31, 2003 the company opened 12 stores in fiscal 2003 and shipped 40 units. "
    release.write_text("RESULTS\n\n" + words * 3, encoding="utf-8")
    source = find_source(release)
    subject = Shelf(source.entries).subject("plain")
    found = [subject.text[slice(*span)] for span in unclaimed(subject, {})]
    assert {"12 stores", "40 units"} <= set(found)
    assert not [text for text in found if "31" in text or "2003" in text]


def test_no_change_is_offered_from_a_later_figure_back(reviews: Reviews) -> None:
    subject = reviews.subject(KEY)
    claim = act(reviews, kind="edit", claim=MISMATCH, fields={"value": "19.0", "direction": "up"})[MISMATCH]
    now, before = cell(reviews, "$ 8,973"), cell(reviews, "$ 7,539")
    ties = [[x["span"][0] for x in c["cells"]] for c in candidates_of(claim, subject)]
    assert [now, before] not in ties


def test_a_change_of_sums_has_its_formula(reviews: Reviews) -> None:
    subject = reviews.subject(KEY)
    claim = read_claim(subject.suggested[MISMATCH])
    assert default_formula(claim, 4) == "(a+b-c-d)/(c+d)"
    assert default_formula(claim, 6) == "(a+b+c-d-e-f)/(d+e+f)"
