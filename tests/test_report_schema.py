"""What programs rely on: the JSON of a report, its schema, and offsets that give back the text."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from report_sample import sample_report

from narrext.cli import cli
from narrext.report import SCHEMA, VERDICTS

jsonschema = pytest.importorskip("jsonschema", reason="the schema is checked with jsonschema")

ROOT = Path(__file__).parents[1]
RELEASES = ROOT / "corpus" / "releases"
FILING = ROOT.parent / "shared" / "filings" / "2003q1_zoom_ascii.txt"
NAMES = ("tarnwell_2003q3.txt", "garrowmere_2005q3.htm", "tessorine_2023q4.html", "vantrell_2007q4.txt")

DOCUMENT_FIELDS = "name sha256 format length issuer period"
CLAIM_FIELDS = (
    "text context span kind role metric value unit direction period base forward_looking bound value_high "
    "verdict reason formula cells id sentence computed interval score candidates diagnosis"
)
CELL_FIELDS = "value printed span table label column period"


def schema() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((files("narrext") / "schema" / "report-1.json").read_text("utf-8"))
    return read


@lru_cache(maxsize=8)
def printed(path: Path) -> tuple[dict[str, Any], str]:
    """What `narrext diff --format json` and `narrext text` print of a file."""
    runner = CliRunner()
    report = runner.invoke(cli, ["diff", "--format", "json", "--trends", str(path)], standalone_mode=False)
    text = runner.invoke(cli, ["text", str(path)], standalone_mode=False)
    assert report.exception is None
    assert text.exception is None
    return json.loads(report.stdout), text.stdout_bytes.decode("utf-8")


def fold(text: str) -> str:
    return " ".join(text.split())


def paths() -> list[Any]:
    filing = pytest.param(
        FILING, marks=pytest.mark.skipif(not FILING.exists(), reason="needs the folder of shared filings")
    )
    return [*(RELEASES / name for name in NAMES), filing]


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)
def test_output_validates_against_the_schema(path: Path) -> None:
    """What the command prints of plain text and of HTML is what the schema describes."""
    report, _ = printed(path)
    errors = [
        f"{error.json_path}: {error.message}"
        for error in jsonschema.Draft202012Validator(schema()).iter_errors(report)
    ]
    assert errors == []


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)
def test_spans_of_claims_and_cells_give_back_their_text(path: Path) -> None:
    """The text between the offsets is the claim's, the sentence's, the cell's and the label's own."""
    report, text = printed(path)
    assert report["document"]["length"] == len(text)
    for claim in [*report["claims"], *report["trends"]]:
        assert fold(text[slice(*claim["span"])]) == claim["text"]
        assert claim["text"] in claim["context"]
        assert claim["text"] in claim["sentence"]
        for cell in claim["cells"]:
            assert fold(text[slice(*cell["span"])]) == fold(cell["printed"])
    for table in report["tables"]:
        for item in table["items"]:
            for figure in item["figures"]:
                assert fold(text[slice(*figure["span"])]) == fold(figure["printed"])


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)
def test_cells_stand_in_the_tables_of_the_report(path: Path) -> None:
    """A cell's table, label and value are those of a figure of the report's tables."""
    report, _ = printed(path)
    figures = {
        (table["index"], tuple(item["label"]), tuple(figure["span"]), figure["value"])
        for table in report["tables"]
        for item in table["items"]
        for figure in item["figures"]
    }
    cells = [cell for claim in report["claims"] for cell in claim["cells"]]
    assert cells
    assert {(c["table"], tuple(c["label"]), tuple(c["span"]), c["value"]) for c in cells} <= figures


def test_every_promised_field_is_there_under_its_name() -> None:
    """Programs find the fields of the document, of claims and of cells that the format names."""
    report, _ = printed(RELEASES / NAMES[0])
    assert report["schema"] == SCHEMA == "narrext.report/1"
    assert set(DOCUMENT_FIELDS.split()) <= set(report["document"])
    assert {"claims", "tables", "findings", "summary"} <= set(report)
    for claim in report["claims"]:
        assert set(CLAIM_FIELDS.split()) <= set(claim)
        for cell in claim["cells"]:
            assert set(CELL_FIELDS.split()) <= set(cell)


def test_issuer_and_reporting_period_are_found() -> None:
    """A release that names its company and its quarter has both in the document."""
    report, _ = printed(RELEASES / NAMES[0])
    assert report["document"]["issuer"] == "Tarnwell Instruments Corporation"
    assert report["document"]["period"] == "2003-07-01/2003-09-30"


def test_the_sample_with_every_verdict_validates() -> None:
    """A report with each verdict, a finding and a wrong trend is as the schema says."""
    report = sample_report().to_dict()
    assert {claim["verdict"] for claim in report["claims"]} == set(VERDICTS)
    jsonschema.Draft202012Validator(schema()).validate(report)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("claims", 0, "value"), 7500000.0),
        (("claims", 0, "value"), "7.5E+6"),
        (("claims", 0, "verdict"), "maybe"),
        (("claims", 0, "span"), [1]),
        (("document", "sha256"), "none"),
        (("schema",), "narrext.report/2"),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: tuple[Any, ...], wrong: object) -> None:
    """Floats, exponents, unknown verdicts, half spans and other formats do not validate."""
    report = sample_report().to_dict()
    place = report
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong
    assert not jsonschema.Draft202012Validator(schema()).is_valid(report)


def test_the_schema_is_valid_and_tells_what_fields_mean() -> None:
    """The schema itself is of its draft, and each record in it has a description."""
    jsonschema.Draft202012Validator.check_schema(schema())
    records = {name: each for name, each in schema()["$defs"].items() if each.get("type") == "object"}
    assert len(records) >= 10
    assert all(each["description"] for each in records.values())


def test_readme_names_every_field() -> None:
    """Each field of the schema stands in the README's description of the format."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    described = readme[readme.index("## The JSON format") : readme.index("## How good it is")]
    fields = set(schema()["properties"])
    for record in schema()["$defs"].values():
        fields |= set(record.get("properties", ()))
    assert {
        field for field in fields if f"`{field}`" not in described and f'"{field}"' not in described
    } == set()
