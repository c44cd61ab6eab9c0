"""HTML tables -> grid: an invented table, written as HTML in any usual way, is read back as it was."""

from __future__ import annotations

import html
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from narrext.html import render
from narrext.tables.html_grid import html_grid
from narrext.tables.records import GridCell

LABELS = st.sampled_from(
    [
        "Net sales",
        "Cost of sales",
        "Gross margin",
        "Yarn",
        "Cloth, dyed",
        "Net income (loss)",
        "Basic",
        "Total",
    ]
)


@dataclass(frozen=True)
class Figure:
    """A printed figure in its pieces, each of which may stand in a cell of its own."""

    before: str
    number: str
    after: str

    @property
    def printed(self) -> str:
        return self.before + self.number + self.after


@dataclass(frozen=True)
class Layout:
    """How the invented table is written."""

    split_signs: bool  # "$" and ")" in cells of their own, on columns of their own
    spacers: bool  # an empty column before each column of figures
    spread: bool  # figures without signs reach over the columns of the signs
    indent: str  # "padding", "margin", "nbsp", "emsp", "columns"
    empty_rows: bool
    font_tags: bool


def figures() -> st.SearchStrategy[Figure]:
    number = st.integers(0, 9_999_999).map(lambda value: f"{value:,}")
    decimals = st.integers(0, 9999).map(lambda value: f"{value / 100:.2f}")
    plain = st.builds(Figure, st.sampled_from(["", "$"]), st.one_of(number, decimals), st.just(""))
    negative = st.builds(Figure, st.sampled_from(["(", "$("]), number, st.just(")"))
    percent = st.builds(Figure, st.just(""), decimals, st.just("%"))
    return st.one_of(plain, negative, percent, st.just(Figure("", "—", "")))


LAYOUTS = st.builds(
    Layout,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["padding", "margin", "nbsp", "emsp", "columns"]),
    st.booleans(),
    st.booleans(),
)


def holds_numbers(rows: list[tuple[str, int, list[Figure]]]) -> bool:
    return sum(any(map(str.isdigit, each.number)) for _, _, row in rows for each in row) > 1


ROWS = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.tuples(LABELS, st.integers(0, 2), st.lists(figures(), min_size=width, max_size=width)),
        min_size=2,
        max_size=6,
    ).filter(holds_numbers)
)


def write_table(rows: list[tuple[str, int, list[Figure]]], layout: Layout) -> str:
    width = len(rows[0][2])
    parts = ["<table>", _heading(width, layout)]
    for label, level, row in rows:
        parts.append(
            "<tr>" + _label(label, level, layout) + "".join(_figure(each, layout) for each in row) + "</tr>"
        )
        if layout.empty_rows:
            parts.append(
                f"<tr><td colspan={_label_columns(layout) + width * _columns(layout)}>&nbsp;</td></tr>"
            )
    return "".join(parts) + "</table>"


def _columns(layout: Layout) -> int:
    """Columns of the source for each column of figures."""
    return layout.spacers + (3 if layout.split_signs else 1)


def _label_columns(layout: Layout) -> int:
    return 3 if layout.indent == "columns" else 1


def _heading(width: int, layout: Layout) -> str:
    """ "Year Ended" over all columns, then a year over each."""
    blank = f"<td colspan={_label_columns(layout)}></td>"
    spacer = "<td></td>" if layout.spacers else ""
    own = 3 if layout.split_signs else 1
    over = width * _columns(layout) - layout.spacers
    years = "".join(f"{spacer}<td colspan={own}>{2020 + index}</td>" for index in range(width))
    return f"<tr>{blank}{spacer}<td colspan={over}>Year Ended June 30,</td></tr><tr>{blank}{years}</tr>"


