"""The word pairs of ``slips.toml``, and finding the word to exchange."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from narrext.seeding.records import Edit


@cache
def pairs(name: str) -> dict[str, str]:
    """Word -> its opposite, both ways; where a word stands in two pairs the first one holds."""
    path = Path(__file__).with_name("slips.toml")
    found: dict[str, str] = {}
    for one, other in tomllib.loads(path.read_text(encoding="utf-8"))["opposites"][name]:
        found.setdefault(one, other)
        found.setdefault(other, one)
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Any word of the pairs, the longest first."""
    words = sorted(pairs(name), key=len, reverse=True)
    return re.compile(r"(?i)\b(?:" + "|".join(word.replace(" ", r"\s+") for word in words) + r")\b")


def exchange(name: str, found: re.Match[str]) -> Edit:
    """The edit that puts a word's opposite in its place, in its case."""
    word = found[0]
    other = pairs(name)[re.sub(r"\s+", " ", word).lower()]
    if word.isupper():
        other = other.upper()
    elif word[0].isupper():
        other = other[0].upper() + other[1:]
    return Edit(found.start(), found.end(), other)
