"""What of a report a rendering shows, and in what order."""

from __future__ import annotations

from dataclasses import dataclass

from narrext.report.records import VERDICTS, Report
from narrext.verify import Verdict


@dataclass(frozen=True, slots=True)
class View:
    """What to show: claims of the verdicts in `only` (all where it is empty), `trends` or not.

    `width` is in characters and `color` allows terminal colours; both concern the text alone.
    """

    only: frozenset[str] = frozenset()
    trends: bool = False
    width: int = 100
    color: bool = False

    def shows(self, verdict: str) -> bool:
        return not self.only or verdict in self.only

    def claims(self, report: Report) -> list[Verdict]:
        """The claims to show, in reading order."""
        return [verdict for verdict in report.claims if self.shows(verdict.verdict)]

    def trend_claims(self, report: Report) -> list[Verdict]:
        """The trends to show, in reading order: none unless asked for."""
        return [verdict for verdict in report.trends if self.trends and self.shows(verdict.verdict)]

    def all_claims(self, report: Report) -> list[Verdict]:
        return [*self.claims(report), *self.trend_claims(report)]


def by_urgency(verdicts: list[Verdict]) -> list[Verdict]:
    """Mismatches first, then what else asks for a reader; in reading order among their like."""
    return sorted(verdicts, key=lambda verdict: VERDICTS.index(verdict.verdict))
