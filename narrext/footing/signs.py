"""What a label says of how its figures enter a total: added as printed, or taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What is taken off though printed without a sign; the nearest word to the left edge decides.
TAKEN = (
    r"costs?|expenses?|tax(?:es|ation)?|provision|depreciation|amorti[sz]ation|charges?|charge-?offs|loss(?:es)?|interest\s+on"
    r"|minority|non-?controlling|preferred|preference|research|selling|marketing|administrative|impairment|restructuring"
    r"|write-?(?:offs?|downs?)|salaries|wages|rent|allowance|accumulated|dividends|deductions?|returns|discounts|purchases"
)
GIVEN = r"income(?!\s+tax)|gains?|revenues?|(?:net\s+)?sales|benefit|recover(?:y|ies)|proceeds|equity\s+in|earnings|profit|fees"
WORDS = re.compile(rf"(?i)\b(?:(?P<taken>{TAKEN})|(?P<given>{GIVEN}))\b")
LESS = re.compile(r"(?i)\s*[-–—(]?\s*(?:less|deduct|minus)\b")
PLUS = re.compile(r"(?i)\s*(?:add|plus)\b")
# "Net loss" printed without parentheses, "cash used" as a positive amount.
NEGATIVE = re.compile(r"(?i)\b(?:loss(?:es)?|used|decrease|deficit|outflows?)\b")
# Lines that are what is left of others, whatever else they are called.
DIFFERENCE = re.compile(
    r"(?i)\b(?:after|before|income|profit|earnings|loss|margin|ebit\w*|net|noi|ffo|surplus|free\s+cash|contribution|result)\b"
)

# Lines that are sums more often than not, though they do not say "total".
LIKELY = re.compile(
    r"(?i)\b(?:ebit\w*|oibda|noi|a?ffo|free\s+cash\s+flow|working\s+capital|end\s+of\s+(?:the\s+)?(?:period|year|quarter))\b"
    r"|^(?:net\s+)?(?:\(?(?:increase|decrease)\)?(?:\s*[/(]?\s*\(?(?:increase|decrease)\)?)?|change)\s+in\s+cash|^net\s|^(?:adjusted|non-gaap|pro\s+forma|core)\s"
)


def is_likely_sum(label: str) -> bool:
    """Whether a line is rather a sum of others than an item of its own."""
    return LIKELY.search(label) is not None


def is_less(label: str) -> bool:
    """Whether a label says outright that its figures are taken off."""
    return LESS.match(label) is not None


def may_be_difference(label: str) -> bool:
    """Whether a line may be what is left when others are taken off."""
    return DIFFERENCE.search(label) is not None


def is_taken_off(label: str, parents: Sequence[str]) -> bool:
    """Whether a row is an expense or another deduction: printed positive, it lowers the result."""
    if LESS.match(label):
        return True
    if PLUS.match(label):
        return False
    found = WORDS.search(label)
    if found is not None:
        return found["taken"] is not None
    for parent in reversed(parents):
        if LESS.match(parent):
            return True
        found = WORDS.search(parent)
        if found is not None:
            return found["taken"] is not None
    return False


def may_be_inverted(label: str) -> bool:
    """Whether a total names a loss or an outflow, which some print as a positive amount."""
    return NEGATIVE.search(label) is not None
