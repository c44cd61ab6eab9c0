"""Amounts of what happened: "a charge of $2.3 million related to the closing of two plants", "a $12.4 million write-down of inventory".

The noun says little; what it was for names the metric.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrext.claims.drafts import Draft, Sentence
from narrext.claims.metrics import Concept, aliases, stop_words
from narrext.claims.naming import NO_COMPLEMENT, Metric, measure_of, split_basis
from narrext.lexicons import word_list

NOUN = (
    r"(?:charges?|gains?|loss(?:es)?|benefits?|write-?\s?downs?|write-?\s?offs?|write-?\s?ups?|expenses?|credits?|provisions?|proceeds|settlements?|"
    r"recover(?:y|ies)|accruals?|adjustments?|impairments?|costs?|items?|reversals?|severance)"
)
ADJECTIVES = r"(?:[A-Za-z][\w’'-]*\s+){0,4}?"
BEFORE = re.compile(
    rf"(?i)\b(?P<phrase>{ADJECTIVES}(?P<noun>{NOUN}))\s+(?:of|totaling|totalling|amounting\s+to)\s+(?:approximately\s+|about\s+|nearly\s+|some\s+|an?\s+|the\s+)*$"
)
BEHIND = re.compile(rf"(?i)\s+(?P<phrase>{ADJECTIVES}(?P<noun>{NOUN}))\b")
CAUSE = re.compile(
    r"(?i)\s*,?\s*(?:(?:primarily|mainly|principally|net\s+of\s+tax(?:es)?|before\s+tax(?:es)?|after\s+tax(?:es)?)\s*,?\s+)*"
    r"(?P<prep>for|from|on|of|in\s+connection\s+with|(?:related|relating|attributable|due)\s+to|associated\s+with|(?:resulting|arising|stemming)\s+from|"
    r"connected\s+with|to\s+write\s+(?:off|down))\s+(?:(?:the|its|our|an?|certain|some|various|all)\s+)*"
)
# where the words of a cause end
END = re.compile(
    r"(?i)[,;:($€£%]|(?<![A-Z])\.(?:\s|$)|\d|\b(?:was|were|is|are|has|have|had|compared|versus|which|that|who|while|as|during|recorded|recognized|included?s?|in\s+the|"
    r"in\s+(?:its|our|fiscal|19|20)|for\s+the|by|against|offset|partially|primarily|and\s+(?:\$|an?\s|\w+ed\b|took|had|paid|sold|bought|made))"
)
# adjectives that leave open what an amount was for, and what narrows a write-down no further
OPEN = frozenset(
    [
        "non-cash", "noncash", "cash", "pre-tax", "pretax", "after-tax", "aftertax", "one-time", "non-recurring", "nonrecurring", "special",
        "unusual", "additional", "net", "total", "large", "aggregate", "significant", "related", "further", "extraordinary", "other", "certain",
    ]
)  # fmt: skip
NARROWS_NOTHING = frozenset(
    ["excess", "obsolete", "slow-moving", "surplus", "certain", "various", "some", "one", "two", "three", "four", "five", "six", "related"]
)  # fmt: skip
# nouns that labels of such lines leave out
LEFT_OUT = re.compile(r"(?i)(?:charges?|expenses?|costs?|items?|adjustments?|loss(?:es)?|benefits?)$")
# nouns that are read as moves of something where they stand alone
SAYS_MOVE = re.compile(r"(?i)gain|write|reversal|recover")
LONGEST = 14  # words of a cause


def event_metric(sentence: Sentence, d: Draft, previous: Draft | None) -> Metric | None:
    """The metric of an amount that a noun like "charge" introduces, or that stands right before such a noun."""
    if d.quantity.kind not in ("money", "per_share"):
        return None
    floor = previous.end if previous else 0
    phrase, at = event_noun(sentence.text, floor, d)
    if phrase is None:
        return None
    start = noun_phrase_start(sentence.text, phrase)
    covering = [m for m in sentence.metrics if m.head_start < phrase.end("noun") and m.head_end > start]
    if any((m.head_start, m.head_end) != phrase.span("noun") for m in covering):
        return None  # "restructuring charges", "income tax benefit": it has a name
    if IS_ONE.search(sentence.text, floor, start):
        return None
    own = sentence.text[start : phrase.end("noun")]
    metric = caused(sentence, d, own, at) or brought(sentence.text, floor, start, own)
    if metric is None and at == d.quantity.end:
        if not covering:
            metric = plain(own, d, previous)
        elif previous is not None and previous.event and own.lower() in ("loss", "gain"):
            metric = previous.metric  # "a gain of $18,204, where a year ago there had been a loss of $6,150"
    d.event = metric is not None
    if metric is not None and SAYS_MOVE.match(phrase["noun"]):
        d.role, d.direction = "level", None
    return metric


# "other income (expense) was an expense of $6.3 million": the noun only says which way it went
IS_ONE = re.compile(r"(?i)\b(?:was|were|is|are|represents?|represented|became)\s+(?:again\s+)?(?:an?\s+)?$")


# "$118 million outstanding under its bank credit facility"
OUTSTANDING = re.compile(
    r"(?i)\s+(?:was\s+|were\s+|of\s+borrowings\s+)?(?P<state>outstanding|drawn|borrowed|available)\s+(?P<prep>under|on)\s+(?:the|its|our|an?)\s+"
    r"(?P<what>(?:[\w’'-]+\s+){0,6}?(?:facilit(?:y|ies)|agreements?|lines?(?:\s+of\s+credit)?|revolver|loans?|program))\b"
)


def outstanding(sentence: Sentence, d: Draft) -> Metric | None:
    """What is drawn, or can be, under an agreement: a balance of that name."""
    found = OUTSTANDING.match(sentence.text, d.quantity.end) if d.quantity.kind == "money" else None
    if found is None:
        return None
    at, end = found.span("what")
    mention = next((m for m in sentence.metrics if at <= m.head_start and m.head_end <= end), None)
    if mention is not None and found["state"].lower() != "available":
        d.behind = mention
        return measure_of(sentence.text, mention, d.kind, sentence.metrics)
    text = " ".join(found[0].split())
    words = [w.lower() for w in found["what"].split()]
    kept = (*(("available",) if found["state"].lower() == "available" else ()), *words)
    return Metric(
        text=text, head=" ".join(kept), unit="money", nature="instant", qualifiers=kept, window=text
    )


def event_noun(text: str, floor: int, d: Draft) -> tuple[re.Match[str] | None, int]:
    """The noun before "of $2 million", or behind the amount, and where its cause may begin."""
    if before := BEFORE.search(text, floor, d.start):
        return before, d.quantity.end
    behind = BEHIND.match(text, d.quantity.end)
    if behind is None or any(w.lower() in stop_words() for w in behind["phrase"].split()[:-1]):
        return None, 0
    return behind, behind.end()


def plain(own: str, d: Draft, previous: Draft | None) -> Metric | None:
    """A noun that says nothing of what it was for; beside another such amount it is of the same."""
    words = [w for w in own.lower().split() if w not in OPEN]
    for name in (" ".join(words), " ".join(words[:-1])):
        if name in aliases() and len(words) > 1:
            return renamed((name, aliases()[name]))  # "a non-cash asset impairment charge"
    if len(words) > 1:
        return named(own, with_cause=False)
    if previous is not None and d.tie in ("compare", "to", "list", "paren"):
        return previous.metric
    return None if re.match(r"(?i)\s+in\s+(?!the\b|19|20)", d.right) else named(own, with_cause=False)


# "The sale of land produced a gain of $0.4 million"
BROUGHT = re.compile(
    r"(?i)(?:^|[,;]\s+(?:and\s+|while\s+|but\s+)?|\band\s+|\bwhile\s+)(?:the\s+|its\s+|our\s+|an?\s+)?(?P<what>[\w’'&-]+(?:\s+[\w’'&-]+){0,6}?)\s+"
    r"(?:produced|generated|resulted\s+in|brought|yielded|led\s+to|gave\s+rise\s+to)\s+(?:an?\s+|the\s+)?$"
)
NO_CAUSE = NO_COMPLEMENT | frozenset(
    ["it", "they", "we", "which", "this", "that", "these", "he", "she", "all", "both", "operations"]
)


def brought(text: str, floor: int, start: int, own: str) -> Metric | None:
    """The metric of what a subject brought about."""
    found = BROUGHT.search(text, floor, start)
    if found is None or any(w.lower() in NO_CAUSE for w in found["what"].split()):
        return None
    return named(f"{own} on {found['what']}", with_cause=True)


def noun_phrase_start(text: str, phrase: re.Match[str]) -> int:
    """Where the adjectives of a noun begin: behind the last word that ends no qualifier."""
    start = phrase.start("noun")
    for word in reversed(list(WORD.finditer(text, phrase.start("phrase"), start))):
        if word[0].lower() in stop_words():
            break
        start = word.start()
    return start


WORD = re.compile(r"[A-Za-z][\w’'&-]*")


def caused(sentence: Sentence, d: Draft, own: str, at: int) -> Metric | None:
    """The metric with what it was for: by a name of the lexicon or the tables, else by the words alone."""
    text = sentence.text
    cause = CAUSE.match(text, at)
    if cause is None:
        return None
    end = cause_end(sentence, cause.end())
    words = text[cause.end() : end].split()
    if not words or words[0].lower().removesuffix("'s") in NO_COMPLEMENT or amount_behind(text, end):
        return None
    inside = [m for m in sentence.metrics if cause.end() <= m.start and m.head_start < end]
    sentence.metrics[:] = [m for m in sentence.metrics if m not in inside]
    if known := known_name(own, cause["prep"], words):
        return renamed(known)
    first = inside[0] if inside and inside[0].start - cause.end() <= 1 else None
    if first is not None and any(c.unit == "money" and c.nature == "flow" for c in first.concepts):
        return measure_of(text, first, d.kind, sentence.metrics)
    return named(f"{own} {cause['prep']} {' '.join(words)}", with_cause=True)


def cause_end(sentence: Sentence, at: int) -> int:
    """Where the words of a cause end: at a mark, a verb, a period or a number."""
    text = sentence.text
    stop = END.search(text, at)
    end = stop.start() if stop else len(text)
    end = min([end, *(p.start for p in sentence.periods if p.start >= at)])
    words = list(re.finditer(r"\S+", text[at:end]))[:LONGEST]
    while words and words[-1][0].lower() in word_list("stop"):
        words.pop()
    return at + words[-1].start() + len(words[-1][0].rstrip(".,")) if words else at


def amount_behind(text: str, end: int) -> bool:
    """Whether what follows has an amount of its own: "a loss of $3 million on sales of $20 million"."""
    return (
        re.match(
            r"(?i)\s*(?:of|were|was|totaling)?\s*(?:approximately\s+|about\s+)?[$€£\d]", text[end : end + 30]
        )
        is not None
    )


def known_name(own: str, prep: str, words: Sequence[str]) -> tuple[str, tuple[Concept, ...]] | None:
    """The longest name of the lexicon that a noun and what stands behind its amount make together."""
    for size in range(min(len(words), 5), 0, -1):
        name = f"{own} {prep} {' '.join(words[:size])}".lower()
        for phrase in (name, " ".join(name.split()[-size - 2 :])):
            if phrase in aliases():
                return phrase, aliases()[phrase]
    return None


def renamed(known: tuple[str, tuple[Concept, ...]]) -> Metric:
    name, concepts = known
    concept = next((c for c in concepts if c.unit == "money"), concepts[0])
    return Metric(
        text=name, head=name, concept=concept.name, unit=concept.unit, nature=concept.nature, window=name
    )


# gains that are called by what changed, and not by themselves
CHANGED = re.compile(
    r"(?i)\b(?:cumulative|changes?|adoption|accounting|remeasurement|revaluation|fair\s+value)\b"
)


def named(text: str, *, with_cause: bool) -> Metric:
    """A metric of words that no lexicon has, without those that labels of such lines leave out."""
    words = [w.lower().strip("’',\"“”") for w in text.split()]
    gains = set() if with_cause and CHANGED.search(text) else {"gain", "gains"}
    kept = [w for w in words if w not in word_list("stop") - gains and w not in NARROWS_NOTHING]
    if with_cause:
        kept = [w for w in kept if w not in OPEN]
    if with_cause or len(kept) > 2:
        kept = [w for w in kept if not LEFT_OUT.fullmatch(w)] or kept
    qualifiers, basis = split_basis(kept)
    return Metric(
        text=text,
        head=" ".join(kept),
        unit="money",
        nature="flow",
        qualifiers=qualifiers,
        basis=basis,
        window=text,
    )
