"""A dataset -> what it comes to: counts, coverage, likely false alarms, slow and failed documents.

Parts are read one after another and only what is printed is kept, so a summary of a million documents
takes no more memory than one of a hundred.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from narrext.batch.dataset import part_names, read_record, read_table, read_times
from narrext.batch.places import Folder, open_folder
from narrext.batch.suspicion import Candidate, candidates
from narrext.errors import NarrextError

if TYPE_CHECKING:
    import pyarrow

VERDICTS: Final = ("match", "rounding", "mismatch", "unsupported")
BINS: Final = 10  # of coverage: 0 to 10 %, …, 90 to 100 %
# Upper ends of the bins of time, in milliseconds.
TIMES: Final = (5, 10, 20, 50, 100, 200, 500, 1000, 5000)

_DOCUMENTS: Final = [
    "document_id", "document", "status", "format", "bytes", "period_end", "claims", "mismatch", "tied",
    "coverage", "trends", "tables", "figures", *(each for each in VERDICTS if each != "mismatch"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slow:
    """A document and the seconds that its check took."""

    document: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be checked, and why."""

    document: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class DatasetSummary:
    """What a dataset comes to. Counts are of numeric claims; trends are counted apart."""

    place: str
    sources: tuple[str, ...]
    complete: bool  # the run came to its end
    documents: int
    failed: int
    formats: dict[str, int]
    bytes: int
    claims: int
    tied: int
    trends: int
    tables: int
    figures: int
    verdicts: dict[str, int]
    reasons: dict[str, dict[str, int]]  # by verdict, then by reason, the commonest first
    by_kind: dict[str, dict[str, int]]  # by kind of claim, then by verdict
    by_year: dict[int, dict[str, int]]  # by the year in which the period reported on ends
    coverage_bins: tuple[int, ...]  # documents by coverage, in tenths
    uncovered: int  # documents without a claim
    findings: dict[str, int]  # by kind, the commonest first; failures are counted by reason
    failures: dict[str, int]
    seconds: float  # of all documents together
    median: float  # of a document, in seconds: the upper end of its bin in `time_bins`
    time_bins: tuple[int, ...]  # documents by time, as TIMES
    candidates: tuple[Candidate, ...]
    slowest: tuple[Slow, ...]
    failed_documents: tuple[Failed, ...]

    @property
    def coverage(self) -> float | None:
        """Claims tied / claims found; None where no claim was found."""
        return self.tied / self.claims if self.claims else None

    def to_json(self) -> str:
        """All of it, as JSON."""
        return json.dumps({**asdict(self), "coverage": self.coverage}, indent=2, ensure_ascii=False)


def summarize(place: str, *, top: int = 20) -> DatasetSummary:
    """Sum up the dataset in a folder or at a URL; `top` limits each list of documents or claims.

    Raises NarrextError where there is none.
    """
    folder = open_folder(place)
    record = read_record(folder, place)
    names = part_names(folder)
    if record is None and not names:
        raise NarrextError(f"{place} holds no dataset: give the folder that narrext run wrote.")
    tally = _Tally(top)
    for name in names:
        tally.add(folder, name)
    return tally.result(place, record.sources if record else (), record.complete if record else True)


