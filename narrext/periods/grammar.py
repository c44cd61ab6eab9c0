"""The grammar of period phrases, for prose and column headings alike."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from narrext.periods.dates import APOSTROPHE, DATE, MONTH, YEAR, full_year, month_number, read_date
from narrext.periods.joining import merge_relations, named_as_same, shorter_beside
from narrext.periods.ranges import join_days, join_months
from narrext.periods.records import PeriodMention
from narrext.periods.relatives import find_relatives, free

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
COUNTS = {
    "three": 3,
    "six": 6,
    "nine": 9,
    "eleven": 11,
    "ten": 10,
    "eight": 8,
    "seven": 7,
    "five": 5,
    "four": 4,
    "two": 2,
    "one": 1,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "twenty-four": 24,
    "twenty-five": 25,
    "twenty-six": 26,
    "twenty-seven": 27,
    "twenty-eight": 28,
    "thirty-six": 36,
    "thirty-nine": 39,
    "forty": 40,
    "forty-one": 41,
    "fifty-two": 52,
    "fifty-three": 53,
}

_ORD = r"(?:first|second|third|fourth|final|1st|2nd|3rd|4th)"
_COUNT = r"(?:(?:twenty|thirty|forty|fifty)[ -](?:one|two|three|four|five|six|seven|eight|nine)|forty|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|\d\d?)"
_FISCAL = r"(?:fiscal(?:\s+years?)?|fy|calendar(?:\s+year)?|the\s+years?|years?)"

# --- durations -----------------------------------------------------------------------------------------

_ENDED = r"(?:\s*,?\s*(?:which\s+|that\s+)?(?:ended|ending|ends|to|through)\b(?:\s+on)?:?)"
_OF_YEAR = rf"(?:\s*,?\s*(?:of|in|for)?\s*(?:the\s+)?(?:(?P<fy>{_FISCAL})\s*)?{APOSTROPHE}?(?P<year>{YEAR}|(?<=fy)\d\d|(?<=fy\s)\d\d|(?<=['’])\d\d)\b)"

_BEFORE_YEAR = (
    rf"(?:(?P<fyb>fiscal(?:\s+year)?|fy|calendar(?:\s+year)?)\s*)?(?:(?P<yearb>{YEAR})(?:['’]s)?\s*,?\s*)?"
)

QUARTER = re.compile(
    rf"""(?ix)\b(?:
      {_BEFORE_YEAR}(?P<ord>{_ORD})[\s-]+(?:and\s+(?:final|last)\s+)?(?P<fq>fiscal\s+)?(?:quarters?\b|qtrs?\b\.?)(?:['’]s)?{_OF_YEAR}?
    | (?:(?P<fyc>fiscal\s+)(?P<yearc>{YEAR})?\s*)?q(?P<q>[1-4])\b(?:\s*[-/,]?\s*(?:of\s+)?(?P<fyq>fiscal(?:\s+year)?|fy|calendar)?\s*['’]?(?P<yq>{YEAR}|\d\d(?![\d%.,])))?
    | (?P<q2>[1-4])q\s*['’]?(?P<yq2>{YEAR}|\d\d)?\b
    )"""
)
QUARTERS = re.compile(rf"(?i)\bfirst\s+(?P<count>two|three|2|3)\s+(?:fiscal\s+)?quarters\b{_OF_YEAR}?")
LENGTH = re.compile(
    rf"""(?ix)\b
    (?P<first>first\s+|last\s+|past\s+|latest\s+|trailing\s+|initial\s+)?
    (?P<count>{_COUNT})[\s-]+(?P<unit>months?|weeks?)\b(?!\s+(?:ago|earlier|before|previously|prior)\b)
    (?:[\s-]+(?:fiscal\s+|accounting\s+)?(?:periods?|quarters?|years?|year-to-date))?
    {_OF_YEAR}?
    """
)
HALF = re.compile(
    rf"(?i)\b(?P<half>first|second)[\s-]+half(?:[\s-]+year)?\b{_OF_YEAR}?|\bhalf[\s-]?years?\b|\bh(?P<h>[12])\b(?:\s*(?P<fyh>fy)?\s*['’]?(?P<yh>{YEAR}|\d\d))?"
)
FULL_YEAR = re.compile(
    rf"""(?ix)\b(?:
      (?:full|entire|whole)[\s-]+(?:fiscal\s+|calendar\s+)?years?\b(?:\s+results\s+(?:for|in))?{_OF_YEAR}?
    | (?:fiscal(?:\s+years?)?|calendar(?:\s+year)?)\s+{APOSTROPHE}?(?P<year2>{YEAR}|(?<=['’])\d\d)\b
    | fy\s?['’]?(?P<year3>{YEAR}|\d\d)\b
    | (?P<year4>{YEAR})\s+(?:full|fiscal|calendar)[\s-]+year\b
    | (?:the\s+)?(?:fiscal\s+)?years?(?={_ENDED}\s+(?:{MONTH}|\d))
    | twelve-?month\s+period
    )"""
)
ENDED = re.compile(rf"(?i){_ENDED}\s*")
NAMED_QUARTER = re.compile(rf"(?i)\b(?P<month>{MONTH})\s+(?:(?P<year>{YEAR})\s+)?quarter\b")
PLAIN = re.compile(
    r"(?i)\b(?:quarter|three-month\s+period|period|half-?year)(?=\s*,?\s*(?:which\s+)?(?:ended|ending|ends)\b)"
)
TO_DATE = re.compile(r"(?i)\byear[\s-]to[\s-]date\b(?:[\s-]+periods?)?|\bytd\b")
BARE_YEAR = re.compile(rf"(?<![\w$€£.,/#-])(?<!no\. )(?P<year>{YEAR})(?![\w/%-]|,\d|\.\d)")

# "in August", "the end of June": a month of which neither day nor year is told
MONTH_ALONE = re.compile(
    rf"(?:\b(?i:in|during|for|(?P<through>through)|early|late|mid|end\s+of|close\s+of)[\s-]+)(?P<month>(?=[A-Z])(?i:{MONTH}))(?![\s,]*(?:\d|[A-Z][a-z]+\s+(?:[Qq]uarter)))"
)

# the cheapest question first: does the text hold any word that a period can be made of
CUES = (
    "quarter",
    "qtr",
    "year",
    "month",
    "week",
    "fiscal",
    "half",
    "period",
    "sequential",
    "annual",
    "yoy",
    "qoq",
)
CUE = re.compile(
    r"(?i)\b(?:19|20)\d\d\b|\bFY|\bQ[1-4]|\b[1-4]Q|\bytd\b|\by/y|\bq/q|\d/\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s-]+\d"
    r"|\d\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:in|during|for|since|through|early|late|mid|of)[\s-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)


def has_cue(text: str) -> bool:
    lower = text.lower()
    return any(map(lower.__contains__, CUES)) or CUE.search(text) is not None


# longer texts are read piece by piece: what is found is compared with all that was found before
LONGEST = 6000


def find_in_pieces(text: str, heading: bool) -> list[PeriodMention]:
    found: list[PeriodMention] = []
    start = 0
    while start < len(text):
        stop = text.rfind(" ", start + 1, start + LONGEST) if len(text) - start > LONGEST else len(text)
        stop = stop if stop > start else start + LONGEST
        found += [
            replace(m, start=m.start + start, end=m.end + start)
            for m in find_periods(text[start:stop], heading=heading)
        ]
        start = stop
    return found


def find_periods(text: str, *, heading: bool = False) -> list[PeriodMention]:
    """The periods that `text` speaks of, in order, not overlapping.

    With `heading`, `text` is the heading of a column or statement: a bare year is a period there, and
    a month may stand for its last day.
    """
    if not has_cue(text):
        return []
    if len(text) > LONGEST:
        return find_in_pieces(text, heading)
    return list(read_periods(text, heading))


# A sentence is read for the calendar of the release and once more for its claims; headings of columns are
# the same in many a release.
@lru_cache(maxsize=2**14)
def read_periods(text: str, heading: bool) -> tuple[PeriodMention, ...]:
    """What `find_periods` finds in a text that is short, and holds a word of periods."""
    dates = [mention for found in DATE.finditer(text) if (mention := read_date(found))]
    ranges = [*join_days(text, dates), *join_months(text)]
    taken = [(m.start, m.end) for m in ranges]
    durations = [m for m in find_durations(text, dates) if free(m, taken)] + ranges
    taken = [(m.start, m.end) for m in durations]
    mentions = durations + [m for m in dates if free(m, taken)]
    taken = [(m.start, m.end) for m in mentions]
    mentions += [m for m in find_relatives(text, mentions) if free(m, taken)]
    taken = [(m.start, m.end) for m in mentions]
    mentions += [m for found in MONTH_ALONE.finditer(text) if free(m := build_month(found), taken)]
    taken = [(m.start, m.end) for m in mentions]
    for found in BARE_YEAR.finditer(text):
        mention = PeriodMention(
            found.start(), found.end(), months=12, year=int(found["year"]), bare=is_bare(text, found.start())
        )
        if free(mention, taken) and (heading or is_year(text, found.start(), found.end())):
            mentions.append(mention)
    mentions = [named_as_same(text, m) for m in sorted(mentions, key=lambda m: m.start)]
    return tuple(with_weeks(text, mention) for mention in merge_relations(text, mentions))


WEEKS_TOLD = re.compile(
    rf"(?i)\s*(?:had|has|included?s?|contain(?:s|ed)|consist(?:s|ed)\s+of|compris(?:es|ed)|spanned|was|is)\s+(?:an?\s+)?(?P<count>{_COUNT})"
    r"(?:[\s-]+weeks?\b|\s*(?:[.;,)]|$))"
)


def with_weeks(text: str, mention: PeriodMention) -> PeriodMention:
    """A quarter or year with the weeks that the words behind it give it: "the fiscal 2023 first quarter had 14 weeks"."""
    if mention.weeks or (mention.quarter is None and mention.months != 12) or "week" not in text:
        return mention
    found = WEEKS_TOLD.match(text, mention.end)
    if found is None:
        return mention
    word = found["count"].lower().replace(" ", "-")
    count = int(word) if word.isdigit() else COUNTS.get(word, 0)
    fits = count in (52, 53) if mention.months == 12 else 11 <= count <= 17
    return replace(mention, weeks=count) if fits else mention


IN_YEAR = re.compile(
    r"(?i)\b(?:in|of|for|during|throughout|from|to|than|with|and|versus|vs\.?|over|at|end|early|late|the|through|,|year|calendar|fiscal)\s*['’]?$"
)
YEAR_OF = re.compile(
    r"(?i)\s+(?:earnings|results|net|revenues?|sales|fiscal|quarter|full|first|second|third|fourth|annual|figures?|levels?|period|amount|total|guidance|outlook|year|was|were|,)|['’]s|\s*[.,;:)]|\s*$"
)


NO_PERIOD = re.compile(
    r"(?i)\b(?:into|beyond|past|since|until|by|before|after|by\s+the\s+end\s+of|(?:act|code|rules?)\s+of)\s+$"
)


NOT_BARE = re.compile(r"(?i)(?:\byear[\s-]end|\bend\s+of|\bclose\s+of|\ball\s+of|\byear)\s+$")


def is_bare(text: str, start: int) -> bool:
    """Whether nothing says that a year is meant as a whole, or its end."""
    return NOT_BARE.search(text, max(0, start - 14), start) is None


def is_year(text: str, start: int, end: int) -> bool:
    """Whether a bare number like 2003 stands where a year does."""
    if NO_PERIOD.search(text, max(0, start - 20), start):
        return False
    return bool(IN_YEAR.search(text, max(0, start - 20), start) or YEAR_OF.match(text, end))


def find_durations(text: str, dates: list[PeriodMention]) -> list[PeriodMention]:
    found: list[PeriodMention] = []
    taken: list[tuple[int, int]] = []
    for pattern, build in BUILDERS:
        for match in pattern.finditer(text):
            mention = build(match)
            if mention is not None and free(mention, taken):
                mention = with_end(text, mention, dates)
                taken.append((mention.start, mention.end))
                found.append(mention)
    return found + [m for longer in found if (m := shorter_beside(text, longer)) is not None]


CLOSING = re.compile(r"\s*\)")


def with_end(text: str, mention: PeriodMention, dates: list[PeriodMention]) -> PeriodMention:
    """A duration with the date behind its "ended"."""
    closing = CLOSING.match(text, mention.end)
    ended = ENDED.match(text, closing.end() if closing else mention.end)
    at = ended.end() if ended else mention.end
    for day in dates:
        gap = text[at : day.start]
        if day.start >= at and (ended or mention.months == 12) and not gap.strip(" \n\t,("):
            return replace(
                mention,
                end=day.end,
                until=day.until,
                month=day.month,
                day=day.day,
            )
    if ended is None:
        return mention
    month = re.compile(rf"(?i){MONTH}").match(text, at)
    if month is None:
        return mention
    return replace(mention, end=month.end(), month=month_number(month[0]))


def year_of(found: re.Match[str], *names: str) -> int | None:
    for name in names:
        if found[name]:
            return full_year(found[name])
    return None


def build_quarter(found: re.Match[str]) -> PeriodMention:
    if found["ord"]:
        quarter = ORDINALS[found["ord"].lower()]
        year = year_of(found, "yearb", "year")
        fiscal = bool(found["fyb"] or found["fq"] or (found["fy"] or "").lower().startswith("f"))
    else:
        quarter = int(found["q"] or found["q2"])
        year = year_of(found, "yearc", "yq", "yq2")
        fiscal = bool(found["fyc"] or (found["fyq"] or "").lower().startswith("f"))
    return PeriodMention(found.start(), found.end(), months=3, quarter=quarter, year=year, fiscal=fiscal)


def build_length(found: re.Match[str]) -> PeriodMention | None:
    word = found["count"].lower().replace(" ", "-")
    count = int(word) if word.isdigit() else COUNTS.get(word)
    if count is None:
        return None
    year = year_of(found, "year")
    first = (found["first"] or "").strip().lower()
    to_date = first in ("first", "initial")
    relation = "current" if first in ("last", "past", "latest", "trailing") else ""
    if relation and count == 12 and found["unit"].lower().startswith("month"):
        relation = "trailing"
    if found["unit"].lower().startswith("week"):
        if not 10 <= count <= 56 and not (count >= 4 and ENDED.match(found.string, found.end())):
            return None
        months = max(1, round(count * 7 / 30.44))
        return PeriodMention(
            found.start(), found.end(), months=months, weeks=count, year=year, to_date=to_date
        )
    if not 1 <= count <= 12:
        return None
    return PeriodMention(
        found.start(), found.end(), months=count, year=year, to_date=to_date, relation=relation
    )


def build_half(found: re.Match[str]) -> PeriodMention:
    half = 1
    if found["half"]:
        half = ORDINALS[found["half"].lower()]
    elif found["h"]:
        half = int(found["h"])
    elif "half" in found[0].lower():
        return PeriodMention(found.start(), found.end(), months=6)
    return PeriodMention(found.start(), found.end(), months=6, half=half, year=year_of(found, "year", "yh"))


def build_year(found: re.Match[str]) -> PeriodMention:
    year = year_of(found, "year", "year2", "year3", "year4")
    fiscal = found[0].lower().startswith(("f", "the f")) and not found[0].lower().startswith("full")
    relation = (
        "" if year or (found[0].lower().endswith("year") and "full" not in found[0].lower()) else "current"
    )
    full = re.match(r"(?i)full|entire|whole", found[0]) is not None
    return PeriodMention(
        found.start(), found.end(), months=12, year=year, fiscal=fiscal, full=full, relation=relation
    )


def build_named_quarter(found: re.Match[str]) -> PeriodMention:
    return PeriodMention(
        found.start(),
        found.end(),
        months=3,
        month=month_number(found["month"]),
        year=year_of(found, "year"),
    )


def build_month(found: re.Match[str]) -> PeriodMention:
    if found["through"]:  # "through September": the year to date
        return PeriodMention(found.start(), found.end(), to_date=True, relation="current")
    return PeriodMention(
        found.start("month"), found.end("month"), months=1, month=month_number(found["month"])
    )


def build_plain(found: re.Match[str]) -> PeriodMention:
    months = 6 if "half" in found[0].lower() else 3
    return PeriodMention(found.start(), found.end(), months=months)


def build_quarters(found: re.Match[str]) -> PeriodMention:
    count = COUNTS.get(found["count"].lower()) or int(found["count"])
    return PeriodMention(
        found.start(), found.end(), months=3 * count, year=year_of(found, "year"), to_date=True
    )


def build_to_date(found: re.Match[str]) -> PeriodMention:
    return PeriodMention(found.start(), found.end(), to_date=True, relation="current")


BUILDERS = [
    (QUARTERS, build_quarters),
    (QUARTER, build_quarter),
    (NAMED_QUARTER, build_named_quarter),
    (LENGTH, build_length),
    (HALF, build_half),
    (FULL_YEAR, build_year),
    (TO_DATE, build_to_date),
    (PLAIN, build_plain),
]
