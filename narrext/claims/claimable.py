"""Which numbers assert something about the issuer, and which are labels, coupons, par values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrext.claims.metrics import MetricMention
from narrext.quantities import Quantity
from narrext.units import is_measure, is_plural, known_units

COUPON = re.compile(
    r"(?i)\s+(?:\w+\s+){0,3}?(?:notes?|debentures?|bonds?|preferred|securities|coupon|ownership|owned|equity\s+interest|interest\s+in|stake|tender\s+offer)\b"
)
PAR_BEFORE = re.compile(r"(?i)\b(?:par|stated|nominal)\s+value\s+(?:of\s+)?$")
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
    r"(?i)(?:\b(?:from|against|versus|vs\.?|to|than|with|and|up|down|fell|rose|was|were|of|by|net|which|had|has|closed|opened|sold|added|acquired|\()|[,(+])\s*\+?\s*$"
)
BLANKS = re.compile(r"\s{2,}")  # what a reader passes over was blanked
YEAR_LIKE = re.compile(r"(?:19|20)\d\d")
COUNTED_BEHIND = re.compile(
    r"(?i)\s*(?:more|fewer|less|higher|lower|additional|net\b|gross\b)\b|\s+(?:a|one)\s+year|\s*[,.;)]|\s+(?:in|at|on|for|last|from|to|at|during|was|were|are|have|and)\b|"
    r"\s+(?:\w+-(?:owned|operated)|franchised|licensed|owned|leased|productive|producing)\b|$"
)
# "142 company-owned and 24 franchised restaurants": the noun stands behind the last
WHICH = re.compile(r"(?i)\s+(?:\w+-(?:owned|operated)|franchised|licensed)\b")
# "94 stores in 13 states"
PLACES = re.compile(r"(?i)\s+(?:states|provinces)\b")
OF_THEM = re.compile(r"(?i)\s+of\s+(?:the\s+|its\s+|our\s+|a\s+planned\s+)?$")


def claimed(text: str, quantities: Sequence[Quantity], metrics: Sequence[MetricMention]) -> list[Quantity]:
    """The quantities that are claims; a bare number is one as well where it is held against one."""
    kept: list[Quantity] = []
    for i, quantity in enumerate(quantities):
        following = quantities[i + 1] if i + 1 < len(quantities) else None
        if claimable(text, quantity, metrics):
            kept.append(with_kind(text, quantity) if kept else quantity)
        elif quantity.kind == "number" and (told := told_by_others(text, quantity, kept, following)):
            kept.append(told)
    return kept


def told_by_others(
    text: str, quantity: Quantity, kept: Sequence[Quantity], following: Quantity | None
) -> Quantity | None:
    """A bare number with the kind and unit of the count beside it, or of the key before it."""
    if YEAR_LIKE.fullmatch(text[quantity.start : quantity.end]):
        return None
    if noun := key_noun(text, quantity) or number_of(text, quantity):
        return replace(quantity, kind="count", unit=noun)
    if (
        following is not None
        and following.kind == "count"
        and OF_THEM.fullmatch(text[quantity.end : following.start])
    ):
        return replace(quantity, kind="count", unit=following.unit)
    if kept and kept[-1].kind == "percent" and (counted := held_against(text, quantity, kept)):
        return counted
    if not kept or kept[-1].kind not in ("count", "number", "multiple"):
        return None
    gap = BLANKS.sub(" ", text[kept[-1].end : quantity.start])
    if kept[-1].kind == "count" and re.fullmatch(r"(?i)\s+(?:located\s+)?(?:in|across|throughout)\s+", gap):
        return in_places(text, quantity)
    beside = len(gap) < 60 and BARE_AFTER.search(gap) and COUNTED_BEHIND.match(text, quantity.end)
    if not beside or re.search(r"[A-Z]\w+\s*$", gap):
        return None
    if kept[-1].kind != "count":
        return with_kind(text, replace(quantity, kind="number", unit=""))
    return with_kind(text, replace(quantity, kind="count", unit=things(text, quantity, kept).unit))


FEWER = re.compile(r"(?i)\s+fewer\b")


def things(text: str, quantity: Quantity, kept: Sequence[Quantity]) -> Quantity:
    """The count whose noun a bare number leaves out: "84 properties with 13.9 million square feet, four fewer"."""
    counts = [q for q in kept if q.kind == "count"]
    if text[quantity.start].isalpha() or FEWER.match(text, quantity.end):
        counts = [q for q in counts if not is_measure(q.unit)] or counts
    return counts[-1]


def with_kind(text: str, quantity: Quantity) -> Quantity:
    """A bare number with the word behind it that says which of the things before are counted."""
    which = WHICH.match(text, quantity.end) if quantity.end == quantity.number_end else None
    return replace(quantity, end=which.end()) if which else quantity


THAN = re.compile(r"(?i)\s+(?:below|above|over|under|(?:more|less|fewer|higher|lower)\s+than)\s+the\s+$")


def held_against(text: str, quantity: Quantity, kept: Sequence[Quantity]) -> Quantity | None:
    """What a count's change is measured from: "1,037 homes, 28% below the 1,440 of a year ago"."""
    counts = [q for q in kept if q.kind == "count"]
    if not counts or not THAN.fullmatch(text, kept[-1].end, quantity.start):
        return None
    return replace(quantity, kind="count", unit=counts[-1].unit)


