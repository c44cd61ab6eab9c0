"""Whole reviews in a browser, at the keyboard, by mouse and on a small screen."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from serving import Site, serving, start


def opened(page: Any, where: str) -> Any:
    page.goto(where)
    page.wait_for_selector(".js .card.open")
    return page


def twin(page: Any, where: str) -> dict[str, Any]:
    found: dict[str, Any] = page.request.get(f"{where}.json").json()
    return found


def claim(page: Any, where: str, name: str) -> dict[str, Any]:
    return next(c for c in twin(page, where)["claims"] if c["id"] == name)


def chosen(page: Any) -> str:
    found: str = page.eval_on_selector(".card.open", "card => card.dataset.claim")
    return found


def press(page: Any, *keys: str) -> None:
    """Press keys, and wait until the page has done what they ask for."""
    for key in keys:
        page.keyboard.press(key)
    settle(page)


def settle(page: Any) -> None:
    """Wait until all commands are carried out, or a form waits for its reader."""
    page.evaluate(
        "() => { window.settled = false; window.review.queue.then(() => { window.settled = true; }); }"
    )
    page.wait_for_function("() => window.settled || document.querySelector('dialog[open]')")


def test_one_key_accepts_and_goes_on(page: Any, site: Site) -> None:
    opened(page, site.review())
    assert chosen(page) == "c1"
    press(page, "a", "a")
    assert chosen(page) == "c3"
    assert [c["status"] for c in twin(page, site.review())["claims"]] == [
        "accepted",
        "accepted",
        "suggested",
        "suggested",
    ]
    assert page.inner_text("#progress .done") == "2 of 4 reviewed"
    assert page.inner_text("#saved") == "step 2 on disk"


def test_keys_pressed_faster_than_the_disk_each_count(page: Any, site: Site) -> None:
    opened(page, site.review())
    page.evaluate(
        "() => { for (const key of 'aaaa') document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true})); return window.review.queue; }"
    )
    assert {c["status"] for c in twin(page, site.review())["claims"]} == {"accepted"}
    assert "All 4 claims are reviewed" in page.inner_text("#notice")


def test_choosing_a_claim_shows_its_cells_heading_and_working(page: Any, site: Site) -> None:
    opened(page, site.review())
    page.click("mark[data-claim=c2]")
    card = page.inner_text(".card.open")
    assert "(7,539 − 8,973) / 8,973 = −15.98 %" in card
    assert "Three Months Ended March 31, 2003" in card
    lit = page.eval_on_selector_all(
        "td.lit", "cells => cells.map(cell => [cell.textContent, cell.dataset.letter])"
    )
    assert lit == [["$ 7,539", "a"], ["$ 8,973", "b"]]
    assert page.locator("svg.ties path").count() == 2


def test_choosing_a_cell_shows_the_claims_that_rest_on_it(page: Any, site: Site) -> None:
    opened(page, site.review())
    page.click("td.cell:has-text('7,539')")
    assert "3 claims rest on this cell" in page.inner_text(".cell-card")
    assert page.eval_on_selector_all(
        "mark.rests", "marks => [...new Set(marks.map(m => m.dataset.claim))]"
    ) == ["c1", "c2", "c3"]
    page.click(".rest-on a >> nth=1")
    assert chosen(page) == "c2"


def test_a_claim_is_corrected_by_clicking_cells(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "c")
    page.click("td.cell:has-text('8,973')")
    assert "a Net sales, $ 8,973" in page.inner_text("#picked").replace("\n", " ")
    press(page, "Enter")
    after = claim(page, site.review(), "c1")
    assert (after["status"], after["verdict"], [c["printed"] for c in after["cells"]]) == (
        "corrected",
        "mismatch",
        ["$ 8,973"],
    )
    assert page.inner_text(".card.open .status").endswith("corrected")


def test_a_claim_is_corrected_without_a_mouse(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "j", "c", "ArrowDown", " ", "ArrowUp", " ", "Enter")
    after = claim(page, site.review(), "c2")
    assert [c["printed"] for c in after["cells"]] == ["2,650", "$ 7,539"]
    assert after["formula"] == "(a-b)/b"


def test_a_candidate_is_taken_by_its_number(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "j")
    printed = page.inner_text(".card.open li[data-candidate='1'] .figure")
    press(page, "1")
    after = claim(page, site.review(), "c2")
    assert (after["status"], [c["printed"] for c in after["cells"]]) == ("corrected", [printed])


def test_other_cells_that_bear_a_claim_out_are_noted_beside_its_own(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "o")
    page.click("td.cell:has-text('1,200')")
    page.fill("#picked-formula", "a*25/4")
    press(page, "Enter")
    after = claim(page, site.review(), "c1")
    assert (after["alternatives"], [c["printed"] for c in after["cells"]]) == ([["1200000"]], ["$ 7,539"])
    assert "Or 1,200,000" in page.inner_text(".card.open")
    press(page, "o", "1")
    assert "no candidate 1" in page.inner_text("#notice")


def test_nothing_is_decided_of_a_claim_while_a_cell_is_shown_in_its_place(page: Any, site: Site) -> None:
    opened(page, site.review())
    page.click("td.cell:has-text('2,650')")
    page.wait_for_selector(".rest-on")
    press(page, "a")
    assert chosen(page) == "c1"
    assert twin(page, site.review())["revision"] == 0
    page.click("td.cell:has-text('2,650')")
    press(page, "Escape", "a")
    assert claim(page, site.review(), "c1")["status"] == "accepted"


def test_fields_are_edited_with_completion(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "j")
    page.keyboard.press("e")
    page.wait_for_selector("#edit[open]")
    assert "2003-01-01/2003-03-31" in page.eval_on_selector_all(
        "#periods option", "all => all.map(o => o.value)"
    )
    page.fill("#edit [name=metric]", "total net sales")
    page.fill("#edit [name=value]", "16.0")
    page.keyboard.press("Enter")
    settle(page)
    after = claim(page, site.review(), "c2")
    assert (after["metric"], after["value"], after["verdict"], after["status"]) == (
        "total net sales",
        "16.0",
        "match",
        "corrected",
    )


def test_an_edit_that_cannot_be_is_said_and_not_saved(page: Any, site: Site) -> None:
    opened(page, site.review())
    page.keyboard.press("e")
    page.fill("#edit [name=period]", "soon")
    page.keyboard.press("Enter")
    settle(page)
    assert "no period" in page.inner_text("#notice")
    assert twin(page, site.review())["revision"] == 0


def test_a_claim_is_added_by_selecting_text(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "j", "j", "j", "x")
    page.evaluate("""() => {
      const text = document.createTreeWalker(document.querySelector('.release'), NodeFilter.SHOW_TEXT);
      while (text.nextNode()) {
        const at = text.currentNode.data.indexOf('$0.4 million');
        if (at < 0) continue;
        getSelection().setBaseAndExtent(text.currentNode, at, text.currentNode, at + 12);
        return;
      }
    }""")
    press(page, "n")
    page.wait_for_selector("#edit[open]")
    page.fill("#edit [name=metric]", "interest income")
    page.keyboard.press("Enter")
    settle(page)
    after = claim(page, site.review(), "r1")
    assert (after["text"], after["status"], after["metric"]) == ("$0.4 million", "added", "interest income")
    assert chosen(page) == "r1"
    assert page.locator("mark[data-claim=r1]").count() == 1


def test_a_claim_is_added_without_a_mouse(page: Any, tmp_path: Path) -> None:
    release = tmp_path / "plain.txt"
    release.write_text(
        "RESULTS\n\nThe company sold goods in 14 countries and opened 12 stores.\n\n" + "Words only. " * 8,
        encoding="utf-8",
    )
    with serving(release) as address:
        where = address + "ann/documents/plain/review"
        page.goto(where)
        page.wait_for_selector(".js")
        spans = twin(page, where)["unclaimed"]
        press(page, "n", "ArrowRight")
        word = page.evaluate("() => String(getSelection())")
        press(page, "Enter")
        texts = [c["text"] for c in twin(page, where)["claims"]]
    assert spans
    assert word in texts


def test_undo_and_redo_reach_the_page_and_the_disk(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "a", "x", "z")
    assert claim(page, site.review(), "c2")["status"] == "suggested"
    assert chosen(page) == "c2"
    press(page, "z", "z")
    assert "nothing to undo" in page.inner_text("#notice")
    press(page, "y", "y")
    assert [c["status"] for c in twin(page, site.review())["claims"][:2]] == ["accepted", "rejected"]


def test_jumps_find_what_asks_for_a_reader(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "!")
    assert chosen(page) == "c2"
    press(page, "a", ".")
    assert chosen(page) in ("c4", "c1")
    press(page, "l")
    assert "low score" in page.inner_text("#notice")


def test_filters_dim_and_skip_what_they_leave_out(page: Any, site: Site) -> None:
    opened(page, site.review())
    page.select_option("#filters [name=verdict]", "unsupported")
    assert page.inner_text("#shown") == "1 of 4 claims"
    page.keyboard.press("Escape")
    press(page, "j")
    assert chosen(page) == "c4"
    assert page.locator("mark.dim").count() >= 3


def test_a_comment_is_kept(page: Any, site: Site) -> None:
    opened(page, site.review())
    page.keyboard.press("m")
    page.fill("#note textarea", "<i>Ask</i> the issuer.")
    page.keyboard.press("Control+Enter")
    settle(page)
    assert claim(page, site.review(), "c1")["comment"] == "<i>Ask</i> the issuer."
    assert "<i>Ask</i> the issuer." in page.inner_text(".card.open .comment")


def test_all_keys_are_visible_and_help_lists_them(page: Any, site: Site) -> None:
    opened(page, site.review())
    row = page.inner_text(".keyrow")
    for word in (
        "accept",
        "reject",
        "cells",
        "edit",
        "split",
        "new",
        "undo",
        "redo",
        "to do",
        "mismatch",
        "low score",
        "help",
    ):
        assert word in row
    page.keyboard.press("?")
    page.wait_for_selector("#help[open]")
    assert "Accept the claim and go to the next one" in page.inner_text("#help")
    page.uncheck("#single")
    page.keyboard.press("Escape")
    press(page, "a")
    assert twin(page, site.review())["revision"] == 0


def test_a_reload_shows_what_was_done_and_where_one_was(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "a", "a")
    page.reload()
    page.wait_for_selector(".card.open")
    assert chosen(page) == "c3"
    assert page.locator("mark.s-accepted").count() >= 2
    assert page.inner_text("#saved") == "step 2 on disk"


def test_a_second_tab_that_is_behind_is_refused_with_what_changed(context: Any, site: Site) -> None:
    first, second = context.new_page(), context.new_page()
    opened(first, site.review())
    opened(second, site.review())
    press(first, "a")
    second.evaluate("() => { window.review.command('reject'); }")
    second.wait_for_selector("#notice:not([hidden])")
    assert "accepted" in second.inner_text("#notice")
    assert claim(first, site.review(), "c1")["status"] == "accepted"
    assert second.locator("mark.s-accepted").count() >= 1


def test_a_dead_server_is_said_and_the_state_is_there_again(page: Any, reports: Path) -> None:
    server = start(reports)
    opened(page, server.address + "ann/documents/first/review")
    press(page, "a")
    server.kill()
    press(page, "a")
    assert "Not saved" in page.inner_text("#notice")
    with serving(reports) as again:
        where = again + "ann/documents/first/review"
        opened(page, where)
        assert twin(page, where)["revision"] == 1
        assert chosen(page) == "c2"


def test_the_history_is_read_and_an_early_step_undone(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "a", "x", "u")
    page.keyboard.press("h")
    page.wait_for_selector("#steps")
    assert "c1 “$7.5 million” accepted" in page.inner_text("#steps")
    with page.expect_navigation():
        page.click("button[data-undo='1']")
    assert claim(page, site.review(), "c1")["status"] == "suggested"
    assert claim(page, site.review(), "c2")["status"] == "rejected"


def test_a_second_reviewer_agreement_and_adjudication(page: Any, site: Site) -> None:
    """Ann accepts all; Ben rejects one and ties another elsewhere; Carol decides."""
    opened(page, site.review())
    press(page, "a", "a", "a", "a")
    opened(page, site.review("ben"))
    press(page, "a", "1", "j", "x", "a")
    page.goto(site.address + "ann/agreement?first=ann&second=ben")
    assert "0.857" in page.inner_text(f"tr:has-text('{site.key}')")
    page.goto(site.review("carol").replace("review", "adjudicate") + "?first=ann&second=ben")
    assert page.locator("#disputes > li").count() == 2
    for key in ("1", "0"):
        with page.expect_navigation():
            page.keyboard.press(key)
    page.wait_for_selector("#disputes")
    assert "2 of 2 decided" in page.inner_text("main")
    exported = page.request.get(
        site.review("carol").replace("review", "adjudicated.jsonl") + "?first=ann&second=ben"
    ).text()
    assert [json.loads(line)["text"] for line in exported.splitlines()] == [
        "$7.5 million",
        "18.0%",
        "$0.4 million",
    ]


def test_exports_are_downloads(page: Any, site: Site) -> None:
    opened(page, site.review())
    press(page, "a", "x")
    page.click(".menu summary")
    with page.expect_download() as waiting:
        page.click(".menu a:has-text('CSV')")
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    assert [row["status"] for row in rows] == ["accepted", "rejected", "suggested", "suggested"]


def test_the_next_document_is_one_key_away(page: Any, site: Site) -> None:
    opened(page, site.review())
    with page.expect_navigation():
        page.keyboard.press("]")
    assert f"documents/{site.next}/review" in page.url
    with page.expect_navigation():
        page.keyboard.press("[")
    assert f"documents/{site.key}/review" in page.url


@pytest.mark.parametrize(("width", "height"), [(400, 800), (640, 400)], ids=["400 px", "1280 px at 200 %"])
def test_a_small_window_does_it_all_without_scrolling_sideways(
    page: Any, site: Site, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, site.review())
    page.click(".card.open [data-act=accept]")
    settle(page)
    page.click(".tabs [data-show=tables]")
    assert page.is_visible("td.lit")
    press(page, "c")
    page.click("td.cell:has-text('8,973')")
    page.click("#mode button.main")
    settle(page)
    assert claim(page, site.review(), "c2")["status"] == "corrected"
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.click(".tabs [data-show=release]")
    assert page.is_visible("mark[data-claim=c2]")


def test_a_script_in_a_release_is_text_in_the_browser(page: Any, tmp_path: Path) -> None:
    release = tmp_path / "evil.txt"
    release.write_text(
        "RESULTS\n\nSales of <script>window.bad = 1</script><img src=x onerror='window.bad = 1'> were $7.5 million.\r\n\r\nSecond, with a carriage return:\r\nsales of $1.1 million.\n",
        encoding="utf-8",
    )
    with serving(release) as address:
        page.goto(address + "ann/documents/evil/review")
        page.wait_for_selector(".js")
        assert page.evaluate("() => window.bad") is None
        assert "<script>window.bad" in page.inner_text(".release")
        assert page.evaluate(
            "() => [...document.querySelectorAll('.text')].map(t => t.textContent).join('').includes('return:\\r\\nsales')"
        )
