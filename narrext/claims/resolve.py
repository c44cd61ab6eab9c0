"""Drafts of a sentence -> claims: periods become dates, and what is left open is inherited."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from narrext.claims.assemble import claim_of
from narrext.claims.dating import base_of, dated, period_of
from narrext.claims.drafts import Sentence
from narrext.claims.records import Claim
from narrext.claims.scopes import Scope
from narrext.periods import Calendar, Period

if TYPE_CHECKING:
    from narrext.claims.find import ReadSentence


@dataclass(frozen=True, slots=True)
class Topic:
    """What the text is speaking of: carried from sentence to sentence."""

    period: Period | None = None
    ahead: Period | None = None  # what its outlook is about

    def in_new_block(self, kind: str) -> Topic:
        """Outside paragraphs each block names its own period; an outlook runs on to the next heading."""
        return Topic(ahead=None if kind == "heading" else self.ahead)


# "In the broadband category, …": what the sentence is about
IN_SEGMENT = re.compile(
    r"(?i)^[\s\"“•*–-]*(?:in|within|for|at|across)\s+(?:the|our|its)?\s*(?P<name>[\w&’' -]{2,40}?)\s+(?:category|segment|business|division|group|unit|market|region|category|channel|operations),"
)


ELAPSED = re.compile(
    r"(?i)\s+(?:in|within|over)\s+(?:only|just|less\s+than|under|about|little\s+more\s+than|the\s+(?:past|last))?\s*(?:an?|one|two|three|four|five|\d+)\s+(?:year|quarter|month)s?\b"
)


def resolve_sentence(
    read: ReadSentence, calendar: Calendar, topic: Topic, count: int, currency: str
) -> tuple[list[Claim], Topic]:
    """The claims of a sentence, numbered on from `count`, and what the text speaks of behind it."""
    parsed = read.parsed
    scope_period = scoped_period(read.scope, calendar)
    around = topic.period or scope_period or calendar.current
    main = main_period(parsed, calendar, around)
    if main is None:
        main = around
    ahead = still_ahead(main, calendar) or still_ahead(scope_period, calendar) or topic.ahead
    segment = IN_SEGMENT.match(parsed.text)
    name = segment["name"] if segment else read.scope.name
    claims: list[Claim] = []
    spoken: dict[int, Period | None] = {}
    for d in parsed.drafts:
        period = period_of(parsed, d, calendar, main, spoken, ahead)
        spoken[d.group] = spoken.get(d.group) or period
        base = base_of(parsed, d, calendar, period, spoken)
        if d.kind == "multiple" and ELAPSED.match(d.right):
            # it tells how long the growth took, not which period grew
            period = base = None
        claims.append(
            claim_of(read, d, count + len(claims) + 1, period, base, name, segment is not None, currency)
        )
    # a sentence that names a period sets the topic for those that follow
    if main is not None and sets_topic(parsed) and reaches_report(main, calendar):
        topic = replace(topic, period=main)
    told = (c.period for c in claims if c.forward_looking and still_ahead(c.period, calendar))
    return claims, replace(topic, ahead=next(told, None) or topic.ahead)


def still_ahead(period: Period | None, calendar: Calendar) -> Period | None:
    """A stretch that ends behind what is reported."""
    if period is None or calendar.current is None or period.instant or period.months < 3:
        return None
    return period if period.end > calendar.current.end else None


def sets_topic(parsed: Sentence) -> bool:
    """A look back ("a year ago were …") does not change what the text speaks of."""
    if not parsed.drafts:
        return any((m.months or 0) >= 3 and not m.relation for m in parsed.periods)
    against = {d.group for d in parsed.drafts if d.tie == "compare"}
    named = [d.period for d in parsed.drafts if d.period is not None and d.group not in against]
    return bool(named) and named[0].relation not in ("year_ago", "previous", "next")


def reaches_report(main: Period, calendar: Calendar) -> bool:
    """Whether a stretch ends with the period reported: one that lies back or ahead is named each time."""
    if main.instant or calendar.current is None:
        return not main.instant
    if main.months < 3:
        return False
    return abs((main.end - calendar.current.end).days) <= 20


def scoped_period(scope: Scope, calendar: Calendar) -> Period | None:
    for mention in scope.periods:
        if mention.relation in ("year_ago", "previous"):
            continue
        period = calendar.resolve(mention)
        if period is not None and period.instant and not calendar.prints(period):
            continue  # the day of the announcement
        if period is not None:
            if (
                scope.outlook
                and calendar.current
                and period.end <= calendar.current.end
                and mention.year is None
            ):
                return calendar.resolve_ahead(mention)
            return period
    return None


def main_period(parsed: Sentence, calendar: Calendar, around: Period | None) -> Period | None:
    """The period that the sentence speaks of: that of its first number not held against another."""
    against = {d.group for d in parsed.drafts if d.tie == "compare"}
    for d in parsed.drafts:
        if d.group in against or d.period is None or d.period.relation in ("previous", "next"):
            continue  # "the previous quarter" counts from what is spoken of
        if d.tie == "" and re.search(r"(?i)\bfrom\s+(?:[\w’']+\s+){0,3}$", d.left) and d.group > 1:
            continue
        if any(x.tie == "to" and x.group == d.group + 1 for x in parsed.drafts):
            continue
        if d.forward and any(not x.forward and x.start < d.start for x in parsed.drafts):
            continue  # "… were $9.3 million, and are expected to total $13 million for the year"
        found = dated(d, calendar, around)
        if found is not None and not (found.instant and not calendar.prints(found)):
            return found
    if parsed.drafts and parsed.lead is not None:
        return calendar.resolve(parsed.lead, around)
    if not parsed.drafts:
        for mention in parsed.periods:
            if not mention.relation and (mention.months or 0) >= 3:
                return calendar.resolve(mention, around)
    return None
