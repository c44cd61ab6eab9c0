"""What narrext raises and reports: one error for callers, one record for what a document holds."""

from __future__ import annotations

from dataclasses import dataclass


class NarrextError(Exception):
    """A call or a file that cannot be worked with; its text names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the document that a reader should know, in words and with its place.

    `kind` is a short stable name (``no_tables``, ``unbalanced_parenthesis``, ``does_not_foot``),
    `message` a sentence, and ``text[start:end]`` of the release is what it speaks of.
    """

    kind: str
    message: str
    start: int = 0
    end: int = 0
