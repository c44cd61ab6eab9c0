"""`narrext score`: alignment, rates, intervals, comparison, and agreement with the scorer of the gold."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from narrext.cli import cli
from narrext.corpus import Annotation
from narrext.corpus.gold import read_gold
from narrext.corpus.records import annotation_to_json
from narrext.errors import NarrextError
from narrext.score.align import align, number, similarity
from narrext.score.bootstrap import intervals
from narrext.score.encode import compare, read_score
from narrext.score.measure import FIELDS, confusion, count, measures, outcomes, same
from narrext.score.run import said_from

HERE = Path(__file__).parents[1]
SHARED = HERE.parent / "shared"
GOLD = HERE / "corpus" / "gold"


def claim(text: str = "5%", context: str = "", **more: Any) -> Annotation:
    fields: dict[str, Any] = {
        "n": 1, "text": text, "context": context or text, "kind": "percent", "role": "change",
        "metric": "sales", "verdict": "match", "value": Decimal(5), "unit": "percent",
        "cells": (Decimal(105), Decimal(100)),
    }  # fmt: skip
    return Annotation(**(fields | more))


# --- alignment ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("$7,539.50", ("7539.50",)),
        ("$.11 per share", (".11",)),
        ("4.4 to 1", ("4.4", "1")),
        ("More than  doubled", ("more than doubled",)),
        ("$0.8 million", (".8",)),
    ],
)
def test_a_number_is_its_digits_or_its_words(text: str, digits: tuple[str, ...]) -> None:
    assert number(text) == digits


def test_claims_that_print_other_numbers_are_never_one() -> None:
    assert similarity(claim("5%", "sales rose 5%"), claim("6%", "sales rose 6%")) == 0


def test_a_context_inside_the_other_is_the_same_place() -> None:
    assert similarity(claim("5%", "rose 5% to"), claim("5%", "Sales ROSE  5% to $3")) == 1


def test_repeated_numbers_are_told_apart_by_their_words() -> None:
    gold = [claim("5%", "costs fell 5% in")]
    said = [claim("5%", "Sales rose 5% again"), claim("5%", "while costs fell 5% in the quarter")]
    assert align(gold, said) == [(0, 1)]


def test_the_order_of_reading_is_kept() -> None:
    gold = [claim("5%", "a rose 5%"), claim("6%", "b rose 6%")]
    assert align(gold, gold[::-1]) in ([(0, 1)], [(1, 0)])


# --- rates -------------------------------------------------------------------------------------------


def test_each_claim_comes_to_one_state() -> None:
    gold = [
        claim("1%", n=1),
        claim("2%", n=2),
        claim("3%", n=3),
        claim("4%", n=4),
        claim("6%", n=5, verdict="unsupported", cells=()),
    ]
    said = [
        claim("1%"),
        claim("2%", verdict="unsupported", cells=()),
        claim("3%", cells=(Decimal(1),)),
        claim("5%"),
        claim("6%", verdict="unsupported", cells=()),
    ]
    found = outcomes(gold, said)
    assert Counter(outcome.state for outcome in found) == {
        "whole": 2,
        "verdict": 1,
        "cells": 1,
        "missed": 1,
        "extra": 1,
    }
    counts = count(found)
    assert (counts["gold"], counts["said"], counts["found"]) == (5, 5, 4)
    assert (counts["tied_gold"], counts["tied_said"], counts["tie"], counts["whole"]) == (4, 3, 1, 2)
    rates = measures(counts)
    assert rates["claims precision"] == rates["claims recall"] == rates["claims F1"] == 0.8
    assert rates["coverage"] == 0.6


def test_alternatives_bear_a_claim_out_as_well() -> None:
    gold = claim(alternatives=((Decimal("5.0"),),))
    (outcome,) = outcomes([gold], [claim(cells=(Decimal(-5),))])
    assert outcome.whole


def test_false_alarms_are_mismatches_that_the_gold_does_not_have() -> None:
    counts = count(
        outcomes(
            [claim("1%"), claim("2%", verdict="mismatch")],
            [
                claim("1%", verdict="mismatch"),
                claim("2%", verdict="mismatch"),
                claim("3%", verdict="mismatch"),
            ],
        )
    )
    assert (counts["alarms"], counts["true_alarms"], counts["false_alarms"], counts["errors"]) == (3, 1, 2, 1)


def test_the_confusion_has_a_place_for_what_was_missed_and_for_what_is_extra() -> None:
    table = confusion(outcomes([claim("1%"), claim("2%")], [claim("2%", verdict="rounding"), claim("3%")]))
    assert table == {("match", "missed"): 1, ("match", "rounding"): 1, ("extra", "match"): 1}


def test_nothing_said_false_and_none_are_one_but_values_must_be_there() -> None:
    assert same("direction", claim(direction=None), claim(direction=""))
    assert same("forward_looking", claim(forward_looking=False), claim(forward_looking=None))
    assert not same("value", claim(value=None), claim(value=None))
    assert same("value", claim(value=Decimal(7500000)), claim(value=Decimal("7500000.0000001")))


def test_rates_without_anything_to_count_are_none() -> None:
    assert set(measures({}).values()) == {None}


# --- intervals ---------------------------------------------------------------------------------------


def test_intervals_are_the_same_for_the_same_seed_and_hold_the_rate() -> None:
    documents = [{"gold": 10, "said": 10, "found": found} for found in (10, 9, 8, 10, 7, 10)]
    ends = intervals(documents, seed=3, resamples=200)
    assert ends == intervals(documents, seed=3, resamples=200)
    low, high = ends["claims recall"]
    assert low < 54 / 60 < high


def test_one_document_has_no_interval() -> None:
    assert intervals([{"gold": 10, "found": 9}]) == {}
    assert intervals([{"gold": 10}, {"gold": 10}], resamples=0) == {}


# --- the scorer of the gold --------------------------------------------------------------------------


def printed_by_their_scorer(tmp_path: Path, pairs: list[tuple[Path, list[dict[str, Any]]]]) -> str:
    files: list[str] = []
    for index, (gold, said) in enumerate(pairs):
        report = tmp_path / f"{index}.json"
        report.write_text(json.dumps({"claims": said}))
        files += [str(gold), str(report)]
    run = [sys.executable, str(SHARED / "score.py"), *files]
    return subprocess.run(run, capture_output=True, text=True, check=True, timeout=60).stdout


def printed_by_ours(pairs: list[tuple[Path, list[dict[str, Any]]]]) -> str:
    """Our counts in the words of their scorer."""
    counts = sum((count(outcomes(read_gold(gold), said_from(said))) for gold, said in pairs), Counter())

    def ratio(a: int, b: int) -> str:
        return f"{a / b:7.1%} ({a}/{b})" if b else "      - (0)"

    def f1(name: str) -> float:
        """By way of precision and recall, as their scorer has it: at half a unit of the last digit the
        two ways print differently."""
        precision, recall = rates[f"{name} precision"] or 0, rates[f"{name} recall"] or 0
        both = 2 * precision * recall / max(1e-9, precision + recall)
        assert rates[f"{name} F1"] == pytest.approx(both, abs=1e-12)
        return both

    rates = measures(counts)
    found = counts["found"]
    lines = [
        (
            f"claims     precision {ratio(found, counts['said'])}  recall {ratio(found, counts['gold'])}  "
            f"F1 {f1('claims'):.3f}"
        ),
        *(f"  {field:<16} {ratio(counts[field], found)}" for field in FIELDS),
        (
            f"ties       precision {ratio(counts['tie'], counts['tied_said'])}  "
            f"recall {ratio(counts['tie'], counts['tied_gold'])}  F1 {f1('ties'):.3f}"
        ),
        f"verdicts   {ratio(counts['verdict'], found)} of the claims found",
        f"whole      {ratio(counts['whole'], counts['gold'])} found, with the right verdict and cells",
        f"alarms     {counts['alarms']} mismatches printed, {counts['false_alarms']} of them false",
    ]
    return "\n".join(lines) + "\n"


def spoiled(gold: Path, seed: int) -> list[dict[str, Any]]:
    """A report that is mostly right: claims left out, doubled and altered by lot."""
    draw = random.Random(f"{gold.stem} {seed}")
    said: list[dict[str, Any]] = []
    for annotation in read_gold(gold):
        line = annotation_to_json(annotation) | {"context": f"before {annotation.context} after"}
        line["cells"] = [{"value": str(cell)} for cell in annotation.cells]
        chance = draw.random()
        if chance < 0.1:
            continue
        if chance < 0.2:
            said.append(dict(line) | {"context": line["text"]})
        if chance < 0.4:
            line["verdict"] = draw.choice(["match", "rounding", "mismatch", "unsupported"])
        if 0.3 < chance < 0.5:
            line["cells"] = line["cells"][:1]
        if 0.45 < chance < 0.6:
            line[draw.choice(["kind", "role", "unit", "direction", "period", "base"])] = None
            line["kind"] = line["kind"] or "money"
            line["role"] = line["role"] or "level"
        if 0.6 < chance < 0.65:
            line["value"] = 1.5
        said.append(line)
    return said


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the scorer of the gold is not at hand")
@pytest.mark.parametrize("folder", [SHARED / "gold", GOLD], ids=["filings", "corpus"])
@pytest.mark.parametrize("seed", [0, 1])
def test_it_agrees_with_the_scorer_of_the_gold_wherever_both_speak(
    tmp_path: Path, folder: Path, seed: int
) -> None:
    pairs = [(gold, spoiled(gold, seed)) for gold in sorted(folder.glob("*.jsonl"))[:8]]
    assert pairs
    assert printed_by_ours(pairs) == printed_by_their_scorer(tmp_path, pairs)


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the scorer of the gold is not at hand")
def test_it_agrees_with_the_scorer_of_the_gold_on_what_narrext_says(tmp_path: Path) -> None:
    import narrext

    names = ["2003q1_zoom_ascii", "2003q2_zoom_ascii", "2003_pericom_FY2004Q1"]
    pairs = [
        (
            SHARED / "gold" / f"{name}.jsonl",
            narrext.check(SHARED / "filings" / f"{name}.txt").to_dict()["claims"],
        )
        for name in names
    ]
    assert printed_by_ours(pairs) == printed_by_their_scorer(tmp_path, pairs)


@given(
    st.lists(st.sampled_from(["1%", "2%", "3%", "$4"]), max_size=8),
    st.lists(st.sampled_from(["1%", "2%", "3%", "$4"]), max_size=8),
)
@settings(max_examples=80, deadline=None)
def test_every_claim_of_either_side_comes_to_one_outcome(gold: list[str], said: list[str]) -> None:
    ours, theirs = [claim(text) for text in gold], [claim(text) for text in said]
    found = outcomes(ours, theirs)
    assert [outcome.gold for outcome in found if outcome.gold] == ours
    assert [outcome.said for outcome in found if outcome.said] == theirs


# --- the command -------------------------------------------------------------------------------------

RELEASE = """
                       ACME REPORTS HIGHER SALES

   Sales for the quarter ended March 31, 2003 were $7.5 million, up from $6.5 million in the
