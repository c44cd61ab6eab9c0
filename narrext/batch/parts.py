"""Documents -> parts: what a worker checks at a time, and what one set of output files holds.

A part ends where a digest of a document's name says so. So the parts of a folder stay the same, but for
one, when a file is added to it or taken away, and a run that continues finds its work done.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from narrext import __version__
from narrext.batch.checking import Content, Settings
from narrext.batch.containers import is_aside, reader_of
from narrext.batch.places import find_files, is_url, read_place
from narrext.batch.rows import Key
from narrext.batch.schema import DATASET
from narrext.errors import NarrextError

# Documents that came with an archive travel with their part: this bounds what is under way.
_BYTES: Final = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Item:
    """A document to be: the path or URL of a file, or what an archive or table held."""

    name: str
    content: Content | None = None

    def load(self) -> Content:
        """The document; one that cannot be read says why."""
        if self.content is not None:
            return self.content
        try:
            return Content(self.name, None, read_place(self.name))
        except NarrextError as error:
            return Content(self.name, None, b"", str(error))


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that are checked one after another; `key` tells the part from the others of a run."""

    key: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """Parts of loose files as they are, or a container to be read: what a plan is made of."""

    part: Part | None = None
    container: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is over: the sources, the columns of tables, and about how many documents make a part."""

    sources: tuple[str, ...]
    text_column: str | None = None
    id_column: str | None = None
    size: int = 64
    out: str = ""  # the dataset itself is never a source

    def units(self) -> Iterator[Unit]:
        """The loose files of each source in parts, then its containers.

        Raises NarrextError for a source that is not there.
        """
        seen: set[str] = set()
        for source in self.sources:
            containers: list[str] = []
            loose = self._loose(source, containers, seen)
            yield from (Unit(part) for part in cut(source, loose, self.size))
            yield from (Unit(container=each) for each in containers)

    def expand(self, unit: Unit) -> Iterator[Part]:
        """The parts of a unit."""
        if unit.part is not None:
            yield unit.part
            return
        read = reader_of(unit.container, self.text_column, self.id_column)
        if read is not None:
            items = (Item(content.name, content) for content in read(unit.container))
            yield from cut(unit.container, items, self.size)

    def parts(self) -> Iterator[Part]:
        """All parts, in the order of the sources; containers are read as their parts are asked for."""
        for unit in self.units():
            yield from self.expand(unit)

    def count(self) -> int | None:
        """How many documents there are, where listing the files tells; None where containers must be read."""
        total = 0
        seen: set[str] = set()
        for source in self.sources:
            containers: list[str] = []
            total += sum(1 for _ in self._loose(source, containers, seen))
            if containers:
                return None
        return total

    def _loose(self, source: str, containers: list[str], seen: set[str]) -> Iterator[Item]:
        """A source's documents that no earlier source named; its containers go to the list."""
        for place in find_files(source):
            if _lies_in(place, self.out):
                continue
            if len(self.sources) > 1:
                if place in seen:
                    continue
                seen.add(place)
            if reader_of(place, None, None) is not None:
                containers.append(place)
            elif place == source or not is_aside(place):
                yield Item(place)


def _lies_in(place: str, folder: str) -> bool:
    if not folder or is_url(place) != is_url(folder):
        return False
    if is_url(place):
        return place.startswith(folder.rstrip("/") + "/")
    return os.path.abspath(place).startswith(os.path.join(os.path.abspath(folder), ""))  # noqa: PTH100, PTH118


def cut(origin: str, items: Iterable[Item], size: int) -> Iterator[Part]:
    """The items of one origin in parts of about `size`: a quarter of it at least, but for the last, and
    three times as many at most.
    """
    held: list[Item] = []
    weight = 0
    keys: set[str] = set()
    for item in items:
        held.append(item)
        weight += len(item.content.content) if item.content else 0
        if weight >= _BYTES or len(held) >= 3 * size or (len(held) >= size // 4 and _ends(item.name, size)):
            yield _part(origin, held, keys)
            held, weight = [], 0
    if held:
        yield _part(origin, held, keys)


def _ends(name: str, size: int) -> bool:
    chance = max(1, size * 3 // 4)
    return (
        int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "big") % chance
        == 0
    )


def _part(origin: str, items: list[Item], keys: set[str]) -> Part:
    key = _digest(origin, items[0].name)
    while key in keys:  # the same name twice in a table of documents
        key = _digest(key, "again")
    keys.add(key)
    return Part(key, tuple(items))


def part_name(part: Part, keys: Sequence[Key], settings: Settings) -> str:
    """The name of a part's files. It changes with its documents, the version of narrext and the settings."""
    documents = (f"{key.id} {key.source}" for key in keys)
    return f"part-{part.key}-{_digest(DATASET, __version__, settings.key, *documents)}"


def _digest(*words: str) -> str:
    joined = "\n".join(words).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]
