"""Heading lines of a plain-text table -> which columns each heading stands over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrext.plaintext.lines import Line
from narrext.tables.columns import Span

TOKEN = re.compile(r"\S+(?:\s\S+)*")
RULE_PART = re.compile(r"[-=_–—]{2,}")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_MARKS = r"(?:\*+|\(\d\)|\([a-z]\))?"
_LENGTH = (
    r"(?:for\sthe\s)?(?:(?:three|six|nine|twelve|thirteen|twenty-six|thirty-nine|fifty-two|\d\d?)\s(?:months?|weeks?)"
    r"|(?:fiscal\s)?(?:quarters?|years?))\s(?:ended|ending)"
)
UNIT = (
    rf"(?:(?:{_LENGTH}\s)?{_MONTH}\s\d{{1,2}}\s?,?(?:\s(?:19|20)\d\d)?|{_LENGTH}|(?:19|20)\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|{_MONTH}\s(?:19|20)\d\d"
    rf"|(?:%|\$|percent)\s?(?:change|chg\.?|inc\.?|variance)|change|variance|%|[1-4]q\d\d|q[1-4](?:\s?['’]?\d\d(?:\d\d)?)?|fy\s?\d\d(?:\d\d)?"
    rf"|\(?(?:unaudited|audited|restated|notes?|actual|budget|gaap|non-gaap|adjustments?|reported|adjusted)\)?){_MARKS}"
)
ONE_UNIT = re.compile(rf"(?i){UNIT}$")
MANY_UNITS = re.compile(rf"(?i){UNIT}(?:\s{UNIT})+$")
# What it costs, in letters, to leave a column without the length of its period, and one that is dated.
LEFT_OVER = 1.0
DATED_OVER = 8.0
DATED = re.compile(rf"(?i)\b(?:19|20)\d\d\b|\b{_MONTH}\s\d")
# And to stand over two columns of one name.
TWICE = 12.0
# How far the middles of a heading and of the one above it lie apart at most, in letters.
UNDER = 2
EACH_UNIT = re.compile(rf"(?i){UNIT}(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at columns `left` to `right` of its line, over columns of figures `first` to `last`."""

    left: int
    right: int
    first: int
    last: int


def tokens_of(line: Line) -> list[Span]:
    """What stands apart in a heading line: by two blanks, or by one between complete headings."""
    found: list[Span] = []
    for token in TOKEN.finditer(line.text):
        if RULE_PART.fullmatch(token[0]) and len(token[0]) > 3:
            # the line under another heading of the same line
            continue
        if MANY_UNITS.match(token[0]) and not ONE_UNIT.match(token[0]):
            found += [
                Span(token.start() + unit.start(), token.start() + unit.end())
                for unit in EACH_UNIT.finditer(token[0])
            ]
        else:
            found.append(Span(token.start(), token.end()))
    return found


def rule_parts(line: Line) -> list[Span]:
    return [Span(part.start(), part.end()) for part in RULE_PART.finditer(line.text)]


def spread(
    tokens: Sequence[Span],
    columns: Sequence[Span],
    rules: Sequence[Span],
    names: Sequence[str] = (),
    *,
    lengths: bool = False,
    above: Sequence[Heading] = (),
) -> list[Heading]:
    """The columns that each heading of a line stands over.

    As many headings as columns stand over one each. Else the dashes under a heading tell, and where
    there are none, a heading stands over the columns whose middle is its own. `lengths`: the line says
    how long periods are; each column has one. `names`: what lower lines call the columns; no heading
    stands over two of one name. `above`: the headings of the line before; where each stands right over
    one of this line, both stand over the same columns.
    """
    if not tokens or not columns:
        return []
    tokens = join_within(tokens, columns)
    if len(tokens) == len(columns):
        return [Heading(t.left, t.right, i, i) for i, t in enumerate(tokens)]
    ruled = spread_by_rules(tokens, columns, rules)
    if ruled:
        return ruled
    if len(above) == len(tokens) > 1 and all(map(stands_under, tokens, above)):
        return [Heading(t.left, t.right, a.first, a.last) for t, a in zip(tokens, above, strict=True)]
    left_over = [cost_to_leave(names[i] if names else "") if lengths else 0.0 for i in range(len(columns))]
    groups = best_groups(tokens, columns, names, left_over)
    return [Heading(t.left, t.right, *group) for t, group in zip(tokens, groups, strict=True) if group]


