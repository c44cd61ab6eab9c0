"""Reports as text for people: in colour on a terminal, plain elsewhere, as wide as it may be."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from narrext.report.records import Report, Summary
from narrext.report.view import View, by_urgency
from narrext.report.words import (
    column_words,
    context_of,
    count,
    line_of,
    line_starts,
    percent,
    period_words,
    printed_words,
    reason_words,
    visible,
)
from narrext.verify import Verdict

_STYLES: Final = {"mismatch": "bold red", "rounding": "yellow", "unsupported": "magenta", "match": "green"}
_COUNTED: Final = ("match", "rounding", "mismatch", "unsupported")
_FORMATS: Final = {"text": "plain text", "html": "HTML", "submission": "full submission"}
_INDENT: Final = "    "
_CONTEXT_WORDS: Final = 24


@dataclass(frozen=True, slots=True)
class _Indented:
    """A paragraph under the head of a claim."""

    line: Text


def render_text(reports: Sequence[Report], view: View) -> str:
    """All reports, each with its claims and then its counts; a last line sums up several."""
    out = io.StringIO()
    console = Console(
        file=out, width=view.width, force_terminal=view.color, no_color=not view.color, highlight=False
    )
    paragraphs = [each for report in reports for each in _report_paragraphs(report, view)]
    if len(reports) > 1:
        paragraphs.append(Text(_total_line(reports), "bold"))
    rows = [row for each in paragraphs for row in _wrapped(console, each)]
    console.print(Text("\n").join(rows), soft_wrap=True)
    return out.getvalue()


def _wrapped(console: Console, paragraph: Text | _Indented) -> Iterator[Text]:
    """A paragraph as rows, indented; no blanks at the ends of rows."""
    indent, line = (_INDENT, paragraph.line) if isinstance(paragraph, _Indented) else ("", paragraph)
    line.plain = visible(line.plain)
    for row in line.wrap(console, max(20, console.width - len(indent))):
        row.rstrip()
        yield Text(indent) + row if indent else row


def _report_paragraphs(report: Report, view: View) -> Iterator[Text | _Indented]:
    release = report.document.release
    yield Text(release.name, "bold")
    for line in _document_lines(report):
        yield Text(line, "dim")
    yield Text()
    starts = line_starts(release.text)
    unfooted = report.unfooted
    for verdict in by_urgency(view.claims(report)):
        yield from _claim_paragraphs(release.text, starts, verdict, unfooted)
    trends = by_urgency(view.trend_claims(report))
    if trends:
        yield Text("Trends, without a number", "bold")
        yield Text()
    for verdict in trends:
        yield from _claim_paragraphs(release.text, starts, verdict, unfooted)
    for finding in report.findings:
        where = f" (line {line_of(starts, finding.start)})" if finding.end else ""
        yield Text.assemble(("finding", "cyan"), f"  {finding.message}{where}")
    if report.findings:
        yield Text()
    for text, style in summary_lines(report):
        yield Text(text, style)
    yield Text()


def _document_lines(report: Report) -> Iterator[str]:
    document, release = report.document, report.document.release
    facts = [_FORMATS.get(release.format, release.format), count(len(release.text), "character")]
    facts.append(count(len(report.tables), "table"))
    if document.issuer:
        facts.append(document.issuer)
    if document.period:
        facts.append(f"reports on {period_words(document.period)}")
    yield " · ".join(facts)
    if len(release.parts) > 1:
        for used, verb in ((True, "read"), (False, "left")):
            names = Counter(part.type or part.name for part in release.parts if part.used is used)
            if names:
                yield f"{verb}: {', '.join(_times(*each) for each in names.items())}"


def _times(name: str, number: int) -> str:
    return name if number == 1 else f"{number} × {name}"


def _claim_paragraphs(
    text: str, starts: list[int], verdict: Verdict, unfooted: frozenset[int]
) -> Iterator[Text | _Indented]:
    claim, style = verdict.claim, _STYLES[verdict.verdict]
    label = verdict.verdict.upper() if verdict.verdict == "mismatch" else verdict.verdict
    what = f"  {claim.metric}, {claim.text}" if claim.metric else f"  {claim.text}"
    place = f"  {claim.id}, line {line_of(starts, claim.start)}"
    yield Text.assemble((label, style), (what, "bold"), (place, "dim"))
    before, after = context_of(text, claim, _CONTEXT_WORDS)
    yield _Indented(Text.assemble(before, (f"[{claim.text}]", style), after))
    for line in _evidence_lines(verdict, unfooted):
        yield _Indented(line)
    yield Text()


def _evidence_lines(verdict: Verdict, unfooted: frozenset[int]) -> Iterator[Text]:
    """The cells, a line each, under their formula's letters, a table that does not foot marked so; the working; the
    diagnosis."""
    for letter, fact in zip("abcdefghijklmnopqrstuvwxyz", verdict.facts, strict=False):
        name = f"{letter}  " if len(verdict.facts) > 1 else ""
        label = " › ".join(fact.item.path)
        yield Text.assemble(
            name,
            (label, "cyan"),
            f" │ {column_words(fact)} │ {printed_words(fact)}",
            (f"  table {fact.item.table + 1}", "dim"),
            (", does not foot" if fact.item.table in unfooted else "", "yellow"),
        )
    if verdict.working:
        yield Text(verdict.working)
    if verdict.diagnosis or verdict.verdict in ("mismatch", "unsupported"):
        reason = f"{reason_words(verdict.reason)}: " if verdict.reason else ""
        said = verdict.diagnosis or "nothing in the tables was held against it"
        yield Text(reason + said, _STYLES[verdict.verdict])


def summary_lines(report: Report) -> Iterator[tuple[str, str]]:
    """The counts, coverage first, each line with its style."""
    summary = report.summary
    if not summary.claims:
        yield "no numeric claims found", "bold"
        return
    coverage = (
        f"{summary.tied} of {count(summary.claims, 'claim')} tied ({percent(summary.tied, summary.claims)})"
    )
    yield f"{coverage}: {_verdict_counts(summary)}", "bold"
    if summary.mismatch:
        ids = ", ".join(verdict.claim.id for verdict in report.claims if verdict.verdict == "mismatch")
        yield f"{count(summary.mismatch, 'mismatch')}: {ids}", _STYLES["mismatch"]
    reasons = [f"{number} {reason_words(reason)}" for reason, number in summary.reasons]
    if reasons:
        yield f"reasons: {', '.join(reasons)}", "dim"
    if summary.trends:
        verdicts = Counter(verdict.verdict for verdict in report.trends)
        counts = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in _COUNTED if verdicts[verdict])
        yield f"{count(summary.trends, 'trend')} without a number: {counts}", "dim"


def _verdict_counts(summary: Summary) -> str:
    return ", ".join(f"{getattr(summary, verdict)} {verdict}" for verdict in _COUNTED)


def _total_line(reports: Sequence[Report]) -> str:
    summaries = [report.summary for report in reports]
    claims, tied = sum(each.claims for each in summaries), sum(each.tied for each in summaries)
    share = f" ({percent(tied, claims)})" if claims else ""
    mismatches = count(sum(each.mismatch for each in summaries), "mismatch")
    return f"{len(reports)} files: {tied} of {count(claims, 'claim')} tied{share}, {mismatches}"
