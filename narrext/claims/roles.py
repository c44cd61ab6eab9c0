"""What a number says of its metric: level, change, share, ratio."""

from __future__ import annotations

import re
from itertools import pairwise

from narrext.claims.cues import OF, OF_IDLE, TO, cues, direction_of
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.gapping import shared_with
from narrext.claims.metrics import MetricMention


def take_denominators(sentence: Sentence) -> None:
    """The "of revenue" behind a percentage belongs to it, and not to what stands before the next number."""
    for i, d in enumerate(sentence.drafts):
        if d.quantity.kind not in ("percent", "percent_points"):
            continue
        if of := denominator(sentence, d):
            d.of = of[0]
            d.end, d.of_text = of[1], sentence.text[of[2] : of[1]]
        elif d.quantity.kind == "percent" and (of_total := OF_TOTAL.match(sentence.text, d.quantity.end)):
            d.end, d.of_text = of_total.end(), "total"
        elif part := part_of_whole(sentence, d):
            d.end, d.of_text = part
        if d.of_text or stands_for(d):
            d.role = "share"
            d.right = d.right[d.end - d.quantity.end :]
            if i + 1 < len(sentence.drafts):
                following = sentence.drafts[i + 1]
                following.left = sentence.text[min(d.end, following.start) : following.start]


# "83 percent of production", "14% of tickets": a whole that the lexicon does not know
WHOLE = re.compile(
    r"\s+of\s+(?:(?:the|its|our|their|all|total|anticipated|expected)\s+(?:company['’]s\s+|quarter['’]s\s+)?)*"
    r"(?P<noun>(?!(?:which|these|those|this|that|them|it|a|an|one|where|what|how|growth|increase|respondents|patients|subjects|people)\b)[A-Za-z][\w’'-]*"
    r"(?:\s+(?!(?:in|for|during|from|to|and|or|as|at|on|by|with|compared|versus|was|were|is|are|that|which|who|will|would|had|has|have|came|bear)\b)[a-z][\w’'-]*){0,2})"
)
OF_WHICH = re.compile(
    r"(?i)\bof\s+(?:which|these|those|this|that|them)(?:\s+(?:amount|total))?,?\s+(?:approximately\s+|about\s+|some\s+|nearly\s+|over\s+|more\s+than\s+)*$"
)
MADE_UP = re.compile(
    r"(?i)\b(?:represent\w*|account\w*\s+for|made\s+up|mak\w+\s+up|compris\w+|constitut\w+)\s+(?:approximately\s+|about\s+|some\s+|nearly\s+|over\s+|more\s+than\s+)*$"
)
MOVED_BY = re.compile(
    r"(?i)\b(?:by|up|down|of|rose|fell|grew|increased|decreased|declined)\s+(?:approximately\s+|about\s+)?$"
)


def part_of_whole(sentence: Sentence, d: Draft) -> tuple[int, str] | None:
    """Where the words of a whole end that a percentage is a part of, and these words."""
    if d.quantity.kind != "percent" or MOVED_BY.search(d.left) or cues().direction_right.match(d.right):
        return None
    whole = WHOLE.match(sentence.text, d.quantity.end)
    if whole is not None:
        return whole.end(), whole["noun"]
    return (d.quantity.end, "total") if OF_WHICH.search(d.left) else None


def stands_for(d: Draft) -> bool:
    """ "Computing represented 31%": a share of what was spoken of before."""
    return (
        d.quantity.kind == "percent"
        and MADE_UP.search(d.left) is not None
        and not cues().direction_right.match(d.right)
    )


def assign_roles(sentence: Sentence) -> None:
    for i, d in enumerate(sentence.drafts):
        previous = sentence.drafts[i - 1] if i else None
        assign_role(sentence, d, previous)
        other = shared_with(sentence, i) or (compared_change(d, previous) if previous else None)
        if d.role == "level" and other is not None:
            d.role, d.direction = other.role, d.direction or other.direction
            d.of, d.of_text = other.of, other.of_text
        if previous is not None and restated_behind(d, previous):
            previous.role, previous.direction = "change", d.direction
    share_list_wholes(sentence.drafts)


ARTICLE = re.compile(r"(?i)\ban?\s+(?:\w+\s+)?$")
ENCLOSED = re.compile(r"(?i),\s+(?:above|below|higher|lower)\b")


def restated_behind(d: Draft, previous: Draft) -> bool:
    """What a percentage restates moved as it did: "a $20.5 million or 13.4% increase", "$0.3 million, or 1.0%, above"."""
    if d.tie != "or" or d.role != "change" or previous.role != "level" or d.kind != "percent":
        return False
    return ARTICLE.search(previous.left) is not None or ENCLOSED.match(d.right) is not None


