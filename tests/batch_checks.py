"""Checks for the tests of runs: one that makes a small report of any text, and some that go wrong."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from narrext.claims.records import Claim
from narrext.errors import Finding
from narrext.periods import Period
from narrext.release import Release
from narrext.report.records import Document, Report
from narrext.tables.records import Column, Fact, LineItem, Table
from narrext.verify import Candidate, Verdict

Q1 = Period(date(2003, 1, 1), date(2003, 3, 31))
_VERDICTS = ("match", "rounding", "mismatch", "unsupported")


def tiny_check(release: Release) -> Report:
    """Every number of the text is a claim, and a figure of one table that it is held against."""
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", release.text))
    column = Column(0, ("March 31,", "2003"), Q1)
    items = [
        LineItem(0, row, f"Line {row}", ("Costs:",), each.start(), each.end(), "USD", Decimal(1))
        for row, each in enumerate(numbers)
    ]
    facts = [
        Fact(item, column, Decimal(each[0]), Decimal(1), each[0], each.start(), each.end(), "USD", Q1)
        for item, each in zip(items, numbers, strict=True)
    ]
    end = len(release.text)
    table = Table(0, 0, end, "Invented", "income", "USD", Decimal(1), (column,), tuple(items), tuple(facts))
    verdicts = tuple(_verdict(release, row, fact) for row, fact in enumerate(facts))
    finding = Finding("no_total", "The lines have no total.", 0, end)
    return Report(Document(release, "Tamberly Mills", Q1), verdicts, (table,), (finding,))


def _verdict(release: Release, row: int, fact: Fact) -> Verdict:
    claim = Claim(
        f"c{row + 1}", fact.start, fact.end, fact.printed, 0, len(release.text), "A sentence.", "money",
        "level" if row else "change", "net sales", fact.value, Decimal(1), "USD", period=Q1,
    )  # fmt: skip
    if row == 1:
        claim = replace(claim, kind="trend", value=None)
    verdict = _VERDICTS[row % 4]
    third = Decimal(1) / Decimal(3)
    candidates = (Candidate((fact,), "a", 0.4, ("near",)),) if row % 2 else ()
    reason = None if verdict == "match" else "value"
    return Verdict(claim, verdict, reason, "a", (fact,), third, (third, third), "1 / 3", 0.9, candidates)


def slow_check(release: Release) -> Report:
    """As tiny_check, a hundredth of a second later."""
    time.sleep(0.01)
    return tiny_check(release)


def wicked_check(release: Release) -> Report:
    """As tiny_check, but the text may order it to go wrong."""
    order = re.search(r"ORDER: (\w+)(?: (\S+))?", release.text)
    if order is None:
        return tiny_check(release)
    {
        "loop": _loop, "hang": _hang, "hoard": _hoard, "exit": _exit, "kill": _kill, "fault": _fault,
        "deep": _deep, "once": _once, "until": _until,
    }[order[1]](order[2])  # fmt: skip
    return tiny_check(release)


def weary_check(release: Release) -> Report:
    """As wicked_check, a hundredth of a second later."""
    time.sleep(0.01)
    return wicked_check(release)


def _loop(_: str) -> None:
    while True:
        pass


def _hang(_: str) -> None:
    """In C code that holds the interpreter's lock and hears no signal."""
    libc = ctypes.PyDLL(None)
    blocked = (ctypes.c_ulong * 16)(*([2**64 - 1] * 16))
    libc.sigprocmask(0, blocked, None)
    libc.sleep(600)


def _hoard(_: str) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(2**28))  # refused at once, not filled


def _exit(_: str) -> None:
    os._exit(7)


def _kill(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fault(_: str) -> None:
    raise KeyError("an odd document")


def _deep(_: str) -> None:
    _deep(_)


def _once(flag: str) -> None:
    """Die the first time only."""
    if not Path(flag).exists():
        Path(flag).touch()
        os._exit(3)


def _until(flag: str) -> None:
    if not Path(flag).exists():
        raise ValueError("not yet")


def crowded_check(release: Release) -> Report:
    """As tiny_check, but from a text that says "full" on, this process can write no file of any size."""
    import resource

    if "full" in release.text:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY))
    return tiny_check(release)


def telling_check(release: Release) -> Report:
    """As tiny_check, and the name of each text is added to the file that its text names."""
    found = re.search(r"LOG: (\S+)", release.text)
    if found:
        with Path(found[1]).open("a") as log:
            log.write(f"{Path(release.name).name}\n")
    return tiny_check(release)
