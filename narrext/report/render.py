"""The formats of a report by name. Each is imported when it is used."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from narrext.report.records import Report
from narrext.report.view import View

# format -> the function that makes it of reports and a view
RENDERERS: Final = {
    "text": "narrext.report.text:render_text",
    "json": "narrext.report.machine:render_json",
    "jsonl": "narrext.report.machine:render_jsonl",
    "csv": "narrext.report.machine:render_csv",
    "markdown": "narrext.report.markdown:render_markdown",
    "html": "narrext.report.html:render_html",
}


def render(form: str, reports: Sequence[Report], view: View) -> str:
    """The reports in one of the formats that `RENDERERS` names; raises KeyError for another."""
    module, _, function = RENDERERS[form].partition(":")
    rendered: str = getattr(import_module(module), function)(reports, view)
    return rendered
