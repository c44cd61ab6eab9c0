"""Mismatches that are likely to be narrext's fault, not the release's: the ones to look at first.

A rank, not a probability. What speaks against a mismatch: the figure stands in the document's tables,
only not where narrext looked; another link was nearly as good; the link itself is weak; what the cells
give is far from the claim (slips are of a digit or two); the document is full of mismatches, as a table
read wrongly makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from narrext.batch.dataset import read_table
from narrext.batch.places import Folder

if TYPE_CHECKING:
    import pyarrow

_ELSEWHERE: Final = 0.35
_CLOSE: Final = 0.25
_WEAK: Final = 0.15
_FAR: Final = 0.15
_CROWD: Final = 0.10

_NEAR: Final = Decimal("0.25")  # of the claim: beyond this a slip of digits is an unlikely cause


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mismatch that may be a false alarm; `suspicion` is between 0 and 1, `why` says what speaks for it."""

    document: str
    claim: str
    text: str
    metric: str
    reason: str
    working: str
    diagnosis: str
    sentence: str
    suspicion: float
    why: tuple[str, ...]

    def order(self) -> tuple[float, str, str]:
        """Sorts the most suspicious first, equals by name."""
        return (-self.suspicion, self.document, self.claim)


def candidates(
    folder: Folder, name: str, claims: pyarrow.Table, documents: dict[str, dict[str, Any]]
) -> Iterator[Candidate]:
    """The mismatches of a part, each with its suspicion."""
    import pyarrow.compute as pc

    wrong = claims.filter(
        pc.and_(pc.equal(claims["verdict"], "mismatch"), pc.not_equal(claims["kind"], "trend"))
    )
    if wrong.num_rows == 0:
        return
    figures = _figures(folder, name, wrong["document_id"])
    for row in wrong.to_pylist():
        why = dict(_grounds(row, documents[row["document_id"]], figures.get(row["document_id"], frozenset())))
        yield Candidate(
            row["document"], row["claim"], row["text"], row["metric"], row["reason"] or "", row["working"] or "",
            row["diagnosis"] or "", row["sentence"], round(sum(why.values()), 4), tuple(why),
        )  # fmt: skip


def _figures(folder: Folder, name: str, wanted: pyarrow.ChunkedArray) -> dict[str, frozenset[Decimal]]:
    """By document, the sizes of all figures of its tables."""
    import pyarrow.compute as pc

    table = read_table(folder, "line_items", name, ["document_id", "value"])
    table = table.filter(pc.is_in(table["document_id"], value_set=wanted.combine_chunks().unique()))
    found: dict[str, set[Decimal]] = {}
    for document, value in zip(table["document_id"].to_pylist(), table["value"].to_pylist(), strict=True):
        if value is not None:
            found.setdefault(document, set()).add(abs(value))
    return {document: frozenset(values) for document, values in found.items()}


def _grounds(
    row: dict[str, Any], document: dict[str, Any], figures: frozenset[Decimal]
) -> Iterator[tuple[str, float]]:
    value, computed, step = row["value"], row["computed"], row["step"]
    if value is not None and value >= 10 * step and _stands_in(abs(value), step, figures):
        yield "the figure stands elsewhere in the tables", _ELSEWHERE
    if row["runner_up"] and row["score"]:
        close = max(0.0, min(row["runner_up"] / row["score"], 1.0) - 0.8) / 0.2
        if close:
            yield f"another link scores {row['runner_up']:.2f} to {row['score']:.2f}", _CLOSE * close
    if row["score"] < 0.9:
        yield f"the link scores {row['score']:.2f}", _WEAK * min(1.0, (0.9 - row["score"]) / 0.4)
    if value is not None and computed is not None and abs(abs(value) - abs(computed)) > _NEAR * abs(value):
        yield "the cells give something far off", _FAR
    if document["tied"] and document["mismatch"] > 1:
        share = document["mismatch"] / document["tied"]
        yield (
            f"{document['mismatch']} of {document['tied']} tied claims mismatch here",
            _CROWD * min(1.0, share * 2),
        )


def _stands_in(value: Decimal, step: Decimal, figures: frozenset[Decimal]) -> bool:
    """Whether a figure rounds to the value, as the claim is rounded."""
    return value in figures or any(abs(value - figure) * 2 <= step for figure in figures)
