"""Lines of a plain-text table -> its logical rows: labels that wrap over lines, figures set beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrext.plaintext.figures import Figure

OPEN_END = re.compile(
    r"(?i)(?:[,;&/]|\b(?:and|or|of|the|a|an|to|in|for|by|with|from|at|on|as|per|before|after|under|non|than"
    r"|excluding|including|between|used|provided|attributable|available|applicable|its|due"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s\d{1,2}))$"
)
GOES_ON = re.compile(r"[a-z&(]")
HEADS = re.compile(r"(?::|\s[-–—]|\w[-–—]|\((?i:in |\$)?(?i:thousands?|millions?|billions?|000s)[^)]*\))$")
SECTION = re.compile(
    r"(?i)(?:(?:current|non-?current|long-term|total)?\s*(?:assets|liabilities)\b|cash\s+flows?\b|adjustments\s+to|changes?\s+in\b"
    r"|(?:operating|investing|financing)\s+activities|supplement|operating\s+expenses|costs?\s+and\s+expenses|revenues?$"
    r"|(?:stock|share)holders|weighted\s+average|(?:net\s+)?(?:income|earnings|loss)\s+(?:\(loss\)\s+)?per\b)"
)
CHILD_MARK = re.compile(r"[-–—•*·o]\s")


@dataclass(slots=True)
class Piece:
    """One line of a table's body, cut into its label and its figures."""

    line: int
    label: str  # "" where the line has figures only
    left: int  # columns of the label on the page
    right: int
    figures: dict[int, Figure] = field(default_factory=dict)
    marks: frozenset[int] = frozenset()  # columns with a currency mark and no number
    blanks: int = 0
    ruled: bool = False  # a rule stands right above
    underlined: bool = False  # dashes follow the label on its own line
    repeated: bool = False  # other rows of the table bear the same label

    @property
    def titled(self) -> bool:
        """Label without figures."""
        return bool(self.label) and not self.figures


@dataclass(slots=True)
class Draft:
    """A logical row: its pieces, top to bottom."""

    pieces: list[Piece]

    @property
    def label(self) -> str:
        return " ".join(piece.label for piece in self.pieces if piece.label)

    @property
    def indent(self) -> int:
        return next((piece.left for piece in self.pieces if piece.label), 0)

    @property
    def figures(self) -> dict[int, tuple[int, Figure]]:
        """The figures by column, each with the line that it stands on."""
        return {column: (piece.line, f) for piece in self.pieces for column, f in piece.figures.items()}

    @property
    def is_nil(self) -> bool:
        """Whether all its figures are dashes, which may only hold the place of a label's first line."""
        return all(figure.kind == "nil" for _, figure in self.figures.values())

    def lacks(self, columns: Sequence[int]) -> bool:
        held = self.figures
        return not any(column in held for column in columns)


def group_pieces(pieces: Sequence[Piece]) -> list[Draft]:
    """The logical rows of a table's body."""
    width = max((piece.right for piece in pieces if piece.label), default=0)
    mark_repeated(pieces)
    drafts: list[Draft] = []
    pending: list[Piece] = []  # labels that wait for figures
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        below = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.titled:
            if not pending and drafts and ends_label(drafts[-1], piece, pieces[index + 1 :], width):
                drafts[-1].pieces.append(piece)
            else:
                pending.append(piece)
        elif piece.label and not pending and drafts and completes(drafts[-1], piece):
            drafts[-1].pieces.append(piece)
        elif piece.label:
            joined = take_joined(pending, piece, below, width)
            drafts += [Draft([title]) for title in pending]
            pending = []
            drafts.append(Draft([*joined, piece]))
        elif not pending and drafts and fills(drafts[-1], piece):
            drafts[-1].pieces.append(piece)
        elif pending and awaits_figures(pending[-1], piece):
            joined = [pending.pop()]
            joined = [*take_joined(pending, joined[0], piece, width), *joined]
            drafts += [Draft([title]) for title in pending]
            pending = []
            drafts.append(Draft([*joined, piece]))
        else:
            drafts += [Draft([title]) for title in pending]
            pending = []
            drafts.append(Draft([piece]))
            if below is not None and names_figures(piece, below, pieces[index + 2 : index + 3]):
                drafts[-1].pieces.append(below)
                index += 1
        index += 1
    drafts += [Draft([title]) for title in pending]
    return merge_titles(drafts, width)


def mark_repeated(pieces: Sequence[Piece]) -> None:
    """Mark the rows whose label comes again: under each heading the same rows."""
    counted = Counter(piece.label for piece in pieces if piece.figures)
    for piece in pieces:
        piece.repeated = bool(piece.figures) and counted[piece.label] > 1


