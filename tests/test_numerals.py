"""The number grammar: cells and prose, signs, currencies, and what is no number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrext.numerals import currencies, find_numerals, read_cell

CELLS = [
    # printed, value, decimals, sign
    ("7,539", "7539", 0, ""),
    ("$ 7,539", "7539", 0, ""),
    ("$7,539", "7539", 0, ""),
    ("(840)", "-840", 0, "parens"),
    ("$ (840)", "-840", 0, "parens"),
    ("$(840)", "-840", 0, "parens"),
    ("($840)", "-840", 0, "parens"),
    ("( 840 )", "-840", 0, "parens"),
    ("(840", "-840", 0, "open"),
    ("840)", "-840", 0, "close"),
    ("-840", "-840", 0, "minus"),
    ("−840", "-840", 0, "minus"),
    ("–840", "-840", 0, "minus"),
    ("$-840", "-840", 0, "minus"),
    ("-$840", "-840", 0, "minus"),
    ("$(0.13)", "-0.13", 2, "parens"),
    (".11", "0.11", 2, ""),
    ("$.11", "0.11", 2, ""),
    ("$ (.11)", "-0.11", 2, "parens"),
    ("0.60", "0.60", 2, ""),
    ("12.4%", "12.4", 1, ""),
    ("(12.4)%", "-12.4", 1, "parens"),
    ("(12.4%)", "-12.4", 1, "parens"),
    ("12.4 %", "12.4", 1, ""),
    ("+5.2%", "5.2", 1, ""),
    ("€1,204", "1204", 0, ""),
    ("1,204 €", "1204", 0, ""),
    ("£4.1", "4.1", 1, ""),
    ("7,539 (1)", "7539", 0, ""),
    ("7,539*", "7539", 0, ""),
    ("1,234,567,890", "1234567890", 0, ""),
    ("2.4x", "2.4", 1, ""),
    ("150 bps", "150", 0, ""),
    ("1.2 pts", "1.2", 1, ""),
    ("0", "0", 0, ""),
]


@pytest.mark.parametrize(("printed", "value", "decimals", "sign"), CELLS, ids=[cell[0] for cell in CELLS])
def test_a_cell_is_read_to_its_last_digit(printed: str, value: str, decimals: int, sign: str) -> None:
    found = read_cell(printed, 0, len(printed))
    assert found is not None
    assert (found.value, found.decimals, found.sign) == (Decimal(value), decimals, sign)
    assert str(found.value) == value
    assert found.state == "number"


@pytest.mark.parametrize("printed", ["-", "--", "—", "–", "$ -", "$ --", "$—", "- %", "—)", "nil"])
def test_a_dash_is_a_reported_nothing(printed: str) -> None:
    found = read_cell(printed, 0, len(printed))
    assert found is not None
    assert (found.state, found.value) == ("nil", Decimal(0))


@pytest.mark.parametrize("printed", ["N/A", "n/a", "NM", "n.m.", "not meaningful", "NMF", "*", "**", "N/A %"])
def test_some_cells_say_that_no_figure_is_given(printed: str) -> None:
    found = read_cell(printed, 0, len(printed))
    assert found is not None
    assert found.state == "na"


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "   ",
        "Net sales",
        "2003 to 2002",
        "Q1",
        "V.92",
        "12,34",
        "1,2345",
        "March 31, 2003",
        "1.2.3",
        "7 539x8",
        "9" * 25,
        "$",
    ],
)
def test_what_is_no_number_is_none(printed: str) -> None:
    assert read_cell(printed, 0, len(printed)) is None


def test_percent_currency_and_note_are_kept_apart_from_the_digits() -> None:
    found = read_cell("xx(12.4)% (a)xx", 2, 13)
    assert found is not None
    assert (found.percent, found.note, found.start, found.end) == (True, "(a)", 2, 13)
    assert read_cell("€ 3", 0, 3).currency == "€"  # type: ignore[union-attr]
    assert read_cell("3 EUR", 0, 5).currency == "EUR"  # type: ignore[union-attr]


PROSE = [
    ("sales of $7.5 million", ["$7.5"]),
    ("a loss of $(0.03) per share", ["$(0.03)"]),
    ("a loss of ($0.03) per share", ["($0.03)"]),
    ("cash flow of -$2.4 million", ["-$2.4"]),
    ("it was (4.2)% lower", ["(4.2)"]),
    ("$.11 per share", ["$.11"]),
    ("US$41 and C$14", ["US$41", "C$14"]),
    ("from 1,089,000 to 1,465,000", ["1,089,000", "1,465,000"]),
    ("it sold 25-30 units", ["25", "30"]),
    ("$40–$42 million", ["$40", "$42"]),
    ("about $1, 465,000 of it", ["$1, 465,000"]),
    ("the year 2003.", ["2003"]),
    ("grew 8%.", ["8"]),
    ("V.92 and BlueFin-4 and mid-2003", []),
    ("a TC5500 and an X-400", []),
    ("no digits here", []),
]


@pytest.mark.parametrize(("text", "printed"), PROSE, ids=[text for text, _ in PROSE])
def test_the_numerals_of_prose_echo_the_text(text: str, printed: list[str]) -> None:
    assert [text[n.start : n.end] for n in find_numerals(text)] == printed


def test_an_identifier_of_many_digits_is_no_numeral() -> None:
    assert find_numerals("serial " + "7" * 40) == []


# Every way in which a printed value may stand: currency, sign, thousands and decimals.
def printed_forms(value: Decimal, mark: str) -> list[str]:
    digits = f"{abs(value):,f}"
    if value >= 0:
        return [digits, f"{mark}{digits}", f"{mark} {digits}", digits.replace(",", "")]
    return [
        f"({digits})", f"{mark}({digits})", f"{mark} ({digits})", f"({mark}{digits})", f"-{digits}", f"−{digits}",
        f"-{mark}{digits}", f"{mark}-{digits}", f"({digits.replace(',', '')})",
    ]  # fmt: skip


VALUES = st.decimals(min_value=-(10**12), max_value=10**12, places=None, allow_nan=False).map(
    lambda value: value.quantize(Decimal(1).scaleb(-(abs(int(value)) % 4)))
)


@settings(max_examples=100, deadline=None)
@given(VALUES, st.sampled_from(["$", "€", "£", "US$", "C$", "¥"]))
def test_any_decimal_reads_back_from_any_form_that_a_cell_prints(value: Decimal, mark: str) -> None:
    for printed in printed_forms(value, mark):
        found = read_cell(printed, 0, len(printed))
        assert found is not None, printed
        assert found.value == value, printed
        assert found.decimals == max(0, -int(value.as_tuple().exponent)), printed


@settings(max_examples=100, deadline=None)
@given(VALUES, st.sampled_from(["$", "€", "£", "US$", "C$"]))
def test_any_decimal_reads_back_from_prose(value: Decimal, mark: str) -> None:
    digits = f"{abs(value):,f}"
    forms = (
        [f"{mark}{digits}"] if value >= 0 else [f"{mark}({digits})", f"({mark}{digits})", f"-{mark}{digits}"]
    )
    for printed in forms:
        text = f"The figure was {printed} then."
        (found,) = find_numerals(text)
        assert (found.value, text[found.start : found.end]) == (value, printed)


WORDS = st.text(st.sampled_from("0123456789.,$()-–%€ aZ\n'/:+"), max_size=60)


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_numerals_of_any_text_stand_in_order_inside_it_and_do_not_overlap(text: str) -> None:
    place = 0
    for numeral in find_numerals(text):
        assert place <= numeral.start < numeral.end <= len(text)
        assert any(letter.isdigit() for letter in text[numeral.start : numeral.end])
        place = numeral.end


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_any_cell_is_a_number_or_none_and_never_an_error(text: str) -> None:
    found = read_cell(text, 0, len(text))
    assert found is None or found.state in ("number", "nil", "na")


def test_every_currency_mark_has_the_code_of_its_entry() -> None:
    known = currencies()
    assert known.codes["$"] == "USD"
    assert known.codes["us$"] == "USD"
    assert known.codes["€"] == known.codes["euros"] == "EUR"
    assert known.cents["pence"] == "GBP"