def join_within(tokens: Sequence[Span], columns: Sequence[Span]) -> list[Span]:
    """Join the nearest headings while there are more of them than columns."""
    joined = list(tokens)
    while len(joined) > len(columns):
        at = min(range(len(joined) - 1), key=lambda i: joined[i + 1].left - joined[i].right)
        joined[at : at + 2] = [Span(joined[at].left, joined[at + 1].right)]
    return joined


def spread_by_rules(tokens: Sequence[Span], columns: Sequence[Span], rules: Sequence[Span]) -> list[Heading]:
    if len(rules) < len(tokens) or len(rules) > len(columns):
        return []
    found: list[Heading] = []
    for token in tokens:
        rule = next((r for r in rules if r.left - 1 <= token.middle <= r.right + 1), None)
        under = [i for i, c in enumerate(columns) if rule and rule.left - 2 <= c.middle <= rule.right + 2]
        if rule is None or not under or (found and under[0] <= found[-1].last):
            return []
        found.append(Heading(token.left, token.right, under[0], under[-1]))
    return found


def stands_under(token: Span, heading: Heading) -> bool:
    """Whether two headings, one above the other, are centred on one place."""
    return abs(token.middle - (heading.left + heading.right) / 2) <= UNDER


def cost_to_leave(name: str) -> float:
    return DATED_OVER if DATED.search(name) else LEFT_OVER


def best_groups(
    tokens: Sequence[Span], columns: Sequence[Span], names: Sequence[str], left_over: Sequence[float]
) -> list[tuple[int, int] | None]:
    """For each heading, in order, the neighbouring columns whose middle is nearest to its own."""
    # best[j]: (cost, groups) with the headings so far on columns before j
    best: list[tuple[float, list[tuple[int, int] | None]]]
    best = [(sum(left_over[:column]), []) for column in range(len(columns) + 1)]
    for token in tokens:
        grown: list[tuple[float, list[tuple[int, int] | None]]] = [(float("inf"), [])]
        for end in range(1, len(columns) + 1):
            option = (grown[-1][0] + left_over[end - 1], grown[-1][1])
            for start in range(end):
                before, groups = best[start]
                twice = end - start - len(set(names[start:end])) if names else 0
                cost = before + misfit(token, columns, start, end) + TWICE * twice
                if cost < option[0]:
                    option = (cost, [*groups, (start, end - 1)])
            grown.append(option)
        best = grown
    cost, groups = best[len(columns)]
    return groups if cost < float("inf") else [None] * len(tokens)


def misfit(token: Span, columns: Sequence[Span], start: int, end: int) -> float:
    """How badly a heading sits over columns `start` to `end`, in letters."""
    first, last = columns[start], columns[end - 1]
    middle = (first.left + last.right) / 2
    apart = abs(token.middle - middle)
    if end - start == 1 and token.width <= last.width + 2:
        # over a single column headings stand flush with an edge as often as centred
        apart = min(apart, abs(token.right - last.right) + 0.5, abs(token.left - first.left) + 0.5)
    beside = sum(overlap(token, column) for column in (*columns[:start], *columns[end:]))
    return apart + 0.5 * beside + 0.3 * (end - start - 1)


def stands_over(token: Span, columns: Sequence[Span]) -> list[int]:
    """The columns that a heading overlaps."""
    return [index for index, column in enumerate(columns) if overlap(token, column)]


def overlap(first: Span, second: Span) -> int:
    return max(0, min(first.right, second.right) - max(first.left, second.left))
