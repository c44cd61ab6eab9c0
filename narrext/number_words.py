"""Numbers in words: "seven percent", "two and a half million", "fourteen stores"."""

from __future__ import annotations

import re
from decimal import Decimal

from narrext.numerals import Numeral

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
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
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORD_COUNT = re.compile(
    r"(?i)(?<![\w-])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?(?=\s+(?:(?:new|net\s+new|additional|more|other|company-operated)\s+)?"
    r"(?:stores|restaurants|employees|customers|subscribers|rigs|branches|hotels|wells|shops|dealerships|clinics)\b)"
)
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
WORD_NUMBER = re.compile(
    rf"(?i)(?<![\w-])((?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:{_UNITS}))?|{_UNITS}|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)(?:\s+and\s+(?:a|one)[\s-](half))?"
    r"(?=[\s-](?:percent|per\s?cent|percentage|basis|million|billion|cents|times|full\s+percentage)\b)"
)
FRACTIONS = {"one-third": Decimal(1) / 3, "two-thirds": Decimal(2) / 3, "one-half": Decimal("0.5")}

# a first look: number words count only before these
CUE_WORDS = re.compile(
    r"(?i)[a-z][\s-](?:percent|per\s?cent|percentage|basis|million|billion|cents|times|full)\b"
)


COUNT_WORDS = re.compile(
    r"(?i)\b(?:stores|restaurants|employees|customers|subscribers|rigs|branches|hotels|wells|shops|dealerships|clinics)\b"
)


def word_numerals(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """The numbers written in words ("two and a half"), but for those that `numerals` hold already."""
    found = []
    for match in WORD_NUMBER.finditer(text):
        if any(n.start <= match.start() < n.end for n in numerals):
            continue
        value = sum(NUMBER_WORDS[w] for w in re.split(r"[\s-]", match[1].lower()))
        number = Decimal(value) + (Decimal("0.5") if match[2] else 0)
        found.append(Numeral(match.start(), match.end(), number, 1 if match[2] else 0))
    for match in WORD_COUNT.finditer(text):
        value = sum(NUMBER_WORDS[w] for w in re.split(r"[\s-]", match[0].lower()))
        found.append(Numeral(match.start(), match.end(), Decimal(value), 0))
    return found


def has_number_words(text: str) -> bool:
    """A cheap first look: whether a text can hold a number in words that counts."""
    return bool(CUE_WORDS.search(text) or COUNT_WORDS.search(text))
