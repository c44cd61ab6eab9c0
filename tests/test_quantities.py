"""Numerals and the words around them: value, unit, bound, range, and offsets that echo the text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import narrext
from narrext.quantities import Quantity, find_quantities

# text, and of each quantity: the text it echoes, kind, value (with the upper end of a range), unit, bound
CASES: list[tuple[str, list[tuple[str, str, str, str, str | None]]]] = [
    ("$7.5 million", [("$7.5 million", "money", "7500000", "USD", None)]),
    ("$7.5M", [("$7.5M", "money", "7500000", "USD", None)]),
    ("$1.2bn", [("$1.2bn", "money", "1200000000", "USD", None)]),
    ("$1.3 trillion", [("$1.3 trillion", "money", "1300000000000", "USD", None)]),
    ("$991 thousand", [("$991 thousand", "money", "991000", "USD", None)]),
    ("$.11 per share", [("$.11 per share", "per_share", "0.11", "USD/share", None)]),
    ("11 cents per share", [("11 cents per share", "per_share", "0.11", "USD/share", None)]),
    ("11¢ a share", [("11¢ a share", "per_share", "0.11", "USD/share", None)]),
    ("27 cents", [("27 cents", "money", "0.27", "USD", None)]),
    ("12.3 pence", [("12.3 pence", "money", "0.123", "GBP", None)]),
    ("€312.4 million", [("€312.4 million", "money", "312400000", "EUR", None)]),
    ("312.4 million euros", [("312.4 million euros", "money", "312400000", "EUR", None)]),
    ("EUR 312.4 million", [("EUR 312.4 million", "money", "312400000", "EUR", None)]),
    ("J$2.1 billion", [("J$2.1 billion", "money", "2100000000", "JMD", None)]),
    ("Rs. 120 crore", [("Rs. 120 crore", "money", "1200000000", "INR", None)]),
    ("($0.03) per share", [("($0.03) per share", "per_share", "-0.03", "USD/share", None)]),
    ("$(1.2 million)", [("$(1.2 million)", "money", "-1200000", "USD", None)]),
    ("-$2.4 million", [("-$2.4 million", "money", "-2400000", "USD", None)]),
    ("8%", [("8%", "percent", "8", "percent", None)]),
    ("0.60 percent", [("0.60 percent", "percent", "0.60", "percent", None)]),
    ("seven percent", [("seven percent", "percent", "7", "percent", None)]),
    ("25 basis points", [("25 basis points", "percent_points", "0.25", "points", None)]),
    ("150bps", [("150bps", "percent_points", "1.50", "points", None)]),
    ("1.8 percentage points", [("1.8 percentage points", "percent_points", "1.8", "points", None)]),
    ("445 stores", [("445 stores", "count", "445", "stores", None)]),
    ("1.2 million units", [("1.2 million units", "count", "1200000", "units", None)]),
    ("220 MW", [("220 MW", "count", "220", "MW", None)]),
    ("3.2x", [("3.2x", "multiple", "3.2", "ratio", None)]),
    ("2.5 times", [("2.5 times", "multiple", "2.5", "ratio", None)]),
    ("a fivefold rise", [("fivefold", "multiple", "5", "ratio", None)]),
    ("it more than tripled", [("more than tripled", "multiple", "3", "ratio", "more_than")]),
    ("nearly doubled", [("nearly doubled", "multiple", "2", "ratio", "approx")]),
    ("$66.84 a barrel", [("$66.84 a barrel", "money", "66.84", "USD/barrel", None)]),
    ("approximately $4.5 million", [("$4.5 million", "money", "4500000", "USD", "approx")]),
    ("more than 400 stores", [("400 stores", "count", "400", "stores", "more_than")]),
    ("up to $50 million", [("$50 million", "money", "50000000", "USD", "at_most")]),
    ("less than 1%", [("1%", "percent", "1", "percent", "less_than")]),
    ("at least $1.50 per share", [("$1.50 per share", "per_share", "1.50", "USD/share", "at_least")]),
    ("$7.0 to $7.5 million", [("$7.0 to $7.5 million", "money", "7000000..7500000", "USD", None)]),
    ("2-3%", [("2-3%", "percent", "2..3", "percent", None)]),
    ("$1.94 to $1.99 per share", [("$1.94 to $1.99 per share", "per_share", "1.94..1.99", "USD/share", None)]),
    ("$225-235 million", [("$225-235 million", "money", "225000000..235000000", "USD", None)]),
    ("$43.0 billion, plus or minus 2%", [("$43.0 billion, plus or minus 2%", "money", "43000000000", "USD", None)]),
    ("from $7.0 to $7.5 million", [
        ("$7.0", "money", "7.0", "USD", None), ("$7.5 million", "money", "7500000", "USD", None)]),
    ("$5 million, or 8%", [
        ("$5 million", "money", "5000000", "USD", None), ("8%", "percent", "8", "percent", None)]),
    ("no quantity at all", []),
]  # fmt: skip


def shown(quantity: Quantity, text: str) -> tuple[str, str, str, str, str | None]:
    high = "" if quantity.value_high is None else f"..{quantity.value_high:f}"
    value = f"{quantity.value:f}{high}"
    return text[quantity.start : quantity.end], quantity.kind, value, quantity.unit, quantity.bound


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_quantities_have_value_unit_and_bound(
    text: str, expected: list[tuple[str, str, str, str, str | None]]
) -> None:
    def exact(row: tuple[str, str, str, str, str | None]) -> tuple[object, ...]:
        return (*row[:2], [Decimal(end) for end in row[2].split("..")], *row[3:])

    found = [shown(quantity, text) for quantity in find_quantities(text)]
    assert [exact(row) for row in found] == [exact(row) for row in expected]


@pytest.mark.parametrize("text", ["2.4 to 1", "2.4:1"])
def test_a_ratio_to_one_is_one_quantity(text: str) -> None:
    assert [shown(q, text)[0] for q in find_quantities(text)] == [text]


def test_the_step_is_what_one_unit_of_the_last_printed_digit_is_worth() -> None:
    (money,) = find_quantities("$7.50 million")
    (cents,) = find_quantities("24 cents per share")
    (points,) = find_quantities("25 basis points")
    assert (money.step, cents.step, points.step) == (Decimal(10000), Decimal("0.01"), Decimal("0.01"))


def test_a_bare_dollar_is_the_currency_that_the_caller_names() -> None:
    assert narrext.find_quantities("$5 million", currency="CAD")[0].unit == "CAD"
    assert narrext.find_quantities("US$5 million", currency="CAD")[0].unit == "USD"


DIGITS = st.decimals(min_value=0, max_value=99999, places=2).map(lambda d: f"{d:,f}")
MARKS = st.sampled_from(
    [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("C$", "CAD"), ("US$", "USD"), ("HK$", "HKD")]
)
MAGNITUDES = st.sampled_from(
    [("", 1), (" thousand", 10**3), (" million", 10**6), (" billion", 10**9), ("bn", 10**9)]
)


@settings(max_examples=100, deadline=None)
@given(DIGITS, MARKS, MAGNITUDES)
def test_any_amount_reads_back_in_full(
    digits: str, mark: tuple[str, str], magnitude: tuple[str, int]
) -> None:
    printed = f"{mark[0]}{digits}{magnitude[0]}"
    text = f"It came to {printed} in all."
    (found,) = find_quantities(text)
    assert text[found.start : found.end] == printed
    assert found.value == Decimal(digits.replace(",", "")) * magnitude[1]
    assert (found.kind, found.unit, found.step) == ("money", mark[1], Decimal("0.01") * magnitude[1])


@settings(max_examples=100, deadline=None)
@given(DIGITS, DIGITS, st.sampled_from([" to ", "-", "–", " – "]))
def test_any_range_of_percentages_reads_back(low: str, high: str, joint: str) -> None:
    low, high = sorted((low, high), key=lambda digits: Decimal(digits.replace(",", "")))
    text = f"We expect a margin of {low}%{joint}{high}% then."
    found = find_quantities(text)
    far = Decimal(high.replace(",", "")) > 3 * Decimal(low.replace(",", ""))
    if joint == " to " and far:
        return  # "rose 2% to 90%": a change and where it led
    assert [(q.value, q.value_high) for q in found] == [
        (Decimal(low.replace(",", "")), Decimal(high.replace(",", "")))
    ]


PIECES = st.lists(
    st.sampled_from(
        ["$7.5", "million", "8%", "to", "from", "-", "between", "and", "(", ")", "more than", "25", "basis points", "per share", "¢",
         "doubled", "2003", ",", ".", "stores", "€", "+", "x", "plus or minus", "cents", "\n", "seven", "about", "½", "0"]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(PIECES, st.sampled_from(["", " "]))
def test_quantities_of_any_text_stand_in_order_and_do_not_overlap(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    place = 0
    for quantity in find_quantities(text):
        assert place <= quantity.start < quantity.end <= len(text)
        assert quantity.start <= quantity.number_start or quantity.kind == "multiple"
        assert quantity.step > 0
        assert quantity.value_high is None or abs(quantity.value_high) >= abs(quantity.value)
        place = quantity.end


@pytest.mark.parametrize("blank", ["\n", "\t", "\u00a0", "\u2009", "\x0b"])
def test_words_that_belong_together_are_read_whatever_white_space_parts_them(blank: str) -> None:
    """Pages are full of thin and fixed blanks, and lines break anywhere."""
    text = "Sales were better than $5 million, as much as 4 percent ahead of plan, and more than doubled."
    plain = narrext.find_quantities(text)
    found = narrext.find_quantities(text.replace(" ", blank))
    assert [(q.value, q.unit, q.bound, q.kind) for q in found] == [
        (q.value, q.unit, q.bound, q.kind) for q in plain
    ]
    assert [q.bound for q in found][:2] == ["more_than", "at_most"]
    for release in (text, text.replace(" ", blank)):
        narrext.check(release.encode(), trends=True)
