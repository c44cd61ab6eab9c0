"""Reports for programs: JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from narrext.report.encode import encode_report, encode_verdict
from narrext.report.records import Report
from narrext.report.rows import CLAIM_COLUMNS, claim_row
from narrext.report.view import View
from narrext.report.words import cell_text


def render_json(reports: Sequence[Report], view: View) -> str:
    """One object a report: over several lines where there is one report, else a line each.

    `claims` and `trends` hold what the view shows; the summary counts everything.
    """
    if len(reports) == 1:
        return to_json(_shown(reports[0], view), indent=2)
    return "".join(to_json(_shown(report, view)) for report in reports)


def render_jsonl(reports: Sequence[Report], view: View) -> str:
    """One claim a line, with the name of its document."""
    return "".join(
        to_json(
            {"document": report.document.release.name} | encode_verdict(report.document.release.text, verdict)
        )
        for report in reports
        for verdict in view.all_claims(report)
    )


def render_csv(reports: Sequence[Report], view: View) -> str:
    """One claim a row."""
    rows = (claim_row(report, verdict) for report in reports for verdict in view.all_claims(report))
    return to_csv(CLAIM_COLUMNS, rows)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON and a line end."""
    return json.dumps(value, indent=indent, ensure_ascii=False) + "\n"


def to_csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """CSV with a heading row; decimals without exponents, nothing for None."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_text(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def _shown(report: Report, view: View) -> dict[str, Any]:
    encoded = encode_report(report)
    for key in ("claims", "trends"):
        encoded[key] = [claim for claim in encoded[key] if view.shows(claim["verdict"])]
    return encoded
