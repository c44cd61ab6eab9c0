"""The files that a folder of patterns may hold, and the form of their rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from narrext.boilerplate import HEADING_KEYS, PHRASE_KEYS
from narrext.claims.cues import CUE_KEYS
from narrext.claims.metrics import LINE_ITEM_COLUMNS
from narrext.link.identities import IDENTITY_KEYS
from narrext.numerals import CURRENCY_KEYS
from narrext.pipeline.components import SPAN_RULER_KEYS
from narrext.quantity_words import ENTRY_KEYS
from narrext.tables.captions import BASIS_KEYS, STATEMENT_KEYS
from narrext.units import MEASURE_KEYS, UNIT_KEYS


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one sort of rule.

    `words` are the keys whose words the rule looks for; `flags` are those that are true or false. `lower`:
    they are held against text in lower case; `parts`: wherever they stand in it, blanks at their ends told.
    """

    keys: frozenset[str]
    required: tuple[str, ...]
    words: tuple[str, ...] = ()
    lower: bool = False
    parts: bool = False
    flags: tuple[str, ...] = ()


FORMS: Final[dict[str, dict[str, Form]]] = {
    "boilerplate.toml": {
        "phrase": Form(
            PHRASE_KEYS, ("id", "sort", "weight", "phrases", "note"), ("phrases",), True, True, ("starts",)
        ),
        "heading": Form(
            HEADING_KEYS, ("id", "sort", "starts", "equals", "note"), ("starts", "equals"), True, True
        ),
    },
    "cues.toml": {"cue": Form(CUE_KEYS, ("name", "words"), ("words",))},
    "currencies.toml": {"currency": Form(CURRENCY_KEYS, ("iso",), ("before", "after", "cents"))},
    "identities.toml": {"identity": Form(IDENTITY_KEYS, ("name", "formula", "terms", "source", "example"))},
    "measures.toml": {"measure": Form(MEASURE_KEYS, ("unit", "factor", "words"), ("words",), True)},
    "quantities.toml": {
        "magnitude": Form(ENTRY_KEYS, ("factor", "words", "glued"), ("words", "glued")),
        "bound": Form(ENTRY_KEYS, ("bound", "words"), ("words",)),
        "multiple": Form(ENTRY_KEYS, ("value", "words", "direction"), ("words",)),
    },
    "statements.toml": {
        "statement": Form(STATEMENT_KEYS, ("kind", "titles", "rows", "note"), ("titles",), True, True),
        "basis": Form(BASIS_KEYS, ("basis", "phrases", "note"), ("phrases",), True, True),
    },
    "units.toml": {"unit": Form(UNIT_KEYS, ("name", "words"), ("words",))},
    "words.toml": {"list": Form(frozenset({"name", "note", "words"}), ("name", "note", "words"))},
}
LINE_ITEMS: Final = "line_items.csv"
COLUMNS: Final = LINE_ITEM_COLUMNS
UNITS: Final = ("money", "per_share", "percent", "ratio", "count", "shares")
NATURES: Final = ("flow", "instant")
SPAN_RULES: Final = Form(SPAN_RULER_KEYS, ("label", "pattern"))
# What narrext takes from a user's folder; of the others it reads only its own.
FROM_USERS: Final = frozenset({LINE_ITEMS})
NAMES: Final = (*FORMS, LINE_ITEMS)
