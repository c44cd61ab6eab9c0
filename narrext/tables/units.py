"""Rows -> the unit that their figures are in, and what a printed 1 stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from narrext.numerals import Numeral
from narrext.tables.captions import ONE, SCALES, Scale, scale_value
from narrext.tables.counted import (
    COUNT,
    MONEY_WORDS,
    VOLUME,
    bracket_noun,
    counted_noun,
    known_nouns,
    last_noun,
)
from narrext.tables.measures import IN_BRACKETS, TOO_MANY, Measure, Row, Setting, make_row, traded_unit
from narrext.units import known_units

PER_SHARE = re.compile(
    r"(?i)\bper[\s-](?:(?:\w+|\([^)]*\))[\s-]+){0,4}?(?:share|unit|ads|adr)s?\b|\beps\b|\(per\s+share\)|\bper\s+ads\b|\$\s?/\s?share"
)
SHARE_COUNT = re.compile(
    r"(?i)\b(?:shares?|units|ads)\s+(?:used|outstanding|issued|repurchased)|weighted[\s-]+average\s+(?:number|(?:\w+\s+){0,4}shares|(?:\w+\s+){0,3}outstanding|basic|diluted|basic\s+and)"
    r"|\bnumber\s+of\s+(?:\w+\s+){0,5}shares|\baverage\s+(?:\w+\s+){0,4}shares|^(?:\w+\s+){0,3}shares(?:\s*\(|$|\s+[-–—]|\s+(?:basic|diluted|in)\b)"
    r"|\bcommon\s+shares\b|\bshares\s+(?:for|in)\s+(?:comput|calculat|diluted|basic)|\bdilutive\s+shares"
)
SHARE_CUES = ("share", "units", "ads", "weighted")
# Common stock at its par value is an amount, however many shares its label tells.
PAR = re.compile(
    r"(?i)\bpar\b|\bauthorized\b|\bstated value\b|^(?:[\d.]+%\s+)?(?:(?:class|series) \w\s+)?(?:(?:convertible|redeemable|cumulative)\s+)*(?:common|preferred|preference|ordinary|capital|class \w) (?:stock|shares)\b.*[,;:(-]"
)
SHARE_ROW = re.compile(
    r"(?i)^(?:basic|diluted|basic and diluted|assuming dilution|effect of dilutive|dilutive|primary|fully diluted|stock options)"
)
PERCENT = re.compile(
    r"(?i)%|\bpercent(?:age)?\b|\bas\s+a\s+%|\brates?$|\bmargins?\b|\bgrowth\b|\breturn\s+on\b|\byield\b|\befficiency\s+ratio|\bchange\b"
)
PERCENT_SURE = re.compile(r"(?i)%|\bpercent(?:age)?\b")
RATIO = re.compile(
    r"(?i)\bratio\b|\bbook[\s-]to[\s-]bill\b|\bturns?\b|\bturnover\b|\btimes\b|\bcoverage\b|\bmultiple\b"
)
IN_CENTS = re.compile(
    r"(?i)\(\s*(?:in\s+)?(?:u\.?s\.?\s+)?(?:cents?|¢|pence)\s*\)|\bin\s+cents\b|\bcents\s+per\b|\(¢\)|\bcents$"
)
CENTS = re.compile(r"(?i)\bcents?\b|¢|\bpence\b")
POINTS = re.compile(r"(?i)\b(?:basis\s+points?|bps|percentage\s+points?|pts)\b|[,(]\s*points\)?$")
# An amount for each of something is not in thousands.
PER_UNIT = re.compile(
    r"(?i)\b(?:per|a)\s+(?!share|annum|year|quarter|month|day|cent)(?:\w+\s+){0,2}(?:foot|unit|barrels?|boe|bbl|mcfe?|gallon|ton|tonne|room|store|customer|subscriber|asm|rpm|mile"
    r"|acre|ounce|pound|kwh|mwh|employee|transaction|order|visit|user|member|case|home|lot|mmbtu|therm|ounce|metric ton|patient|bed|square foot|wafer)\b|\bpsf\b"
)
PER_THING = re.compile(r"(?i)\bper\s+(?!share|annum|year|quarter|month|week|day)\w+")
# Any word that could make a row something else than a scaled amount of money; most rows have none.
OTHER_THAN_MONEY = (
    "share", "unit", "ads", "eps", "weighted", "average", "%", "percent", "pct", "rate", "margin", "growth", "return",
    "yield", "efficiency", "change", "ratio", "turn", "times", "activity", "square", "wells", "to-bill", "to bill", "coverage", "multiple", "days", "cent", "¢", "pence",
    "number", "no.", "#", "headcount", "point", "bps", "pts", "per ", "psf", "(", " in ", "employees", "associates",
    "customers", "subscribers", "members", "stores", "restaurants", "aircraft", "patients", "users", "hotels", "rooms",
    "branches", "locations", "passengers", "barrels", "gallons", "policies", "basic", "diluted",
)  # fmt: skip
THING_PER = re.compile(r"(?P<thing>[A-Za-z]+) per (?:[A-Za-z-]+ ?){1,3}$")
NOUN_IN = re.compile(r"(?i)\((?P<noun>[a-z]+) in (?P<scale>thousands|millions|billions)\)")
SCALED_NOUN = re.compile(
    r"(?i)\((?:in\s+)?(?P<scale>000['’]?s?|thousands?|millions?|billions?)\s+(?:of\s+)?(?P<noun>[a-z]+(?:\s[a-z]+)?)\)"
)
# "Grade (g/t)", "Yield (kg/ha)": no sum of money for each.
THING_EACH = re.compile(r"(?i)(?P<thing>[a-z]{1,8})/(?P<each>[a-z]{1,6})$")
CURRENCY_NAME = re.compile(r"(?i:us|dollars?|cents?|pence|euros?|yen|pounds?)$|[A-Z]{3}$")
SMALL_MONEY = Decimal(1000)
CENT = Decimal("0.01")
CENT_MARKS = frozenset({"¢", "cents", "cent", "c", "p"})


def measure_row(
    label: str, parents: Sequence[str], numerals: Sequence[Numeral | None], setting: Setting
) -> Measure:
    """The unit of a row's figures: per-share amounts are never scaled, share counts as the caption says."""
    row = with_things(make_row(label, parents, numerals, setting), setting)
    if is_plain(row, setting):
        return Measure(row.currency, setting.scale.amounts or ONE)
    return measure_shares(row, setting) or measure_other(row, setting)


