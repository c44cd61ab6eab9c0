"""Two reviewers side by side: how far they agree, and on what they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from narrext.errors import NarrextError
from narrext.review.agreement import (
    Agreement,
    agree,
    disagreements,
)
from narrext.review.desk import ADJUDICATED, RESERVED, Reviews


def compare(reviews: Reviews, first: str, second: str) -> tuple[dict[str, Agreement], list[str]]:
    """The agreement in each document that both have, and why it could not be told of others."""
    found: dict[str, Agreement] = {}
    troubles: list[str] = []
    for key in compared(reviews, first, second):
        try:
            found[key] = agree(reviews.claims(key, first), reviews.claims(key, second))
        except NarrextError as error:
            troubles.append(str(error))
    return found, troubles


def agreement_row(key: str, each: Agreement, reviews: Reviews, first: str, second: str) -> dict[str, Any]:
    decisions = reviews.claims(key, ADJUDICATED)
    disputed = disagreements(reviews.claims(key, first), reviews.claims(key, second))
    still = sum(d.key not in decisions for d in disputed)
    return {"document": key, "disagreements": len(disputed), "undecided": still} | each.to_json()


def chosen(query: dict[str, str], names: Sequence[str], reviewer: str) -> tuple[str, str]:
    """The two that are compared: as asked, else whoever asks and the next one."""
    first = query.get("first") or reviewer
    others = [name for name in names if name != first]
    second = query.get("second") or (others[0] if others else "")
    return first, second


def compared(reviews: Reviews, first: str, second: str) -> Iterable[str]:
    """The documents in which both have a layer."""
    layers = {(layer.document, layer.reviewer) for layer in reviews.store.layers()}

    def has(key: str, name: str) -> bool:
        entry = reviews.shelf.entries[key]
        return (key, name) in layers or name == "narrext" or (name == "gold" and entry.gold is not None)

    people = {r for _, r in layers} - RESERVED
    for entry in reviews.source.entries:
        # the program's layer is there for every document: it is compared where a person has worked
        begun = any((entry.key, person) in layers for person in people)
        if begun and has(entry.key, first) and has(entry.key, second):
            yield entry.key
