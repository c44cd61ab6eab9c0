"""Worker processes: started, given tasks, watched, replaced."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType, TracebackType
from typing import Any, Final

from narrext.batch.checking import Settings
from narrext.batch.rows import Failure
from narrext.batch.worker import Finished, Started, Task, Trouble, work
from narrext.errors import NarrextError

# Of a document that neither ends nor can be interrupted: beyond its limit, so many seconds.
_GRACE: Final = 15.0
_POLL: Final = 0.5
# A worker that dies before it has taken up a task will do so again: nothing is wrong with documents.
_STILLBORN: Final = 3


@dataclass(frozen=True, slots=True)
class Died:
    """A worker ended in mid-task, at this document of it, and why."""

    index: int
    failure: Failure


Event = Started | Finished | Died


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    task: Task | None = None
    index: int = -1
    since: float = 0.0
    heard: bool = False
    overdue: bool = False


class Pool:
    """So many workers that write to one dataset. Use it in a ``with``: its processes end with it."""

    def __init__(self, workers: int, place: str, settings: Settings) -> None:
        self._place = place
        self._settings = settings
        self._context = _context()
        self._stillborn = 0
        self._workers: list[_Worker] = []
        for _ in range(workers):
            self._workers.append(self._start())

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.connection.close()
            if worker.task is not None:
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    @property
    def free(self) -> bool:
        """Whether a worker waits for a task."""
        return any(worker.task is None for worker in self._workers)

    @property
    def busy(self) -> bool:
        """Whether a worker has a task."""
        return any(worker.task is not None for worker in self._workers)

    @property
    def pids(self) -> list[int]:
        """The ids of the workers' processes."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def give(self, task: Task) -> None:
        """Give a task to a free worker."""
        for place, worker in enumerate(self._workers):
            if worker.task is not None:
                continue
            try:
                worker.connection.send(task)
            except (BrokenPipeError, ConnectionResetError):
                self._bury(worker)  # it died while it waited
                self._replace(place)
                self.give(task)
                return
            worker.task, worker.index, worker.since = task, -1, time.monotonic()
            return
        raise ValueError("no worker is free")

    def news(self) -> Iterator[tuple[Task, Event]]:
        """What the workers report, after some time at most. Raises NarrextError where a run cannot go on."""
        busy = [worker for worker in self._workers if worker.task is not None]
        ends: list[Any] = [worker.connection for worker in busy]
        ready = set(map(id, wait(ends, _POLL)))
        for place, worker in enumerate(list(self._workers)):
            if id(worker.connection) in ready:
                yield from self._receive(place, worker)
            elif worker.task is not None:
                self._end_overdue(worker)

    def _receive(self, place: int, worker: _Worker) -> Iterator[tuple[Task, Event]]:
        task = worker.task
        if task is None:
            return
        try:
            message = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            died = self._bury(worker)
            self._replace(place)
            yield task, died
            return
        worker.heard = True
        self._stillborn = 0
        if isinstance(message, Trouble):
            raise cannot_write(message.message)
        if isinstance(message, Started):
            worker.index, worker.since = message.index, time.monotonic()
        else:
            worker.task = None
            if message.retiring:
                self._replace(place)
        yield task, message

    def _end_overdue(self, worker: _Worker) -> None:
        """End a worker whose document is over its limit and has not come back of itself."""
        limit = self._settings.time_limit
        if limit is None or worker.index < 0:
            return
        if time.monotonic() - worker.since > limit * 1.5 + _GRACE:
            worker.overdue = True
            worker.process.kill()

    def _bury(self, worker: _Worker) -> Died:
        worker.process.join()
        if not worker.heard:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise NarrextError(
                    f"A worker cannot start ({_exit(worker.process.exitcode)}): see what it printed above."
                )
        if worker.overdue:
            limit = self._settings.time_limit or 0.0
            return Died(
                worker.index, Failure("time_limit", f"The check had not ended long after {limit:g} seconds.")
            )
        message = f"The process that checked it ended ({_exit(worker.process.exitcode)}), twice."
        return Died(worker.index, Failure("worker_died", message))

    def _replace(self, place: int) -> None:
        worker = self._workers[place]
        worker.connection.close()
        worker.process.join(5)
        if worker.process.is_alive():
            worker.process.kill()
        self._workers[place] = self._start()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs, self._place, self._settings), daemon=True)
        with _without_main():
            process.start()
        theirs.close()
        return _Worker(process, ours)


def cannot_write(why: object) -> NarrextError:
    """The error that ends a run whose dataset cannot be written."""
    return NarrextError(
        f"The dataset cannot be written ({why}). What is done is kept: mend that, then add --resume."
    )


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Hide the caller's main module: a worker would import it, and so run a script that has no guard."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _context() -> Any:
    """Workers come from a process that has the imports done, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["narrext.batch.worker", "narrext.api", "pyarrow.parquet"])
    return context


def _exit(code: int | None) -> str:
    if code == -signal.SIGKILL:
        return "killed, as a system does that runs out of memory"
    if code is not None and code < 0:
        try:
            return f"by signal {signal.Signals(-code).name}"
        except ValueError:
            return f"by signal {-code}"
    return f"with exit code {code}"
