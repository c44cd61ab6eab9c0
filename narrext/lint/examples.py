"""The examples of rules, read by narrext itself: each must come out as its rule says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from narrext import boilerplate
from narrext.claims.cues import cues, direction_of, is_forward
from narrext.lint.records import Entry, Slip
from narrext.quantities import Quantity, find_quantities
from narrext.tables.captions import read_basis, statement_kind
from narrext.tables.measures import traded_unit

Reads = Callable[[Entry, str], bool]


def check_examples(entry: Entry) -> Iterator[Slip]:
    """Examples that are not read as the rule says, and counter-examples that are."""
    reads = READERS.get(entry.table)
    if reads is None:
        return
    examples = [*entry.texts("examples"), *([entry.values["example"]] if "example" in entry.values else [])]
    for example in examples:
        if not reads(entry, example):
            yield entry.slip(f"The example {example!r} is not read as the rule says.", example)
    against = COUNTER_READERS.get(entry.table, reads)
    for example in entry.texts("counter_examples"):
        if against(entry, example):
            yield entry.slip(f"The counter-example {example!r} is read as the rule says.", example)


def reads_currency(entry: Entry, example: str) -> bool:
    return any(found.unit.split("/")[0] == entry.values["iso"] for found in find_quantities(example))


def reads_magnitude(entry: Entry, example: str) -> bool:
    return any(found.factor == Decimal(entry.values["factor"]) for found in find_quantities(example))


def reads_bound(entry: Entry, example: str) -> bool:
    return any(found.bound == entry.values["bound"] for found in find_quantities(example))


def reads_multiple(entry: Entry, example: str) -> bool:
    found = [each for each in find_quantities(example) if each.kind == "multiple"]
    wanted = (Decimal(entry.values["value"]), entry.values["direction"])
    return any((each.value, each.direction) == wanted for each in found)


def reads_unit(entry: Entry, example: str) -> bool:
    words = [word.lower() for word in entry.values["words"]]
    return any(found.kind == "count" and found.unit.lower() in words for found in find_quantities(example))


def reads_cue(entry: Entry, example: str) -> bool:
    """Directions are those of the example's number; the other cues stand before it."""
    name = entry.values["name"].removesuffix(" behind")
    quantities = find_quantities(example) or [end_of(example)]
    if name in ("up", "down"):
        return any(direction_of(example, example[: q.start], q, example[q.end :]) == name for q in quantities)
    if name == "forward":
        return any(is_forward(example[: q.start], example[q.end :], False) for q in quantities)
    return cues().compare.search(example) is not None


def end_of(text: str) -> Quantity:
    return Quantity(len(text), len(text), "number", Decimal(0), Decimal(1), "")


def reads_identity(entry: Entry, example: str) -> bool:
    """The metric of the example's claim is the identity's, by the alias that its words are."""
    from narrext.pipeline.components import claims_of_text, reader

    return any(claim.measure.concept == entry.values["name"] for claim in claims_of_text(example, *reader()))


def reads_measure(entry: Entry, example: str) -> bool:
    found = traded_unit(example)
    return found is not None and (found.unit, found.scale) == (
        entry.values["unit"],
        Decimal(entry.values["factor"]),
    )


def reads_statement(entry: Entry, example: str) -> bool:
    return bool(statement_kind([example], []) == entry.values["kind"])


def reads_basis(entry: Entry, example: str) -> bool:
    return bool(read_basis(example, column=True) == entry.values["basis"])


def reads_label_basis(entry: Entry, example: str) -> bool:
    """Counter-examples are labels: some words name a basis over a column alone."""
    return bool(read_basis(example) == entry.values["basis"])


def reads_phrase(entry: Entry, example: str) -> bool:
    """Whether a paragraph is boilerplate, of whichever sort: one of several may have spoken first."""
    if entry.values["sort"] == "any":
        return boilerplate.tells_results(example)
    return bool(boilerplate.sort_of_paragraph(example))


def reads_sort(entry: Entry, example: str) -> bool:
    return bool(boilerplate.sort_of_paragraph(example) == entry.values["sort"])


def reads_heading(entry: Entry, example: str) -> bool:
    return bool(boilerplate.sort_of_heading(example) == entry.values["sort"])


READERS: Final[dict[str, Reads]] = {
    "currency": reads_currency,
    "magnitude": reads_magnitude,
    "bound": reads_bound,
    "multiple": reads_multiple,
    "unit": reads_unit,
    "cue": reads_cue,
    "identity": reads_identity,
    "measure": reads_measure,
    "statement": reads_statement,
    "basis": reads_basis,
    "phrase": reads_phrase,
    "heading": reads_heading,
}
COUNTER_READERS: Final[dict[str, Reads]] = {"basis": reads_label_basis, "phrase": reads_sort}
