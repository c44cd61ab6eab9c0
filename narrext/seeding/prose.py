"""Errors of the prose: another number, or other words, than the tables bear out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from narrext.seeding.numbers import other_digits, tenfold, transposed
from narrext.seeding.records import Edit, Slip
from narrext.seeding.truth import Target, Truth, fits, stated_by
from narrext.seeding.words import exchange, pattern

# How far from its number a word that gives its direction or sign may stand.
REACH = 90
# Metrics whose last word but "per share" says whether it is a gain or a loss.
_GAIN_OR_LOSS = re.compile(
    r"(?i)(?:(?:gaap|consolidated|net|operating|pre-?tax|total)\s+)*(income|loss|profit|earnings)"
    r"(?:\s+per\s+(?:\w+\s+){0,2}share)?"
)
_QUARTER = re.compile(r"(?i)\b(first|second|third|fourth)(?:\s+fiscal)?[\s-]+quarter\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# A quarter that is also told by its last day stays that quarter, whatever it is called.
_DATED = re.compile(r"(?i)[\w\s-]{0,20}\bend(?:ed|ing)\s")
# Words that tell a period; a sentence without any may speak of another column than the one that bore it out.
_TELLS_PERIOD = re.compile(
    r"(?i)\b(?:quarter(?:ly|s)?|years?|annual(?:ly)?|months?|weeks?|fiscal|half|to[\s-]date|(?:19|20)\d\d|[1-4]q\d*|q[1-4])\b"
)
# Labels of these words alone name no line.
_IDLE = frozenset({"total", "other", "net", "basic", "diluted", "all", "items"})
_NUMBER = re.compile(r"\d")
_NEVER: frozenset[str] = frozenset()


def prose_slips(truth: Truth, target: Target, draw: random.Random) -> Iterator[Slip]:
    """At most one error of each kind in the words of one claim."""
    for maker in (
        digit, transposition, magnified, thousandfold, prior_year, year_to_date, concept, base, points,
        direction, sign, period, quarter, metric,
    ):  # fmt: skip
        slip = maker(truth, target, draw)
        if slip is not None:
            yield slip


# --- another number ----------------------------------------------------------------------------------


def digit(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """One digit differs, beyond what rounding can explain."""
    return _first(truth, target, "digit", other_digits(target.printed.digits, draw), {"value"})


def transposition(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """Two digits changed places."""
    return _first(truth, target, "transposition", transposed(target.printed.digits, draw), {"value"})


def magnified(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """The point slipped by one place."""
    assert target.claim.value is not None
    ways = tenfold(target.printed, abs(target.claim.value), draw)
    return _first(truth, target, "tenfold", ways, {"scale", "value"})


def thousandfold(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """Million for billion, thousand for million; or the last three noughts of an amount left off."""
    claim, printed = target.claim, target.printed
    word = pattern("scale").search(truth.text, printed.end, claim.end)
    if word is not None:
        return _slip(target, "thousandfold", (exchange("scale", word),), {"scale"}, word[0], truth)
    if claim.kind == "money" and printed.digits.endswith(",000"):
        return _number(truth, target, "thousandfold", printed.digits.removesuffix(",000"), {"scale"})
    return None


def prior_year(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """The figure of the same line a year before."""
    return _of_period(truth, target, "prior year")


def year_to_date(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """The figure for the year to date where the quarter's is meant, or the other way round."""
    claim = target.claim
    if not _TELLS_PERIOD.search(truth.text, claim.sentence_start, claim.sentence_end):
        return None
    return _of_period(truth, target, "year to date")


def _of_period(truth: Truth, target: Target, how: str) -> Slip | None:
    moved = truth.moved(target, how)
    value = stated_by(target.claim, moved) if moved else None
    if not value or moved is None:
        return None
    digits = target.printed.show(value)
    # A fall of 4 % is not what a rise of 6 % is in the words of the claim.
    return _number(truth, target, how, digits, {"period"}) if fits(target.stating(digits), moved) else None