first quarter of 2002. Orders rose 12%.

                      CONSOLIDATED STATEMENTS OF INCOME
                               (In thousands)

                                          Three Months Ended
                                               March 31,
                                           2003         2002
                                        ---------    ---------
Net sales                                 $ 7,539      $ 6,484
Cost of sales                               4,100        3,900
                                        ---------    ---------
Gross profit                                3,439        2,584
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("gold", "releases"):
        (tmp_path / name).mkdir()
    (tmp_path / "releases" / "acme_2003q1.txt").write_text(RELEASE)
    money = claim(
        "$7.5 million",
        "were $7.5 million, up",
        kind="money",
        role="level",
        value=Decimal(7500000),
        unit="USD",
        formula="a",
        cells=(Decimal(7539000),),
        period="2003-01-01/2003-03-31",
    )
    before = replace(
        money,
        n=2,
        text="$6.5 million",
        context="up from $6.5 million in",
        value=Decimal(6500000),
        cells=(Decimal(6484000),),
        period="2002-01-01/2002-03-31",
    )
    orders = claim(
        "12%",
        "Orders rose 12%.",
        n=3,
        value=Decimal(12),
        verdict="unsupported",
        reason="no_line_item",
        cells=(),
        direction="up",
        period="2003-01-01/2003-03-31",
    )
    lines = [json.dumps(annotation_to_json(each)) + "\n" for each in (money, before, orders)]
    (tmp_path / "gold" / "acme_2003q1.jsonl").write_text("".join(lines))
    return tmp_path


