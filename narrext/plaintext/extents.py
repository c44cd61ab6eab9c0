"""Where the tables of a plain text begin and end, told by the geometry of figures and the words of captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrext.boilerplate import PHONE
from narrext.plaintext.figures import Figure, is_year, tail_of
from narrext.plaintext.lines import END_MARK, Line

# A figure that stands this far from the words before it stands in a column.
COLUMN_GAP = 4
WORD_GAP = 2
# A line of this many letters without gaps is as wide as a paragraph.
PROSE_WIDTH = 55
# Headings of columns begin right of the labels, and are short where they stand side by side.
RIGHT, SHORT_HEADING = 20, 24
# Captions are short: the issuer, the statement, its period and its scale.
MAX_CAPTION_LINES = 9
MAX_CAPTION_WIDTH = 90
MAX_CAPTION_GAP = 3
# How many lines a wrapped label may run before its figures come.
MAX_WRAP = 6

HEADING_WORDS = frozenset(
    """
    jan january feb february mar march apr april may jun june jul july aug august sep sept september oct
    october nov november dec december ended ending month months week weeks quarter quarters qtr qtrs fiscal year
    years actual restated reported forma unaudited audited gaap non-gaap ifrs change chg variance
    increase decrease budget forecast guidance adjusted adjustment adjustments ytd year-to-date prior
    current previous previously first second third fourth y/y q/q yoy qoq h1 h2 1h 2h yr/yr year/year
    sequential
    """.split()  # noqa: SIM905
)
SCALE_WORDS = re.compile(
    r"(?i)\bin\s+(?:u\.?\s?s\.?\s+)?(?:thousands?|millions?|billions?|hundreds|000'?s)\b|\(?\$?000'?s?(?:\s+omitted)?\)"
    r"|\bin\s+(?:[A-Z]{3}|[$€£]|euros?|(?:\w+\s+)?dollars?)\s+(?:thousands?|millions?|billions?)\b"
    r"|(?:thousands?|millions?|billions?)\s+of\s+(?:\w+\.?\s+){0,2}(?:dollars|euros?|yen|pounds|[A-Z]{3})\b"
    r"|(?:dollars?|amounts?|figures?)\s+(?:are\s+)?(?:expressed\s+|stated\s+)?in\b"
)
TITLE_WORDS = re.compile(
    r"(?i)\b(?:balance\s+sheets?|statements?\s+of|income\s+statements?|statements?\s+\(|reconciliations?|results\s+of\s+operations"
    r"|(?:financial|operating|statistical|segment|supplement(?:al|ary)|selected|quarterly|key|summary|condensed|consolidated)"
    r"(?:\s+\w+){0,2}\s+(?:highlights?|summary|data|results?|overview|information|statistics|metrics|statements?|measures)"
    r"|analysis\s+of|schedules?\s+of|summary\s+of|financial\s+position|factors\s+impacting|sales\s+by|revenues?\s+by"
    r"|cash\s+flows?\s+statements?|table\s+\d+|outlook|effect\s+of|guidance)\b"
)
QUARTER_OR_DATE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}|(?:fy|q[1-4]|[1-4]q|[1-4]h|h[12])['’]?\d{0,4}(?:fy\d\d)?$|['’]\d\d$|(?:19|20)\d\d\W|\d{1,2}[,-](?:19|20)\d\d"
)
FOOTNOTE = re.compile(r"\([1-9]\)$")
NOTE = re.compile(
    r"(?i)(?:\*{1,3}|†|‡|\(\d{1,2}\)|\([a-z]\)|\[\d\]|\d\)|notes?\s*(?:\d+\s*)?[:.\-–—]|notes?\s+to\b|notes?$|-\s-\s|see\s+(?:accompanying|notes)|the\s+accompanying)"
)


def has_heading_words(text: str) -> bool:
    """Whether a line or cell has a word that headings of columns have: of time, of basis, of comparison."""
    lower = text.lower()
    if "%" in lower and (
        lower.rstrip().endswith("%") or "% c" in lower or "%   " in lower or "% of" in lower
    ):
        return True
    return any(is_heading_word(word) for word in lower.split()) or "as of" in lower or "as at" in lower


def is_heading_word(word: str) -> bool:
    plain = word.strip("(),.:;*'’\"[]-–—")
    if plain in HEADING_WORDS:
        return True
    if not plain or not (plain[0].isdigit() or plain[-1:].isdigit()):
        return False
    if plain.isdigit():
        return len(plain) == 4 and plain[:2] in ("19", "20")
    return QUARTER_OR_DATE.match(plain) is not None


@dataclass(frozen=True, slots=True)
class Extent:
    """Lines ``first`` to ``last``, both included, are a table; its captions end before line `body`."""

    first: int
    body: int
    last: int


@dataclass(frozen=True, slots=True)
class Row:
    """What a line looks like to a table. sort: ``figures``, ``weak``, ``heading``, ``rule``, ``words``."""

    sort: str
    tail: tuple[Figure, ...]
    words_end: int  # where its words end and its figures begin
    whole: tuple[Figure, ...] = ()  # the tail with the numbers that the words hold fast


def find_tables(lines: Sequence[Line]) -> list[Extent]:
    """The tables among `lines`, from the top, not overlapping."""
    rows = [sort_line(line) for line in lines]
    found: list[Extent] = []
    index = floor = 0
    while index < len(lines):
        if rows[index].sort != "figures":
            index += 1
            continue
        last = grow_down(lines, rows, index)
        first, body = grow_up(lines, rows, index, floor)
        if is_table(lines, rows, body, last):
            found.append(Extent(first, body, last))
            floor = last + 1
        index = max(last, index) + 1
    return found


def sort_line(line: Line) -> Row:
    """What a line is to a table: a row of figures, a label, a rule, or nothing."""
    if line.kind != "text":
        return Row("rule" if line.kind == "rule" else line.kind, (), 0)
    whole = tail_of(line.text)
    tail = loose_tail(line.text, whole)
    end = len(line.text[: tail[0].left].rstrip()) if tail else len(line.text)
    if not tail:
        return Row("heading" if is_heading(line) else "words", (), end, whole)
    years = all(is_year(line.text, figure) for figure in tail)
    if years and (is_stub(line.text[:end]) or heads_columns(line.text[line.indent : end])):
        return Row("heading", tail, end)
    if (
        line.indent >= RIGHT
        and has_heading_words(line.text[:end])
        and all(is_mark(line.text, figure) for figure in tail)
    ):
        return Row("heading", tail, end)
    return Row("figures" if is_strong(tail, end) else "weak", tail, end, whole)


def is_mark(text: str, figure: Figure) -> bool:
    """Whether a number in parentheses may be a footnote's mark."""
    return FOOTNOTE.match(text[figure.left : figure.right]) is not None


