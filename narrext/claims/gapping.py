"""Numbers that share the verb, or the "of revenue", of a number before: "rose 4% in Europe and 9% in Asia"."""

from __future__ import annotations

import re

from narrext.claims.drafts import Draft, Sentence

# where the second part begins: "and 9%", ", products 78%", "(3% organic)", "but 6%"
COORDINATOR = re.compile(
    r"(?i)\b(?:and|but|while|whereas|or|plus|yet|though|followed\s+by)\b|[,(/;:]|\s[–—-]{1,2}\s"
)
# what a part that lacks its verb does not hold: a verb of its own, or the "of", "to", "from" of a level
OWN_VERB = re.compile(
    r"(?i)\b(?:of|to|from|than|versus|vs|with|against|was|were|is|are|be|been|had|has|have|an?|total(?:s|ed|led|ing)?|reach\w*|"
    r"includ\w+|compar\w+|represent\w*|account\w*|stood|earn\w*|report\w*|post\w*|generat\w+|record\w*|contribut\w+|remain\w*|"
    r"expect\w*|which|that|who|offset|due|because|driven|resulting|giving|hold\w*|held|own\w*|yield\w*|averag\w+|paid|bought|sold|bear\w*|carr\w+)\b"
)
LONGEST_PART = 9  # words of a part without a verb
REACH = 4  # how many numbers before it the one with the verb may stand


def shared_with(sentence: Sentence, i: int) -> Draft | None:
    """The number before whose verb (or denominator) holds for number `i` as well; None where it has its own."""
    d = sentence.drafts[i]
    part = last_part(d.left)
    if part is None or OWN_VERB.search(part) or len(part.split()) > LONGEST_PART:
        return None
    for other in reversed(sentence.drafts[max(0, i - REACH) : i]):
        if restates(d, other):
            return other
        if other.quantity.kind == d.quantity.kind:
            return other if moves_or_shares(other) and not names_a_rate(sentence, d, other) else None
        if other.tie in ("", "list") and other.role == "level" and not other.aside:
            return None
    return None


def last_part(gap: str) -> str | None:
    """The words behind the last coordinator before a number; None without one."""
    found = None
    for match in COORDINATOR.finditer(gap):
        found = match
    return None if found is None else gap[found.end() :]


def restates(d: Draft, other: Draft) -> bool:
    """A percentage in parentheses is that of the amount that moved: "rose $0.4 million (5.2%)"."""
    amounts = other.quantity.kind in ("money", "per_share", "count", "number")
    return d.tie == "paren" and d.quantity.kind == "percent" and amounts and other.role == "change"


def moves_or_shares(d: Draft) -> bool:
    return (d.role == "change" and d.quantity.kind != "multiple") or (d.role == "share" and bool(d.of_text))


def names_a_rate(sentence: Sentence, d: Draft, other: Draft) -> bool:
    """Whether the part names a metric that is a percentage itself: "sales rose 8% and gross margin 45%"."""
    if d.quantity.kind != "percent":
        return False
    own = [m for m in sentence.metrics if other.end <= m.start and m.end <= d.start]
    return any(c.unit == "percent" for m in own for c in m.concepts)
