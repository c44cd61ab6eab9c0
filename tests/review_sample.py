"""A folder of reports to review: the sample release with the report that a check would make of it."""

from __future__ import annotations

from pathlib import Path

from report_sample import TEXT, sample_report

from narrext.review.desk import Reviews
from narrext.review.source import find_source
from narrext.review.store import Store
from narrext.review.subject import Shelf

KEY = "marrowby_2003q1"


def write_reports(folder: Path, names: tuple[str, ...] = (KEY,)) -> Path:
    """The sample under each of the names, as release and report side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        (folder / f"{name}.json").write_text(sample_report(f"{name}.txt").to_json(), encoding="utf-8")
    return folder


def sample_reviews(folder: Path, start: str = "narrext") -> Reviews:
    source = find_source(write_reports(folder))
    return Reviews(source, Shelf(source.entries), Store(source.folder), start)
