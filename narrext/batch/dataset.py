"""The dataset on disk: parts written whole, found again, and their rows used again.

A part is four Parquet files of one name, one in each table's folder, and a file of times under
``_times``. The file in ``documents`` is written last: a part is there when it is there.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from narrext import __version__
from narrext.batch.checking import Checked, Settings
from narrext.batch.places import Folder
from narrext.batch.rows import Key, joined
from narrext.batch.schema import DATASET, TABLES
from narrext.errors import NarrextError

if TYPE_CHECKING:
    import pyarrow

_PARQUET: Final = ".parquet"
TIMES: Final = "_times"
RUN: Final = "_run.json"

# `documents` last: it says that the part is there.
_ORDER: Final = ("claims", "line_items", "findings", "documents")


def write_part(folder: Folder, name: str, checked: Sequence[Checked], settings: Settings) -> None:
    """Write the rows of a part's documents. Raises OSError where the place is full or gone."""
    tables = joined([each.tables for each in checked])
    times = "".join(
        json.dumps({"document_id": each.key.id, "document": each.key.name, "seconds": round(each.seconds, 4)})
        + "\n"
        for each in checked
    )
    folder.write(f"{TIMES}/{name}.jsonl", times.encode("utf-8", "replace"))
    for table in _ORDER:
        folder.write(f"{table}/{name}{_PARQUET}", _to_parquet(tables[table], settings))


def _to_parquet(table: pyarrow.Table, settings: Settings) -> bytes:
    """The bytes of a Parquet file: the same for the same rows, whoever writes it."""
    import pyarrow.parquet

    marked = table.replace_schema_metadata({**(table.schema.metadata or {}), **_marks(settings)})
    out = io.BytesIO()
    pyarrow.parquet.write_table(marked, out, compression="zstd", row_group_size=2**17, write_page_index=True)
    return out.getvalue()


def _marks(settings: Settings) -> dict[bytes, bytes]:
    return {b"narrext": __version__.encode(), b"settings": settings.key.encode()}


def part_names(folder: Folder) -> list[str]:
    """The names of the parts that are there whole."""
    names = folder.names("documents")
    return [name.removesuffix(_PARQUET) for name in names if name.endswith(_PARQUET)]


def by_key(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Part names by the key that they begin with."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        key = name.split("-")[1]
        found[key] = (*found.get(key, ()), name)
    return found


def remove_part(folder: Folder, name: str) -> None:
    """Take a part away, `documents` first: half of it is not a part."""
    for table in reversed(_ORDER):
        folder.remove(f"{table}/{name}{_PARQUET}")
    folder.remove(f"{TIMES}/{name}.jsonl")


def prune(folder: Folder, keep: frozenset[str]) -> int:
    """Remove the parts that are not of this run, and what is left of half-written ones; how many parts."""
    old = [name for name in part_names(folder) if name not in keep]
    for name in old:
        remove_part(folder, name)
    for table in TABLES:
        for name in folder.names(table):
            if name.removesuffix(_PARQUET) not in keep:
                folder.remove(f"{table}/{name}")
    for name in folder.names(TIMES):
        if name.removesuffix(".jsonl") not in keep:
            folder.remove(f"{TIMES}/{name}")
    return len(old)


def sweep(folder: Folder) -> None:
    """Remove what a killed run left half written."""
    for under in (*TABLES, TIMES):
        folder.clear(under)


def read_table(folder: Folder, table: str, name: str, columns: list[str] | None = None) -> pyarrow.Table:
    """A part's rows of a table."""
    import pyarrow.parquet

    return pyarrow.parquet.read_table(io.BytesIO(folder.read(f"{table}/{name}{_PARQUET}")), columns=columns)


def read_times(folder: Folder, name: str) -> list[dict[str, Any]]:
    """What each document of a part took: document_id, document, seconds."""
    try:
        lines = folder.read(f"{TIMES}/{name}.jsonl").splitlines()
    except OSError:
        return []
    return [json.loads(line) for line in lines]


def read_checked(folder: Folder, names: Iterable[str], settings: Settings) -> dict[str, Checked]:
    """By document id, what these parts hold that the same version found by the same settings.

    Documents that failed are left out: they are tried again.
    """
    found: dict[str, Checked] = {}
    for name in names:
        tables = {table: read_table(folder, table, name) for table in TABLES}
        metadata = tables["documents"].schema.metadata or {}
        if any(metadata.get(mark) != value for mark, value in _marks(settings).items()):
            continue
        seconds = {row["document_id"]: row["seconds"] for row in read_times(folder, name)}
        for row in tables["documents"].to_pylist():
            if row["status"] == "checked":
                key = Key(
                    row["document_id"],
                    row["document"],
                    row["source"],
                    row["sha256"],
                    row["bytes"],
                    row["narrext"],
                )
                rows = {table: _of_document(each, key.id) for table, each in tables.items()}
                found[key.id] = Checked(key, rows, seconds.get(key.id, 0.0))
    return found


def _of_document(table: pyarrow.Table, document: str) -> pyarrow.Table:
    import pyarrow.compute as pc

    return table.filter(pc.equal(table["document_id"], document)).replace_schema_metadata(None)


def count_failures(folder: Folder, name: str) -> int:
    """How many documents of a part could not be checked."""
    states: list[str] = read_table(folder, "documents", name, ["status"])["status"].to_pylist()
    return states.count("failed")


@dataclass(frozen=True, slots=True)
class Record:
    """What ``_run.json`` keeps: what the dataset was made from, and whether the run came to its end."""

    sources: tuple[str, ...]
    part_size: int
    complete: bool
    documents: int = 0
    failed: int = 0

    def write(self, folder: Folder) -> None:
        content = {
            "schema": DATASET, "narrext": __version__, "sources": list(self.sources),
            "part_size": self.part_size, "complete": self.complete, "documents": self.documents,
            "failed": self.failed,
        }  # fmt: skip
        folder.write(
            RUN, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")
        )


def read_record(folder: Folder, place: str) -> Record | None:
    """The record of the run that made a folder; None where there is none.

    Raises NarrextError where it cannot be read.
    """
    try:
        content = json.loads(folder.read(RUN))
        if content["schema"] != DATASET:
            raise NarrextError(
                f"{place} is in the format {content['schema']}; this narrext writes {DATASET}."
            )
        return Record(
            tuple(content["sources"]), content["part_size"], content["complete"], content["documents"],
            content["failed"],
        )  # fmt: skip
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise NarrextError(f"{RUN} of {place} is no record of a run: choose another folder.") from error
