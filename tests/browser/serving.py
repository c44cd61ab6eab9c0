"""Review servers as `narrext review` starts them, each a process of its own.

To start Python and read the program takes a second, to copy a process that has read it takes milliseconds: one
such process stands by, and forks a server for each line that it gets.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """A server, and a document on it that no other test has touched; the one behind it is `next`."""

    address: str
    key: str
    next: str

    def review(self, reviewer: str = "ann") -> str:
        return f"{self.address}{reviewer}/documents/{self.key}/review"


@dataclass(frozen=True)
class Server:
    """A running server: its process and the address that it printed."""

    process: int
    address: str

    def kill(self, by: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal, and wait until the process is no more."""
        os.kill(self.process, by)
        with suppress(ProcessLookupError):
            while True:
                os.kill(self.process, 0)
                time.sleep(0.001)


@cache
def standing_by() -> subprocess.Popen[str]:
    """The process that forks the servers; it ends, and they with it, when this one does."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )


def start(source: Path, reviewer: str = "ann", state: Path | None = None) -> Server:
    command = ["review", str(source), "--reviewer", reviewer, "--no-browser"]
    command += ["--state", str(state)] if state is not None else []
    process = standing_by()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(command) + "\n")
    process.stdin.flush()
    number = int(process.stdout.readline())
    process.stdout.readline()
    return Server(number, process.stdout.readline().strip())


@contextmanager
def serving(source: Path, reviewer: str = "ann", state: Path | None = None) -> Iterator[str]:
    """The address of a server that ends with the block."""
    server = start(source, reviewer, state)
    try:
        yield server.address
    finally:
        server.kill(signal.SIGTERM)


def stand_by() -> None:
    """Fork a server for each command on standard input; at its end, take them all along."""
    import uvicorn  # noqa: F401

    import narrext.api
    import narrext.review.app
    from narrext.cli import main

    narrext.api.check(b"Net sales were $7.5 million.\n")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    children: list[int] = []
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if not child:
            print(os.getpid(), flush=True)  # noqa: T201
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.argv = ["narrext", *json.loads(line)]
            with suppress(BaseException):
                main()
            os._exit(1)
        children.append(child)
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    stand_by()
