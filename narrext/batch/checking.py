"""The check of one document in a run: whatever becomes of it ends in rows, not in an exception."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from narrext import __version__
from narrext.batch.limits import TimeUp, limited
from narrext.batch.rows import Failure, Key, failure_rows, report_rows, to_arrow
from narrext.errors import NarrextError
from narrext.release import Release, read
from narrext.report.records import Report

if TYPE_CHECKING:
    import pyarrow

Check = Callable[[Release], Report]

# What a fault of narrext's own on an odd document raises. It is that document's failure; what is not
# named here (an exit, an interrupt) ends the process, and the pool deals with that.
_FAULTS: Final = (
    ArithmeticError, AssertionError, AttributeError, BufferError, LookupError, NameError, OSError,
    RuntimeError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are checked; the same for all of a run.

    `check` stands for `narrext.check` where it is given. Limits are of one document: seconds, and
    megabytes above what the process held before; None sets no limit. A worker is replaced after
    `recycle_after` documents.
    """

    patterns: str | None = None
    time_limit: float | None = 60.0
    memory_limit: int | None = 2048
    check: Check | None = None
    recycle_after: int = 4000

    @property
    def key(self) -> str:
        """What of the settings the results depend on, beside the documents: limits are not of them."""
        return "" if self.patterns is None else _digest_folder(self.patterns)


@dataclass(frozen=True, slots=True)
class Content:
    """A document to check: its name, the archive or table it came in, and its bytes.

    `problem` says why there are none, where it could not be read.
    """

    name: str
    source: str | None
    content: bytes
    problem: str | None = None

    @property
    def key(self) -> Key:
        sha256 = hashlib.sha256(self.content).hexdigest()
        return Key(
            document_id(self.name, sha256, self.source), self.name, self.source, sha256, len(self.content),
            __version__,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a document: its rows, and the seconds it took."""

    key: Key
    tables: dict[str, pyarrow.Table]
    seconds: float
    failed: str | None = None  # the reason


def document_id(name: str, sha256: str, source: str | None = None) -> str:
    """The id of a document, by its name, its content, and the table or archive that it came in."""
    told = f"{sha256} {name}" if source is None else f"{sha256} {name} {source}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def make_check(settings: Settings) -> Check:
    """The function that checks a release by these settings."""
    if settings.check is not None:
        return settings.check
    from narrext.api import check

    return partial(check, patterns=settings.patterns)


def warm_up(check: Check) -> None:
    """Load what a check loads but once, so that no document's time or memory counts it."""
    text = b"Net sales rose 4% to $12.5 million. Output was 310 megawatt hours and 48 bushels.\n"
    with contextlib.suppress(NarrextError, *_FAULTS):
        to_arrow(report_rows(Content("warm-up", None, text).key, check(read(text, name="warm-up"))))


def check_content(content: Content, settings: Settings, check: Check) -> Checked:
    """Check a document within its limits."""
    began = time.perf_counter()
    key = content.key
    if content.problem is not None:
        return _failed(key, Failure("unreadable", content.problem), 0.0)
    try:
        with limited(settings.time_limit, settings.memory_limit):
            report = check(read(content.content, name=content.name))
            return Checked(key, to_arrow(report_rows(key, report)), time.perf_counter() - began)
    except NarrextError as error:
        failure = Failure("unreadable", str(error))
    except TimeUp:
        failure = Failure("time_limit", f"The check was given up after {settings.time_limit:g} seconds.")
    except MemoryError:
        failure = Failure("memory_limit", f"The check took more than {settings.memory_limit} MB of memory.")
    except _FAULTS as error:
        failure = Failure("error", _describe(error))
    return _failed(key, failure, time.perf_counter() - began)


def failed(content: Content, failure: Failure) -> Checked:
    """A document that could not be checked, for a reason found out elsewhere."""
    return _failed(content.key, failure, 0.0)


def _failed(key: Key, failure: Failure, seconds: float) -> Checked:
    return Checked(key, to_arrow(failure_rows(key, failure)), seconds, failure.reason)


def _describe(error: BaseException) -> str:
    """The error and the place that raised it, in one line without paths of this machine."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        code = trace.tb_frame.f_code
        module = trace.tb_frame.f_globals.get("__name__", "?")
        place = f" (in {module}.{code.co_name}, line {trace.tb_lineno})"
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}{place}"


def _digest_folder(folder: str) -> str:
    from pathlib import Path

    digest = hashlib.sha256()
    for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