def _label(label: str, level: int, layout: Layout) -> str:
    text = html.escape(label)
    if layout.font_tags:
        text = f'<font size="2" face="Times"><b>{text}</b></font>'
    match layout.indent:
        case "padding":
            return f'<td style="padding:2px 1pt 2px {1 + 12 * level}pt">{text}</td>'
        case "margin":
            return f'<td><p style="margin-left:{2 * level + 1}.0em;text-indent:-1.0em">{text}</p></td>'
        case "nbsp":
            return f"<td>{'&nbsp;' * (3 * level)}{text}</td>"
        case "emsp":
            return f"<td>{'&emsp;' * level}{text}</td>"
    return "<td></td>" * level + f"<td colspan={3 - level}>{text}</td>"


def _figure(figure: Figure, layout: Layout) -> str:
    spacer = "<td>&nbsp;</td>" if layout.spacers else ""
    if not layout.split_signs:
        return f"{spacer}<td align=right>{figure.printed}</td>"
    if layout.spread and not figure.before and not figure.after:
        return f"{spacer}<td colspan=2>{figure.number}</td><td></td>"
    before = figure.before.rstrip("(")
    number = "(" * figure.before.count("(") + figure.number
    return f"{spacer}<td>{before}</td><td>{number}</td><td nowrap>{figure.after}</td>"


def read_grid(source: str) -> tuple[str, list[list[GridCell]]]:
    text, (block,) = render(source)
    rows: list[list[GridCell]] = []
    for cell in html_grid(block.cells, text):
        rows.extend([] for _ in range(cell.row + 1 - len(rows)))
        rows[cell.row].append(cell)
    return text, rows


@settings(max_examples=100, deadline=None)
@given(ROWS, LAYOUTS)
def test_an_invented_table_comes_back_cell_by_cell(
    rows: list[tuple[str, int, list[Figure]]], layout: Layout
) -> None:
    text, grid = read_grid(write_table(rows, layout))
    width = len(rows[0][2])
    over, years, *body = grid
    assert [(cell.column, cell.column_span, text[cell.start : cell.end]) for cell in over] == [
        (1, width, "Year Ended June 30,")
    ]
    assert [(cell.column, text[cell.start : cell.end]) for cell in years] == [
        (index + 1, str(2020 + index)) for index in range(width)
    ]
    assert len(body) == len(rows)
    for (label, _, figures_), cells in zip(rows, body, strict=True):
        assert [text[cell.start : cell.end] for cell in cells] == [
            label,
            *(each.printed for each in figures_),
        ]
        assert [cell.column for cell in cells] == list(range(width + 1))


@settings(max_examples=60, deadline=None)
@given(ROWS, LAYOUTS)
def test_labels_keep_the_order_of_their_indents(
    rows: list[tuple[str, int, list[Figure]]], layout: Layout
) -> None:
    _, grid = read_grid(write_table(rows, layout))
    indents = [cells[0].indent for cells in grid[2:]]
    levels = [level for _, level, _ in rows]
    for first, one in zip(indents, levels, strict=True):
        for second, other in zip(indents, levels, strict=True):
            assert (first < second) == (one < other)


@settings(max_examples=60, deadline=None)
@given(ROWS, LAYOUTS)
def test_a_figure_stands_flush_right_below_its_heading(
    rows: list[tuple[str, int, list[Figure]]], layout: Layout
) -> None:
    text, grid = read_grid(write_table(rows, layout))
    edges = [cell.end - text.rfind("\n", 0, cell.start) for cell in grid[1]]
    for cells in grid[2:]:
        assert [cell.end - text.rfind("\n", 0, cell.start) for cell in cells[1:]] == edges


def printed(source: str) -> list[list[tuple[int, int, str]]]:
    text, rows = read_grid(source)
    return [[(cell.column, cell.column_span, text[cell.start : cell.end]) for cell in row] for row in rows]