def column_tail(text: str) -> tuple[Figure, ...]:
    """The figures at a line's end, without those that its label's words hold fast."""
    return loose_tail(text, tail_of(text))


def loose_tail(text: str, tail: tuple[Figure, ...]) -> tuple[Figure, ...]:
    at = 0
    while at < len(tail):
        first = tail[at]
        words_end = first.left
        while words_end and text[words_end - 1].isspace():
            words_end -= 1
        held = words_end > 0 and first.left - words_end < WORD_GAP
        more = at + 1 < len(tail)
        if not held or (text[first.left] in "$(€£" and more and text[words_end - 1].isalnum()):
            break
        at += 1
    return tail[at:]


def is_strong(tail: Sequence[Figure], words_end: int) -> bool:
    gap = tail[0].left - words_end
    if len(tail) > 1:
        return True
    return words_end > 0 and gap >= COLUMN_GAP and tail[0].kind != "none"


def is_stub(words: str) -> bool:
    """Whether the words before years may head the column of labels, rather than be a label."""
    return not words.strip() or len(words.strip()) < 40


def heads_columns(words: str) -> bool:
    """Whether all that stands apart on a line behind its first words is what heads columns."""
    first, *others = (part for part in words.split("   ") if part.strip())
    return bool(first and others) and all(has_heading_words(part) for part in others)


