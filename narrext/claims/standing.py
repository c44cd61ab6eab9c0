"""Counts that stand at a date, as balances do, and those that come about in a period."""

from __future__ import annotations

import re
from dataclasses import replace

from narrext.claims.drafts import Draft, Sentence
from narrext.lexicons import word_list

# what happens in a period, however many there are at its end
HAPPENS = re.compile(
    r"(?i)\b(?:open\w*|clos\w+|sold|sells?|ship\w*|deliver\w*|add\w*|sign\w*|launch\w*|carri\w+|carry\w*|produc\w+|complet\w+|introduc\w+|"
    r"hir\w+|acquir\w+|bought|buys?|purchas\w+|repurchas\w+|issu\w+|book\w*|w[io]ns?|install\w*|generat\w+|flew|drill\w*|process\w+|"
    r"award\w*|start\w*|plan\w*|built|build\w*|convert\w*|renovat\w+|remodel\w*|relocat\w+|lost|los\w+|cut\w*|eliminat\w+|enroll\w*|"
    r"serv\w+|creat\w+|approv\w+|recruit\w*|board\w*|visit\w*|reduc\w+|impair\w+|pre-?opening\b|openings?|closings?)\b"
)
STANDS = re.compile(
    r"(?i)\b(?:had|has|have|having|with|ended|ending|operat\w+|owns?|owned|owning|employ\w*|number\w*|stood|stands?|remain\w*|manag\w+|leas\w+|"
    r"maintain\w*|was|were|is|are|total\w*|to|at|fleet\s+of|network\s+of|workforce\s+of|base\s+of|staff\s+of|portfolio\s+of|total\s+of)\b"
)


# "added 63 customers during the quarter": by so many more at its end than at its beginning
ADDED = re.compile(
    r"(?i)\b(?:added|gained|lost)\s+(?:a\s+)?(?:net\s+)?(?:approximately\s+|about\s+|over\s+|more\s+than\s+)?$"
)
DEBT_RATIO = re.compile(
    r"(?i)^(?!.*\breturn\b).*\b(?:debt|leverage|gearing|capital|capitalization|liquidity)\b.*\bratio\b"
)
# what a number is a count or a price of is no head: "number of stores" stands, "impairment of two restaurants" does not
COMPLEMENTS = re.compile(r"(?i)\s(?:of|on|in|at|for|per|to|from)\s")
COUNTED = re.compile(r"(?i)^(?:the\s+)?(?:total\s+)?(?:number|count|total)\s+of\s+")
RATE = re.compile(r"(?i)\b(?:yields?|costs?|rates?|prices?)\b")


# "$10.1 million remains available", "$118 million outstanding under its credit facility"
LEFT_OVER = re.compile(
    r"(?i)\s+(?:of\s+(?:the|its|our|this|that)\s+(?:[\w-]+\s+){1,3})?(?:(?:was|is|of|in|were|are|had|has|been|shares?)\s+)*(?:remain(?:s|ed|ing)?|(?:still\s+)?available|outstanding|undrawn|unused|unspent)\b"
)
OUTSTANDING = re.compile(
    r"(?i)\b(?:outstanding|available|remaining)\s+(?:borrowings?\s+|balance\s+)?(?:of|were|was)\s+(?:approximately\s+|about\s+)?$"
)


def assign_standing(sentence: Sentence) -> None:
    """Mark the counts, and the changes of what is counted, that belong to a day and not to a stretch."""
    before: Draft | None = None
    for d in sentence.drafts:
        if d.kind == "count":
            if stands(d, before):
                d.metric = replace(d.metric, nature="instant", unit="count")
            before = d
        elif (d.kind == "money" and (LEFT_OVER.match(d.right) or OUTSTANDING.search(d.left))) or (
            not d.metric.concept and (standing_noun(d.metric.text) or DEBT_RATIO.search(d.metric.text))
        ):
            d.metric = replace(d.metric, nature="instant")


def stands(d: Draft, before: Draft | None) -> bool:
    """Whether a count is of what there is: "ended the quarter with 222 stores, 24 more than a year earlier"."""
    alike = before is not None and before.quantity.unit == d.quantity.unit
    if before is not None and alike and (d.tie == "compare" or not STANDS.search(d.left)):
        return not HAPPENS.search(d.left) and before.metric.nature == "instant"
    if d.metric.nature == "flow" and d.metric.concept and ":" not in d.metric.concept:
        return False
    if not standing_noun(d.quantity.unit) and not standing_noun(d.metric.text):
        return False
    if d.role == "change" and ADDED.search(d.left):
        return True
    verbs = [m for pattern in (HAPPENS, STANDS) for m in pattern.finditer(d.left)]
    last = max(verbs, key=lambda m: m.start(), default=None)
    return last is not None and HAPPENS.fullmatch(last[0]) is None


def standing_noun(words: str) -> bool:
    """Whether a noun is of what stands at a date: stores, employees, headcount, leverage."""
    head = COMPLEMENTS.split(COUNTED.sub("", words.lower()))[0]
    last = re.findall(r"[a-z]+", head)
    if not last or RATE.search(head) or last[-1] not in word_list("standing"):
        return False
    return last[-1] != "feet" or "square" in last
