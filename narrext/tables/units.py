"""Rows -> the unit that their figures are in, and what a printed 1 stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from narrext.lexicons import toml_entries
from narrext.numerals import Numeral, currencies
from narrext.tables.captions import ONE, Scale, read_scale
from narrext.units import known_units

PER_SHARE = re.compile(
    r"(?i)\bper[\s-](?:(?:\w+|\([^)]*\))[\s-]+){0,4}?(?:share|unit|ads|adr)s?\b|\beps\b|\(per\s+share\)|\bper\s+ads\b|\$\s?/\s?share"
)
SHARE_COUNT = re.compile(
    r"(?i)\b(?:shares?|units|ads)\s+(?:used|outstanding|issued|repurchased)|weighted[\s-]+average\s+(?:number|(?:\w+\s+){0,4}shares|(?:\w+\s+){0,3}outstanding|basic|diluted|basic\s+and)"
    r"|\bnumber\s+of\s+(?:\w+\s+){0,5}shares|\baverage\s+(?:\w+\s+){0,4}shares|^(?:\w+\s+){0,3}shares(?:\s*\(|$|\s+[-–—]|\s+(?:basic|diluted|in)\b)"
    r"|\bcommon\s+shares\b|\bshares\s+(?:for|in)\s+(?:comput|calculat|diluted|basic)|\bdilutive\s+shares"
)
# Common stock at its par value is an amount, however many shares its label tells.
PAR = re.compile(
    r"(?i)\bpar\b|\bauthorized\b|\bstated value\b|^(?:common|preferred|capital|class \w) (?:stock|shares)\b.*[,;:(-]"
)
SHARE_ROW = re.compile(
    r"(?i)^(?:basic|diluted|basic and diluted|assuming dilution|effect of dilutive|dilutive|primary|fully diluted|stock options)"
)
PERCENT = re.compile(
    r"(?i)%|\bpercent(?:age)?\b|\bas\s+a\s+%|\brates?$|\bmargins?\b|\bgrowth\b|\breturn\s+on\b|\byield\b|\befficiency\s+ratio|\bchange\b"
)
PERCENT_SURE = re.compile(r"(?i)%|\bpercent(?:age)?\b")
RATIO = re.compile(r"(?i)\bratio\b|\bturns?\b|\bturnover\b|\btimes\b|\bcoverage\b|\bmultiple\b")
DAYS = re.compile(r"(?i)\bdays\b")
PARTICIPLES = frozenset(
    "delivered opened closed sold shipped produced owned controlled open served in at hauled"
    " completed signed added".split()  # noqa: SIM905
)
IN_CENTS = re.compile(
    r"(?i)\(\s*(?:in\s+)?(?:u\.?s\.?\s+)?(?:cents?|¢|pence)\s*\)|\bin\s+cents\b|\bcents\s+per\b|\(¢\)|\bcents$"
)
PEOPLE = re.compile(
    r"(?i)^(?:(?:total|full-time|average|active|period-end|ending|net)\s+)*(?:number\s+of\s+)?(?:[a-z]+\s)?(?P<noun>employees|associates|customers|subscribers"
    r"|members|stores|restaurants|headcount|aircraft|patients|users|hotels|rooms|branches|locations|passengers|barrels|gallons|units|policies)"
    r"(?=\s*(?:$|[(,:–-]|(?:open|at|in|served|operated|under|outstanding|sold|shipped|produced|period|end|beginning|opened|closed)\b))"
)
MONEY_WORDS = re.compile(
    r"(?i)\b(?:revenues?|sales|income|earnings|costs?|expenses?|prices?|fares?|rents?|capital|debt|cash|ebitda\w*|profit|loss|dividends?|assets|liabilities|equity|deposits|loans|spend|backlog|bookings|value|fees)\b"
)
CENTS = re.compile(r"(?i)\bcents?\b|¢|\bpence\b")
COUNT = re.compile(
    r"(?i)\b(?:number\s+of|no\.\s+of|#\s+of|headcount|end\s+of\s+(?:period|year|quarter)\s+\w+|average\s+number)\b"
)
POINTS = re.compile(r"(?i)\b(?:basis\s+points?|bps|percentage\s+points?|pts)\b|[,(]\s*points\)?$")
# An amount for each of something is not in thousands.
PER_UNIT = re.compile(
    r"(?i)\b(?:per|a)\s+(?!share|annum|year|quarter|month|day|cent)(?:\w+\s+){0,2}(?:foot|unit|barrels?|boe|bbl|mcfe?|gallon|ton|tonne|room|store|customer|subscriber|asm|rpm|mile"
    r"|acre|ounce|pound|kwh|mwh|employee|transaction|order|visit|user|member|case|home|lot|mmbtu|therm|ounce|metric ton|patient|bed|square foot|wafer)\b|\bpsf\b"
)
MEASURE_KEYS = frozenset({"unit", "factor", "words", "examples"})
IN_BRACKETS = re.compile(r"\(([^()]+)\)")
WORD = re.compile(r"[A-Za-z][A-Za-z-]*(?:\s(?:feet|hours|nights|miles))?")
# Any word that could make a row something else than a scaled amount of money; most rows have none.
OTHER_THAN_MONEY = (
    "share", "unit", "ads", "eps", "weighted", "average", "%", "percent", "pct", "rate", "margin", "growth", "return",
    "yield", "efficiency", "change", "ratio", "turn", "times", "coverage", "multiple", "days", "cent", "¢", "pence",
    "number", "no.", "#", "headcount", "point", "bps", "pts", "per ", "psf", "(", " in ", "employees", "associates",
    "customers", "subscribers", "members", "stores", "restaurants", "aircraft", "patients", "users", "hotels", "rooms",
    "branches", "locations", "passengers", "barrels", "gallons", "policies", "basic", "diluted",
)  # fmt: skip
SMALL_MONEY = Decimal(1000)
# Figures printed in full that a caption's scale would make absurd: no company has so many shares.
TOO_MANY = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit and scale of a row."""

    unit: str
    scale: Decimal
    oversized: bool = False  # the caption's scale would have made it absurd


