"""What a sentence stands under: headings, leads and run-in heads, and what they set."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from narrext.claims.metrics import vocabulary
from narrext.periods import PeriodMention, find_periods

OUTLOOK = re.compile(
    r"(?i)\b(?:outlook|guidance|forecast|looking\s+(?:ahead|forward)|projections|business\s+perspective)\b"
)
# a headline that announces results speaks of the past, whatever it says of the outlook besides
ANNOUNCES = re.compile(
    r"(?i)\b(?:results|reports?|reported|announces?|announced|posts?|record|raises?|raised|reaffirm\w*)\b"
)
GENERIC = re.compile(
    r"(?i)\b(?:results?|highlights?|outlook|guidance|summary|financial|quarter|year|months?|weeks?|business|review|overview|operations|about|"
    r"conference|webcast|non-gaap|gaap|balance|cash|flows?|revenues?|sales|expenses?|income|earnings|profits?|margins?|liquidity|capital|"
    r"dividends?|repurchases?|products?|news|press|release|contact|reports?|reported|announces?|announced|commentary|recent|events?|"
    r"developments?|statements?|information|notes?|key|metrics|performance|fiscal|first|second|third|fourth|full|consolidated|other|"
    r"management|comments?|discussion|analysis|exhibit|strategic|growth|update|record|strong|net|tax|share|stock|customers?|company|inc|corp|"
    r"corporation|total|operating|momentum|progress|achievements?|accomplishments?|milestones?|quarterly|annual|loss|orders?|backlog|tables?)\b"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a sentence stands under: the heading's or lead's name, periods, outlook."""

    name: str = ""
    periods: tuple[PeriodMention, ...] = ()
    outlook: bool = False
    lead: bool = False  # the periods come from a lead paragraph

    def led(self, periods: list[PeriodMention], outlook: bool) -> Scope:
        """Under a lead paragraph ("… outlook for the first quarter is as follows:")."""
        return replace(
            self, periods=tuple(periods) or self.periods, outlook=self.outlook or outlook, lead=True
        )

    def after_paragraph(self) -> Scope:
        """A full paragraph ends what a lead began."""
        return replace(self, periods=(), lead=False) if self.lead else self


DATELINE = 300
ANNOUNCED = re.compile(r"(?i)\b(?:today|announced|reported|reports|announces)\b")
# "Pharma Glass: …", "Coatings – …": a block that begins with the name of what it is about
INLINE = re.compile(
    r"^[\s•*·–—-]*(?P<name>[A-Z][\w&'’-]*(?:\s+(?:[A-Z][\w&'’-]*|&|and|of)){0,3})\s*(?::|\s[–—-]{1,2}|\.)\s+(?=[A-Z\d$€£])"
)


def named_inline(text: str, scope: Scope) -> Scope:
    found = INLINE.match(text)
    if (
        found is None
        or is_generic(found["name"])
        or len(found["name"]) < 4
        or is_dateline(text, found["name"])
    ):
        return scope
    return replace(scope, name=found["name"])


def is_dateline(text: str, name: str) -> bool:
    """Whether a paragraph begins with the place from which a release is sent ("ATLANTA - The Company today …")."""
    return name.isupper() and ANNOUNCED.search(text[:DATELINE]) is not None


# "Second-quarter guidance. The company …", "Balance sheet: At March 31, …": a head that runs into its text
RUN_IN = re.compile(r"^[\s•*–—-]*(?P<head>[\w“][^.:;$%€£]{2,58}?)(?:[.:]|\s[–—-]{1,2})\s+(?=[\"“A-Z\d$€£])")
FINITE = re.compile(
    r"(?i)\b(?:was|were|is|are|has|have|had|will|rose|fell|grew|said|\w+(?:[^s]ed|sed)|expects?|announces?|reports?|remains?)\b"
)
LONGEST_HEAD = 6  # words


def scope_within(text: str, scope: Scope) -> Scope:
    """What a block's own beginning sets for its sentences: a name, an outlook, a period."""
    scope = named_inline(text, scope)
    found = RUN_IN.match(text)
    if found is None or len(found["head"].split()) > LONGEST_HEAD or FINITE.search(found["head"]):
        return scope
    head = found["head"]
    outlook = bool(OUTLOOK.search(head)) and not ANNOUNCES.search(head)
    periods = tuple(find_periods(head))
    return replace(scope, periods=periods or scope.periods, outlook=scope.outlook or outlook)


def captions(text: str) -> bool:
    """Whether a short paragraph without a verb stands over what follows: "Outlook for fiscal 2009"."""
    return (
        len(text.split()) <= 12
        and bool(OUTLOOK.search(text))
        and not re.search(r"[.!?;,]\s*$", text)
        and not FINITE.search(text)
        and not ANNOUNCES.search(text)
        and not re.search(r"[$€£%]", text)
    )


def is_generic(name: str) -> bool:
    """Whether a heading names a topic of any release ("Balance Sheet and Taxes") and no segment."""
    if GENERIC.search(name) or re.search(r"[\d$€£]", name):
        return True
    words = {w.lower().strip(",.:") for w in re.split(r"[\s-]", name)}
    return bool(
        words
        & vocabulary() - {"and", "of", "the", "in", "for", "on", "to", "per", "store", "stores", "units"}
    )


def lead_of(text: str) -> bool:
    """Whether a paragraph only introduces what follows ("The outlook for the first quarter is:")."""
    return text.rstrip().endswith(":") and len(text) < 400


def scope_of(text: str, before: Scope) -> Scope:
    """What a heading sets for the text under it: a segment, a period, an outlook."""
    words = text.split()
    named = "" if len(words) > 5 or is_generic(text) else text.strip(" :–—-•*")
    return Scope(
        name=named,
        periods=tuple(find_periods(text)),
        outlook=bool(OUTLOOK.search(text)) and len(words) <= 14 and not ANNOUNCES.search(text),
    )
