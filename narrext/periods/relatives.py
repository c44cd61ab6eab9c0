"""Period phrases that stand to another: "a year earlier", "the prior quarter", "the same period"."""

from __future__ import annotations

import re

from narrext.periods.dates import YEAR
from narrext.periods.records import PeriodMention

RELATIVE = [
    # the order matters: longer wordings first
    (
        (
            r"(?:the\s+)?(?:same|comparable|corresponding|equivalent|similar|like)\s+(?:\w+[\s-])?(?:quarter|period|three-month\s+period|months?|time|weeks?)"
            r"\s+(?:(?:of|in|from|for)\s+)?(?:the\s+)?(?:a\s+|one\s+)?(?:year[\s-](?:ago|earlier|before|prior)|last\s+(?:fiscal\s+)?year|(?:previous|prior|preceding)\s+(?:fiscal\s+)?year)"
        ),
        "year_ago",
        None,
    ),
    (
        r"(?:the\s+)?(?:comparable|corresponding|same|equivalent|like)\s+(?:prior|previous)[\s-]year(?:['’]s)?\s+(?:quarter|period)",
        "year_ago",
        None,
    ),
    (
        r"(?:the\s+)?(?:year[\s-](?:ago|earlier)|(?:prior|previous|last)[\s-](?:fiscal\s+)?year(?:['’]s)?|year[\s-]over[\s-]year)\s+(?:(?:comparable|same|corresponding)\s+)?(?P<length>quarter|period|three\s+months)(?!\s+end)",
        "year_ago",
        None,
    ),
    (
        rf"(?:the\s+)?(?:fiscal\s+)?(?P<year>{YEAR})\s+(?:quarter|period|interim\s+period)(?!\s*,?\s*(?:ended|ending))",
        "same",
        None,
    ),
    (
        r"(?:the\s+)?(?:same|comparable|corresponding|equivalent|like)\s+(?:(?:three|six|nine|twelve)[\s-]months?\s+)?(?:quarter|period|date|point)s?",
        "same",
        None,
    ),
    (
        r"(?:(?:a|one)\s+(?:full\s+)?year|(?:12|twelve)\s+months)\s+(?:ago|earlier|before|prior|previously)|the\s+year\s+(?:before|earlier)\b",
        "year_ago",
        None,
    ),
    (r"(?:3|three)\s+months\s+(?:ago|earlier|before|previously)", "previous", 3),
    (
        r"year[\s-](?:ago|earlier)\b|year[\s-]over[\s-]year|year[\s-]on[\s-]year|\by/y\b|\byoy\b",
        "year_ago",
        None,
    ),
    (
        r"(?:the\s+)?(?:prior|previous|preceding)\s+(?:(?:fiscal|sequential|linked)\s+)?quarter(?:['’]s)?|last\s+quarter(?!\s+of)(?:['’]s)?|(?:the\s+)?(?:immediately\s+preceding|linked|trailing|sequential)\s+quarter",
        "previous",
        3,
    ),
    (r"sequential(?:ly)?\b|quarter[\s-](?:over|on)[\s-]quarter|\bq/q\b|\bqoq\b", "previous", 3),
    (
        r"(?:the\s+)?(?:prior|previous|preceding)\s+(?:fiscal\s+|calendar\s+)?year(?:['’]s)?(?![\s-](?:quarter|period|to-date|end))|last\s+(?:fiscal\s+)?year(?:['’]s)?(?!\s+end)",
        "year_ago",
        None,
    ),
    (
        r"(?:the\s+)?(?:prior|previous|preceding|last)\s+(?:fiscal\s+|calendar\s+)?year[\s-]end(?=\W|$)",
        "prior_year_end",
        0,
    ),
    (r"(?:fiscal\s+|the\s+)?year[\s-]end(?=\W|$)(?!\s+(?:\d|results))", "year_end", 0),
    (r"(?:the\s+)?(?:prior|previous|preceding)[\s-]period", "previous", None),
    (
        r"(?:the\s+)?(?:current|this)\s+(?:fiscal\s+)?quarter|the\s+(?:most\s+recent|latest|recently\s+completed)\s+quarter",
        "current",
        3,
    ),
    (r"(?:the\s+)?(?:next|coming|upcoming)\s+(?:fiscal\s+)?quarter", "next", 3),
    (r"(?:the\s+)?(?:next|coming|upcoming)\s+(?:fiscal\s+)?year", "next", 12),
    (r"(?:the|in|for)\s+(?:fiscal\s+)?quarter(?:['’]s)?(?=\W|$)(?!\s*,?\s*(?:ended|ending))", "current", 3),
    (
        r"the\s+(?:fiscal\s+)?year(?=\W|$)(?!\s*,?\s*(?:ended|ending|-))|\bannually\b|\bannual(?=\s+(?:net\s+|total\s+)?(?:sales|revenues?|earnings|income|profits?|results)\b)|this\s+year(?:['’]s)?|full[\s-]year",
        "current",
        12,
    ),
]
RELATIVES = [
    (re.compile(rf"(?i)\b(?:{pattern})"), relation, months) for pattern, relation, months in RELATIVE
]


def free(mention: PeriodMention, taken: list[tuple[int, int]]) -> bool:
    return all(mention.end <= start or mention.start >= end for start, end in taken)


def find_relatives(text: str, mentions: list[PeriodMention]) -> list[PeriodMention]:
    found: list[PeriodMention] = []
    taken = [(m.start, m.end) for m in mentions]
    for pattern, relation, months in RELATIVES:
        for match in pattern.finditer(text):
            length = months
            if "length" in pattern.groupindex and match["length"] and match["length"].lower() != "period":
                length = 3
            year = int(match["year"]) if "year" in pattern.groupindex else None
            so_far = match[0].lower().startswith("this year")
            mention = PeriodMention(
                match.start(), match.end(), months=length, relation=relation, year=year, to_date=so_far
            )
            if free(mention, taken):
                found.append(mention)
                taken.append((mention.start, mention.end))
    return found
