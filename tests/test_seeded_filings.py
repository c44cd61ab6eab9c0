"""Errors planted into the two filings to be perfect on: each is flagged, with its diagnosis."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrext.release import read
from narrext.seeding.plant import Seeded, seed_release
from narrext.seeding.render import render_misses

FILINGS = Path(__file__).parents[1].parent / "shared" / "filings"
NAMES = ["2003q1_zoom_ascii.txt", "2003q2_zoom_ascii.txt"]
# Another digit beyond rounding, up for down, million for billion, first for second quarter, the figure of
# the year before.
KINDS = ("digit", "direction", "thousandfold", "absent quarter", "prior year")
TIED = {"2003q1_zoom_ascii.txt": 18, "2003q2_zoom_ascii.txt": 23}

pytestmark = pytest.mark.skipif(
    not FILINGS.is_dir(), reason=f"{FILINGS} with the real filings is not at hand"
)


@pytest.fixture(scope="module")
def seeded() -> dict[str, Seeded]:
    return {name: seed_release(read(FILINGS / name), kinds=KINDS, where=("prose",)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_every_tied_claim_gets_a_wrong_digit(seeded: dict[str, Seeded], name: str) -> None:
    """Those that are written as words ("more than doubled") have no digit to alter."""
    digits = [each for each in seeded[name].planted if each.slip.kind == "digit"]
    assert seeded[name].tied == TIED[name]
    assert len(digits) == TIED[name]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_each_altered_claim_is_a_mismatch_with_the_right_diagnosis(
    seeded: dict[str, Seeded], name: str, kind: str
) -> None:
    of_kind = tuple(each for each in seeded[name].planted if each.slip.kind == kind)
    assert of_kind
    wrong = tuple(each for each in of_kind if not each.diagnosed)
    assert not wrong, render_misses([Seeded(name, 0, 0, wrong)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_the_other_claims_stay_as_they_were(seeded: dict[str, Seeded], name: str, kind: str) -> None:
    felt = tuple(each for each in seeded[name].planted if each.slip.kind == kind and each.elsewhere)
    assert not felt, render_misses([Seeded(name, 0, 0, felt)])
