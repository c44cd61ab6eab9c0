"""All checks of a folder, in the order of its files and lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from narrext.errors import NarrextError
from narrext.lexicons import patterns_folder
from narrext.lint.examples import check_examples
from narrext.lint.form import check_form
from narrext.lint.formats import FROM_USERS, NAMES
from narrext.lint.matching import check_matching
from narrext.lint.reading import read_folder
from narrext.lint.records import Entry, Slip
from narrext.lint.shadows import check_shadows


def check_folder(folder: Path) -> list[Slip]:
    """What is wrong with the rules of a folder, by file and line; nothing where they are sound.

    A user's folder is held against narrext's own, which it is laid over. Raises NarrextError where
    there is no such folder or it holds no rules.
    """
    if not folder.is_dir():
        raise NarrextError(f"{folder} is no folder: give the one that holds your rules.")
    entries, slips = read_folder(folder)
    if not entries and not slips:
        raise NarrextError(f"{folder} holds no rules: narrext reads {', '.join(NAMES)} and *.jsonl.")
    own = patterns_folder()
    theirs = folder.resolve() != own.resolve()
    ours = read_folder(own)[0] if theirs else []
    slips += check_entries(entries, ours)
    if theirs:
        slips += unread(entries)
    return sorted(set(slips))


def check_entries(entries: Sequence[Entry], ours: Sequence[Entry]) -> Iterator[Slip]:
    """Form first: a rule whose form is wrong is tried no further."""
    sound = []
    for entry in entries:
        slips = list(check_form(entry))
        yield from slips
        if not slips:
            sound.append(entry)
    yield from check_shadows(sound, ours)
    yield from check_matching(sound)
    for entry in sound:
        if not ours or entry.path.name in FROM_USERS:
            yield from check_examples(entry)


def unread(entries: Sequence[Entry]) -> Iterator[Slip]:
    """Files of a user's folder that narrext does not read: their rules would never match."""
    for path in dict.fromkeys(entry.path for entry in entries):
        if path.suffix != ".jsonl" and path.name not in FROM_USERS:
            told = ", ".join(sorted(FROM_USERS))
            yield Slip(
                str(path),
                1,
                f"narrext reads {path.name} from its own patterns alone; of yours it reads {told}.",
            )
