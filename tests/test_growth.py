"""No text makes a check take more than its length's share, whatever is repeated in it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

import narrext
from narrext.html.depth import DEEPEST, flatten

SENTENCE = (
    "Net sales increased 16.0% to $7.5 million in the first quarter of 2003 from $6.4 million a year ago. "
)
ROW = "Net sales                         7,539      8,973\n"
HEADS = "\n\n                     Three Months Ended March 31,\n                      2003       2002\n"
PAGE = f"<html><body><p>{SENTENCE}</p>"

SHAPES: dict[str, Callable[[int], str]] = {
    "one long line": lambda n: SENTENCE * (n // 100),
    "one long sentence": lambda n: SENTENCE[:-2] + " and $4.1 million" * (n // 17),
    "marks of currencies": lambda n: SENTENCE * (n // 200) + "$ " * (n // 4),
    "rows of a table": lambda n: SENTENCE + HEADS + ROW * (n // 50),
    "fields parted by tabs": lambda n: SENTENCE + "a\t1,000\t2,000\n" * (n // 14),
    "paragraphs": lambda n: (SENTENCE + "\n\n") * (n // 100),
    "rows of a page": lambda n: (
        f"{PAGE}<table>{'<tr><td>Net sales</td><td>7,539</td></tr>' * (n // 40)}</table>"
    ),
    "elements in one another": lambda n: PAGE + "<div>" * (n // 5) + SENTENCE,
    "tables in one another": lambda n: PAGE + "<table><tr><td>" * (n // 15) + SENTENCE,
}


def calls_of(text: str) -> int:
    """How many functions a check calls."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    content = text.encode()
    sys.setprofile(count)
    try:
        narrext.check(content)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_four_times_as_long_takes_about_four_times_the_steps(shape: str) -> None:
    """Counted in calls of functions, so that a busy machine makes no difference."""
    make = SHAPES[shape]
    calls_of(make(2_000))  # what is read once is read
    short, long = calls_of(make(5_000)), calls_of(make(20_000))
    assert long < 6 * short


def test_a_page_keeps_its_text_and_loses_the_tags_of_depths_that_no_author_means() -> None:
    deep = "<p>Above</p>" + "<div>" * 2000 + "Net sales rose." + "</div>" * 2000 + "<p>Below</p>"
    flat = flatten(deep)
    assert (flat.count("<div>"), flat.count("</div>")) == (DEEPEST, DEEPEST)
    assert re.sub("<[^>]*>", " ", flat).split() == ["Above", "Net", "sales", "rose.", "Below"]


def test_a_page_as_authors_write_it_stays_as_it_is() -> None:
    page = "<div><div>a</div><center>b</center></div>" * (DEEPEST * 2)
    assert flatten(page) == page
