"""Small pieces of text that several renderings need."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

from narrext.claims.records import Claim
from narrext.periods import Period
from narrext.tables.records import Fact

_BLANKS = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_APART = re.compile(r"(?<=[$£€¥])\s+")


def plain(number: Decimal) -> str:
    """A decimal without exponent: ``7539000``, ``-15.98``; there is one zero, without a sign."""
    return format(number or abs(number), "f")


def visible(text: str) -> str:
    """The text with a mark for each control character: no release may steer somebody's terminal."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def context_of(text: str, claim: Claim, words: int) -> tuple[str, str]:
    """What stands before and after a claim in its sentence, white space folded.

    At most so many `words` on either side, and an ellipsis where words were left off.
    """
    before = _BLANKS.sub(" ", text[claim.sentence_start : claim.start]).lstrip()
    after = _BLANKS.sub(" ", text[claim.end : claim.sentence_end]).rstrip()
    return _last_words(before, words), _first_words(after, words)


def _last_words(text: str, words: int) -> str:
    # "net income (" holds two words and what is glued to the number; "net income " two and nothing.
    pieces = text.split(" ")
    return text if len(pieces) <= words + 1 else "… " + " ".join(pieces[-words - 1 :])


def _first_words(text: str, words: int) -> str:
    pieces = text.split(" ")
    return text if len(pieces) <= words + 1 else " ".join(pieces[: words + 1]) + " …"


def line_starts(text: str) -> list[int]:
    """The offsets at which the lines of a text begin."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def line_of(starts: list[int], offset: int) -> int:
    """The number of the line, from 1, that holds an offset."""
    return bisect_right(starts, offset)


def column_name(fact: Fact) -> str:
    """What the headings of a figure's column say, or its period where there are none."""
    return fact.column.heading or (str(fact.period) if fact.period else f"column {fact.column.index + 1}")


def column_words(fact: Fact) -> str:
    """The same as a reader would say it: ``Three Months Ended September 30, 2003``."""
    return " ".join(fact.column.headings) or column_name(fact)


def printed_words(fact: Fact) -> str:
    """A figure as printed, without the blanks that set a currency sign apart: ``$5,126``."""
    return _APART.sub("", " ".join(fact.printed.split()))


def period_words(period: Period) -> str:
    """``2003-07-01 to 2003-09-30``, or the day of an instant."""
    return str(period.end) if period.start is None else f"{period.start} to {period.end}"


def reason_words(reason: str) -> str:
    """``no line item`` for ``no_line_item``."""
    return reason.replace("_", " ")


def score_of(score: float) -> float:
    """A score as printed: within 0 and 1, whatever was taken off or added on the way."""
    return round(min(max(score, 0.0), 1.0), 4)


def percent(part: int, whole: int) -> str:
    """``98 %``: cut off, not rounded, so that 100 % means all."""
    return f"{100 * part // whole} %"


def count(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``, ``2 mismatches``."""
    plural = noun + ("es" if noun.endswith(("s", "x", "ch")) else "s")
    return f"{number:,} {noun if number == 1 else plural}"


def cell_text(value: object) -> str:
    """A value as a cell of CSV: exact, without exponent; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else str(value)