def with_things(row: Row, setting: Setting) -> Row:
    """A row with the scale that a caption states of what it names: "(Subscribers in thousands)"."""
    if row.own.amounts is not None or not setting.scale.things:
        return row
    words = f" {' '.join(re.findall(r'[a-z]+', row.label.lower()))} "
    told = any(f" {thing} " in words or f" {thing.rstrip('s')} " in words for thing in setting.scale.things)
    return replace(row, own=Scale(setting.scale.each)) if told else row


def is_plain(row: Row, setting: Setting) -> bool:
    """Whether no word makes a row something else than a scaled amount of money: most are no more."""
    if not setting.money or setting.counts or setting.per_share or setting.dollars or setting.fine:
        return False
    words = f"{row.label} {row.above}".lower()
    return not any(n.percent or n.suffix for n in row.told) and not any(
        map(words.__contains__, OTHER_THAN_MONEY)
    )


def measure_shares(row: Row, setting: Setting) -> Measure | None:
    """Amounts per share, counts of shares, and amounts in cents."""
    label, told = row.label, row.told
    each = f"{row.currency}/share"
    if setting.per_share and looks_per_share(told):
        return Measure(each, ONE)
    if is_share_count(label, row.parents, told, flows=setting.flows):
        return count_shares(row.own, setting, told)
    if IN_CENTS.search(label) and not row.marked and not any(n.percent for n in told):
        return Measure(each if PER_SHARE.search(f"{label} {row.above}") else row.currency, CENT)
    if is_per_share(label, row.parents, told) or (setting.per_share and not told):
        return Measure(each, CENT if CENTS.search(label) and not row.marked else ONE)
    return None


def measure_other(row: Row, setting: Setting) -> Measure:
    """Percentages, money, ratios, and counts of things."""
    label, told = row.label, row.told
    if is_percent(label, row.above, told, setting):
        return Measure("points" if POINTS.search(label) else "percent", ONE)
    each = bool(told and PER_UNIT.search(f"{label} {row.above}") and all(n.decimals >= 2 for n in told))
    traded = traded_unit(label)
    whole = setting.fine and traded is None and is_whole(told) and row.own.amounts is None
    if row.marked:
        each = each or (whole and PER_THING.search(label) is not None)
        return Measure(row.currency, ONE) if each else setting.amount(row.currency, row.own)
    if whole and not MONEY_WORDS.search(label) and not RATIO.search(label):
        return measure_count(row, setting) or Measure(last_noun(label, row.parents), ONE)
    if told and all(n.suffix in CENT_MARKS for n in told):
        return Measure(row.currency, CENT)
    if setting.worded and told and all(n.suffix in SCALES for n in told):
        return measure_count(row, setting) or Measure(last_noun(label, row.parents), ONE)
    if told and all(n.suffix == "x" for n in told):
        return Measure("ratio", ONE)
    if setting.beside or (row.own.amounts is not None and row.own.currency):
        return setting.amount(row.currency, row.own)
    if RATIO.search(label) and told and all(n.decimals or abs(n.value) < 100 for n in told):
        return Measure("ratio", ONE)
    rate = rate_of_things(label)
    if rate:
        return Measure(rate, ONE)
    if each:
        return Measure(row.currency, ONE)
    if traded is not None and not setting.volumes:
        return traded
    return measure_count(row, setting) or setting.amount(row.currency, row.own)


def is_whole(told: Sequence[Numeral]) -> bool:
    return bool(told) and not any(n.decimals for n in told)


