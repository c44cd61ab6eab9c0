"""What a percentage is "as a percentage of": "Gross profit as a percentage of sales was 30.8 percent"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrext.claims.cues import OF_IDLE
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.metrics import MetricMention

AS_SHARE = re.compile(
    r"(?i)(?:\(\s*)?\b(?:(?:when\s+)?(?:expressed|measured|stated)\s+)?as\s+an?\s+(?:percent(?:age)?|%|share|proportion)\s+of\s+"
)
# the words of a denominator that is no metric of the lexicon
WORDS = re.compile(
    r"(?:(?!(?:was|were|is|are|in|for|from|to|at|and|or|as|declined|decreased|increased|rose|fell|grew|improved|during|compared)\b)[A-Za-z][\w&’'/-]*\s?){1,5}"
)


@dataclass(frozen=True, slots=True)
class Denominator:
    """ "as a percentage of sales" as ``text[start:end]``; `mention` is None where the lexicon lacks it."""

    start: int
    end: int
    words: str
    mention: MetricMention | None


def find_denominators(text: str, metrics: list[MetricMention]) -> list[Denominator]:
    found = []
    for match in AS_SHARE.finditer(text):
        named = mention_at(text, match.end(), metrics)
        words = WORDS.match(text, match.end())
        if named is not None:
            found.append(Denominator(match.start(), named.end, text[named.start : named.end], named))
        elif words is not None:
            end = words.start() + len(words[0].rstrip())
            found.append(Denominator(match.start(), end, words[0].rstrip(), None))
    return found


def mention_at(text: str, at: int, metrics: list[MetricMention]) -> MetricMention | None:
    return next((m for m in metrics if m.start >= at and OF_IDLE.fullmatch(text, at, m.start)), None)


def without_denominators(
    metrics: list[MetricMention], denominators: list[Denominator]
) -> list[MetricMention]:
    """The metrics that are counted, not what they are measured by."""
    return [m for m in metrics if not any(d.start <= m.head_start < d.end for d in denominators)]


def assign_denominators(sentence: Sentence, denominators: list[Denominator]) -> None:
    """Make the percentages that a denominator governs shares of it, and changes in points changes of such."""
    for d in sentence.drafts:
        if d.of_text or d.kind not in ("percent", "percent_points"):
            continue
        if d.kind == "percent" and d.role != "level":
            continue
        for denominator in denominators:
            if governs(sentence, denominator, d):
                d.of, d.of_text = denominator.mention, denominator.words
                d.role = "share" if d.role == "level" else d.role


def governs(sentence: Sentence, denominator: Denominator, d: Draft) -> bool:
    """Whether a number stands right before a denominator, or behind it before another metric begins."""
    if d.end <= denominator.start:
        return not sentence.text[d.end : denominator.start].strip(" ,(")
    between = [m for m in sentence.metrics if denominator.end <= m.start and m.end <= d.start]
    before = [x for x in sentence.drafts if x.end <= denominator.start]
    floor = before[-1].end if before else 0
    leads = not any(floor <= m.start < denominator.start for m in sentence.metrics)
    return len(between) <= leads
