"""The words around numbers of ``patterns/quantities.toml``, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from narrext.lexicons import toml_entries
from narrext.numerals import alternatives

ENTRY_KEYS = frozenset({"factor", "words", "glued", "bound", "value", "direction", "examples"})


@dataclass(frozen=True, slots=True)
class Words:
    """The expressions of ``patterns/quantities.toml``, compiled."""

    magnitude: re.Pattern[str]
    glued: re.Pattern[str]
    factors: dict[str, Decimal]
    bound: re.Pattern[str]
    bounds: dict[str, str]
    multiple: re.Pattern[str]
    multiples: dict[str, tuple[Decimal, str]]


@cache
def words() -> Words:
    """The words of ``patterns/quantities.toml`` around numbers, compiled once."""
    factors: dict[str, Decimal] = {}
    plain: list[str] = []
    glued: list[str] = []
    for entry in toml_entries("quantities.toml", "magnitude", ENTRY_KEYS):
        plain += entry["words"]
        glued += entry["glued"]
        factors |= dict.fromkeys((*entry["words"], *entry["glued"]), Decimal(entry["factor"]))
    bounds: dict[str, str] = {}
    for entry in toml_entries("quantities.toml", "bound", ENTRY_KEYS):
        bounds |= dict.fromkeys(entry["words"], entry["bound"])
    multiples: dict[str, tuple[Decimal, str]] = {}
    for entry in toml_entries("quantities.toml", "multiple", ENTRY_KEYS):
        multiples |= dict.fromkeys(entry["words"], (Decimal(entry["value"]), entry["direction"]))
    return Words(
        re.compile(rf"(?i)\+?[\s-]?({alternatives(plain)})"),
        re.compile(rf"({alternatives(glued)})"),
        factors,
        re.compile(rf"(?i)(?:^|(?<=[\s(—–-]))({alternatives(list(bounds))})\s*(?:an?\s+|the\s+)?$"),
        bounds,
        re.compile(rf"(?i)\b({alternatives(list(multiples))})(?=\W|$)"),
        multiples,
    )
