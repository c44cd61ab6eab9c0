"""Pages as people with other needs meet them: axe-core finds nothing, contrast holds, the report stands alone."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from review_sample import write_reports
from serving import ROOT, serving

# WCAG 2.2 up to AA, and what axe's authors hold for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core as a package of the test extra brings it."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python, which brings axe-core, is not installed")
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, axe: str) -> list[str]:
    """What axe-core finds, each with the places."""
    page.evaluate(axe)
    found = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found["violations"]
    ]


@contextmanager
def disputed(folder: Path) -> Iterator[str]:
    """A server over the releases or reports of a folder, on whose first two reviewers have begun to disagree."""
    import httpx

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


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two short documents under review."""
    pytest.importorskip("uvicorn", reason="narrext[review] is not installed")
    with disputed(write_reports(tmp_path_factory.mktemp("short"), ("first", "second"))) as served:
        yield served


@pytest.fixture(scope="module")
def reviewed_releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two releases of the corpus under review, long enough to meet every sort of block and table."""
    pytest.importorskip("uvicorn", reason="narrext[review] is not installed")
    folder = tmp_path_factory.mktemp("releases")
    for name in sorted((ROOT / "corpus" / "releases").iterdir())[:6:3]:
        shutil.copy(name, folder / name.name)
    with disputed(folder) as served:
        yield served


PAGES = (
    "documents",
    "{where}/review",
    "{where}/history",
    "agreement?first=ann&second=ben",
    "{where}/adjudicate?first=ann&second=ben",
)


def short(name: str) -> str:
    return name.partition("?")[0].rpartition("/")[2]


def page_violations(browser: Any, axe: str, where: str, width: int, scheme: str) -> list[str]:
    """What axe-core finds on a page at that width, in light or dark."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(where)
    if where.endswith("/review"):
        page.wait_for_selector(".js .card.open")
    found = violations(page, axe)
    context.close()
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
@pytest.mark.parametrize("name", PAGES, ids=short)
def test_axe_finds_nothing_on_the_pages(
    browser: Any, axe: str, reviewed: str, name: str, width: int, scheme: str
) -> None:
    address, where = reviewed.split("|")
    assert page_violations(browser, axe, address + "ann/" + name.format(where=where), width, scheme) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", PAGES, ids=short)
def test_axe_finds_nothing_on_the_pages_of_whole_releases(
    browser: Any, axe: str, reviewed_releases: str, name: str, width: int, scheme: str
) -> None:
    address, where = reviewed_releases.split("|")
    assert page_violations(browser, axe, address + "ann/" + name.format(where=where), width, scheme) == []


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("e", "#edit[open]"),
        ("?", "#help[open]"),
        ("m", "#note[open]"),
        ("c", "#mode:not([hidden])"),
        ("n", "#notice:not([hidden])"),
        ("t Enter", ".rest-on"),
        ("z", "#notice:not([hidden])"),
    ],
)
def test_axe_finds_nothing_while_something_is_being_done(
    browser: Any, axe: str, reviewed: str, keys: str, shown: str
) -> None:
    address, where = reviewed.split("|")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}dana/{where}/review")
    page.wait_for_selector(".card.open")
    for key in keys.split():
        page.keyboard.press(key)
    page.wait_for_selector(shown)
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