class _Tally:
    """The counts while parts are read."""

    def __init__(self, top: int) -> None:
        self.top = top
        self.sums: Counter[str] = Counter()
        self.formats: Counter[str] = Counter()
        self.reasons: dict[str, Counter[str]] = {verdict: Counter() for verdict in VERDICTS}
        self.kinds: dict[str, Counter[str]] = {}
        self.years: dict[int, Counter[str]] = {}
        self.bins = [0] * BINS
        self.findings: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.time_bins = [0] * (len(TIMES) + 1)
        self.candidates: list[Candidate] = []
        self.slowest: list[Slow] = []
        self.failed: list[Failed] = []

    def add(self, folder: Folder, name: str) -> None:
        documents = read_table(folder, "documents", name, _DOCUMENTS).to_pylist()
        for document in documents:
            self._add_document(document)
        claims = read_table(folder, "claims", name)
        self._add_claims(claims)
        self._add_findings(read_table(folder, "findings", name, ["document", "kind", "reason", "message"]))
        self._add_times(read_times(folder, name))
        found = candidates(folder, name, claims, {each["document_id"]: each for each in documents})
        self.candidates = heapq.nsmallest(self.top, [*self.candidates, *found], key=Candidate.order)

    def _add_document(self, row: dict[str, Any]) -> None:
        self.sums["documents"] += 1
        self.sums["bytes"] += row["bytes"]
        if row["status"] == "failed":
            self.sums["failed"] += 1
            return
        self.formats[row["format"]] += 1
        for column in ("claims", "tied", "trends", "tables", "figures", *VERDICTS):
            self.sums[column] += row[column]
        if row["coverage"] is None:
            self.sums["uncovered"] += 1
        else:
            self.bins[min(int(row["coverage"] * BINS), BINS - 1)] += 1
        if row["period_end"] is not None:
            year = self.years.setdefault(row["period_end"].year, Counter())
            year.update({verdict: row[verdict] for verdict in VERDICTS})

    def _add_claims(self, claims: pyarrow.Table) -> None:
        counted = claims.group_by(["kind", "verdict", "reason"]).aggregate([([], "count_all")]).to_pylist()
        for row in counted:
            if row["kind"] == "trend":
                continue
            self.kinds.setdefault(row["kind"], Counter())[row["verdict"]] += row["count_all"]
            if row["reason"] is not None:
                self.reasons[row["verdict"]][row["reason"]] += row["count_all"]

    def _add_findings(self, findings: pyarrow.Table) -> None:
        for row in findings.to_pylist():
            if row["kind"] != "failed":
                self.findings[row["kind"]] += 1
                continue
            self.failures[row["reason"]] += 1
            if len(self.failed) < self.top:
                self.failed.append(Failed(row["document"], row["reason"], row["message"]))

    def _add_times(self, rows: Iterable[dict[str, Any]]) -> None:
        times = [Slow(row["document"], row["seconds"]) for row in rows]
        for each in times:
            self.sums["milliseconds"] += round(each.seconds * 1000)
            bin_ = sum(each.seconds * 1000 > end for end in TIMES)
            self.time_bins[bin_] += 1
        self.slowest = heapq.nlargest(self.top, [*self.slowest, *times], key=lambda each: each.seconds)

    def result(self, place: str, sources: tuple[str, ...], complete: bool) -> DatasetSummary:
        sums = self.sums
        return DatasetSummary(
            place=place,
            sources=sources,
            complete=complete,
            documents=sums["documents"],
            failed=sums["failed"],
            formats=dict(self.formats.most_common()),
            bytes=sums["bytes"],
            claims=sums["claims"],
            tied=sums["tied"],
            trends=sums["trends"],
            tables=sums["tables"],
            figures=sums["figures"],
            verdicts={verdict: sums[verdict] for verdict in VERDICTS},
            reasons={
                verdict: dict(counts.most_common()) for verdict, counts in self.reasons.items() if counts
            },
            by_kind={kind: dict(counts) for kind, counts in sorted(self.kinds.items())},
            by_year={year: dict(counts) for year, counts in sorted(self.years.items())},
            coverage_bins=tuple(self.bins),
            uncovered=sums["uncovered"],
            findings=dict(self.findings.most_common()),
            failures=dict(self.failures.most_common()),
            seconds=sums["milliseconds"] / 1000,
            median=_median(self.time_bins),
            time_bins=tuple(self.time_bins),
            candidates=tuple(self.candidates),
            slowest=tuple(self.slowest),
            failed_documents=tuple(self.failed),
        )


def _median(bins: list[int]) -> float:
    reached = 0
    for end, number in zip((*TIMES, TIMES[-1]), bins, strict=True):
        reached += number
        if 2 * reached >= sum(bins):
            return end / 1000
    return 0.0


def shares(counts: dict[str, int]) -> Iterator[tuple[str, int, float]]:
    """Each verdict with its count and its share of all."""
    total = sum(counts.values())
    for verdict in VERDICTS:
        number = counts.get(verdict, 0)
        yield verdict, number, number / total if total else 0.0
