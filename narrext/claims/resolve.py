"""Drafts of a sentence -> claims: periods become dates, and what is left open is inherited."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from narrext.claims.assemble import claim_of
from narrext.claims.comparing import compared_level, is_effect, named_base
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.records import Claim
from narrext.periods import Calendar, Period, PeriodMention

if TYPE_CHECKING:
    from narrext.claims.find import ReadSentence


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


@dataclass(frozen=True, slots=True)
class Topic:
    """What the text is speaking of: carried from sentence to sentence."""

    period: Period | None = None
    scope: str = ""


# "In the broadband category, …": what the sentence is about
IN_SEGMENT = re.compile(
    r"(?i)^[\s\"“•*–-]*(?:in|within|for|at|across)\s+(?:the|our|its)?\s*(?P<name>[\w&’' -]{2,40}?)\s+(?:category|segment|business|division|group|unit|market|region|category|channel|operations),"
)


ELAPSED = re.compile(
    r"(?i)\s+(?:in|within|over)\s+(?:only|just|less\s+than|under|about|little\s+more\s+than|the\s+(?:past|last))?\s*(?:an?|one|two|three|four|five|\d+)\s+(?:year|quarter|month)s?\b"
)


def resolve_sentence(
    read: ReadSentence, calendar: Calendar, topic: Topic | None, count: int, currency: str
) -> tuple[list[Claim], Topic | None]:
    parsed = read.parsed
    scope_period = scoped_period(read.scope, calendar)
    around = (topic.period if topic else None) or scope_period or calendar.current
    main = main_period(parsed, calendar, around)
    if main is None:
        main = around
    segment = IN_SEGMENT.match(parsed.text)
    name = segment["name"] if segment else read.scope.name
    claims: list[Claim] = []
    spoken: dict[int, Period | None] = {}
    for d in parsed.drafts:
        period = period_of(parsed, d, calendar, main, spoken)
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
        topic = Topic(main)
    return claims, topic


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
    return abs((main.end - calendar.current.end).days) <= 20


def scoped_period(scope: Scope, calendar: Calendar) -> Period | None:
    for mention in scope.periods:
        if mention.relation in ("year_ago", "previous"):
            continue
        period = calendar.resolve(mention)
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
        if d.group in against or d.period is None:
            continue
        if d.tie == "" and re.search(r"(?i)\bfrom\s+(?:[\w’']+\s+){0,3}$", d.left) and d.group > 1:
            continue
        if any(x.tie == "to" and x.group == d.group + 1 for x in parsed.drafts):
            continue
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


def dated(d: Draft, calendar: Calendar, around: Period | None) -> Period | None:
    assert d.period is not None
    mention = d.period
    if d.year is not None and mention.year is None:
        mention = replace(mention, year=d.year.year, relation="")
    if mention.relation == "year_ago":
        around = reported_like(around, calendar)
    if d.forward and mention.year is None and not mention.relation and calendar.current is not None:
        found = calendar.resolve(mention, around)
        if found is not None and found.end <= calendar.current.end:
            return calendar.resolve_ahead(mention)
        return found
    return calendar.resolve(mention, around)


def reported_like(around: Period | None, calendar: Calendar) -> Period | None:
    """ "A year ago" counts from what is reported, also where the text has been looking back."""
    current = calendar.current
    while around is not None and current is not None and (current.end - around.end).days > 330:
        around = calendar.shift(around, years=1)
    return around


def period_of(
    parsed: Sentence, d: Draft, calendar: Calendar, main: Period | None, spoken: dict[int, Period | None]
) -> Period | None:
    found: Period | None
    if d.period is not None:
        found = dated(d, calendar, main)
    elif spoken.get(d.group):
        found = spoken[d.group]
    elif compared_level(parsed, d):
        found = compared_period(parsed, d, calendar, main)
    else:
        found = main
    if found is not None and END_OF.search(parsed.text[: d.period.start] if d.period else ""):
        return found.at_end
    if d.forward and found is not None and found.instant and d.metric.nature != "instant":
        return None  # the day on which something will be paid
    if d.period is None and not d.metric.concept and speaks_of_no_period(parsed, d):
        return None
    if (
        d.forward
        and d.period is None
        and found is not None
        and calendar.current
        and found.end <= calendar.current.end
    ):
        found = None
    if found is not None and d.metric.nature == "instant" and d.role != "share":
        spans = d.role == "change" and d.period is not None and not found.instant and d.base is None
        return found if spans else found.at_end
    if found is not None and d.metric.nature == "flow" and found.instant:
        return calendar.ending(found.end) or (main if main is not None and main.start else found)
    return found


END_OF = re.compile(r"(?i)\b(?:end|close|conclusion)\s+of\s+(?:the\s+|its\s+|our\s+)?$")


def speaks_of_no_period(parsed: Sentence, d: Draft) -> bool:
    """A product's "35% faster" or "10x": nothing that a period has."""
    return not parsed.periods and (
        d.kind == "multiple" or (d.kind == "percent" and d.quantity.bound == "at_most")
    )


def compared_period(parsed: Sentence, d: Draft, calendar: Calendar, main: Period | None) -> Period | None:
    """Without a period of its own: the base that the sentence names, else the year before."""
    mention = next((x.base for x in parsed.drafts if x.base is not None), None) or parsed.lead_base
    if main is None:
        return None
    if mention is not None:
        return calendar.resolve(mention, main)
    others = [p for p in parsed.periods if p.relation in ("year_ago", "previous")]
    if others:
        return calendar.resolve(others[-1], main)
    return calendar.shift(main, years=-1)


def base_of(
    parsed: Sentence, d: Draft, calendar: Calendar, period: Period | None, spoken: dict[int, Period | None]
) -> Period | None:
    if d.role != "change" or period is None:
        return None
    mention = d.base or named_base(parsed, d) or parsed.lead_base
    base: Period | None
    if mention is not None:
        base = calendar.resolve(mention, period)
    else:
        base = following_base(parsed, d, calendar, period, spoken)
    if base is None:
        if d.forward or d.kind == "multiple" or is_effect(parsed, d):
            return None
        base = calendar.shift(period, years=-1)
    if d.metric.nature == "instant" or period.instant:
        base = base.at_end
    return None if base == period else base


def following_base(
    parsed: Sentence, d: Draft, calendar: Calendar, period: Period, spoken: dict[int, Period | None]
) -> Period | None:
    """The period of the level that a change is measured from: "from $9.2 million in 2002"."""
    after = [x for x in parsed.drafts if x.start > d.start and compared_level(parsed, x)]
    before = [x for x in parsed.drafts if x.start < d.start and compared_level(parsed, x)]
    for other in (*after[:1], *before[-1:]):
        if other.period is not None:
            return dated(other, calendar, period)
        partner = next((x.period for x in parsed.drafts if x.group == other.group and x.period), None)
        if partner is not None:
            return calendar.resolve(partner, period)
    return None
