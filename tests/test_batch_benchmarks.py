"""What the benchmarks are made with: releases varied by a seed, and releases of any length."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
from long_release import long_release
from vary import RELEASES, copies, vary

SAMPLE = sorted(RELEASES.glob("*_2002q4.htm")) + sorted(RELEASES.glob("*_2006q2.txt"))


def test_copies_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    first, again, other = (list(copies(6, seed, SAMPLE)) for seed in (7, 7, 8))
    assert first == again
    assert all(a[0] == b[0] and a[1] != b[1] for a, b in zip(first, other, strict=True))


def test_a_longer_run_begins_with_the_copies_of_a_shorter_one() -> None:
    assert list(copies(8, 7, SAMPLE))[:4] == list(copies(4, 7, SAMPLE))


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_a_copy_has_another_issuer_and_figures_of_the_same_width(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    stem = path.stem.partition("_")[0]
    copy = vary(text, stem, Random("x"), html=path.suffix != ".txt")
    assert stem not in copy.lower()
    figures = [re.findall(r"\d{1,3}(?:,\d{3})+", each) for each in (text, copy)]
    assert [len(figure) for figure in figures[0]] == [len(figure) for figure in figures[1]]
    assert figures[0] != figures[1]


def test_a_release_ten_times_as_long_has_ten_times_the_prose_and_tables() -> None:
    short, long = long_release(1), long_release(10)
    assert 9.5 < len(long) / len(short) < 10.5
    assert long.count("(In thousands)") == 10 * short.count("(In thousands)")