@dataclass(frozen=True, slots=True)
class Setting:
    """What a table says of its amounts: the code of its currency and its scale, and whether it is about money."""

    currency: str
    scale: Scale
    money: bool
    counts: bool = False  # a table of operating data: rows without a mark or a word of money count things
    flows: bool = False  # a statement of cash flows: shares bought and sold are amounts
    dollars: bool = False  # the caption's scale is said of dollars alone
    decimals: int = 0  # that most of the table's amounts show
    per_share: bool = False  # the whole table is of amounts per share


def measure_row(
    label: str, parents: Sequence[str], numerals: Sequence[Numeral | None], setting: Setting
) -> Measure:
    """The unit of a row's figures: per-share amounts are never scaled, share counts as the caption says."""
    told = [n for n in numerals if n is not None and n.state == "number"]
    own = own_scale(label, parents)
    above = " / ".join(parents)
    currency = mark_currency(told) or own.currency or setting.currency
    plain = (
        setting.money
        and not (setting.counts or setting.per_share or setting.dollars)
        and not any(n.percent for n in told)
    )
    words = f"{label} {above}".lower()
    if plain and not any(cue in words for cue in OTHER_THAN_MONEY):
        return Measure(currency, setting.scale.amounts or ONE)
    if setting.per_share and looks_per_share(told):
        return Measure(f"{currency}/share", ONE)
    if is_share_count(label, parents, told, flows=setting.flows):
        return count_shares(own, setting, told)
    if IN_CENTS.search(label) and not any(n.currency or n.percent for n in told):
        return Measure(
            f"{currency}/share" if PER_SHARE.search(f"{label} {above}") else currency, Decimal("0.01")
        )
    if is_per_share(label, parents, told) or (setting.per_share and not told):
        cents = CENTS.search(label) and not any(n.currency for n in told)
        return Measure(f"{currency}/share", Decimal("0.01") if cents else ONE)
    if is_percent(label, above, told, setting):
        return Measure("points" if POINTS.search(label) else "percent", ONE)
    if any(n.currency for n in told):
        return Measure(currency, own.amounts or setting.scale.amounts or ONE)
    if RATIO.search(label) and all(n.decimals or abs(n.value) < 100 for n in told) and told:
        return Measure("ratio", ONE)
    if PER_UNIT.search(f"{label} {above}") and told and all(n.decimals >= 2 for n in told):
        return Measure(currency, ONE)
    traded = traded_unit(label)
    if traded is not None and not (setting.money and setting.scale.amounts):
        return traded
    if own.noun:
        return Measure(own.noun, own.amounts or ONE)
    noun = counted_noun(label, above, told, setting)
    if noun:
        return Measure(noun, own.amounts or (setting.scale.amounts if setting.scale.noun else None) or ONE)
    if setting.scale.noun:
        return Measure(setting.scale.noun, own.amounts or setting.scale.amounts or ONE)
    if not setting.money or (setting.counts and not MONEY_WORDS.search(label)):
        return Measure(last_noun(label, parents), own.amounts or ONE)
    return Measure(currency, own.amounts or setting.scale.amounts or ONE)


