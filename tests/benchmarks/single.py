"""How fast one release is checked, with peers measured beside it in the same run.

    python tests/benchmarks/single.py                       # prints the tables
    python tests/benchmarks/single.py --json figures.json   # and writes them

Every figure is a ratio of medians: what is compared is run in turn, round after round, in one process
(or, cold, one process after another), so that a busy machine slows both. Each round sets other names and
figures into the releases, so nothing remembered of a text helps. By default the releases are those of
the folder that NARREXT_FILINGS names, else of corpus/.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from long_release import long_release
from peers import peers, quantulum
from vary import issuer, vary

ROOT = Path(__file__).resolve().parents[2]

# Where ten times the length takes so much longer, a hundred times would take minutes.
_HOPELESS = 22


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what was measured, against what, and the ratio that is allowed."""

    what: str
    against: str
    ours: float  # ms or MB
    theirs: float
    unit: str
    at_most: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most


def medians(tasks: Sequence[Callable[[int], object]], rounds: int) -> list[float]:
    """Of each task its median time in ms, of the processor alone; they take turns, given the round's number."""
    times: list[list[float]] = [[] for _ in tasks]
    for task in tasks:
        task(-1)
    for number in range(rounds):
        gc.collect()
        for taken, task in zip(times, tasks, strict=True):
            began = time.process_time()
            task(number)
            taken.append((time.process_time() - began) * 1000)
    return [statistics.median(taken) for taken in times]


def variants(path: Path, rounds: int) -> dict[int, str]:
    """The release as it is (-1), and a version with other names and figures for each round."""
    text = path.read_text(encoding="utf-8", errors="replace")
    stem = issuer(path)
    made = {-1: text}
    for number in range(rounds):
        made[number] = vary(text, stem, Random(f"{path.name}-{number}"), html=path.suffix != ".txt")
    return made


def measure_seed(path: Path, rounds: int) -> list[Line]:
    """The check of a release of plain text against reading its narrative and against tokenizing it."""
    import spacy

    from narrext import check, read

    texts = {number: text.encode() for number, text in variants(path, rounds).items()}
    plain = {number: read(content, name=path.name).text for number, content in texts.items()}
    told = {number: narrative(content) for number, content in texts.items()}
    nlp = spacy.blank("en")
    parse = quantulum()
    tasks: list[Callable[[int], object]] = [
        lambda number: check(texts[number]),
        lambda number: nlp(plain[number]),
    ]
    if parse is not None:
        tasks.append(lambda number: parse(told[number]))
    ours, tokens, *parsed = medians(tasks, rounds)
    lines = [Line(f"check of {path.name}", "tokenizing the whole file (spacy.blank)", ours, tokens, "ms", 4)]
    if parsed:
        lines.insert(
            0, Line(f"check of {path.name}", "quantulum3 on its narrative", ours, parsed[0], "ms", 0.25)
        )
    return lines


def narrative(content: bytes) -> str:
    """The prose of a release: its headline, paragraphs and bullets."""
    from narrext import read
    from narrext.segment import segment

    release = read(content, name="release")
    prose = [block for block in segment(release) if block.kind in ("heading", "paragraph", "bullet")]
    return "\n\n".join(release.text[block.start : block.end] for block in prose)


def measure_html(path: Path, rounds: int) -> list[Line]:
    """The check of an HTML release against tokenizing its rendered text."""
    import spacy

    from narrext import check, read

    texts = {number: text.encode() for number, text in variants(path, rounds).items()}
    plain = {number: read(content, name=path.name).text for number, content in texts.items()}
    nlp = spacy.blank("en")
    nlp.max_length = 10**8
    ours, tokens = medians([lambda number: check(texts[number]), lambda number: nlp(plain[number])], rounds)
    return [Line(f"check of {path.name}", "tokenizing its rendered text", ours, tokens, "ms", 8)]


def measure_length() -> list[Line]:
    """The check of releases ten and a hundred times as long, each against ten short ones in the same round."""
    from narrext import check

    kilobytes = len(long_release(1)) / 1000
    lines: list[Line] = []
    for size, limit, rounds in ((10, 11, 9), (100, 120, 3)):
        # Each round has figures of its own: nothing remembered of a text helps.
        seeds = range(-1, rounds)
        short = {seed: [long_release(1, 100 * seed + each).encode() for each in range(10)] for seed in seeds}
        long = {seed: long_release(size, seed).encode() for seed in seeds}
        tasks: list[Callable[[int], object]] = [
            lambda number, short=short: [check(each) for each in short[number]],  # type: ignore[misc]
            lambda number, long=long: check(long[number]),  # type: ignore[misc]
        ]
        ten, ours = medians(tasks, rounds)
        what = f"check of {size} × {kilobytes:.0f} KB"
        lines.append(Line(what, f"check of {kilobytes:.0f} KB", ours, ten / 10, "ms", limit))
        if lines[-1].ratio > _HOPELESS and size == 10:
            sys.stderr.write(f"100 times is left out: ten times took {lines[-1].ratio:.0f} times as long\n")
            break
    return lines


