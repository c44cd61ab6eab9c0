"""Numbers of the prose that a reviewer marks: what is printed there, and what nobody has claimed yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from narrext.errors import NarrextError
from narrext.number_words import NUMBER_WORDS, value_of
from narrext.periods import PeriodMention, find_periods
from narrext.quantities import Quantity, find_quantities
from narrext.report.words import plain
from narrext.review.layer import Claims, Fields
from narrext.review.subject import PROSE, Subject
from narrext.segment import Block, sentence_text

_BLANKS = re.compile(r"\s+")
_LAST_WORD = re.compile(r"[^\W\d_]+(?=\W*$)")
# "eight", "twenty-one"; "one" and "zero" are hardly ever a figure
_IN_WORDS = re.compile(
    rf"(?i)(?<![\w-])(?:{'|'.join(sorted(NUMBER_WORDS.keys() - {'zero', 'one'}, key=len, reverse=True))})"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?(?![\w-])"
)


def quantities_of(subject: Subject, block: Block) -> list[Quantity]:
    """The quantities of a block, those in words as well; offsets are the block's."""
    text = sentence_text(subject.text, block)
    found = find_quantities(text)
    free = (
        q for q in quantities_in_words(text) if not any(q.start < o.end and q.end > o.start for o in found)
    )
    return sorted((*found, *free), key=lambda q: q.start)


def quantities_in_words(text: str) -> Iterator[Quantity]:
    """Every number in words, whatever stands around it: a reviewer may claim any of them."""
    for match in _IN_WORDS.finditer(text):
        yield Quantity(match.start(), match.end(), "number", Decimal(value_of(match[0])), Decimal(1), "")


def unclaimed(subject: Subject, claims: Claims) -> Iterator[tuple[int, int]]:
    """Spans of numbers in the prose that no claim covers and that are no part of a date, in reading order."""
    taken = [tuple(claim["span"]) for claim in claims.values()]
    for block in subject.blocks:
        if block.kind not in PROSE:
            continue
        dates = find_periods(sentence_text(subject.text, block))
        for quantity in quantities_of(subject, block):
            if _is_date(quantity, dates):
                continue
            start, end = block.start + quantity.start, block.start + quantity.end
            if not any(start < b and end > a for a, b in taken):
                yield start, end


def _is_date(quantity: Quantity, dates: Sequence[PeriodMention]) -> bool:
    """Bare numbers inside of a date or a period, and whatever else looks like a year ("2003 results")."""
    if quantity.kind not in ("number", "count"):
        return False
    if any(date.start <= quantity.start and quantity.end <= date.end for date in dates):
        return True
    return quantity.step == 1 and 1900 <= quantity.value < 2100


def read_number(subject: Subject, start: int, end: int) -> Fields:
    """The claim that a marked stretch of text makes, as far as its own words tell.

    Raises NarrextError where there is no number in it or it does not lie in the text.
    """
    text = subject.text
    if not 0 <= start < end <= len(text):
        raise NarrextError("The selection lies outside of the release.")
    block = next((b for b in subject.blocks if b.start <= start and end <= b.end), None)
    if block is None:
        raise NarrextError("Select within one paragraph: a claim does not reach from one to another.")
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    quantity = _marked(subject, block, start, end)
    if quantity is None:
        raise NarrextError("There is no number in the selection: a claim states one.")
    span = (min(start, block.start + quantity.start), max(end, block.start + quantity.end))
    bare = quantity.kind == "number"
    return {
        "text": _BLANKS.sub(" ", text[slice(*span)]),
        "span": list(span),
        # what nothing tells to be more is a count until the reviewer says otherwise
        "kind": "count" if bare else quantity.kind,
        "value": plain(abs(quantity.value)) if not quantity.sign else plain(quantity.value),
        "value_high": None if quantity.value_high is None else plain(quantity.value_high),
        "unit": _counted(text[block.start + quantity.end : span[1]]) if bare else quantity.unit,
        "step": plain(quantity.step),
        "bound": quantity.bound,
        "direction": quantity.direction,
    }


def _counted(behind: str) -> str:
    """What a bare number counts: the last word that was marked along with it."""
    found = _LAST_WORD.search(behind)
    return found[0] if found else "ratio"


def _marked(subject: Subject, block: Block, start: int, end: int) -> Quantity | None:
    """The quantity that the selection covers most of: read with its surroundings, else by itself."""
    low, high = start - block.start, end - block.start
    found = [q for q in quantities_of(subject, block) if low <= q.start and q.end <= high]
    if not found:
        inside = find_quantities(subject.text[start:end])
        if inside:
            found = [_moved(q, low) for q in inside]
    return max(found, key=lambda q: q.end - q.start, default=None)


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)
