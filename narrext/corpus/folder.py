"""A corpus folder: its gold, the documents that the gold is about, and the split into dev and test.

A corpus holds ``gold/*.jsonl`` for the releases in ``releases/`` beside it, ``gold-filings/*.jsonl`` for
real filings that it names in ``filings.jsonl`` but does not hold, and ``splits.toml``. A folder of bare
``*.jsonl`` files is one too, with its documents in the folder of filings.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from narrext.corpus.gold import read_gold
from narrext.corpus.records import SETTLED, Annotation
from narrext.errors import NarrextError

# Names a folder that holds real filings.
FILINGS_VARIABLE: Final = "NARREXT_FILINGS"
SUFFIXES: Final = (".txt", ".htm", ".html")
SPLITS: Final = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Filing:
    """A line of ``filings.jsonl``: a real filing that takes part by stand-off gold alone."""

    name: str  # of its file
    issuer: str
    sha256: str
    url: str  # where it is to be had
    edgar: bool = True  # whether `narrext corpus fetch` may bring it


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the corpus: its gold and, where it is at hand, its file."""

    name: str  # of its gold and its file, without suffix
    issuer: str
    split: str
    gold: Path
    source: Path | None  # None where the file is not at hand
    why: str = ""  # where there is no source: why

    def annotations(self) -> tuple[Annotation, ...]:
        """The claims that an annotator stands behind, in reading order."""
        return tuple(claim for claim in read_gold(self.gold) if claim.status in SETTLED)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder, by name."""

    folder: Path
    documents: tuple[Document, ...]

    @property
    def missing(self) -> tuple[Document, ...]:
        """Those whose file is not at hand."""
        return tuple(document for document in self.documents if document.source is None)


def read_corpus(folder: Path, filings: Path | None = None) -> Corpus:
    """The corpus of a folder.

    `filings` is a folder of real filings, by default the one that ``NARREXT_FILINGS`` names. Raises
    NarrextError where the folder holds no gold, or a file of it cannot be read.
    """
    if filings is None and os.environ.get(FILINGS_VARIABLE):
        filings = Path(os.environ[FILINGS_VARIABLE])
    if filings is not None and not filings.is_dir():
        raise NarrextError(f"{filings} is not a folder: name the one that holds the filings.")
    tests = test_issuers(folder / "splits.toml")
    known = {Path(filing.name).stem: filing for filing in read_filings(folder / "filings.jsonl")}
    documents = [*_releases(folder, tests), *_filings(folder, filings, known, tests)]
    if not documents:
        raise NarrextError(f"{folder} holds no gold: a corpus has gold/*.jsonl beside releases/.")
    return Corpus(folder, tuple(sorted(documents, key=lambda document: document.name)))


def read_filings(path: Path) -> tuple[Filing, ...]:
    """The filings that a corpus names; none where it has no such file."""
    if not path.is_file():
        return ()
    found: list[Filing] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(Filing(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise NarrextError(f"{path}, line {number}, does not describe a filing: {error}.") from error
    return tuple(found)


def test_issuers(path: Path) -> frozenset[str]:
    """The issuers of the test split; all others are dev."""
    if not path.is_file():
        return frozenset()
    try:
        splits = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise NarrextError(f"{path} is not a TOML file that can be read: {error}.") from error
    return frozenset(splits.get("test", {}).get("issuers", []))


def issuer_of(name: str) -> str:
    """The issuer of a release by its file's name, ``issuer_period``."""
    return name.split("_")[0]


def _releases(folder: Path, tests: frozenset[str]) -> Iterator[Document]:
    for gold in sorted((folder / "gold").glob("*.jsonl")):
        source = _file_of(folder / "releases", gold.stem)
        issuer = issuer_of(gold.stem)
        why = "" if source else f"no release of this name in {folder / 'releases'}"
        yield Document(gold.stem, issuer, split_of(issuer, tests), gold, source, why)


def _filings(
    folder: Path, filings: Path | None, known: dict[str, Filing], tests: frozenset[str]
) -> Iterator[Document]:
    bare = not (folder / "gold").is_dir()
    for gold in sorted((folder if bare else folder / "gold-filings").glob("*.jsonl")):
        if gold.name == "filings.jsonl":
            continue
        filing = known.get(gold.stem)
        issuer = filing.issuer if filing else issuer_of(gold.stem)
        source, why = _at_hand(filings, gold.stem, filing)
        yield Document(gold.stem, issuer, split_of(issuer, tests), gold, source, why)


def _at_hand(filings: Path | None, stem: str, filing: Filing | None) -> tuple[Path | None, str]:
    """A filing's file, if it is there and the one that was annotated."""
    if filings is None:
        return None, f"{FILINGS_VARIABLE} names no folder of filings"
    source = _file_of(filings, stem)
    if source is None:
        return None, f"it is not in {filings}"
    if filing and hashlib.sha256(source.read_bytes()).hexdigest() != filing.sha256:
        return None, f"{source} is not the file that was annotated: its checksum differs"
    return source, ""


def _file_of(folder: Path, stem: str) -> Path | None:
    """The document called `stem`, whichever of the known suffixes it has; None where there is none."""
    for suffix in SUFFIXES:
        if (folder / (stem + suffix)).is_file():
            return folder / (stem + suffix)
    return None


def split_of(issuer: str, tests: frozenset[str]) -> str:
    """``test`` or ``dev``."""
    return "test" if issuer in tests else "dev"