def own_scale(label: str, parents: Sequence[str]) -> Scale:
    """The scale that a label states, or the section that it stands under ("Shares (in thousands):")."""
    found = Scale()
    for words in (*parents, label):
        if "(" in words or " in " in words.lower():
            found = read_scale(words).over(found)
    return found


def mark_currency(told: Sequence[Numeral]) -> str:
    """The currency that the figures themselves are marked with; a bare ``$`` leaves it to the table."""
    codes = currencies().codes
    for numeral in told:
        if numeral.currency and numeral.currency != "$":
            return codes.get(numeral.currency.lower(), "")
    return ""


def is_share_count(label: str, parents: Sequence[str], told: Sequence[Numeral], *, flows: bool) -> bool:
    if any(n.currency for n in told) or PAR.search(label) or (flows and not COUNT.search(label)):
        return False
    if SHARE_COUNT.search(label):
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


@cache
def traded_units() -> dict[str, Measure]:
    """Units that carry their own multiple, by the words for them."""
    return {
        word: Measure(entry["unit"], Decimal(entry["factor"]))
        for entry in toml_entries("measures.toml", "measure", MEASURE_KEYS)
        for word in entry["words"]
    }


def traded_unit(label: str) -> Measure | None:
    """The unit that a label gives in brackets, with its multiple: ``Oil (MBbls)``."""
    for inside in IN_BRACKETS.findall(label):
        found = traded_units().get(inside.strip().lower())
        if found is not None:
            return found
    return None


def counted_noun(label: str, above: str, told: Sequence[Numeral], setting: Setting) -> str:
    """The noun of a row that counts things rather than money."""
    if DAYS.search(label) and not re.search(r"(?i)\b(?:maturit|investments|deposits|due)", label):
        return "days"
    people = PEOPLE.match(label) or (
        None if MONEY_WORDS.search(label) else PEOPLE.match(above.rpartition(" / ")[2])
    )
    if people and not any(n.currency for n in told):
        return str(people["noun"]).lower()
    bracketed = next(
        (n for words in (label, above) for n in IN_BRACKETS.findall(words) if n.lower() in known_units()), ""
    )
    if bracketed:
        return bracketed.lower()
    counts = COUNT.search(label) or COUNT.search(above)
    nouns = known_nouns(label)
    if setting.dollars and told and not MONEY_WORDS.search(label) and all(not n.decimals for n in told):
        noun = head_noun(label) or head_noun(above.rpartition(" / ")[2])
        if noun:
            return noun
    largest = max((abs(n.value) for n in told), default=ONE) * (setting.scale.amounts or ONE)
    if nouns and (counts or not setting.money or largest >= TOO_MANY / 2 or setting.counts):
        return nouns[-1]
    if counts:
        after = re.search(r"(?i)(?:number|no\.|#)\s+of\s+(?:\w+\s+){0,2}?(\w+s)\b", label)
        return (
            after[1].lower()
            if after
            else "headcount"
            if "headcount" in label.lower()
            else last_noun(label, (above,))
        )
    return ""


def known_nouns(label: str) -> list[str]:
    """The words of a label that name what is counted, as the lexicon spells them."""
    units = known_units()
    found = []
    for word in WORD.findall(label):
        spellings = (word, word.lower(), f"{word.lower()}s")
        found += [spelling for spelling in spellings if spelling in units][:1]
    return found


def head_noun(label: str) -> str:
    """The known noun that a label is about: its last word, or the one before "delivered", "in force", "controlled"."""
    words = re.findall(r"[A-Za-z-]+", re.sub(r"\([^)]*\)", " ", label).lower())
    if MONEY_WORDS.search(label):
        return ""
    units = known_units()
    for at, word in enumerate(words):
        tail = words[at + 1 :]
        if word in units and (not tail or tail[0] in PARTICIPLES):
            return str(word)
    return ""


def last_noun(label: str, parents: Sequence[str]) -> str:
    """What a row without money counts: a known noun or the last plural of its label, else of its parents."""
    for words in (label, *reversed(parents)):
        plain = re.sub(r"\([^)]*\)", " ", words)
        known = known_nouns(plain)
        if known:
            return known[-1]
        plurals = [
            w.lower()
            for w in re.findall(r"[A-Za-z]+", plain)
            if w.endswith("s") and not w.endswith("ss") and len(w) > 3
        ]
        if plurals:
            return str(plurals[-1])
    return "number"
