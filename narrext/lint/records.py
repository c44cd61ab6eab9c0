"""What the lint reads and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """Something wrong with a rule, with the file and line (from 1) where it stands."""

    file: str
    line: int
    message: str  # a sentence

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: ``[[table]]`` of a TOML file, a row of a CSV file or a line of a JSONL file."""

    path: Path
    line: int  # where it begins
    table: str  # "currency", "bound"; "" where the file has rules of one sort
    values: dict[str, Any]
    source: tuple[str, ...] = ()  # its lines, to find the one that holds a key or a word

    def line_of(self, word: str) -> int:
        """The line that holds `word` in quotes or as a key, else the first."""
        for offset, line in enumerate(self.source):
            code = line.partition(" #")[0]
            if f'"{word}"' in code or code.split("=")[0].strip() == word:
                return self.line + offset
        return self.line

    def slip(self, message: str, word: str = "") -> Slip:
        return Slip(str(self.path), self.line_of(word) if word else self.line, message)

    def texts(self, key: str) -> list[str]:
        """The strings of a list; nothing where the key holds something else."""
        value = self.values.get(key, ())
        return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
