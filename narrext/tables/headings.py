"""Heading cells -> what a column is: its period, its role, its basis, what it compares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from narrext.periods import PeriodMention, find_periods, read_heading
from narrext.tables.captions import ONE, SCALE, Scale, read_basis, read_scale
from narrext.tables.structure import Band, GridRow, fold
from narrext.units import known_units

CHANGE = re.compile(
    r"(?i)\+\s?/\s?[-–−]|\b(?:change|chg|variance|var\.|increase|decrease|growth|difference|diff\.?|fav(?:orable|\.)|better|y/y|yoy|q/q|qoq"
    r"|yr/yr|year[\s-](?:over|on)[\s-]year|year/year|sequential|inc\.?\s?/?\s?\(?dec)"
)
VERSUS = re.compile(r"(?i)\b(?:vs\.?|versus)(?!\w)")
# A column of values of the period before, and of the year before.
BEFORE = re.compile(
    r"(?i)(?:the\s+)?(?:prior|previous|last|preceding|year[\s-]ago)\s*(?:fiscal\s+)?(?:year|quarter|period)?(?:\s+(?:actual|quarter|period))?$"
)
# What stands behind it is what the column compares with.
AGAINST = re.compile(r"(?i)\b(?:vs\.?|versus|from|over|against|compared\s+(?:to|with))(?=\s)")
# The change of what was there a year before: of a chain's comparable stores.
COMPARABLE = re.compile(
    r"(?i)\b(?:comp(?:arable)?\.?|same)[\s-]+(?:stores?|restaurants?|units?|sales)\b|\bcomps\b|^comp\.?\s*%?$"
)
PERCENT = re.compile(r"(?i)%|\bpercent(?:age)?\b|\bpct\b")
SHARE_OF = re.compile(
    r"(?i)(?:%|\bpercent(?:age)?)\s+(?:of|to)\b|\b(?:%|percent(?:age)?)\s+(?:net\s+)?(?:sales|revenues?|total)\b|\bas\s+a\s+%|\b(?:sales|revenue)\s+%|\bmix\b"
)
SEQUENTIAL = re.compile(
    r"(?i)\bq/q\b|\bqoq\b|\bseq(?:uential|\.|\b)|\bprior\s+quarter|\bprevious\s+quarter|quarter[\s-](?:over|on)[\s-]quarter|\bqtr/qtr\b"
)
YEARLY = re.compile(
    r"(?i)\by/y\b|\byoy\b|\byr/yr\b|\byear/year\b|\byear[\s-](?:over|on)[\s-]year|\bprior\s+year|\byear\s+ago"
)
MEASURES = re.compile(
    r"(?i)^(?!change|chg|variance|growth|increase)(?P<measure>(?:\w+\s)?units?|(?:net\s+)?sales|(?:net\s+|total\s+)?rev(?:enues?|\.)?|amounts?|shares?|dollars?|\$|values?|(?:average\s+)?balances?|(?:interest|income|expense)(?:\s*/\s*(?:interest|income|expense))?|volumes?|(?:average\s+)?(?:sales\s+)?prices?|(?:\w+\s+){0,2}(?:psf|rate)|(?:net\s+)?income|(?:(?:basic|diluted|gaap|non-gaap)\s+)*(?:eps|per\s+(?:diluted\s+|common\s+|basic\s+)*share|earnings\s+per\s+share)"
    r"|(?:segment\s+|adjusted\s+)?(?:operating|gross|net|pre-?tax)\s+(?:income|profit|loss|earnings)(?:\s+\(loss\))?|(?:adjusted\s+)?(?:ebitd?a|oibda)|backlog|bookings|orders)"
    r"(?:\s+sold)?(?:\s*\(?(?P<mark>[$€£]|[A-Z]{1,2}\$)?\s?(?:in\s+)?(?P<scale>k|mm?|bn?|000['’]?s?|thousands|millions|billions)?\)?)?$"
)
MARGIN = re.compile(
    r"(?i)\b(?:(?:gross|operating|profit|net|interest|contribution|ebitda|adjusted|pre-?tax|segment)\s+)+margin\b"
)
COMPARED = "comparable stores"
PER_SHARE = re.compile(r"\bper\b.*\bshare\b|\beps\b")
PRICE = re.compile(r"\bprices?\b|\bpsf\b")
SCALED = re.compile(r"(?i)\(|\bin\b|000|[$€£]\s?(?:mm?|mn|bn|k)\b|\b(?:thousand|million|billion)s?\b")
# A column of the numbers of notes.
NOTE_COLUMN = re.compile(r"(?i)(?:notes?|ref(?:erence)?s?)\.?$")
# A word goes on in the line below.
CUT_WORD = re.compile(r"(?<=[A-Za-z])-$")
# "9M 2005" is the first nine months.
MONTHS_SHORT = re.compile(r"\b(3|6|9|12)\s?M\b(?!\w)")
LETTERS = {"k": 3, "m": 6, "mm": 6, "b": 9, "bn": 9, "000": 3, "thousand": 3, "million": 6, "billion": 9}
NOISE = re.compile(
    r"(?i)\b(?:un)?audited\b|\bended\b|\bending\b|\bas\s+of\b|\bas\s+at\b|\bat\b|\bfor\s+the\b|\bperiod\b|\bended\b|\bfiscal\b"
    r"|\bactual\b|\boutlook\b|\bguidance\b|\bfrom\b|\bvs\b\.?|\bversus\b|\bcumulative\b|\binception\b|\blow(?:\s+end)?\b|\bhigh(?:\s+end)?\b|\brange\b|\b\d{1,2}m\b|\bfor\b|\bnotes?\b|\bsee\b|[()*†]|\b\d\b|\bas\b|\breported\b|\bor\b"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A column before a calendar makes dates of its period."""

    index: int
    headings: tuple[str, ...]
    mention: PeriodMention | None
    role: str
    basis: str
    measure: str
    unit: str | None
    scale: Scale
    entity: str
    sequential: bool = False  # of a change: against the period before
    yearly: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.headings)