# "2.3 times that of a year ago", "increased 2.3 times"; "3.2x EBITDA" is a ratio
TIMES_THAT = re.compile(
    r"(?i)\s+(?:that|those|the\s+(?:level|amount|figure|[$€£\d])|last\s+year|what|as|more|higher|greater)\b|\s+the\s+[$€£\d]"
)
MULTIPLIED = re.compile(
    r"(?i)\b(?:increas\w+|grew|grow\w*|rose|multipl\w+|up|expand\w+)\s+(?:by\s+|more\s+than\s+|over\s+|about\s+|nearly\s+|some\s+)*$"
)


def assign_multiple(d: Draft, left: str) -> None:
    """ "Doubled" and "2.3 times that of a year ago" are changes, "3.2x EBITDA" is a ratio."""
    grows = d.quantity.direction or TIMES_THAT.match(d.right) or MULTIPLIED.search(left)
    # "up to 3x performance": what a product does, not how two lines stand
    d.role = "change" if grows or d.quantity.bound == "at_most" else "ratio"
    if grows and d.quantity.direction is None:
        d.direction = "up"


def share_list_wholes(drafts: list[Draft]) -> None:
    """ "Accounted for 21% and 13% of net sales": both are of net sales."""
    for d, following in reversed(list(pairwise(drafts))):
        listed = following.tie in ("list", "to") and following.quantity.kind == d.quantity.kind == "percent"
        if (
            listed
            and following.role == "share"
            and following.of_text
            and not d.of_text
            and d.role != "change"
        ):
            d.role, d.of, d.of_text = "share", following.of, following.of_text


def assign_role(sentence: Sentence, d: Draft, previous: Draft | None) -> None:
    quantity = d.quantity
    if quantity.kind == "number":
        d.kind = "ratio"
    if d.role == "share":
        return
    if d.held_against:
        inherit_form(sentence, d)
        return
    left = d.left
    if PAST_MARK.search(left) and quantity.kind != "multiple":
        return
    if TO.search(left) and quantity.kind != "multiple" and not re.search(r"(?i)\bup\s+to\s*$", left):
        direction = None
    else:
        direction = direction_of(sentence.text, left, quantity, d.right)
    if direction is None and previous is not None and d.tie in ("or", "list"):
        same = quantity.kind == previous.quantity.kind or d.tie == "or"
        if (
            previous.role == "change"
            and same
            and (quantity.kind != "per_share" or previous.kind in ("money", "per_share"))
        ):
            direction = previous.direction
            if direction is None:
                d.role = "change"
    if direction is not None:
        d.role, d.direction = "change", direction
    elif quantity.kind == "multiple":
        assign_multiple(d, left)
    if previous is not None and d.role == "level":
        inherit_form(sentence, d)


FROM_BASE = re.compile(r"(?i)\bfrom\s+(?:\w+\s+){0,3}$")


def compared_change(d: Draft, previous: Draft) -> Draft | None:
    """What a change is compared with is one: "rose 3.2%, compared with 1.5% a year ago"."""
    if (
        d.tie != "compare"
        or d.held_against
        or FROM_BASE.search(d.left)
        or d.kind not in ("percent", "percent_points")
    ):
        return None
    same = previous.kind == d.kind and previous.role == "change" and not previous.held_against
    return previous if same else None


# "fell below $15 million": what it fell to
PAST_MARK = re.compile(
    r"(?i)\b(?:fell|dropped|declined|dipped|slipped|went|rose|climbed|moved|came(?:\s+in)?|was|were|is|are|remained|stayed|ended)\s+"
    r"(?:to\s+)?(?:just\s+|well\s+|slightly\s+)?(?:below|above|under)\s*$|\b(?:crossed|passed|surpassed|topped|exceeded)\s+(?:the\s+)?$"
)


def inherit_form(sentence: Sentence, d: Draft) -> None:
    """What a number is held against is of its form: "36% of revenue, versus 42%", "$.22 from $.19"."""
    if d.tie not in ("compare", "to", "paren", "list") and not (
        d.tie == "or" and d.quantity.kind == "percent"
    ):
        return
    at = sentence.drafts.index(d)
    for other in reversed(sentence.drafts[max(0, at - 4) : at]):
        if other.role == "change" or (
            other.quantity.kind != d.quantity.kind and not per_share_like(d, other)
        ):
            continue
        if other.role == "share" and other.of_text:
            d.role, d.of, d.of_text = "share", other.of, other.of_text
        return


def per_share_like(d: Draft, other: Draft) -> bool:
    return d.quantity.kind == "money" and other.kind == "per_share" and d.quantity.factor == 1


OF_TOTAL = re.compile(
    r"(?i)\s+of\s+(?:the\s+|this\s+|that\s+|our\s+)?(?:total(?!\s+[a-z])|whole|sum|same|it|them|these|those|which)\b"
)


def denominator(sentence: Sentence, d: Draft) -> tuple[MetricMention | None, int, int] | None:
    """The "of revenue" behind a percentage: its metric, where it ends and where its words begin."""
    text = sentence.text
    of = OF.match(text, d.quantity.end)
    if of is None:
        return None
    for metric in sentence.metrics:
        if metric.start >= of.end() and OF_IDLE.fullmatch(text, of.end(), metric.start):
            return metric, metric.end, metric.start
    return None
