"""`narrext seed-errors`: planting errors into copies of a release, one at a time."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import narrext
from narrext.cli import cli
from narrext.layout import HtmlCell, LayoutBlock
from narrext.release import Part, Release, read
from narrext.report import Report
from narrext.seeding.edits import Moved, edited
from narrext.seeding.numbers import find_printed, other_digits, tenfold, transposed
from narrext.seeding.plant import Seeded, by_kind, find_slips, seed_release, tally
from narrext.seeding.prose import prose_slips
from narrext.seeding.records import KINDS, Edit, Slip
from narrext.seeding.render import encode_seeding, render_misses, render_seeding
from narrext.seeding.truth import Truth, fits
from narrext.seeding.words import exchange, pairs, pattern

CORPUS = Path(__file__).parents[1] / "corpus" / "releases"
PLAIN = CORPUS / "tarnwell_2003q3.txt"
HTML = CORPUS / "brackenmoor_2002q4.htm"


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth(narrext.check(PLAIN))


@pytest.fixture(scope="module")
def slips(truth: Truth) -> list[Slip]:
    return list(find_slips(truth, 0, ("prose", "table")))


# --- edits -------------------------------------------------------------------------------------------


def test_all_that_points_into_a_text_moves_along_with_an_edit() -> None:
    text = "Sales 5%. | 1 | 22 |"
    cells = (HtmlCell(0, 0, 1, 1, 12, 13, 0), HtmlCell(0, 1, 1, 1, 16, 18, 0))
    layout = (LayoutBlock("text", 0, 9), LayoutBlock("table", 10, 20, cells))
    release = Release("a", "", "html", text, (Part("", "a", "", 0, len(text), True, ""),), layout)
    copy = edited(release, [Edit(6, 7, "123"), Edit(12, 13, "4")])
    assert copy.text == "Sales 123%. | 4 | 22 |"
    assert [copy.text[c.start : c.end] for c in copy.layout[1].cells] == ["4", "22"]
    assert [copy.text[b.start : b.end] for b in copy.layout] == ["Sales 123%.", "| 4 | 22 |"]
    assert copy.parts[0].end == len(copy.text)
    assert release.text == text


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4), st.text("ab", max_size=5)), max_size=4))
@settings(max_examples=80, deadline=None)
def test_what_stands_outside_the_edits_keeps_its_words(drawn: list[tuple[int, int, str]]) -> None:
    text = "".join(chr(0x4E00 + index) for index in range(50))
    edits: list[Edit] = []
    for start, length, new in sorted(drawn):
        if not edits or start > edits[-1].end:
            edits.append(Edit(start, start + length, new))
    copy = edited(Release("a", "", "text", text, ()), edits)
    moved = Moved(edits)
    outside = [i for i in range(50) if not any(edit.start <= i < edit.end for edit in edits)]
    assert [copy.text[moved.at(i)] for i in outside] == [text[i] for i in outside]


# --- numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "other", "shown"),
    [
        ("$7.5 million", "7500000", "8973000", "9.0"),
        ("$.11 per share", "0.11", "0.4", ".40"),
        ("$800,000", "800000", "326000", "326,000"),
        ("$1,089,000", "1089000", "991000", "991,000"),
        ("15 cents", "0.15", "0.3", "30"),
        ("8%", "8", "12.4", "12"),
        ("1200 stores", "1200", "1300", "1300"),
        ("980", "980", "1300", "1,300"),
    ],
)
def test_another_number_is_printed_in_the_same_form(text: str, value: str, other: str, shown: str) -> None:
    printed = find_printed(text, 0, len(text), Decimal(value))
    assert printed is not None
    assert printed.show(Decimal(other)) == shown


@pytest.mark.parametrize(("text", "value"), [("doubled", "2"), ("0.0%", "0"), ("two of 5", "2"), ("", "1")])
def test_what_no_numeral_states_is_left_alone(text: str, value: str) -> None:
    assert find_printed(text, 0, len(text), Decimal(value)) is None


@given(st.from_regex(r"\A[1-9]\d{0,2}(,\d{3})?(\.\d{1,2})?\Z"), st.integers())
@settings(max_examples=80, deadline=None)
def test_digits_are_changed_one_at_a_time_and_leave_a_number_that_looks_like_one(
    digits: str, seed: int
) -> None:
    draw = random.Random(seed)
    for changed in other_digits(digits, draw):
        assert sum(a != b for a, b in zip(changed, digits, strict=True)) == 1
        assert not (changed.startswith("0") and not changed.startswith("0."))
    for changed in transposed(digits, draw):
        assert sorted(changed) == sorted(digits)
        assert changed != digits


def test_the_point_moves_by_one_place() -> None:
    printed = find_printed("$7.5 million", 0, 12, Decimal(7500000))
    assert printed is not None
    assert sorted(tenfold(printed, Decimal(7500000), random.Random(0))) == ["0.75", "75"]


def test_words_are_exchanged_in_their_case() -> None:
    def turned(name: str, text: str) -> str:
        word = pattern(name).search(text)
        assert word is not None
        edit = exchange(name, word)
        return text[: edit.start] + edit.new + text[edit.end :]

    assert turned("direction", "Increased by 5%") == "Decreased by 5%"
    assert turned("direction", "UP 5%") == "DOWN 5%"
    assert turned("direction", "an\n increase of 5%") == "a decrease of 5%"
    assert turned("scale", "$7.5 million") == "$7.5 billion"
    assert turned("sign", "net loss of") == "net income of"


@pytest.mark.parametrize("name", ["direction", "sign", "quarter", "scale"])
def test_no_word_is_its_own_opposite(name: str) -> None:
    assert all(word != other for word, other in pairs(name).items())


# --- slips -------------------------------------------------------------------------------------------


def test_the_same_seed_plants_the_same_errors_and_another_seed_others(
    truth: Truth, slips: list[Slip]
) -> None:
    assert slips == list(find_slips(truth, 0, ("prose", "table")))
    assert slips != list(find_slips(truth, 1, ("prose", "table")))


def test_every_number_planted_in_the_prose_contradicts_its_cells(truth: Truth, slips: list[Slip]) -> None:
    by_id = {target.claim.id: target for target in truth.targets}
    planted = 0
    for slip in slips:
        (edit, *_) = slip.edits
        target = by_id[next(iter(slip.falsified))]
        if slip.where == "prose" and (edit.start, edit.end) == (target.printed.start, target.printed.end):
            claim = replace(
                target.claim, value=target.printed.value(edit.new), step=target.printed.step(edit.new)
            )
            assert not fits(claim, target.candidate), slip
            planted += 1
    assert planted > 40


def test_an_error_in_a_typewritten_table_leaves_its_columns_where_they_are(
    truth: Truth, slips: list[Slip]
) -> None:
    release = truth.report.document.release
    for slip in slips:
        if slip.where == "table":
            copy = edited(release, slip.edits)
            assert [len(line) for line in copy.text.split("\n")] == [
                len(line) for line in release.text.split("\n")
            ]


def test_all_kinds_but_the_rare_ones_occur_in_one_release(slips: list[Slip]) -> None:
    found = {slip.kind for slip in slips}
    assert found <= set(KINDS)
    assert set(KINDS) - found <= {"points", "sign", "quarter", "absent quarter", "period", "direction"}


def test_each_claim_and_cell_gets_one_error_of_a_kind(slips: list[Slip]) -> None:
    places = [
        (slip.where, slip.kind, tuple(sorted(slip.falsified)), slip.before)
        for slip in slips
        if slip.where == "prose"
    ]
    assert len(places) == len(set(places))


def test_a_claim_that_does_not_agree_is_no_target() -> None:
    report = narrext.check(PLAIN)
    wrong = tuple(replace(verdict, verdict="mismatch", reason="value") for verdict in report.verdicts)
    assert Truth(replace(report, verdicts=wrong)).targets == []


def test_up_and_down_are_exchanged_next_to_their_number_only(truth: Truth) -> None:
    for target in truth.targets:
        for slip in prose_slips(truth, target, random.Random(0)):
            if slip.kind == "direction":
                (edit,) = slip.edits
                between = (
                    truth.text[edit.end : target.claim.start] or truth.text[target.claim.end : edit.start]
                )
                assert not any(char.isdigit() for char in between)


TOOLS = """\
TALLOWBY GARDEN TOOLS REPORTS THIRD QUARTER RESULTS

