"""A score as text for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from narrext.score.encode import Change
from narrext.score.measure import FIELDS, FURTHER_FIELDS

_VERDICTS: Final = ("match", "rounding", "mismatch", "unsupported")


def render_score(score: Mapping[str, Any]) -> str:
    """Totals with intervals, fields, the confusion, then a line a layout and a document."""
    parts = [_totals(score), _fields(score["total"]), _confusion(score["total"]["confusion"])]
    if len(score["layouts"]) > 1:
        parts.append(_groups("By layout", [(name, group) for name, group in score["layouts"].items()]))
    documents = [(document["name"], document) for document in score["documents"]]
    if len(documents) > 1:
        parts.append(_groups("By document", documents))
    if score["missing"]:
        parts.append(_missing(score["missing"]))
    return "\n".join(parts)


def _totals(score: Mapping[str, Any]) -> str:
    total = score["total"]
    counts, rates, ends = total["counts"], total["measures"], total["intervals"]

    def shown(name: str) -> str:
        low_high = ends.get(name)
        spread = f" [{100 * low_high[0]:.1f}, {100 * low_high[1]:.1f}]" if low_high else ""
        return f"{percent(rates[name]):>7}{spread}"

    lines = [f"{total['documents']} documents, {counts.get('gold', 0):,} claims in the gold"]
    if ends:
        lines[0] += "; in brackets the middle 95 % over resampled documents"
    lines.append("")
    for name in ("claims", "ties"):
        triple = "   ".join(f"{each} {shown(f'{name} {each}')}" for each in ("precision", "recall", "F1"))
        lines.append(f"{name:<10} {triple}")
    lines.append(f"verdicts   {shown('verdicts')} right of the claims found")
    lines.append(f"whole      {shown('whole')} of the gold found with the right verdict and cells")
    lines.append(f"coverage   {shown('coverage')} of the claims found are tied to cells")
    alarms, false = counts.get("alarms", 0), counts.get("false_alarms", 0)
    caught = f"{counts.get('true_alarms', 0)} of {counts.get('errors', 0)} errors of the gold caught"
    lines.append(f"alarms     {alarms} mismatches printed, {false} of them false; {caught}")
    return "\n".join(lines) + "\n"


def _fields(total: Mapping[str, Any]) -> str:
    found, rates = total["counts"].get("found", 0), total["measures"]
    lines = ["Fields of the claims found"]
    lines += [
        f"  {field:<16} {percent(rates[field]):>7}  ({total['counts'].get(field, 0)}/{found})"
        for field in (*FIELDS, *FURTHER_FIELDS)
    ]
    return "\n".join(lines) + "\n"


def _confusion(table: Mapping[str, Mapping[str, int]]) -> str:
    columns = [*_VERDICTS, "missed"]
    lines = ["Verdicts: the gold's down, ours across", " " * 13 + "".join(f"{name:>13}" for name in columns)]
    for gold in (*_VERDICTS, "extra"):
        if gold in table:
            numbers = "".join(f"{table[gold].get(said, 0) or '·':>13}" for said in columns)
            lines.append(f"  {gold:<11}{numbers}")
    return "\n".join(lines) + "\n"


def _groups(title: str, groups: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    wide = max(len(name) for name, _ in groups) + 2
    head = f"{title:<{wide}}  gold  claims F1  ties F1  verdicts    whole  coverage  alarms  false"
    lines = [head]
    for name, group in groups:
        counts, rates = group["counts"], group["measures"]
        lines.append(
            f"  {name:<{wide - 2}}  {counts.get('gold', 0):>4}  {percent(rates['claims F1']):>9}"
            f"  {percent(rates['ties F1']):>7}  {percent(rates['verdicts']):>8}  {percent(rates['whole']):>7}"
            f"  {percent(rates['coverage']):>8}  {counts.get('alarms', 0):>6}"
            f"  {counts.get('false_alarms', 0):>5}"
        )
    return "\n".join(lines) + "\n"


def _missing(missing: Sequence[Mapping[str, str]]) -> str:
    lines = [f"Not scored: {len(missing)} documents that are not at hand"]
    lines += [f"  {document['name']}: {document['why']}" for document in missing]
    return "\n".join(lines) + "\n"


def render_misses(score: Mapping[str, Any]) -> str:
    """Every claim that is not wholly right, document by document."""
    lines: list[str] = []
    for document in score["documents"]:
        wrong = [claim for claim in document["claims"] if claim["state"] != "whole"]
        if wrong:
            lines += [document["name"], *(_miss(claim) for claim in wrong), ""]
    return "\n".join(lines) or "No misses.\n"


def _miss(claim: Mapping[str, Any]) -> str:
    place = f"{claim['text']!r} in {claim['context']!r}"
    gold, said = claim["gold"], claim["said"]
    if gold is None:
        return f"  not a claim: {place} (said {said['verdict']})"
    if said is None:
        return f"  not found: {place} (gold {gold['verdict']})"
    return f"  {place}: gold {_bearing(gold)}, got {_bearing(said)}"


def _bearing(claim: Mapping[str, Any]) -> str:
    told = claim["verdict"] + (f" ({claim['reason']})" if claim["reason"] else "")
    return f"{told} {claim['formula']} over {claim['cells']}" if claim["cells"] else told


def render_changes(changes: Sequence[Change]) -> str:
    """What changed since an older score: better ones first."""
    if not changes:
        return "Nothing changed.\n"
    lines = [f"{len(changes)} claims changed, {sum(change.better for change in changes)} of them to right"]
    for change in sorted(changes, key=lambda change: (not change.better, change.document)):
        before, after = change.before or "not there", change.after or "not there"
        lines.append(f"  {change.document}: {change.text!r} in {change.context!r}: {before} → {after}")
    return "\n".join(lines) + "\n"


def percent(value: float | None) -> str:
    """``98.7%``; a dash where there is nothing to divide by."""
    return "-" if value is None else f"{100 * value:.1f}%"