def merge_titles(drafts: list[Draft], width: int) -> list[Draft]:
    """Join section headings that wrap over lines."""
    merged: list[Draft] = []
    for draft in drafts:
        last = merged[-1] if merged else None
        title = len(draft.pieces) == 1 and draft.pieces[0].titled
        titled = last is not None and title and all(piece.titled for piece in last.pieces)
        if last is not None and titled and continues(last.pieces[-1], draft.pieces[0], None, width):
            last.pieces.append(draft.pieces[0])
        else:
            merged.append(draft)
    return merged


def take_joined(pending: list[Piece], piece: Piece, below: Piece | None, width: int) -> list[Piece]:
    """Take the labels from the end of `pending` that `piece` goes on with."""
    joined: list[Piece] = []
    after, next_below = piece, below
    while pending and continues(pending[-1], after, next_below, width):
        next_below = after
        after = pending.pop()
        joined.insert(0, after)
    return joined


def continues(above: Piece, piece: Piece, below: Piece | None, width: int) -> bool:
    """Whether `piece` goes on with the label that `above` begins."""
    if piece.blanks or piece.ruled or not piece.label:
        return False
    if GOES_ON.match(piece.label) and not is_child(above, piece, below):
        return not above.label.endswith(":")
    if HEADS.search(above.label) or above.label.endswith(")"):
        return bool(OPEN_END.search(above.label))
    if OPEN_END.search(above.label):
        return True
    if piece.repeated or SECTION.match(above.label) or above.label.isupper() != piece.label.isupper():
        return False
    first = piece.label.split()[0]
    breaks = above.right + 1 + len(first) > width
    return breaks and above.left < piece.left <= above.left + 4 and not CHILD_MARK.match(piece.label)


def is_child(above: Piece, piece: Piece, below: Piece | None) -> bool:
    """Whether small letters begin a row of its own: the next row, as far in, begins so with figures too."""
    if piece.left <= above.left or not piece.figures or below is None or not below.figures:
        return False
    return below.left == piece.left and bool(GOES_ON.match(below.label)) and not below.blanks


def ends_label(draft: Draft, piece: Piece, after: Sequence[Piece], width: int) -> bool:
    """Whether a line of words goes on with the label of the row above, whose figures stood on its first line."""
    last = draft.pieces[-1]
    below = after[0] if after else None
    if piece.blanks or not draft.figures or (HEADS.search(piece.label) and not piece.underlined):
        return False
    if not draft.label:
        return False
    if piece.underlined:
        return True
    if OPEN_END.search(draft.label) or re.search(r"\s[-–—]$", draft.label):
        return True
    if GOES_ON.match(piece.label) and draft.is_nil:
        return True
    if OPEN_END.search(piece.label):
        return False
    if GOES_ON.match(piece.label):
        return not leads_on(piece, after, width)
    if piece.ruled or below is None or not below.figures or not last.label:
        return False
    breaks = last.right + 1 + len(piece.label.split()[0]) > width
    hangs = last.left < piece.left <= last.left + 4 and below.left <= last.left and bool(below.label)
    return breaks and hangs and not SECTION.match(piece.label)


def leads_on(piece: Piece, after: Sequence[Piece], width: int) -> bool:
    """Whether words in small letters go on below, to figures at the end of their own label."""
    for below in after:
        if not continues(piece, below, None, width):
            return False
        if below.figures:
            return True
        piece = below
    return False


def fills(draft: Draft, piece: Piece) -> bool:
    """Whether figures without a label fill the columns that the row above leaves open."""
    if piece.blanks or piece.ruled or not draft.figures:
        return False
    open_marks = set().union(*(p.marks for p in draft.pieces))
    columns = list(piece.figures)
    return draft.lacks(columns) and (len(columns) == 1 or bool(open_marks.intersection(columns)))


def completes(draft: Draft, piece: Piece) -> bool:
    """Whether a line with words and figures is the rest of the row above: its label goes on, and its
    figures stand where that row has none, or dashes that only held the place."""
    if piece.blanks or piece.ruled or not draft.figures or not draft.label:
        return False
    runs_on = OPEN_END.search(draft.label) is not None
    if not runs_on and not (GOES_ON.match(piece.label) and len(draft.pieces) > 1):
        return False
    held = draft.figures
    return all(column not in held or held[column][1].kind == "nil" for column in piece.figures)


def awaits_figures(title: Piece, piece: Piece) -> bool:
    """Whether figures alone belong to the label on the line above them."""
    return not piece.blanks and not piece.ruled and not title.label.endswith(":")


def names_figures(piece: Piece, below: Piece, after: Sequence[Piece]) -> bool:
    """Whether the label of figures that stand alone is the line below: the typist dropped it by a line."""
    if piece.ruled or below.blanks or not below.titled or HEADS.search(below.label) or piece.blanks:
        return False
    return bool(after) and bool(after[0].label) and not continues(below, after[0], None, 0)
