"""Inline CSS -> the few things of it that decide how a text reads: emphasis, place, visibility."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

BOLD: Final = 1
CENTER: Final = 2
SUPERSCRIPT: Final = 4
LINK: Final = 8
UNDERLINE: Final = 16
PREFORMATTED: Final = 32
SYMBOL: Final = 64  # a font of pictures: its letters are bullets
UNSEEN: Final = 128  # white, as on paper: signs in it only keep numbers in line

# Widths in printed characters: at the ten points that statements are set in, a character is about
# six points wide; a CSS pixel is three quarters of a point.
_CHARACTERS: Final = {
    "pt": 1 / 6,
    "px": 1 / 8,
    "in": 12.0,
    "cm": 12 / 2.54,
    "mm": 12 / 25.4,
    "pc": 2.0,
    "em": 10 / 6,
    "rem": 10 / 6,
    "ex": 5 / 6,
    "ch": 1.0,
    "%": 0.6,  # of a label column of some sixty characters
}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(pt|px|in|cm|mm|pc|r?em|ex|ch|%)?")
_BOLD_WEIGHTS: Final = frozenset(("bold", "bolder", "600", "700", "800", "900"))
_WHITE: Final = frozenset(("white", "#fff", "#ffffff", "ffffff", "rgb(255,255,255)"))
_RAISED: Final = frozenset(("super", "text-top", "top"))


@dataclass(frozen=True, slots=True)
class Style:
    """What a style attribute says: flags that it sets and clears, and geometry in characters."""

    on: int = 0
    off: int = 0
    indent: float = 0.0  # of the first line: margin-left + padding-left + text-indent
    hidden: bool = False
    display: str = ""
    page_break: bool = False


PLAIN: Final = Style()


def read_style(css: str) -> Style:
    """The style of one attribute; what it does not know it leaves out."""
    declared = {}
    for declaration in css.lower().split(";"):
        key, colon, value = declaration.partition(":")
        if colon:
            declared[key.strip()] = value.replace("!important", "").strip()
    on, off = _emphasis(declared)
    display = declared.get("display", "")
    return Style(
        on,
        off,
        _indent(declared),
        display == "none" or declared.get("visibility") in ("hidden", "collapse"),
        display,
        any(declared.get(f"page-break-{side}") == "always" for side in ("before", "after")),
    )


def _emphasis(declared: dict[str, str]) -> tuple[int, int]:
    on = off = 0
    weight, align = declared.get("font-weight"), declared.get("text-align")
    if weight is None and "font" in declared:
        weight = next((word for word in declared["font"].split() if word in _BOLD_WEIGHTS), "normal")
    if weight:
        on, off = (BOLD, 0) if weight in _BOLD_WEIGHTS else (0, BOLD)
    if align:
        on, off = (on | CENTER, off) if align == "center" else (on, off | CENTER)
    if "underline" in declared.get("text-decoration", ""):
        on |= UNDERLINE
    if _is_raised(declared):
        on |= SUPERSCRIPT
    if declared.get("white-space", "").startswith("pre") and declared["white-space"] != "pre-line":
        on |= PREFORMATTED
    if is_symbol_font(declared.get("font-family", "")):
        on |= SYMBOL
    color = declared.get("color")
    if color:
        on, off = (on | UNSEEN, off) if is_white(color) else (on, off | UNSEEN)
    return on, off


def _is_raised(declared: dict[str, str]) -> bool:
    """Set higher, and smaller: `top` alone is where a cell's text starts."""
    raised = declared.get("vertical-align", "")
    if raised == "super":
        return True
    if declared.get("position") == "relative" and declared.get("top", "").startswith("-"):
        return True
    if "font-size" not in declared:
        return False
    return raised in _RAISED or (_LENGTH.fullmatch(raised) is not None and not raised.startswith(("-", "0")))


def is_symbol_font(family: str) -> bool:
    """Whether the first font of the family shows pictures for letters."""
    first = family.lstrip(" '\"").lower()
    return first.startswith(("wingdings", "webdings", "symbol", "zapfdingbats", "zapf dingbats"))


def is_white(color: str) -> bool:
    return "".join(color.lower().split()) in _WHITE


def _indent(declared: dict[str, str]) -> float:
    return (
        _left(declared, "padding")
        + _left(declared, "margin")
        + (_length(declared["text-indent"]) if "text-indent" in declared else 0.0)
    )


def _left(declared: dict[str, str], box: str) -> float:
    """The left one of a box's four widths, by its own name or by the shorthand's rules."""
    own = declared.get(f"{box}-left")
    if own is not None:
        return _length(own)
    sides = declared.get(box, "").split()
    if not sides:
        return 0.0
    return _length(sides[3] if len(sides) == 4 else sides[1] if len(sides) > 1 else sides[0])


def _length(value: str) -> float:
    """A CSS length in characters; 0 for ``auto`` and the like."""
    match = _LENGTH.match(value)
    if match is None:
        return 0.0
    return float(match[1]) * _CHARACTERS[match[2] or "px"]


_SHEET_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SHEET_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.IGNORECASE)
_LARGEST_SHEET: Final = 200_000  # of a site, not of a document


def read_sheet(css: str) -> dict[str, str]:
    """The declarations of each class that a style sheet gives by the class alone (``.num``, ``td.num``)."""
    classes: dict[str, str] = {}
    if len(css) > _LARGEST_SHEET or "." not in css:
        return classes
    for rule in _SHEET_RULE.finditer(_SHEET_COMMENT.sub("", css)):
        for selector in rule[1].split(","):
            named = _CLASS.fullmatch(selector.strip())
            if named:
                classes[named[1]] = f"{classes.get(named[1], '')}{rule[2]};"
    return classes
