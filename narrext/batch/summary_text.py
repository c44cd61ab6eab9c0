"""A dataset's summary as text for a terminal or a file."""

from __future__ import annotations

from collections.abc import Iterator

from narrext.batch.progress import duration
from narrext.batch.summary import DatasetSummary, shares
from narrext.report.words import count

_WIDTH = 40  # of a bar, in characters


def render_text(summary: DatasetSummary) -> str:
    """The whole summary; ends with a line end."""
    return "\n".join(_lines(summary)) + "\n"


def _lines(summary: DatasetSummary) -> Iterator[str]:
    yield f"{summary.place}: {count(summary.documents, 'document')}, {summary.failed:,} failed"
    if not summary.complete:
        yield "The run has not come to its end: go on with narrext run … --resume."
    coverage = summary.coverage
    covered = "no claim found" if coverage is None else f"coverage {coverage:.1%}"
    yield f"{covered}: {summary.tied:,} of {count(summary.claims, 'claim')} tied to cells"
    yield (
        f"{count(summary.tables, 'table')}, {count(summary.figures, 'figure')}, "
        f"{count(summary.trends, 'claim')} of a direction without a number"
    )
    yield ""
    yield from _verdicts(summary)
    yield from _counted("Findings", summary.findings)
    yield from _candidates(summary)
    yield from _slow(summary)
    yield from _failed(summary)


def _verdicts(summary: DatasetSummary) -> Iterator[str]:
    for verdict, number, share in shares(summary.verdicts):
        yield f"{verdict:<12} {number:>12,} {share:>7.1%}  {'█' * round(share * _WIDTH)}".rstrip()
        for reason, of_reason in summary.reasons.get(verdict, {}).items():
            yield f"  {reason:<18} {of_reason:>10,}"


def _counted(title: str, counts: dict[str, int]) -> Iterator[str]:
    if counts:
        yield ""
        yield title
        for name, number in counts.items():
            yield f"  {name:<30} {number:>10,}"


def _candidates(summary: DatasetSummary) -> Iterator[str]:
    if not summary.candidates:
        return
    yield ""
    yield "Mismatches that may be false alarms, the likeliest first"
    for each in summary.candidates:
        yield f"  {each.suspicion:.2f}  {each.document} {each.claim}: {each.text} ({each.metric})"
        for line in (each.working, each.diagnosis, "; ".join(each.why)):
            if line:
                yield f"        {line}"


def _slow(summary: DatasetSummary) -> Iterator[str]:
    if not summary.slowest:
        return
    yield ""
    yield (
        f"Slowest documents (all together {duration(summary.seconds)}, "
        f"half of them within {summary.median * 1000:,.0f} ms)"
    )
    for each in summary.slowest:
        yield f"  {each.seconds * 1000:>10,.0f} ms  {each.document}"


def _failed(summary: DatasetSummary) -> Iterator[str]:
    yield from _counted("Failed documents", summary.failures)
    for each in summary.failed_documents:
        # What cannot be read says its name itself.
        yield "    " + (each.message if each.document in each.message else f"{each.document}: {each.message}")
