"""The dates of a number: its period, and the base that a change is measured from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from narrext.claims.comparing import compared_level, is_effect, named_base
from narrext.claims.cues import BY_YEAR
from narrext.claims.drafts import Draft, Sentence
from narrext.periods import Calendar, Period, PeriodMention

Spoken = dict[int, Period | None]


def period_of(
    parsed: Sentence,
    d: Draft,
    calendar: Calendar,
    main: Period | None,
    spoken: Spoken,
    ahead: Period | None = None,
) -> Period | None:
    """The period of a number: told with it, that of its group, or the one that the text speaks of.

    `main` is what the sentence speaks of, `spoken` the periods of its groups so far, `ahead` the period
    that the outlook around it is about.
    """
    found = named_period(parsed, d, calendar, main, spoken)
    if found is None or speaks_of_no_period(parsed, d):
        return None
    if d.period is not None and END_OF.search(parsed.text[: d.period.start]):
        return found.at_end
    if d.forward and found.instant and d.metric.nature != "instant":
        return None  # the day on which something will be paid
    if d.forward and d.period is None and calendar.current and found.end <= calendar.current.end:
        found = ahead
    return found and of_its_nature(d, found, calendar, main)


def named_period(
    parsed: Sentence, d: Draft, calendar: Calendar, main: Period | None, spoken: Spoken
) -> Period | None:
    main = spoken.get(d.mirrors) or main
    if d.period is not None:
        return dated(d, calendar, main)
    if spoken.get(d.group):
        return spoken[d.group]
    if compared_level(parsed, d):
        return compared_period(parsed, d, calendar, main)
    return main


def dated(d: Draft, calendar: Calendar, around: Period | None) -> Period | None:
    """The dates of the mention that a number has of its own."""
    assert d.period is not None
    mention = d.period
    if d.year is not None and mention.year is None:
        mention = replace(mention, year=d.year.year, relation="")
    if d.tie == "compare":
        mention = beside(mention, around, calendar)
    if mention.relation == "year_ago":
        around = reported_like(around, calendar)
    found = calendar.resolve(mention, around)
    if not d.forward and mention.to_date and mention.months == 12 and lies_ahead(found, calendar):
        found = calendar.to_date_of(calendar.current)  # "this year", of which a part has gone by
    ahead = d.forward and mention.year is None and not mention.relation and calendar.current is not None
    if ahead and found is not None and calendar.current and found.end <= calendar.current.end:
        return calendar.resolve_ahead(mention)
    return found


def lies_ahead(found: Period | None, calendar: Calendar) -> bool:
    return found is not None and calendar.current is not None and found.end > calendar.current.end


def beside(mention: PeriodMention, around: Period | None, calendar: Calendar) -> PeriodMention:
    """ "In 2004" beside a quarter is that quarter of 2004."""
    if not mention.bare or around is None or around.start is None or around.months >= 12:
        return mention
    same = replace(mention, months=None, relation="same")
    return mention if calendar.resolve(same, around) == around else same


def reported_like(around: Period | None, calendar: Calendar) -> Period | None:
    """ "A year ago" counts from what is reported, also where the text has been looking back."""
    current = calendar.current
    while around is not None and current is not None and (current.end - around.end).days > 330:
        around = calendar.shift(around, years=1)
    return around


def of_its_nature(d: Draft, found: Period, calendar: Calendar, main: Period | None) -> Period:
    """A balance stands at a period's end, a flow fills it."""
    if d.role == "level" and PAYS.search(d.left):
        return found  # "repaid $8 million of debt": what was done, not what there is
    if d.metric.unit == "count" and d.role == "change" and d.period is not None and d.base is None:
        return found  # "added 61,342 customers in 2004": as many as came in that year
    if d.metric.nature == "instant" and (d.role != "share" or share_of_balance(d)):
        return calendar.snap(found.at_end)
    if d.metric.nature == "flow" and found.instant:
        return calendar.ending(found.end) or (main if main is not None and main.start else found)
    return found


PAYS = re.compile(
    r"(?i)\b(?:repa(?:id|y|ys|ying)|retir(?:ed|es|ing)|paid\s+(?:down|off)|borrow(?:ed|s|ing)|redeem(?:ed|s|ing)|prepaid|drew)\s+(?:approximately\s+|about\s+|another\s+|an?\s+additional\s+)?$"
)


def share_of_balance(d: Draft) -> bool:
    """Whether the whole is a balance as well ("of loans"), or is not named but "of which"."""
    concept = d.of.unit("money") if d.of is not None else None
    return concept.nature == "instant" if concept is not None else d.of_text == "total"


