"""Cells: the figures that they print, ranges and figures in words included."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from narrext.tables.cells import read_figures, split_range
from narrext.tables.records import GridCell

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "cells.toml").read_text(encoding="utf-8")
)["cell"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_cell_gives_the_figures_that_it_prints(case: dict[str, Any]) -> None:
    """Sign, scale in words and percent mark belong to the figure; both ends of a range bear what one prints."""
    text = case["text"]
    parts = split_range(GridCell(0, 1, 1, 1, 0, len(text)), text)
    found = [each for each in read_figures(parts, text) if each is not None]
    assert [(each.value, each.suffix, each.percent) for each in found] == [
        (Decimal(want["value"]), want.get("suffix", ""), want.get("percent", False))
        for want in case["figures"]
    ]
