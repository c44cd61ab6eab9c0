"""The one number grammar, for prose and for table cells alike.

A numeral is digits with what is glued to them: a currency mark, a sign or parentheses, a percent mark.
Its value is an exact decimal, and the decimals that it shows are kept: ``0.60`` stays ``0.60``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import groupby

from narrext.lexicons import toml_entries

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
# As much of Europe prints them: "1 204,3", "1.204,3".
EUROPEAN = r"\d{1,3}(?:[\u202f\u00a0 ]\d{3})+(?:[.,]\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+,\d+"
DASHES = r"\-‐‑‒–—−"
MINUS = f"[{DASHES}]"
# longest number that is read as one; beyond it lie identifiers and noise
MAX_DIGITS = 24

CURRENCY_KEYS = frozenset({"iso", "before", "after", "cents", "examples"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A printed number, ``text[start:end]``.

    sign: how a negative is shown: ``minus``, ``parens``, ``open`` or ``close`` (one parenthesis of
    the two is missing), or nothing. state: ``number``, ``nil`` (a dash: a reported nothing) or ``na``
    (N/A, NM: no figure is given).
    """

    start: int
    end: int
    value: Decimal  # signed as printed
    decimals: int
    sign: str = ""
    state: str = "number"
    currency: str = ""  # the mark as printed: "$", "€", "USD"
    percent: bool = False
    note: str = ""  # a footnote mark behind the number
    suffix: str = ""  # "pts", "x", …: what else is glued to the number in a cell


@dataclass(frozen=True, slots=True)
class Currencies:
    """The currency marks as regular expressions, and the code of each."""

    before: str
    after: str
    codes: dict[str, str]
    cents: dict[str, str]


@cache
def currencies() -> Currencies:
    """The signs and codes of ``patterns/currencies.toml``."""
    codes: dict[str, str] = {}
    before: set[str] = set()
    after: set[str] = set()
    cents: dict[str, str] = {}
    for entry in toml_entries("currencies.toml", "currency", CURRENCY_KEYS):
        before.update(entry.get("before", ()))
        after.update(entry.get("after", ()))
        for mark in (*entry.get("before", ()), *entry.get("after", ())):
            codes.setdefault(mark.lower(), entry["iso"])
        cents.update((name.lower(), entry["iso"]) for name in entry.get("cents", ()))
    return Currencies(alternatives(before), alternatives(after), codes, cents)


def alternatives(terms: set[str] | list[str]) -> str:
    """A regular expression for any of `terms`, the longest first; letters end at a word's edge."""
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    words = [term for term in ordered if term[0].isalpha()]
    signs = [term for term in ordered if not term[0].isalpha()]
    # One look to the left for all words: a term of signs never competes with them for a place.
    parts = [rf"(?<![A-Za-z])(?:{ended(words)})" if words else "", ended(signs)]
    return "|".join(filter(None, parts))


def as_listed(printed: str) -> str:
    """A term as lists have it: in lower case, whatever white space stands between its words."""
    return " ".join(printed.lower().split())


def ended(terms: list[str]) -> str:
    """The terms in their order, with one look to the right for each run of those that end in a letter."""
    runs = []
    for letter, run in groupby(terms, key=lambda term: term[-1].isalpha()):
        pattern = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in run)
        runs.append(rf"(?:{pattern})(?![A-Za-z])" if letter else pattern)
    return "|".join(runs)


def american(digits: str) -> str:
    """European digits with a point before the decimals and nothing between thousands."""
    plain = re.sub(r"[\u202f\u00a0 ]", "", digits)
    return plain.replace(".", "").replace(",", ".") if "," in plain else plain


def decimals_of(digits: str) -> int:
    return len(digits.partition(".")[2])


def to_decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


# --- table cells -------------------------------------------------------------------------------------

NOT_GIVEN = re.compile(
    r"(?i)(?:\$\s*)?(?:n\s*/\s*a|n\.?\s?[am]\.?|nmf|n/m|not meaningful|\*+|[xX]{2,})(?:\s*%)?$"
)
NIL = re.compile(
    rf"(?i)(?:[^\w\s{DASHES}]{{1,3}}\s*)?(?:{MINUS}{{1,4}}|{MINUS}\s{MINUS}|nil|-0-)(?:\s*%|\s*\)|\s*(?:pts?\.?|ppts?|bps))?$"
)


@cache
def cell_pattern() -> re.Pattern[str]:
    marks = currencies()
    return re.compile(
        rf"""
        (?P<lead>{MINUS}\s*)?
        (?P<open>\(\s*)?
        (?P<lead2>{MINUS}\s*)?
        (?P<currency>(?:{marks.before})\s*)?
        (?P<open2>\(\s*)?
        (?P<minus>{MINUS}\s*)?
        (?P<plus>\+\s*)?
        (?P<digits>(?P<european>{EUROPEAN})|{DIGITS})
        \s*(?P<after>{marks.after})?
        \s*(?P<percent>%)?
        \s*(?P<close>\))?
        \s*(?P<percent2>%)?
        \s*(?P<suffix>pts?\.?|ppts?|pp|bps|x|¢|\(?cents?\)?|(?<=\d)[cp](?![\w.]))?
        \s*(?P<note>\(\w{{1,2}}\)|\[\w{{1,2}}\]|[*†‡§#]{{1,3}}|[¹²³⁴⁵⁶⁷⁸⁹]+)?$
        """,
        re.VERBOSE,
    )