def read_heads(band: Band, columns: int, text: str) -> tuple[Head, ...]:
    """What the headings of a band say of each column of figures."""
    paths = heading_paths(band.headings, columns, text)
    return tuple(read_head(index, path) for index, path in enumerate(paths))


def heading_paths(headings: Sequence[GridRow], columns: int, text: str) -> list[tuple[str, ...]]:
    """For each column of figures the headings over it, from the top."""
    paths: list[list[str]] = [[] for _ in range(columns)]
    last: list[int] = [-1] * columns
    for row in headings:
        for cell in row.cells:
            printed = fold(text[cell.start : cell.end])
            for column in range(cell.column - 1, min(cell.column + cell.column_span - 1, columns)):
                if last[column] != cell.start and printed:
                    paths[column].append(printed)
                    last[column] = cell.start
    return [tuple(path) for path in paths]


def stub_text(headings: Sequence[GridRow]) -> list[str]:
    """What stands over the column of labels."""
    return [row.label for row in headings if row.label]


@lru_cache(maxsize=1024)
def read_head(index: int, headings: tuple[str, ...]) -> Head:
    path = mend_words(headings)
    joined = " ".join(path)
    measured = read_measure(path)
    role = "value" if measured.margin else read_role(path)
    return Head(
        index,
        headings,
        heading_period(joined),
        role,
        read_basis(joined, column=True),
        measured.name,
        "percent" if role in ("percent_change", "share") else measured.unit,
        measured.scale or (read_scale(joined) if SCALED.search(joined) else Scale()),
        read_entity(path) if role == "value" and not measured.name else "",
        bool(SEQUENTIAL.search(joined)),
        bool(YEARLY.search(joined)),
    )


