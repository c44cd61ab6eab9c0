"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from narrext.errors import NarrextError


def write_whole(path: Path, content: str) -> None:
    """Write UTF-8 text; until all of it is on disk the file keeps what it held, or stays away.

    Raises NarrextError, naming the file, where it cannot be written.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    payload = content.encode("utf-8", errors="replace")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(payload)  # a device or a pipe: there is nothing to replace
        else:
            _replace(target, payload)
    except OSError as error:
        raise NarrextError(f"{path} cannot be written: {error.strerror}.") from error


def _replace(target: Path, payload: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with temporary.open("xb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
