"""What every test shares: which files take so long that they run only when asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# the same examples each time, so that a run says the same of the same tree; to hunt for new ones:
# pytest --hypothesis-profile=hunt
settings.register_profile("same", derandomize=True)
settings.register_profile("hunt", derandomize=False)
settings.load_profile("same")

# They run many processes and kill some in mid-run; a busy machine makes minutes of them.
# Run them with: pytest -m slow
SLOW = frozenset(
    {
        "test_batch_resume.py",
        "test_batch_run.py",
        "test_batch_sources.py",
        "test_batch_summary.py",
    }
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        path = Path(str(item.path))
        if path.name in SLOW:
            item.add_marker(pytest.mark.slow)
