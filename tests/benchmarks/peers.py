"""Others that read quantities in English, and the tools that narrext is made with, on one text.

Those that are not installed are left out: ``pip install -e '.[bench]'`` brings the common ones.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

Run = Callable[[str], Any]

# Three hundred terms and patterns, as a lexicon of metrics has.
_FIRST = [
    "net",
    "gross",
    "total",
    "operating",
    "adjusted",
    "basic",
    "diluted",
    "other",
    "cash",
    "current",
    "long-term",
    "deferred",
]
_SECOND = [
    "sales",
    "revenue",
    "income",
    "profit",
    "loss",
    "margin",
    "expense",
    "assets",
    "debt",
    "equity",
    "tax",
    "interest",
    "flow",
    "orders",
    "backlog",
]
_THIRD = ["", "per share"]
TERMS = [" ".join((a, b, c)).strip() for a in _FIRST for b in _SECOND for c in _THIRD][:300]


def peers() -> dict[str, Run | None]:
    """By name, what is to be timed; None where it is not installed."""
    return {
        "tokenizing (spacy.blank)": tokenizer(),
        "PhraseMatcher, 300 terms": phrase_matcher(),
        "Matcher, 300 token patterns": matcher(),
        "quantulum3, classifier off": quantulum(),
        "a trained small pipeline": trained(),
        "Recognizers-Text, numbers with units": recognizers(),
        "CQE": cqe(),
        "RapidFuzz cdist, 60 × 60 labels, ratio": rapidfuzz("ratio"),
        "RapidFuzz cdist, 60 × 60 labels, WRatio": rapidfuzz("WRatio"),
    }


def tokenizer() -> Run:
    import spacy

    return spacy.blank("en")


def phrase_matcher() -> Run:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    found = PhraseMatcher(nlp.vocab, attr="LOWER")
    found.add("metric", [nlp.make_doc(term) for term in TERMS])
    return lambda text: found(nlp(text))


def matcher() -> Run:
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank("en")
    found = Matcher(nlp.vocab)
    found.add("metric", [[{"LOWER": word} for word in term.split()] for term in TERMS])
    return lambda text: found(nlp(text))


def quantulum() -> Run | None:
    """With its classifier off: the one that it ships does not load with current scikit-learn."""
    try:
        parser = importlib.import_module("quantulum3.parser")
        importlib.import_module("quantulum3.classifier").USE_CLF = False
    except ImportError:
        return None
    return parser.parse


def trained() -> Run | None:
    import spacy
    from spacy.util import is_package

    names = [name for name in ("en_core_web_sm", "en_core_web_md") if is_package(name)]
    return spacy.load(names[0]) if names else None


def recognizers() -> Run | None:
    try:
        suite = importlib.import_module("recognizers_number_with_unit")
    except ImportError:
        return None
    return lambda text: suite.recognize_currency(text, "en-us")


def cqe() -> Run | None:
    try:
        parser = importlib.import_module("CQE.CQE").CQE()
    except ImportError:
        return None
    return parser.parse


def rapidfuzz(scorer: str) -> Run:
    from rapidfuzz import fuzz, process

    labels = TERMS[:60]
    chosen = getattr(fuzz, scorer)
    return lambda _: process.cdist(labels, labels, scorer=chosen)
