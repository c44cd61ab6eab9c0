"""How far a run has come: a bar on a terminal, a plain line now and then where there is none."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import IO, Any, Final

from narrext.batch.worker import Outcome
from narrext.report.words import count

_LINE_EVERY: Final = 10.0  # seconds


@dataclass(slots=True)
class Progress:
    """Counts what is done. By itself it says nothing: the subclasses do."""

    total: int | None = None
    began: float = field(default_factory=time.monotonic)
    documents: int = 0
    failed: int = 0
    kept: int = 0  # found done by an earlier run

    def add(self, outcome: Outcome) -> None:
        """A part is done."""
        self.documents += outcome.documents
        self.failed += outcome.failed
        self.kept += outcome.kept

    def show(self, under_way: int) -> None:
        """So many more documents are done in parts that are not."""

    def close(self) -> None:
        """The run is over, or stopped."""

    def rate(self, under_way: int = 0) -> float:
        """Documents checked a second, those found done left out."""
        return (self.documents - self.kept + under_way) / max(time.monotonic() - self.began, 1e-6)

    def left(self, under_way: int = 0) -> float | None:
        """Seconds that the rest will take; None where that cannot be told yet."""
        rate = self.rate(under_way)
        if self.total is None or rate <= 0:
            return None
        return max(self.total - self.documents - under_way, 0) / rate


@dataclass(slots=True)
class Lines(Progress):
    """A line every ten seconds."""

    file: IO[str] = field(default_factory=lambda: sys.stderr)
    said: float = field(default_factory=time.monotonic)

    def show(self, under_way: int) -> None:
        if time.monotonic() - self.said < _LINE_EVERY:
            return
        self.said = time.monotonic()
        done = self.documents + under_way
        told = (
            count(done, "document") if self.total is None else f"{done:,} of {count(self.total, 'document')}"
        )
        left = self.left(under_way)
        rest = f", {duration(left)} left" if left is not None else ""
        failed = f", {self.failed:,} failed" if self.failed else ""
        print(
            f"narrext: {told}, {self.rate(under_way):,.1f} a second{rest}{failed}",
            file=self.file,
            flush=True,
        )


@dataclass(slots=True)
class Bar(Progress):
    """A bar with count, rate, time left and errors."""

    _bar: Any = None
    _task: Any = None

    def show(self, under_way: int) -> None:
        bar = self._bar or self._open()
        left = self.left(under_way)
        bar.update(
            self._task,
            completed=self.documents + under_way,
            rate=f"{self.rate(under_way):,.1f}/s",
            left="" if left is None else f"{duration(left)} left",
            failed=f"[red]{self.failed:,} failed[/red]" if self.failed else "",
        )

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _open(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        columns = (
            BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[left]}"), TextColumn("{task.fields[failed]}"),
        )  # fmt: skip
        self._bar = RichProgress(*columns, console=Console(stderr=True), refresh_per_second=4)
        self._task = self._bar.add_task("", total=self.total, rate="", left="", failed="")
        self._bar.start()
        return self._bar


def progress_for(total: int | None, file: IO[str]) -> Progress:
    """A bar where `file` is a terminal, lines where it is none."""
    return Bar(total) if file.isatty() else Lines(total, file=file)


def duration(seconds: float) -> str:
    """``45 s``, ``3 min 20 s``, ``2 h 05 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
