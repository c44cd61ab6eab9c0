"""How fast and how steady a run over many releases is; and that a kill leaves no trace.

    python tests/benchmarks/many.py WORK --count 20000 --json many.json --plot many.svg

Makes releases by vary.py, runs some of them on one worker and on two, then all on two, notes the memory of all
processes every two seconds, then runs them again, killed twice with SIGKILL and resumed, and compares
digests of all files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from vary import write_copies

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("documents", "claims", "line_items", "findings")


@dataclass(slots=True)
class Measured:
    """A run: what it took, and the memory of its processes over time."""

    seconds: float
    documents: int
    memory: list[tuple[float, float, float]] = field(default_factory=list)  # seconds, all MB, caller's MB

    @property
    def rate(self) -> float:
        return self.documents / self.seconds

    @property
    def steady(self) -> float:
        """Memory of the last quarter over that of the second quarter: about 1 where it is flat."""
        quarter = len(self.memory) // 4
        if quarter == 0:
            return float("nan")
        middle = [all_ for _, all_, _ in self.memory[quarter : 2 * quarter]]
        last = [all_ for _, all_, _ in self.memory[-quarter:]]
        return (sum(last) / len(last)) / (sum(middle) / len(middle))


def command(source: Path | str, out: Path, workers: int, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "narrext", "run", str(source), "-o", str(out), "--workers", str(workers), *more,
    ]  # fmt: skip


def start(args: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(args, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)


def measure(source: Path | str, out: Path, workers: int, *more: str) -> Measured:
    """A run from start to end, watched."""
    began = time.monotonic()
    process = start(command(source, out, workers, *more))
    memory = []
    while process.poll() is None:
        memory.append((time.monotonic() - began, *megabytes(process.pid)))
        time.sleep(2)
    if process.returncode != 0:
        raise SystemExit(f"the run ended with {process.returncode}")
    return Measured(time.monotonic() - began, count(out), memory)


def megabytes(pid: int) -> tuple[float, float]:
    """What all processes of a run hold by themselves (their shared pages counted once), and its first one."""
    total = first = 0.0
    try:
        caller = psutil.Process(pid)
        for process in [caller, *caller.children(recursive=True)]:
            try:
                used = process.memory_full_info().pss / 2**20
            except psutil.Error:
                continue
            total += used
            first += used if process.pid == pid else 0.0
    except psutil.Error:
        pass
    return total, first


def count(out: Path) -> int:
    record: dict[str, Any] = json.loads((out / "_run.json").read_text())
    return int(record["documents"])


def killed(source: Path, out: Path, workers: int, at: list[int]) -> list[int]:
    """Run, kill when so many parts are there, go on, and so on; how many parts there were at each kill."""
    seen = []
    for parts in at:
        process = start(command(source, out, workers, "--resume"))
        while len(list((out / "documents").glob("part-*"))) < parts:
            time.sleep(0.05)
            if process.poll() is not None:
                raise SystemExit("the run ended before it could be killed")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        seen.append(len(list((out / "documents").glob("part-*"))))
    if start(command(source, out, workers, "--resume")).wait() != 0:
        raise SystemExit("the resumed run failed")
    return seen


def digest(out: Path) -> dict[str, str]:
    """Of each table, a digest of the names and contents of its files."""
    found = {}
    for table in TABLES:
        made = hashlib.sha256()
        for path in sorted((out / table).iterdir()):
            made.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        found[table] = made.hexdigest()
    return found


def rows(out: Path) -> dict[str, int]:
    import pyarrow.parquet

    return {
        table: sum(pyarrow.parquet.read_metadata(path).num_rows for path in (out / table).iterdir())
        for table in TABLES
    }


def plot(file: Path, run: Measured) -> None:
    """Memory over time."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    seconds, total, first = zip(*run.memory, strict=True)
    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(seconds, total, label="all processes")
    axes.plot(seconds, first, label="the one that was called")
    axes.set(xlabel="seconds", ylabel="MB", ylim=(0, None), title=f"{run.documents:,} releases")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(file)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path, help="a folder for releases and datasets")
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    source, calm, broken, single = (args.work / name for name in ("releases", "calm", "killed", "single"))
    for folder in (calm, broken, single):
        shutil.rmtree(folder, ignore_errors=True)
    if not source.exists():
        write_copies(source, args.count, args.seed)
    load = os.getloadavg()[0]
    some = str(source / "000" / f"000[0-{1 if args.count < 10_000 else 9}]*")
    few = measure(some, single, 1, "--part-size", "8")
    shutil.rmtree(single)
    several = measure(some, single, args.workers, "--part-size", "8")
    run = measure(source, calm, args.workers)
    parts = len(list((calm / "documents").iterdir()))
    seen = killed(source, broken, args.workers, [parts // 3, 2 * parts // 3])
    same = digest(calm) == digest(broken)
    told = {
        "documents": run.documents,
        "workers": args.workers,
        "documents a second": round(run.rate, 2),
        "one worker, documents a second": round(few.rate, 2),
        "several workers over one": round(several.rate / few.rate, 3),
        "peak MB, all processes": round(max(each[1] for each in run.memory), 1),
        "peak MB, the one called": round(max(each[2] for each in run.memory), 1),
        "memory, last quarter over second": round(run.steady, 3),
        "parts": parts,
        "parts at each kill": seen,
        "rows": rows(calm),
        "rows after kills": rows(broken),
        "digests equal": same,
        "load before": round(load, 2),
        "load after": round(os.getloadavg()[0], 2),
    }
    sys.stdout.write(json.dumps(told, indent=2) + "\n")
    if args.json:
        args.json.write_text(json.dumps(told | {"memory": run.memory}, indent=2) + "\n", encoding="utf-8")
    if args.plot:
        plot(args.plot, run)
    if not same:
        raise SystemExit("the datasets differ")


if __name__ == "__main__":
    main()
