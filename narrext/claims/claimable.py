"""Which numbers assert something about the issuer, and which are labels, coupons, par values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrext.claims.metrics import MetricMention
from narrext.quantities import Quantity

COUPON = re.compile(
    r"(?i)\s+(?:\w+\s+){0,3}?(?:notes?|debentures?|bonds?|preferred|securities|coupon|ownership|owned|equity\s+interest|interest\s+in|stake|tender\s+offer)\b"
)
PAR = re.compile(r"(?i)\s*(?:\w+\s+){0,2}par\s+value|\s+stated\s+value")
LABELS = re.compile(
    r"(?i)(?:\b(?:no|number|item|exhibit|form|section|rule|page|part|note|phase|level|tier|version|release|chapter|act\s+of|sfas|fas|fasb|statement|"
    r"topic|asu|issue|code|passcode|id|pin|call|dial|dialing|fax|phone|telephone|zip|route|suite|floor|box|model|generation|top|days?|age|grade|"
    r"series|class|gpt|windows|office|type|step|the\s+past|last|next|first|at|route|highway|aged|under\s+the)\.?\s*#?\s*)$"
)
RATIO_OF = re.compile(
    r"(?i)\bratio\b[\w\s,'’%-]{0,60}?\b(?:of|was|is|at|to|from|stood\s+at|improved\s+to|and)\s+(?:approximately\s+|about\s+)?$"
)
LEVEL_OF = re.compile(
    r"(?i)(?:\b(?:of|was|were|is|are|to|at|totaled|totalled|reached|by|from|stood\s+at|had|has|sold|shipped|added|opened|operated|served|with|and|or|numbered)|[:=])\s+"
    r"(?:approximately\s+|about\s+|a\s+record\s+|record\s+|nearly\s+|over\s+|more\s+than\s+|an?\s+)*$"
)


BARE_AFTER = re.compile(
    r"(?i)(?:\b(?:from|against|versus|vs\.?|to|than|with|and|up|down|fell|rose|was|were|of|by|net|\()|[,(+])\s*\+?\s*$"
)
BLANKS = re.compile(r"\s{2,}")  # what a reader passes over was blanked
YEAR_LIKE = re.compile(r"(?:19|20)\d\d")
COUNTED_BEHIND = re.compile(
    r"(?i)\s*(?:more|fewer|less|higher|lower|additional)\b|\s+(?:a|one)\s+year|\s*[,.;)]|\s+(?:in|at|on|for|last|from|to|at)\b|$"
)


def claimed(text: str, quantities: Sequence[Quantity], metrics: Sequence[MetricMention]) -> list[Quantity]:
    """The quantities that are claims; a bare number is one as well where it is held against one."""
    kept: list[Quantity] = []
    for quantity in quantities:
        if claimable(text, quantity, metrics):
            kept.append(quantity)
        elif (
            kept
            and quantity.kind == "number"
            and not YEAR_LIKE.fullmatch(text[quantity.start : quantity.end])
            and kept[-1].kind in ("count", "number", "multiple")
        ):
            gap = BLANKS.sub(" ", text[kept[-1].end : quantity.start])
            if (
                len(gap) < 60
                and BARE_AFTER.search(gap)
                and COUNTED_BEHIND.match(text, quantity.end)
                and not re.search(r"[A-Z]\w+\s*$", gap)
            ):
                kind = "count" if kept[-1].kind == "count" else "number"
                kept.append(replace(quantity, kind=kind, unit=kept[-1].unit if kind == "count" else ""))
    return kept


# a name with its version: "vSphere 8", "the Model S 85"; a sentence's first word is no name
NAME_BEFORE = re.compile(r"[a-z,;)]\s+(?:[A-Z][\w®™-]*\s+){0,2}(?:[A-Z][\w®™-]*|[a-z]+[A-Z]\w*)[®™]?\s$")


def claimable(text: str, quantity: Quantity, metrics: Sequence[MetricMention]) -> bool:
    """Whether a quantity asserts something about the issuer: not a label, a coupon, a par value."""
    if quantity.tolerance:
        return False
    left, right = text[max(0, quantity.start - 60) : quantity.start], text[quantity.end : quantity.end + 40]
    if quantity.kind == "percent" and COUPON.match(right):
        return False
    if quantity.kind in ("money", "per_share") and PAR.match(right):
        return False
    if quantity.kind not in ("number", "count"):
        return True
    if NAME_BEFORE.search(text, 0, quantity.start):
        return False
    if LABELS.search(left) and not re.search(r"(?i)\bat\s*$", left):
        return False
    if quantity.kind == "count":
        return quantity.value >= 10 or not text[quantity.number_start].isdigit() or quantity.value >= 4
    return bare_number(text, quantity, left, metrics)


def bare_number(text: str, quantity: Quantity, left: str, metrics: Sequence[MetricMention]) -> bool:
    """A number without a unit is a claim as a ratio, or as the count or amount that the words name."""
    if (
        re.match(r"[-–/]?[A-Za-z]", text[quantity.end : quantity.end + 2])
        or text[quantity.end : quantity.end + 1] == "%"
    ):
        return False
    if RATIO_OF.search(left):
        return True
    if not LEVEL_OF.search(left):
        return False
    before = [m for m in metrics if m.end <= quantity.start]
    if not before:
        return False
    return any(c.unit in ("ratio", "count", "shares", "per_share") for c in before[-1].concepts)
