"""Which period mention tells the period of a number, and which the base of a change."""

from __future__ import annotations

import re
from dataclasses import replace

from narrext.claims.cues import COORDINATE
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.span_lists import share_periods
from narrext.periods import PeriodMention

ATTACHED = re.compile(
    r"(?i)[\s,)\"”]*(?:\(?(?:fully\s+)?(?:respectively|diluted|basic|restated|unaudited|as\s+restated|pre-tax|after\s+tax)\)?[\s,]*)?(?:(?:on\s+an?\s+[\w-]+\s+basis|per\s+(?:\w+\s+){0,2}share|net\s+of\s+tax)[\s,)]*)?(?:(?:for|in|during|of|at|on|as\s+of|the|its|our|a|an|same|reported|earned|posted|over|by|through|this|that|under|within|achieved|both|each\s+of|from)\s+)*$"
)
CLAUSE = re.compile(
    r"(?i);|\bwhile\b|\bwhereas\b|,\s+(?:bringing|taking|raising)\b|(?:,|\band)\s+(?:for|in|during|at|on|as\s+of)\s"
)
COMPARES = re.compile(
    r"(?i)(?:compared\s+(?:with|to)|same\s+as(?:\s+in)?|unchanged\s+from|equal\s+to|exceed(?:ed|ing)|that\s+of|those\s+of|in\s+line\s+with|better\s+than|worse\s+than|versus|vs\.?|against|than|over|from|above|below|relative\s+to|comparison\s+(?:with|to))\s+(?:[\w’'-]+\s+){0,9}?$"
)


def assign_periods(sentence: Sentence) -> None:
    """Give each number the mention that its period is told by, and each change its base."""
    drafts = sentence.drafts
    if not drafts:
        return
    used: set[int] = set()
    for i, d in enumerate(drafts):
        last_of_group = i + 1 == len(drafts) or drafts[i + 1].group != d.group
        if last_of_group:
            attach_right(sentence, i, used)
    attach_left(sentence, used)
    share_periods(sentence)
    share_compared(drafts)
    spread_in_groups(sentence)


# the end of something else: "remaining under its authorization through December 2023"
UNTIL = re.compile(
    r"(?i)\b(?:through|until|by|before|after|since|due|maturing|matures?|expiring|expires?|payable|beginning|starting)\s+(?:in\s+|on\s+)?(?:the\s+)?$"
)


SINCE = re.compile(r"(?i)\s*since\s+(?:(?:the\s+)?(?:end|close)\s+of\s+)?(?:the\s+|our\s+|its\s+)?")


def attach_right(sentence: Sentence, i: int, used: set[int]) -> None:
    """Mentions behind the last number of a group: its period, and what a change is compared with."""
    d = sentence.drafts[i]
    floor, ceiling = d.end, d.end + len(d.right)
    if i + 1 < len(sentence.drafts):
        ceiling = sentence.drafts[i + 1].start
    for k, mention in enumerate(sentence.periods):
        if mention.start < floor or mention.start >= ceiling or k in used:
            continue
        gap = sentence.text[floor : mention.start]
        if d.role == "change" and d.base is None and SINCE.fullmatch(gap):
            d.base = mention
            used.add(k)
        elif not elsewhere(sentence, i, mention, gap, ceiling) and take_behind(sentence, d, mention, gap):
            used.add(k)


def elsewhere(sentence: Sentence, i: int, mention: PeriodMention, gap: str, ceiling: int) -> bool:
    """Whether a mention is the end of something else, or introduces the next number."""
    if UNTIL.search(gap):
        return True
    if mention.months == 1 and len(gap) > NEXT_TO and not ATTACHED.fullmatch(gap):
        return True  # a month is told next to its number
    return belongs_to_next(sentence, i, mention, ceiling)