def read_cell(text: str, start: int, end: int) -> Numeral | None:
    """The figure that a cell ``text[start:end]`` prints, or None where it prints none."""
    printed = text[start:end].strip()
    if not printed or len(printed) > 60:
        return None
    found = cell_pattern().match(printed)
    if found is None:
        return cell_without_digits(printed, start, end)
    digits = american(found["european"]) if found["european"] else found["digits"]
    if len(digits) > MAX_DIGITS:
        return None
    sign = sign_of(found)
    value = to_decimal(digits)
    return Numeral(
        start=start,
        end=end,
        value=-value if sign else value,
        decimals=decimals_of(digits),
        sign=sign,
        currency=(found["currency"] or found["after"] or "").strip(),
        percent=bool(found["percent"] or found["percent2"]),
        note=found["note"] or "",
        suffix=(found["suffix"] or "").strip(".()"),
    )


def cell_without_digits(printed: str, start: int, end: int) -> Numeral | None:
    if NIL.match(printed):
        return Numeral(start, end, Decimal(0), 0, state="nil", percent="%" in printed)
    if NOT_GIVEN.match(printed):
        return Numeral(start, end, Decimal(0), 0, state="na")
    return None


def sign_of(found: re.Match[str]) -> str:
    opened = bool(found["open"] or found["open2"])
    closed = bool(found["close"])
    if opened and closed:
        return "parens"
    if opened or closed:
        return "open" if opened else "close"
    return "minus" if found["lead"] or found["lead2"] or found["minus"] else ""


# --- prose -------------------------------------------------------------------------------------------


# a run that begins with a digit: the charset up front lets the engine skip plain words
RUN = re.compile(r"[\d.][\d.,]*")
PROSE_DIGITS = re.compile(rf"(?:{DIGITS})")
CLOSING = re.compile(r"(\s?%)?\s?\)")
GLUE = "-‐‑–"
# the longest currency mark with its blanks, sign and parenthesis
REACH = 10


@cache
def prefix_pattern() -> re.Pattern[str]:
    """What may stand before the digits, read backwards from them."""
    # a dash is a sign only where it cannot be a hyphen or the dash of a range
    return re.compile(
        rf"""
        (?P<open>\(\s?)?
        (?P<minus>(?<![\w.,)%]){MINUS})?
        (?P<currency>(?:{currencies().before})\s?)?
        (?P<open2>(?<=[^\w\s])\()?
        (?P<minus2>(?<=[$€£¥]){MINUS})?
        $
        """,
        re.VERBOSE,
    )


def find_numerals(text: str) -> list[Numeral]:
    """Every numeral of a text, in order, with its currency mark and sign."""
    return [
        mended(text, prose_numeral(text, match))
        for run in RUN.finditer(text)
        for match in PROSE_DIGITS.finditer(text, run.start(), run.end())
        if begins_number(text, match.start())
        and not strayed(text, match.start())
        and match.end() - match.start() <= MAX_DIGITS
    ]


# a blank that strayed behind a comma: "$1, 465,000"
STRAY = re.compile(r",\s(\d{3}(?:,\d{3})*)(?![\d.,]\d)")


def strayed(text: str, start: int) -> bool:
    """Whether digits are the rest of a number that a stray blank cut in two."""
    return bool(re.search(r"[$€£]\s?\d{1,3},\s$", text[max(0, start - 8) : start])) and bool(
        re.match(r"\d{3}(?:,\d{3})*(?![\d.,]\d)", text[start : start + 16])
    )


def mended(text: str, numeral: Numeral) -> Numeral:
    if not numeral.currency or numeral.decimals or text[numeral.end : numeral.end + 1] != ",":
        return numeral
    stray = STRAY.match(text, numeral.end)
    if stray is None or abs(numeral.value) >= 1000:
        return numeral
    value = to_decimal(text[numeral.end - len(str(abs(numeral.value))) : numeral.end] + stray[1])
    return replace(numeral, end=stray.end(), value=value if numeral.value >= 0 else -value)


def begins_number(text: str, start: int) -> bool:
    """A number does not begin inside a word, a version (V.92) or another number."""
    if start == 0:
        return True
    before = text[start - 1]
    if before in GLUE and start > 1:
        # "BlueField-4", "mid-2003": part of a name, unless it is the dash of a range
        return not (text[start - 2].isalpha() or text[start - 2] in "®™)")
    if before in ".,":
        return start == 1 or not text[start - 2].isalnum()
    return not (before.isalnum() or before == "_")


def prose_numeral(text: str, match: re.Match[str]) -> Numeral:
    start, end = match.span()
    digits = match[0]
    opened = minus = currency = ""
    prefix: re.Match[str] | None = None
    before = text[max(0, start - 2) : start].rstrip()
    # most numbers stand behind a plain word: only what can end a prefix is worth a look
    if before and not (before[-1].islower() or before[-1].isdigit()):
        prefix = prefix_pattern().search(text, max(0, start - REACH), start)
        if prefix is not None:
            opened = prefix["open"] or prefix["open2"] or ""
            minus = prefix["minus"] or prefix["minus2"] or ""
            currency = (prefix["currency"] or "").strip()
    closing = CLOSING.match(text, end) if opened else None
    if (prefix_start := start_of_prefix(prefix, closing)) is not None:
        start = prefix_start
    value = to_decimal(digits)
    return Numeral(
        start=start,
        end=closing.end() if closing else end,
        value=-value if closing or minus else value,
        decimals=decimals_of(digits),
        sign="parens" if closing else "minus" if minus else "",
        currency=currency,
        percent=bool(closing and closing[1]),
    )


def start_of_prefix(prefix: re.Match[str] | None, closing: re.Match[str] | None) -> int | None:
    """Where the numeral begins: an open parenthesis belongs to it only where it closes behind it."""
    if prefix is None:
        return None
    names = ["minus", "currency", "minus2"]
    if closing is not None:
        names += ["open", "open2"]
    starts = [prefix.start(name) for name in names if prefix[name]]
    return min(starts, default=None)
