"""How the numbers of a sentence stand to each other: or, paren, list, compare, to."""

from __future__ import annotations

import re

from narrext.claims.cues import APPOSITION, COORDINATE, PAREN, TO, cues
from narrext.claims.drafts import Draft, Sentence

ASIDE = re.compile(
    r"(?i)(?:,\s*which\s+includ\w+|\(\s*(?:which\s+)?includ\w+|,?\s*includ(?:ing|es|ed)|,\s*net\s+of|,\s*after)\b"
)
INCLUSIVE = re.compile(
    r"(?i)(?:\binclusive\s+of|\bincluding|\bincludes?|\bexclud(?:ing|es)|\bnet\s+of|\bafter)\s+(?:an?\s+|approximately\s+|about\s+)*$"
)


def assign_ties(sentence: Sentence) -> None:
    group = 0
    for i, d in enumerate(sentence.drafts):
        previous = sentence.drafts[i - 1] if i else None
        d.aside = bool(INCLUSIVE.search(d.left)) or (i > 0 and bool(ASIDE.search(d.left)))
        if previous is not None:
            opened = any(FROM.search(x.left) for x in sentence.drafts[max(0, i - 3) : i])
            d.tie = tie_of(d.left, opened)
            if d.tie in ("", "paren") and then_again(sentence, previous, d):
                d.tie = "compare"
            if d.tie == "list" and compared_group(sentence, previous):
                d.tie = "compare"
            if d.tie == "" and previous.tie == "compare" and ALSO.match(d.left):
                d.tie = "compare"
        elif RESULTS_COMPARE.search(d.left):
            d.tie = "compare"
        if d.tie not in ("or", "paren"):
            group += 1
        d.group = group


# "These results compare to revenue of $15 million and net income of $2 million"
RESULTS_COMPARE = re.compile(
    r"(?i)\b(?:this|these|that|those|which|results|figures)\b[\w\s]{0,30}\b(?:compares?|compared|comparing)\s+(?:with|to)\b|^\s*(?:this|that|these)\s+(?:compares?)\b"
)
ALSO = re.compile(r"(?i)[\s,]*and\s+(?:an?\s+|the\s+)?[\w’' -]{2,60}\s+of\s*$")
FROM = re.compile(r"(?i)\bfrom\s+(?:[\w’'-]+\s+){0,4}$")


def compared_group(sentence: Sentence, d: Draft) -> bool:
    return any(x.tie == "compare" and x.group == d.group for x in sentence.drafts)


def then_again(sentence: Sentence, previous: Draft, d: Draft) -> bool:
    """ "$4.2 million ($1.9 million in 2016)", "16.7m (H1 2013: 9.4m)": the same of another period."""
    opened = sentence.text.rfind("(", previous.end, d.start)
    if opened < 0 or sentence.text[previous.end : opened].strip(" ,"):
        return False
    closed = sentence.text.find(")", d.end)
    inside = [p for p in sentence.periods if opened < p.start and (closed < 0 or p.end <= closed)]
    same = d.kind == previous.kind or (
        d.kind in ("money", "number") and previous.kind in ("per_share", "count")
    )
    return bool(inside) and same


COMPARED_TO = re.compile(
    r"(?i)\b(?:compared|compares|comparing|comparison|relative|opposed)\s+(?:to|with)\s+(?:\w+\s+){0,2}$"
)


def tie_of(gap: str, opened_by_from: bool) -> str:
    if PAREN.match(gap):
        return "paren"
    if APPOSITION.match(gap):
        return "or"
    if COORDINATE.fullmatch(gap):
        return "or" if gap.strip(" ,").lower() == "or" else "list"
    if COMPARED_TO.search(gap):
        return "compare"
    if TO.search(gap):
        return "to" if opened_by_from else ""
    compare = last_compare(gap)
    if compare is not None:
        return "compare"
    return ""


def last_compare(gap: str) -> re.Match[str] | None:
    """The comparator that introduces what follows `gap`, if the last clause of it has one."""
    found = None
    for match in cues().compare.finditer(gap):
        found = match
    if found is None:
        return None
    rest = gap[found.end() :]
    # "up 20% from Q3 and up 73%": what it compares with ends before the next clause
    if re.search(
        r"(?i)(?:\band\b|,|;|\bwhile\b)\s*(?:[\w’']+\s+){0,6}?(?:up|down|increas\w+|decreas\w+|gr[eo]w\w*|rose|fell|declin\w+|was|were|an?\s)",
        rest,
    ):
        return None
    if re.search(r"[;]|\bwhile\b", rest):
        return None
    return found
