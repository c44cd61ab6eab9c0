"""Rules that stand in each other's way: the same words in two of them, so that one never has a say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from narrext.lint.form import form_of
from narrext.lint.formats import LINE_ITEMS
from narrext.lint.records import Entry, Slip


def check_shadows(entries: Sequence[Entry], ours: Sequence[Entry]) -> Iterator[Slip]:
    """What a rule looks for that one before it, or one of ours, has already."""
    yield from find_doubles(entries, ours, words_of)
    yield from check_concepts([*ours, *entries], set(map(id, entries)))


def find_doubles(
    entries: Sequence[Entry], ours: Sequence[Entry], keys: Callable[[Entry], Iterator[tuple[str, str, str]]]
) -> Iterator[Slip]:
    first: dict[tuple[str, str], tuple[Entry, str]] = {}
    mine = set(map(id, entries))
    for entry in (*ours, *entries):
        for sort, word, meaning in keys(entry):
            known = first.setdefault((sort, word), (entry, meaning))
            if known[0] is not entry and id(entry) in mine:
                yield entry.slip(double(word, meaning, *known), word)


def double(word: str, meaning: str, known: Entry, known_meaning: str) -> str:
    place = f"{known.path.name}, line {known.line}"
    if meaning == known_meaning:
        return f"{word!r} is there already, in {place}: this one adds nothing."
    return f"{word!r} never has this meaning ({meaning}): in {place} it stands for {known_meaning}, which comes first."


def words_of(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """``(sort, word, meaning)`` of all that a rule looks for; a word has one meaning in its sort."""
    if entry.path.name == LINE_ITEMS:
        row = entry.values
        # an alias may be an amount and a rate ("gross margin"), each under a concept of its own
        yield f"alias as {row['unit']}", row["alias"].lower(), row["concept"]
        return
    if entry.path.suffix == ".jsonl":
        yield (
            "pattern",
            json.dumps(entry.values.get("pattern"), sort_keys=True),
            str(entry.values.get("label")),
        )
        return
    form = form_of(entry)
    for key in form.words if form is not None else ():
        for word in entry.texts(key):
            # what stands before a number and what stands behind it do not meet
            sort = key if entry.table in ("currency", "magnitude", "heading", "cue") else ""
            yield (
                f"{entry.table} {sort} {side_of(entry)}",
                word if sort == "glued" else word.lower(),
                meaning_of(entry),
            )


def side_of(entry: Entry) -> str:
    """Cues behind a number are another list than those before it."""
    name = str(entry.values.get("name", "")) if entry.table == "cue" else ""
    if entry.table != "cue":
        return ""
    return "behind" if name.endswith(" behind") else "moves" if name in ("up", "down") else name


def meaning_of(entry: Entry) -> str:
    for key in ("iso", "bound", "factor", "value", "name", "unit", "kind", "basis", "sort"):
        if key in entry.values:
            meaning = str(entry.values[key])
            return (
                f"{meaning} {entry.values['unit']}" if key == "factor" and "unit" in entry.values else meaning
            )
    return entry.table


def check_concepts(entries: Sequence[Entry], mine: set[int]) -> Iterator[Slip]:
    """A concept is measured in one unit and is a flow or a balance, whatever it is called."""
    known: dict[str, tuple[str, str, Entry]] = {}
    for entry in entries:
        if entry.path.name != LINE_ITEMS:
            continue
        row = entry.values
        unit, nature, first = known.setdefault(row["concept"], (row["unit"], row["nature"], entry))
        if (unit, nature) != (row["unit"], row["nature"]) and id(entry) in mine:
            yield entry.slip(
                f"The concept {row['concept']!r} is {unit}, {nature} in {first.path.name}, line {first.line}, "
                f"and {row['unit']}, {row['nature']} here."
            )
