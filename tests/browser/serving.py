"""A review server in a process of its own, as `narrext review` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


def start(
    source: Path, reviewer: str = "ann", state: Path | None = None
) -> tuple[subprocess.Popen[str], str]:
    """The process and the address that it prints."""
    command = [sys.executable, "-m", "narrext", "review", str(source), "--reviewer", reviewer, "--no-browser"]
    command += ["--state", str(state)] if state is not None else []
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    process.stdout.readline()
    return process, process.stdout.readline().strip()


@contextmanager
def serving(source: Path, reviewer: str = "ann", state: Path | None = None) -> Iterator[str]:
    """The address of a server that ends with the block."""
    process, address = start(source, reviewer, state)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
