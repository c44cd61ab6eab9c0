"""Which part of a web page is the release: what is left of it without navigation and teasers.

Pages of newsrooms wrap a release in menus, share buttons and lists of other news, few of them in the
elements made for that. But the figures are in the release: it is the smallest element that holds
nearly all amounts and percentages of the running text and nearly all digits of the tables, together
with the main heading before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from narrext.html.walk import DROPPED, FURNITURE

# A page that has one of these was made for browsing, not for filing.
_BROWSED: Final = "nav, main, article, footer, aside, script[src], link[rel=stylesheet]"
_AMOUNT = re.compile(r"[$€£¥%]|\b(?:percent|million|billion|cents)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NEARLY_ALL: Final = 0.9


@dataclass(frozen=True, slots=True)
class Content:
    """Where to read: below `root`, from the node `start` on to the node `stop` (0: no such border)."""

    root: LexborNode | None
    web_page: bool = False
    start: int = 0
    stop: int = 0


def find_content(tree: LexborHTMLParser) -> Content:
    """The whole body of a filed document; of a web page the release in it."""
    body = tree.body
    if body is None or tree.css_first(_BROWSED) is None:
        return Content(body)
    weights = _weigh(body)
    core = _smallest_with_nearly_all(body, weights)
    heading = _heading_before(tree, core)
    if heading is None:
        return Content(core, web_page=True)
    return Content(_common_parent(heading, core), True, heading.mem_id, core.mem_id)


def _weigh(root: LexborNode) -> dict[int, tuple[int, int]]:
    """Of every element its amounts outside tables and its digits inside, those in links left out."""
    weights: dict[int, tuple[int, int]] = {}
    stack: list[tuple[LexborNode, bool, list[int]]] = [(root, False, [0, 0])]
    node = root.child
    while stack:
        parent, in_table, sums = stack[-1]
        if node is None:
            stack.pop()
            weights[parent.mem_id] = (sums[0], sums[1])
            if stack:
                stack[-1][2][0] += sums[0]
                stack[-1][2][1] += sums[1]
            node = parent.next if stack else None
            continue
        tag = node.tag or ""
        if tag == "-text":
            pattern = _DIGIT if in_table else _AMOUNT
            sums[in_table] += len(pattern.findall(node.text_content or ""))
        elif tag not in DROPPED and tag not in FURNITURE and tag != "a":
            stack.append((node, in_table or tag == "table", [0, 0]))
            node = node.child
            continue
        node = node.next
    return weights


def _smallest_with_nearly_all(root: LexborNode, weights: dict[int, tuple[int, int]]) -> LexborNode:
    amounts, digits = weights[root.mem_id]
    node = root
    while amounts:
        for child in node.iter():
            own = weights.get(child.mem_id, (0, 0))
            if own[0] >= _NEARLY_ALL * amounts and own[1] >= _NEARLY_ALL * digits and child.tag != "table":
                node = child
                break
        else:
            return node
    return node


def _heading_before(tree: LexborHTMLParser, core: LexborNode) -> LexborNode | None:
    """The last main heading before `core`, outside menus; None where `core` has one of its own."""
    if core.css_first("h1") is not None:
        return None
    for level in ("h1", "h2"):
        headings = [each for each in tree.css(level) if not _in_furniture(each)]
        before = [each for each in headings if _comes_before(each, core)]
        if before:
            return before[-1]
    return None


def _in_furniture(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in FURNITURE:
            return True
        parent = parent.parent
    return False


def _ancestors(node: LexborNode) -> list[int]:
    """The node and all above it, by `mem_id`, innermost first."""
    line = []
    current: LexborNode | None = node
    while current is not None:
        line.append(current.mem_id)
        current = current.parent
    return line


def _common_parent(first: LexborNode, second: LexborNode) -> LexborNode:
    line = set(_ancestors(first))
    current = second
    while current.mem_id not in line and current.parent is not None:
        current = current.parent
    return current


def _comes_before(first: LexborNode, second: LexborNode) -> bool:
    """In document order, neither inside the other."""
    shared = _common_parent(first, second)
    left, right = _child_towards(shared, first), _child_towards(shared, second)
    sibling = left
    while sibling is not None:
        if right is not None and sibling.mem_id == right.mem_id:
            return True
        sibling = sibling.next
    return False


def _child_towards(parent: LexborNode, node: LexborNode) -> LexborNode | None:
    current: LexborNode | None = node
    while current is not None and current.parent is not None:
        if current.parent.mem_id == parent.mem_id:
            return current
        current = current.parent
    return None
