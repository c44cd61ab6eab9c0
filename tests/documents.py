"""Small documents, prose over the tables of an invented company, and what a correct check says of each claim.

A case is one line of JSON: `id`, `prose`, `tables` (names of ``cases/documents/tables.toml``) and `expect`, the
claims in reading order: `text`, `verdict`, and where the case is about them `reason`, `formula`, `cells` (as
printed, in the formula's order) and words of the `diagnosis`. A list holds what is as good. A known failure
has a `reason` of its own beside the `id`.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import narrext
from narrext.report import Report
from narrext.verify import Verdict

CASES = Path(__file__).parent / "cases" / "documents"
CASE_KEYS = {"id", "tables", "prose", "expect", "reason"}
CLAIM_KEYS = {"text", "verdict", "reason", "formula", "cells", "diagnosis"}


@cache
def tables() -> dict[str, str]:
    return tomllib.loads((CASES / "tables.toml").read_text(encoding="utf-8"))


def read_cases(name: str) -> list[dict[str, Any]]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def lay_out(prose: str, *names: str) -> str:
    """The text of a document: its opening, the prose, and the tables one after another."""
    found = tables()
    return "\n\n".join((found["opening"].strip(), prose, *(found[name].strip("\n") for name in names))) + "\n"


def check_document(prose: str, *names: str) -> Report:
    return narrext.check(lay_out(prose, *names).encode())


def one_of(expected: Any, found: Any) -> bool:
    return expected is None or found == expected or (isinstance(expected, list) and found in expected)


def bare(printed: str) -> str:
    """A cell's digits and sign alone, whatever blanks and currency marks stand about them."""
    return printed.replace("$", "").replace(" ", "")


def told(verdict: Verdict) -> str:
    cells = " ".join(bare(fact.printed) for fact in verdict.facts)
    return f"{verdict.claim.text!r} {verdict.verdict} {verdict.reason} {verdict.formula} [{cells}] {verdict.diagnosis}"


def differences(expected: dict[str, Any], verdict: Verdict) -> list[str]:
    assert set(expected) <= CLAIM_KEYS, f"a claim of a case has no field {set(expected) - CLAIM_KEYS}"
    cells = [bare(fact.printed) for fact in verdict.facts]
    same = {
        "text": one_of(expected["text"], verdict.claim.text),
        "verdict": one_of(expected.get("verdict"), verdict.verdict),
        "reason": one_of(expected.get("reason"), verdict.reason),
        "formula": one_of(expected.get("formula"), verdict.formula),
        "cells": expected.get("cells") in (None, cells),
        "diagnosis": expected.get("diagnosis", "") in (verdict.diagnosis or ""),
    }
    return [f"{name} of {told(verdict)}, not {expected[name]!r}" for name, right in same.items() if not right]


def complaints(case: dict[str, Any]) -> list[str]:
    """All that is wrong with the verdicts of a case, one line each; nothing where they are as it tells."""
    found = check_document(case["prose"], *case["tables"]).claims
    if len(found) != len(case["expect"]):
        return [
            f"{len(case['expect'])} claims are there, found: {'; '.join(told(v) for v in found) or 'none'}"
        ]
    return [
        line
        for want, verdict in zip(case["expect"], found, strict=True)
        for line in differences(want, verdict)
    ]
