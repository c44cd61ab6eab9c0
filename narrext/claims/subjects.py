"""What a number speaks of where the lexicon has no word for it: the noun phrase before the verb of its clause."""

from __future__ import annotations

import re
from dataclasses import replace

from narrext.claims.metrics import aliases
from narrext.claims.naming import TOKEN, Metric, split_basis
from narrext.lexicons import word_list
from narrext.quantities import Quantity
from narrext.units import is_measure

VERB = re.compile(
    r"(?i)(?<![\w-])(?:was|were|is|are|came|went|increased|decreased|rose|fell|grew|declined|totaled|totalled|reached|improved|dropped|climbed|jumped|"
    r"advanced|expanded|remained|stood|averaged|accounted|represented|more\s+than|nearly|almost|doubled|tripled|has|have|had|gained|slipped|contracted|narrowed|widened|surged|soared|exceeded|delivered|amounted|makes?|made|brings?|brought|takes?|took|comprised?|comprises|passed|surpassed|topped|cost(?=\s*$|\s+(?:about|approximately|nearly|only)\s*$)|fetched|ran|commanded|helped|constituted?|constitutes|by|up|down|of|to|at)(?![\w-])"
)
PREPOSITIONS = frozenset(
    [
        "for",
        "in",
        "during",
        "at",
        "on",
        "of",
        "from",
        "to",
        "by",
        "with",
        "as",
        "than",
        "over",
        "under",
        "after",
        "before",
        "since",
        "until",
    ]
)
LEAD = re.compile(
    r"(?i)^(?:[\s,\"“'(•*–—-]|(?:and|but|as|while|also|in addition|additionally|meanwhile|however|we|our|the|its|a|an|with|this|these|their|that|than)\s+)+"
)


# "Computing represented 31% and industrial and consumer represented 23%"
JOINED = re.compile(
    r"(?i)[\s,]*(?:and|while|whereas|but)\s+(?=(?!(?:was|were|is|are|up|down|to|of|by|at|in|for|from|as)\b)[\w’'&/-]+(?:\s+[\w’'&/-]+){0,6}?\s+"
    r"(?:was|were|represented|accounted|contributed|comprised|increased|decreased|rose|fell|grew|declined|totaled|reached)\b)"
)


def named_by(phrase: str) -> Metric:
    """A metric that a noun phrase names, where the lexicon has no word for it."""
    words = tuple(
        w for w in phrase.lower().split() if w not in word_list("stop") and w not in word_list("idle")
    )
    qualifiers, basis = split_basis(words)
    return Metric(text=phrase, head=phrase, qualifiers=qualifiers, basis=basis, window=phrase)


# verbs that say how much a subject is, not what it has: "production averaged 31,400 barrels"
COPULA = re.compile(
    r"(?i)(?:was|were|is|are|averaged|totaled|totalled|reached|amounted|came|stood|increased|decreased|rose|fell|grew|declined)$"
)
OWNERS = frozenset(
    [
        "company",
        "company's",
        "we",
        "it",
        "they",
        "there",
        "corporation",
        "bank",
        "these",
        "this",
        "which",
        "that",
    ]
)


def is_measured(clause: str, verb: re.Match[str] | None, words: list[str]) -> bool:
    """Whether a clause's subject is what its count measures."""
    if verb is None or COPULA.match(verb[0]) is None or not 0 < len(words) <= 6:
        return False
    return (
        words[-1].lower() not in OWNERS
        and words[0].lower() not in PREPOSITIONS
        and not words[-1][0].isdigit()
    )


def subject_of(text: str, start: int, end: int, quantity: Quantity) -> Metric | None:
    """The noun phrase that a number speaks of where the lexicon has no word for it.

    It is what stands before the verb of the number's own clause; of counts, the noun counted.
    """
    measured = is_measure(quantity.unit)
    if quantity.kind == "count" and not measured:
        return counted_thing(text, start, quantity)
    clause = clause_of(text[start:end], whole=start == 0)
    verb = VERB.search(clause)
    phrase = clause[: verb.start()] if verb else ""
    phrase = LEAD.sub("", phrase).strip(" ,-–—:")
    words = [w for w in phrase.split() if w]
    if measured and (not words or len(words) > 4):
        return counted_thing(text, start, quantity)
    if not words or len(words) > 12 or words[0].lower() in PREPOSITIONS:
        return None
    kept = tuple(
        w.lower().strip(',."“”()')
        for w in words
        if w.lower().strip(',."“”()') not in word_list("stop") and w.lower() not in word_list("idle")
    )
    qualifiers, basis = split_basis(kept)
    if not qualifiers or MOVE.fullmatch(phrase):
        return None
    if len(qualifiers) > 1 and COSTS.fullmatch(qualifiers[-1]):
        qualifiers = qualifiers[:-1]  # "occupancy costs" stand in the line "Occupancy"
        return Metric(
            text=phrase, head=" ".join(qualifiers), qualifiers=qualifiers, basis=basis, window=text[start:end]
        )
    return Metric(text=phrase, head=phrase, qualifiers=qualifiers, basis=basis, window=text[start:end])


# "an improvement of 110 basis points": of what was spoken of
MOVE = re.compile(
    r"(?i)(?:further\s+|slight\s+|strong\s+)?(?:improvements?|increases?|decreases?|declines?|gains?|reductions?|rises?|drops?|growth|changes?|either|latter|former)"
)
COSTS = re.compile(r"costs?|expenses?")


