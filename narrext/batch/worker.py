"""What a worker process does: parts one after another, and single documents of parts that went wrong."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from narrext.batch.checking import Check, Checked, Settings, check_content, make_check, warm_up
from narrext.batch.dataset import count_failures, read_checked, remove_part, write_part
from narrext.batch.limits import resident
from narrext.batch.parts import Item, Part, part_name
from narrext.batch.places import Folder, open_folder
from narrext.errors import NarrextError

# A worker is replaced when it has come to hold so much.
_GROWN: Final = 768 * 2**20


@dataclass(frozen=True, slots=True)
class PartTask:
    """Check a part and write it; `known` are the parts of its key that are there already."""

    part: Part
    known: tuple[str, ...] = ()
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class AloneTask:
    """Check one document and give its rows back."""

    item: Item


Task = PartTask | AloneTask


@dataclass(frozen=True, slots=True)
class Started:
    """A worker now works on this document of its task; -1: on the task as a whole."""

    index: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part that is written: its name, its documents, how many of them failed and how many were there."""

    name: str
    documents: int
    failed: int
    kept: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A task is done; the worker stops after it where `retiring`."""

    result: Outcome | Checked
    retiring: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """The dataset cannot be written: nothing that another document would mend."""

    message: str


def do_part(
    task: PartTask, folder: Folder, settings: Settings, check: Check, tell: Callable[[int], None]
) -> Outcome:
    """Check what is missing of a part and write it. Raises OSError where it cannot be written.

    `tell` is called with -1 for the part and with each document's index before it is checked.
    """
    tell(-1)
    items = task.part.items
    if task.known:
        name = part_name(task.part, [item.load().key for item in items], settings)
        if name in task.known:
            failed = count_failures(folder, name)
            if not (task.retry_failed and failed):
                return Outcome(name, len(items), failed, len(items))
    old = read_checked(folder, task.known, settings) if task.known else {}
    checked: list[Checked] = []
    kept = 0
    for index, item in enumerate(items):
        tell(index)
        content = item.load()
        before = old.get(content.key.id) if old else None
        kept += before is not None
        checked.append(before or check_content(content, settings, check))
    tell(-1)
    return Outcome(
        finish_part(task, checked, folder, settings),
        len(items),
        sum(each.failed is not None for each in checked),
        kept,
    )


def finish_part(task: PartTask, checked: list[Checked], folder: Folder, settings: Settings) -> str:
    """Write a part's rows, take away what it stands for now, and give its name. Raises OSError."""
    name = part_name(task.part, [each.key for each in checked], settings)
    write_part(folder, name, checked, settings)
    for old in task.known:
        if old != name:
            remove_part(folder, old)
    return name


def work(connection: Connection, place: str, settings: Settings) -> None:
    """The life of a worker: tasks come in, news go out, until the other end closes."""
    # An interrupt is for the process that was called; it ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _use_one_core()
    folder = open_folder(place)
    check = make_check(settings)
    warm_up(check)
    gc.freeze()  # what is loaded stays: the collector need not look through it
    done = 0
    try:
        while True:
            task: Task = connection.recv()
            result = _do(task, folder, settings, check, connection)
            if isinstance(result, Trouble):
                connection.send(result)
                return
            done += result.documents if isinstance(result, Outcome) else 1
            retiring = done >= settings.recycle_after or resident() > _GROWN
            connection.send(Finished(result, retiring))
            if retiring:
                return
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the run is over, or its process gone


def _do(
    task: Task, folder: Folder, settings: Settings, check: Check, connection: Connection
) -> Outcome | Checked | Trouble:
    def tell(index: int) -> None:
        connection.send(Started(index))

    if isinstance(task, AloneTask):
        tell(0)
        return check_content(task.item.load(), settings, check)
    try:
        return do_part(task, folder, settings, check, tell)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except (OSError, NarrextError) as error:
        return Trouble(str(error))


def _use_one_core() -> None:
    """Each worker has a core of its own; libraries that would start a thread a core are told so."""
    os.environ["OMP_NUM_THREADS"] = "1"
    import pyarrow as pa

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    # The others reserve more address space than they use, which a limit of memory would count.
    pa.set_memory_pool(pa.system_memory_pool())


def document_of(task: Task, index: int) -> Item:
    """The document that a worker was at."""
    return task.item if isinstance(task, AloneTask) else task.part.items[max(index, 0)]