def take_behind(sentence: Sentence, d: Draft, mention: PeriodMention, gap: str) -> bool:
    """Take a mention behind a number for its period, the year of it or the base; False where it is none."""
    looks_back = mention.relation in ("year_ago", "previous") and d.role == "change"
    compared = (COMPARES.search(gap) is not None and mention.relation != "trailing") or looks_back
    if d.role == "change" and COMPARED_CHANGE.search(d.left):
        d.period = d.period or mention  # "on top of a 6.1% gain last year"
        return True
    if d.role == "change" and d.base is None and elapsed(sentence.text, d, mention):
        d.base = replace(mention, months=None, relation="year_ago")
    elif compared and d.role == "change":
        d.base = d.base or mention
    elif compared:
        return False
    elif d.period is None and (ATTACHED.fullmatch(gap) or (not CLAUSE.search(gap) and len(gap) <= FARTHEST)):
        d.period = mention
    elif d.period is not None and adds_year(d.period, mention) and mention.start - d.period.end < CLOSE:
        d.year = mention
    else:
        return False
    return True


# the change that a change is compared with: "on top of a 6.1% gain last year"
COMPARED_CHANGE = re.compile(
    r"(?i)\b(?:on\s+top\s+of|compared\s+(?:with|to)|versus|against|following)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,4}(?:of\s+)?(?:approximately\s+)?$"
)
FARTHEST = 60  # how far behind its number a period may stand
CLOSE = 8


ELAPSED = re.compile(r"(?i)\s+(?:in|over|within)\s+(?:the\s+)?$")


def elapsed(text: str, d: Draft, mention: PeriodMention) -> bool:
    """ "Tripled in twelve months": how long the growth took, not what grew."""
    words = text[mention.start : mention.end].lower()
    length = mention.months == 12 and mention.year is None and words.endswith("months")
    return length and ELAPSED.fullmatch(text, d.end, mention.start) is not None


def adds_year(first: PeriodMention, second: PeriodMention) -> bool:
    return first.year is None and not first.dated and second.year is not None and second.months == 12


DIRECTLY = re.compile(r"(?i)[\s,]*(?:(?:the|its|our|company['’]s|we|reported|had|total)\s+)*")


def belongs_to_next(sentence: Sentence, i: int, mention: PeriodMention, ceiling: int) -> bool:
    """Whether a mention introduces the next number: it stands behind a clause's beginning, or between
    a comparator and the number's own metric."""
    if i + 1 >= len(sentence.drafts):
        return False
    d, following = sentence.drafts[i], sentence.drafts[i + 1]
    gap = sentence.text[d.end : mention.start]
    if gap.rstrip().endswith("(") and ")" not in sentence.text[mention.end : following.start]:
        return True  # "€16.7m (H1 2013: €9.4m)"
    rest = sentence.text[mention.end : ceiling]
    if re.search(
        r"(?i)(?:;|\band|,|\bwhile)\s+(?:for|in|during|on|at|as\s+of)\s+(?:the\s+)?$", gap
    ) and not re.match(r"(?i)\s*,?\s*(?:and|or)?\s*$", rest):
        # "…, and for the year, net income was": the number's own metric follows at once
        return any(
            m.end <= following.start and DIRECTLY.fullmatch(sentence.text, mention.end, m.start)
            for m in sentence.metrics
            if m.start >= mention.end
        )
    if COMPARES.search(gap) and following.tie == "compare":
        # "compared with fourth quarter revenue of $5 million", "versus the 2003 loss of $4.7 million"
        return d.role != "change" or has_metric(sentence, mention.end, following.start)
    # "$5 million and third quarter income of $2 million"
    return (
        not ATTACHED.fullmatch(gap)
        and has_metric(sentence, mention.start - 1, following.start)
        and bool(re.search(r"(?i)\b(?:and|while|as|but)\b|[;,]", gap))
    )


def has_metric(sentence: Sentence, start: int, end: int) -> bool:
    return any(start <= m.head_start and m.head_end <= end for m in sentence.metrics)


