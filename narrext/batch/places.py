"""Where documents are read and the dataset is written: folders of this machine, or of any fsspec URL.

Whatever is written appears whole or not at all: here a file is written beside its place and moved there
when all of it is on disk; object stores show an object when its upload is complete, and not before.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

from narrext.errors import NarrextError
from narrext.source import MAX_BYTES, read_bytes

# Stores in which an object appears with the end of its upload.
_ATOMIC: Final = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"})
_TEMPORARY: Final = ".part"


class Folder(Protocol):
    """A folder to write to, by names relative to it (``claims/part-….parquet``)."""

    def names(self, under: str) -> list[str]:
        """The names of the files in a folder of it, sorted; none where there is no such folder."""

    def read(self, name: str) -> bytes:
        """A file of it. Raises OSError."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all. Raises OSError."""

    def remove(self, name: str) -> None:
        """Remove a file; it may be gone already."""

    def clear(self, under: str) -> None:
        """Remove what a run left half written in a folder of it."""


def open_folder(place: str) -> Folder:
    """The folder of a path or URL; it need not exist yet."""
    if not is_url(place):
        return LocalFolder(Path(place).absolute())
    protocol = place.partition("://")[0]
    return UrlFolder(place.rstrip("/"), protocol in _ATOMIC)


def is_url(place: str) -> bool:
    return "://" in place


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this machine."""

    path: Path

    def names(self, under: str) -> list[str]:
        try:
            return sorted(
                each.name for each in (self.path / under).iterdir() if not each.name.startswith(".")
            )
        except FileNotFoundError:
            return []

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(_temporary(target.name))
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def clear(self, under: str) -> None:
        for left in (self.path / under).glob(f".*{_TEMPORARY}"):
            left.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class UrlFolder:
    """A folder of a file system that fsspec knows."""

    url: str
    atomic: bool

    def names(self, under: str) -> list[str]:
        files, path = self._at(under)
        try:
            listed = files.ls(path, detail=False)
        except FileNotFoundError:
            return []
        names = (each.rstrip("/").rpartition("/")[2] for each in listed)
        return sorted(name for name in names if not name.startswith("."))

    def read(self, name: str) -> bytes:
        files, path = self._at(name)
        content: bytes = files.cat_file(path)
        return content

    def write(self, name: str, content: bytes) -> None:
        files, path = self._at(name)
        folder, _, last = path.rpartition("/")
        if self.atomic:
            files.pipe_file(path, content)
            return
        files.makedirs(folder, exist_ok=True)
        temporary = f"{folder}/{_temporary(last)}"
        files.pipe_file(temporary, content)
        files.mv(temporary, path)

    def remove(self, name: str) -> None:
        files, path = self._at(name)
        with contextlib.suppress(FileNotFoundError):
            files.rm_file(path)

    def clear(self, under: str) -> None:
        files, path = self._at(under)
        with contextlib.suppress(FileNotFoundError):
            for each in files.ls(path, detail=False):
                if each.rpartition("/")[2].startswith(".") and each.endswith(_TEMPORARY):
                    files.rm_file(each)

    def _at(self, name: str) -> tuple[Any, str]:
        return _filesystem(f"{self.url}/{name}")


def _temporary(name: str) -> str:
    # By chance, since a worker that outlived a killed run must not get in the way of the next, nor one
    # of another machine that shares the folder.
    return f".{name}.{os.urandom(6).hex()}{_TEMPORARY}"


@contextlib.contextmanager
def opened(place: str) -> Iterator[IO[bytes]]:
    """A file or URL, opened for reading bytes. Raises NarrextError where it cannot be."""
    try:
        if is_url(place):
            files, path = _filesystem(place)
            with files.open(path, "rb") as file:
                yield file
        else:
            with Path(place).open("rb") as file:
                yield file
    except FileNotFoundError:
        raise NarrextError(f"{place} does not exist: check the name and the folder.") from None
    except PermissionError:
        raise NarrextError(f"{place} may not be read: check its permissions.") from None


def read_place(place: str) -> bytes:
    """All of a file or URL that holds one document. Raises NarrextError."""
    if not is_url(place):
        return read_bytes(Path(place))
    with opened(place) as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NarrextError(f"{place} is larger than {MAX_BYTES // 2**20} MB: a release is not.")
    return content


def find_files(source: str) -> Iterator[str]:
    """The files that a path, folder, glob or URL names, sorted; hidden ones only where named outright.

    Raises NarrextError where there is none.
    """
    found = _find_url(source) if is_url(source) else _find_local(source)
    first = next(found, None)
    if first is None:
        raise NarrextError(f"{source} names no file: check the name and the folder.")
    yield first
    yield from found


def _find_local(source: str) -> Iterator[str]:
    path = Path(source)
    if path.is_dir():
        for folder, folders, names in os.walk(path, followlinks=True):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            yield from (Path(folder, name).as_posix() for name in sorted(names) if not name.startswith("."))
    elif path.exists():
        yield source
    elif any(mark in source for mark in "*?["):
        import glob

        for each in sorted(glob.glob(source, recursive=True)):  # noqa: PTH207 - takes absolute ones too
            if Path(each).is_file():
                yield each
    else:
        raise NarrextError(f"{source} does not exist: check the name and the folder.")


def _find_url(source: str) -> Iterator[str]:
    files, path = _filesystem(source)
    if any(mark in path for mark in "*?["):
        found = files.glob(path)
    elif files.isdir(path):
        found = files.find(path)
    else:
        found = [path] if files.exists(path) else []
    for each in sorted(found):
        if not each.rpartition("/")[2].startswith("."):
            yield files.unstrip_protocol(each)


def _filesystem(place: str) -> tuple[Any, str]:
    try:
        import fsspec.core

        return fsspec.core.url_to_fs(place)  # type: ignore[no-any-return]
    except ImportError as error:
        raise NarrextError(
            f"{place} needs a package that is not installed ({error}): pip install it."
        ) from error
    except ValueError as error:
        raise NarrextError(f"{place} is no URL that fsspec knows: {error}.") from error
