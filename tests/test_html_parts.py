"""The small steps of reading HTML: style attributes, characters, cells, columns of the page."""

from __future__ import annotations

import pytest

from narrext.html.characters import lower_notes, raise_text
from narrext.html.columns import Unit, find_columns
from narrext.html.grid import is_figure, is_note, is_number, is_prefix, is_rule, is_suffix
from narrext.html.styles import BOLD, CENTER, SUPERSCRIPT, UNDERLINE, UNSEEN, read_style

INDENTS = {
    "padding-left:12pt": 2,
    "padding-left:16px": 2,
    "margin-left: 0.5in": 6,
    "margin-left:3em;text-indent:-1.2em": 3,
    "padding:2px 1pt 2px 13pt": 13 / 6,
    "padding:0 6pt": 1,
    "margin:6pt": 1,
    "margin:0in 0in .0001pt 0in": 0,
    "padding-left:auto;color:red": 0,
    "padding:1pt;padding-left:18pt": 3,
}


@pytest.mark.parametrize(("css", "characters"), INDENTS.items())
def test_an_indent_is_the_sum_of_what_a_style_puts_to_the_left(css: str, characters: float) -> None:
    assert read_style(css).indent == pytest.approx(characters)


FLAGS = {
    "FONT-WEIGHT: Bold": BOLD,
    "font:bold 10pt Times": BOLD,
    "text-align:center": CENTER,
    "text-decoration: underline": UNDERLINE,
    "vertical-align:super": SUPERSCRIPT,
    "font-size:6.5pt;position:relative;top:-3.15pt": SUPERSCRIPT,
    "font-size:85%; vertical-align:top": SUPERSCRIPT,
    "vertical-align:top": 0,
    "position:relative;top:2pt": 0,
    "color:#FFFFFF": UNSEEN,
    "color:#000000": 0,
    "font-weight:400": 0,
}


@pytest.mark.parametrize(("css", "flags"), FLAGS.items())
def test_a_style_sets_what_it_says(css: str, flags: int) -> None:
    assert read_style(css).on == flags


def test_a_style_clears_what_it_overrules() -> None:
    assert read_style("font-weight:normal;text-align:left;color:black").off == BOLD | CENTER | UNSEEN


@pytest.mark.parametrize("css", ["display:none", "DISPLAY: NONE !important", "visibility:hidden"])
def test_what_is_not_displayed_is_hidden(css: str) -> None:
    assert read_style(css).hidden


NUMBERS = [
    "1,234",
    "$1,234",
    "$ (840)",
    "(840",
    "(0.13)",
    ".05",
    "12.5%",
    "- 7%",
    "1.6 pts",
    "(50) bps",
    "3x",
]
NUMBERS += [
    "US$ 12",
    "€1.5",
    "1,234 (1)",
    "(8)(a)",
    "2 (b)",
    "1,050%",
    "12\u202f345",
    "12\u202f345,6",
    "—",
    "--",
    "NM",
    "N/A",
    "n.m.",
    "$—",
]
NUMBERS += [
    "$1.94 to $1.99",
    "approximately 22%",
    "2% - 3%",
    "75.0% ± 50 bps",
    "Down 12%",
    "$43.0 billion +/- 2%",
]
WORDS = ["Net sales", "June 30,", "June 30, 2003", "Q4 FY26", "(Unaudited)", "(402) 470-3400", "99.1 Release"]
WORDS += ["Three months", "10/25/2025", "V.92", "A", "(In thousands)", "8-K", "1-800-555-0100"]


@pytest.mark.parametrize("text", NUMBERS)
def test_what_columns_of_figures_hold_is_a_figure(text: str) -> None:
    assert is_figure(text)


@pytest.mark.parametrize("text", WORDS)
def test_headings_labels_and_telephones_are_no_figures(text: str) -> None:
    assert not is_figure(text)


def test_cells_of_signs_are_told_from_cells_of_figures() -> None:
    assert all(map(is_prefix, ["$", "(", "$(", "€", "US$"]))
    assert not any(map(is_prefix, ["—", "-", "A", "$5"]))
    assert all(map(is_suffix, [")", "%", ")%", "pts", "bps", "x", ")(a)", ") (1)"]))
    assert not any(map(is_suffix, ["(1)", "(40)", "5", "per share"]))
    assert all(map(is_note, ["(1)", "(a)", "*", "**", "†", "(1)(2)"]))
    assert all(map(is_rule, ["------", "=====", "____", "————"]))
    assert not any(map(is_rule, ["-", "--", "—", "- 5 -"]))
    assert not is_number("NM")


def test_a_raised_mark_keeps_off_numbers_and_comes_down_in_cells() -> None:
    assert raise_text("1", "EBITDA") == " ⁽¹⁾"
    assert raise_text("(1), (2)", "sales") == " ⁽¹⁾⁽²⁾"
    assert raise_text("th", "24") == "th"
    assert raise_text("TM", "Tamberly") == "™"
    assert raise_text("2", "km") == "²"
    assert lower_notes("1,234 ⁽¹⁾⁽ᵃ⁾") == "1,234 (1)(a)"


def columns(*rows: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Each row as a picture: a digit or a letter a grid column, repeated where a cell spans several."""
    units = []
    for number, row in enumerate(rows):
        start = 0
        while start < len(row):
            stop = start + 1
            while stop < len(row) and row[stop] == row[start]:
                stop += 1
            if row[start] != " ":
                units.append(Unit(number, start, stop, row[start].isdigit(), False))
            start = stop
    found = find_columns(units)
    return found.label_stop, found.extents


def test_columns_of_the_page_are_figures_that_overlap() -> None:
    assert columns("aaa 11  22 ", "aaa  1   22", "aaa 11  2  ") == (3, ((4, 6), (8, 11)))


def test_a_figure_over_two_columns_does_not_tie_them() -> None:
    assert columns("a 1 2", "a 111", "a 3 4") == (1, ((2, 3), (4, 5)))


def test_columns_that_never_hold_something_in_one_row_are_one() -> None:
    assert columns("a 1 ", "a 2 ", "b  3") == (1, ((2, 4),))


def test_columns_with_headings_of_their_own_stay_apart() -> None:
    assert columns("  xy", "a 1 ", "a 2 ", "b  3") == (1, ((2, 3), (3, 4)))


def test_a_heading_stands_over_the_columns_it_covers() -> None:
    _, extents = columns("a 11 22 33", "a 1  2  3 ")
    assert extents == ((2, 4), (5, 7), (8, 10))
    found = find_columns([Unit(0, 0, 1, False, False), *(Unit(0, a, b, True, False) for a, b in extents)])
    assert found.cover(2, 7) == (1, 2)
    assert found.cover(4, 8) == (2, 1)
    assert found.cover(0, 10) == (0, 4)
    assert found.cover(7, 8) == (2, 1)
