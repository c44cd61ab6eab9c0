"""Words and signs of the page: periods, verdicts, the surroundings of a claim."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from markupsafe import Markup, escape

# A sign beside each verdict, since colour alone tells nothing to many readers.
SIGNS: Final = {"match": "=", "rounding": "≈", "mismatch": "≠", "unsupported": "∅"}
STATUS_SIGNS: Final = {"suggested": "·", "accepted": "✓", "corrected": "✎", "rejected": "✕", "added": "+"}
LETTERS: Final = "abcdefgh"

_BLANKS = re.compile(r"\s+")
_SPACED = re.compile(r"([-+*/])")


def exact(text: str) -> Markup:
    """Escaped so that the page holds the same characters: a browser would fold a bare CR LF into one."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def period_words(iso: str | None) -> str:
    """``2003-01-01/2003-03-31`` as "3 months to Mar 31, 2003"; an instant as its day."""
    if not iso:
        return ""
    start, _, end = iso.rpartition("/")
    try:
        last = date.fromisoformat(end)
        if not start:
            return _day(last)
        days = (last - date.fromisoformat(start)).days + 1
    except ValueError:
        return iso
    return f"{_length(days)} to {_day(last)}"


def moment_words(iso: str) -> str:
    """``2026-11-29T18:06:11.956Z`` as "Nov 29, 2026, 18:06 UTC"."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{_day(moment.date())}, {moment:%H:%M} UTC"


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _length(days: int) -> str:
    months = round(days / 30.44)
    if months and abs(days - months * 30.44) < 4:
        return f"{months} month{'s' if months != 1 else ''}"
    weeks, rest = divmod(days, 7)
    return f"{weeks} weeks" if weeks and not rest else f"{days} days"


def around(text: str, start: int, end: int, low: int, high: int, words: int = 14) -> tuple[str, str]:
    """Some words before and behind ``text[start:end]``, within ``[low, high)``, white space folded."""
    before = _BLANKS.sub(" ", text[max(low, start - 200) : start]).lstrip().split(" ")
    after = _BLANKS.sub(" ", text[end : min(high, end + 200)]).rstrip().split(" ")
    left = "… " + " ".join(before[-words - 1 :]) if len(before) > words + 1 else " ".join(before)
    right = " ".join(after[: words + 1]) + " …" if len(after) > words + 1 else " ".join(after)
    return left, right


def formula_words(formula: str | None) -> str:
    """``(a-b)/b`` as it is set: ``(a − b) / b``."""
    return _SPACED.sub(r" \1 ", formula).replace("-", "−") if formula else ""


def full_number(value: str | None) -> str:
    """A decimal string with its thousands apart: ``-7539000`` as ``−7,539,000``."""
    if value is None or value == "":
        return ""
    sign, digits = ("−", value[1:]) if value.startswith("-") else ("", value)
    whole, _, rest = digits.partition(".")
    if not whole.isdigit():
        return value
    rest = rest.rstrip("0") if len(rest) > 6 else rest
    return sign + f"{int(whole):,}" + (f".{rest}" if rest else "")


def percent_words(score: Any) -> str:
    """A score from 0 to 1 as a whole percentage."""
    return "" if score is None else f"{round(float(score) * 100)} %"