END_OF = re.compile(
    r"(?i)(?:\b(?:end|close|conclusion)\s+of\s+(?:the\s+|its\s+|our\s+)?|\byear[\s-]end\s+(?:of\s+)?)$"
)
# what a board declares or sets has no period of its own: it is paid when it is paid
DECLARED = re.compile(
    r"(?i)\b(?:declar(?:ed|es)|approv(?:ed|es)|authoriz(?:ed|es)|set|maintain(?:ed|s)?|rais(?:ed|es)|increas(?:ed|es)|cut)\b[^.;]{0,80}\bdividends?\b[^.;$]{0,60}$"
)
REGULAR = re.compile(
    r"(?i)\b(?:quarterly|annual|semi-?annual|monthly|special|regular|cash)\s+(?:cash\s+)?dividend\b"
)
# what is expected, but of no period that is told
VAGUE = re.compile(
    r"(?i)\b(?:at\s+(?:which|that)\s+(?:time|point)|over\s+time|long(?:er)?[\s-](?:term|run)|eventually|by\s+then|ultimately|in\s+the\s+(?:future|years\s+ahead))\b"
)
PAID = re.compile(r"(?i)\bpaid\b")


def speaks_of_no_period(parsed: Sentence, d: Draft) -> bool:
    """A dividend declared, a product's "35% faster" or "10x": nothing that a period has."""
    if d.period is not None and (d.period.months or 0) >= 3:
        return False
    left = parsed.text[: d.start]
    if d.forward and d.period is None and (VAGUE.search(left) or BY_YEAR.match(d.right)):
        return True
    regular = REGULAR.search(d.metric.text) is not None and not parsed.periods
    if regular and d.kind in ("multiple", "percent") and d.role == "change" and not PAID.search(left):
        return True
    if d.kind == "per_share" and d.role == "level" and not PAID.search(left):
        return regular or DECLARED.search(left) is not None
    if d.period is not None or d.metric.concept or parsed.periods:
        return False
    return (d.kind == "multiple" and d.role == "change") or (
        d.kind == "percent" and d.quantity.bound == "at_most"
    )


def compared_period(parsed: Sentence, d: Draft, calendar: Calendar, main: Period | None) -> Period | None:
    """Without a period of its own: the base that the sentence names, else the year before."""
    mention = next((x.base for x in parsed.drafts if x.base is not None), None) or parsed.lead_base
    if main is None:
        return None
    if mention is not None:
        return calendar.resolve(beside(mention, main, calendar), main)
    others = [p for p in parsed.periods if p.relation in ("year_ago", "previous")]
    if others:
        return calendar.resolve(others[-1], main)
    return calendar.shift(main, years=-1)


def base_of(
    parsed: Sentence, d: Draft, calendar: Calendar, period: Period | None, spoken: Spoken
) -> Period | None:
    """What a change is measured from: told, that of the level beside it, or the year before."""
    if d.role != "change" or period is None:
        return None
    mention = d.base or named_base(parsed, d) or parsed.lead_base
    base: Period | None
    if mention is not None:
        base = calendar.resolve(beside(mention, period, calendar), period)
    else:
        base = following_base(parsed, d, calendar, period, spoken) or opening(d, calendar)
    if base is None:
        if (d.kind == "multiple" and d.direction is None) or is_effect(parsed, d):
            return None
        base = calendar.shift(period, years=-1)
    if d.metric.nature == "instant" or period.instant:
        base = base.at_end
    return None if base == period else base


def opening(d: Draft, calendar: Calendar) -> Period | None:
    """The balance that a stretch begins with: "inventories fell $533,000 during the quarter"."""
    if d.period is None or d.period.start < d.end or d.metric.nature != "instant":
        return None
    span = calendar.resolve(d.period, calendar.current)
    if span is None or span.start is None:
        return None
    return calendar.snap(Period(None, span.start - timedelta(days=1)))


def following_base(
    parsed: Sentence, d: Draft, calendar: Calendar, period: Period, spoken: Spoken
) -> Period | None:
    """The period of the level that a change is measured from: "from $9.2 million in 2002"."""
    after = [x for x in parsed.drafts if x.start > d.start and compared_level(parsed, x)]
    before = [x for x in parsed.drafts if x.start < d.start and compared_level(parsed, x)]
    for other in (*after[:1], *before[-1:]):
        if other.period is not None:
            return dated(other, calendar, period)
        partner = next((x.period for x in parsed.drafts if x.group == other.group and x.period), None)
        if partner is not None:
            return calendar.resolve(beside(partner, period, calendar), period)
    return None