HAVERSHAM - Tallowby Garden Tools reported net sales of $7.5 million for
the third quarter of 2003. {more}

                     TALLOWBY GARDEN TOOLS
                 CONSOLIDATED INCOME STATEMENT
                        (In thousands)

                        Three Months Ended     Nine Months Ended
                          September 30,          September 30,
                         2003       2002        2003       2002
                       --------   --------    --------   --------
Net sales              $  7,539   $  8,973    $ 21,118   $ 25,404
Cost of sales             4,889      5,972      13,801     16,200
Gross profit              2,650      3,001       7,317      9,204
"""


def planted_kinds(more: str, claim: str) -> set[str]:
    """What goes wrong in the prose for a claim of that release."""
    report = narrext.check(TOOLS.format(more=more).encode())
    return {slip.kind for slip in find_slips(Truth(report), 0, ("prose",)) if claim in slip.falsified}


def test_a_quarter_that_no_column_shows_is_a_kind_of_its_own() -> None:
    assert {"absent quarter", "prior year", "year to date"} <= planted_kinds("", "c1")
    assert "quarter" not in planted_kinds("", "c1")


def test_a_quarter_that_its_last_day_tells_is_not_misnamed() -> None:
    dated = "Gross profit for the third quarter ended September 30, 2003 was $2.7 million."
    kinds = planted_kinds(dated, "c2")
    assert "prior year" in kinds
    assert not {"quarter", "absent quarter"} & kinds


def test_no_other_span_of_time_is_put_where_none_is_told() -> None:
    """A sentence without a word of time may mean any column that ends with the period."""
    assert "year to date" in planted_kinds("Gross profit fell 11.7% in the quarter.", "c2")
    kinds = planted_kinds("Gross profit decreased 11.7%.", "c2")
    assert "direction" in kinds
    assert "year to date" not in kinds


# --- planting ----------------------------------------------------------------------------------------


class Watch:
    """Stands in for the check: the report of the untouched release, altered where a test wants it."""

    def __init__(self, report: Report, change: Any) -> None:
        self.report, self.change, self.seen = report, change, 0

    def __call__(self, release: Release) -> Report:
        self.seen += 1
        if release.text == self.report.document.release.text:
            return self.report
        return self.change(self.report, release)


def test_a_check_that_notices_nothing_flags_nothing() -> None:
    report = narrext.check(PLAIN)
    watch = Watch(report, lambda report, release: report)
    seeded = seed_release(report.document.release, check=watch, kinds=("digit",), where=("prose",))
    counts = tally(seeded.planted)
    assert counts.planted == watch.seen - 1 > 10
    assert (counts.flagged, counts.diagnosed) == (0, 0)


def test_claims_that_change_elsewhere_are_counted_and_new_mismatches_among_them() -> None:
    report = narrext.check(PLAIN)
    wrong = tuple(replace(verdict, verdict="mismatch", reason="value") for verdict in report.verdicts)
    seeded = seed_release(
        report.document.release,
        check=Watch(report, lambda report, release: replace(report, verdicts=wrong)),
        kinds=("transposition",),
        where=("prose",),
    )
    each = seeded.planted[0]
    assert each.flagged
    assert each.diagnosed
    others = [v for v in report.claims if v.verdict != "mismatch" and v.claim.id not in each.slip.falsified]
    assert len(each.elsewhere) == each.alarms == len(others)
    assert all(change.after == "mismatch" for change in each.elsewhere)


def test_a_claim_that_is_gone_is_neither_flagged_nor_overlooked() -> None:
    report = narrext.check(PLAIN)
    seeded = seed_release(
        report.document.release,
        check=Watch(report, lambda report, release: replace(report, verdicts=())),
        kinds=("digit",),
        where=("prose",),
    )
    each = seeded.planted[0]
    assert (each.flagged, each.verdict) == (False, "")
    assert {change.after for change in each.elsewhere} == {""}


@pytest.mark.parametrize("path", [PLAIN, HTML], ids=["plain text", "HTML"])
def test_errors_are_planted_into_prose_and_tables_of_every_layout(path: Path) -> None:
    seeded = seed_release(read(path), kinds=("prior year",))
    places = {each.slip.where for each in seeded.planted}
    assert places == {"prose", "table"}
    assert 0 < seeded.tied <= seeded.claims


# --- the command -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeded() -> Seeded:
    return seed_release(read(PLAIN), kinds=("thousandfold", "direction"), where=("prose",))


def test_the_table_counts_what_the_json_lists(seeded: Seeded) -> None:
    encoded = encode_seeding([seeded], 0)
    assert encoded["total"]["planted"] == len(encoded["errors"]) == len(seeded.planted)
    assert sum(kind["planted"] for kind in encoded["kinds"]) == len(seeded.planted)
    assert sum(kind["flagged"] for kind in encoded["kinds"]) == sum(e["flagged"] for e in encoded["errors"])
    assert [kind["kind"] for kind in encoded["kinds"]] == ["thousandfold", "direction"]
    assert list(by_kind(seeded.planted)) == [("prose", "thousandfold"), ("prose", "direction")]
    text = render_seeding([seeded], 0)
    assert text.startswith(
        f"{len(seeded.planted)} errors planted one at a time into 1 release (seed 0)\nCoverage: "
    )


def test_what_the_tables_cannot_show_up_is_counted_apart(seeded: Seeded) -> None:
    beyond = replace(
        seeded.planted[0], slip=replace(seeded.planted[0].slip, kind="absent quarter"), flagged=False, verdict="unsupported"
    )  # fmt: skip
    both = replace(seeded, planted=(*seeded.planted, beyond))
    encoded, alone = encode_seeding([both], 0), encode_seeding([seeded], 0)
    assert encoded["total"] == alone["total"]
    assert (encoded["beyond"]["planted"], encoded["beyond"]["flagged"]) == (1, 0)
    assert len(encoded["errors"]) == len(alone["errors"]) + 1
    text = render_seeding([both], 0)
    assert (
        "of which there is no column, 1 times: 0 flagged; the others were said to be: 1 unsupported" in text
    )
    assert "absent quarter" not in text


def test_misses_are_told_with_what_was_altered(seeded: Seeded) -> None:
    missed = replace(seeded.planted[0], flagged=False, diagnosed=False, verdict="match", reason=None)
    text = render_misses([replace(seeded, planted=(missed,))])
    assert text.startswith(
        f"not flagged: {PLAIN.name}: thousandfold in the prose, 'million' → 'billion' in '"
    )
    assert render_misses([replace(seeded, planted=())]) == "No misses.\n"
    rightly = replace(missed, slip=replace(missed.slip, kind="absent quarter"), verdict="unsupported")
    assert render_misses([replace(seeded, planted=(rightly,))]) == "No misses.\n"


def test_the_command_prints_a_line_a_kind(tmp_path: Path) -> None:
    call = ["seed-errors", str(PLAIN), "--kind", "thousandfold", "--where", "prose"]
    result = CliRunner().invoke(cli, call, standalone_mode=False, catch_exceptions=False)
    assert result.return_value == 0
    assert "prose  thousandfold" in result.output
    out = tmp_path / "seeding.json"
    CliRunner().invoke(cli, [*call, "--json", "-o", str(out)], standalone_mode=False, catch_exceptions=False)
    assert json.loads(out.read_text())["schema"] == "narrext.seeding/1"