DATELINE = re.compile(r"\s*(?:--|[—―–]|-\s?|/)")


def attach_left(sentence: Sentence, used: set[int]) -> None:
    """Mentions before a number: in its subject, or leading the sentence."""
    previous_end = 0
    for i, d in enumerate(sentence.drafts):
        for k, mention in enumerate(sentence.periods):
            if mention.start < previous_end or mention.end > d.start or k in used:
                continue
            if mention.months == 0 and DATELINE.match(sentence.text, mention.end):
                continue
            if COMPARES.search(sentence.text[previous_end : mention.start]):
                take_compared(sentence, i, d, mention)
            else:
                take_before(sentence, d, mention)
            used.add(k)
        if i == 0 and d.period is not None and d.period.end <= d.start and d.tie != "compare":
            sentence.lead = d.period
        previous_end = d.end


def take_compared(sentence: Sentence, i: int, d: Draft, mention: PeriodMention) -> None:
    """A mention behind a comparator: the period of a number held against another, else a base."""
    if d.tie == "compare":
        d.period = d.period or mention
        return
    if i == 0:
        sentence.lead_base = mention
    if d.role == "change" and d.base is None:
        d.base = mention


# a year told apart from its quarter stands next to it: "The 2003 earnings for the fourth quarter"
NEXT_TO = 25


def take_before(sentence: Sentence, d: Draft, mention: PeriodMention) -> None:
    """A mention in a number's own subject: its period, the year of it, or what a change is from."""
    if d.period is None or (d.period.months == 1 and (mention.months or 0) >= 3):
        if looks_back(sentence, d, mention):
            d.base = d.base or mention
        else:
            d.period = mention
    elif d.year is None and adds_year(d.period, mention):
        if mention.start - d.period.end < NEXT_TO:
            d.year = mention
    elif d.period.months == 0 and mention.months and not mention.relation:
        # the day of the announcement stands before the period that is announced
        d.period = mention
    elif d.year is None and adds_year(mention, d.period) and mention.months == 3:
        d.period, d.year = mention, d.period
    elif looks_back(sentence, d, mention):
        d.base = d.base or mention


def looks_back(sentence: Sentence, d: Draft, mention: PeriodMention) -> bool:
    """Whether a mention tells what a change is from: "sequential growth", "year over year"."""
    if d.role != "change":
        return False
    if mention.relation == "previous":
        return True
    return mention.relation == "year_ago" and d.base is None and describes_change(sentence, mention)


def describes_change(sentence: Sentence, mention: PeriodMention) -> bool:
    words = sentence.text[mention.start : mention.end].lower()
    return "over" in words or "on-year" in words or "y/y" in words or "yoy" in words


def share_compared(drafts: list[Draft]) -> None:
    """ "Compared to $81.3 million and $446.3 million, respectively, as of December 31": one period for both."""
    for i in range(len(drafts) - 2, -1, -1):
        d, following = drafts[i : i + 2]
        listed = d.tie == following.tie == "compare" and COORDINATE.fullmatch(following.left) is not None
        if not listed:
            continue
        if d.period is None:
            d.period, d.year = following.period, following.year
        before = drafts[max(0, i - 2) : i]
        if len(before) == 2 and all(x.kind == d.kind and x.tie != "compare" for x in before):
            d.mirrors, following.mirrors = before[0].group, before[1].group


def spread_in_groups(sentence: Sentence) -> None:
    """The numbers of one group ("$3.5 million, or $.44 per share, a year earlier") share its period."""
    groups: dict[int, list[Draft]] = {}
    for d in sentence.drafts:
        groups.setdefault(d.group, []).append(d)
    for members in groups.values():
        period = next((d.period for d in reversed(members) if d.period), None)
        year = next((d.year for d in members if d.year), None)
        base = next((d.base for d in members if d.base), None)
        for d in members:
            d.period = d.period or period
            d.year = d.year or year
            if d.role == "change":
                d.base = d.base or base
