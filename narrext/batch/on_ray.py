"""A run on a Ray cluster: the parts of a plan as a dataset of Ray Data, each checked where there is room.

A part is written by whoever checks it, under a name that its content gives, whole or not at all. So a
part that was under way on a node that went down is simply done again elsewhere: nothing is lost, and
written twice it is the same file. Every node must be able to reach the sources and the dataset.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Generator, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from narrext.batch.checking import Settings
from narrext.batch.engine import Engine
from narrext.batch.parts import Part, Plan, Unit
from narrext.batch.places import open_folder
from narrext.batch.pool import Pool
from narrext.batch.progress import Progress
from narrext.batch.worker import Outcome
from narrext.errors import NarrextError

if TYPE_CHECKING:
    from types import ModuleType

Row = dict[str, Any]

# Enough blocks to spread work evenly, few enough that the driver keeps count of them with ease.
_BLOCKS: Final = 1000


def run_on_ray(
    plan: Plan,
    out: str,
    settings: Settings,
    known: dict[str, tuple[str, ...]],
    retry_failed: bool,
    address: str | None,
) -> Generator[Outcome, None, None]:
    """The outcome of each part of the plan, as they come. Raises NarrextError where there is no Ray."""
    ray = _connect(address)
    loose, boxes = _rows(plan)
    check = partial(_check_row, out=out, settings=settings, known=known, retry_failed=retry_failed)
    sets = []
    if loose:
        sets.append(ray.data.from_items(loose, override_num_blocks=min(len(loose), _BLOCKS)))
    if boxes:
        opened = ray.data.from_items(boxes, override_num_blocks=len(boxes)).flat_map(
            partial(_expand_row, plan=plan)
        )
        sets.append(opened.repartition(target_num_rows_per_block=1))
    if not sets:
        return
    checked = sets[0].union(*sets[1:]) if len(sets) > 1 else sets[0]
    try:
        for row in checked.map(check, max_retries=-1).iter_rows():
            yield Outcome(row["name"], row["documents"], row["failed"], row["kept"])
    except ray.exceptions.RayError as error:
        last = str(error).strip().splitlines()[-1]
        raise NarrextError(
            f"The run on Ray has stopped: {last} What is done is kept: add --resume."
        ) from error


def _connect(address: str | None) -> ModuleType:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise NarrextError("The engine ray is not installed: pip install 'narrext[ray]'.") from error
    if not ray.is_initialized():
        try:
            ray.init(address=address, logging_level=logging.WARNING, log_to_driver=False)
        except ConnectionError as error:
            raise NarrextError(
                f"There is no Ray cluster at {address or 'any known address'}: {error}"
            ) from error
    # The run shows its own progress.
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    module: ModuleType = ray
    return module


def _rows(plan: Plan) -> tuple[list[Row], list[Row]]:
    """The plan as rows: parts of loose files, and containers that are read on the cluster."""
    loose: list[Row] = []
    boxes: list[Row] = []
    for unit in plan.units():
        if unit.part is not None:
            loose.append({"part": pickle.dumps(unit.part)})
        else:
            boxes.append({"container": unit.container})
    return loose, boxes


def _expand_row(row: Row, plan: Plan) -> Iterator[Row]:
    """The parts of a container."""
    for part in plan.expand(Unit(container=row["container"])):
        yield {"part": pickle.dumps(part)}


def _check_row(
    row: Row, out: str, settings: Settings, known: dict[str, tuple[str, ...]], retry_failed: bool
) -> Row:
    """Check and write a part; what comes back is its outcome alone."""
    part: Part = pickle.loads(row["part"])
    engine = Engine(open_folder(out), settings, _pool(out, settings), Progress(), known, retry_failed)
    (outcome,) = engine.run(iter([part]), 1)
    return {
        "name": outcome.name, "documents": outcome.documents, "failed": outcome.failed, "kept": outcome.kept,
    }  # fmt: skip


@cache
def _pool(out: str, settings: Settings) -> Pool:
    """One process beside Ray's own: a document that ends its process ends none of Ray's."""
    return Pool(1, out, settings)
