"""The records of a report: what was read, what each claim came to, and the counts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from narrext.errors import Finding
from narrext.periods import Period
from narrext.release import Release
from narrext.tables.records import Table
from narrext.verify import Verdict

if TYPE_CHECKING:
    import pandas

SCHEMA: Final = "narrext.report/1"

# In the order in which a reader wants to see them.
VERDICTS: Final = ("mismatch", "rounding", "unsupported", "match")


@dataclass(frozen=True, slots=True)
class Document:
    """What was checked: the release, whose it is and the period that it reports on, where found."""

    release: Release
    issuer: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How many numeric claims there are and what they came to; `trends` are counted apart."""

    claims: int
    match: int
    rounding: int
    mismatch: int
    unsupported: int
    reasons: tuple[tuple[str, int], ...]  # of the claims that do not match, the commonest first
    trends: int
    tables: int
    findings: int

    @property
    def tied(self) -> int:
        """The claims that were held against cells, with whatever result."""
        return self.claims - self.unsupported

    @property
    def coverage(self) -> float | None:
        """Claims tied / claims found; None where no claim was found."""
        return self.tied / self.claims if self.claims else None


@dataclass(frozen=True, slots=True)
class Report:
    """What a release came to: a verdict for each claim, the tables as read, and the findings.

    `verdicts` and `tables` are in reading order. `findings` are all there are: of the release, of its
    tables and of the check. Every offset refers to ``document.release.text``.
    """

    document: Document
    verdicts: tuple[Verdict, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def claims(self) -> tuple[Verdict, ...]:
        """The verdicts on numeric claims; each has its claim under ``.claim``."""
        return tuple(verdict for verdict in self.verdicts if verdict.claim.kind != "trend")

    @property
    def trends(self) -> tuple[Verdict, ...]:
        """The verdicts on claims of a direction without a number ("higher gross profit")."""
        return tuple(verdict for verdict in self.verdicts if verdict.claim.kind == "trend")

    @property
    def unfooted(self) -> frozenset[int]:
        """The indices of the tables in which something does not foot."""
        places = {finding.start for finding in self.findings if finding.kind == "does_not_foot"}
        return frozenset(
            table.index for table in self.tables if places and any(f.start in places for f in table.facts)
        )

    @property
    def summary(self) -> Summary:
        """The counts."""
        claims = self.claims
        counts = Counter(verdict.verdict for verdict in claims)
        reasons = Counter(verdict.reason for verdict in claims if verdict.reason)
        return Summary(
            claims=len(claims),
            match=counts["match"],
            rounding=counts["rounding"],
            mismatch=counts["mismatch"],
            unsupported=counts["unsupported"],
            reasons=tuple(reasons.most_common()),
            trends=len(self.verdicts) - len(claims),
            tables=len(self.tables),
            findings=len(self.findings),
        )

    def to_dict(self) -> dict[str, Any]:
        """The report as the objects of JSON, in the format ``narrext.report/1``."""
        from narrext.report.encode import encode_report

        return encode_report(self)

    def to_json(self, *, indent: int | None = 2) -> str:
        """The report in the format ``narrext.report/1``; ``indent=None`` puts it on one line."""
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False)

    def to_frame(self) -> pandas.DataFrame:
        """One row a numeric claim, with the columns of the CSV; numbers are exact `Decimal`."""
        import pandas  # half a second: only whoever wants a frame pays for it

        from narrext.report.rows import CLAIM_COLUMNS, claim_row

        rows = [claim_row(self, verdict) for verdict in self.claims]
        return pandas.DataFrame(rows, columns=list(CLAIM_COLUMNS), dtype=object)
