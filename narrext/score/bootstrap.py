"""Bootstrap confidence intervals: how much the rates hang on which documents the corpus holds.

Whole documents are drawn, with replacement: the claims of one release succeed and fail together.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from narrext.score.measure import measures

RESAMPLES: Final = 1000
LEVEL: Final = 0.95
# Of one document there is nothing to draw from.
FEWEST: Final = 2


def intervals(
    documents: Sequence[dict[str, int]], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each rate over the resamples; none for fewer than two documents."""
    if len(documents) < FEWEST or resamples < 1:
        return {}
    names = sorted({name for counts in documents for name in counts})
    rows = [[counts.get(name, 0) for name in names] for counts in documents]
    draw = random.Random(seed)
    samples: dict[str, list[float]] = {}
    for _ in range(resamples):
        sums = [sum(column) for column in zip(*draw.choices(rows, k=len(rows)), strict=True)]
        for name, value in measures(dict(zip(names, sums, strict=True))).items():
            if value is not None:
                samples.setdefault(name, []).append(value)
    return {name: _middle(sorted(values)) for name, values in samples.items()}


def _middle(values: list[float]) -> tuple[float, float]:
    cut = (1 - LEVEL) / 2
    last = len(values) - 1
    return values[round(cut * last)], values[round((1 - cut) * last)]
