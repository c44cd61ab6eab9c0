"""Checking the documents of a corpus and holding the reports against the gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from narrext.corpus.folder import Corpus, Document
from narrext.corpus.places import placed
from narrext.corpus.records import Annotation, annotation_from_json
from narrext.errors import NarrextError
from narrext.score.measure import Outcome, count, outcomes

if TYPE_CHECKING:
    from narrext.release import Release
    from narrext.report.records import Report


@dataclass(frozen=True, slots=True)
class Scored:
    """A document with its outcomes."""

    document: Document
    layout: str
    outcomes: tuple[Outcome, ...]

    @property
    def counts(self) -> Counter[str]:
        return count(self.outcomes)


@dataclass(frozen=True, slots=True)
class Score:
    """The documents of a corpus that were scored, and those that are not at hand."""

    documents: tuple[Scored, ...]
    missing: tuple[Document, ...] = ()

    def layouts(self) -> dict[str, list[Scored]]:
        """The documents by layout."""
        groups: dict[str, list[Scored]] = {}
        for scored in self.documents:
            groups.setdefault(scored.layout, []).append(scored)
        return dict(sorted(groups.items()))


def score_corpus(
    corpus: Corpus, *, split: str | None = None, check: Callable[[Release], Report] | None = None
) -> Score:
    """Check each document at hand and hold what is said against its gold; `split` is ``dev`` or ``test``."""
    from narrext.api import check as usual

    chosen = [document for document in corpus.documents if split in (None, document.split)]
    at_hand = [document for document in chosen if document.source is not None]
    scored = tuple(_score(document, check or usual) for document in at_hand)
    return Score(scored, tuple(document for document in chosen if document.source is None))


def _score(document: Document, check: Callable[[Release], Report]) -> Scored:
    from narrext.release import read

    assert document.source is not None
    release = read(document.source)
    gold = gold_in(release.text, document.annotations(), document.gold)
    return Scored(document, layout_of(release), tuple(outcomes(gold, said_in(check(release)))))


def gold_in(text: str, annotations: tuple[Annotation, ...], path: Path) -> tuple[Annotation, ...]:
    """The annotations placed in the text. Raises NarrextError for one that has no words and no place."""
    found = placed(text, annotations)
    for annotation in found:
        if not annotation.context:
            raise NarrextError(
                f"{path}: claim {annotation.n}, {annotation.text!r}, does not stand where the gold has it, "
                "nor anywhere else: is it another version of the document?"
            )
    return found


def said_in(report: Report) -> list[Annotation]:
    """The numeric claims of a report in the form of the gold."""
    from narrext.report.encode import encode_verdict

    text = report.document.release.text
    return said_from(encode_verdict(text, verdict) for verdict in report.claims)


def said_from(claims: Iterable[Mapping[str, Any]]) -> list[Annotation]:
    """The claims of a report in JSON, in the form of the gold."""
    return [
        annotation_from_json(
            {"n": n} | {name: claim.get(name) for name in _SHARED}, f"claim {n} of the report"
        )
        for n, claim in enumerate(claims, 1)
    ]


# What a report says of a claim under the names of the codebook.
_SHARED: Final = (
    "span", "text", "context", "kind", "role", "metric", "value", "value_high", "bound", "unit", "direction",
    "period", "base", "forward_looking", "verdict", "reason", "formula", "cells",
)  # fmt: skip


def layout_of(release: Release) -> str:
    """``plain text``, ``HTML``, or either inside a submission."""
    html = bool(release.layout)
    if release.format == "submission":
        return "submission, HTML" if html else "submission, plain text"
    return "HTML" if html else "plain text"
