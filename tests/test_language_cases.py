"""The claims of sentences: each case of ``cases/language`` is read as a careful reader would read it.

A known failure is a strict xfail with its reason: where it passes, move its line to the file of its `origin`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from language import CASE_KEYS, CASES, CLASSES, calendars, complaints, read_case, read_cases

BY_CLASS = {name: read_cases(name) for name in CLASSES}
ALL = [case for name in CLASSES for case in BY_CLASS[name]]
# The first part of a case's id is its group.
GROUPS = {"forms", "shapes", "metrics", "periods", "derived", "outlook", "negative", "wild"}


def params(*names: str) -> list[Any]:
    found = []
    for case in (case for name in names for case in BY_CLASS[name]):
        marks = [pytest.mark.xfail(reason=case["reason"], strict=True)] if "reason" in case else []
        found.append(pytest.param(case, id=case["id"], marks=marks))
    return found


@pytest.mark.parametrize("case", params("in_the_wild", "synthetic", "known_failures"))
def test_a_sentence_gives_the_claims_that_a_reader_finds(case: dict[str, Any]) -> None:
    assert complaints(case, read_case(case)) == []


@pytest.mark.parametrize("case", params("negative"))
def test_numbers_that_assert_nothing_are_no_claims(case: dict[str, Any]) -> None:
    assert complaints(case, read_case(case)) == []


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "known_failures"])
def test_every_claim_echoes_the_characters_that_it_was_read_from(name: str) -> None:
    for case in BY_CLASS[name]:
        reading = read_case(case)
        for claim in reading.claims:
            assert " ".join(reading.text[claim.start : claim.end].split()) == claim.text, case["id"]
            sentence = reading.text[claim.sentence_start : claim.sentence_end]
            assert " ".join(sentence.split()) == claim.sentence, case["id"]
            assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end, case["id"]


def test_each_case_stands_in_the_file_of_its_class_with_the_keys_of_a_case() -> None:
    for name, cases in BY_CLASS.items():
        for case in cases:
            assert case["class"] == name, case["id"]
            assert set(case) <= CASE_KEYS, case["id"]
            assert ("text" in case) != ("blocks" in case), case["id"]
            assert ("reason" in case) == ("origin" in case) == (name == "known_failures"), case["id"]
            assert case.get("calendar") in (None, *calendars()), case["id"]


def test_no_two_cases_have_one_id_and_every_group_is_there() -> None:
    assert [name for name, count in Counter(case["id"] for case in ALL).items() if count > 1] == []
    assert {case["id"].split(".")[0] for case in ALL} == GROUPS


def test_there_are_four_hundred_sentences_and_negatives_hold_no_claim() -> None:
    assert len(ALL) >= 400
    assert all(case["expect"] == [] for case in BY_CLASS["negative"])
    assert sorted(path.stem for path in CASES.glob("*.jsonl")) == sorted(CLASSES)
