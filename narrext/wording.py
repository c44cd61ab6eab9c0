"""Labels and phrases in the form in which they are held against each other."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from narrext.lexicons import word_list

# words in a label that narrow nothing
PAREN = re.compile(
    r"\((?:loss(?:es)?|benefit|expense|credit|deficit|deficiency|income|provision|gain|decrease|increase|used|used in|provided|outflow)\)",
    re.IGNORECASE,
)
MARKS = re.compile(r"\((?:\d{1,2}|[a-z])\)|\*+|[†‡]|\((?:see\s+)?notes?[^)]*\)|\[\w\]", re.IGNORECASE)
COUNTRY = re.compile(r"\bu\.?([sk])\b\.?(?=[\s,)/-]|$)")
COUNTRIES = {"s": "united states", "k": "united kingdom"}


@lru_cache(maxsize=2**14)  # labels recur, in a release and from one to the next
def normalize(text: str) -> str:
    """Lower case, straight quotes, no notes, no "(loss)": "Net income (loss) (1)" is "net income"."""
    lower = text.lower().replace("’", "'").replace("‘", "'")
    lower = MARKS.sub(" ", PAREN.sub(" ", lower))
    lower = countries(lower)
    lower = lower.replace("stockholders'", "stockholders").replace("shareholders'", "shareholders")
    lower = re.sub(r"[^a-z0-9&'%]+", " ", lower)
    return " ".join(lower.replace("'", "").split())


def countries(lower: str) -> str:
    """Countries by their names where a lower-case text has their initials: "u.s. sales"."""
    return COUNTRY.sub(lambda found: COUNTRIES[found[1]], lower)


@cache
def places() -> dict[str, str]:
    """The names of places by their adjectives: "European sales" are sales in Europe."""
    return dict(pair.split("=") for pair in word_list("places"))


@lru_cache(maxsize=2**14)
def stem(word: str) -> str:
    """A plural without its ending, a place by its name; enough to hold a label's word against a sentence's."""
    word = word.replace("'s", "").replace("'", "")
    if word in places():
        return places()[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
