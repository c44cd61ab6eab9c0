"""Bringing real filings from EDGAR: politely, one after another, each checked by its checksum.

EDGAR asks whoever takes files by program to say who they are and to make no more than ten requests a
second (sec.gov/os/accessing-edgar-data). Nothing here runs unless a caller asks for it.
"""

from __future__ import annotations

import hashlib
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from narrext.corpus.folder import Filing
from narrext.errors import NarrextError

MAX_BYTES: Final = 64 * 2**20
TIMEOUT: Final = 30.0
TRIES: Final = 3
# "Too many requests" and "not now": worth another try after a wait.
LATER: Final = frozenset({429, 503})
LONGEST_WAIT: Final = 60.0

_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a filing; `here` says that the file is at hand and the one that was annotated."""

    filing: Filing
    here: bool
    message: str


@dataclass(slots=True)
class Fetcher:
    """Asks one server, at most once in `gap` seconds, under a name that says who asks.

    Raises NarrextError for a name without an address to write to, and for a server that is neither
    https nor on this machine.
    """

    user_agent: str
    server: str = "https://www.sec.gov"
    gap: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        if not re.search(r"\S+@\S+\.\S+", self.user_agent) or not self.user_agent.isprintable():
            raise NarrextError(
                "The user agent must say who asks, with an e-mail address: 'Jane Roe jane@example.com'."
            )
        split = urlsplit(self.server)
        local = _LOOPBACK.fullmatch(split.hostname or "") and split.scheme == "http"
        if not (split.scheme == "https" and split.hostname) and not local:
            raise NarrextError(f"{self.server} is no https address, and not on this machine either.")

    def get(self, url: str) -> bytes:
        """The bytes behind an address of EDGAR's. Raises OSError where they cannot be had."""
        path = urlsplit(url).path
        request = urllib.request.Request(
            self.server.rstrip("/") + path,
            headers={"User-Agent": self.user_agent, "Accept-Encoding": "identity"},
        )
        for left in range(TRIES - 1, -1, -1):
            self._wait()
            try:
                with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                    content: bytes = answer.read(MAX_BYTES + 1)
            except urllib.error.HTTPError as error:
                error.close()
                if error.code not in LATER or not left:
                    raise
                self.sleep(_asked_wait(error))
                continue
            if len(content) > MAX_BYTES:
                raise OSError(f"more than {MAX_BYTES // 2**20} MB")
            return content
        raise AssertionError("the last try returns or raises")

    def _wait(self) -> None:
        now = time.monotonic()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + self.gap


def _asked_wait(error: urllib.error.HTTPError) -> float:
    """How long the server asks to wait, in seconds; a second where it does not say."""
    asked = error.headers.get("Retry-After", "1")
    return min(float(asked), LONGEST_WAIT) if asked.isdigit() else 1.0


def chosen(filings: Sequence[Filing], names: Sequence[str]) -> list[Filing]:
    """The filings of these names, with or without suffix; all where none is given.

    Raises NarrextError for a name that the corpus does not know, or a corpus that knows none.
    """
    if not filings:
        raise NarrextError("The corpus names no filings: its filings.jsonl is missing or empty.")
    known = {name: filing for filing in filings for name in (filing.name, Path(filing.name).stem)}
    for name in names:
        if name not in known:
            raise NarrextError(f"{name} is not among the corpus's filings: see its filings.jsonl.")
    return [known[name] for name in names] if names else list(filings)


def fetch_all(filings: Sequence[Filing], into: Path, fetcher: Fetcher) -> Iterator[Fetched]:
    """Each filing in turn: left alone where it is at hand, else brought and checked."""
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NarrextError(f"{into} cannot be made: {error.strerror}.") from error
    for filing in filings:
        yield _fetch(filing, into / filing.name, fetcher)


def _fetch(filing: Filing, target: Path, fetcher: Fetcher) -> Fetched:
    if target.is_file():
        if hashlib.sha256(target.read_bytes()).hexdigest() == filing.sha256:
            return Fetched(filing, True, "is here")
        return Fetched(filing, False, f"is another file than the one annotated; left as it is in {target}")
    if not filing.edgar:
        return Fetched(filing, False, f"is not on EDGAR; take it from {filing.url}")
    try:
        content = fetcher.get(filing.url)
    except OSError as error:
        return Fetched(filing, False, f"cannot be had from {filing.url}: {error}")
    if hashlib.sha256(content).hexdigest() != filing.sha256:
        return Fetched(filing, False, f"what {filing.url} gives is not the file annotated: not kept")
    _keep(target, content)
    return Fetched(filing, True, f"fetched, {len(content):,} bytes")


def _keep(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NarrextError(f"{target} cannot be written: {error.strerror}.") from error
