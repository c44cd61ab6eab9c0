"""Physical units that the lexicon does not have, read by quantulum3."""

from __future__ import annotations

import re
import warnings
from functools import cache

from narrext.lexicons import word_list

WORD = re.compile(r"[\s-]([A-Za-z][a-z]{2,})")
# quantulum3 is given this much text behind the number: a unit of several words, no sentence
REACH = 40


@cache
def units() -> re.Pattern[str]:
    """The whole word, with a multiple before it and its plural or "hours" behind: kilowatthours, not compared."""
    words = "|".join(sorted(word_list("physical")))
    multiples = "kilo|mega|giga|tera|milli|micro|nano|centi|deci|hecto"
    return re.compile(rf"(?i)(?:{multiples})?(?:{words})(?:e?s)?(?:hours?|p?d)?")


def physical_unit(text: str, start: int, at: int) -> tuple[str, int] | None:
    """The unit behind the number ``text[start:at]`` as printed, and where it ends; None without one.

    The library is imported only for a word that looks like a unit: it takes half a second. Its
    classifier, which needs scikit-learn and breaks with current releases of it, is switched off.
    """
    word = WORD.match(text, at)
    if word is None or not units().fullmatch(word[1]):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that the classifier is not installed, which is meant
        from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    for found in parser.parse(text[start : at + REACH]):
        if found.unit.entity.name == "dimensionless" or found.span[0] > 1:
            continue
        printed = found.surface[at - start - found.span[0] :].strip(" -.,")
        if printed:
            return printed, start + found.span[1]
    return None
