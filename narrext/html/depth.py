"""Pages whose elements lie thousands deep in one another, made flat enough to parse.

A parser looks through all open elements at each new one: at tens of thousands it takes minutes. Browsers
stop at a depth of hundreds as well.
"""

from __future__ import annotations

import re

DEEPEST = 500
_BLOCK = re.compile(
    r"<(/?)(?:div|center|blockquote|section|article|fieldset|form|ul|ol|dl)\b[^<>]*>", re.IGNORECASE
)
# Counting these few takes no time; only a page with so many is looked at more closely.
_OPENINGS = (
    "<div",
    "<DIV",
    "<center",
    "<CENTER",
    "<blockquote",
    "<BLOCKQUOTE",
    "<section",
    "<ul",
    "<UL",
    "<form",
)


def flatten(html: str) -> str:
    """The page without the tags of blocks that lie deeper than any author's do; their text stays."""
    if sum(map(html.count, _OPENINGS)) <= DEEPEST:
        return html
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if not tag[1]:
            depth += 1
            return tag[0] if depth <= DEEPEST else ""
        inside = depth <= DEEPEST
        depth = max(0, depth - 1)
        return tag[0] if inside else ""

    return _BLOCK.sub(keep, html)
