"""Pages as people with other needs meet them: axe-core finds nothing, contrast holds, the report stands alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import ROOT, serving

AXE = "axe-core@4"
# WCAG 2.2 up to AA, and what axe's authors hold for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core: of AXE_CORE where that names it, else fetched through npm into a temporary folder."""
    given = os.environ.get("AXE_CORE")
    if given:
        return Path(given).read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, and AXE_CORE names no axe.min.js")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), AXE],
        capture_output=True,
        timeout=120,
        check=False,
    )
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if done.returncode or not script.is_file():
        pytest.skip("axe-core could not be fetched through npm")
    return script.read_text(encoding="utf-8")


def violations(page: Any, axe: str) -> list[str]:
    """What axe-core finds, each with the places."""
    page.evaluate(axe)
    found = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found["violations"]
    ]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over two releases of the corpus on which two reviewers have begun to disagree."""
    pytest.importorskip("uvicorn", reason="narrext[review] is not installed")
    import httpx

    folder = tmp_path_factory.mktemp("releases")
    for name in sorted((ROOT / "corpus" / "releases").iterdir())[:6:3]:
        shutil.copy(name, folder / name.name)
    with serving(folder) as address, httpx.Client(timeout=60) as ask:
        base, _, _ = address.partition("/" + address.split("/")[3])
        documents = ask.get(address + "ann/documents.json").json()["documents"]
        where = f"documents/{documents[0]['key']}"
        claims = ask.get(f"{address}ann/{where}/review.json").json()["claims"]
        for reviewer, kinds in (
            ("ann", ("accept", "accept", "accept")),
            ("ben", ("accept", "reject", "unsupported")),
        ):
            for revision, (kind, claim) in enumerate(zip(kinds, claims, strict=False)):
                body = {"revision": revision, "action": {"kind": kind, "claim": claim["id"]}}
                ask.post(
                    f"{address}{reviewer}/{where}/actions", json=body, headers={"origin": base}
                ).raise_for_status()
        yield f"{address}|{where}"


PAGES = (
    "documents",
    "{where}/review",
    "{where}/history",
    "agreement?first=ann&second=ben",
    "{where}/adjudicate?first=ann&second=ben",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", PAGES, ids=lambda name: name.partition("?")[0].rpartition("/")[2])
def test_axe_finds_nothing_on_the_pages(
    browser: Any, axe: str, reviewed: str, name: str, width: int, scheme: str
) -> None:
    address, where = reviewed.split("|")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address + "ann/" + name.format(where=where))
    page.wait_for_load_state("networkidle")
    assert violations(page, axe) == []
    context.close()


@pytest.mark.parametrize("state", ["e", "?", "m", "c", "n", "t Enter", "z"])
def test_axe_finds_nothing_while_something_is_being_done(
    browser: Any, axe: str, reviewed: str, state: str
) -> None:
    address, where = reviewed.split("|")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}dana/{where}/review")
    page.wait_for_selector(".card.open")
    for key in state.split():
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    assert violations(page, axe) == []
    context.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of two releases as one file."""
    from narrext.api import check
    from narrext.report.html import render_html
    from narrext.report.view import View

    releases = sorted((ROOT / "corpus" / "releases").iterdir(), key=lambda path: path.stat().st_size)[:2]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_html([check(release) for release in releases], View()), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing_on_the_report(
    browser: Any, axe: str, report: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(report.as_uri())
    assert violations(page, axe) == []
    page.click("mark.claim >> nth=0")
    assert violations(page, axe) == []
    context.close()


def test_the_report_asks_for_nothing_from_outside_and_its_script_runs(browser: Any, report: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: troubles.append(message.text))
    page.goto(report.as_uri())
    page.click("mark.claim >> nth=0")
    assert page.locator(".card.open").count() == 1
    assert asked == [report.as_uri()]
    assert troubles == []
    page.close()


def test_the_report_shows_the_working_on_hover_and_links_cells(browser: Any, tmp_path: Path) -> None:
    from report_sample import sample_report

    from narrext.report.html import render_html
    from narrext.report.view import View

    path = tmp_path / "report.html"
    path.write_text(render_html([sample_report()], View()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    assert "3 of 4 claims tied" in page.inner_text(".overview")
    page.hover("mark[data-claim=c2]")
    page.wait_for_selector(".card.open")
    assert "(7,539 − 8,973) / 8,973 = −15.98 %" in page.inner_text(".card.open .working")
    assert page.locator("td.lit").count() == 2
    page.mouse.move(2, 2)
    page.wait_for_selector(".overview", state="visible")
    page.click("td.cell:has-text('2,650')")
    assert "35.1% of net sales" in page.inner_text(".rest-on")
    page.close()


def test_the_report_prints_every_claim(browser: Any, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    cards = page.locator(".card")
    assert cards.count() > 0
    assert page.evaluate(
        "() => [...document.querySelectorAll('.card')].every(card => card.checkVisibility())"
    )
    page.close()


def test_the_report_can_be_read_without_scripts(browser: Any, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator(".card:visible").count() == page.locator(".card").count()
    context.close()


def test_the_twins_of_the_pages_are_json(reviewed: str) -> None:
    import httpx

    address, where = reviewed.split("|")
    for name in PAGES:
        path, _, query = name.format(where=where).partition("?")
        assert (
            json.loads(httpx.get(f"{address}ann/{path}.json?{query}", timeout=60).text)["reviewer"] == "ann"
        )
