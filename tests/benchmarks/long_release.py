"""A release of any length about an invented issuer: so many segments, each with prose and a table."""

from __future__ import annotations

from random import Random

_NAMES = [
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elder",
    "Fir",
    "Gorse",
    "Hazel",
    "Ivy",
    "Juniper",
    "Larch",
    "Maple",
    "Nettle",
    "Oak",
    "Poplar",
    "Rowan",
]
_PLACES = ["Northern", "Southern", "Eastern", "Western", "Central", "Coastal", "Inland", "Upland"]
_KINDS = ["Valves", "Pumps", "Filters", "Gauges", "Fittings", "Motors", "Seals", "Hoses", "Drives", "Sensors"]
_LINES = (
    "Net sales",
    "Cost of sales",
    "Gross profit",
    "Operating expenses",
    "Operating income",
    "Net income",
)
# Segments in a release of the base length, which is about 15 KB.
_BASE = 12

_HEAD = """\
FARROWGATE INDUSTRIES REPORTS FIRST QUARTER RESULTS

TILLBRIDGE, Ohio, April 24, 2003 - Farrowgate Industries, Inc. today reported results for its first
quarter ended March 31, 2003.

"""


def long_release(times: int, seed: int = 0) -> str:
    """A release `times` as long as a common one: its prose first, then its tables."""
    random = Random(f"{seed}-{times}")
    prose, tables = [], []
    for number in range(_BASE * times):
        name = f"{_PLACES[number // 160 % 8]} {_NAMES[number % 16]} {_KINDS[number // 16 % 10]}"
        figures = segment_figures(random)
        prose.append(paragraph(name, figures))
        tables.append(table(name, figures))
    return _HEAD + "\n".join(prose) + "\n\n" + "\n".join(tables)


def segment_figures(random: Random) -> list[tuple[int, int]]:
    """Of each line this year's figure and last year's, in thousands."""
    sales = [random.randint(20_000, 90_000), random.randint(20_000, 90_000)]
    cost = [round(each * random.uniform(0.55, 0.7)) for each in sales]
    gross = [a - b for a, b in zip(sales, cost, strict=True)]
    spent = [random.randint(1_000, 5_000), random.randint(1_000, 5_000)]
    earned = [a - b for a, b in zip(gross, spent, strict=True)]
    net = [round(each * 0.65) for each in earned]
    return [(row[0], row[1]) for row in (sales, cost, gross, spent, earned, net)]


def paragraph(name: str, figures: list[tuple[int, int]]) -> str:
    """Sentences on a segment's sales, margin, expenses and income."""
    (sales, before), _, (gross, _), (spent, spent_before), (earned, _), (net, net_before) = figures
    change = (sales - before) / before * 100
    moved = "increased" if change >= 0 else "decreased"
    return (
        f"{name} net sales {moved} {abs(change):.1f}% to ${sales / 1000:.1f} million for the first quarter of\n"
        f"2003 from ${before / 1000:.1f} million for the first quarter of 2002. {name} gross profit was\n"
        f"${gross / 1000:.1f} million, or {gross / sales * 100:.1f}% of net sales. {name} operating expenses were ${spent / 1000:.1f}\n"
        f"million compared with ${spent_before / 1000:.1f} million a year earlier, and {name} operating income was\n"
        f"${earned / 1000:.1f} million. {name} net income was ${net / 1000:.1f} million, versus ${net_before / 1000:.1f} million in the first\n"
        "quarter of 2002. Orders were steady through the quarter, and the plants ran two shifts.\n"
    )


def table(name: str, figures: list[tuple[int, int]]) -> str:
    """A segment's statement in fixed columns."""
    rows = "\n".join(
        f"{line:<38}{_printed(now):>14}{_printed(then):>14}"
        for line, (now, then) in zip(_LINES, figures, strict=True)
    )
    return (
        f"{name.upper() + ' STATEMENT OF INCOME':^66}\n{'(In thousands)':^66}\n\n"
        f"{'':<38}{'Three Months Ended March 31,':>28}\n{'':<38}{'2003':>14}{'2002':>14}\n"
        f"{'':<38}{'----------':>14}{'----------':>14}\n{rows}\n"
    )


def _printed(number: int) -> str:
    return f"{number:,}" if number >= 0 else f"({-number:,})"
