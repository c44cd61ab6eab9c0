"""Claims of a direction without a number: "higher gross profit than a year ago", "returned to profitability"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from spacy.language import Language

from narrext.claims.cues import cues, is_forward
from narrext.claims.find import Piece, Prose, cut, metric_heads
from narrext.claims.heads import MetricHeads
from narrext.claims.metrics import MetricMention, find_metrics
from narrext.claims.naming import measure_of
from narrext.claims.records import Claim, Measure
from narrext.claims.scopes import Scope
from narrext.claims.text import fold, sentences
from narrext.numerals import as_listed
from narrext.periods import Calendar, Period, PeriodMention, find_periods
from narrext.quantities import TIMES_WORD
from narrext.segment import Block

# "higher gross profit": the word stands right before the metric, or before the one it is joined to
ADVERB = r"(?:\s+(?:\w+ly|much|far|slightly|our|its|the|total|overall))*"
AND_METRIC = re.compile(r"(?i)\s*(?:,|and|,\s*and)\s*$")
RETURN = re.compile(r"(?i)\b(?:returned|return)\s+to\s+(?:profitability|profit|a\s+profit|the\s+black)\b")
NUMBER = re.compile(r"\d")
# these hold a figure against what was expected, not against another period
EXPECTATIONS = frozenset({"above", "below", "ahead of", "exceeded", "off"})
# how far behind a metric its verb may stand, and how near a number makes the claim a numeric one
REACH = 30
NEAR = 60


def find_trends(
    text: str, blocks: Sequence[Block], nlp: Language, heads: MetricHeads, calendar: Calendar
) -> list[Claim]:
    """The trend claims of a release's prose, in reading order, with `kind` "trend" and no value."""
    pieces = list(all_pieces(text, blocks))
    found: list[Claim] = []
    for piece, piece_heads in zip(pieces, metric_heads(pieces, nlp, heads), strict=True):
        sentence = piece.folded.text[piece.start : piece.end]
        periods = find_periods(sentence)
        blocked = [(p.start, p.end) for p in periods]
        metrics = find_metrics(sentence, piece_heads, blocked)
        for start, end, metric, direction in directions(sentence, metrics):
            if not is_forward(sentence[:start], sentence[end:], piece.scope.outlook):
                found.append(
                    trend(piece, sentence, (start, end), metric, direction, periods, calendar, len(found) + 1)
                )
    return found


def all_pieces(text: str, blocks: Sequence[Block]) -> Iterator[Piece]:
    """Every sentence of the prose; those with numbers as well, since one may say both."""
    prose = Prose()
    numbered = {(p.folded.start, p.start): p for p in cut(text, blocks, prose)}
    yield from numbered.values()
    for number, block in enumerate(blocks):
        if block.kind not in ("paragraph", "bullet", "heading"):
            continue
        folded = fold(text, block.start, block.end)
        for start, end in sentences(folded.text):
            if (folded.start, start) not in numbered:
                yield Piece(folded, start, end, number, block.kind, Scope())


def directions(
    sentence: str, metrics: Sequence[MetricMention]
) -> Iterator[tuple[int, int, MetricMention, str]]:
    """``(start, end, metric, direction)`` of each metric that is said to have moved, without a number."""
    known = {word: way for word, way in cues().moves.items() if word not in EXPECTATIONS}
    words = re.compile(rf"(?i)\b({'|'.join(map(re.escape, known))})\b")
    last: tuple[int, str] | None = None
    for metric in metrics:
        before = sentence[: metric.start]
        found = re.search(words.pattern + ADVERB + r"\s*$", before[-40:], re.IGNORECASE)
        if found:
            start = len(before) - len(before[-40:]) + found.start(1)
            last = (start, known[as_listed(found[1])])
        elif not (last is not None and AND_METRIC.search(before[-12:])):
            last = None
        behind = sentence[metric.head_end : metric.head_end + REACH]
        verb = words.match(behind.lstrip()) if last is None else None
        if last is not None and not NUMBER.search(sentence[metric.end : metric.end + NEAR]):
            yield last[0], metric.end, metric, last[1]
        elif (
            verb is not None
            and not TIMES_WORD.search(sentence[metric.head_end :])
            and not NUMBER.search(sentence[metric.head_end : metric.head_end + NEAR])
        ):
            end = metric.head_end + len(behind) - len(behind.lstrip()) + verb.end()
            yield metric.start, end, metric, known[as_listed(verb[1])]


def trend(
    piece: Piece,
    sentence: str,
    place: tuple[int, int],
    metric: MetricMention,
    direction: str,
    periods: Sequence[PeriodMention],
    calendar: Calendar,
    number: int,
) -> Claim:
    start, end = place
    named = measure_of(sentence, metric, "money")
    period, base = told_periods(sentence, periods, calendar)
    if named.nature == "instant":
        period, base = period and period.at_end, base and base.at_end
    at = piece.folded.offset
    return Claim(
        id=f"t{number}",
        start=at(piece.start + start),
        end=at(piece.start + end - 1) + 1,
        text=sentence[start:end],
        sentence_start=at(piece.start),
        sentence_end=at(piece.end - 1) + 1,
        sentence=sentence,
        kind="trend",
        role="change",
        metric=named.text,
        value=None,
        step=Decimal(1),
        unit="",
        direction=direction,
        period=period,
        base=base,
        measure=Measure(
            concept=named.concept,
            head=named.head,
            qualifiers=named.qualifiers,
            basis=named.basis,
            per_share=named.per_share,
            window=named.window,
        ),
    )


COMPARED = re.compile(r"(?i)\b(?:than|from|compared\s+(?:with|to)|versus|over)\b[^,;]{0,40}$")


def told_periods(
    sentence: str, periods: Sequence[PeriodMention], calendar: Calendar
) -> tuple[Period | None, Period | None]:
    """The period and the base that a sentence names, else the reported one and the year before."""
    period = calendar.current
    base: Period | None = None
    for mention in periods:
        looks_back = mention.relation in ("year_ago", "previous") or COMPARED.search(
            sentence[: mention.start]
        )
        if looks_back and base is None:
            base = calendar.resolve(mention, period)
        elif not looks_back and mention.relation != "current":
            period = calendar.resolve(mention) or period
    if period is not None and base is None:
        base = calendar.shift(period, years=-1)
    return period, base


def as_amount(claim: Claim) -> Claim:
    """The claim in the form that linking takes: a change of an amount."""
    kind = "per_share" if claim.measure.per_share else "money"
    return replace(claim, kind=kind, value=Decimal(0))
