"""Finding the place of an annotated number in a release's text.

White space, quotation marks and invisible characters do not count: an annotation made from one
rendering of a page is found in another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from narrext.corpus.records import Annotation

# How many letters and digits on either side an anchor is made of: enough to be unique in a release,
# few enough to stay within the bullet or the paragraph.
ANCHOR_REACH = 24
# How many characters on either side make up a context where none is recorded.
CONTEXT_REACH = 40

_BLANK = r"[\s\u200b\u00ad]"
_SAME = {"'": "['‘’`]", '"': '["“”]', "-": "[-‐‑–—−]"}
_OTHERS = re.compile(r"[\W_]+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")


def fold(text: str) -> str:
    """White space folded to one blank, typographic quotes made plain, invisible characters left out."""
    text = text.replace("\xa0", " ").replace("\u200b", "").replace("\xad", "")
    text = re.sub("[‘’]", "'", text)
    text = re.sub("[“”]", '"', text)
    return re.sub(r"\s+", " ", text).strip()


def place_all(text: str, annotations: tuple[Annotation, ...]) -> list[tuple[int, int] | None]:
    """The span of each annotation in the text; None where it is not to be found."""
    places: list[tuple[int, int] | None] = []
    last = 0
    for annotation in annotations:
        place = place_of(text, annotation, last)
        places.append(place)
        last = place[0] if place else last
    return places


def place_of(text: str, annotation: Annotation, after: int = 0) -> tuple[int, int] | None:
    """Where an annotation stands: by its span if the number is still there, else by its words."""
    span = annotation.span
    if span and fold(text[slice(*span)]) == fold(annotation.text) and _anchored(text, span, annotation):
        return span
    if annotation.context:
        return _by_context(text, annotation, after)
    if annotation.anchor:
        hits = [
            hit for hit in occurrences(text, annotation.text) if anchor_of(text, hit) == annotation.anchor
        ]
        return next((hit for hit in hits if hit[0] >= after), hits[0] if hits else None)
    return None


def _anchored(text: str, span: tuple[int, int], annotation: Annotation) -> bool:
    return not annotation.anchor or anchor_of(text, span) == annotation.anchor


def anchor_of(text: str, span: tuple[int, int]) -> str:
    """A checksum of the letters and digits around a number; white space and marks do not count."""
    start, end = span
    before = _OTHERS.sub("", text[max(0, start - 8 * ANCHOR_REACH) : start])[-ANCHOR_REACH:]
    after = _OTHERS.sub("", text[end : end + 8 * ANCHOR_REACH])[:ANCHOR_REACH]
    return hashlib.sha256(f"{before}|{after}".lower().encode()).hexdigest()[:12]


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Every place where the words stand, however they are spaced."""
    return (hit.span() for hit in re.finditer(_loose(fold(words)), text))


def _by_context(text: str, annotation: Annotation, after: int) -> tuple[int, int] | None:
    """By the context, or as much of it as stands in one piece: a rendering may set bullets elsewhere."""
    number = fold(annotation.text)
    before, found, behind = fold(annotation.context).partition(number)
    if not found:
        return None
    ahead, rest = before.split(" "), behind.split(" ")
    for left, right in _ever_less(len(ahead), len(rest)):
        lead, tail = " ".join(ahead[left:]), " ".join(rest[:right])
        pattern = re.compile(_loose(lead) + "(" + _loose(number) + ")" + _loose(tail))
        hits = [hit.span(1) for hit in pattern.finditer(text)]
        if hits:
            return next((hit for hit in hits if hit[0] >= after), hits[0])
    return None


def _ever_less(before: int, behind: int) -> Iterator[tuple[int, int]]:
    """Cuts of the words before and behind a number: all of them, then ever fewer of those far off."""
    yield 0, behind
    for left in range(1, before):
        yield left, behind
    for left in range(before):
        for right in range(behind - 1, 0, -1):
            yield left, right


def _loose(words: str) -> str:
    """A pattern for words that does not mind how they are spaced and quoted."""
    pieces = {" ": _BLANK + "+", "•": r"(?:[^\w\s]\s*)?", **_SAME}
    return "".join(pieces.get(char) or re.escape(char) for char in words)


def context_around(text: str, span: tuple[int, int]) -> str:
    """A few words either side of a place, of the same paragraph, white space folded."""
    start, end = span
    before = _PARAGRAPH.split(text[max(0, start - CONTEXT_REACH) : start])[-1]
    after = _PARAGRAPH.split(text[end : end + CONTEXT_REACH])[0]
    if len(before) == CONTEXT_REACH:
        before = before.partition(" ")[2]
    if len(after) == CONTEXT_REACH:
        after = after.rpartition(" ")[0]
    return fold(before + text[start:end] + after)


def placed(text: str, annotations: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """The annotations with their spans in this text, and a context for those that record none.

    What is not found keeps its words and has no span.
    """
    return tuple(
        replace(
            annotation,
            span=place,
            context=annotation.context or (context_around(text, place) if place else ""),
        )
        for annotation, place in zip(annotations, place_all(text, annotations), strict=True)
    )
