"""How many keys a review takes, counted in the browser over the two filings that narrext began with."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from serving import ROOT, serving

SEEDS = ("2003q1_zoom_ascii", "2003q2_zoom_ascii")


def test_the_claims_of_both_seed_filings_take_fewer_than_sixty_keys_and_no_mouse(
    page: Any, tmp_path: Path
) -> None:
    """A reviewer checks each claim, ties what needs it and accepts the rest; only key presses count."""
    filings = ROOT.parent / "shared" / "filings"
    if not filings.is_dir():
        pytest.skip(f"{filings} is missing")
    for name in SEEDS:
        shutil.copy(filings / f"{name}.txt", tmp_path / f"{name}.txt")
    presses = 0
    with serving(tmp_path) as address:
        page.goto(f"{address}ann/documents/{SEEDS[0]}/review")
        for place, name in enumerate(SEEDS):
            page.wait_for_selector(".card.open")
            claims = page.request.get(f"{address}ann/documents/{name}/review.json").json()["claims"]
            for _ in claims:
                page.keyboard.press("a")
                page.evaluate("() => window.review.queue")
                presses += 1
            if place + 1 < len(SEEDS):
                with page.expect_navigation():
                    page.keyboard.press("]")
                presses += 1
        found = [
            page.request.get(f"{address}ann/documents/{name}/review.json").json()["progress"]
            for name in SEEDS
        ]
    assert [each["reviewed"] for each in found] == [each["claims"] for each in found]
    assert sum(each["claims"] for each in found) == 44
    assert presses < 60
