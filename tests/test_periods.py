"""Period phrases and the calendar that makes dates of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language import calendar_of, calendars

from narrext.periods import Calendar, Period, PeriodMention, find_periods, read_heading
from narrext.periods.records import is_month_end, month_end, shift_months

# phrase, what is echoed of it ("" for nothing), and the fields that it tells
PHRASES: list[tuple[str, str, dict[str, Any]]] = [
    ("in the first quarter of 2003", "first quarter of 2003", {"months": 3, "quarter": 1, "year": 2003}),
    ("the first-quarter loss", "first-quarter", {"months": 3, "quarter": 1}),
    ("third quarter 2024 revenue", "third quarter 2024", {"quarter": 3, "year": 2024}),
    ("the fourth fiscal quarter", "fourth fiscal quarter", {"quarter": 4}),
    ("Q3 FY26 was good", "Q3 FY26", {"quarter": 3, "year": 2026, "fiscal": True}),
    ("in 4Q05", "4Q05", {"quarter": 4, "year": 2005}),
    (
        "the quarter ended March 31, 2003",
        "quarter ended March 31, 2003",
        {"months": 3, "until": date(2003, 3, 31)},
    ),
    (
        "three months ended June 30, 2003",
        "three months ended June 30, 2003",
        {"months": 3, "until": date(2003, 6, 30)},
    ),
    (
        "six months ended June 30, 2003",
        "six months ended June 30, 2003",
        {"months": 6, "until": date(2003, 6, 30)},
    ),
    (
        "the first nine months of 2005",
        "first nine months of 2005",
        {"months": 9, "year": 2005, "to_date": True},
    ),
    (
        "the thirteen weeks ended November 2, 2024",
        "thirteen weeks ended November 2, 2024",
        {"weeks": 13, "months": 3, "until": date(2024, 11, 2)},
    ),
    (
        "the 39-week period ended November 2, 2024",
        "39-week period ended November 2, 2024",
        {"weeks": 39, "months": 9, "until": date(2024, 11, 2)},
    ),
    ("fiscal 2004 began", "fiscal 2004", {"months": 12, "year": 2004, "fiscal": True}),
    ("in FY05", "FY05", {"months": 12, "year": 2005, "fiscal": True}),
    (
        "the year ended December 31, 2005",
        "the year ended December 31, 2005",
        {"months": 12, "until": date(2005, 12, 31)},
    ),
    ("in 2004", "2004", {"months": 12, "year": 2004}),
    ("the December quarter", "December quarter", {"months": 3, "month": 12}),
    ("the first half of 2014", "first half of 2014", {"months": 6, "half": 1, "year": 2014}),
    ("H1 2014", "H1 2014", {"months": 6, "half": 1, "year": 2014}),
    ("at March 31, 2003", "March 31, 2003", {"months": 0, "until": date(2003, 3, 31)}),
    ("at 31 December 2013", "31 December 2013", {"months": 0, "until": date(2013, 12, 31)}),
    ("on 3/31/03", "3/31/03", {"months": 0, "until": date(2003, 3, 31)}),
    ("on 2003-03-31", "2003-03-31", {"months": 0, "until": date(2003, 3, 31)}),
    ("at June 30", "June 30", {"months": 0, "month": 6, "day": 30}),
    ("year to date", "year to date", {"to_date": True}),
    ("a year ago", "a year ago", {"relation": "year_ago"}),
    ("the year-ago quarter", "the year-ago quarter", {"relation": "year_ago", "months": 3}),
    ("the same period last year", "the same period last year", {"relation": "year_ago"}),
    ("the same quarter of 2002", "the same quarter of 2002", {"relation": "same", "year": 2002}),
    ("the comparable prior-year quarter", "the comparable prior-year quarter", {"relation": "year_ago"}),
    ("the prior quarter", "the prior quarter", {"relation": "previous", "months": 3}),
    ("rose sequentially", "sequentially", {"relation": "previous"}),
    ("this quarter", "this quarter", {"relation": "current"}),
    ("next quarter", "next quarter", {"relation": "next"}),
    ("the third quarter a year ago", "third quarter a year ago", {"quarter": 3, "relation": "year_ago"}),
    ("founded in the spring", "", {}),
    ("model 2003X", "", {}),
    ("$2003 in cash", "", {}),
    ("on 13/45/03", "", {}),
    ("sold 2,004 units", "", {}),
    ("since 1987", "", {}),
]


@pytest.mark.parametrize(("text", "echo", "fields"), PHRASES, ids=[text for text, _, _ in PHRASES])
def test_a_phrase_tells_what_its_words_tell(text: str, echo: str, fields: dict[str, Any]) -> None:
    found = find_periods(text)
    assert [text[m.start : m.end] for m in found] == ([echo] if echo else [])
    for mention in found:
        assert {name: getattr(mention, name) for name in fields} == fields


HEADINGS = [
    ("Three Months Ended March 31, 2003", "2003-01-01/2003-03-31"),
    ("Three Months Ended / March 31, / 2003", "2003-01-01/2003-03-31"),
    ("Six Months Ended June 30, 2003", "2003-01-01/2003-06-30"),
    ("Year Ended December 31, 2005", "2005-01-01/2005-12-31"),
    ("Thirteen Weeks Ended November 2, 2024", "2024-08-04/2024-11-02"),
    ("March 31, 2003", "2003-03-31"),
    ("Dec. 31, 2002", "2002-12-31"),
    ("June 30 2003", "2003-06-30"),
]


@pytest.mark.parametrize(("text", "period"), HEADINGS, ids=[text for text, _ in HEADINGS])
def test_a_heading_states_one_period(text: str, period: str) -> None:
    mention = read_heading(text)
    assert mention is not None
    assert str(Calendar.build([mention]).dated(mention)) == period


# calendar of cases/language/calendars.toml, phrase, period
RESOLVED = [
    ("q1", "the first quarter", "2003-01-01/2003-03-31"),
    ("q1", "the first quarter of 2002", "2002-01-01/2002-03-31"),
    ("q1", "the fourth quarter of 2002", "2002-10-01/2002-12-31"),
    ("q1", "the fourth quarter", "2002-10-01/2002-12-31"),
    ("q1", "a year ago", "2002-01-01/2002-03-31"),
    ("q1", "the prior quarter", "2002-10-01/2002-12-31"),
    ("q1", "next quarter", "2003-04-01/2003-06-30"),
    ("q1", "fiscal 2003", "2003-01-01/2003-12-31"),
    ("q1", "at December 31", "2002-12-31"),
    ("q1", "the March quarter", "2003-01-01/2003-03-31"),
    ("q2", "the first six months", "2003-01-01/2003-06-30"),
    ("q2", "the first half of 2002", "2002-01-01/2002-06-30"),
    ("q2", "year to date", "2003-01-01/2003-06-30"),
    ("q4", "the fourth quarter of 2004", "2004-10-01/2004-12-31"),
    ("q4", "full year", "2005-01-01/2005-12-31"),
    ("q4", "in 2004", "2004-01-01/2004-12-31"),
    ("q3", "the second quarter", "2025-04-01/2025-06-30"),
    ("q3", "first nine months of 2024", "2024-01-01/2024-09-30"),
    ("june", "the first quarter of fiscal 2004", "2003-07-01/2003-09-30"),
    ("june", "the fourth quarter of fiscal 2003", "2003-04-01/2003-06-30"),
    ("june", "fiscal 2003", "2002-07-01/2003-06-30"),
    ("june", "the September quarter", "2003-07-01/2003-09-30"),
    ("weeks", "the thirteen weeks ended October 28, 2023", "2023-07-30/2023-10-28"),
    ("weeks", "a year ago", "2023-07-30/2023-10-28"),
    ("weeks", "39-week period ended November 2, 2024", "2024-02-04/2024-11-02"),
    ("half", "the first half of 2013", "2013-01-01/2013-06-30"),
    ("half", "at 31 December 2013", "2013-12-31"),
]


@pytest.mark.parametrize(("name", "phrase", "period"), RESOLVED, ids=[f"{n}: {p}" for n, p, _ in RESOLVED])
def test_a_phrase_is_dated_by_the_issuer_s_calendar(name: str, phrase: str, period: str) -> None:
    mentions = find_periods(phrase)
    assert len(mentions) == 1
    assert str(calendar_of(name, mentions).resolve(mentions[0])) == period


def built(columns: list[str], prose: str = "", year_end: tuple[int, int] | None = None) -> Calendar:
    headings = [mention for heading in columns if (mention := read_heading(heading)) is not None]
    return Calendar.build(headings, find_periods(prose), year_end=year_end)


def test_the_reported_period_is_the_first_that_the_prose_dates() -> None:
    columns = [
        "Three Months Ended June 30, 2003",
        "Three Months Ended June 30, 2002",
        "Six Months Ended June 30, 2003",
    ]
    assert (
        str(built(columns, "results for the quarter ended June 30, 2003").current) == "2003-04-01/2003-06-30"
    )


def test_without_words_the_latest_quarter_of_the_columns_is_reported() -> None:
    columns = [
        "Six Months Ended June 30, 2003",
        "Three Months Ended June 30, 2003",
        "Three Months Ended June 30, 2002",
    ]
    assert str(built(columns).current) == "2003-04-01/2003-06-30"


def test_a_year_alone_is_reported_where_there_are_no_quarters() -> None:
    assert (
        str(built(["Year Ended June 30, 2003", "Year Ended June 30, 2002"]).current)
        == "2002-07-01/2003-06-30"
    )


def test_the_comparative_balance_date_of_an_interim_report_tells_the_year_end() -> None:
    calendar = built(["Three Months Ended September 30, 2003", "September 30, 2003", "June 30, 2003"])
    assert calendar.anchor == (1, 2004, date(2003, 9, 30))


def test_the_filing_s_header_tells_the_year_end() -> None:
    assert built(["Three Months Ended March 31, 2003"], year_end=(12, 31)).anchor == (
        1,
        2003,
        date(2003, 3, 31),
    )
    assert built(["Three Months Ended March 31, 2003"], year_end=(9, 30)).anchor == (
        2,
        2003,
        date(2003, 3, 31),
    )


def test_the_words_tell_which_fiscal_year_a_retailer_s_quarter_belongs_to() -> None:
    columns = ["Thirteen Weeks Ended November 2, 2024", "Thirteen Weeks Ended October 28, 2023"]
    calendar = built(columns, "the third quarter of fiscal 2024 and the third quarter of fiscal 2023", (2, 1))
    assert calendar.anchor == (3, 2024, date(2024, 11, 2))


@pytest.mark.parametrize(
    "prose", ["In the fourth quarter of 2002 orders were weak.", "Sales fell from the first quarter of 2002."]
)
def test_a_quarter_that_lies_back_does_not_set_the_calendar(prose: str) -> None:
    columns = [
        "Three Months Ended March 31, 2003",
        "Three Months Ended March 31, 2002",
        "March 31, 2003",
        "December 31, 2002",
    ]
    assert built(columns, prose).anchor == (1, 2003, date(2003, 3, 31))


def test_a_column_that_is_only_compared_with_is_not_the_period_reported() -> None:
    columns = [
        "Three Months Ended March 31, 2003",
        "Three Months Ended March 31, 2002",
        "March 31, 2003",
        "December 31, 2002",
    ]
    calendar = built(columns, "Net sales fell 16% from the quarter ended March 31, 2002.", (12, 31))
    assert str(calendar.current) == "2003-01-01/2003-03-31"


RANGES = [
    ("Period from March 4, 1999 (inception) to June 30, 2003", "1999-03-04/2003-06-30"),
    ("Cumulative from inception (March 4, 1999) through June 30, 2003", "1999-03-04/2003-06-30"),
    ("For the period January 1, 2005 through February 14, 2005", "2005-01-01/2005-02-14"),
    ("1 January to 31 March 2005", "2005-01-01/2005-03-31"),
    ("January-June 2006", "2006-01-01/2006-06-30"),
    ("Jan–Sep 2005", "2005-01-01/2005-09-30"),
    ("Three months ended 30 June 2005", "2005-04-01/2005-06-30"),
    ("Four Weeks Ended January 31, 1998", "1998-01-04/1998-01-31"),
    ("Dec-03", "2003-12-31"),
    ("31.12.2005", "2005-12-31"),
]


@pytest.mark.parametrize(("words", "period"), RANGES)
def test_a_stretch_is_told_by_both_its_ends(words: str, period: str) -> None:
    """Days or months from and to, the first without its year, and the forms that other countries print."""
    (mention,) = find_periods(words, heading=True)
    assert str(Calendar().resolve(mention)) == period


def test_two_balances_in_one_sentence_are_no_stretch_of_time() -> None:
    found = find_periods("Debt fell from December 31, 2003 to March 31, 2004.")
    assert [mention.months for mention in found] == [0, 0]


def test_the_weeks_that_the_prose_gives_a_quarter_are_how_long_it_was() -> None:
    """Of a 53-week year one quarter has 14 weeks; only the words tell which, and its neighbour says it shorter."""
    columns = [
        "Three Months Ended December 30, 2023",
        "Three Months Ended December 31, 2022",
        "December 30, 2023",
        "September 30, 2023",
    ]
    prose = "The fiscal 2024 first quarter had 13 weeks, while the fiscal 2023 first quarter had 14."
    printed = {str(period) for period in built(columns, prose).printed}
    assert {"2023-10-01/2023-12-30", "2022-09-25/2022-12-31"} <= printed


# --- properties --------------------------------------------------------------------------------------

DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
MONTHS = st.integers(1, 48)


@settings(max_examples=100, deadline=None)
@given(DAYS, MONTHS)
def test_a_day_shifted_there_and_back_is_the_same_but_at_the_end_of_a_month(day: date, months: int) -> None:
    back = shift_months(shift_months(day, months), -months)
    assert (back.year, back.month) == (day.year, day.month)
    assert abs((back - day).days) <= 3
    # February 28 of a leap year comes to a month's end in other years, and stays at one
    if day.day < 28:
        assert back == day
    if is_month_end(day):
        assert is_month_end(back)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["q1", "q2", "q3", "q4", "june", "weeks", "half"]), st.integers(0, 6), st.integers(1, 3)
)
def test_a_column_s_period_shifted_back_by_years_and_forth_again_is_the_same(
    name: str, at: int, years: int
) -> None:
    calendar = calendar_of(name, [])
    periods = sorted(calendar.printed, key=lambda period: (period.end, period.days))
    period = periods[at % len(periods)]
    assert calendar.shift(calendar.shift(period, years=-years), years=years) == period


@settings(max_examples=100, deadline=None)
@given(st.integers(1996, 2034), st.integers(1, 4), st.integers(1, 12))
def test_quarters_of_month_ends_follow_one_another_without_a_gap(year: int, quarter: int, steps: int) -> None:
    end = month_end(year, quarter * 3)
    calendar = Calendar(anchor=(quarter, year, end))
    period = Period(shift_months(end, -3) + timedelta(days=1), end)
    following = calendar.shift(period, months=3 * steps)
    assert following.months == 3
    assert is_month_end(following.end)
    assert calendar.shift(following, months=-3 * steps) == period
    after = calendar.shift(period, months=3)
    assert after.start == end + timedelta(days=1)


WORDS = st.lists(
    st.sampled_from(
        ["the", "first", "quarter", "of", "2003", "ended", "March 31,", "fiscal", "year", "ago", "Q3", "FY26", "same", "period", "six",
         "months", "weeks", "13", "to date", "prior", "half", "H1", "and", ",", "(", "ended", "December", "'04", "99/99/99", "-"]
    ),
    max_size=10,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(WORDS, st.booleans())
def test_periods_of_any_text_stand_in_order_and_can_be_dated(words: list[str], heading: bool) -> None:
    text = " ".join(words)
    place = 0
    calendar = calendar_of("q1", [])
    for mention in find_periods(text, heading=heading):
        assert place <= mention.start < mention.end <= len(text)
        assert isinstance(calendar.resolve(mention), Period | None)
        place = mention.end


def test_a_calendar_of_nothing_knows_nothing_and_says_so() -> None:
    calendar = Calendar.build([])
    assert calendar.current is None
    assert calendar.resolve(PeriodMention(0, 1, relation="year_ago")) is None
    assert calendar.resolve(PeriodMention(0, 1, quarter=3, months=3)) is None


@pytest.mark.parametrize("name", sorted(calendars()))
def test_each_calendar_of_the_cases_reports_one_of_its_columns(name: str) -> None:
    calendar = calendar_of(name, [])
    assert calendar.current in calendar.printed
