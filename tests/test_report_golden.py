"""What the command prints of two releases, as it was read beside them."""

from __future__ import annotations

import pytest
from golden_reports import GOLDEN, RELEASES, SUFFIXES, rendered


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("suffix", SUFFIXES.values())
def test_reports_are_as_the_golden_files_say(release: str, suffix: str) -> None:
    """Text, Markdown, CSV and what decides in the JSON are those of the golden file, to the character."""
    name = f"{release.partition('.')[0]}.{suffix}"
    assert rendered(release)[name] == (GOLDEN / name).read_text(encoding="utf-8")
