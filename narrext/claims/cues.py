"""Words that tell how a number stands to its metric, and what they make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from narrext.lexicons import toml_entries
from narrext.numerals import alternatives, as_listed
from narrext.quantities import Quantity

CUE_KEYS = frozenset({"name", "words", "examples"})


@dataclass(frozen=True, slots=True)
class Cues:
    """The expressions of ``patterns/cues.toml``, compiled."""

    direction_left: re.Pattern[str]
    direction_by: re.Pattern[str]
    direction_right: re.Pattern[str]
    directions: dict[str, str]  # of all words, those behind a number included
    moves: dict[str, str]  # of the words that tell a direction wherever they stand
    compare: re.Pattern[str]
    forward: re.Pattern[str]


@cache
def cues() -> Cues:
    """The words of ``patterns/cues.toml`` as patterns, compiled once."""
    words = {e["name"]: e["words"] for e in toml_entries("cues.toml", "cue", CUE_KEYS)}
    directions = {w: name for name in ("up", "down") for w in words[name]}
    moves = alternatives(list(directions))
    nouns = "increases?|decreases?|declines?|growth|rise|reductions?|drop|improvement"
    # behind a number, not before it, these compare: "38% more than in 2013", "7 basis points wider"
    behind = directions | {w: name for name in ("up", "down") for w in words[f"{name} behind"]}
    fillers = (
        r"(?:by|of|a|an|the|another|some|only|just|approximately|about|around|roughly|nearly|almost|more\s+than|over|at\s+least|less\s+than|"
        r"as\s+much\s+as|up\s+to|strong|solid|healthy|robust|record|modest|slight|total|year[\s-]over[\s-]year|year[\s-]on[\s-]year|sequential|"
        r"rate|percentage|respectively|again|in|excess|revenue|sales|unit|volume|double[\s-]digit|organic|an?\s+additional|an?\s+[a-z-]+|further|overall|\w+ly)"
    )
    return Cues(
        re.compile(rf"(?i)\b({moves})(?:[\s,:–—-]+{fillers})*[\s:(–—-]*$"),
        re.compile(
            rf"(?i)\b({moves})\s[^,;.]{{2,80}}?\bby(?:\s+{fillers})*\s*$|\b({nouns})\s+(?:in|of)\s+(?:(?!and\b|while\b|but\b)[\w’'-]+\s+){{1,7}}(?:of|was|were)(?:\s+{fillers})*\s*$"
        ),
        re.compile(
            rf"(?i)[\s-]*(?:(?!(?:of|in|to|and|or|from|compared|for|was|were|on|at|by|the|than|is|are|which|that|represent\w*|reflect\w*|on|with)\b)[A-Za-z][\w-]*\s+){{0,3}}({alternatives(list(behind))})\b"
        ),
        behind,
        directions,
        re.compile(rf"(?i)\b({alternatives([*words['compare'], *words['from']])})(?=\W|$)"),
        re.compile(rf"(?i)\b({alternatives(words['forward'])})(?=\W|$)"),
    )


PAST = re.compile(
    r"(?i)\b(?:was|were|had|reported|posted|recorded|generated|increased|decreased|grew|rose|fell|declined|totaled|totalled|"
    r"reached|achieved|exceeded|delivered|earned|improved|dropped|ended|came\s+in|compares|compared|paid|returned|completed|repurchased)\b"
)
TO = re.compile(
    r"(?i)\bto(?:\s+(?:a|an|approximately|about|record|its|nearly|the|just|over|more\s+than|new|of|all-time|high|low))*\s*$"
)
APPOSITION = re.compile(
    r"(?i)\s*[,(–—-]*\s*(?:or|i\.e\.,?|equivalent\s+to|equal\s+to|which\s+(?:is|was|represents)|representing|(?<=,\s)an\s+annualized|annualized)\s+"
    r"(?:approximately\s+|about\s+|nearly\s+|a\s+|an\s+|roughly\s+|just\s+|over\s+|more\s+than\s+)*"
    r"(?:an?\s+(?:increase|decrease)\s+of\s+)?$"
)
PAREN = re.compile(r"\s*\(\s*$")
COORDINATE = re.compile(r"(?i)\s*(?:,|and|,\s*and|/|&|or)\s*(?:approximately\s+|a\s+)?$")
OF = re.compile(r"(?i)\s+of\s+")
OF_IDLE = re.compile(
    r"(?i)(?:(?:the|its|our|their|total|consolidated|company['’]s|quarter['’]s|year['’]s|all|overall|group)\s+)*"
)
EFFECT = re.compile(
    r"(?i)\b(increasing|increased|reducing|reduced|lowered|lowering|decreased|decreasing|boosting|boosted|adding|added|benefit(?:ed|ing))\s+"
    r"(?:(?:the|our|its|net|reported)\s+)*([\w -]{0,30}?earnings|income|eps|results|profit)\b[\w\s]{0,30}\bby\s*(?:approximately\s+|about\s+)?$"
)
SIGN_BEFORE = re.compile(r"([+＋])\s?$")
GROWTH_WAS = re.compile(
    r"(?i)\bgrowth\s+(?:rate\s+)?(?:was|is|reached|averaged|came\s+to)\s+(?:approximately\s+|about\s+|an?\s+)?$"
)
PAID_DOWN = re.compile(r"(?i)\bpa(?:id|y|ys|ying)\s+down\s+(?:approximately\s+|about\s+)?$")
GAIN_OF = re.compile(r"(?i)\bgains?\s+of\s+(?:approximately\s+|about\s+)?$")


def direction_of(text: str, left: str, quantity: Quantity, right: str) -> str | None:
    """up or down where the words next to the quantity say that something moved by it."""
    if quantity.direction:
        return quantity.direction
    if SIGN_BEFORE.search(left):
        return "up"
    known = cues()
    if quantity.bound == "at_most" and re.search(r"(?i)\bup\s+to\s+(?:an?\s+)?$", left):
        left = re.sub(r"(?i)\bup\s+to\s+(?:an?\s+)?$", "", left)
    if impact := IMPACT_BEHIND.match(right):
        return "up" if impact[1] else "down"
    behind = known.direction_right.match(right)
    if behind and ARTICLE.search(left) and noun_of_change(behind[1]):
        return known.directions[as_listed(behind[1])]
    found = known.direction_left.search(left[-70:])
    if found and quantity.kind == "money" and (GAIN_OF.search(left) or PAID_DOWN.search(left)):
        found = None
    if (
        found
        and quantity.bound
        and found[1].lower() in ("over", "above", "below", "less", "fewer", "greater", "better", "more")
    ):
        found = known.direction_left.search(left[-70:][: found.start(1)])
    if found:
        return known.directions[as_listed(found[1])]
    if told := told_by_effect(left, quantity):
        return told
    found = known.direction_by.search(left)
    if found:
        word = as_listed(found[1] or found[2])
        return known.directions.get(word) or known.directions[word.removesuffix("s")]
    apposed = quantity.kind == "percent" and APPOSED.match(right) is not None
    found = known.direction_right.match(right.lstrip(" ,") if apposed else right)
    if found and not moves_itself(quantity, found):
        return known.directions[as_listed(found[1])]
    return None


def told_by_effect(left: str, quantity: Quantity) -> str | None:
    """up or down where something did it to the metric: "negatively impacted sales by", "raised the dividend"."""
    if quantity.kind == "percent" and GROWTH_WAS.search(left):
        return "up"
    impact = IMPACT.search(left)
    if impact:
        return "up" if impact[1] or impact[2] else "down"
    moved = OBJECT_MOVED.search(left) if quantity.kind == "percent" else None
    return None if moved is None else "up" if moved[1] else "down"


# verbs that say what the number before them did: "sales of $412.6 million rose", not "2% increase"
FINITE = re.compile(
    r"(?i)(?!gained\b)\w+ed$|^(?:rose|fell|grew|grows|rises|falls|shrank|slid|exceeds|drops|climbs|gains|increases|decreases|declines)$"
)


def moves_itself(quantity: Quantity, found: re.Match[str]) -> bool:
    """Whether the word behind a number tells what the number did, or stands too far off to say by how much."""
    if FINITE.search(found[1]):
        return True
    return quantity.kind in ("money", "per_share") and found.start(1) > 1 and not noun_of_change(found[1])


# "negatively impacted net sales by $4.9 million", "benefited by $1.0 million"
IMPACT = re.compile(
    r"(?i)\b(?:(?:(positively|favorably|favourably)|(?:negatively|unfavorably|unfavourably|adversely))\s+(?:impact\w*|affect\w*|influenc\w+)\b[^.;$%]{0,60}?"
    r"|(benefit(?:ed|ted))\s+)\bby\s+(?:approximately\s+|about\s+)?$"
)


# "was $0.3 million, or 1.0%, above the prior quarter"
APPOSED = re.compile(
    r"(?i),\s+(?:above|below|higher|lower)\s+(?:than\s+)?(?:the\s+|a\s+|last\s+|its\s+)*[a-z]"
)
# "had a 0.2 percentage point negative impact"
IMPACT_BEHIND = re.compile(
    r"(?i)\s+(?:(positive|favorable|favourable)|negative|unfavorable|unfavourable|adverse)\s+(?:[\w-]+\s+){0,2}?(?:impact|effect)\b"
)
# "raised the quarterly dividend 20%"
OBJECT_MOVED = re.compile(
    r"(?i)\b(?:(rais(?:e|es|ed|ing)|lift(?:s|ed)|boost(?:s|ed)|increas(?:e|es|ed|ing))|(?:cuts?|reduc(?:e|es|ed|ing)|lower(?:s|ed|ing)))\s+(?:(?:the|its|our|their)\s+)?"
    r"(?:(?!(?:of|to|from|at|in|by|was|were|and|or|than)\b)[a-z-]+\s+){1,4}(?:by\s+)?$"
)
ARTICLE = re.compile(
    r"(?i)\b(?:an?|another|the)\s+(?:approximately\s+|about\s+|further\s+|additional\s+|net\s+)?$"
)


def noun_of_change(word: str) -> bool:
    return word.lower() in {
        "increase", "decrease", "decline", "growth", "improvement", "rise", "drop", "reduction", "jump", "gain", "expansion", "contraction", "dip", "surge", "slip", "higher", "lower", "more", "less", "fewer",
    }  # fmt: skip


# a number that is itself the target or forecast, in whatever tense it is spoken of
OWN_FORECAST = re.compile(
    r"(?i)\b(?:targets?|guidance|outlook|forecast|projection)\b[\w\s,]{0,40}?\b(?:was|were|is|of|to|at|between|for)\s+(?:(?:in|a|the|range|of|between|approximately|about|from)\s+)*$"
)
BY_YEAR = re.compile(r"(?i)[^.;,]{0,40}\bby\s+(?:the\s+end\s+of\s+)?20\d\d\b")


# the month of May, and not the verb
IN_MONTH = re.compile(r"(?i)\b(?:in|of|since|during|for|until|by|through|early|late|mid|and|from|to)[\s-]+$")


# "the company projects", and not "capital projects"
SUBJECT = re.compile(
    r"(?:\b(?i:company|management|corporation|it|group|bank)|\b[A-Z][\w.&]+)\s+(?:(?:now|currently|also)\s+)?$"
)


def is_noun(found: re.Match[str], left: str) -> bool:
    """Whether a word that speaks of what is to come is none there: the month of May, projects that are built."""
    if found[1] == "May":
        return IN_MONTH.search(left, 0, found.start()) is not None
    return found[1].lower() == "projects" and SUBJECT.search(left, 0, found.start()) is None


def is_forward(left: str, right: str, under_outlook: bool) -> bool:
    """Whether the words before (and right behind) a number speak of what is to come."""
    known = cues()
    if OWN_FORECAST.search(left) or BY_YEAR.match(right):
        return True
    last = None
    for found in known.forward.finditer(left):
        if not is_noun(found, left):
            last = found
    if last is not None and not PAST.search(left, last.end()):
        return True
    if re.match(
        r"(?i)(?:[^.;,]{0,40}|,\s*which\s+)\b(?:is|are)\s+(?:currently\s+)?(?:expected|anticipated|projected|forecast)\b",
        right,
    ):
        return True
    return under_outlook and not PAST.search(left)
