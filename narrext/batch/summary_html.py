"""A dataset's summary as one HTML page that needs nothing else: no script, no request."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from narrext.batch.plots import columns, rows, short, stacked_columns
from narrext.batch.summary import BINS, TIMES, VERDICTS, DatasetSummary, shares

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE: Final = Path(__file__).resolve().parent / "page"


def render_html(summary: DatasetSummary) -> str:
    """The whole summary."""
    style = (_HERE / "summary.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("summary.html")
        .render(
            summary=summary,
            figures=_figures(summary),
            verdicts=list(shares(summary.verdicts)),
            plots=_plots(summary),
            style=Markup(style),
            style_hash=f"sha256-{digest}",
        )
    )


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _figures(summary: DatasetSummary) -> list[tuple[str, str]]:
    coverage = summary.coverage
    return [
        ("claims", f"{summary.claims:,}"),
        ("coverage", "—" if coverage is None else f"{coverage:.1%}"),
        ("mismatches", f"{summary.verdicts['mismatch']:,}"),
        ("tables", f"{summary.tables:,}"),
        ("figures", f"{summary.figures:,}"),
        ("failed", f"{summary.failed:,}"),
        ("half within", f"{summary.median * 1000:,.0f} ms"),
    ]


def _plots(summary: DatasetSummary) -> dict[str, Markup | None]:
    kinds = [("all", _parts(summary.verdicts))]
    kinds += [(kind.replace("_", " "), _parts(counts)) for kind, counts in summary.by_kind.items()]
    years = [(str(year), _parts(counts)) for year, counts in summary.by_year.items()]
    tenths = [(_tenth(number), count) for number, count in enumerate(summary.coverage_bins)]
    ends = [*(f"≤{short(end)}" for end in TIMES), f">{short(TIMES[-1])}"]
    return {
        "kinds": rows(kinds, "Verdicts by kind of claim"),
        "years": stacked_columns(years, "Verdicts by year") if len(years) > 1 else None,
        "coverage": columns(tenths, "Documents by coverage"),
        "times": columns(list(zip(ends, summary.time_bins, strict=True)), "Documents by time"),
    }


def _parts(counts: dict[str, int]) -> list[tuple[str, float]]:
    return [(verdict, counts.get(verdict, 0)) for verdict in VERDICTS]


def _tenth(number: int) -> str:
    step = 100 // BINS
    return f"{number * step}–{(number + 1) * step}" if number + 1 < BINS else f"{number * step}+"