def clause_of(text: str, *, whole: bool) -> str:
    """The last clause with a verb; nothing where the text is a sentence's rest without a clause of its own."""
    for cut in (";", " while ", " whereas ", ", and ", ", as ", " as ", ", "):
        _head, sep, tail = text.rpartition(cut)
        if sep and len(tail.split()) >= 2 and VERB.search(tail):
            return tail
    joined = JOINED.match(text)
    if joined:
        return text[joined.end() :]
    return text if whole else ""


# what happened to the things that are counted: rows of a roll-forward are called by it
OPENED = re.compile(
    r"(?i)\b(?P<opened>open(?:ed|s)|opening\s+of)\s+(?:an?\s+(?:net|total)\s+(?:of\s+)?)?(?:approximately\s+|about\s+)?$|"
    r"\b(?P<closed>clos(?:ed|es)|clos(?:ure|ing)\s+of)\s+(?:approximately\s+|about\s+)?$"
)
OPENED_BEHIND = re.compile(r"(?i)\s+(?:were\s+)?(opened|closed)\b")
# "ended the quarter with 222 stores": all that there are
IN_ALL = re.compile(
    r"(?i)\b(?:(?:end|finish|clos)(?:ed|es|ing)\b[\w\s,’']{0,40}\bwith|had|have|has|operat(?:ed|es|ing)|serv(?:ed|es|ing)|there\s+(?:were|are)|total\s+of)"
    r"\s+(?:now\s+)?(?:a\s+total\s+of\s+)?(?:approximately\s+|about\s+|nearly\s+|over\s+|more\s+than\s+)?$"
)
MAGNITUDES = frozenset(["thousand", "million", "billion", "total", "more", "fewer"])


def counted_thing(text: str, start: int, quantity: Quantity) -> Metric:
    """The noun that is counted, with what happened to it."""
    noun = text[quantity.number_end : quantity.end].strip(" -") or quantity.unit
    noun = " ".join(w for w in noun.split() if w.lower() not in MAGNITUDES) or noun
    nouns = [w.group().lower().strip("®™") for w in TOKEN.finditer(noun)]
    kept = tuple(w for w in nouns if w not in word_list("stop"))
    metric = Metric(
        text=noun, head=quantity.unit, unit="count", qualifiers=kept, window=text[start : quantity.end + 30]
    )
    if happened := fate(text, quantity):
        return metric.narrowed(happened)
    concept = next((c for c in aliases().get(noun.lower(), ()) if c.unit == "count"), None)
    if concept is None or not IN_ALL.search(text, start, quantity.start):
        return metric
    return replace(metric, concept=concept.name, nature=concept.nature, qualifiers=())


def fate(text: str, quantity: Quantity) -> str:
    """opened or closed, where the words around a count say so."""
    if before := OPENED.search(text, max(0, quantity.start - 40), quantity.start):
        return "opened" if before["opened"] else "closed"
    behind = OPENED_BEHIND.match(text, quantity.end)
    return behind[1].lower() if behind else ""


# "Europe $14.7 million": a name and its number
ALONE = re.compile(r"[\s•*–—-]*((?:[A-Z][\w&’'-]*|&|and|of)(?:\s+(?:[A-Z][\w&’'-]*|&|and|of)){0,4}):?\s+$")
# "we had net charge-offs of $0.8 million", "it repaid $35 million of its term loan"
OF_BEFORE = re.compile(
    r"(?i)(?:^|[\s,(])((?!(?:the|an?|total|decrease|increase|range|excess|cost|amount|payment|rate|level|value|price)\s)(?:[a-z][\w’'/-]*\s+){0,2}[a-z][\w’'/-]*)\s+of\s+(?:approximately\s+|about\s+)?$"
)
OF_BEHIND = re.compile(
    r"(?i)\s+(?:of|in)\s+(?:(?:the|an?|its|our)\s+)?((?:[A-Za-z][\w’'/-]*\s+){0,3}?[A-Za-z][\w’'/-]*)(?=\s*(?:[,.;:)]|$|\b(?:in|for|during|from|to|and|or|related|associated|as|at|on|over|which|that|compared|was|were|is|are|under|through|by|with)\b))"
)


def spoken_of(text: str, at: int, end: int, quantity: Quantity) -> Metric:
    """The subject before a number, else the name right before it or what stands in its "of"."""
    subject = subject_of(text, 0, at, quantity)
    if subject is not None:
        return subject
    alone = ALONE.match(text, 0, at) if quantity.kind != "per_share" else None
    named = alone or OF_BEFORE.search(text, max(0, at - 60), at) or OF_BEHIND.match(text, end)
    words = [w for w in named[1].split() if w.lower() not in word_list("stop")] if named else []
    return named_by(" ".join(words)) if words else Metric()


# one more of a list: "included $4.4 million of acquisition costs, $2.1 million of severance"
ITEM = re.compile(
    r"(?i)\s+of\s+[^,;$€£%]{3,60}?(?:,|\band|,\s*and)\s+(?:an?\s+)?(?:approximately\s+|about\s+)?$"
)


def item_named(text: str, left: str, quantity: Quantity) -> Metric | None:
    """The metric of an amount in a list of amounts that each say what they are of."""
    behind = OF_BEHIND.match(text, quantity.end) if quantity.kind == "money" and ITEM.match(left) else None
    return named_by(behind[1]) if behind else None
