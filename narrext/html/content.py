"""Which part of a web page is the release."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True, slots=True)
class Content:
    """Where to read: below `root`, from the node `start` on to the node `stop` (0: no such border)."""

    root: LexborNode | None
    web_page: bool = False
    start: int = 0
    stop: int = 0


def find_content(tree: LexborHTMLParser) -> Content:
    return Content(tree.body)
