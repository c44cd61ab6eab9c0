"""How the numbers of a sentence stand to each other: or, paren, list, compare, to."""

from __future__ import annotations

import re
from dataclasses import replace

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
            d.tie = tie_of(d.left, from_is_open(sentence.drafts[max(0, i - 3) : i]))
            if is_base(previous, d):
                d.tie, d.held_against = "compare", True
                d.quantity = replace(d.quantity, bound=None)
            if d.tie in ("", "paren") and then_again(sentence, previous, d):
                d.tie = "compare"
            if d.tie == "list" and compared_group(sentence, previous):
                d.tie = "compare"
            if d.tie == "" and previous.tie == "compare" and is_further(sentence, previous, d):
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
# "compared with 38.3% in the third quarter and 47.4% in the fourth"
AND_NUMBER = re.compile(r"(?i).*[\s,](?:and|or)\s+(?:(?:to|with|from|an?|the|approximately|about)\s+)*$")


def is_further(sentence: Sentence, previous: Draft, d: Draft) -> bool:
    """Whether a number is one more that the same figure is compared with."""
    if ALSO.match(d.left):
        return True
    between = any(previous.end <= p.start and p.end <= d.start for p in sentence.periods)
    return between and previous.kind == d.kind and AND_NUMBER.fullmatch(d.left) is not None


FROM = re.compile(r"(?i)\bfrom\s+(?:[\w’'-]+\s+){0,4}$")


DETERMINER = (
    r"(?:the\s+|its\s+|our\s+|that\s+of\s+|those\s+of\s+|comparable\s+|restated\s+|(?:(?:a|last|the\s+(?:prior|previous))\s+)?"
    r"(?:year|quarter)(?:[\s-](?:ago|earlier))?(?:['’]s)?\s+)*"
)
# "up 16% on $8.4 million", "28% below the 1,440", "one cent below last year's $1.450"
BASE_OF_CHANGE = re.compile(
    r"(?i)\s*(?:(?:increase|decrease|decline|gain|rise|drop|improvement|growth|reduction)\s+)?(?:(?:more|less|better|higher|lower|greater|fewer|worse|wider|narrower)"
    rf"\s+than|above|below|over|under|ahead\s+of|short\s+of|behind|on)\s+{DETERMINER}$"
)
# "nearly double the $2.3 million of the third quarter"
BASE_OF_MULTIPLE = re.compile(rf"(?i)\s+(?=the|its|our|that|those|last|a\b|year){DETERMINER}$")


def is_base(previous: Draft, d: Draft) -> bool:
    """Whether a number is what the change right before it is measured from."""
    kind = previous.quantity.kind
    if d.quantity.kind in ("percent_points", "multiple"):
        return False
    if kind == "multiple":
        return BASE_OF_MULTIPLE.fullmatch(d.left) is not None
    smaller = kind == d.quantity.kind and abs(previous.quantity.value) < abs(d.quantity.value)
    if not (smaller or kind in ("percent", "percent_points")) or previous.of_text:
        return False
    return BASE_OF_CHANGE.fullmatch(d.left) is not None


def from_is_open(before: list[Draft]) -> bool:
    """Whether a "from" among the numbers before still waits for its "to"."""
    opened = False
    for d in before:
        if d.tie == "to":
            opened = False
        opened = opened or FROM.search(d.left) is not None
    return opened


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


# "only $1.2 million, after $3.6 million", "$8,412 instead of $212,600"
AFTER_ANOTHER = re.compile(
    r"(?i)(?:,\s*after|\binstead\s+of|\bin\s+place\s+of|\brather\s+than|,\s*not)\s+(?:an?\s+[\w’' -]{2,40}\s+of\s+)?$"
)
ON_TOP = re.compile(r"(?i)\bon\s+top\s+of\s+(?:(?:an?|the)\s+)?(?:[\w’-]+\s+){0,4}(?:of\s+)?$")
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
    if COMPARED_TO.search(gap) or ON_TOP.search(gap) or AFTER_ANOTHER.search(gap):
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
