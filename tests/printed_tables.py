"""Prints invented statements the way filers do: in lines of type, with tabs, in HTML."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from decimal import Decimal
from html import escape

from invented_tables import LENGTHS, Column, Line, Statement, Style, Value

EUROPEAN = str.maketrans(",.", " ,")
LEAST = 4
INTRODUCTION = "Example Instruments makes instruments."


def print_value(value: Value, column: Column, style: Style, mark: str = "") -> str:
    """A figure as printed; where negatives are in parentheses, one blank stands for the missing one."""
    blank = "" if style.minus else " "
    if value is None:
        return ""
    if isinstance(value, str):
        return (style.dash if value == "dash" else value) + blank
    digits = f"{abs(value):,f}" + ("%" if column.change else "")
    digits = digits.translate(EUROPEAN) if style.blanks else digits
    mark = "" if column.change else mark
    if style.minus:
        return f"{'-' if value < 0 else ''}{mark}{digits}"
    return f"{mark}({digits})" if value < 0 else f"{mark}{digits} "


def european(statement: Statement, style: Style) -> Style:
    """A style with blanks between thousands only for statements that have enough of them to tell."""
    told = [v for line in statement.lines for v in line.values if isinstance(v, Decimal) and abs(v) >= 1000]
    return replace(style, blanks=style.blanks and len(told) >= LEAST and not style.tabs)


def print_row(line: Line, statement: Statement, style: Style) -> list[str]:
    style = european(statement, style)
    mark = "$" if style.dollars and line is statement.lines[0] else ""
    return [print_value(v, c, style, mark) for v, c in zip(line.values, statement.columns, strict=True)]


def caption(statement: Statement, style: Style) -> list[str]:
    scale = f"({statement.scale}, except per share data)" if statement.scale else "(unaudited)"
    period = [period_caption(statement, style)] if in_caption(statement, style) else []
    return ["EXAMPLE INSTRUMENTS, INC.", statement.title, *period, scale]


def in_caption(statement: Statement, style: Style) -> bool:
    """Whether the caption tells the period and the columns only years: one length and two dates in all."""
    ends = {column.end.month for column in statement.columns}
    return style.headings == "caption" and len(statement.groups) == 1 and len(ends) == 1


def period_caption(statement: Statement, style: Style) -> str:
    new, old = statement.groups[0][:2]
    length = f"{length_words(new, style)} " if new.months else ""
    return f"{length}{day_words(new)} {new.end.year} and {old.end.year}"


def length_words(column: Column, style: Style) -> str:
    return style.length.format(word=LENGTHS[column.months], number=column.months)


def day_words(column: Column) -> str:
    return f"{column.end:%B} {column.end.day},"


def lowest(column: Column) -> str:
    return "% Change" if column.change else str(column.end.year)


def sections_opened(line: Line, above: Line | None) -> list[tuple[int, str]]:
    """The headings that stand over a row and did not over the one above, with their depth."""
    parents, old = line.path[:-1], above.path[:-1] if above else ()
    same = next(
        (i for i, (a, b) in enumerate(zip(parents, old, strict=False)) if a != b), min(len(parents), len(old))
    )
    return [(depth, parents[depth]) for depth in range(same, len(parents))]


# --- lines of type -----------------------------------------------------------------------------------


def print_text(statement: Statement, style: Style) -> str:
    """The statement in a plain-text release, under a paragraph that says nothing of it."""
    if style.tabs:
        return print_tabs(statement, style)
    columns = statement.columns
    printed = [print_row(line, statement, style) for line in statement.lines]
    least = 20 if style.headings == "joined" and columns[0].months else 14
    width = max(least, *(len(cell) for row in printed for cell in row))
    lefts = [style.label_width + at * (width + style.gap) + style.gap for at in range(len(columns))]
    heads = headings_of(statement, style, lefts, width)
    titles = caption(statement, style)
    body = [*heads]
    above: Line | None = None
    for at, (line, cells) in enumerate(zip(statement.lines, printed, strict=True)):
        if style.paged and not style.tags and 3 <= at == len(printed) // 2 and not line.path[:-1]:
            body += [
                "",
                "",
                "<PAGE>",
                *(words.center(lefts[-1] + width).rstrip() for words in titles),
                "",
                *heads,
            ]
        body += ["  " * depth + name for depth, name in sections_opened(line, above)]
        if style.rules and line is statement.lines[-1]:
            body.append(place(["-" * width] * len(columns), lefts, width))
        body += print_lines(line, place(cells, lefts, width), style, lefts[0])
        above = line
    if style.tags:
        body = ["<TABLE>", "<CAPTION>", *titles, "<S>" + "   <C>" * len(columns), *body, "</TABLE>"]
    else:
        body = [*(words.center(lefts[-1] + width).rstrip() for words in titles), "", *body]
    if style.double:
        body = [each for line in body for each in (line, "")]
    return "\n".join([INTRODUCTION, "", *body, ""])


def print_lines(line: Line, figures: str, style: Style, left: int) -> list[str]:
    """A row: its label, on as many lines as it takes, and its figures on the first or the last of them."""
    indent = "  " * (len(line.path) - 1)
    wrapped = textwrap.wrap(line.path[-1], style.label_width - len(indent) - 5)
    told = 0 if style.numbers_first else len(wrapped) - 1
    found = []
    for at, part in enumerate(wrapped):
        stub = indent + ("  " if at else "") + part
        if at == told:
            dots = "." if style.leaders else " "
            stub = (stub.ljust(style.label_width, dots).ljust(left) + figures[left:]).rstrip()
        found.append(stub)
    return found


def place(cells: list[str], lefts: list[int], width: int) -> str:
    found = ""
    for cell, left in zip(cells, lefts, strict=True):
        found = found.ljust(left) + cell.rjust(width)
    return found


def headings_of(statement: Statement, style: Style, lefts: list[int], width: int) -> list[str]:
    columns = statement.columns
    blank = "" if style.minus else " "
    years = place([lowest(column) + blank for column in columns], lefts, width)
    ends = [day_words(column) if not column.change else "" for column in columns]
    if in_caption(statement, style):
        return [years.rstrip()]
    if not columns[0].months:
        # days over years, each in its column
        return [place(ends, lefts, width).rstrip(), years.rstrip()]
    spans = spans_of(statement, lefts, width)
    lengths = [length_words(group[0], style) for group in statement.groups]
    days = [day_words(group[0]) for group in statement.groups]
    if style.headings == "dates":
        found = [center(lengths, spans), place(ends, lefts, width), years]
    elif style.headings == "joined":
        found = [center([f"{a} {b}" for a, b in zip(lengths, days, strict=True)], spans), years]
    else:
        found = [center(lengths, spans), center(days, spans), years]
    if style.rules:
        found.insert(-1, center(["-" * (right - left) for left, right in spans], spans))
    return [row.rstrip() for row in found]


def spans_of(statement: Statement, lefts: list[int], width: int) -> list[tuple[int, int]]:
    spans = []
    at = 0
    for group in statement.groups:
        spans.append((lefts[at], lefts[at + len(group) - 1] + width))
        at += len(group)
    return spans


def center(words: list[str], spans: list[tuple[int, int]]) -> str:
    found = ""
    for each, (left, right) in zip(words, spans, strict=True):
        found = found.ljust(left) + each.center(right - left)
    return found


def print_tabs(statement: Statement, style: Style) -> str:
    """With a tab before each cell; every column says its length and its day."""
    columns = statement.columns
    body = [*caption(statement, style), ""]
    if columns[0].months:
        body.append("".join(f"\t{'' if c.change else length_words(c, style)}" for c in columns))
    body.append("".join(f"\t{'% Change' if c.change else f'{day_words(c)} {c.end.year}'}" for c in columns))
    above: Line | None = None
    for line in statement.lines:
        body += ["  " * depth + name for depth, name in sections_opened(line, above)]
        label = "  " * (len(line.path) - 1) + line.path[-1]
        body.append("".join([label, *(f"\t{cell.strip()}" for cell in print_row(line, statement, style))]))
        above = line
    return "\n".join([INTRODUCTION, "", *body, ""])


# --- HTML --------------------------------------------------------------------------------------------


def print_html(statement: Statement, style: Style) -> str:
    """As filing agents set it: marks and parentheses in cells of their own, spacer columns, headings over
    spans."""
    columns = statement.columns
    found = html_headings(statement, style)
    above: Line | None = None
    for line in statement.lines:
        found += [html_label(name, depth) for depth, name in sections_opened(line, above)]
        mark = "$" if style.dollars and line is statement.lines[0] else ""
        cells = [html_cell(v, c, style, mark) for v, c in zip(line.values, columns, strict=True)]
        found.append(html_label(line.path[-1], len(line.path) - 1) + "".join(cells))
        above = line
    titles = "".join(f"<p align=center><b>{escape(words)}</b></p>" for words in caption(statement, style))
    table = "".join(f"<tr>{row}</tr>" for row in found)
    return f"<html><body><p>{INTRODUCTION}</p>{titles}<table>{table}</table></body></html>"


def html_headings(statement: Statement, style: Style) -> list[str]:
    columns = statement.columns
    years = "<td></td>" + "".join(html_heading(lowest(c), 1) for c in columns)
    if in_caption(statement, style):
        return [years]
    if not columns[0].months:
        return ["<td></td>" + "".join(html_heading(f"{day_words(c)}<br>{c.end.year}", 1) for c in columns)]
    groups = [(f"{length_words(g[0], style)}<br>{day_words(g[0])}", len(g)) for g in statement.groups]
    return ["<td></td>" + "".join(html_heading(words, count) for words, count in groups), years]


def html_heading(words: str, count: int) -> str:
    return f'<td>&nbsp;</td><td colspan="{4 * count - 1}" align="center"><b>{words}</b></td>'


def html_label(words: str, depth: int) -> str:
    return f'<td style="padding-left:{12 * depth}pt">{escape(words)}</td>'


def html_cell(value: Value, column: Column, style: Style, mark: str) -> str:
    printed = print_value(value, column, style).strip()
    number = printed.rstrip(")%")
    lead = mark if printed and not column.change else ""
    return f'<td>&nbsp;</td><td>{lead}</td><td align="right">{number}</td><td>{printed[len(number) :]}</td>'