def test_headings_of_two_levels_keep_their_spans() -> None:
    assert printed(
        """<table><tr><td></td><td colspan=5>Units</td><td></td><td colspan=5>Revenue</td></tr>
        <tr><td></td><td colspan=2>2003</td><td></td><td colspan=2>2002</td>
        <td></td><td colspan=2>2003</td><td></td><td colspan=2>2002</td></tr>
        <tr><td>Mills</td><td></td><td>5</td><td></td><td></td><td>6</td>
        <td></td><td>$</td><td>50</td><td></td><td>$</td><td>61</td></tr></table>"""
    ) == [
        [(1, 2, "Units"), (3, 2, "Revenue")],
        [(1, 1, "2003"), (2, 1, "2002"), (3, 1, "2003"), (4, 1, "2002")],
        [(0, 1, "Mills"), (1, 1, "5"), (2, 1, "6"), (3, 1, "$50"), (4, 1, "$61")],
    ]


def test_footnote_marks_in_cells_of_their_own_join_what_they_mark() -> None:
    assert printed(
        """<table><tr><td>Yarn</td><td>(1)</td><td>(8</td><td>)(a)</td></tr>
        <tr><td>Cloth</td><td></td><td>2</td><td>(b)</td></tr>
        <tr><td>Felt</td><td>(2)</td><td>7</td><td></td></tr></table>"""
    ) == [
        [(0, 1, "Yarn (1)"), (1, 1, "(8)(a)")],
        [(0, 1, "Cloth"), (1, 1, "2 (b)")],
        [(0, 1, "Felt (2)"), (1, 1, "7")],
    ]


def test_a_minus_one_in_parentheses_is_no_footnote_mark() -> None:
    assert printed(
        """<table><tr><td>Yarn</td><td>12</td><td>(1)</td></tr>
        <tr><td>Cloth</td><td>14</td><td>(23)</td></tr></table>"""
    ) == [[(0, 1, "Yarn"), (1, 1, "12"), (2, 1, "(1)")], [(0, 1, "Cloth"), (1, 1, "14"), (2, 1, "(23)")]]


def test_raised_footnote_marks_are_no_part_of_the_number() -> None:
    assert printed(
        """<table><tr><td>EBITDA<sup>1</sup></td><td>1,234<sup>(2)</sup></td><td>9</td></tr>
        <tr><td>Sales</td><td>5</td><td>6</td></tr></table>"""
    ) == [
        [(0, 1, "EBITDA (1)"), (1, 1, "1,234 (2)"), (2, 1, "9")],
        [(0, 1, "Sales"), (1, 1, "5"), (2, 1, "6")],
    ]


def test_a_unit_in_a_cell_of_its_own_joins_its_number() -> None:
    assert printed(
        """<table><tr><td>Margin</td><td>1.6</td><td>pts</td><td>12</td><td>%</td></tr>
        <tr><td>Change</td><td>(50</td><td>) bps</td><td>3</td><td>x</td></tr></table>"""
    ) == [
        [(0, 1, "Margin"), (1, 1, "1.6 pts"), (2, 1, "12%")],
        [(0, 1, "Change"), (1, 1, "(50) bps"), (2, 1, "3x")],
    ]


def test_a_label_that_spans_rows_is_printed_once() -> None:
    text, rows = read_grid(
        """<table><tr><td rowspan=2>Mills</td><td>2</td><td>3</td></tr>
        <tr><td>4</td><td>5</td></tr>
        <tr><td>Shops</td><td>6</td><td>7</td></tr></table>"""
    )
    assert [(cell.column, cell.row_span, text[cell.start : cell.end]) for cell in rows[0]] == [
        (0, 2, "Mills"),
        (1, 1, "2"),
        (2, 1, "3"),
    ]
    assert [cell.column for cell in rows[1]] == [1, 2]


def test_words_beside_figures_have_a_column_of_their_own() -> None:
    assert printed(
        """<table><tr><td>Yarn</td><td>12</td><td>in Dunmore</td></tr>
        <tr><td>Cloth</td><td>14</td><td>in Aske</td></tr></table>"""
    ) == [
        [(0, 1, "Yarn"), (1, 1, "12"), (2, 1, "in Dunmore")],
        [(0, 1, "Cloth"), (1, 1, "14"), (2, 1, "in Aske")],
    ]
