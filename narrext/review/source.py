"""SOURCE -> the documents to review: a corpus folder, a release, a folder of releases or of reports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrext.corpus.folder import read_corpus
from narrext.errors import NarrextError
from narrext.report.records import SCHEMA

RELEASES = frozenset({".txt", ".htm", ".html", ".asc"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to review. `key` names it in addresses and files: letters, digits, ``.``, ``_``, ``-``."""

    key: str
    release: Path
    report: Path | None = None  # a report made before; else the release is checked
    gold: Path | None = None
    standoff: bool = False  # a filing that the corpus does not hold: its words stay out of what is written


@dataclass(frozen=True, slots=True)
class Source:
    """What is reviewed, and the folder beside it that keeps the reviews."""

    name: str
    entries: tuple[Entry, ...]
    folder: Path


def find_source(path: Path, state: Path | None = None) -> Source:
    """The documents of a corpus (``releases/`` and ``gold/``), a release, a folder of releases or reports.

    Reviews are kept in ``review/`` beside them, or in `state`. Raises NarrextError where there is
    nothing to review.
    """
    if path.is_file():
        found = [Entry(path.stem, path)]
        folder = path.parent / "review"
    elif (path / "releases").is_dir():
        found = [Entry(r.stem, r, gold=_gold(path, r)) for r in _releases(path / "releases")]
        found += _filings(path)
        folder = path / "review"
    elif path.is_dir():
        found = list(_reports(path)) or [Entry(r.stem, r) for r in _releases(path)]
        folder = path / "review"
    else:
        raise NarrextError(f"{path} is neither a file nor a folder: name a release, or a folder of them.")
    if not found:
        raise NarrextError(f"{path} holds no release (.txt, .htm, .html) and no report (.json) to review.")
    return Source(path.resolve().name, tuple(_distinct(found)), state or folder)


def _releases(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in RELEASES and p.is_file())


def _filings(corpus: Path) -> list[Entry]:
    """The real filings of a corpus that are at hand: NARREXT_FILINGS names their folder."""
    if not (corpus / "gold-filings").is_dir():
        return []
    gold = (corpus / "gold-filings").resolve()
    documents = [
        document for document in read_corpus(corpus).documents if document.gold.resolve().parent == gold
    ]
    return [Entry(d.name, d.source, gold=d.gold, standoff=True) for d in documents if d.source is not None]


def _gold(corpus: Path, release: Path) -> Path | None:
    path = corpus / "gold" / f"{release.stem}.jsonl"
    return path if path.is_file() else None


def _reports(folder: Path) -> Iterator[Entry]:
    """Reports of this folder with the releases that they were made of, found by their names beside them."""
    for path in sorted(folder.glob("*.json")):
        name = _document_of(path)
        if name is None:
            continue
        places = (folder / name, folder.parent / name, folder.parent / "releases" / name)
        release = next((p for p in places if p.is_file()), None)
        if release is None:
            raise NarrextError(
                f"{path} is a report on {name}, which stands neither beside it nor in the folder above: "
                "put the release there."
            )
        yield Entry(path.stem, release, report=path)


def _document_of(path: Path) -> str | None:
    """The name of the document that a report speaks of; None where the file is something else."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(read, dict) or read.get("schema") != SCHEMA:
        return None
    name = read["document"]["name"]
    return name if isinstance(name, str) and Path(name).name == name else None


def _distinct(found: Sequence[Entry]) -> Iterator[Entry]:
    seen: set[str] = set()
    for entry in found:
        plain = re.sub(r"[^\w.-]+", "-", entry.key).strip(".-") or "release"
        key, number = plain, 2
        while key in seen:
            key, number = f"{plain}-{number}", number + 1
        seen.add(key)
        yield replace(entry, key=key)
