"""Lines outside tables -> headings, bullets and paragraphs that no page break cuts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrext.plaintext.extents import NOTE, is_titled
from narrext.plaintext.lines import END_MARK, Line

BULLET = re.compile(
    r"(?:[•·▪◦‣●○■□►➢\uf0b7]\s*|(?:[*+]|[-–—]{1,2}|-\s-|o)\s{1,8}|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s{1,6})(?=\S)"
)
SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$|(?<!\d)[.!?][\"'”’)\]]*\s*\(?\w?\)?$")
OPEN_END = re.compile(
    r"(?i)(?:[,–—-]|\b(?:and|or|of|the|a|an|to|in|for|by|with|from|at|on|as|is|was|were|per|its|our|than|against|versus"
    r"|about|over|under|into|through|during|between|approximately))$"
)
# As much of a line's end as these patterns look at.
ENDING = 12
NO_SMALL = dict.fromkeys(range(ord("a"), ord("z") + 1))
# Wire services end a release with such lines, which no blank line parts.
STARTER = re.compile(
    r"(?:SOURCE\s{1,3}[A-Z]|/?(?:CONTACT|Contact|Web site|Company News)\b.{0,30}:|-0-\s|(?:CO|ST|IN|SU):\s)"
)
# A first line that starts this much further in starts a paragraph.
FIRST_INDENT = 3
# A line shorter than this fraction of its column has not been broken by its width.
FULL = 0.75
HEADING_LINES = 4
HEADING_WIDTH = 110
CENTRED_INDENT = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that belong together. kind: ``heading``, ``bullet`` or ``paragraph``."""

    kind: str
    first: int  # indexes of lines, both included
    last: int
    gaps: tuple[int, ...] = ()  # lines between them that are page furniture


def find_units(lines: Sequence[Line], first: int, last: int) -> list[Unit]:
    """The headings, bullets and paragraphs of lines `first` to `last`, both included."""
    groups = group_lines(lines, first, last)
    units = [make_unit(lines, group) for group in groups]
    return join_cut(lines, units)


def group_lines(lines: Sequence[Line], first: int, last: int) -> list[list[int]]:
    """Lines grouped by blank lines, bullets and indents; rules and page furniture end a group."""
    groups: list[list[int]] = []
    current: list[int] = []
    for index in range(first, last + 1):
        line = lines[index]
        if line.kind != "text":
            current = []
            continue
        if END_MARK.match(line.text):
            current = []
            continue
        if not current or starts_unit(lines, current, index):
            current = []
            groups.append(current)
        current.append(index)
    return groups


def starts_unit(lines: Sequence[Line], group: Sequence[int], index: int) -> bool:
    line, above = lines[index], lines[group[-1]]
    if line.blanks or line.page:
        return True
    if is_bullet(line) and not holds_bullet_text(lines, group, line):
        return True
    if STARTER.match(line.text, line.indent):
        return True
    if is_heading_line(above) and len(group) <= 2 and differs_from_heading(above, line):
        return True
    if above.text[-1] == ";" or not ends_sentence(above):
        return False
    bullet = BULLET.match(lines[group[0]].text, lines[group[0]].indent)
    if bullet:
        # further in than the bullet's own words
        return line.indent > bullet.end() and (len(group) == 1 or line.indent > above.indent)
    if len(group) == 1 and line.indent <= above.indent:
        # the second line of a paragraph falls back, that of the next does so again
        return line.indent == above.indent >= FIRST_INDENT and falls_back(lines, index)
    return line.indent - above.indent >= FIRST_INDENT


def falls_back(lines: Sequence[Line], index: int) -> bool:
    """Whether the line below stands further out: this one begins a paragraph."""
    line, below = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    return below is not None and not below.blanks and line.indent - below.indent >= FIRST_INDENT


def is_bullet(line: Line) -> bool:
    return BULLET.match(line.text, line.indent) is not None


def holds_bullet_text(lines: Sequence[Line], group: Sequence[int], line: Line) -> bool:
    """Whether what looks like a bullet is a dash or an initial inside the sentence above it."""
    above = lines[group[-1]]
    mark = line.text[line.indent : line.indent + 2]
    if ends_sentence(above) or (is_bullet(lines[group[0]]) and line.indent <= lines[group[0]].indent):
        return False
    return mark[0] in "-–—(" or mark[0].isalnum()


def ends_sentence(line: Line) -> bool:
    return SENTENCE_END.search(line.text[-ENDING:]) is not None


def is_heading_line(line: Line) -> bool:
    """Whether one line alone has the look of a heading: capitals, or title case, and no full stop."""
    body = line.text[line.indent :]
    if len(body) > HEADING_WIDTH or body[-1] in ".," or is_bullet(line):
        return False
    large = len(body.translate(NO_SMALL))
    if is_capitals(body, len(body) - large):
        return True
    return len(body) < 80 and is_titled(body.rstrip(";")) and not OPEN_END.search(body[-ENDING:])


