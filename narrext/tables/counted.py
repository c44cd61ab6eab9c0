"""Rows that count things: the noun that they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from narrext.tables.captions import ONE
from narrext.tables.measures import IN_BRACKETS, TOO_MANY, Row, Setting
from narrext.units import known_units

DAYS = re.compile(r"(?i)\bdays\b")
NOT_DAYS = re.compile(r"(?i)\b(?:maturit|investments|deposits|due)")
TIMES = frozenset({"years", "months", "weeks", "days", "hours", "minutes"})
AREA = re.compile(r"(?i)\b(?:square[\s-]+(?:feet|foot(?:age)?|meters?|metres?)|sq\.?\s?(?:ft|m)\b)")
PER = re.compile(r"(?i)\bper\b|/|\b(?:sales|rent|revenues?|costs?)\b")
VOLUME = re.compile(
    r"(?i)\b(?:volumes?|units|number|counts?|production|shipments|deliver\w+|activity|data|statistics|metrics|per)\b|#"
)
# Rows of what was there, came and went.
MOVED = re.compile(
    r"(?i)(?:(?:at\s+)?(?:beginning|end|start)\s+of|beginning|ending|opened|openings?|closed|closings?|closures?|acquired|sold|added|additions?|new\b|relocated"
    r"|converted|transferred|franchised|net\s+(?:openings?|change|additions?)|total$|at\s+(?:period|year|quarter)[\s-]end)"
)
NUMBER_OF = re.compile(r"(?i)(?:number|no\.|#)\s+of\s+(?:\w+\s+){0,2}?(\w+s)\b")
PARTICIPLES = frozenset(
    """
    delivered opened closed sold shipped produced owned controlled open served in at hauled completed
    signed added
    """.split()  # noqa: SIM905
)
PEOPLE = re.compile(
    r"(?i)^(?:(?:total|full-time|average|active|period-end|ending|net)\s+)*(?:number\s+of\s+)?(?:[a-z]+\s)?(?P<noun>employees|associates|customers|subscribers"
    r"|members|stores|restaurants|headcount|aircraft|patients|users|hotels|rooms|branches|locations|passengers|barrels|gallons|units|policies)"
    r"(?=\s*(?:$|[(,:–-]|(?:with|who|using|over|open|at|in|served|operated|under|outstanding|sold|shipped|produced|period|end|beginning|opened|closed)\b))"
)
MONEY_WORDS = re.compile(
    r"(?i)\b(?:revenues?|sales|income|earnings|costs?|expenses?|prices?|fares?|rents?|capital|debt|cash|ebitda\w*|profit|loss|dividends?|assets|liabilities|equity|deposits|loans|spend|backlog|bookings|value|fees)\b"
)
COUNT = re.compile(
    r"(?i)\b(?:number\s+of|no\.\s+of|#\s+of|headcount|end\s+of\s+(?:period|year|quarter)\s+\w+|average\s+number)\b"
)
EACH = re.compile(r"(?i)\bper\b")
WORD = re.compile(r"[A-Za-z][A-Za-z-]*(?:\s(?:feet|hours|nights|miles))?")


def bracket_noun(row: Row) -> str:
    """What brackets in a label, or at the end of its section's, say that the row counts: "(years)", "(gross wells)"."""
    if row.marked:
        return ""
    for words in IN_BRACKETS.findall(row.label):
        if words.strip().lower() in TIMES or words.strip().lower() in known_units():
            return str(words.strip().lower())
    inside = IN_BRACKETS.findall(row.parents[-1]) if row.parents else []
    last = inside[-1].split()[-1:] if inside else []
    return last[0].lower() if last and last[0].lower() in known_units() and is_whole(row) else ""


def is_whole(row: Row) -> bool:
    return not row.marked and all(not n.decimals for n in row.told)


def moving_noun(row: Row) -> str:
    """What comes and goes in the rows of a section: "Opened" under "Store activity:"."""
    if not row.parents or not is_whole(row) or not MOVED.match(row.label):
        return ""
    words = re.findall(r"[a-z-]+", row.parents[-1].lower())
    found = [w for word in words for w in (f"{word}s", word) if w in known_units()]
    return found[0] if found and not MONEY_WORDS.search(row.parents[-1]) else ""


def counted_noun(row: Row, setting: Setting) -> str:
    """The noun of a row that counts things rather than money, or ""."""
    label, above = row.label, row.above
    area = AREA.search(label)
    if area and not row.marked and not PER.search(label[: area.start()]):
        return "square feet" if "f" in area[0][-7:].lower() else "square meters"
    moving = moving_noun(row)
    if moving:
        return moving
    if DAYS.search(label) and not NOT_DAYS.search(label):
        return "days"
    people = PEOPLE.match(label) or (
        None if MONEY_WORDS.search(label) else PEOPLE.match(above.rpartition(" / ")[2])
    )
    if people and not row.marked:
        return str(people["noun"]).lower()
    for words in (label, above):
        bracketed = next((n for n in IN_BRACKETS.findall(words) if n.lower() in known_units()), "")
        if bracketed:
            return str(bracketed).lower()
    if row.parents and MONEY_WORDS.search(row.parents[-1]) and not VOLUME.search(above):
        # products under "Net sales" are what was sold, not how many
        return noun_of_count(label, above) if COUNT.search(label) else ""
    if setting.dollars and row.told and all(not n.decimals for n in row.told):
        noun = head_noun(label) or (
            "" if MONEY_WORDS.search(label) else head_noun(above.rpartition(" / ")[2])
        )
        if noun:
            return noun
    nouns = known_nouns(label)
    counts = COUNT.search(label) or COUNT.search(above)
    if nouns and (counts or not setting.money or setting.counts or is_absurd(row, setting)):
        return nouns[-1]
    return noun_of_count(label, above) if counts else ""


def is_absurd(row: Row, setting: Setting) -> bool:
    """Whether the scale of the table makes more of a row than any amount of money."""
    largest = max((abs(n.value) for n in row.told), default=ONE)
    return largest * (setting.scale.amounts or ONE) >= TOO_MANY / 2


def noun_of_count(label: str, above: str) -> str:
    """What "number of" is said of."""
    after = NUMBER_OF.search(label)
    if after:
        return after[1].lower()
    return "headcount" if "headcount" in f"{label} {above}".lower() else last_noun(label, (above,))


@cache
def folded_units() -> dict[str, str]:
    """The counted nouns as the lexicon spells them, by their small letters."""
    return {unit.lower(): unit for unit in sorted(known_units(), reverse=True)}


def known_nouns(label: str) -> list[str]:
    """The words of a label that name what is counted, as the lexicon spells them."""
    units = folded_units()
    found = []
    for word in WORD.findall(EACH.split(label)[0]):
        spellings = (word.lower(), f"{word.lower()}s")
        found += [word if word in known_units() else units[s] for s in spellings if s in units][:1]
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
            if w.endswith("s") and not w.endswith("ss") and len(w) > 3 and not MONEY_WORDS.match(w)
        ]
        if plurals:
            return str(plurals[-1])
    return "number"