def rate_of_things(label: str) -> str:
    """The unit of things per thing that a label names: "Gold grade (grams per tonne)", "Miles per gallon"."""
    for words in IN_BRACKETS.findall(label):
        rate = THING_PER.match(words)
        rate = rate or (THING_EACH.match(words) if traded_unit(label) is None else None)
        if rate and not CURRENCY_NAME.match(rate["thing"]) and not MONEY_WORDS.match(rate["thing"]):
            return str(rate[0].lower())
    whole = THING_PER.match(label)
    return whole[0].lower() if whole and whole["thing"].lower() in known_units() else ""


def measure_count(row: Row, setting: Setting) -> Measure | None:
    """The noun that a row counts, by its own words, its caption's, or the kind of its table."""
    scaled = NOUN_IN.search(row.label) or SCALED_NOUN.search(row.label)
    if scaled and scaled["noun"].lower() in known_units() and not row.marked:
        return Measure(scaled["noun"].lower(), scale_value(scaled["scale"]))
    if row.own.noun:
        return Measure(row.own.noun, row.own.amounts or ONE)
    inside = bracket_noun(row)
    if inside:
        return Measure(inside, row.own.amounts or ONE)
    noun = counted_noun(row, setting)
    if noun:
        scale = setting.scale.amounts if setting.scale.noun else None
        return Measure(noun, row.own.amounts or scale or ONE)
    if setting.scale.noun:
        return setting.amount(setting.scale.noun, row.own)
    if setting.mixed and row.own.amounts is not None and not row.marked and not MONEY_WORDS.search(row.label):
        # "Visits (000s)" beside prices that bear their mark
        return Measure(last_noun(row.label, row.parents), row.own.amounts)
    if row.parents and is_money_section(row.parents[-1]):
        return None
    if not setting.money or (setting.counts and not MONEY_WORDS.search(row.label)):
        return Measure(last_noun(row.label, row.parents), row.own.amounts or ONE)
    return None


def is_money_section(parent: str) -> bool:
    """Whether the rows of a section are of money: "Cash costs ($/oz)", and not "Kwh sales"."""
    return bool(MONEY_WORDS.search(parent)) and not VOLUME.search(parent) and not known_nouns(parent)


def is_share_count(label: str, parents: Sequence[str], told: Sequence[Numeral], *, flows: bool) -> bool:
    if any(n.currency for n in told) or PAR.search(label) or (flows and not COUNT.search(label)):
        return False
    lower = label.lower()
    if any(cue in lower for cue in SHARE_CUES) and SHARE_COUNT.search(label):
        # "net loss per share, weighted average": amounts of cents are no counts
        return not (PER_SHARE.search(label) and looks_per_share(told))
    if not parents or (PER_SHARE.search(label) and looks_per_share(told)):
        return False
    counted = SHARE_COUNT.search(parents[-1]) or re.search(r"(?i)\bshares\b", parents[-1])
    return (
        bool(counted)
        and (bool(SHARE_ROW.match(label)) or not PER_SHARE.search(parents[-1]))
        and not looks_per_share(told)
    )


def looks_per_share(told: Sequence[Numeral]) -> bool:
    """Whether all figures have the cents, and the size, of amounts per share."""
    return bool(told) and all(n.decimals >= 2 and abs(n.value) < SMALL_MONEY for n in told)


def is_per_share(label: str, parents: Sequence[str], told: Sequence[Numeral]) -> bool:
    if PER_SHARE.search(label):
        whole = all(n.decimals == 0 and not n.currency for n in told) and any(
            abs(n.value) >= 100 for n in told
        )
        return not whole
    if not any(PER_SHARE.search(parent) for parent in parents):
        return False
    return not told or looks_per_share(told) or any(n.decimals >= 2 for n in told)


def is_percent(label: str, above: str, told: Sequence[Numeral], setting: Setting) -> bool:
    marked = sum(n.percent for n in told)
    if told and marked * 2 > len(told):
        return True
    if not told or any(n.currency for n in told):
        return False
    if POINTS.search(label):
        return True
    if PER_UNIT.search(label):
        return False
    if PERCENT_SURE.search(label) or (PERCENT_SURE.search(above) and not SHARE_COUNT.search(label)):
        return all(abs(n.value) < SMALL_MONEY for n in told)
    # a margin may be an amount as well: it is a percentage where it shows decimals that amounts do not
    scaled = setting.decimals if setting.scale.amounts else 0
    return bool(PERCENT.search(label)) and all(n.decimals > scaled and abs(n.value) < 100 for n in told)


def count_shares(own: Scale, setting: Setting, told: Sequence[Numeral]) -> Measure:
    scale = own.shares or own.amounts or setting.scale.shares
    if scale is not None:
        return Measure("shares", scale)
    scale = ONE if setting.scale.noun else setting.scale.amounts or ONE
    largest = max((abs(n.value) for n in told), default=ONE)
    oversized = largest * scale >= TOO_MANY or (
        scale > ONE and largest >= 10_000_000 and largest * scale >= 10**10
    )
    return Measure("shares", ONE, True) if oversized else Measure("shares", scale)
