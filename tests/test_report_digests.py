"""A report is a matter of its release alone: not of the process, nor of what was checked before it.

What is remembered between documents, and whatever makes a check fast, may not show. Digests of whole
reports are compared, of real filings where they are there and of the corpus.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
from digests import OWN, differences, digests, files_of, filings, main, read_digests

PROGRAM = Path(__file__).parent / "benchmarks" / "digests.py"
SAMPLE = [*filings(), *files_of(OWN)[::5]]


@pytest.fixture(scope="module")
def first() -> dict[str, str]:
    return digests(SAMPLE)


def test_each_report_is_the_same_in_another_order_of_documents(first: dict[str, str]) -> None:
    """Checked last to first, each after others than before, releases have the reports they had."""
    assert len(first) == len(SAMPLE)
    assert differences(digests(reversed(SAMPLE)), first) == []


def test_each_report_is_the_same_in_another_process(first: dict[str, str]) -> None:
    """Nor does the order of sets or dicts of a process decide anything."""
    told = subprocess.run(
        [sys.executable, str(PROGRAM), *map(str, SAMPLE)],
        env=os.environ | {"PYTHONHASHSEED": "4711"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = read_digests(told.stdout.splitlines())
    assert found.keys() == first.keys()
    assert differences(found, first) == []


def test_a_report_that_is_another_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release = SAMPLE[-1]
    assert main([str(release)]) == 0
    printed = capsys.readouterr().out
    (tmp_path / "same").write_text(printed)
    (tmp_path / "other").write_text("0" * 64 + printed[64:])
    assert main([str(release), "--against", str(tmp_path / "same")]) == 0
    assert main([str(release), "--against", str(tmp_path / "other")]) == 1
    assert capsys.readouterr().out.splitlines()[-2] == release.name
