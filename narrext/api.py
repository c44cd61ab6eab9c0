"""The API: check a release, extract its claims, read its tables, find quantities in any text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from narrext.claims.find import read_prose, resolve_prose
from narrext.claims.records import Claim
from narrext.claims.trends import find_trends
from narrext.decide import decide, decide_trends
from narrext.errors import Finding
from narrext.footing import find_doubts, find_faults, foot, sum_up
from narrext.issuer import find_issuer, name_words
from narrext.link.terms import printed_terms
from narrext.pipeline.components import reader
from narrext.quantities import Quantity
from narrext.quantities import find_quantities as quantities_of
from narrext.release import Release, read
from narrext.report.records import Document, Report
from narrext.segment import Block, segment
from narrext.tables.read import read_tables, tables_and_calendar
from narrext.tables.records import Table

Source = Release | str | Path | bytes
# No file system takes a longer name; asking it is an error.
LONGEST_PATH = 250


def check(
    source: Source,
    *,
    tables: Sequence[Any] | None = None,
    patterns: str | Path | None = None,
    exhibit: str | None = None,
    trends: bool = False,
) -> Report:
    """Hold every quantitative claim of a release against its tables.

    `source` is a path, the bytes of a file or a `Release`. With `tables` (data frames, CSV files or
    workbooks) the claims are held against these instead of the release's own: the report's release then
    holds them as further parts, and `source` may be the text itself. `patterns` is a folder of rules laid
    over ours; `exhibit` chooses among the exhibits of a submission; with `trends` claims of a direction
    without a number are looked for as well. Raises `NarrextError` where a file cannot be read.
    """
    release = open_release(source, exhibit, tables is not None)
    overlay = Path(patterns) if patterns is not None else None
    nlp, heads = reader(overlay)
    if tables is None:
        blocks = segment(release)
    else:
        release, blocks = beside(release, tables)
    found, calendar = tables_and_calendar(release, blocks)
    currency = common_currency(found)
    prose = read_prose(release.text, blocks, nlp, heads, currency, printed_terms(found))
    claims = resolve_prose(prose, calendar, currency)
    issuer = find_issuer(release)
    names = name_words(release, issuer)
    verdicts = decide(claims, found, names, overlay)
    if trends:
        said = find_trends(release.text, blocks, nlp, heads, calendar)
        verdicts += decide_trends(said, found, names, overlay)
    return Report(
        Document(release, issuer, calendar.current),
        tuple(verdicts),
        tuple(found),
        findings_of(release, found, claims),
    )


def open_release(source: Source, exhibit: str | None, text: bool) -> Release:
    """The release of a source; with `text` a string of several words that names no file is the text itself."""
    if isinstance(source, Release):
        return source
    if (
        text
        and isinstance(source, str)
        and " " in source
        and (len(source) > LONGEST_PATH or not Path(source).exists())
    ):
        source = source.encode()
    return read(source, exhibit=exhibit)


def beside(release: Release, tables: Sequence[Any]) -> tuple[Release, list[Block]]:
    """A release with tables from elsewhere as further parts, and its blocks without tables of its own."""
    # What reads frames and workbooks is of no use to a release that has its tables with it.
    from narrext.sheets import read_sheets, with_sheets

    whole = with_sheets(release, read_sheets(tables))
    own = len(release.parts)
    blocks: list[Block] = []
    for block in segment(whole):
        if block.part >= own and (not blocks or blocks[-1].part != block.part):
            # nothing that stands before a table from elsewhere titles it
            blocks.append(Block("cover", block.start, block.start, block.part))
        blocks.append(block if block.kind != "table" or block.part >= own else replace(block, kind="cover"))
    return whole, blocks


def common_currency(found: Sequence[Table]) -> str:
    """What a bare "$" stands for: the currency of most tables."""
    counts = Counter(table.currency for table in found if table.currency)
    return counts.most_common(1)[0][0] if counts else "USD"


def findings_of(release: Release, found: Sequence[Table], claims: Sequence[Claim]) -> tuple[Finding, ...]:
    findings = list(release.findings)
    if not found:
        findings.append(
            Finding(
                "no_tables",
                "No table of figures was found, so no claim can be held against one.",
            )
        )
    if not claims:
        findings.append(
            Finding(
                "no_claims",
                "No number was found in the prose: is the narrative in another file or exhibit?",
            )
        )
    for table in found:
        findings += table.findings
    checks = foot(found)
    findings += find_faults(checks)
    findings += find_doubts(found, sum_up(found, checks))
    return tuple(findings)


def extract(source: Source, *, patterns: str | Path | None = None, exhibit: str | None = None) -> list[Claim]:
    """The claims of a release, or of a text, in reading order.

    A `str` that is no path of a file is taken for the text itself.
    """
    if isinstance(source, str) and ("\n" in source or not Path(source).exists()):
        source = read(source.encode(), name="text")
    return [verdict.claim for verdict in check(source, patterns=patterns, exhibit=exhibit).verdicts]


def tables(source: Source, *, exhibit: str | None = None) -> list[Table]:
    """The tables of a release as read."""
    release = source if isinstance(source, Release) else read(source, exhibit=exhibit)
    return read_tables(release, segment(release))


def find_quantities(text: str, *, currency: str = "USD") -> list[Quantity]:
    """The quantities of any English text: value, unit, bound, range, direction and offsets."""
    return quantities_of(text, currency)
