"""Numbers in words: "seven percent", "two and a half million", "fourteen stores", "nine-tenths of a point"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from narrext.lexicons import word_list
from narrext.numerals import Numeral

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS = (
    {word: value for value, word in enumerate([*_ONES, *_TEENS], 1)}
    | {word: 10 * tens for tens, word in enumerate(_TENS, 2)}
    | {"zero": 0}
)
_UNITS = "|".join(_ONES)
_NUMBER = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_UNITS}))?|{_UNITS}|{'|'.join(_TEENS)})"
_UNIT_WORDS = (
    r"(?:percent|per\s?cent|percentage|basis|million|billion|cents?|times|full\s+percentage|points?)\b"
)
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}

# a first look: whether a sentence can hold a number in words
MAY_HOLD = re.compile(
    rf"(?i)\b(?:{_NUMBER}|half|halv\w+|a\s+(?:third|quarter|fifth|percentage|full)|twice|\w+fold|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|quintupl\w+)\b"
)
WORD_NUMBER = re.compile(
    rf"(?i)(?<![\w-])(?P<number>{_NUMBER})(?:\s+and\s+(?:an?|one)[\s-](?P<part>half|third|quarter))?(?=[\s-]{_UNIT_WORDS})"
)
# "a percentage point", "half a point", "half of one percent", "nine-tenths of a point"
ONE_UNIT = re.compile(r"(?i)(?<![\w-])an?(?=\s+(?:full\s+)?percentage\s+point\b)")
SMALL_PART = re.compile(
    rf"(?i)(?<![\w-])(?:(?P<half>half)\s+(?:an?|(?:of\s+)?(?:an?|one))|(?P<number>{_UNITS})[\s-](?P<part>tenth|quarter|fifth)s?\s+of\s+(?:an?|one))"
    r"(?=\s+(?:full\s+)?(?:percentage\s+)?(?:percent|per\s?cent|points?|cents?)\b)"
)
# "7 1/2 cents", "1-1/2 percent"
MIXED = re.compile(r"(?<![\d.,/])(?P<whole>\d{1,3})[\s-](?P<upper>[1-7])/(?P<lower>[248])(?![\d/])")
BARE = re.compile(
    rf"(?i)\b(?:closed|opened|sold|added|and|from|with|to|than|versus|against)\s+(?P<number>{_NUMBER})(?=\s+(?:in|during|at|on|for|and|a\s+year)\b|\s*[,.;)]|\s*$)"
)
# of one thing only what happened to it is a count: "the closure of one restaurant"
HAPPENED_TO_ONE = r"(?:opened|closed|sold|acquired|purchased|relocated|opening\s+of|closure\s+of|closing\s+of|sale\s+of|acquisition\s+of)"


@cache
def one_thing() -> re.Pattern[str]:
    nouns = "|".join(sorted(word.removesuffix("s") for word in word_list("standing") if word.endswith("s")))
    return re.compile(
        rf"(?i)\b{HAPPENED_TO_ONE}\s+(?P<number>one)(?=\s+(?:(?!of\b)[a-z][\w-]*\s+){{0,2}}(?:{nouns}|facility|property|community)\b(?!['’]))"
    )


# "222 stores, 24 more than a year ago", "Company openings in the quarter: three"
ALONE = re.compile(
    rf"(?i)[,(]\s*(?P<beside>{_NUMBER})(?=\s+(?:more|fewer|less)\s+than\b)|^[\s•*–-]*[A-Z][^:.;]{{3,60}}:\s*(?P<told>{_NUMBER})(?=\s*(?:[,;]|$))"
)
LOWER_END = re.compile(rf"(?i)(?<![\w-])({_NUMBER})\s+to\s+$")
# behind these a number in words only points at what is known: "the two companies", "in the past three years"
POINTING = re.compile(
    r"(?i)\b(?:the|these|those|our|its|their|both|all|first|last|past|next|other|every|each|no|or|this|that|any|between|among|one|which|(?:one|each|any|some|both|all|either)\s+of)\s+$"
)


@dataclass(frozen=True, slots=True)
class Fraction:
    """A fraction in words, ``text[start:end]``: "two-thirds" is 66.7 percent."""

    start: int
    end: int
    percent: Decimal


@cache
def word_count() -> re.Pattern[str]:
    """A number in words with up to three words before the noun that it counts.

    The nouns are those of what an issuer has and runs: with "two new devices" a release praises a product.
    """
    nouns = "|".join(sorted({*word_list("standing"), "patents", "openings", "closings"}))
    adjective = r"(?!(?:of|in|to|and|or|for|at|on|from|with|by|the|years?|quarters?|months?|weeks?|days?)\b)(?:u\.s\.|[a-z][\w-]*)"
    return re.compile(rf"(?i)(?<![\w-])(?P<number>{_NUMBER})(?=\s+(?:{adjective}\s+){{0,3}}(?:{nouns})\b)")


def value_of(words: str) -> int:
    """What number words come to, each added to the one before: "twenty-one" is 21."""
    return sum(NUMBER_WORDS[word] for word in re.split(r"[\s-]+", words.lower()))


def word_numerals(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """`numerals` and the numbers written in words ("two and a half"), in order."""
    mixed = list(mixed_fractions(text))
    kept = [n for n in numerals if not any(m.start < n.end and n.start < m.end for m in mixed)]
    found = [*kept, *mixed]
    for numeral in (*worded(text), *small_parts(text), *counting(text)):
        if not any(n.start < numeral.end and numeral.start < n.end for n in found):
            found.append(numeral)
    return sorted(found, key=lambda n: n.start)


def mixed_fractions(text: str) -> Iterator[Numeral]:
    for match in MIXED.finditer(text):
        part = Decimal(match["upper"]) / Decimal(match["lower"])
        value = Decimal(match["whole"]) + part
        yield Numeral(match.start(), match.end(), value, len(format(part, "f")) - 2)


def worded(text: str) -> Iterator[Numeral]:
    for match in WORD_NUMBER.finditer(text):
        part = Decimal(1) / PARTS[match["part"].lower()] if match["part"] else Decimal(0)
        decimals = 0 if not match["part"] else 1 if part == Decimal("0.5") else 2
        yield Numeral(match.start(), match.end(), round(value_of(match["number"]) + part, decimals), decimals)


def small_parts(text: str) -> Iterator[Numeral]:
    for match in ONE_UNIT.finditer(text):
        yield Numeral(match.start(), match.end(), Decimal(1), 0)
    for match in SMALL_PART.finditer(text):
        lower = 2 if match["half"] else PARTS[match["part"].lower()]
        upper = 1 if match["half"] else value_of(match["number"])
        yield Numeral(match.start(), match.end(), Decimal(upper) / lower, 1 if lower in (2, 10, 5) else 2)


def counting(text: str) -> Iterator[Numeral]:
    """Numbers in words before what they count, and those that follow such a number without its noun."""
    counted = [m for m in word_count().finditer(text) if not POINTING.search(text, 0, m.start())]
    for match in counted:
        if low := LOWER_END.search(text, 0, match.start()):
            yield Numeral(low.start(1), low.end(1), Decimal(value_of(low[1])), 0)
        yield Numeral(match.start(), match.end(), Decimal(value_of(match["number"])), 0)
    for match in BARE.finditer(text):
        yield Numeral(match.start("number"), match.end(), Decimal(value_of(match["number"])), 0)
    for match in one_thing().finditer(text):
        yield Numeral(match.start("number"), match.end(), Decimal(1), 0)
    for match in ALONE.finditer(text):
        group = "beside" if match["beside"] else "told"
        yield Numeral(*match.span(group), Decimal(value_of(match[group])), 0)


FRACTION = re.compile(
    rf"(?i)(?<![\w-])(?:(?:an?|(?P<number>{_UNITS}))[\s-](?P<part>half|third|quarter|fourth|fifth|tenth)s?|(?P<half>half))\b"
)
# what makes a share, or a change, of a fraction: "a third of sales", "by a third", "a third higher"
OF_SOMETHING = re.compile(
    r"(?i)\s+of\s+(?!(?:(?:the|fiscal|calendar)\s+)*(?:years?|quarters?|way|\d|an?\b|one\b|them\b|which\b))"
)
BY_FRACTION = re.compile(
    r"(?i)\bby\s+(?:(?:about|around|roughly|nearly|almost|approximately|more\s+than|less\s+than|over|at\s+least|some|just\s+(?:over|under))\s+)*$"
)
HIGHER = re.compile(r"(?i)\s+(?:higher|lower|more|less|fewer|larger|smaller|above|below)\b")
PERIOD_BEFORE = re.compile(r"(?i)\b(?:first|second|third|fourth|next|last|per|in|the)[\s-]$")


def find_fractions(text: str) -> Iterator[Fraction]:
    """The fractions in words that state a share or a change; not "the first half", "a third quarter"."""
    for match in FRACTION.finditer(text):
        share = OF_SOMETHING.match(text, match.end()) and not PERIOD_BEFORE.search(text, 0, match.start())
        if not (share or BY_FRACTION.search(text, 0, match.start()) or HIGHER.match(text, match.end())):
            continue
        if HIGHER.match(text, match.end()) and match["half"]:
            continue
        upper = value_of(match["number"]) if match["number"] else 1
        lower = 2 if match["half"] else PARTS[match["part"].lower()]
        if upper < lower:
            yield Fraction(match.start(), match.end(), round(Decimal(100) * upper / lower, 6).normalize())
