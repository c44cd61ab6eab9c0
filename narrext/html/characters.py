"""Typographic characters of HTML -> the ones that a reader of plain text would see."""

from __future__ import annotations

import re
from typing import Final

# A line end inside a paragraph (<br>), until white space is folded.
BREAK: Final = "\x00"

# Stands for the blank between thousands until white space is folded.
_THOUSANDS_MARK: Final = "\x01"
_THIN = re.compile("[\u00a0\u2009\u202f]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)")

# Shown as nothing (soft hyphen, zero-width), or as another character.
_SHOWN: Final = {
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x180E)),
    0x2011: "-",  # non-breaking hyphen
    0xF0B7: "•",  # bullets of the symbol fonts, as word processors write them
    0xF0A7: "•",
    0xF0D8: "•",
    0xF0FC: "•",
    0x2028: BREAK,
    0x2029: BREAK,
}

_PLAIN: Final = "0123456789()abcdefghijklmnoprstuvwxyz"
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_SUPERSCRIPTS: Final = str.maketrans(_PLAIN, _RAISED)
_LOWERED: Final = str.maketrans(_RAISED, _PLAIN)
_MARK_TEXT = re.compile(r"\d{1,2}|[a-z]")
_MARK = re.compile(r"\(?\s*(?:\d{1,2}|[a-z])\s*\)?(?:\s*[,;&]?\s*\(?\s*(?:\d{1,2}|[a-z])\s*\)?)*")
_RAISED_NOTES = re.compile(r" ?((?:⁽[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]+⁾[, ]*)+)")
_BETWEEN = re.compile("[, ]")
_MEASURES: Final = frozenset(("m", "km", "cm", "ft", "in", "mi", "yd"))
_ORDINAL: Final = frozenset(("st", "nd", "rd", "th"))
_SIGNS: Final = {"tm": "™", "sm": "℠", "r": "®", "(tm)": "™", "(sm)": "℠", "(r)": "®"}
_FRACTION = re.compile(r" ?⁽([⁰¹²³⁴⁵⁶⁷⁸⁹]+)⁾\s*[/⁄]\s*(\d)")

# Blanks that indent: how many characters each is worth.
_WIDTHS: Final = {
    "\u00a0": 1.0,
    "\u2000": 1.0,
    "\u2001": 2.0,
    "\u2002": 1.0,
    "\u2003": 2.0,
    "\u2007": 1.0,
    "\u202f": 1.0,
    "\u3000": 2.0,
}


def show(text: str) -> str:
    """`text` without what does not show; ``isascii`` texts come back as they are."""
    return text if text.isascii() else text.translate(_SHOWN)


def fold(text: str) -> str:
    """White space folded to single blanks (no-break and wide ones too), BREAK to line ends.

    The blank that sets thousands apart (``12 345``) becomes a narrow no-break one, U+202F, as
    ISO 80000-1 has it: two numbers side by side have an ordinary blank between them.
    """
    if not text.isascii():
        text = _THOUSANDS.sub(lambda match: _THIN.sub(_THOUSANDS_MARK, match[0]), text)
    if BREAK in text:
        text = "\n".join(" ".join(line.split()) for line in text.split(BREAK))
    else:
        text = " ".join(text.split())
    return text.replace(_THOUSANDS_MARK, "\u202f") if _THOUSANDS_MARK in text else text


def raise_text(text: str, before: str) -> str:
    """A superscript after `before`: footnote marks in raised digits, so that no number takes them in.

    ``EBITDA`` + ``1`` is ``EBITDA ⁽¹⁾``; ordinals (``24th``) stay letters, ``TM`` becomes its sign,
    the square of a measure is glued to it.
    """
    bare = text.strip().lower()
    if bare in _ORDINAL and before[-1:].isdigit():
        return text
    if bare in _SIGNS:
        return _SIGNS[bare]
    if bare in "23" and before.rpartition(" ")[2] in _MEASURES:
        return bare.translate(_SUPERSCRIPTS)
    if _MARK.fullmatch(bare):
        marks = _MARK_TEXT.findall(bare)
        return " " + "".join(f"({mark})" for mark in marks).translate(_SUPERSCRIPTS)
    return text


def lower_notes(text: str) -> str:
    """Raised footnote marks as plain text prints them: ``1,234 (1)``."""
    return _RAISED_NOTES.sub(
        lambda match: " " + _BETWEEN.sub("", match[1]).translate(_LOWERED) + " ", text
    ).strip()


def lower_fractions(text: str) -> str:
    """``7 ⁽¹⁾/2`` is seven and a half: its raised numerator is no footnote mark."""
    return _FRACTION.sub(lambda match: f" {match[1].translate(_LOWERED)}/{match[2]}", text)


def leading_width(text: str) -> float:
    """How far no-break and wide blanks at the start of `text` push it to the right, in characters."""
    width = 0.0
    for char in text:
        if char in _WIDTHS:
            width += _WIDTHS[char]
        elif char not in " \t\r\n\f":
            break
    return width
