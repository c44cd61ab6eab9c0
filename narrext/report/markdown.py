"""Reports as Markdown, to paste into a pull request or a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from narrext.report.records import Report
from narrext.report.text import summary_lines
from narrext.report.view import View, by_urgency
from narrext.report.words import column_words, context_of, printed_words, visible
from narrext.verify import Verdict

# A release is somebody else's text: none of it may turn into markup.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_BLANKS: Final = re.compile(r"\s+")
_CONTEXT_WORDS: Final = 10


def render_markdown(reports: Sequence[Report], view: View) -> str:
    """A heading, the counts and one table of claims for each report."""
    return "\n".join(line for report in reports for line in _report_lines(report, view))


def _report_lines(report: Report, view: View) -> Iterator[str]:
    yield f"## {_escape(report.document.release.name)}"
    yield ""
    for line, _ in summary_lines(report):
        yield f"- {_escape(line)}"
    yield ""
    text = report.document.release.text
    claims = [*by_urgency(view.claims(report)), *by_urgency(view.trend_claims(report))]
    if claims:
        yield "| verdict | claim | held against | working |"
        yield "| --- | --- | --- | --- |"
    for verdict in claims:
        yield f"| {' | '.join(_cells(text, verdict))} |"
    if claims:
        yield ""
    for finding in report.findings:
        yield f"- finding: {_escape(finding.message)}"
    if report.findings:
        yield ""


def _cells(text: str, verdict: Verdict) -> Iterator[str]:
    claim = verdict.claim
    before, after = context_of(text, claim, _CONTEXT_WORDS)
    name = verdict.verdict
    yield f"**{name}**" if name == "mismatch" else name
    yield f"{_escape(before)}**{_escape(claim.text)}**{_escape(after)}"
    yield "<br>".join(
        _escape(f"{' › '.join(fact.item.path)}, {column_words(fact)}: {printed_words(fact)}")
        for fact in verdict.facts
    )
    yield "<br>".join(_escape(line) for line in (verdict.working, verdict.diagnosis) if line)


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", visible(_BLANKS.sub(" ", text)))
