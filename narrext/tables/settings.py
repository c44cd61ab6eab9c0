"""Drafts -> what a table says of its amounts as a whole: currency, scale, and what its rows may be."""

from __future__ import annotations

import re

from narrext.tables.captions import SCALES, Scale, read_currency
from narrext.tables.drafts import Draft
from narrext.tables.headings import Head
from narrext.tables.measures import Setting
from narrext.tables.scales import is_per_share_table, usual_decimals
from narrext.units import known_units

# Said of a scale that holds for amounts of money alone.
DOLLARS_IN = re.compile(
    r"(?i)\b(?:dollars?|\w*dollar amounts)\s+in\s+(?:thousand|million)|\$\s?in\s+(?:thousand|million)"
)


def setting_of(draft: Draft) -> Setting:
    """What a table says of its amounts as a whole."""
    scale = draft.scale
    mixed = draft.statement in ("operating", "other", "segment")
    return Setting(
        scale.currency or table_currency(draft) or "USD",
        scale,
        is_money(draft, scale),
        counts=draft.statement == "operating" and scale.amounts is None,
        flows=draft.statement == "cash_flow",
        dollars=mixed and any(DOLLARS_IN.search(caption) for caption in draft.captions),
        decimals=usual_decimals(draft),
        per_share=is_per_share_table(draft, scale),
        volumes=any(head.measure.startswith("volume") for head in draft.heads),
        mixed=mixed and scale.amounts is None,
        worded=any(
            n is not None and n.currency and n.suffix in SCALES
            for named in draft.named
            for n in named.row.numerals
        ),
        fine=mixed and scale.amounts is not None and shows_decimals(draft),
        beside=any(is_count(head) for head in draft.heads)
        and any(head.role == "value" and head.unit is None for head in draft.heads),
    )


def is_count(head: Head) -> bool:
    """Whether a column counts things: "Homes" beside "Dollars"."""
    return head.unit in known_units() and head.unit != "shares"


def shows_decimals(draft: Draft) -> bool:
    """Whether all amounts that bear the mark of a currency show decimals, those of a share or a thing aside."""
    marked = [
        numeral.decimals
        for named in draft.named
        for numeral in named.row.numerals
        if numeral is not None and numeral.currency and " per " not in f" {named.row.label} ".lower()
    ]
    return len(marked) > 1 and min(marked) > 0


def table_currency(draft: Draft) -> str:
    """The currency that captions or the marks of figures tell."""
    told = read_currency(" ".join(draft.captions))
    if told:
        return told
    for named in draft.named:
        for numeral in named.row.numerals:
            if numeral is not None and numeral.currency and numeral.currency != "$":
                return read_currency(numeral.currency)
    return ""


def is_money(draft: Draft, scale: Scale) -> bool:
    """Whether unmarked rows are amounts of money: the statement is one of accounts, or figures bear marks."""
    if scale.noun:
        return False
    if draft.statement not in ("operating", "other", "segment", "outlook"):
        return True
    if scale.amounts is not None:
        return True
    marked = sum(any(n is not None and n.currency for n in named.row.numerals) for named in draft.named)
    return marked > 0