def run(*args: object) -> str:
    result = CliRunner().invoke(
        cli, ["score", *map(str, args)], standalone_mode=False, catch_exceptions=False
    )
    assert result.return_value == 0
    return result.output


def test_the_command_prints_rates_fields_and_the_confusion(folder: Path) -> None:
    out = run(folder)
    assert "1 documents, 3 claims in the gold" in out
    assert re.search(r"claims +precision +100\.0%", out)
    assert re.search(r"coverage +66\.6%|coverage +66\.7%", out)
    assert "Verdicts: the gold's down, ours across" in out


def test_the_command_prints_json_that_it_can_compare_with(folder: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    assert run(folder, "--json", "-o", before) == ""
    score = read_score(before)
    assert score["total"]["counts"]["gold"] == 3
    assert "Nothing changed." in run(folder, "--compare", before)
    (document,) = score["documents"]
    document["claims"][0] |= {"state": "missed", "said": None, "wrong": []}
    before.write_text(json.dumps(score))
    out = run(folder, "--compare", before)
    assert "1 claims changed, 1 of them to right" in out
    assert "'$7.5 million'" in out
    assert "missed (match) → whole" in out


def test_misses_are_printed_claim_by_claim(folder: Path) -> None:
    gold = folder / "gold" / "acme_2003q1.jsonl"
    gold.write_text(
        gold.read_text()
        .replace("7539000", "4100000")
        .replace('"12%"', '"13%"')
        .replace("rose 12%", "rose 13%")
    )
    (folder / "releases" / "acme_2003q1.txt").write_text(RELEASE)
    out = run(folder, "--misses")
    assert "gold match a over [4100000], got match a over [7539000]" in out
    assert "not found: '13%'" in out
    assert "not a claim: '12%'" in out


def test_documents_that_are_not_at_hand_are_named(folder: Path) -> None:
    (folder / "releases" / "acme_2003q1.txt").rename(folder / "elsewhere.txt")
    assert "acme_2003q1: no release of this name" in run(folder)


def test_a_split_is_scored_alone(folder: Path) -> None:
    (folder / "splits.toml").write_text('[test]\nissuers = ["acme"]\n')
    assert "1 documents" in run(folder, "--split", "test")
    assert "0 documents" in run(folder, "--split", "dev")


def test_what_is_no_score_is_not_compared_with(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(NarrextError, match="is not a score"):
        read_score(tmp_path / "a.json")
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(NarrextError, match="cannot be read"):
        read_score(tmp_path / "a.json")


def test_extra_claims_are_compared_by_their_words() -> None:
    def score(*claims: dict[str, Any]) -> dict[str, Any]:
        return {"documents": [{"name": "a", "claims": list(claims)}]}

    whole = {"n": 1, "text": "5%", "context": "up 5%", "state": "whole", "wrong": [], "gold": {}, "said": {}}
    extra = {
        "n": None,
        "text": "7",
        "context": "of 7",
        "state": "extra",
        "wrong": [],
        "gold": None,
        "said": {"verdict": "match"},
    }
    (gone,) = compare(score(whole, extra), score(whole))
    assert (gone.before, gone.after, gone.better) == ("extra (match)", None, True)
    (come,) = compare(score(whole), score(whole, extra))
    assert (come.before, come.after, come.better) == (None, "extra (match)", False)
