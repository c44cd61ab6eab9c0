"""Reports -> one HTML file that needs nothing else: no request leaves it, and no script but its own runs."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from narrext.report.encode import encode_report
from narrext.report.html.scene import bars, block_views, table_view
from narrext.report.html.words import (
    LETTERS,
    SIGNS,
    STATUS_SIGNS,
    around,
    exact,
    formula_words,
    full_number,
    moment_words,
    percent_words,
    period_words,
)
from narrext.report.records import VERDICTS, Report
from narrext.report.view import View
from narrext.report.words import count, percent
from narrext.segment import Block, segment

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).resolve().parent


def environment(*folders: Path) -> Environment:
    """Templates of these folders and our own, everything escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([*folders, HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "exact": exact,
        "period": period_words,
        "full": full_number,
        "formula": formula_words,
        "percentage": percent_words,
        "moment": moment_words,
    }
    made.globals |= {"signs": SIGNS, "status_signs": STATUS_SIGNS, "letters": LETTERS}
    return made


@cache
def asset(name: str) -> str:
    """The text of a file of ``static/``."""
    return (HERE / "static" / name).read_text(encoding="utf-8")


def render_html(reports: Sequence[Report], view: View) -> str:
    """The reports as one page; claims that `view` does not show are left unmarked."""
    scenes = [scene_of(report, view, f"d{number}-") for number, report in enumerate(reports)]
    style, script = asset("view.css"), asset("view.js") + "\nopenAll();\n"
    title = scenes[0]["title"] if len(scenes) == 1 else count(len(scenes), "release")
    page = (
        environment()
        .get_template("report.html")
        .render(
            scenes=scenes,
            title=f"{title} · narrext",
            style=Markup(style),
            script=Markup(script),
            style_hash=csp_hash(style),
            script_hash=csp_hash(script),
        )
    )
    return page.lstrip()


def csp_hash(content: str) -> str:
    """What a Content-Security-Policy names an inline script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def scene_of(report: Report, view: View, key: str) -> dict[str, Any]:
    """What the template sets of one report; `key` goes before its ids."""
    release = report.document.release
    encoded = encode_report(report)
    shown = encoded["claims"] + (encoded["trends"] if view.trends else [])
    claims = sorted((c for c in shown if view.shows(c["verdict"])), key=lambda c: c["span"])
    blocks = segment(release)
    summary = report.summary
    counts = {verdict: getattr(summary, verdict) for verdict in VERDICTS}
    issuer = report.document.issuer
    about = [release.name] if issuer else []
    about += [period_words(encoded["document"]["period"])] if report.document.period else []
    about += [count(summary.claims, "claim"), count(summary.tables, "table")]
    return {
        "key": key,
        "name": release.name,
        "title": issuer or release.name,
        "about": " · ".join(about),
        "coverage": coverage_words(report),
        "counted": ", ".join(f"{number} {verdict}" for verdict, number in counts.items()),
        "bars": bars(counts, ("match", "rounding", "unsupported", "mismatch")),
        "blocks": block_views(release.text, blocks, claims, encoded["tables"], key),
        "claims": {c["id"]: card_view(c, release.text, blocks) for c in claims},
        "trouble": [c for c in claims if c["verdict"] == "mismatch"],
        "tables": [table_view(table) for table in encoded["tables"]],
        "findings": encoded["findings"],
    }


def coverage_words(report: Report) -> str:
    summary = report.summary
    if not summary.claims:
        return "no numeric claims found"
    return (
        f"{summary.tied} of {count(summary.claims, 'claim')} tied ({percent(summary.tied, summary.claims)})"
    )


def card_view(claim: dict[str, Any], text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """A claim as JSON has it, with the words around it and what a review adds, where it has not."""
    start, end = claim["span"]
    block = next((b for b in blocks if b.start <= start < b.end), None)
    before, after = around(text, start, end, block.start if block else 0, block.end if block else len(text))
    unreviewed = {"status": "", "comment": "", "open": False, "alternatives": []}
    return unreviewed | claim | {"before": before, "after": after}
