"""A browser for the tests: Debian's Chromium, driven by Playwright, which downloads none of its own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # the samples that other tests use as well

from review_sample import write_reports
from serving import Site, serving

SITES = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed, which drives the browser."
    )
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("There is no Chromium here to drive: apt-get install chromium brings one.")
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--headless"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests, with two documents for each."""
    pytest.importorskip("uvicorn", reason="narrext[review] is not installed")
    names = tuple(f"doc{number:03}" for number in range(100))
    with serving(write_reports(tmp_path_factory.mktemp("served"), names)) as printed:
        yield printed


@pytest.fixture
def site(server: str, pytestconfig: pytest.Config) -> Site:
    number = pytestconfig.stash.get(SITES, 0)
    pytestconfig.stash[SITES] = number + 2
    return Site(server, f"doc{number:03}", f"doc{number + 1:03}")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with one report, for a server of its own."""
    return write_reports(tmp_path / "reports", ("first",))


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A window of 1280 pixels in which an error of a script fails the test."""
    made = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    troubles: list[str] = []
    made.on("weberror", lambda error: troubles.append(str(error.error)))
    made.on(
        "console",
        lambda message: troubles.append(message.text) if "Content Security" in message.text else None,
    )
    made.set_default_timeout(30_000)  # machines that run tests are seldom idle
    yield made
    made.close()
    assert troubles == []


@pytest.fixture
def page(context: Any) -> Any:
    return context.new_page()
