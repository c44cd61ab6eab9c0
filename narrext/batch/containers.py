"""Archives and tables -> the documents in them, one after another, none held longer than it is needed.

What cannot be read of a container is a document with a `problem`, so that it stands in the findings.
"""

from __future__ import annotations

import gzip
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from narrext.batch.checking import Content
from narrext.batch.places import opened
from narrext.source import MAX_BYTES

_ZIP: Final = (".zip",)
_TAR: Final = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_LINES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_PARQUET: Final = (".parquet", ".pq")
_GZIP: Final = (".gz",)

# What a folder or archive of filings holds beside documents that a person reads.
_ASIDE: Final = (
    ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".ico", ".css", ".js", ".xsd", ".xml",
    ".json", ".csv", ".tsv", ".xls", ".xlsx", ".idx", ".md5", ".woff", ".woff2", ".mp3", ".mp4",
)  # fmt: skip

# Columns by their usual names, where the caller names none.
_TEXTS: Final = ("text", "content", "body", "html", "document_text")
_IDS: Final = ("id", "document", "name", "accession", "accession_number", "path", "url")

_BROKEN: Final = (
    OSError,
    EOFError,
    zlib.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
)

Reader = Callable[[str], Iterator[Content]]


def reader_of(place: str, text: str | None, id_: str | None) -> Reader | None:
    """What reads the documents of a container, told by its name; None for a document.

    `text` and `id_` name the columns of a table, by default those of the usual names.
    """
    name = place.lower()
    if name.endswith(_ZIP):
        return read_zip
    if name.endswith(_TAR):
        return read_tar
    if name.endswith(_LINES):
        return lambda place: read_lines(place, text, id_)
    if name.endswith(_PARQUET):
        return lambda place: read_parquet(place, text, id_)
    return read_gzip if name.endswith(_GZIP) else None


def is_aside(name: str) -> bool:
    """Whether a file found in a folder or archive is by its name no document: a picture, data, a script."""
    return name.lower().endswith(_ASIDE)


def read_zip(place: str) -> Iterator[Content]:
    """The documents of a zip archive, in its order."""
    try:
        with opened(place) as file, zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                if not member.is_dir() and _wanted(member.filename):
                    yield _read_member(place, member.filename, lambda each=member: archive.open(each))  # type: ignore[misc]
    except _BROKEN as error:
        yield _broken(place, error)


def read_tar(place: str) -> Iterator[Content]:
    """The documents of a tar archive, packed or not, in its order."""
    try:
        with opened(place) as file, tarfile.open(fileobj=file, mode="r|*") as archive:
            for member in archive:
                if member.isfile() and _wanted(member.name):
                    yield _read_member(place, member.name, lambda each=member: archive.extractfile(each))  # type: ignore[misc]
    except _BROKEN as error:
        yield _broken(place, error)


def read_gzip(place: str) -> Iterator[Content]:
    """One document, packed with gzip."""
    try:
        with opened(place) as file, gzip.open(file) as unpacked:
            yield _content(place[: -len(".gz")], place, unpacked.read(MAX_BYTES + 1))
    except _BROKEN as error:
        yield _broken(place, error)


def read_lines(place: str, text: str | None, id_: str | None) -> Iterator[Content]:
    """The documents of a JSONL file, one object a line."""
    try:
        with opened(place) as file:
            lines = gzip.GzipFile(fileobj=file) if place.lower().endswith(_GZIP) else file
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_line(place, number, line, text, id_)
    except _BROKEN as error:
        yield _broken(place, error)


def _read_line(place: str, number: int, line: bytes, text: str | None, id_: str | None) -> Content:
    name = f"{place}#{number}"
    try:
        row = json.loads(line)
    except ValueError as error:
        return Content(name, place, b"", f"Line {number} of {place} is not JSON: {error}.")
    if not isinstance(row, dict):
        return Content(name, place, b"", f"Line {number} of {place} is no JSON object.")
    text, id_ = choose_columns(list(row), text, id_)
    return row_content(place, number, row.get(text or ""), row.get(id_ or ""))


def read_parquet(place: str, text: str | None, id_: str | None) -> Iterator[Content]:
    """The documents of a Parquet file, one a row; only the two columns are read."""
    import pyarrow.parquet

    try:
        with opened(place) as file:
            table = pyarrow.parquet.ParquetFile(file)
            text, id_ = choose_columns(table.schema_arrow.names, text, id_)
            if text is None:
                yield Content(
                    place, place, b"", f"{place} has no column of texts: name it with --text-column."
                )
                return
            columns = [text] if id_ is None else [text, id_]
            number = 0
            for batch in table.iter_batches(batch_size=32, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield row_content(place, number, row[text], row.get(id_ or ""))
    except _BROKEN as error:
        yield _broken(place, error)


def choose_columns(names: list[str], text: str | None, id_: str | None) -> tuple[str | None, str | None]:
    """The columns of texts and of ids: those asked for, else the first of the usual names that is there."""
    if text is None:
        text = next((name for name in _TEXTS if name in names), None)
    elif text not in names:
        text = None
    if id_ is None:
        id_ = next((name for name in _IDS if name in names and name != text), None)
    elif id_ not in names:
        id_ = None
    return text, id_


def row_content(place: str, number: int, text: Any, id_: Any) -> Content:
    """A document of a row: its text as `str` or `bytes`, and its id, or else the number of its row."""
    name = f"{place}#{number}" if id_ is None or id_ == "" else str(id_)
    if isinstance(text, (bytes, bytearray, memoryview)):
        return _content(name, place, bytes(text))
    if isinstance(text, str):
        return _content(name, place, text.encode("utf-8", "surrogatepass"))
    return Content(name, place, b"", f"{name} has no text.")


def _wanted(name: str) -> bool:
    last = name.rpartition("/")[2]
    return not last.startswith(".") and not name.startswith("__MACOSX/") and not is_aside(last)


def _read_member(place: str, name: str, open_: Callable[[], IO[bytes] | None]) -> Content:
    """A member of an archive; one that is damaged or locked does not end the archive."""
    full = f"{place}/{name}"
    try:
        file = open_()
        if file is None:
            return Content(full, place, b"", f"{full} is a link to nothing.")
        with file:
            content = file.read(MAX_BYTES + 1)
        if name.lower().endswith(_GZIP):
            full, content = full[: -len(".gz")], zlib.decompressobj(31).decompress(content, MAX_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, zlib.error) as error:
        return Content(full, place, b"", f"{full} cannot be unpacked: {error}.")
    return _content(full, place, content)


def _content(name: str, source: str, content: bytes) -> Content:
    if len(content) > MAX_BYTES:
        problem = f"{name} is larger than {MAX_BYTES // 2**20} MB: a release is not; give the exhibit alone."
        return Content(name, source, b"", problem)
    return Content(name, source, content)


def _broken(place: str, error: BaseException) -> Content:
    return Content(place, None, b"", f"{place} cannot be read to its end ({error}): fetch it again.")
