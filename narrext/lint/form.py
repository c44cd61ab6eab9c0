"""The form of each rule: its keys, and words that could never be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from narrext.formula import LETTERS, evaluate
from narrext.lint.formats import FORMS, LINE_ITEMS, NATURES, SPAN_RULES, UNITS, Form
from narrext.lint.reading import meant
from narrext.lint.records import Entry, Slip

LISTS: Final = frozenset(
    {"words", "glued", "before", "after", "cents", "examples", "counter_examples", "phrases", "starts", "equals", "unless",
     "titles", "rows", "terms"}
)  # fmt: skip
NUMBERS: Final = frozenset({"factor", "value"})
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "bound": ("approx", "more_than", "at_least", "at_most", "less_than"),
    "direction": ("up", "down"),
}


def form_of(entry: Entry) -> Form | None:
    """The form of a rule; None for the rows of a CSV file, whose header tells it."""
    if entry.path.suffix == ".jsonl":
        return SPAN_RULES
    return None if entry.path.name == LINE_ITEMS else FORMS[entry.path.name][entry.table]


def check_form(entry: Entry) -> Iterator[Slip]:
    form = form_of(entry)
    if form is None:
        yield from check_row(entry)
        return
    yield from check_keys(entry, form)
    for key, value in entry.values.items():
        if (said := wrong_value(entry, form, key, value)) is not None:
            yield entry.slip(said, key)
    if entry.table == "identity":
        yield from check_identity(entry)
    for key in form.words:
        for word in entry.texts(key):
            if (said := never_found(word, form)) is not None:
                yield entry.slip(f"{word!r} is never found: {said}.", word)


def check_keys(entry: Entry, form: Form) -> Iterator[Slip]:
    for key in sorted(set(entry.values) - form.keys):
        yield entry.slip(f"Unknown key {key!r}{meant(key, sorted(form.keys))}.", key)
    for key in form.required:
        if key not in entry.values:
            yield entry.slip(f"The key {key!r} is missing.")
    if form.words and not any(entry.values.get(key) for key in form.words):
        yield entry.slip(f"The rule never matches: it has nothing in {' or '.join(form.words)}.")


def wrong_value(entry: Entry, form: Form, key: str, value: Any) -> str | None:
    """What is wrong with the value of a key, in a sentence."""
    if key in form.flags:
        return None if isinstance(value, bool) else f"{key!r} must be true or false."
    if key in LISTS and entry.table != "list":
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            return f"{key!r} must be a list of texts."
        double = next((word for at, word in enumerate(value) if word in value[:at]), None)
        return f"{double!r} stands twice in {key!r}." if double is not None else None
    if key in NUMBERS and not is_number(value):
        return f"{key!r} must be a number in quotes, not {value!r}."
    if key in CHOICES and value not in CHOICES[key]:
        return f"{key!r} must be one of {', '.join(CHOICES[key])}, not {value!r}."
    return None


def is_number(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def never_found(word: str, form: Form) -> str | None:
    """Why a word cannot be found in any text, or None where it can."""
    if not word.strip():
        return "it is empty"
    if form.parts and not re.search(r"\s{2}", word):
        pass  # " is a leading " is a part of a text: its blanks are those between words
    elif word != " ".join(word.split()):
        return "no text has blanks at its ends or double ones, when it is read"
    if form.lower and word != word.lower():
        return "it is held against text in lower case"
    return None


def check_row(entry: Entry) -> Iterator[Slip]:
    """A row of line_items.csv: its fields, and whether its alias can be found."""
    for key, known in (("unit", UNITS), ("nature", NATURES)):
        if entry.values[key] not in known:
            yield entry.slip(f"{entry.values[key]!r} is no {key}{meant(entry.values[key], known)}.")
    for key in ("concept", "alias"):
        if (said := never_found(entry.values[key], Form(frozenset(), ()))) is not None:
            yield entry.slip(f"The {key} {entry.values[key]!r} is never found: {said}.")


def check_identity(entry: Entry) -> Iterator[Slip]:
    """The formula has a letter for each term, and nothing else that it could not compute."""
    formula, terms = entry.values.get("formula"), entry.texts("terms")
    if not isinstance(formula, str) or not terms:
        return
    used = sorted({letter for letter in formula if letter.isalpha()})
    if used != list(LETTERS[: len(terms)]):
        yield entry.slip(
            f"{formula!r} must use the letters {', '.join(LETTERS[: len(terms)])}, one for each term.",
            "formula",
        )
        return
    try:
        evaluate(formula, [Decimal(number + 2) for number in range(len(terms))])
    except (SyntaxError, ValueError):
        yield entry.slip(f"{formula!r} is no formula of letters, whole numbers and + - * /.", "formula")
