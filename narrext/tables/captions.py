"""Captions -> scale, currency, kind of statement and basis, each with its scope."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from narrext.lexicons import toml_entries
from narrext.numerals import currencies

STATEMENT_KEYS = frozenset({"kind", "titles", "rows", "note", "examples", "counter_examples"})
BASIS_KEYS = frozenset({"basis", "phrases", "note", "examples", "counter_examples"})
ONE = Decimal(1)
SCALES = {
    "hundred": Decimal(100),
    "000": Decimal(1000),
    "thousand": Decimal(1000),
    "k": Decimal(1000),
    "t": Decimal(1000),  # "TEUR": thousands of euros
    "million": Decimal(1_000_000),
    "mm": Decimal(1_000_000),
    "m": Decimal(1_000_000),
    "mn": Decimal(1_000_000),
    "mil": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "bn": Decimal(1_000_000_000),
    "lakh": Decimal(100_000),
    "crore": Decimal(10_000_000),
    "trillion": Decimal(1_000_000_000_000),
}

_SCALE = r"(?P<scale{n}>thousands?|millions?|billions?|trillions?|hundreds|lakhs?|crores?|000['’]?s?)"
_MONEY = r"(?:[A-Z]{{0,3}}[$]|[€£¥]|U\.?\s?S\.?\s?\$?|[A-Z]{{3}}|(?:U\.?S\.?\s+|Canadian\s+|Australian\s+)?dollars?|euros?|yen|pounds|RMB|rupees)"
SCALE = re.compile(
    (
        r"\bin\s+(?:"
        + _MONEY
        + r"\s+)?"
        + _SCALE
        + r"\b(?:\s+of\s+(?P<of>(?:U\.?\s?S\.?\s)?[^,;:()\n]{{2,40}}?))?(?=\s*(?:[,;:()\n]|\.(?:\s|$)|$|except|unless|and\b|unaudited))"
    ).format(n="1")
    + "|"
    + (r"(?:^|[(\s])" + _MONEY + r"\s?(?:in\s+)?" + _SCALE + r"\b").format(n="2")
    + r"|\(?[$€£]?(?P<scale3>000)['’]?s?(?:\)|\s+omitted)"
    + r"|\(?(?P<scale4>millions|thousands|billions)(?:\s+of\s+(?P<of4>(?:U\.?\s?S\.?\s)?[^,;:()\n]{2,40}?))?(?=\s*(?:[,;:)\n]|$|except))"
    + r"|(?:^|[(\s])(?:[A-Z]{0,3}[$]|[€£])\s?['’]?(?P<scale5>mm|mn|m|bn|k|000)s?(?=[\s),;]|$)"
    + r"|(?:^|[(\s])[A-Z]{2,3}\s?['’](?P<scale6>000)s?(?=[\s),;]|$)"
    + r"|(?:^|[(\s])(?P<scale7>[ktm])(?P<code>EUR|USD|SEK|NOK|DKK|CHF|GBP|CAD|AUD|CNY|RMB)\b",
    re.IGNORECASE,
)
SCALE_CUE = re.compile(
    r"thous|milli|billi|trilli|hundreds|000|lakh|crore|[$€£]\s?(?:mm|mn|m|bn|k)\b|\b[ktm][a-z]{3}\b",
    re.IGNORECASE,
)
EXCEPT = re.compile(r"(?i)\b(?:except|excluding|other\s+than|unless)\b")
PER_SHARE = re.compile(
    r"(?i)(?:earnings|income|loss(?:es)?|dividends?|amounts?|data)?\s*per[\s-](?:\w+\s+){0,2}(?:share|unit|ads|adr)s?(?:\s+(?:data|amounts?|information|figures))?|\beps\b"
)
FULL_COUNT = re.compile(r"(?i)\bnot\s+in\b|\bactual\b|\bin\s+(?:full|whole|units)\b")
SHARES = re.compile(
    r"(?i)\b(?:number\s+of\s+)?(?:share|unit)s?\b(?!\s*-?based)(?P<rest>(?:\s*,\s*which\s+(?:are|is)\b)?[^,;)]*)"
)
THINGS = re.compile(r"\(\s*(?P<things>[A-Za-z][A-Za-z\s,&-]{2,40}?)\s+(?:are\s+|is\s+)?$")
OF_AMOUNTS = re.compile(
    r"(?i)\b(?:dollars?|amounts?|data|figures?|(?:un)?audited|all|usd|u\.?s|euros?|yen|pounds?|currency|expressed|stated|presented|numbers?|values?"
    r"|shares?|units?|except|rmb|statements?|tables?|sales|revenues?|income|earnings|other|information|unless|but|where|noted|canadian|in)\b"
)
# Names of currencies that the lexicon of amounts in prose does without.
CURRENCY_NAMES = {
    "us dollar": "USD",
    "hong kong dollar": "HKD",
    "new zealand dollar": "NZD",
    "singapore dollar": "SGD",
    "new taiwan dollar": "TWD",
    "renminbi": "CNY",
    "r": "INR",  # "Rs." without its s
}


@dataclass(frozen=True, slots=True)
class Scale:
    """What a caption says of amounts and of share counts. None: it says nothing."""

    amounts: Decimal | None = None
    shares: Decimal | None = None  # where it sets shares apart
    noun: str = ""  # "KWHs" of "in millions of KWHs"
    currency: str = ""
    things: tuple[str, ...] = ()  # what alone it is said of: "(Subscribers and POPs in thousands)"
    each: Decimal | None = None  # the scale of those

    def over(self, other: Scale) -> Scale:
        """This scale, with what it leaves open taken from `other`."""
        if self.amounts is None and self.shares is None and not self.currency and not self.things:
            return other
        return Scale(
            self.amounts if self.amounts is not None else other.amounts,
            self.shares if self.shares is not None else (other.shares if self.amounts is None else None),
            self.noun or (other.noun if self.amounts is None else ""),
            self.currency or other.currency,
            self.things or other.things,
            self.each if self.things else other.each,
        )


@lru_cache(maxsize=1024)
def read_scale(text: str) -> Scale:
    """The scale that a caption, heading or label states: ``(In thousands, except per share data)``."""
    found = SCALE.search(text) if SCALE_CUE.search(text) else None
    if found is None:
        return Scale(currency=read_currency(text))
    value = scale_value(next(found[name] for name in SCALE_GROUPS if found[name]))
    of = (found["of"] or found["of4"] or "").strip()
    currency = read_currency(found["code"] or found[0]) or read_currency(of)
    noun = "" if currency or of.lower().endswith("dollars") else of
    rest = text[found.end() :]
    before = text[: found.start()]
    shares = share_scale(rest)
    if shares is None and SHARES.search(PER_SHARE.sub(" ", before)) and not EXCEPT.search(before):
        # "shares in thousands" scales the shares alone
        own = re.search(r"(?i)\bshares?(?:\s+\w+){0,2}\s*$", before.rstrip(" ("))
        if own and not re.search(r"(?i)\b(?:dollars|amounts|figures|and)\b", before):
            return Scale(None, value, "", currency)
    things = things_scaled(before) if shares is None and not noun and not currency else ()
    if things:
        return Scale(things=things, each=value)
    return Scale(value, shares, noun, currency or read_currency(text))


def things_scaled(before: str) -> tuple[str, ...]:
    """The things that a scale in parentheses is said of, by the words in front of it; nothing where it is said of
    amounts."""
    found = THINGS.search(before)
    if found is None or OF_AMOUNTS.search(found["things"]):
        return ()
    return tuple(word.strip().lower() for word in re.split(r",|\band\b|&", found["things"]) if word.strip())


SCALE_GROUPS = ("scale1", "scale2", "scale3", "scale4", "scale5", "scale6", "scale7")


def scale_value(word: str) -> Decimal:
    folded = word.lower().rstrip("s").rstrip("'’")
    return SCALES[folded if folded in SCALES else folded.rstrip("s")]


def share_scale(rest: str) -> Decimal | None:
    """The scale of share counts where the words behind a scale set them apart, else None."""
    clause = PER_SHARE.sub(" ", rest)
    told = SHARES.search(clause)
    if told is None:
        return None
    if FULL_COUNT.search(told["rest"]):
        return ONE
    inner = re.search(r"(?i)\bin\s+" + _SCALE.format(n="") + r"\b", told["rest"])
    if inner:
        return scale_value(inner["scale"])
    return ONE if EXCEPT.search(rest) else None


@cache
def currency_word() -> re.Pattern[str]:
    """Marks, codes and names of currencies as captions print them."""
    names = sorted((name for name in currencies().codes if " " in name), key=len, reverse=True)
    told = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(
        rf"[A-Z]{{0,3}}\$|[€£¥₹₩₪]|\b[A-Z]{{3}}\b|(?i:(?<!\w)(?:{told}|u\.?s\.?\s+dollars?"
        r"|(?:hong kong|new zealand|singapore|new taiwan)\s+dollars?|euros?|yen|pounds?(?:\s+sterling)?|rmb|renminbi"
        r"|rupees|rs|yuan|pesos|reais)(?!\w))"
    )


@lru_cache(maxsize=1024)
def read_currency(text: str) -> str:
    """The ISO code of the currency that a caption names, or ""; a bare ``$`` names none."""
    codes = currencies().codes
    for word in currency_word().finditer(text):
        name = " ".join(word[0].split())
        folded = name.lower()
        if name == "$":
            continue
        if len(name) == 3 and name.isalpha() and name.isupper():
            code = codes.get(folded)
            if code:
                return code
            continue
        plain = folded.replace(".", "").removesuffix("s")
        code = CURRENCY_NAMES.get(plain) or codes.get(folded) or codes.get(f"{folded}s")
        if code:
            return code
    return ""


# --- kinds and bases ---------------------------------------------------------------------------------


@cache
def statements() -> tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]:
    """Each kind of statement with its titles and its telling rows, in the order of the file."""
    return tuple(
        (entry["kind"], tuple(entry["titles"]), frozenset(entry["rows"]))
        for entry in toml_entries("statements.toml", "statement", STATEMENT_KEYS)
    )


@cache
def bases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for entry in toml_entries("statements.toml", "basis", BASIS_KEYS):
        words = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in entry["phrases"])
        found.append((entry["basis"], re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")))
    return tuple(found)


@cache
def basis_cue() -> re.Pattern[str]:
    """Any phrase of any basis: most labels have none."""
    words = sorted(
        {
            phrase.split()[0]
            for e in toml_entries("statements.toml", "basis", BASIS_KEYS)
            for phrase in e["phrases"]
        }
    )
    return re.compile("|".join(map(re.escape, words)))


# Profit without something that the accounts leave in it is the issuer's own measure.
PROFIT_WITHOUT = re.compile(r"\b(?:income|earnings|profit|loss|eps|ebitda|margin|per share)\b.*\bexcluding\b")
# Words that name a basis over a column and something else in a label.
COLUMN_ONLY = frozenset({"adjustments", "budget", "organic"})


def read_basis(text: str, *, column: bool = False) -> str:
    """The basis that words name: gaap, non-gaap, restated, pro forma …; "" where none."""
    folded = text.lower()
    if basis_cue().search(folded):
        for basis, pattern in bases():
            if (column or basis not in COLUMN_ONLY) and pattern.search(folded):
                return basis
    return "adjusted" if "excluding" in folded and PROFIT_WITHOUT.search(folded) else ""


def fold_label(label: str) -> str:
    """Letters and single blanks alone, in lower case: what row labels are compared by."""
    return " ".join(re.sub(r"[^a-z ]+", " ", label.lower().replace("'", "").replace("’", "")).split())


def statement_kind(captions: Iterable[str], labels: Iterable[str], *, lengths: bool = False) -> str:
    """The kind of a statement: by its title, and by its rows where titles name several or none; else ``other``.

    `lengths`: its columns are of stretches of time, so that rows alone make no balance sheet of it.
    """
    title = " ".join(" ".join(captions).lower().replace("’", "'").split())
    titled = [kind for kind, titles, _ in statements() if any(words in title for words in titles)]
    if "operating" in titled and "segment" in titled:
        # statistics by segment
        return "operating"
    if len(titled) == 1 or (titled and titled[0] in ("outlook", "reconciliation")):
        return titled[0]
    folded = {fold_label(label) for label in labels}
    votes = {
        kind: len(rows & folded)
        for kind, _, rows in statements()
        if (kind in titled if titled else not (lengths and kind == "balance"))
    }
    best = max(votes, key=lambda kind: votes[kind])
    if titled:
        return best if votes[best] else titled[0]
    return best if votes[best] >= 2 else "other"
