"""What became of seeded errors, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from narrext.seeding.plant import Seeded, Tally, beyond_reach, by_kind, tally, verdicts_of, within_reach
from narrext.seeding.records import BEYOND, Planted

SCHEMA: Final = "narrext.seeding/1"


def encode_seeding(seeded: Sequence[Seeded], seed: int) -> dict[str, Any]:
    """The tallies and every planted error."""
    planted = [each for one in seeded for each in one.planted]
    return {
        "schema": SCHEMA,
        "seed": seed,
        "documents": [
            {
                "name": one.name,
                "claims": one.claims,
                "tied": one.tied,
                **asdict(tally(within_reach(one.planted))),
            }
            for one in seeded
        ],
        "total": asdict(tally(within_reach(planted))),
        "beyond": asdict(tally(beyond_reach(planted))),
        "kinds": [
            {"where": where, "kind": kind, **asdict(counts)}
            for (where, kind), counts in by_kind(planted).items()
        ],
        "errors": [_encode(each) for each in planted],
    }


def _encode(each: Planted) -> dict[str, Any]:
    slip = each.slip
    return {
        "document": each.document,
        "where": slip.where,
        "kind": slip.kind,
        "edits": [asdict(edit) for edit in slip.edits],
        "before": slip.before,
        "after": slip.after,
        "claims": sorted(slip.falsified),
        "sentence": each.sentence,
        "flagged": each.flagged,
        "diagnosed": each.diagnosed,
        "verdict": each.verdict,
        "reason": each.reason,
        "diagnosis": each.diagnosis,
        "expected": sorted(slip.reasons),
        "elsewhere": [asdict(change) for change in each.elsewhere],
    }


def render_seeding(seeded: Sequence[Seeded], seed: int) -> str:
    """A line a kind, then the totals with the coverage beside them."""
    planted = [each for one in seeded for each in one.planted]
    counted, beyond = within_reach(planted), beyond_reach(planted)
    claims, tied = sum(one.claims for one in seeded), sum(one.tied for one in seeded)
    head = f"{'':<7}{'error':<15}{'planted':>8}{'flagged':>17}{'diagnosed':>17}{'elsewhere':>11}{'alarms':>8}"
    errors, releases = _number(len(counted), "error"), _number(len(seeded), "release")
    lines = [
        f"{errors} planted one at a time into {releases} (seed {seed})",
        f"Coverage: {tied:,} of {claims:,} claims tied to cells ({_percent(tied, claims)}); errors go there.",
        "",
        head,
    ]
    for (where, kind), counts in by_kind(counted).items():
        lines.append(_line(where, kind, counts))
    lines += [_line("all", "", tally(counted)), ""]
    missed = verdicts_of(counted)
    if missed:
        lines.append(f"Of those not flagged the claim was said to be: {_said(missed)}.")
    if beyond:
        lines.append(_beyond(beyond))
    lines.append(
        "elsewhere: claims that have nothing to do with the error and changed their verdict;"
        " alarms: of those, the new mismatches."
    )
    return "\n".join(lines) + "\n"


def _beyond(planted: Sequence[Planted]) -> str:
    """What became of the errors that the tables cannot show up."""
    counts = tally(planted)
    rest = verdicts_of(planted)
    said = f"; the others were said to be: {_said(rest)}" if rest else ""
    return (
        f"Not counted: a quarter named of which there is no column, {counts.planted:,} times:"
        f" {counts.flagged:,} flagged{said} (unsupported is right);"
        f" {counts.elsewhere:,} elsewhere, {counts.alarms:,} alarms."
    )


def _said(verdicts: Counter[str]) -> str:
    return ", ".join(f"{number:,} {verdict}" for verdict, number in verdicts.most_common())


def _line(where: str, kind: str, counts: Tally) -> str:
    return (
        f"{where:<7}{kind:<15}{counts.planted:>8,}"
        f"{counts.flagged:>8,} {_percent(counts.flagged, counts.planted):>8}"
        f"{counts.diagnosed:>8,} {_percent(counts.diagnosed, counts.planted):>8}"
        f"{counts.elsewhere:>11,}{counts.alarms:>8,}"
    )


def render_misses(seeded: Sequence[Seeded]) -> str:
    """Every error that was not flagged, not rightly diagnosed, or felt elsewhere."""
    lines = [line for one in seeded for each in one.planted for line in _miss(each)]
    return "\n".join(lines) + "\n" if lines else "No misses.\n"


def _miss(each: Planted) -> list[str]:
    slip = each.slip
    altered = f"{slip.before!r} → {slip.after!r} in {each.sentence!r}"
    where = f"{each.document}: {slip.kind} in the {slip.where}, {altered}"
    told = f"{each.verdict or 'gone'}" + (f" ({each.reason})" if each.reason else "")
    lines = []
    right = slip.kind in BEYOND and each.verdict == "unsupported"
    if not each.flagged and not right:
        lines.append(f"not flagged: {where}: {told}: {each.diagnosis or ''}")
    elif each.flagged and not each.diagnosed:
        lines.append(
            f"diagnosis: {where}: {each.reason}, not {' or '.join(sorted(slip.reasons))}: {each.diagnosis}"
        )
    lines += [
        f"elsewhere: {where}: {change.claim} {change.text!r}: {change.before} → {change.after or 'gone'}"
        for change in each.elsewhere
    ]
    return lines


def _percent(part: int, whole: int) -> str:
    """Cut off, not rounded, so that 100.0% means all."""
    return f"{1000 * part // whole / 10:.1f}%" if whole else "-"


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
