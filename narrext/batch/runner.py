"""A run over many releases, from the sources to a dataset that is whole."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from narrext.batch.checking import Settings
from narrext.batch.dataset import Record, by_key, part_names, prune, read_record, sweep
from narrext.batch.parts import Plan
from narrext.batch.places import Folder, open_folder
from narrext.batch.progress import Progress
from narrext.batch.worker import Outcome
from narrext.errors import NarrextError


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to: documents in the dataset, how many of them failed, and how many were there."""

    documents: int
    failed: int
    kept: int


def run(
    sources: Sequence[str],
    out: str,
    *,
    workers: int | None = None,
    resume: bool = False,
    retry_failed: bool = False,
    engine: str = "local",
    address: str | None = None,
    settings: Settings | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    part_size: int = 64,
    progress: Progress | None = None,
) -> Result:
    """Check every release of the sources and write the dataset `out`.

    Sources are files, folders, globs, zip and tar archives, JSONL and Parquet files, or fsspec URLs of
    these. With `resume` the run goes on where an earlier one into the same folder stopped; `retry_failed`
    also tries again what failed in it. `engine` is "local" (processes, by default one a core) or "ray"
    (the cluster at `address`). Raises NarrextError where a source is missing or `out` cannot be written.
    """
    if engine not in ("local", "ray"):
        raise NarrextError(f"There is no engine {engine}: choose local or ray.")
    folder = open_folder(out)
    settings = settings or Settings()
    plan = Plan(tuple(dict.fromkeys(sources)), text_column, id_column, part_size, out)
    progress = progress or Progress()
    record = _begin(folder, out, plan, resume or retry_failed)
    names = part_names(folder)
    known = by_key(names)
    if engine == "ray":
        from narrext.batch.on_ray import run_on_ray

        outcomes = run_on_ray(plan, out, settings, known, retry_failed, address)
    else:
        outcomes = _run_here(plan, folder, out, settings, known, retry_failed, workers, progress)
    done: set[str] = set()
    with closing(outcomes):
        for outcome in outcomes:
            done.add(outcome.name)
            progress.add(outcome)
            progress.show(0)
    prune(folder, frozenset(done))
    replace(record, complete=True, documents=progress.documents, failed=progress.failed).write(folder)
    return Result(progress.documents, progress.failed, progress.kept)


def _begin(folder: Folder, out: str, plan: Plan, resume: bool) -> Record:
    """Look at what is in the folder and mark it as a run's.

    Raises NarrextError where it is not to be touched.
    """
    try:
        record = read_record(folder, out)
        if record is None and (folder.names("") or part_names(folder)):
            raise NarrextError(f"{out} is not empty and holds no run: choose another folder.")
        if record is not None and not resume:
            raise NarrextError(
                f"{out} holds a run already: add --resume to go on with it, or choose another folder."
            )
        new = Record(plan.sources, plan.size, complete=False)
        if record is not None and (record.sources, record.part_size) != (new.sources, new.part_size):
            raise NarrextError(
                f"{out} was made from {' '.join(record.sources)} in parts of {record.part_size}: "
                "give the same to go on with it, or choose another folder."
            )
        sweep(folder)
        new.write(folder)
    except NotADirectoryError:
        raise NarrextError(f"{out} is a file: choose a folder.") from None
    except OSError as error:
        raise NarrextError(f"{out} cannot be written ({error}): choose another folder.") from error
    return new


def _run_here(
    plan: Plan,
    folder: Folder,
    out: str,
    settings: Settings,
    known: dict[str, tuple[str, ...]],
    retry_failed: bool,
    workers: int | None,
    progress: Progress,
) -> Generator[Outcome, None, None]:
    from narrext.batch.engine import Engine
    from narrext.batch.pool import Pool

    count = workers or available_cores()
    with Pool(count, out, settings) as pool:
        yield from Engine(folder, settings, pool, progress, known, retry_failed).run(plan.parts(), count)


def available_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