def is_heading(line: Line) -> bool:
    """Whether a line without figures may head columns: period words, or several short words, apart from one
    another or to the right."""
    body = line.text[line.indent :]
    apart = "   " in body
    if not apart and not (line.indent >= RIGHT and len(body) < PROSE_WIDTH):
        return False
    if has_heading_words(line.text):
        return True
    parts = [part for part in body.split("   ") if part.strip()]
    return (
        line.indent >= RIGHT and len(parts) > 1 and all(len(part.strip()) <= SHORT_HEADING for part in parts)
    )


def looks_prose(lines: Sequence[Line], index: int) -> bool:
    """Whether a line belongs to running text: wide, without gaps, a neighbour like it or a full stop."""
    line = lines[index]
    if not is_wide(line) or is_titled(line.text):
        return False
    if line.text.endswith((".", '."', ".)", ":")):
        return True
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is not None and not below.blanks and below.kind == "text" and runs_on(below):
        return True
    return index > 0 and not line.blanks and is_wide(lines[index - 1])


def is_titled(text: str) -> bool:
    """Whether most words begin with capitals, as in titles, and it ends as no sentence does."""
    words = [word for word in text.replace("(", " ").split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return text[-1:] not in ".;:," and capitals >= 0.75 * len(words)


def is_wide(line: Line) -> bool:
    body = line.text[line.indent :]
    return line.kind == "text" and len(body) >= PROSE_WIDTH and "    " not in body


def runs_on(line: Line) -> bool:
    """Whether a line is words without a gap, as the last line of a paragraph is."""
    body = line.text[line.indent :]
    return "    " not in body and not column_tail(line.text) and any(letter.islower() for letter in body)


# --- downwards ---------------------------------------------------------------------------------------


def grow_down(lines: Sequence[Line], rows: Sequence[Row], index: int) -> int:
    """The last line of the table whose row of figures is line `index`."""
    zone = rows[index].tail[0].left
    last = index
    at = index + 1
    while at < len(lines):
        line, row = lines[at], rows[at]
        if line.kind == "tag" and "</" in line.text and "table" in line.text.lower():
            return at
        if line.kind == "tag" and "<table" in line.text.lower():
            break
        if row.sort in ("figures", "weak"):
            if row.sort == "weak" and looks_prose(lines, at) and not near_columns(row, zone):
                break
            if row.words_end:
                zone = min(zone, max(row.tail[0].left, rows[index].tail[0].left - 12))
            last = at
        elif row.sort == "rule":
            last = at if line.blanks <= 1 else last
        elif row.sort == "words" and continues_label(lines, rows, at, last, zone):
            last = at
        elif row.sort in ("words", "heading") and ends_table(lines, rows, at, zone):
            break
        at += 1
    return last


def near_columns(row: Row, zone: int) -> bool:
    return row.tail[0].left >= zone - 2 and row.words_end <= zone


def continues_label(lines: Sequence[Line], rows: Sequence[Row], at: int, last: int, zone: int) -> bool:
    """Whether a line of words goes on with the label of the row right above it, which held its figures."""
    line = lines[at]
    told = all(rows[between].sort == "rule" for between in range(last + 1, at))
    spaced = line.blanks == 1 == lines[last].blanks == lines[last - 1].blanks
    if (line.blanks and not spaced) or not told or (len(line.text) > zone and not rule_behind(line)):
        return False
    body = line.text[line.indent :]
    return body[0].islower() or body[0] == "(" or rule_behind(line)


def rule_behind(line: Line) -> bool:
    """Whether words are followed by the dashes under the figures of the row above."""
    return re.search(r"\s[-=]{3,}$", line.text) is not None


def ends_table(lines: Sequence[Line], rows: Sequence[Row], at: int, zone: int) -> bool:
    line, row = lines[at], rows[at]
    body = line.text[line.indent :]
    if starts_caption(lines, rows, at):
        return True
    if (
        NOTE.match(body)
        and (line.blanks or len(line.text) > zone + 1)
        and not figures_follow(rows, lines, at)
    ):
        return True
    if row.sort == "heading" or len(line.text) <= zone + 1:
        return False
    if "   " in body or line.indent >= zone - 4:
        return False
    if looks_prose(lines, at):
        return not figures_follow(rows, lines, at)
    return len(body) >= PROSE_WIDTH and not figures_follow(rows, lines, at)


def figures_follow(rows: Sequence[Row], lines: Sequence[Line], at: int) -> bool:
    """Whether the lines right below end in figures before they end in a full stop."""
    if lines[at].text.endswith("."):
        return False
    for below in range(at + 1, min(at + MAX_WRAP, len(lines))):
        if lines[below].blanks:
            return False
        if rows[below].sort in ("figures", "weak"):
            return True
        if rows[below].sort != "words" or lines[below].text.endswith("."):
            return False
    return False


def starts_caption(lines: Sequence[Line], rows: Sequence[Row], at: int) -> bool:
    """Whether a line titles a table of its own: headings of columns follow before figures do."""
    body = lines[at].text[lines[at].indent :]
    if not (TITLE_WORDS.search(body) or SCALE_WORDS.search(body)) or len(body) > MAX_CAPTION_WIDTH:
        return False
    for below in range(at + 1, min(at + MAX_CAPTION_LINES, len(lines))):
        if rows[below].sort == "heading":
            return True
        if rows[below].sort in ("figures", "weak"):
            return False
    return False


# --- upwards -----------------------------------------------------------------------------------------


def grow_up(lines: Sequence[Line], rows: Sequence[Row], index: int, floor: int) -> tuple[int, int]:
    """The first line of the captions and the first line of the headings above line `index`."""
    zone = rows[index].tail[0].left
    body = index
    while body > floor and is_head_line(lines, rows, body - 1, zone):
        body -= 1
    first = body
    while first > floor and body - first < MAX_CAPTION_LINES and is_caption(lines, rows, first - 1):
        if lines[first].blanks > MAX_CAPTION_GAP and lines[first].kind == "text":
            break
        first -= 1
        if lines[first].page and lines[first].kind == "text":
            break
    while first < body and lines[first].kind in ("page", "rule"):
        first += 1
    return first, body


def is_head_line(lines: Sequence[Line], rows: Sequence[Row], at: int, zone: int) -> bool:
    """Whether a line above the first figures belongs to them: headings, rules, tags, labels."""
    line, row = lines[at], rows[at]
    if line.kind == "tag":
        return "</table" not in line.text.lower()
    if row.sort in ("heading", "rule", "weak"):
        return row.sort != "weak" or not looks_prose(lines, at)
    if row.sort != "words" or lines[at + 1].page:
        return False
    body = line.text[line.indent :]
    if NOTE.match(body) or body.endswith("."):
        return False
    if line.indent >= zone - 4:
        return True
    labels = len(line.text) <= zone and line.indent < zone // 2 and not TITLE_WORDS.search(body)
    return labels and not SCALE_WORDS.search(body) and lines[at + 1].blanks <= 2


def is_caption(lines: Sequence[Line], rows: Sequence[Row], at: int) -> bool:
    line, row = lines[at], rows[at]
    if line.kind == "tag":
        return "</table" not in line.text.lower()
    if line.kind in ("page", "rule"):
        return line.kind == "rule"
    if row.sort in ("figures", "weak"):
        return False
    body = " ".join(line.text.split())
    if len(body) > MAX_CAPTION_WIDTH or NOTE.match(body) or EXHIBIT.match(body) or END_MARK.match(body):
        return False
    if "@" in body or "www." in body or PHONE.search(body):
        return False
    if body.endswith((".", ";", ",")) and not ABBREVIATION.search(body):
        return bool(SCALE_WORDS.search(body)) and line.indent > 4
    return not looks_prose(lines, at) or line.indent >= 10 or bool(SCALE_WORDS.search(body))


EXHIBIT = re.compile(r"(?i)(?:exhibit\s+\d|item\s+\d|\w+\s+follow|source\b|/?contact)")
ABBREVIATION = re.compile(r"(?i)(?:\b(?:inc|co|corp|ltd|l\.?p|n\.?v|s\.?a|plc|cos|u\.s)\.?|,)$")


def is_table(lines: Sequence[Line], rows: Sequence[Row], body: int, last: int) -> bool:
    """Two rows of figures at least, or one under a heading."""
    told = [row for row in rows[body : last + 1] if row.sort == "figures"]
    headed = any(row.sort == "heading" for row in rows[body : last + 1])
    return len(told) > 1 or (len(told) == 1 and headed and len(told[0].tail) > 1)
