"""Planting the errors of a release one at a time, and watching what the check says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrext.release import Release
from narrext.seeding.edits import Moved, edited
from narrext.seeding.prose import prose_slips
from narrext.seeding.records import BEYOND, KINDS, Elsewhere, Planted, Slip
from narrext.seeding.table import cells_of, table_slips
from narrext.seeding.truth import Truth
from narrext.verify import Verdict

if TYPE_CHECKING:
    from narrext.report.records import Report

Check = Callable[[Release], "Report"]


@dataclass(frozen=True, slots=True)
class Seeded:
    """A release with its planted errors; `claims` and `tied` are the counts of the untouched one."""

    name: str
    claims: int
    tied: int
    planted: tuple[Planted, ...]


def seed_release(
    release: Release,
    *,
    seed: int = 0,
    where: Sequence[str] = ("prose", "table"),
    kinds: Sequence[str] = KINDS,
    check: Check | None = None,
) -> Seeded:
    """Plant one error of each kind into each tied claim, and each cell that one rests on.

    The same seed plants the same errors. Claims that do not agree with their cells are left out: an
    error in them would not be the only one.
    """
    from narrext.api import check as usual

    examine = check or usual
    report = examine(release)
    truth = Truth(report)
    slips = (slip for slip in find_slips(truth, seed, where) if slip.kind in kinds)
    planted = tuple(plant(release, report, slip, examine) for slip in slips)
    return Seeded(release.name, report.summary.claims, report.summary.tied, planted)


def find_slips(truth: Truth, seed: int, where: Sequence[str]) -> Iterator[Slip]:
    """The errors to plant, claim by claim and then cell by cell."""
    name = truth.report.document.release.sha256
    if "prose" in where:
        for target in truth.targets:
            yield from prose_slips(truth, target, random.Random(f"{seed} {name} {target.claim.start}"))
    if "table" in where:
        for cell in cells_of(truth):
            yield from table_slips(truth, cell, random.Random(f"{seed} {name} {cell.fact.start}"))


def plant(release: Release, report: Report, slip: Slip, check: Check) -> Planted:
    """Check a copy of the release with one error in it."""
    after = check(edited(release, slip.edits))
    moved = Moved(slip.edits)
    found = {verdict.claim.start: verdict for verdict in after.claims}
    here: list[Verdict | None] = []
    elsewhere: list[Elsewhere] = []
    sentence = ""
    for verdict in report.claims:
        claim = verdict.claim
        now = found.get(moved.at(claim.start)) or _overlapping(after, moved, claim.start, claim.end)
        if claim.id in slip.falsified:
            here.append(now)
            sentence = sentence or claim.sentence
        elif claim.id not in slip.spared and (now is None or now.verdict != verdict.verdict):
            elsewhere.append(Elsewhere(claim.id, claim.text, verdict.verdict, now.verdict if now else ""))
    return _planted(release.name, slip, sentence, here, tuple(elsewhere))


def _overlapping(after: Report, moved: Moved, start: int, end: int) -> Verdict | None:
    """The claim that covers any of the place where one stood."""
    first, last = moved.at(start), moved.at(end)
    return next((v for v in after.claims if v.claim.start < last and v.claim.end > first), None)


def _planted(
    name: str, slip: Slip, sentence: str, here: list[Verdict | None], elsewhere: tuple[Elsewhere, ...]
) -> Planted:
    alarms = [verdict for verdict in here if verdict is not None and verdict.verdict == "mismatch"]
    told = next((verdict for verdict in [*alarms, *here] if verdict is not None), None)
    return Planted(
        document=name,
        slip=slip,
        sentence=sentence,
        flagged=bool(alarms),
        diagnosed=any(verdict.reason in slip.reasons for verdict in alarms),
        verdict=told.verdict if told else "",
        reason=told.reason if told else None,
        diagnosis=told.diagnosis if told else None,
        elsewhere=elsewhere,
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over planted errors; `elsewhere` and `alarms` count claims, the rest errors."""

    planted: int
    flagged: int
    diagnosed: int
    elsewhere: int
    alarms: int


def tally(planted: Sequence[Planted]) -> Tally:
    """How many were flagged, with the right diagnosis, and what changed elsewhere."""
    return Tally(
        planted=len(planted),
        flagged=sum(each.flagged for each in planted),
        diagnosed=sum(each.diagnosed for each in planted),
        elsewhere=sum(len(each.elsewhere) for each in planted),
        alarms=sum(each.alarms for each in planted),
    )


def by_kind(planted: Sequence[Planted]) -> dict[tuple[str, str], Tally]:
    """The tally of each place and kind, in their fixed order."""
    groups: dict[tuple[str, str], list[Planted]] = {}
    for each in planted:
        groups.setdefault((each.slip.where, each.slip.kind), []).append(each)
    order = {kind: index for index, kind in enumerate(KINDS)}
    return {key: tally(groups[key]) for key in sorted(groups, key=lambda key: (key[0], order[key[1]]))}


def within_reach(planted: Sequence[Planted]) -> list[Planted]:
    """The errors that the tables can show up, which the totals count."""
    return [each for each in planted if each.slip.kind not in BEYOND]


def beyond_reach(planted: Sequence[Planted]) -> list[Planted]:
    """The errors of which `unsupported` is said rightly."""
    return [each for each in planted if each.slip.kind in BEYOND]


def verdicts_of(planted: Sequence[Planted]) -> Counter[str]:
    """What was said of the falsified claims that were not flagged; ``gone`` where nothing was."""
    return Counter(each.verdict or "gone" for each in planted if not each.flagged)
