"""What a number speaks of where the lexicon has no word for it: the noun phrase before the verb of its clause."""

from __future__ import annotations

import re

from narrext.claims.naming import TOKEN, Metric, split_basis
from narrext.lexicons import word_list
from narrext.quantities import Quantity

VERB = re.compile(
    r"(?i)(?<![\w-])(?:was|were|is|are|came|went|increased|decreased|rose|fell|grew|declined|totaled|totalled|reached|improved|dropped|climbed|jumped|"
    r"advanced|expanded|remained|stood|averaged|accounted|represented|more\s+than|nearly|almost|doubled|tripled|has|have|had|gained|slipped|contracted|narrowed|widened|surged|soared|exceeded|delivered|amounted|by|up|down|of|to|at)(?![\w-])"
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
    r"(?i)[\s,]*(?:and|while|whereas|but)\s+(?=(?!(?:was|were|is|are|up|down|to|of|by|at|in|for|from|as)\b)[\w’'&-]+(?:\s+[\w’'&-]+){0,6}?\s+"
    r"(?:was|were|represented|accounted|contributed|comprised|increased|decreased|rose|fell|grew|declined|totaled|reached)\b)"
)


def named_by(phrase: str) -> Metric:
    """A metric that a noun phrase names, where the lexicon has no word for it."""
    words = tuple(
        w for w in phrase.lower().split() if w not in word_list("stop") and w not in word_list("idle")
    )
    qualifiers, basis = split_basis(words)
    return Metric(text=phrase, head=phrase, qualifiers=qualifiers, basis=basis, window=phrase)


def subject_of(text: str, start: int, end: int, quantity: Quantity) -> Metric | None:
    """The noun phrase that a number speaks of where the lexicon has no word for it.

    It is what stands before the verb of the number's own clause; of counts, the noun counted.
    """
    clause = text[start:end]
    for cut in (";", " while ", " whereas ", ", and ", ", as ", " as ", ", "):
        _head, sep, tail = clause.rpartition(cut)
        if sep and len(tail.split()) >= 2 and VERB.search(tail):
            clause = tail
            break
    else:
        joined = JOINED.match(clause)
        if start and joined is None:
            return None
        clause = clause[joined.end() :] if joined else clause
    verb = VERB.search(clause)
    phrase = clause[: verb.start()] if verb else ""
    phrase = LEAD.sub("", phrase).strip(" ,-–—:")
    words = [w for w in phrase.split() if w]
    if quantity.kind == "count":
        noun = text[quantity.number_end : quantity.end].strip(" -") or quantity.unit
        nouns = [w.group().lower().strip("®™") for w in TOKEN.finditer(noun)]
        kept = tuple(
            w for w in nouns if w not in word_list("stop") and w not in ("thousand", "million", "billion")
        )
        return Metric(
            text=noun,
            head=quantity.unit,
            unit="count",
            qualifiers=kept,
            window=text[start : quantity.end + 30],
        )
    if not words or len(words) > 12 or words[0].lower() in PREPOSITIONS:
        return None
    kept = tuple(
        w.lower().strip(',."“”()')
        for w in words
        if w.lower().strip(',."“”()') not in word_list("stop") and w.lower() not in word_list("idle")
    )
    qualifiers, basis = split_basis(kept)
    if not qualifiers:
        return None
    return Metric(text=phrase, head=phrase, qualifiers=qualifiers, basis=basis, window=text[start:end])
