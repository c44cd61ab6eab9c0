"""Blocks of a release: prose whole, tables with their captions and notes, covers and boilerplate told apart."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from golden_segments import CASES, GOLDEN, render_blocks
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from narrext.boilerplate import sort_of_opening
from narrext.release import Release, read
from narrext.segment import segment, sentence_text

ROOT = Path(__file__).parents[1]
RELEASES = sorted((ROOT / "corpus" / "releases").glob("*.*"))
FILINGS = sorted((ROOT.parent / "shared" / "filings").glob("*.*"))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_blocks_are_those_of_the_golden_file(path: Path) -> None:
    """Double spacing, page breaks, forms around releases, bullets, notes and boilerplate."""
    assert render_blocks(path) == (GOLDEN / path.name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*RELEASES, *FILINGS], ids=lambda path: path.stem)
def test_blocks_follow_one_another_and_leave_out_no_word(path: Path) -> None:
    """What stands between blocks is blank, or rules, marks of pages and tags."""
    release = read(path)
    place = 0
    for block in segment(release):
        assert place <= block.start < block.end <= len(release.text)
        left_out = release.text[place : block.start].split()
        words = [word for word in left_out if len(word) > 3 and word.isalpha() and word.islower()]
        assert set(words) <= {"more"}, left_out
        place = block.end


@pytest.mark.parametrize("path", [*RELEASES, *FILINGS], ids=lambda path: path.stem)
def test_no_paragraph_begins_in_the_middle_of_a_sentence(path: Path) -> None:
    for words in prose(read(path)):
        assert not words[0].islower() or "@" in words or len(words) < 60, words


def prose(release: Release) -> list[str]:
    """The paragraphs of a release, white space folded."""
    return [
        " ".join(sentence_text(release.text, block).split())
        for block in segment(release)
        if block.kind == "paragraph"
    ]


# --- invented prose ----------------------------------------------------------------------------------

SENTENCES = (
    "Sales of pumps rose 12 percent to $4.1 million from $3.7 million a year earlier.",
    "The plant at Elmira was closed in May, and its 41 workers moved to Corning.",
    "Gross margin came to 31.4 percent of sales, against 30.9 percent.",
    '"We shipped more valves than in any quarter before," the chairman said.',
    "Net income was $0.9 million, or 11 cents a share, because taxes fell.",
    "Orders on hand amounted to $12.7 million at the end of the quarter.",
)
paragraphs = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=5, unique=True).map(" ".join),
    min_size=4,
    max_size=6,
)
BREAKS = (
    "\f",
    "<PAGE>",
    "\n                         - 2 -\n",
    "\n(more)\n",
    "\n                  -more-\n\n<PAGE>\n",
)


@settings(max_examples=100, deadline=None)
@given(
    paragraphs,
    st.integers(56, 80),
    st.booleans(),
    st.booleans(),
    st.sampled_from(BREAKS),
    st.integers(0, 40),
)
def test_invented_paragraphs_come_back_whole(
    told: list[str], width: int, indented: bool, double: bool, page_break: str, at: int
) -> None:
    """Widths, first-line indents, every second line blank, and a page break in a sentence neither cut nor
    join any."""
    pages = [textwrap.wrap(words, width, initial_indent="     " if indented else "") for words in told]
    cut = pages[at % len(pages)]
    # what every second blank line means, only sentences that run on over it can tell
    assume(sum(line[0].islower() for lines in pages for line in lines[1:]) > 3)
    inside = [index for index in range(1, len(cut)) if cut[index - 1][-1] not in '."']
    assume(inside)
    cut.insert(inside[at % len(inside)], page_break)
    between = "\n\n\n" if double else "\n\n"
    text = between.join(("\n\n" if double else "\n").join(lines) for lines in pages)
    assert prose(read(text.encode(), name="release.txt")) == told


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("About Brant. Founded in 1887, Brant makes valves.", "about"),
        ("Safe Harbor: This release speaks of what may come.", "safe_harbor"),
        ("Conference Call -- The call begins at ten.", "call"),
        ("About 60% of the backlog is to be shipped. The rest follows.", ""),
        ("About half of the growth was organic. Prices brought the rest.", ""),
        ("Outlook. For the year Brant expects sales of $12 million.", ""),
        ("Forward-Looking Guidance: Brant expects sales of $12 million.", ""),
    ],
)
def test_a_paragraph_opens_with_its_own_heading(words: str, sort: str) -> None:
    assert sort_of_opening(words) == sort
