"""The spaCy pipeline: components by entry point, spans in the Doc, records beside them as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import narrext
from narrext.errors import NarrextError
from narrext.pipeline import CLAIMS, METRICS, PERIODS, QUANTITIES
from narrext.pipeline.components import read_patterns

# In a checkout that is not installed spaCy has no way to find the components.
installed = pytest.mark.skipif(
    not entry_points(group="spacy_factories", name="narrext_claims"),
    reason="narrext is not installed here: `pip install -e .` registers its components with spaCy",
)
ROOT = Path(__file__).parents[1]
TEXT = (
    "Net sales for the first quarter of 2003 were $7.5 million, down 16.0% from the first quarter of 2002. "
    "The current ratio was 5.8."
)


@pytest.fixture(scope="module")
def doc() -> Doc:
    return narrext.load()(TEXT)


def spans(doc: Doc, key: str) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[key]]


def test_quantities_periods_metrics_and_claims_are_spans_of_the_doc(doc: Doc) -> None:
    assert ("$7.5 million", "MONEY") in spans(doc, QUANTITIES)
    assert ("first quarter of 2002", "PERIOD") in spans(doc, PERIODS)
    assert ("current ratio", "METRIC") in spans(doc, METRICS)
    assert spans(doc, CLAIMS) == [("$7.5 million", "MONEY"), ("16.0%", "PERCENT"), ("5.8", "RATIO")]


def test_the_fields_of_a_claim_stand_in_user_data_under_its_span_s_id(doc: Doc) -> None:
    records = {record["id"]: record for record in doc.user_data["narrext"]}
    for span in doc.spans[CLAIMS]:
        record = records[span.id_]
        assert record["span"] == [span.start_char, span.end_char]
        assert record["text"] == span.text
    assert Decimal(records["c1"]["value"]) == 7500000
    assert records["c1"]["period"] is None or "2003" in records["c1"]["period"]
    assert (records["c2"]["role"], records["c2"]["direction"]) == ("change", "down")


def test_what_the_components_leave_is_plain_json_that_serialisation_takes_along(doc: Doc) -> None:
    assert json.loads(json.dumps(doc.user_data["narrext"])) == doc.user_data["narrext"]
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert json.dumps(again.user_data["narrext"]) == json.dumps(doc.user_data["narrext"])
    store = DocBin(store_user_data=True, docs=[doc])
    (kept,) = DocBin(store_user_data=True).from_bytes(store.to_bytes()).get_docs(doc.vocab)
    assert json.dumps(kept.user_data["narrext"]) == json.dumps(doc.user_data["narrext"])
    assert [span.text for span in kept.spans[CLAIMS]] == [span.text for span in doc.spans[CLAIMS]]


def test_pipe_gives_what_single_calls_give(doc: Doc) -> None:
    nlp = narrext.load()
    found = list(nlp.pipe([TEXT, "Nothing here.", TEXT]))
    assert [record["text"] for record in found[2].user_data["narrext"]] == ["$7.5 million", "16.0%", "5.8"]
    assert found[1].user_data["narrext"] == []


@installed
def test_the_components_are_there_for_spacy_without_importing_narrext() -> None:
    program = (
        "import spacy\n"
        "nlp = spacy.blank('en')\n"
        "nlp.add_pipe('narrext_claims')\n"
        "doc = nlp('Net sales were $7.5 million.')\n"
        "print([(span.text, span.label_) for span in doc.spans['narrext_claims']])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == "[('$7.5 million', 'MONEY')]", done.stderr


def test_the_pipeline_is_built_once_and_has_its_four_components() -> None:
    assert narrext.load() is narrext.load()
    assert narrext.load().pipe_names == [QUANTITIES, PERIODS, METRICS, CLAIMS]


def test_importing_narrext_imports_neither_spacy_nor_pandas() -> None:
    program = "import narrext, sys; print([n for n in ('spacy', 'pandas', 'quantulum3', 'lxml') if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@installed
def test_a_pipeline_of_others_imports_no_more_of_narrext_than_the_names_of_its_components() -> None:
    """spaCy loads the entry points of all that is installed whenever it makes a pipeline."""
    program = "import spacy, sys; spacy.blank('en'); print(sorted(n for n in sys.modules if n.startswith('narrext')))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "['narrext', 'narrext.pipeline']"


def test_a_release_of_plain_text_is_checked_without_what_reads_html_frames_and_physical_units() -> None:
    """What a check does not need is not imported: it would take as long as the check."""
    heavy = ("pandas", "pyarrow", "quantulum3", "selectolax", "narrext.html.walk")
    release = "corpus/releases/tarnwell_2003q3.txt"
    program = (
        "import sys, narrext; from pathlib import Path; "
        f"narrext.check(Path({release!r})); print([n for n in {heavy!r} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


HEADER = "concept,alias,unit,nature\n"


def test_an_alias_of_the_user_s_folder_is_found_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "line_items.csv").write_text(HEADER + "revenue,takings at the till,money,flow\n")
    text = "Takings at the till were $7.5 million, and gross profit was $2.1 million."
    metrics = spans(narrext.load(patterns=tmp_path)(text), METRICS)
    assert metrics == [("Takings at the till", "METRIC"), ("gross profit", "METRIC")]
    assert ("Takings at the till", "METRIC") not in spans(narrext.load()(text), METRICS)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("concept,alias\nrevenue,takings\n", "the columns must be concept, alias, unit, nature"),
        (HEADER + "revenue,takings,money\n", "a row must have 4 fields"),
    ],
)
def test_a_user_s_file_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / "line_items.csv").write_text(content)
    with pytest.raises(NarrextError, match=words) as error:
        narrext.load(patterns=tmp_path)
    assert "line_items.csv, line" in str(error.value)


def test_the_reader_of_patterns_gives_a_list_that_the_span_ruler_takes(tmp_path: Path) -> None:
    path = tmp_path / "rules.jsonl"
    rule = {
        "label": "STORE",
        "pattern": [{"LOWER": "store"}],
        "id": "store",
        "note": "shops",
        "examples": ["a store"],
    }
    path.write_text(json.dumps(rule) + "\n\n")
    patterns = read_patterns(path)
    assert patterns == [{"label": "STORE", "pattern": [{"LOWER": "store"}], "id": "store"}]
    ruler = spacy.blank("en").add_pipe("span_ruler")
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]


def test_the_reader_of_patterns_refuses_a_key_that_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "rules.jsonl"
    path.write_text('{"label": "STORE", "patern": "store"}\n')
    with pytest.raises(NarrextError, match=r"rules\.jsonl, line 1: unknown key 'patern'"):
        read_patterns(path)


def test_extract_takes_a_text_for_a_text_and_a_path_for_a_file(tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text("Net sales were $7.5 million.\n")
    assert [claim.text for claim in narrext.extract(path)] == ["$7.5 million"]
    assert [claim.text for claim in narrext.extract("Net sales were $7.5 million.")] == ["$7.5 million"]
    assert narrext.extract("Nothing is told here.") == []


TABLE = """
                     TILLS AND SONS
            STATEMENTS OF INCOME (In thousands)

                                Three Months Ended
                                     March 31,
                                 2003        2002
                               --------    --------
{label}            $  7,539    $  8,973
Cost of sales                     5,390       7,190
                               --------    --------
Gross profit                   $  2,149    $  1,783
"""


def checked(folder: Path, prose: str, label: str) -> list[str]:
    (folder / "line_items.csv").write_text(HEADER + "revenue,takings at the till,money,flow\n")
    text = f"Tills and Sons today reported results for the quarter ended March 31, 2003.\n\n{prose}\n{TABLE}"
    report = narrext.check(text.format(label=label).encode(), patterns=folder)
    return [verdict.verdict for verdict in report.claims]


def test_a_claim_in_the_user_s_words_is_tied_to_the_line_that_they_mean(tmp_path: Path) -> None:
    assert checked(tmp_path, "Takings at the till were $7.5 million.", "Net sales          ") == ["match"]


def test_a_line_in_the_user_s_words_is_found_for_the_metric_that_it_means(tmp_path: Path) -> None:
    assert checked(tmp_path, "Net sales were $7.5 million.", "Takings at the till") == ["match"]