def in_places(text: str, quantity: Quantity) -> Quantity | None:
    found = PLACES.match(text, quantity.end)
    return replace(quantity, kind="count", unit=found[0].strip(), end=found.end()) if found else None


# "Orders: 104,600", "Company openings in the quarter: three"
KEY = re.compile(r"[\s•*·–—-]*(?P<key>[A-Z][\w\s'’-]{2,60}?)\s*:\s*(?:approximately\s+|about\s+|over\s+)?$")


# "The average number of tractors in service during the quarter was 1,938"
NUMBER_OF = re.compile(
    r"(?i)\bnumber\s+of\s+(?P<what>(?:[a-z][\w’'-]*\s+){1,6}?)(?:(?:in|during|for|at|on|as)\s[^.;\d$€£%]{1,60})?"
    r"(?:was|were|is|totaled|totalled|reached|averaged|stood\s+at|(?:increased|decreased|rose|fell|grew|declined)\s+to)\s+(?:approximately\s+|about\s+)?$"
)


def number_of(text: str, quantity: Quantity) -> str:
    """The noun of "the number of …", where a bare number follows its verb."""
    found = NUMBER_OF.search(text, 0, quantity.start)
    words = found["what"].lower().split() if found else []
    return next((w for w in words if is_plural(w)), "")


def key_noun(text: str, quantity: Quantity) -> str:
    """The noun that a key counts: what is before the colon names it in the plural."""
    found = KEY.match(text[: quantity.start])
    if found is None:
        return ""
    words = found["key"].lower().split()
    return next((w for w in words if w in known_units() and is_plural(w)), "")


# a name with its version: "vSphere 8", "the Model S 85"; a sentence's first word is no name
NAME_BEFORE = re.compile(r"[a-z,;)]\s+(?:[A-Z][\w®™-]*\s+){0,2}(?:[A-Z][\w®™-]*|[a-z]+[A-Z]\w*)[®™]?\s$")


def claimable(text: str, quantity: Quantity, metrics: Sequence[MetricMention]) -> bool:
    """Whether a quantity asserts something about the issuer: not a label, a coupon, a par value."""
    if quantity.tolerance:
        return False
    left, right = text[max(0, quantity.start - 60) : quantity.start], text[quantity.end : quantity.end + 40]
    if quantity.kind == "percent" and COUPON.match(right):
        return False
    if quantity.kind in ("money", "per_share") and (PAR.match(right) or PAR_BEFORE.search(left)):
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
