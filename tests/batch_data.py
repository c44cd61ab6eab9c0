"""Folders of invented texts, and datasets read back, for the tests of runs."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet

from narrext.batch.schema import TABLES


def write_texts(folder: Path, count: int, prefix: str = "release") -> Path:
    """So many small texts with a few numbers each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        figures = "\n".join(str(number * 7 + line) for line in range(number % 5 + 1))
        (folder / f"{prefix}_{number:04}.txt").write_text(f"Sales were\n{figures}\n")
    return folder


def read_rows(out: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, in the order of document and place."""
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(out / table).to_pylist()
    return sorted(rows, key=lambda row: (row["document"], row.get("start", 0), row.get("message", "")))


def digests(out: Path) -> dict[str, str]:
    """The content of every file of the dataset, by name; times and the record of the run left out."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for table in TABLES
        for path in sorted((out / table).iterdir())
    }


def failures(out: Path) -> dict[str, str]:
    """Of each document that failed, by the end of its name, the reason."""
    rows = read_rows(out, "findings")
    return {row["document"].rpartition("/")[2]: row["reason"] for row in rows if row["kind"] == "failed"}
