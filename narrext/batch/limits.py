"""A limit of time and one of memory around the check of one document.

Both end the check from within, by an exception, wherever Python code runs. Code that never comes back to
Python (or a platform without these calls) is the pool's concern: it ends the whole process.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Final

_AGAIN: Final = 1.0  # seconds: an exception that lands in a destructor is lost, so it is raised again


class TimeUp(BaseException):
    """The time of a document is up. Not an Exception, so that no reader's own recovery swallows it."""


@contextlib.contextmanager
def limited(seconds: float | None, megabytes: int | None) -> Iterator[None]:
    """Run the body with at most so many seconds, and so much memory above what the process now holds.

    Raises TimeUp or MemoryError out of the body. In a thread that is not the main one there is no limit
    of time; where the system cannot limit memory (macOS, Windows) there is none of memory.
    """
    with _memory(megabytes), _time(seconds):
        yield


@contextlib.contextmanager
def _time(seconds: float | None) -> Iterator[None]:
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not timed:
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        # Twice: the first may itself be cut short by the last ring.
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise TimeUp


@contextlib.contextmanager
def _memory(megabytes: int | None) -> Iterator[None]:
    if megabytes is None or not sys.platform.startswith("linux"):
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = address_space() + megabytes * 2**20
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def address_space() -> int:
    """The address space of this process in bytes (Linux)."""
    return _statm(0)


def resident() -> int:
    """The memory of this process in bytes; 0 where the system does not say it so."""
    return _statm(1) if sys.platform.startswith("linux") else 0


def _statm(field: int) -> int:
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib is twice as slow
        return int(file.read().split()[field]) * resource.getpagesize()