def concept(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """The figure of a line nearby in the same column."""
    if target.verdict.formula != "a":
        return None
    for other in truth.neighbours(target.verdict.facts[0]):
        if other.nil or not other.value:
            continue
        shown = target.printed.show(other.value)
        if target.printed.value(shown) and not truth.explained(target, shown) and truth.false(target, shown):
            return _number(truth, target, "concept", shown, {"value"})
    return None


def base(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """A percentage of the new figure instead of the old one."""
    if target.verdict.formula != "(a-b)/b":
        return None
    value = stated_by(target.claim, replace(target.candidate, formula="(a-b)/a"))
    return _number(truth, target, "base", target.printed.show(value), {"value"}) if value else None


def points(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """Percent for percentage points."""
    claim = target.claim
    found = re.compile(r"(?i)\s*(?:percentage|per\s?cent)\s+points?").search(
        truth.text, target.printed.end, claim.end
    )
    if claim.kind != "percent_points" or found is None:
        return None
    edit = Edit(found.start(), found.end(), "%")
    return _slip(target, "points", (edit,), {"value", "scale"}, found[0].strip(), truth)


def _first(truth: Truth, target: Target, kind: str, ways: Iterable[str], reasons: set[str]) -> Slip | None:
    """The first of some numerals that is wrong and that no other period explains."""
    for digits in ways:
        if target.printed.value(digits) and not truth.explained(target, digits):
            slip = _number(truth, target, kind, digits, reasons)
            if slip is not None:
                return slip
    return None


def _number(truth: Truth, target: Target, kind: str, digits: str, reasons: set[str]) -> Slip | None:
    """The numeral replaced, if that makes the claim false."""
    printed = target.printed
    if digits == printed.digits or not truth.false(target, digits):
        return None
    edit = Edit(printed.start, printed.end, digits)
    return _slip(target, kind, (edit,), reasons, printed.digits, truth, spoken=False)


# --- other words -------------------------------------------------------------------------------------


def direction(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """Up for down."""
    claim = target.claim
    if claim.role != "change" or claim.direction is None or claim.measure.effect:
        return None
    values = [fact.value for fact in target.verdict.facts]
    if len(values) == 2 and values[0] * values[1] <= 0:
        return None  # from a loss to a profit: up or down is a matter of words
    word = _cue(truth, target)
    if word is None:
        return None
    return _slip(target, "direction", (exchange("direction", word),), {"direction"}, word[0], truth)


def _cue(truth: Truth, target: Target) -> re.Match[str] | None:
    """The word that gives a change its direction: the last before its number, or right behind it.

    None where another number stands in between, which the word may belong to.
    """
    claim, text = target.claim, truth.text
    inside = list(pattern("direction").finditer(text, claim.start, claim.end))
    before = list(
        pattern("direction").finditer(text, max(claim.sentence_start, claim.start - REACH), claim.start)
    )
    behind = pattern("direction").search(text, claim.end, min(claim.sentence_end, claim.end + REACH // 3))
    for word in (*inside, *before[-1:], behind):
        if (
            word is not None
            and _says(word, claim.direction)
            and not _NUMBER.search(text, *_between(word, target))
        ):
            return word
    return None


def _between(word: re.Match[str], target: Target) -> tuple[int, int]:
    claim = target.claim
    return (word.end(), claim.start) if word.start() < claim.start else (claim.end, word.start())


def _says(word: re.Match[str], way: str | None) -> bool:
    ups = {"up", "growth", "rose", "grew", "grown", "gained", "gain", "higher", "more", "jumped", "climbed"}
    low = re.sub(r"\s+", " ", word[0]).lower()
    up = low in ups or low.startswith(("increas", "an increas", "ris"))
    return up == (way == "up")


def sign(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """A loss called an income, or the other way round."""
    claim = target.claim
    named = _GAIN_OR_LOSS.fullmatch(claim.metric)
    if named is None or target.verdict.formula != "a" or claim.role != "level":
        return None
    if (target.verdict.facts[0].value < 0) != (named[1].lower() == "loss"):
        return None  # the line itself may print losses without a sign
    start = max(claim.sentence_start, claim.start - REACH)
    words = [
        w
        for w in pattern("sign").finditer(truth.text, start, claim.start)
        if w[0].lower() == named[1].lower()
    ]
    if not words or _NUMBER.search(truth.text, words[-1].end(), claim.start):
        return None
    return _slip(target, "sign", (exchange("sign", words[-1]),), {"sign"}, words[-1][0], truth)


def period(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """Last year named where this year is meant, or the other way round."""
    claim = target.claim
    if claim.role == "change" or claim.period is None:
        return None
    found = _year_of(truth, target)
    if found is None:
        return None
    for step, how in ((-1, "prior year"), (1, "next year")):
        moved = truth.moved(target, how)
        if moved is not None and not fits(claim, moved):
            edit = Edit(found.start(), found.end(), str(int(found[0]) + step))
            return _slip(target, "period", (edit,), {"period"}, found[0], truth)
    return None


def _year_of(truth: Truth, target: Target) -> re.Match[str] | None:
    """The year that names the claim's period; None where it is not plain which one does.

    It is the only year of the sentence, in the year that the period ends in.
    """
    claim = target.claim
    assert claim.period is not None
    years = list(_YEAR.finditer(truth.text, claim.sentence_start, claim.sentence_end))
    if len(years) != 1 or int(years[0][0]) != claim.period.end.year:
        return None
    return years[0]


def quarter(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """The first quarter named where the second is meant, and so on."""
    claim = target.claim
    if claim.role == "change" or claim.period is None or claim.period.months != 3:
        return None
    found = list(_QUARTER.finditer(truth.text, claim.sentence_start, claim.sentence_end))
    if len(found) != 1 or _DATED.match(truth.text, found[0].end(), claim.sentence_end):
        return None
    way = "next quarter" if found[0][1].lower() == "first" else "prior quarter"
    moved = truth.moved(target, way)
    if moved is not None and fits(claim, moved):
        return None
    word = pattern("quarter").match(truth.text, found[0].start())
    assert word is not None
    kind = "absent quarter" if moved is None else "quarter"
    return _slip(target, kind, (exchange("quarter", word),), {"period"}, word[0], truth)


def metric(truth: Truth, target: Target, draw: random.Random) -> Slip | None:
    """Another line of the statement named in the metric's place."""
    claim = target.claim
    if target.verdict.formula != "a" or claim.role != "level" or len(claim.metric) < 4:
        return None
    words = r"\s+".join(re.escape(word) for word in claim.metric.split())
    found = list(re.finditer(rf"(?i)\b{words}\b", truth.text[claim.sentence_start : claim.sentence_end]))
    if len(found) != 1 or claim.sentence_start + found[0].end() > claim.start:
        return None
    for other in truth.neighbours(target.verdict.facts[0]):
        label = other.item.label
        if (
            re.fullmatch(r"[A-Z][a-z]+(?: [a-z]+){0,3}", label)
            and not other.nil
            and not _named(label, claim.metric)
        ):
            wrong = replace(target.candidate, facts=(other,))
            if not fits(claim, wrong):
                at = claim.sentence_start + found[0].start()
                name = label if found[0][0][0].isupper() else label[0].lower() + label[1:]
                edit = Edit(at, claim.sentence_start + found[0].end(), name)
                return _slip(target, "metric", (edit,), {"value"}, found[0][0], truth)
    return None


def _named(label: str, words: str) -> bool:
    """Whether two names share a word, so that one may be taken for the other, or one says nothing."""
    said = set(label.lower().split())
    return bool(said & set(words.lower().split())) or said <= _IDLE


def _slip(
    target: Target,
    kind: str,
    edits: tuple[Edit, ...],
    reasons: set[str],
    before: str,
    truth: Truth,
    *,
    spoken: bool = True,
) -> Slip:
    """An error of the prose. Words that are `spoken` of several numbers spare the whole sentence."""
    claim = target.claim
    same = (
        other.claim for other in truth.report.claims if other.claim.sentence_start == claim.sentence_start
    )
    spared = frozenset(other.id for other in same) if spoken else _NEVER
    return Slip(
        kind,
        "prose",
        edits,
        frozenset({claim.id}),
        spared,
        frozenset(reasons),
        before,
        " ".join(e.new for e in edits),
    )
