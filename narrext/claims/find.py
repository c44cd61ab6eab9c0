"""The prose of a release -> its claims, in reading order.

First every sentence that holds a number is read for itself; then, with the fiscal calendar that tables
and prose give together, headings and sentences before it tell what the words leave open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from spacy.language import Language

from narrext.claims.anaphora import Trail
from narrext.claims.brackets import Shortened, ShortNames, blanked, short_names, without
from narrext.claims.drafts import Sentence
from narrext.claims.heads import Head, MetricHeads
from narrext.claims.metrics import vocabulary
from narrext.claims.naming import Metric
from narrext.claims.printed import PrintedTerms, with_printed
from narrext.claims.records import Claim
from narrext.claims.resolve import Topic, resolve_sentence
from narrext.claims.scopes import OUTLOOK, Scope, captions, lead_of, scope_of, scope_within
from narrext.claims.sentence import read_sentence
from narrext.claims.text import Folded, fold, sentences
from narrext.number_words import MAY_HOLD
from narrext.periods import Calendar, PeriodMention, find_periods
from narrext.segment import Block

PROSE = ("heading", "paragraph", "bullet")
# what can hold a claim: a digit, or a number in words
DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class ReadSentence:
    """A sentence as read, with its place in the release and what it stands under."""

    folded: Folded
    start: int  # in the folded text of its block
    end: int
    block: int
    kind: str  # of its block
    parsed: Sentence
    scope: Scope


@dataclass(slots=True)
class Prose:
    """The claim-bearing sentences of a release, and the periods that its prose names."""

    sentences: list[ReadSentence] = field(default_factory=list)
    mentions: list[PeriodMention] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    folded: Folded
    start: int
    end: int
    block: int
    kind: str
    scope: Scope


def read_prose(
    text: str,
    blocks: Sequence[Block],
    nlp: Language,
    heads: MetricHeads,
    currency: str = "USD",
    printed: PrintedTerms | None = None,
) -> Prose:
    """Read the sentences of the prose blocks that hold numbers; the others only set the scene.

    `printed` are the labels of the release's own tables: they name metrics as the lexicon does.
    """
    prose = Prose()
    pieces = list(cut(text, blocks, prose))
    found = metric_heads(pieces, nlp, heads)
    short = ShortNames()
    about: Metric | None = None
    block = -1
    for piece, piece_heads in zip(pieces, found, strict=True):
        sentence = piece.folded.text[piece.start : piece.end]
        named = all_heads(sentence, piece_heads, printed, short)
        about = about if piece.block == block else None
        parsed = read_sentence(sentence, named, currency, outlook=piece.scope.outlook, about=about)
        about, block = subject_of_sentence(parsed), piece.block
        prose.mentions += list(parsed.periods)
        if parsed.drafts or parsed.periods:
            prose.sentences.append(
                ReadSentence(
                    piece.folded, piece.start, piece.end, piece.block, piece.kind, parsed, piece.scope
                )
            )
    return prose


def all_heads(
    sentence: str, heads: Sequence[Head], printed: PrintedTerms | None, short: ShortNames
) -> list[Head]:
    """The lexicon's heads with those of the release's own tables and abbreviations."""
    clear = blanked(sentence, [(start, end) for start, end, *_ in short_names(sentence)])
    named = with_printed(clear, heads, printed.find(clear) if printed is not None else [])
    named = short.find(clear, named)
    short.learn(sentence, named)
    return named


def cut(text: str, blocks: Sequence[Block], prose: Prose) -> Iterable[Piece]:
    """The sentences with numbers, each with the headings and leads that it stands under."""
    scope = Scope()
    for number, block in enumerate(blocks):
        if block.kind not in PROSE:
            if block.kind in ("cover", "boilerplate"):
                scope = Scope()
            continue
        folded = fold(text, block.start, block.end)
        if block.kind == "heading":
            scope = scope_of(folded.text, scope)
            prose.mentions += find_periods(folded.text)
        elif lead_of(folded.text) or captions(folded.text):
            scope = scope.led(find_periods(folded.text), bool(OUTLOOK.search(folded.text)))
        own = scope if block.kind == "heading" else scope_within(folded.text, scope)
        for start, end in sentences(folded.text):
            if DIGIT.search(folded.text, start, end) or MAY_HOLD.search(folded.text, start, end):
                yield Piece(folded, start, end, number, block.kind, own)
        if block.kind == "paragraph" and not lead_of(folded.text) and not captions(folded.text):
            scope = scope.after_paragraph()


def metric_heads(pieces: Sequence[Piece], nlp: Language, heads: MetricHeads) -> list[list[Head]]:
    """The lexicon's phrases of each piece, from one Doc over all of them."""
    if not pieces:
        return []
    texts = [shortened(piece.folded.text[piece.start : piece.end]) for piece in pieces]
    doc = nlp.make_doc("\n".join(t.text for t in texts))
    found = heads.find(doc)
    result: list[list[Head]] = []
    at = offset = 0
    for text in texts:
        mine: list[Head] = []
        while at < len(found) and found[at][0] < offset + len(text.text):
            start, end, concepts = found[at]
            if end <= offset + len(text.text):
                mine.append((text.start(start - offset), text.end(end - offset), concepts))
            at += 1
        result.append(mine)
        offset += len(text.text) + 1
    return result


def shortened(sentence: str) -> Shortened:
    """A sentence without abbreviations in brackets: they stand in the middle of names."""
    return without(sentence, [(start, end) for start, end, *_ in short_names(sentence)])


def resolve_prose(prose: Prose, calendar: Calendar, currency: str = "USD") -> list[Claim]:
    """Claims with their dates: each sentence in the light of those before it in its block."""
    claims: list[Claim] = []
    topic = Topic()
    block, about, part = -1, "", Trail()
    for sentence in prose.sentences:
        if sentence.block != block:
            about, part = "", Trail(sentence.scope.name)
            topic = topic if sentence.kind == "paragraph" else topic.in_new_block(sentence.kind)
        block = sentence.block
        if about and not sentence.scope.name:
            sentence.scope = replace(sentence.scope, name=about)
        found, topic = resolve_sentence(sentence, calendar, topic, len(claims), currency)
        found = part.follow(found)
        if sentence.kind == "bullet" and not about:
            about = subject_of_bullet(found)
        claims += found
    return claims


def subject_of_sentence(parsed: Sentence) -> Metric | None:
    """The metric of a sentence's first number that is not only compared with."""
    for d in parsed.drafts:
        if d.tie != "compare":
            return d.metric if d.metric.concept or d.metric.text else None
    return parsed.about if parsed.drafts else None


def subject_of_bullet(found: Sequence[Claim]) -> str:
    """What narrows the first metric of a bullet narrows those behind it: "Coatings sales were …, and orders …"."""
    for claim in found:
        if claim.measure.concept:
            own = [w for w in claim.measure.qualifiers if w not in vocabulary()]
            return " ".join(own) if claim is found[0] else ""
    return ""
