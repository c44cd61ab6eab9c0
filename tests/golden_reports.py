"""Reports as golden files: `python tests/golden_reports.py` writes them anew, to be read before they are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import narrext
from narrext.report import Report
from narrext.report.render import render
from narrext.report.view import View

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "reports"
RELEASES = ("orrinvale_2005q2.txt", "tarnwell_2003q3.txt")
SUFFIXES = {"text": "txt", "markdown": "md", "csv": "csv", "digest": "jsonl"}


def digest(report: Report) -> str:
    """Of the JSON what decides: a line for the document, each claim, each table, and the summary."""
    whole = report.to_dict()
    document = whole["document"]
    lines: list[Any] = [[whole["schema"], document["format"], document["issuer"], document["period"]]]
    for claim in whole["claims"]:
        cells = [[" > ".join(cell["label"]), cell["period"], cell["value"]] for cell in claim["cells"]]
        fields = (
            "id",
            "text",
            "kind",
            "role",
            "metric",
            "value",
            "period",
            "base",
            "verdict",
            "reason",
            "formula",
        )
        lines.append([*(claim[field] for field in fields), cells])
    lines += [[table["caption"], table["statement"], len(table["items"])] for table in whole["tables"]]
    lines.append(whole["summary"])
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def rendered(name: str) -> dict[str, str]:
    """The golden files of a release by name."""
    report = narrext.check(ROOT / "corpus" / "releases" / name)
    stem = Path(name).stem
    return {
        f"{stem}.{suffix}": digest(report) if form == "digest" else render(form, [report], View(width=100))
        for form, suffix in SUFFIXES.items()
    }


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in RELEASES:
        for file, content in rendered(name).items():
            (GOLDEN / file).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