def is_capitals(body: str, small: int) -> bool:
    """Whether nearly all letters are capitals, `small` being the number of those that are not."""
    if small > 0.2 * len(body):
        return False
    capitals = sum(map(str.isupper, body))
    return capitals > 1 and small <= 0.25 * capitals


def differs_from_heading(above: Line, line: Line) -> bool:
    """Whether a line below a heading is set as text is: other case, or another place."""
    if FIRST_INDENT <= line.indent - above.indent < CENTRED_INDENT and above.indent < FIRST_INDENT:
        # text falls back from its first line, it does not begin further in below it
        return line.text[line.indent].isupper()
    if is_heading_line(line) and upper_share(line) == upper_share(above):
        return False
    if len(above.text) >= FULL * len(line.text) and not upper_share(above):
        # as wide as the text below: its first line
        return False
    centred = above.indent >= CENTRED_INDENT and line.indent >= CENTRED_INDENT
    return not centred and (line.text[line.indent].isupper() or not line.text[line.indent].isalpha())


def upper_share(line: Line) -> bool:
    return line.text.upper() == line.text


def make_unit(lines: Sequence[Line], group: Sequence[int]) -> Unit:
    first, last = group[0], group[-1]
    if is_bullet(lines[first]):
        return Unit("bullet", first, last)
    if is_heading(lines, group):
        return Unit("heading", first, last)
    return Unit("paragraph", first, last)


def is_heading(lines: Sequence[Line], group: Sequence[int]) -> bool:
    """Few short lines that end as no sentence does, and are titled, centred, underlined or in capitals."""
    if len(group) > HEADING_LINES:
        return False
    body = [lines[index] for index in group]
    text = " ".join(line.text.strip() for line in body)
    if text.endswith((".", ";", ",")) and not text.lower().endswith(("inc.", "corp.", "co.", "ltd.")):
        return False
    if underlined(lines, group[-1]) or all(is_heading_line(line) for line in body):
        return True
    if text.endswith(":"):
        return len(group) == 1 and len(text) < 60
    centred = all(line.indent >= CENTRED_INDENT for line in body)
    return (centred and is_centred(body)) or (is_titled(text) and len(text) < HEADING_WIDTH)


def underlined(lines: Sequence[Line], last: int) -> bool:
    below = lines[last + 1] if last + 1 < len(lines) else None
    return below is not None and below.kind == "rule" and not below.blanks and "  " not in below.text.strip()


def is_centred(body: Sequence[Line]) -> bool:
    """Whether lines share a centre rather than an edge."""
    if len(body) == 1:
        return True
    middles = [line.indent + len(line.text) for line in body]
    return max(middles) - min(middles) <= 4 or len({line.indent for line in body}) == len(body)


def join_cut(lines: Sequence[Line], units: Sequence[Unit]) -> list[Unit]:
    """Join what a page break, or a blank line inside a sentence, has cut."""
    joined: list[Unit] = []
    for unit in units:
        above = joined[-1] if joined else None
        if above is not None and goes_on(lines, above, unit):
            between = tuple(range(above.last + 1, unit.first))
            joined[-1] = Unit(above.kind, above.first, unit.last, (*above.gaps, *between, *unit.gaps))
        else:
            joined.append(unit)
    return joined


def goes_on(lines: Sequence[Line], above: Unit, below: Unit) -> bool:
    """Whether a sentence runs on from one unit to the next."""
    last, first = lines[above.last], lines[below.first]
    if above.kind == "heading" or below.kind == "bullet":
        return False
    if below.kind == "heading" and not first.text[first.indent].islower():
        return False
    if any(lines[index].kind == "rule" for index in range(above.last + 1, below.first)):
        return False
    if ends_sentence(last) or END_MARK.match(last.text):
        return False
    word = first.text[first.indent]
    broken = first.page or any(lines[index].kind == "page" for index in range(above.last + 1, below.first))
    if word.islower() or OPEN_END.search(last.text[-ENDING:]):
        return broken or first.blanks <= 1
    width = max(len(lines[index].text) for index in range(above.first, above.last + 1))
    full = len(last.text) >= FULL * width and len(last.text) - last.indent >= 50
    alone = above.first == above.last
    edge = lines[above.first if alone else above.first + 1].indent
    # a first line alone may stand further in than those that follow it
    same = first.indent <= edge + 1 if alone else abs(first.indent - edge) <= 1
    return broken and full and same and below.kind == "paragraph"


def is_note(lines: Sequence[Line], unit: Unit) -> bool:
    """Whether a unit begins as the footnotes of tables do."""
    line = lines[unit.first]
    return NOTE.match(line.text, line.indent) is not None
