"""The records of seeded errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# What may go wrong, in the order in which it is reported.
KINDS: Final = (
    "digit", "transposition", "tenfold", "thousandfold", "sign", "direction", "period", "quarter",
    "prior year", "year to date", "concept", "metric", "points", "base", "absent quarter",
)  # fmt: skip
# A claim that names a quarter of which there is no column can be held against nothing: `unsupported` is
# right of it, and a mismatch where the other figures of its sentence give it away. Never counted with the rest.
BEYOND: Final = frozenset({"absent quarter"})


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` becomes `new`; it is not empty, so that offsets have one way to move."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Slip:
    """An error to plant.

    `falsified` are the ids of the claims that no longer come out of the cells; `spared` those of claims
    that may change with them, because they share the altered words or rest on the altered cell.
    `reasons` are the diagnoses that are right for it.
    """

    kind: str
    where: str  # prose, table
    edits: tuple[Edit, ...]
    falsified: frozenset[str]
    spared: frozenset[str]
    reasons: frozenset[str]
    before: str  # as printed
    after: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A claim that has nothing to do with the error and yet changed its verdict; "" where it is gone."""

    claim: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planted:
    """What became of an error: what was said of the claim that it falsified, and what changed elsewhere."""

    document: str
    slip: Slip
    sentence: str
    flagged: bool
    diagnosed: bool
    verdict: str  # of the first falsified claim; "" where it was not found any more
    reason: str | None
    diagnosis: str | None
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def alarms(self) -> int:
        """Mismatches that it brought about elsewhere."""
        return sum(change.after == "mismatch" for change in self.elsewhere)
