"""Layers as stand-off gold, one claim a line in the form of the annotation codebook, and gold as a layer.

Beyond the codebook's fields a line has `status`, `annotator`, `time` and `comment`, and `anchors`: the
offsets of the claim and of its cells in the text that `narrext text` prints, whatever the format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from narrext.errors import NarrextError
from narrext.report.encode import encode_cell
from narrext.report.words import plain
from narrext.review.decode import step_of
from narrext.review.layer import Claims, Fields
from narrext.review.subject import PROSE, Subject
from narrext.review.verdicts import untied
from narrext.tables.records import Fact

_BLANKS = re.compile(r"\s+")
KEPT = frozenset({"accepted", "corrected", "added"})
# Printed apostrophes and quotation marks that gold writes plainly.
_MARKS = {"'": "['‘’]", '"': '["“”]', "-": "[-‐‑–—]"}


def gold_lines(subject: Subject, claims: Claims, *, kept: bool = False) -> list[dict[str, Any]]:
    """The claims in reading order; with `kept`, only those that a reviewer stands by."""
    narrative = fold(" ".join(subject.text[b.start : b.end] for b in subject.blocks if b.kind in PROSE))
    chosen = [c for c in claims.values() if not kept or c["status"] in KEPT]
    return [gold_line(number, claim, subject, narrative) for number, claim in enumerate(chosen, 1)]


def gold_line(number: int, claim: Fields, subject: Subject, narrative: str) -> dict[str, Any]:
    start, end = claim["span"]
    line = {
        "n": number,
        "span": claim["span"] if subject.format == "text" else None,
        "text": claim["text"],
        "context": context(subject.text, start, end, narrative),
    }
    line |= {name: claim[name] for name in ("kind", "role", "metric")}
    line["value"] = _number(claim["value"])
    line["unit"] = claim["unit"]
    for name in ("value_high", "bound"):
        if claim[name] is not None:
            line[name] = _number(claim[name]) if name == "value_high" else claim[name]
    line |= {
        name: claim[name]
        for name in ("direction", "period", "base", "forward_looking", "verdict", "reason", "formula")
    }
    line["cells"] = [_number(cell["value"]) for cell in claim["cells"]]
    line |= {name: claim[name] for name in ("status", "annotator", "time")}
    if claim["comment"]:
        line["comment"] = claim["comment"]
    line["anchors"] = {"claim": claim["span"], "cells": [cell["span"] for cell in claim["cells"]]}
    return line


def write_lines(lines: Iterable[Mapping[str, Any]]) -> str:
    """JSON Lines, as git likes them."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def fold(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def context(text: str, start: int, end: int, narrative: str) -> str:
    """The claim with as few words on either side as make it occur once in the narrative."""
    before, after = fold(text[max(0, start - 600) : start]).split(), fold(text[end : end + 600]).split()
    # what is glued to the number belongs to it
    left = "" if text[start - 1 : start].isspace() or not start else " "
    right = "" if text[end : end + 1].isspace() or end == len(text) else " "
    joint = (left == " ", right == " ")
    for words in range(4, 60, 4):
        head, tail = " ".join(before[-words:]), " ".join(after[:words])
        found = head + ("" if joint[0] else " ") + fold(text[start:end]) + ("" if joint[1] else " ") + tail
        if narrative.count(found.strip()) == 1:
            return found.strip()
    return found.strip()


def _number(value: str | None) -> float | int | None:
    if value is None:
        return None
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() and "." not in value else float(number)


# --- gold as a layer ---------------------------------------------------------------------------------


def read_gold(subject: Subject, path: Path) -> Claims:
    """The claims of a gold file, each at its place in the text. Without a status they are accepted.

    Raises NarrextError, naming file and line, for a line that is none or whose context is not found.
    """
    found: Claims = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            gold = json.loads(line)
            found[f"g{gold['n']}"] = gold_claim(subject, gold)
        except (ValueError, KeyError, TypeError) as error:
            raise NarrextError(f"{path}, line {number}, is no line of gold that fits: {error}.") from error
    return found


def gold_claim(subject: Subject, gold: Mapping[str, Any]) -> Fields:
    start, end = locate(subject.text, gold)
    cells = [
        _gold_cell(subject, value, gold["period"], gold["base"], place)
        for place, value in enumerate(gold["cells"])
    ]
    said = {
        name: gold[name]
        for name in (
            "text",
            "kind",
            "role",
            "metric",
            "unit",
            "direction",
            "period",
            "base",
            "forward_looking",
        )
    }
    tie = untied("no_line_item") | {
        "verdict": gold["verdict"],
        "reason": gold["reason"],
        "formula": gold["formula"],
    }
    return said | tie | {
        "id": f"g{gold['n']}",
        "span": [start, end],
        "value": _plain(gold["value"]),
        "value_high": _plain(gold.get("value_high")),
        "bound": gold.get("bound"),
        "scope": "",
        "step": step_of(subject.text, start, end),
        "cells": cells,
        "score": 1.0,
        "status": gold.get("status", "accepted"),
        "annotator": gold.get("annotator", "gold"),
        "time": gold.get("time"),
        "comment": gold.get("comment", ""),
    }  # fmt: skip


def locate(text: str, gold: Mapping[str, Any]) -> tuple[int, int]:
    """Where a line of gold speaks of: its span, else its text inside of its context."""
    anchor = (gold.get("anchors") or {}).get("claim") or gold.get("span")
    if anchor and fold(text[slice(*anchor)]) == gold["text"]:
        return anchor[0], anchor[1]
    around = re.search(_loose(gold["context"]), text)
    if around is None:
        raise ValueError(f"“{gold['context']}” is not in the text")
    inside = re.compile(_loose(gold["text"])).search(text, around.start(), around.end())
    if inside is None:
        raise ValueError(f"“{gold['text']}” is not in its context")
    return inside.span()


def _loose(words: str) -> str:
    """A pattern for words however they are broken into lines and whichever marks they are printed with."""
    pieces = ["".join(_MARKS.get(c, re.escape(c)) for c in word) for word in words.split()]
    return r"[\s\u200b]+".join(pieces).replace("•", r"•\s*")


def _gold_cell(subject: Subject, value: float, period: str | None, base: str | None, place: int) -> Fields:
    """The cell of that value: of the claim's period, its base for the second; the first of several."""
    number = Decimal(str(value))
    fits = [fact for fact in subject.facts.values() if fact.value == number]
    wanted = (period, base) if place == 0 else (base, period)
    fits.sort(key=lambda fact: (_distance(fact, wanted), fact.start))
    if fits:
        return encode_cell(fits[0])
    empty: dict[str, Any] = {
        "table": None,
        "label": [],
        "column": "",
        "period": None,
        "unit": "",
        "span": None,
    }
    return {"value": plain(number), "printed": ""} | empty


def _distance(fact: Fact, wanted: tuple[str | None, str | None]) -> int:
    period = str(fact.period) if fact.period else None
    return 0 if period == wanted[0] else 1 if period == wanted[1] else 2


def _plain(value: float | None) -> str | None:
    return None if value is None else plain(Decimal(str(value)))


def project(
    folder: Path, reviewer: str, key: str, lines: Iterator[Mapping[str, Any]] | list[dict[str, Any]]
) -> None:
    """Write a layer beside the database as ``<reviewer>/<document>.jsonl``, whole or not at all."""
    from narrext.report.files import write_whole

    target = folder / reviewer / f"{key}.jsonl"
    target.parent.mkdir(exist_ok=True)
    content = write_lines(lines)
    if not target.is_file() or target.read_text(encoding="utf-8") != content:
        write_whole(target, content)