def measure_cold(path: Path, rounds: int) -> list[Line]:
    """`narrext diff` from the start of its process to the end, and its memory, against importing spaCy."""
    commands = (
        [sys.executable, "-m", "narrext", "diff", str(path)],
        [sys.executable, "-c", "import spacy; spacy.blank('en')"],
    )
    times: list[list[float]] = [[], []]
    memory: list[list[float]] = [[], []]
    for number in range(rounds + 1):
        for place, command in enumerate(commands):
            seconds, megabytes = run_once(command)
            if number:  # the first fills the disk's cache
                times[place].append(seconds * 1000)
                memory[place].append(megabytes)
    spent, used = [statistics.median(each) for each in times], [statistics.median(each) for each in memory]
    against = "python -c \"import spacy; spacy.blank('en')\""
    return [
        Line(f"narrext diff {path.name}, cold", against, *spent, "ms", 1.4),
        Line("peak memory of that process", against, *used, "MB", 1.3),
    ]


def run_once(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process."""
    # As installed: with the byte code at hand that pip leaves for installed packages.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=env
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    kilobyte = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - began, usage.ru_maxrss * kilobyte / 2**20


def measure_peers(path: Path, rounds: int) -> dict[str, float | None]:
    """What reading a release's narrative takes others, in ms; None where one is not installed."""
    from narrext import check

    content = path.read_bytes()
    text = narrative(content)
    found = peers()
    there = {name: run for name, run in found.items() if run is not None}
    tasks = [lambda _, run=run: run(text) for run in there.values()]
    taken = medians([lambda _: check(content), *tasks], rounds)
    timed = dict(zip(there, taken[1:], strict=True))
    first: dict[str, float | None] = {"narrext.check, the whole release": taken[0]}
    return first | {name: timed.get(name) for name in found}


def releases() -> tuple[list[Path], list[Path]]:
    """The seed filings (plain text of some 15 KB) and the largest HTML exhibits."""
    place = os.environ.get("NARREXT_FILINGS")
    folder = Path(place) if place else ROOT.parent / "shared" / "filings"
    seeds = sorted(folder.glob("*_ascii.txt")) if folder.is_dir() else []
    pages = [path for path in folder.glob("*.htm*") if path.is_file()] if folder.is_dir() else []
    own = ROOT / "corpus" / "releases"
    if not seeds:
        near = sorted(own.glob("*.txt"), key=lambda path: abs(path.stat().st_size - 15_000))
        seeds = near[:2]
    if not pages:
        pages = list(own.glob("*.htm*"))
    return seeds, sorted(pages, key=lambda path: -path.stat().st_size)[:3]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    from importlib.metadata import version

    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        model = names[0] if names else model
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": model,
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "spacy": version("spacy"),
        "load": round(os.getloadavg()[0], 2),
        "memory": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
    }


def render(lines: Sequence[Line], others: dict[str, float | None], on: dict[str, Any]) -> str:
    """The tables as Markdown."""
    out = [
        "| what | against | narrext | other | ratio | at most |  |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    out += [
        f"| {line.what} | {line.against} | {line.ours:,.1f} {line.unit} | {line.theirs:,.1f} {line.unit} "
        f"| {line.ratio:.2f} | {line.at_most:g} | {'holds' if line.holds else 'misses'} |"
        for line in lines
    ]
    out += ["", "| on one narrative | ms |", "| --- | ---: |"]
    out += [f"| {name} | {'not installed' if ms is None else f'{ms:,.1f}'} |" for name, ms in others.items()]
    out += [
        "",
        f"{on['date']}, {on['processor']}, {on['cores']} cores, Python {on['python']}, spaCy {on['spacy']}",
    ]
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--cold-rounds", type=int, default=7)
    parser.add_argument(
        "--short", action="store_true", help="leave out releases of ten and a hundred times the length"
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    args = parser.parse_args()
    seeds, pages = releases()
    on = machine()
    lines: list[Line] = []
    steps: list[Callable[[], list[Line]]] = [
        # First: a process begins with the peak memory of the one that started it, which is still small.
        partial(measure_cold, seeds[0], args.cold_rounds),
        *(partial(measure_seed, path, args.rounds) for path in seeds),
        *(partial(measure_html, path, max(3, args.rounds // 3)) for path in pages),
    ]
    if not args.short:
        steps.append(measure_length)
    for step in steps:
        for line in step():
            lines.append(line)
            sys.stderr.write(f"{line.what} against {line.against}: {line.ratio:.2f}\n")
    others = measure_peers(seeds[0], args.rounds)
    sys.stdout.write(render(lines, others, on) + "\n")
    if args.json:
        rows = [asdict(line) | {"ratio": round(line.ratio, 4), "holds": line.holds} for line in lines]
        content = {"machine": on, "lines": rows, "peers": others}
        args.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # this checkout, installed or not
    main()
