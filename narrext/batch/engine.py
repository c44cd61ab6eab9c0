"""A run on this machine: parts to a pool of workers, and what goes wrong with them put right."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from narrext.batch.checking import Checked, Settings, failed
from narrext.batch.parts import Part
from narrext.batch.places import Folder
from narrext.batch.pool import Died, Event, Pool, cannot_write
from narrext.batch.progress import Progress
from narrext.batch.worker import AloneTask, Outcome, PartTask, Started, Task, finish_part

# Parts read ahead for each worker: what came with an archive is held meanwhile.
_AHEAD: Final = 1


@dataclass(slots=True)
class _Salvage:
    """A part whose worker died: each of its documents is checked alone, then the part is written here."""

    task: PartTask
    checked: list[Checked | None]
    left: int


@dataclass(slots=True)
class Engine:
    """Runs parts through a pool. `known` are the parts that are there, by key."""

    folder: Folder
    settings: Settings
    pool: Pool
    progress: Progress
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    retry_failed: bool = False
    _ready: deque[Task] = field(default_factory=deque)
    # by the identity of tasks: whose part and which of its documents; how many documents are done
    _alone: dict[int, tuple[_Salvage, int]] = field(default_factory=dict)
    _under_way: dict[int, int] = field(default_factory=dict)

    def run(self, parts: Iterator[Part], workers: int) -> Iterator[Outcome]:
        """The outcome of each part, as they come. Raises NarrextError where the run cannot go on."""
        exhausted = False
        while True:
            while not exhausted and len(self._ready) < workers * _AHEAD + 1:
                part = next(parts, None)
                if part is None:
                    exhausted = True
                    break
                self._ready.append(PartTask(part, self.known.get(part.key, ()), self.retry_failed))
                if self.pool.free:
                    self.pool.give(self._ready.popleft())
            while self._ready and self.pool.free:
                self.pool.give(self._ready.popleft())
            if not self.pool.busy:
                return
            for task, event in self.pool.news():
                yield from self._take(task, event)
            self.progress.show(sum(self._under_way.values()))

    def _take(self, task: Task, event: Event) -> Iterator[Outcome]:
        if isinstance(event, Started):
            if isinstance(task, PartTask):
                self._under_way[id(task)] = max(event.index, self._under_way.get(id(task), 0))
        elif isinstance(event, Died):
            yield from self._died(task, event)
        elif isinstance(event.result, Outcome):
            self._under_way.pop(id(task), None)
            yield event.result
        else:
            yield from self._done_alone(task, event.result)

    def _died(self, task: Task, event: Died) -> Iterator[Outcome]:
        if isinstance(task, AloneTask):
            yield from self._done_alone(task, failed(task.item.load(), event.failure))
            return
        self._under_way[id(task)] = 0
        salvage = _Salvage(task, [None] * len(task.part.items), len(task.part.items))
        for index, item in reversed(list(enumerate(task.part.items))):
            alone = AloneTask(item)
            self._alone[id(alone)] = (salvage, index)
            self._ready.appendleft(alone)

    def _done_alone(self, task: Task, checked: Checked) -> Iterator[Outcome]:
        salvage, index = self._alone.pop(id(task))
        salvage.checked[index] = checked
        salvage.left -= 1
        self._under_way[id(salvage.task)] += 1
        if salvage.left == 0:
            self._under_way.pop(id(salvage.task))
            yield self._finish(salvage)

    def _finish(self, salvage: _Salvage) -> Outcome:
        every = [each for each in salvage.checked if each is not None]
        try:
            name = finish_part(salvage.task, every, self.folder, self.settings)
        except OSError as error:
            raise cannot_write(error) from error
        return Outcome(name, len(every), sum(each.failed is not None for each in every), 0)
