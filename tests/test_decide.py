"""Claims of small documents held against their tables: verdicts, reasons, formulas, cells and diagnoses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from documents import CASE_KEYS, check_document, complaints, lay_out, read_cases, tables

from narrext.formula import evaluate
from narrext.verify import Verdict

DOCUMENTS = read_cases("documents")
FAILURES = read_cases("known_failures")


@pytest.mark.parametrize(
    "case",
    [
        *(pytest.param(case, id=case["id"]) for case in DOCUMENTS),
        *(
            pytest.param(case, id=case["id"], marks=pytest.mark.xfail(reason=case["reason"], strict=True))
            for case in FAILURES
        ),
    ],
)
def test_a_claim_comes_to_what_a_careful_reader_finds(case: dict[str, Any]) -> None:
    assert complaints(case) == []


def test_each_case_has_its_keys_and_names_tables_that_there_are() -> None:
    cases = [*DOCUMENTS, *FAILURES]
    assert len({case["id"] for case in cases}) == len(cases) >= 150
    for case in cases:
        assert set(case) <= CASE_KEYS, case["id"]
        assert set(case["tables"]) <= set(tables()), case["id"]
    assert all("reason" in case for case in FAILURES)


def verdicts() -> list[tuple[str, str, Verdict]]:
    found = []
    for case in DOCUMENTS[::3]:
        text = lay_out(case["prose"], *case["tables"])
        report = check_document(case["prose"], *case["tables"])
        found += [(case["id"], text, verdict) for verdict in report.claims]
    return found


@pytest.fixture(scope="module")
def decided() -> list[tuple[str, str, Verdict]]:
    return verdicts()


def test_a_verdict_s_formula_over_its_facts_gives_what_it_computed(
    decided: list[tuple[str, str, Verdict]],
) -> None:
    replayed = 0
    for name, _, verdict in decided:
        if verdict.formula is None:
            continue
        computed = evaluate(verdict.formula, [fact.value for fact in verdict.facts])
        assert computed is not None, name
        assert verdict.computed is not None, name
        percent = verdict.claim.kind in ("percent", "percent_points") and "/" in verdict.formula
        assert abs(verdict.computed) == abs(computed * (100 if percent else 1)), name
        replayed += 1
    assert replayed > 40


def test_what_was_computed_lies_in_its_interval(decided: list[tuple[str, str, Verdict]]) -> None:
    for name, _, verdict in decided:
        if verdict.interval is not None and verdict.computed is not None:
            low, high = verdict.interval
            slack = abs(verdict.computed) * Decimal("1e-25")
            assert low - slack <= verdict.computed <= high + slack, name


def test_every_fact_points_at_the_cell_that_prints_it(decided: list[tuple[str, str, Verdict]]) -> None:
    for name, text, verdict in decided:
        for fact in verdict.facts:
            printed = "".join(text[fact.start : fact.end].split())
            assert printed == "".join(fact.printed.split()), name
            assert text[fact.item.start : fact.item.end].split()[0] in fact.item.label, name


def test_a_tied_claim_has_formula_cells_and_working_and_an_unsupported_one_says_why(
    decided: list[tuple[str, str, Verdict]],
) -> None:
    for name, _, verdict in decided:
        if verdict.verdict == "unsupported":
            assert (verdict.formula, verdict.facts, verdict.computed) == (None, (), None), name
            assert verdict.reason in ("no_line_item", "no_period", "forward_looking"), name
            assert verdict.diagnosis, name
        else:
            assert verdict.formula, name
            assert verdict.facts, name
            assert "→" in verdict.working, name
            assert 0 <= verdict.score <= 1, name
            assert (verdict.verdict == "mismatch") == (verdict.reason is not None), name


PROSE = (
    "For the second quarter ended June 30, 2003, net sales were $9,218,000, compared with $8,412,000 for the second quarter of "
    "2002, gross profit was $3,207,000, and net income was $451,000."
)
ALTERED = [
    ("$9,218,000", "$9,281,000", "value", "changed places"),
    ("$9,218,000", "$8,412,000", "period", "2002"),
    ("$9,218,000", "$9,218", "scale", "too small"),
    ("$8,412,000", "$8,421,000", "value", "changed places"),
    ("$3,207,000", "$3,270,000", "value", "changed places"),
    ("$451,000", "$541,000", "value", "changed places"),
    ("net income was", "the net loss was", "sign", ""),
]  # fmt: skip


def came_to(verdict: Verdict) -> tuple[str, str | None, list[str]]:
    return verdict.verdict, verdict.reason, [fact.printed for fact in verdict.facts]


@pytest.mark.parametrize(
    ("right", "wrong", "reason", "words"), ALTERED, ids=[f"{a} for {b}" for b, a, _, _ in ALTERED]
)
def test_one_wrong_figure_is_found_with_its_reason_and_the_rest_stays_as_it_was(
    right: str, wrong: str, reason: str, words: str
) -> None:
    before = check_document(PROSE, "income").claims
    assert [verdict.verdict for verdict in before] == ["match"] * 4
    after = check_document(PROSE.replace(right, wrong, 1), "income").claims
    changed = [b for a, b in zip(before, after, strict=True) if came_to(a) != came_to(b)]
    assert len(changed) == 1
    (verdict,) = changed
    assert (verdict.verdict, verdict.reason) == ("mismatch", reason)
    assert words in (verdict.diagnosis or "")


def test_a_document_without_tables_ties_nothing_and_says_so() -> None:
    report = check_document("Net sales were $9.2 million.")
    assert [verdict.verdict for verdict in report.claims] == ["unsupported"]
    assert "no_tables" in [finding.kind for finding in report.findings]


def test_tables_without_prose_give_no_claims_and_say_so() -> None:
    report = check_document("", "income")
    assert report.claims == ()
    assert "no_claims" in [finding.kind for finding in report.findings]


def test_the_same_document_gives_the_same_verdicts_each_time() -> None:
    first, second = check_document(PROSE, "income"), check_document(PROSE, "income")
    assert first.verdicts == second.verdicts
