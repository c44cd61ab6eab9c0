"""Report -> the objects of JSON, in the format that `narrext/schema/report-1.json` describes.

Decimals are strings, so that ``0.60`` stays ``0.60``; periods are ISO dates joined by a slash; spans
are ``[start, end)`` in characters of the release's text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from narrext.claims.records import Claim
from narrext.errors import Finding
from narrext.periods import Period
from narrext.release import Part
from narrext.report.records import SCHEMA, Document, Report, Summary
from narrext.report.words import context_of, plain, score_of
from narrext.tables.records import Column, Fact, LineItem, Table
from narrext.verify import Candidate, Verdict

# Words of context on either side of a claim: enough to find its place by eye.
_CONTEXT_WORDS = 8


def encode_report(report: Report) -> dict[str, Any]:
    """A whole report."""
    text = report.document.release.text
    return {
        "schema": SCHEMA,
        "document": encode_document(report.document),
        "claims": [encode_verdict(text, verdict) for verdict in report.claims],
        "trends": [encode_verdict(text, verdict) for verdict in report.trends],
        "tables": [encode_table(table) for table in report.tables],
        "findings": [encode_finding(finding) for finding in report.findings],
        "summary": encode_summary(report.summary),
    }


def encode_document(document: Document) -> dict[str, Any]:
    """Name, checksum and parts of what was read."""
    release = document.release
    return {
        "name": release.name,
        "sha256": release.sha256,
        "format": release.format,
        "length": len(release.text),
        "issuer": document.issuer,
        "period": _period(document.period),
        "parts": [_part(part) for part in release.parts],
    }


def encode_verdict(text: str, verdict: Verdict) -> dict[str, Any]:
    """A claim and what it came to."""
    return {
        **encode_claim(text, verdict.claim),
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "formula": verdict.formula,
        "cells": [encode_cell(fact) for fact in verdict.facts],
        "computed": _number(verdict.computed),
        "interval": [plain(end) for end in verdict.interval] if verdict.interval else None,
        "working": verdict.working,
        "score": score_of(verdict.score),
        "diagnosis": verdict.diagnosis,
        "candidates": [_candidate(candidate) for candidate in verdict.candidates],
    }


def encode_claim(text: str, claim: Claim) -> dict[str, Any]:
    """What the release says, before it is held against anything."""
    before, after = context_of(text, claim, _CONTEXT_WORDS)
    return {
        "id": claim.id,
        "text": claim.text,
        "context": (before + claim.text + after).removeprefix("… ").removesuffix(" …"),
        "sentence": claim.sentence,
        "span": [claim.start, claim.end],
        "kind": claim.kind,
        "role": claim.role,
        "metric": claim.metric,
        "value": _number(claim.value),
        "value_high": _number(claim.value_high),
        "unit": claim.unit,
        "bound": claim.bound,
        "direction": claim.direction,
        "period": _period(claim.period),
        "base": _period(claim.base),
        "forward_looking": claim.forward_looking,
        "scope": claim.scope,
    }


def encode_cell(fact: Fact) -> dict[str, Any]:
    """A figure that a claim was held against."""
    return {
        "value": plain(fact.value),
        "printed": fact.printed,
        "span": [fact.start, fact.end],
        "table": fact.item.table,
        "label": list(fact.item.path),
        "column": fact.column.heading,
        "period": _period(fact.period),
        "unit": fact.unit,
    }


def encode_table(table: Table) -> dict[str, Any]:
    """A table: its columns, and its line items with their figures."""
    facts: dict[int, list[Fact]] = {}
    for fact in table.facts:
        facts.setdefault(fact.item.row, []).append(fact)
    return {
        "index": table.index,
        "span": [table.start, table.end],
        "caption": table.caption,
        "statement": table.statement,
        "currency": table.currency,
        "scale": plain(table.scale),
        "columns": [_column(column) for column in table.columns],
        "items": [_item(item, facts.get(item.row, [])) for item in table.items],
    }


def encode_finding(finding: Finding) -> dict[str, Any]:
    """Something that a reader should know."""
    return {"kind": finding.kind, "message": finding.message, "span": [finding.start, finding.end]}


def encode_summary(summary: Summary) -> dict[str, Any]:
    """The counts; `coverage` is claims tied / claims found, null without claims."""
    coverage = summary.coverage
    return {
        "claims": summary.claims,
        "tied": summary.tied,
        "coverage": None if coverage is None else round(coverage, 4),
        "match": summary.match,
        "rounding": summary.rounding,
        "mismatch": summary.mismatch,
        "unsupported": summary.unsupported,
        "reasons": dict(summary.reasons),
        "trends": summary.trends,
        "tables": summary.tables,
        "findings": summary.findings,
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _period(period: Period | None) -> str | None:
    return None if period is None else str(period)


def _part(part: Part) -> dict[str, Any]:
    return {
        "type": part.type,
        "name": part.name,
        "description": part.description,
        "span": [part.start, part.end],
        "used": part.used,
        "why": part.why,
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "formula": candidate.formula,
        "cells": [encode_cell(fact) for fact in candidate.facts],
        "score": score_of(candidate.score),
        "evidence": list(candidate.evidence),
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "index": column.index,
        "headings": list(column.headings),
        "period": _period(column.period),
        "base": _period(column.base),
        "role": column.role,
        "basis": column.basis,
        "measure": column.measure,
        "unit": column.unit,
        "scale": _number(column.scale),
        "entity": column.entity,
    }


def _item(item: LineItem, facts: list[Fact]) -> dict[str, Any]:
    return {
        "row": item.row,
        "label": list(item.path),
        "span": [item.start, item.end],
        "unit": item.unit,
        "scale": plain(item.scale),
        "total": item.total,
        "basis": item.basis,
        "period": _period(item.period),
        "figures": [_figure(fact) for fact in facts],
    }


def _figure(fact: Fact) -> dict[str, Any]:
    return {
        "column": fact.column.index,
        "value": plain(fact.value),
        "step": plain(fact.step),
        "printed": fact.printed,
        "span": [fact.start, fact.end],
        "unit": fact.unit,
        "period": _period(fact.period),
        "nil": fact.nil,
    }
