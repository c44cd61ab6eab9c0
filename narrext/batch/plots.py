"""Small plots as inline SVG: bars with their numbers on them, readable without colour and without script.

Widths are in units of a box that scales with the page; colours are classes of the style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

WIDTH: Final = 640
_NARROW: Final = 440  # for two plots side by side
_LEFT: Final = 130  # room for names
_ROW: Final = 30
_MARGIN: Final = 12  # where a name is wider than its column
_HIGH: Final = 150  # of columns
_FOOT: Final = 40
# A part of a bar carries its number where there is room for it.
_ROOM: Final = 34

Part = tuple[str, float]  # a verdict and how many


def rows(groups: Sequence[tuple[str, Sequence[Part]]], title: str) -> Markup:
    """A bar a group, all of one length, cut by the shares of its parts; each with its count and name."""
    out: list[str] = []
    for number, (name, parts) in enumerate(groups):
        total = sum(count for _, count in parts)
        y = number * _ROW + 4
        out.append(_text(_LEFT - 8, y + 15, name, "end"))
        x = float(_LEFT)
        for verdict, count in parts:
            width = (WIDTH - _LEFT - 64) * count / total if total else 0.0
            out.append(_bar(x, y, width, 20, f"v-{verdict}", f"{name}: {verdict} {count:,} of {total:,}"))
            if width >= _ROOM:
                out.append(_text(x + width / 2, y + 15, f"{count / total:.0%}", "middle", "on"))
            x += width
        out.append(_text(WIDTH - 58, y + 15, f"{total:,}", "start", "quiet"))
    return _svg(out, len(groups) * _ROW + 6, title)


def stacked_columns(groups: Sequence[tuple[str, Sequence[Part]]], title: str) -> Markup:
    """A column a group, all of one height, cut by the shares of its parts."""
    out: list[str] = []
    step = (WIDTH - 2 * _MARGIN) / max(len(groups), 1)
    every = max(1, -(-len(groups) // 14))  # as many names as fit
    for number, (name, parts) in enumerate(groups):
        total = sum(count for _, count in parts)
        left = _MARGIN + number * step + 2
        y = 20.0
        for verdict, count in parts:
            height = _HIGH * count / total if total else 0.0
            place = (left, y, min(step - 4, 60), height)
            out.append(_bar(*place, f"v-{verdict}", f"{name}: {verdict} {count:,} of {total:,}"))
            y += height
        if number % every == 0:
            middle = left + min(step - 4, 60) / 2
            out.append(_text(middle, _HIGH + 36, name, "middle"))
            out.append(_text(middle, _HIGH + 52, f"{total:,}", "middle", "quiet"))
    return _svg(out, _HIGH + _FOOT + 20, title)


def columns(bars: Sequence[tuple[str, int]], title: str) -> Markup:
    """A column a bar with its count above and its name below."""
    out: list[str] = []
    step = _NARROW / max(len(bars), 1)
    most = max((count for _, count in bars), default=0) or 1
    for number, (name, count) in enumerate(bars):
        height = _HIGH * count / most
        y = 20 + _HIGH - height
        out.append(_bar(number * step + 2, y, step - 4, height, "plain", f"{name}: {count:,}"))
        middle = number * step + step / 2
        if count:
            out.append(_text(middle, y - 5, short(count), "middle", "quiet"))
        out.append(_text(middle, _HIGH + 36, name, "middle"))
    return _svg(out, _HIGH + _FOOT, title, _NARROW)


def short(number: int) -> str:
    """``950``, ``1.2k``, ``34k``, ``1.5M``."""
    for size, letter in ((10**6, "M"), (1000, "k")):
        if number >= size:
            return (
                f"{number / size:.1f}".removesuffix(".0") + letter
                if number < 10 * size
                else f"{number // size}{letter}"
            )
    return str(number)


def _bar(x: float, y: float, width: float, height: float, kind: str, told: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect class="{escape(kind)}" {place}><title>{escape(told)}</title></rect>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(pieces: Sequence[str], height: float, title: str, width: float = WIDTH) -> Markup:
    head = f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {width:.0f} {height:.0f}">'
    # Every piece of text in it went through `escape`.
    return Markup(f"{head}{''.join(pieces)}</svg>")
