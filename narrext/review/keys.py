"""The keys of the review page: what the footer and the help list, and what the script acts on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` as printed, the first one being that of the button; `act` is the script's name for it."""

    keys: tuple[str, ...]
    act: str
    short: str  # on its button
    help: str
    group: str


KEYS: Final = (
    Key(("a",), "accept", "accept", "Accept the claim and go to the next one not reviewed", "Decide"),
    Key(("x",), "reject", "reject", "Reject it (this is no claim) and go on", "Decide"),
    Key(("u",), "unsupported", "no tie", "No cell bears it out: untie it and go on", "Decide"),
    Key(("c",), "correct", "cells", "Choose its cells in the tables", "Correct"),
    Key(("1", "…", "9"), "take", "candidate", "Take the candidate of that number", "Correct"),
    Key(("o",), "also", "or", "Note what bears it out as well: a candidate’s number, or cells", "Correct"),
    Key(("e",), "edit", "edit", "Edit metric, period, role, formula and the other fields", "Correct"),
    Key(("s",), "split", "split", "Split the claim in two", "Correct"),
    Key(
        ("n",),
        "add",
        "new",
        "Make a claim of the selected text; without one, step through unclaimed numbers",
        "Correct",
    ),
    Key(("m",), "comment", "comment", "Write a comment", "Correct"),
    Key(("z",), "undo", "undo", "Undo", "History"),
    Key(("y",), "redo", "redo", "Redo", "History"),
    Key(("h",), "history", "history", "Read the history, and undo any step of it", "History"),
    Key(("j", "→"), "next", "next", "Next claim", "Go"),
    Key(("k", "←"), "previous", "back", "Previous claim", "Go"),
    Key((".",), "unreviewed", "to do", "Next claim not reviewed", "Go"),
    Key(("!",), "mismatch", "mismatch", "Next mismatch", "Go"),
    Key(("l",), "low", "low score", "Next claim of a low score", "Go"),
    Key(("r",), "release", "release", "Go to the claim in the release", "Go"),
    Key(("t",), "tables", "tables", "Go to the tables; arrow keys move from cell to cell", "Go"),
    Key(("f",), "filter", "filter", "Filter the claims", "Go"),
    Key(("]",), "after", "next file", "Next document", "Go"),
    Key(("[",), "before", "last file", "Previous document", "Go"),
    Key(("?",), "help", "help", "This list", "Go"),
)