def mend_words(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings with the words put together that the width of a column cut in two."""
    mended: list[str] = []
    for heading in headings:
        if mended and CUT_WORD.search(mended[-1]):
            # "Adjust-" over "ments" is one word, "Non-" over "GAAP" one of two parts
            mended[-1] = (mended[-1][:-1] if heading[:1].islower() else mended[-1]) + heading
        else:
            mended.append(heading)
    return tuple(mended)


def heading_period(text: str) -> PeriodMention | None:
    """The period that a heading states; comparisons alone ("Y/Y") state none."""
    text = MONTHS_SHORT.sub(r"\1 months", text)
    told = any(m.months is not None or m.to_date for m in find_periods(text, heading=True)) if text else False
    if not told and not BEFORE.match(text):
        return None
    return read_heading(text)


def read_role(path: tuple[str, ...]) -> str:
    """value, change, percent_change, share: as the words nearest to the figures say."""
    joined = " ".join(path)
    low = " ".join(path[-2:])
    if path and NOTE_COLUMN.match(path[-1]):
        return "other"
    if SHARE_OF.search(joined) and not CHANGE.search(low):
        return "share"
    changed = CHANGE.search(low) or (path and VERSUS.search(path[-1]))
    percent = PERCENT.search(low)
    if path and not changed and not percent and BEFORE.match(path[-1]):
        return "value"
    if changed or SEQUENTIAL.search(low) or YEARLY.search(low):
        return "percent_change" if percent else "change"
    if percent and path and PERCENT.search(path[-1]):
        # a lone "%": of what, the figures beside it tell
        return "percent"
    return "value"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a column measures, where its heading says that rather than when."""

    name: str = ""
    unit: str | None = None
    scale: Scale | None = None
    margin: bool = False


def read_measure(path: tuple[str, ...]) -> Measured:
    """The measure that the lowest headings name ("Units K", "Revenue" over "$M"), with its unit and scale."""
    low = " ".join(path[-2:])
    if COMPARABLE.search(low):
        return Measured(COMPARED)
    margin = MARGIN.search(low)
    if margin and not CHANGE.search(low):
        return Measured(fold(margin[0].lower()), "percent" if PERCENT.search(low) else None, margin=True)
    for words in (low, *reversed(path)):
        plain = without_periods(words).strip("() ")
        found = MEASURES.match(plain)
        if found is None:
            if plain.lower() in known_units():
                return Measured(plain.lower(), plain.lower(), Scale(ONE))
            continue
        if found["measure"] == "$":
            return Measured("", None, read_scale(words))
        name = re.sub(r"\brev\.?$", "revenue", fold(found["measure"].lower()))
        if PRICE.search(name):
            return Measured(name, "price", Scale(ONE))
        if PER_SHARE.search(name):
            return Measured(name, "per share", Scale(ONE))
        unit = "units" if name.endswith(("unit", "units")) else "shares" if name.startswith("share") else None
        letters = (found["scale"] or "").lower()
        power = LETTERS.get(letters) or LETTERS.get(letters.rstrip("s").rstrip("'’"))
        return Measured(name, unit, Scale(Decimal(10) ** power) if power else None)
    return Measured()


def inherit(heads: Sequence[Head], above: Sequence[Head]) -> tuple[Head, ...]:
    """Headings in the middle of a table that tell no periods: those at its top hold on."""
    if len(heads) != len(above) or any(head.mention is not None and head.role == "value" for head in heads):
        return tuple(heads)
    return tuple(
        replace(
            head,
            mention=over.mention,
            headings=head.headings if head.mention else (*over.headings[:1], *head.headings),
            role=over.role if head.role == "value" else head.role,
        )
        if head.mention is None and over.mention is not None
        else head
        for head, over in zip(heads, above, strict=True)
    )


@lru_cache(maxsize=1024)
def without_periods(heading: str) -> str:
    rest = heading
    for mention in reversed(find_periods(heading, heading=True)):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    return fold(rest)


def named_in(heading: str) -> str:
    """A heading without its periods, its scale and the words that any heading has."""
    return fold(re.sub(r"[,:$]+", " ", NOISE.sub(" ", SCALE.sub(" ", f" {without_periods(heading)} "))))


# The column of all of the issuer, beside those of its parts.
WHOLE = re.compile(r"(?i)(?:(?:total|consolidated|combined|company|group|the|as)\s*)+")


def read_entity(path: tuple[str, ...]) -> str:
    """What is left of a heading when its period and basis are taken off: a segment, a region, an issuer."""
    if not named_in(" ".join(path)):
        return ""
    kept = []
    for heading in path:
        rest = named_in(heading)
        if rest and not read_basis(rest, column=True) and any(letter.isalpha() for letter in rest):
            kept.append(rest)
    found = " ".join(kept)
    return (
        ""
        if WHOLE.fullmatch(found)
        or re.fullmatch(
            r"(?i)(?:(?:three|six|nine|twelve|months?|weeks?|quarters?|years?|\W|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|previously|restated|in\s+\w+)\s*)*",
            found,
        )
        else found
    )


# --- periods -----------------------------------------------------------------------------------------


def is_complete(mention: PeriodMention) -> bool:
    """Whether words alone, with the issuer's calendar, tell the dates."""
    if mention.until is not None:
        return mention.months != 0 or True
    if mention.quarter is not None or mention.half is not None:
        return mention.year is not None or bool(mention.relation)
    if mention.month is not None and mention.months:
        return mention.year is not None
    return bool(mention.relation) and not mention.to_date


def is_bare_year(mention: PeriodMention) -> bool:
    return (
        mention.months == 12
        and not mention.full
        and mention.year is not None
        and mention.until is None
        and mention.quarter is None
        and not mention.relation
    )


def complete_with(mention: PeriodMention | None, context: PeriodMention | None) -> PeriodMention | None:
    """What a heading leaves open of its period, taken from what stands over it."""
    if mention is None or context is None:
        return mention or context
    if is_bare_year(mention):
        return with_year(context, mention)
    if mention.months == 0 and context.months:
        # a day under "Three months ended"
        return replace(mention, months=context.months, weeks=context.weeks)
    named = mention.quarter is not None or mention.half is not None or mention.year is not None
    if mention.until is None and mention.months and context.until is not None and not named:
        return replace(mention, until=context.until)
    if mention.until is None and mention.year is None and context.year is not None:
        return finish(replace(mention, year=context.year))
    return mention


def with_year(context: PeriodMention, year: PeriodMention) -> PeriodMention:
    """The period that `context` describes, in the year that stands over the column."""
    assert year.year is not None
    if context.until is not None:
        return replace(context, until=in_year(context.until, year.year), year=None)
    if is_bare_year(context):
        return year
    return finish(replace(context, year=year.year, relation=""))


def finish(mention: PeriodMention) -> PeriodMention:
    if mention.month is None or mention.day is None or mention.year is None:
        return mention
    try:
        return replace(mention, until=date(mention.year, mention.month, mention.day))
    except ValueError:
        return mention


def in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def best_context(texts: Sequence[str]) -> PeriodMention | None:
    """The period that captions or sections state, lengths and days from separate lines put together."""
    for text in (*reversed(texts), " ".join(texts)):
        mention = read_heading(text)
        if mention is not None and mention.until is not None and mention.months:
            return mention
    mentions = [m for text in texts for m in find_periods(text, heading=True)]
    lengths = [m for m in mentions if m.months and not is_bare_year(m)]
    days = [m for m in mentions if m.months == 0]
    years = [m for m in mentions if is_bare_year(m)]
    if lengths and (days or years):
        return complete_with(days[0] if days else years[0], lengths[0])
    found = lengths or days or years
    return found[0] if found else None
