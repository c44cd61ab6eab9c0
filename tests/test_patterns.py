"""The rules and lexicons of ``patterns/``, every one tried, and the lint that users run on their own."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import click
import pytest

from narrext.cli import cli
from narrext.errors import NarrextError
from narrext.formula import evaluate
from narrext.lexicons import patterns_folder, toml_entries
from narrext.link.identities import identities
from narrext.link.labels import read_label
from narrext.lint import Slip, check_folder
from narrext.lint.formats import COLUMNS, FORMS, LINE_ITEMS
from narrext.lint.reading import read_folder
from narrext.pipeline.components import reader

OURS = patterns_folder()
ROWS = list(csv.DictReader((OURS / LINE_ITEMS).read_text(encoding="utf-8").splitlines()))
# What is wrong with our own files today; a file leaves this list when it is mended.
KNOWN = {
    "cues.toml": 'A word stands twice; "1,100 fewer people" is read as a count of "fewer people".',
    "line_items.csv": "An alias stands twice.",
}


@pytest.fixture(scope="module")
def our_slips() -> list[Slip]:
    return check_folder(OURS)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=[pytest.mark.xfail(reason=KNOWN[name], strict=True)] if name in KNOWN else []
        )
        for name in sorted(path.name for path in OURS.iterdir())
    ],
)
def test_our_own_rules_are_sound_and_every_example_is_read_as_its_rule_says(
    name: str, our_slips: list[Slip]
) -> None:
    assert [str(slip) for slip in our_slips if Path(slip.file).name == name] == []


def test_every_file_of_ours_is_one_that_narrext_reads() -> None:
    assert {path.name for path in OURS.iterdir()} == {*FORMS, LINE_ITEMS}


def test_every_alias_is_found_by_the_matcher_and_read_back_as_its_concept() -> None:
    nlp, heads = reader()
    doc = nlp.make_doc("\n".join(f"then {row['alias']} came" for row in ROWS))
    found = {
        (doc.text[start:end].lower(), concept.name, concept.unit, concept.nature)
        for start, end, concepts in heads.find(doc)
        for concept in concepts
    }
    missed = [
        row for row in ROWS if (row["alias"].lower(), row["concept"], row["unit"], row["nature"]) not in found
    ]
    assert missed == []


def test_every_alias_is_read_as_its_concept_where_it_is_the_label_of_a_row() -> None:
    missed = [
        row["alias"]
        for row in ROWS
        if row["concept"] not in [known.name for known in read_label(row["alias"]).concepts]
    ]
    assert missed == []


@pytest.mark.xfail(reason=KNOWN["line_items.csv"], strict=True)
def test_no_alias_stands_twice_with_the_same_concept() -> None:
    counts = Counter((row["alias"].lower(), row["concept"]) for row in ROWS)
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_every_identity_computes_over_concepts_that_the_lexicon_has() -> None:
    known = {row["concept"] for row in ROWS}
    for name, entries in identities().items():
        for identity in entries:
            assert name in known
            assert set(identity.terms) <= known, name
            assert (
                evaluate(identity.formula, [Decimal(2), Decimal(3), Decimal(5)][: len(identity.terms)])
                is not None
            )
            assert identity.source, name


@pytest.mark.xfail(reason="The list of physical units has foot before feet.", strict=True)
def test_every_list_of_words_is_sorted_and_holds_no_word_twice() -> None:
    for entry in toml_entries("words.toml", "list", frozenset({"name", "note", "words"})):
        words = entry["words"].split()
        assert words == sorted(set(words)), entry["name"]


def test_every_rule_with_examples_has_at_least_one() -> None:
    entries, slips = read_folder(OURS)
    assert slips == []
    for entry in entries:
        # phrases of little weight count only together with others
        if "examples" in entry.values and entry.table != "phrase":
            assert entry.values["examples"], f"{entry.path.name}, line {entry.line}"


# --- the lint ----------------------------------------------------------------------------------------

HEADER = ",".join(COLUMNS) + "\n"
# name of the file, its content, and of each finding its line and some of its words
BROKEN: dict[str, tuple[str, str, list[tuple[int, str]]]] = {
    "a sound file": (LINE_ITEMS, HEADER + "revenue,takings at the till,money,flow\n", []),
    "an alias that is ours already": (
        LINE_ITEMS, HEADER + "revenue,net sales,money,flow\n", [(2, "is there already, in line_items.csv")]),
    "an alias that is ours under another concept": (
        LINE_ITEMS, HEADER + "till_takings,net sales,money,flow\n", [(2, "in line_items.csv, line 6 it stands for revenue")]),
    "an alias twice": (
        LINE_ITEMS, HEADER + "revenue,takings,money,flow\nrevenue,takings,money,flow\n", [(3, "is there already")]),
    "an alias shadowed by one before it": (
        LINE_ITEMS, HEADER + "revenue,takings,money,flow\ngross_profit,Takings,money,flow\n", [(3, "stands for revenue")]),
    "a unit that there is not": (
        LINE_ITEMS, HEADER + "revenue,takings,monney,flow\n", [(2, "'monney' is no unit: money may be meant")]),
    "a nature that there is not": (LINE_ITEMS, HEADER + "revenue,takings,money,stock\n", [(2, "'stock' is no nature")]),
    "a concept measured in another unit than ours": (
        LINE_ITEMS, HEADER + "revenue,takings,count,flow\n", [(2, "'revenue' is money, flow in line_items.csv, line 2")]),
    "an alias with blanks that no text has": (LINE_ITEMS, HEADER + "revenue, takings  at,money,flow\n", [(2, "never found")]),
    "an empty alias": (LINE_ITEMS, HEADER + "revenue,,money,flow\n", [(2, "it is empty")]),
    "a row that is too short": (LINE_ITEMS, HEADER + "revenue,takings\n", [(2, "must have 4 fields, this one has 2")]),
    "other columns": (LINE_ITEMS, "alias,concept\n", [(1, "The columns must be concept, alias, unit, nature")]),
    "a file that narrext does not know": ("line_item.csv", HEADER, [(1, "line_items.csv may be meant")]),
    "a rule by another name": (
        "units.toml", '[[units]]\nname = "tills"\nwords = ["tills"]\n', [(1, "unit may be meant")]),
    "an unknown key": (
        "units.toml", '[[unit]]\nname = "tills"\nword = ["tills"]\nwords = ["tills"]\n',
        [(1, "from its own patterns alone"), (3, "Unknown key 'word': words may be meant")]),
    "a missing key": ("units.toml", '\n[[unit]]\nwords = ["tills"]\n', [(1, "alone"), (2, "'name' is missing")]),
    "a rule without words": (
        "units.toml", '[[unit]]\nname = "tills"\nwords = []\n', [(1, "never matches"), (1, "alone")]),
    "a word twice": (
        "units.toml", '[[unit]]\nname = "tills"\nwords = ["till",\n  "till"]\n', [(1, "alone"), (3, "stands twice")]),
    "a word that is ours": (
        "quantities.toml", '[[bound]]\nbound = "at_most"\nwords = ["about"]\n', [(1, "alone"), (3, "stands for approx")]),
    "text where a list must be": (
        "units.toml", '[[unit]]\nname = "tills"\nwords = "till"\n', [(1, "alone"), (3, "must be a list of texts")]),
    "a factor that is no number": (
        "quantities.toml", '[[magnitude]]\nfactor = "many"\nwords = ["oodles"]\nglued = []\n',
        [(1, "alone"), (2, "must be a number in quotes")]),
    "a bound that there is not": (
        "quantities.toml", '[[bound]]\nbound = "atleast"\nwords = ["no smaller than"]\n', [(1, "alone"), (2, "must be one of")]),
    "a formula without a letter for each term": (
        "identities.toml",
        '[[identity]]\nname = "x"\nformula = "a/b"\nterms = ["revenue"]\nsource = "s"\nexample = "e"\n',
        [(1, "alone"), (3, "one for each term")]),
    "a formula that cannot be computed": (
        "identities.toml",
        '[[identity]]\nname = "x"\nformula = "a//b"\nterms = ["revenue", "capex"]\nsource = "s"\nexample = "e"\n',
        [(1, "alone"), (3, "no formula")]),
    "a phrase that no lower-case text holds": (
        "boilerplate.toml",
        '[[phrase]]\nid = "x"\nsort = "about"\nweight = 3\nphrases = ["Founded by"]\nnote = "n"\n',
        [(1, "alone"), (5, "held against text in lower case")]),
    "TOML that is none": ("cues.toml", '[[cue]]\nname = up\n', [(2, "It is not TOML")]),
    "a table that is no list": ("cues.toml", '[cue]\nname = "up"\n', [(1, "Rules are written as [[cue]]")]),
    "JSON that is none": ("rules.jsonl", '{"label": "X", "pattern": "x"\n', [(1, "It is not JSON")]),
    "a line that is no rule": ("rules.jsonl", '["x"]\n', [(1, "A rule is an object")]),
    "a sound span rule": (
        "rules.jsonl", '{"label": "X", "pattern": "till", "id": "t", "examples": ["the till"]}\n', []),
    "a span rule with an unknown key": (
        "rules.jsonl", '{"label": "X", "pattern": "till", "exampels": ["the till"]}\n', [(1, "examples may be meant")]),
    "a span rule that never matches": (
        "rules.jsonl", '{"label": "X", "pattern": [{"LOWER": "Till"}], "examples": ["the Till"]}\n',
        [(1, "none of its examples matches")]),
    "a span rule without an example": (
        "rules.jsonl", '{"label": "X", "pattern": "till"}\n', [(1, "no example that would show a match")]),
    "one example of two that fails": (
        "rules.jsonl", '{"label": "X", "pattern": "till", "examples": ["the till", "the shop"]}\n',
        [(1, "'the shop' does not match")]),
    "a counter-example that matches": (
        "rules.jsonl", '{"label": "X", "pattern": "till", "examples": ["the till"], "counter_examples": ["a till"]}\n',
        [(1, "'a till' matches")]),
    "a pattern that spaCy refuses": (
        "rules.jsonl", '{"label": "X", "pattern": [{"LOWERED": "till"}], "examples": ["till"]}\n', [(1, "spaCy does not take")]),
    "a span rule shadowed by the one before": (
        "rules.jsonl",
        '{"label": "X", "pattern": "till", "examples": ["till"]}\n\n{"label": "Y", "pattern": "till", "examples": ["till"]}\n',
        [(3, "never has this meaning (")]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_the_lint_names_file_and_line(
    name: str, content: str, expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    slips = check_folder(tmp_path)
    assert [(slip.line, slip.file) for slip in slips] == [
        (line, str(tmp_path / name)) for line, _ in expected
    ]
    for slip, (_, words) in zip(slips, expected, strict=True):
        assert words in slip.message
        assert slip.message.endswith(".")


def test_files_of_a_folder_that_are_no_rules_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / LINE_ITEMS).write_text(HEADER + "revenue,takings at the till,money,flow\n")
    (tmp_path / "README.md").write_text("Our rules.\n")
    (tmp_path / "old").mkdir()
    assert check_folder(tmp_path) == []


def test_a_folder_without_rules_is_an_error_and_so_is_none_at_all(tmp_path: Path) -> None:
    with pytest.raises(NarrextError, match="holds no rules"):
        check_folder(tmp_path)
    with pytest.raises(NarrextError, match="is no folder"):
        check_folder(tmp_path / "nowhere")


def test_the_command_exits_with_2_on_findings_and_prints_one_a_line(tmp_path: Path) -> None:
    (tmp_path / LINE_ITEMS).write_text(HEADER + "revenue,takings,monney,flow\n")
    command = [sys.executable, "-m", "narrext", "patterns", "check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stdout.startswith(f"{tmp_path / LINE_ITEMS}:2: 'monney' is no unit")
    assert "1 to mend" in done.stderr


def test_the_command_exits_with_0_where_nothing_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = {"label": "TILL", "pattern": [{"LOWER": "till"}], "examples": ["at the till"]}
    (tmp_path / "rules.jsonl").write_text(json.dumps(rule) + "\n")
    assert cli.main(["patterns", "check", str(tmp_path)], standalone_mode=False) == 0
    assert capsys.readouterr().out == f"{tmp_path}: nothing wrong.\n"


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_that_cannot_be_checked_is_a_bad_call(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(click.ClickException, match=name):
        cli.main(["patterns", "check", str(tmp_path / name)], standalone_mode=False)
