"""Several metrics, or what qualifies them, shared out over several numbers in their order."""

from __future__ import annotations

import re
from itertools import pairwise

from narrext.claims.cues import COORDINATE
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.naming import measure_of
from narrext.claims.settling import settle_kind


def share_out(sentence: Sentence) -> None:
    """ "A and B were $1 and $2, respectively": the metrics, or what qualifies them, in their order."""
    drafts = sentence.drafts
    i = 0
    while i < len(drafts):
        j = i + 1
        while j < len(drafts) and is_listed(drafts[j]) and drafts[j].quantity.kind == drafts[i].quantity.kind:
            j += 1
        if j - i >= 2:
            share_metrics(sentence, i, j)
        i = j


def is_listed(d: Draft) -> bool:
    """Whether a number is one more of a list, be it of those that others are compared with."""
    return d.tie == "list" or (d.tie == "compare" and COORDINATE.fullmatch(d.left) is not None)


PAIR = re.compile(r"(?i)\b([\w-]+(?:\s[\w-]+)?),?\s+and\s+(?:the\s+|its\s+)?([\w-]+)\s*$")


def share_metrics(sentence: Sentence, i: int, j: int) -> None:
    drafts = sentence.drafts[i:j]
    floor = sentence.drafts[i - 1].end if i else 0
    left = [m for m in sentence.metrics if m.start >= floor and m.end <= drafts[0].start]
    names = left[-len(drafts) :]
    if len(names) == len(drafts) and all(
        re.fullmatch(r"(?i)\s*(?:,|and|,\s*and)\s*(?:the\s+|its\s+|our\s+)*", sentence.text[a.end : b.start])
        for a, b in pairwise(names)
    ):
        for d, name in zip(drafts, names, strict=True):
            d.metric = measure_of(sentence.text, name, d.kind, sentence.metrics)
            settle_kind(d)
        return
    if not left and RESPECTIVELY.match(sentence.text, drafts[-1].end):
        share_subjects(sentence, i, drafts)
        return
    if left and len(drafts) == 2:
        pair = PAIR.search(sentence.text[floor : left[-1].head_start])
        if pair:
            for d, word in zip(drafts, (pair[1], pair[2]), strict=True):
                d.metric = d.metric.qualified(word, drop=(pair[1], pair[2]))


RESPECTIVELY = re.compile(r"(?i)\s*,?\s*respectively\b")


def share_subjects(sentence: Sentence, i: int, drafts: list[Draft]) -> None:
    """ "Product revenue was $31.7 million and service revenue $12.9 million, up 4% and 19%, respectively"."""
    before = sentence.drafts[max(0, i - len(drafts)) : i]
    names = [x.metric for x in before]
    if len(set(names)) == len(drafts) and all(x.role == "level" for x in before):
        for d, name in zip(drafts, names, strict=True):
            d.metric = name
