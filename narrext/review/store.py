"""Where reviews are kept: one SQLite file in WAL mode, and beside it each layer as stand-off gold.

Why SQLite and not one file a layer that is replaced whole: an action, its place in the history and the
check that nobody wrote in between must be one step, for two tabs or two servers on the same folder as
well, and its cost must not grow with the history. A transaction gives all of that, and torn writes are
its affair. `synchronous=FULL` makes each commit wait for the disk: when `append` returns, the action
survives `kill -9` and a power cut. The layers in JSON Lines are made of the database (by atomic
replacement) so that git has something to read; should one be behind after a crash, it is made again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from narrext.errors import NarrextError
from narrext.review.layer import Action, Change, Fields, Layer

VERSION = 1
TABLES = """
CREATE TABLE IF NOT EXISTS layers (
  id INTEGER PRIMARY KEY, document TEXT NOT NULL, reviewer TEXT NOT NULL, sha256 TEXT NOT NULL,
  base TEXT NOT NULL, made TEXT NOT NULL, UNIQUE (document, reviewer)
) STRICT;
CREATE TABLE IF NOT EXISTS actions (
  layer INTEGER NOT NULL REFERENCES layers (id), number INTEGER NOT NULL, kind TEXT NOT NULL,
  changes TEXT NOT NULL, time TEXT NOT NULL, annotator TEXT NOT NULL, undoes INTEGER,
  PRIMARY KEY (layer, number)
) STRICT, WITHOUT ROWID;
"""
# How long one writer waits for another before it gives up, in seconds.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be appended to a layer."""

    kind: str
    changes: tuple[Change, ...]
    annotator: str
    undoes: int | None = None


class StaleError(Exception):
    """Somebody else wrote since: `actions` are theirs, `revision` is the layer's now."""

    def __init__(self, revision: int, actions: Sequence[Action]) -> None:
        super().__init__(f"the layer is at revision {revision}")
        self.revision = revision
        self.actions = tuple(actions)


class Store:
    """The reviews of one folder. Opens the file anew for each call: threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "review.sqlite3"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with self._open() as connection:
                self._prepare(connection)
        except (OSError, sqlite3.Error) as error:
            raise NarrextError(f"Reviews cannot be kept in {folder}: {error}.") from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise NarrextError(f"{self.path} was written by a later narrext: use that one to go on.")
        if found < VERSION:
            # the file keeps the mode; asking for it again would have to wait for every reader
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(TABLES)
            connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection

    def layer(self, document: str, reviewer: str) -> Layer | None:
        """A layer with its whole history; None where this reviewer has not begun."""
        with self._open() as connection:
            return _read_layer(connection, document, reviewer)

    def layers(self) -> list[Layer]:
        """All layers, by document and reviewer."""
        with self._open() as connection:
            names = connection.execute("SELECT document, reviewer FROM layers ORDER BY 1, 2").fetchall()
            found = [_read_layer(connection, *name) for name in names]
        return [layer for layer in found if layer is not None]

    def reviewers(self) -> list[str]:
        """Everyone who has a layer."""
        with self._open() as connection:
            return [name for (name,) in connection.execute("SELECT DISTINCT reviewer FROM layers ORDER BY 1")]

    def append(self, start: Layer, revision: int, step: Step) -> Layer:
        """Add a step to a layer that stands at `revision`; when this returns, it is on disk.

        `start` is the layer as the writer knows it: its base is kept where there is none yet. Gives it
        with the step. Raises StaleError where the layer stands elsewhere, NarrextError where the disk refuses.
        """
        try:
            with self._open() as connection, _transaction(connection):
                number = _identity(connection, start)
                found = (
                    connection.execute(
                        "SELECT MAX(number) FROM actions WHERE layer = ?", (number,)
                    ).fetchone()[0]
                    or 0
                )
                if found != revision:
                    raise StaleError(found, _read_actions(connection, number, revision))
                action = Action(revision + 1, step.kind, step.changes, _now(), step.annotator, step.undoes)
                _write_action(connection, number, action)
        except sqlite3.Error as error:
            raise NarrextError(f"Not saved: {self.path} cannot be written: {error}.") from error
        return replace(start, actions=(*start.actions, action))


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Takes the right to write at once, so that what is read inside stays true until the commit."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _identity(connection: sqlite3.Connection, start: Layer) -> int:
    """The layer's number in the file, which it gets here where it is new."""
    found = connection.execute(
        "SELECT id, sha256 FROM layers WHERE document = ? AND reviewer = ?", (start.document, start.reviewer)
    ).fetchone()
    if found is None:
        cursor = connection.execute(
            "INSERT INTO layers (document, reviewer, sha256, base, made) VALUES (?, ?, ?, ?, ?)",
            (
                start.document,
                start.reviewer,
                start.sha256,
                json.dumps(dict(start.base), ensure_ascii=False),
                _now(),
            ),
        )
        return int(cursor.lastrowid or 0)
    if found[1] != start.sha256:
        raise NarrextError(
            f"Not saved: {start.document} is another text than the one that {start.reviewer} reviewed. "
            "Put the former release back, or review this one under another name."
        )
    return int(found[0])


def _read_layer(connection: sqlite3.Connection, document: str, reviewer: str) -> Layer | None:
    found = connection.execute(
        "SELECT id, base, sha256 FROM layers WHERE document = ? AND reviewer = ?", (document, reviewer)
    ).fetchone()
    if found is None:
        return None
    base: Mapping[str, Fields] = json.loads(found[1])
    return Layer(document, reviewer, base, _read_actions(connection, found[0]), found[2])


def _read_actions(connection: sqlite3.Connection, layer: int, after: int = 0) -> tuple[Action, ...]:
    """The actions of a layer behind a revision, in order."""
    rows = connection.execute(
        "SELECT number, kind, changes, time, annotator, undoes FROM actions WHERE layer = ? AND number > ? ORDER BY number",
        (layer, after),
    )
    return tuple(_read_action(row) for row in rows)


def _read_action(row: tuple[Any, ...]) -> Action:
    number, kind, changes, time, annotator, undoes = row
    read = tuple(Change(c["claim"], c["before"], c["after"]) for c in json.loads(changes))
    return Action(number, kind, read, time, annotator, undoes)


def _write_action(connection: sqlite3.Connection, layer: int, action: Action) -> None:
    changes = json.dumps([change.to_json() for change in action.changes], ensure_ascii=False)
    connection.execute(
        "INSERT INTO actions (layer, number, kind, changes, time, annotator, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (layer, action.number, action.kind, changes, action.time, action.annotator, action.undoes),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
