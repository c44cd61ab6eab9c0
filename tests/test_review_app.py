"""The review server: who may ask, what every page and its twin hold, and that a release stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report_sample import TEXT
from review_sample import KEY, sample_reviews, write_reports

pytest.importorskip("starlette", reason="narrext[review] is not installed")
from starlette.testclient import TestClient

from narrext.errors import NarrextError
from narrext.review.app import make_app
from narrext.review.command import listen
from narrext.review.desk import Reviews, check_reviewer
from narrext.review.source import find_source
from narrext.review.store import Store
from narrext.review.subject import Shelf

ORIGIN = "http://127.0.0.1:8000"
PAGES = (
    "documents",
    f"documents/{KEY}/review",
    f"documents/{KEY}/history",
    f"documents/{KEY}/adjudicate",
    "agreement",
)


def client_of(reviews: Reviews) -> TestClient:
    return TestClient(make_app(reviews, "ann", "secret", 8000), base_url=ORIGIN)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with client_of(sample_reviews(tmp_path / "reports")) as made:
        yield made


def post(
    client: TestClient, revision: int, action: dict[str, Any], reviewer: str = "ann", **headers: str
) -> Any:
    address = f"/secret/{reviewer}/documents/{KEY}/actions"
    return client.post(
        address, json={"revision": revision, "action": action}, headers={"origin": ORIGIN} | headers
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_json_twin(client: TestClient, page: str) -> None:
    shown, twin = client.get(f"/secret/ann/{page}"), client.get(f"/secret/ann/{page}.json")
    assert shown.status_code == twin.status_code == 200
    assert shown.headers["content-type"].startswith("text/html")
    assert twin.json()["reviewer"] == "ann"


def test_the_twin_of_a_review_holds_claims_tables_and_revision(client: TestClient) -> None:
    twin = client.get(f"/secret/ann/documents/{KEY}/review.json").json()
    assert [claim["verdict"] for claim in twin["claims"]] == ["match", "mismatch", "rounding", "unsupported"]
    assert all(
        TEXT[slice(*claim["span"])]
        == claim["text"].replace(" ", "\n", TEXT[slice(*claim["span"])].count("\n"))
        for claim in twin["claims"]
    )
    assert (len(twin["tables"]), twin["revision"], twin["progress"]["reviewed"]) == (1, 0, 0)


def test_without_the_token_nothing_is_told(client: TestClient) -> None:
    for address in ("/", "/wrong/ann/documents", "/ann/documents", "/secretx/", "/static/view/view.css"):
        assert client.get(address).status_code == 404


def test_another_host_is_refused(client: TestClient) -> None:
    for host in (
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:8001",
        "127.0.0.1:8000.evil.example",
    ):
        assert client.get("/secret/ann/documents", headers={"host": host}).status_code == 421
    assert client.get("/secret/ann/documents", headers={"host": "localhost:8000"}).status_code == 200


def test_another_origin_is_refused_even_with_the_token(client: TestClient) -> None:
    assert (
        client.get("/secret/ann/documents.json", headers={"origin": "http://evil.example"}).status_code == 403
    )
    accept = {"kind": "accept", "claim": "c1"}
    assert post(client, 0, accept, origin="http://evil.example").status_code == 403
    assert post(client, 0, accept, origin="null").status_code == 403
    assert post(client, 0, accept, **{"sec-fetch-site": "cross-site"}).status_code == 403
    address = f"/secret/ann/documents/{KEY}/actions"
    body = json.dumps({"revision": 0, "action": accept})
    assert client.post(address, content=body, headers={"content-type": "application/json"}).status_code == 403
    assert (
        client.post(
            address, content=body, headers={"origin": ORIGIN, "content-type": "text/plain"}
        ).status_code
        == 415
    )
    assert client.get(f"/secret/ann/documents/{KEY}/review.json").json()["revision"] == 0


def test_a_body_that_is_too_large_is_not_read(client: TestClient) -> None:
    answer = post(client, 0, {"kind": "comment", "claim": "c1", "comment": "x" * 300_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("page", [*PAGES, "export.csv"])
def test_every_answer_forbids_what_the_page_does_not_need(client: TestClient, page: str) -> None:
    headers = client.get(f"/secret/ann/{page}").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_an_inline_script_or_style(client: TestClient, page: str) -> None:
    shown = client.get(f"/secret/ann/{page}").text
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", shown) == []
    assert "<style" not in shown
    assert re.findall(r"<[^>]+\s(?:style|on\w+)=", shown) == []


def test_a_release_with_markup_in_it_shows_as_text(tmp_path: Path) -> None:
    """Wherever text of a release or of a reviewer comes to stand, it is escaped."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    folder = tmp_path / "releases"
    folder.mkdir()
    release = TEXT.replace("ASHCOMBE", f'ASHCOMBE {evil} "quoted" &amp;').replace(
        "Net sales  ", "<b>Net</b>  ", 1
    )
    (folder / "evil.txt").write_text(release, encoding="utf-8")
    source = find_source(folder)
    reviews = Reviews(source, Shelf(source.entries), Store(source.folder))
    with client_of(reviews) as client:
        twin = client.get("/secret/ann/documents/evil/review.json").json()
        claim = twin["claims"][0]["id"]
        action = {"kind": "comment", "claim": claim, "comment": evil}
        told = client.post(
            "/secret/ann/documents/evil/actions",
            json={"revision": 0, "action": action},
            headers={"origin": ORIGIN},
        ).json()
        pages = [
            client.get(f"/secret/ann/documents/evil/{page}").text
            for page in ("review", "history", "adjudicate")
        ]
    for shown in (*pages, *told["fragments"].values()):
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "<b>Net" not in shown
    assert "&lt;script&gt;alert(1)" in pages[0]


def test_every_character_of_the_release_stands_on_the_page_once(client: TestClient) -> None:
    """Offsets are counted back from places in the page, so blocks hold the text to the character."""
    from html import unescape

    shown = client.get(f"/secret/ann/documents/{KEY}/review").text
    found = re.findall(r'<div class="text[^"]*" id="b\d+" data-start="(\d+)">(.*?)</div>', shown, re.DOTALL)
    assert len(found) == 3
    for start, markup in found:
        words = unescape(re.sub(r"<[^>]+>", "", markup))
        assert TEXT[int(start) : int(start) + len(words)] == words


def test_an_action_answers_with_what_changes_on_the_page(client: TestClient) -> None:
    told = post(client, 0, {"kind": "accept", "claim": "c1"}).json()
    assert (told["revision"], told["changed"], told["progress"]["reviewed"]) == (1, ["c1"], 1)
    assert "s-accepted" in told["fragments"]["card-c1"]
    assert any(name.startswith("b") and "s-accepted" in markup for name, markup in told["fragments"].items())


def test_a_stale_write_is_refused_and_says_what_changed(client: TestClient) -> None:
    post(client, 0, {"kind": "accept", "claim": "c1"})
    answer = post(client, 0, {"kind": "reject", "claim": "c1"})
    assert answer.status_code == 409
    assert "c1 “$7.5 million” accepted" in answer.json()["error"]
    assert answer.json()["revision"] == 1
    twin = client.get(f"/secret/ann/documents/{KEY}/review.json").json()
    assert twin["claims"][0]["status"] == "accepted"


def test_bad_requests_end_in_a_sentence(client: TestClient) -> None:
    assert post(client, 0, {"kind": "accept", "claim": "c99"}).status_code == 422
    assert "no claim c99" in post(client, 0, {"kind": "accept", "claim": "c99"}).json()["error"]
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    address = f"/secret/ann/documents/{KEY}/actions"
    assert client.post(address, content="{", headers=headers).status_code == 400
    assert client.post(address, content="[]", headers=headers).status_code == 400
    assert client.get("/secret/ann/documents/none/review").status_code == 404
    assert client.get("/secret/ann/documents/none/review.json").json()["error"]
    assert client.get("/secret/ann/export.exe").status_code == 404
    assert client.get("/secret/gold/documents").status_code == 422


def test_the_history_is_read_and_undone_later(client: TestClient) -> None:
    for revision, claim in enumerate(("c1", "c2", "c3")):
        post(client, revision, {"kind": "accept", "claim": claim})
    steps = client.get(f"/secret/ann/documents/{KEY}/history.json").json()["steps"]
    assert [step["words"] for step in steps][-1] == "c1 “$7.5 million” accepted"
    assert post(client, 3, {"kind": "undo", "number": 1}).status_code == 200
    claims = client.get(f"/secret/ann/documents/{KEY}/review.json").json()["claims"]
    assert [claim["status"] for claim in claims[:3]] == ["suggested", "accepted", "accepted"]


def test_two_reviewers_have_layers_of_their_own_and_agree_or_not(client: TestClient) -> None:
    for revision, claim in enumerate(("c1", "c2", "c3", "c4")):
        post(client, revision, {"kind": "accept", "claim": claim})
    for revision, claim in enumerate(("c1", "c2", "c3")):
        post(client, revision, {"kind": "accept", "claim": claim}, "ben")
    post(client, 3, {"kind": "reject", "claim": "c4"}, "ben")
    told = client.get("/secret/ann/agreement.json?first=ann&second=ben").json()
    assert told["total"]["kappa"] == 1.0
    assert told["total"]["spans"] == {
        "f1": pytest.approx(6 / 7, abs=1e-3),
        "both": 3,
        "first": 4,
        "second": 3,
    }
    view = f"/secret/ann/documents/{KEY}/adjudicate.json?first=ann&second=ben"
    (dispute,) = client.get(view).json()["disagreements"]
    assert (dispute["fields"], dispute["second"], dispute["decision"]) == (["claim"], None, None)
    body = {"revision": 0, "choice": "first", "key": dispute["key"], "first": "ann", "second": "ben"}
    answer = client.post(f"/secret/carol/documents/{KEY}/decisions", json=body, headers={"origin": ORIGIN})
    assert answer.status_code == 200
    decided = client.get(view).json()["disagreements"][0]
    assert (decided["decision"], decided["adjudicator"]) == ("first", "carol")
    lines = client.get(
        f"/secret/ann/documents/{KEY}/adjudicated.jsonl?first=ann&second=ben"
    ).text.splitlines()
    assert len(lines) == 4
    assert (
        client.post(
            f"/secret/carol/documents/{KEY}/decisions", json=body, headers={"origin": ORIGIN}
        ).status_code
        == 409
    )


def test_exports_come_as_files(client: TestClient) -> None:
    post(client, 0, {"kind": "accept", "claim": "c1"})
    for form in ("jsonl", "csv", "spacy"):
        for address in (f"/secret/ann/export.{form}", f"/secret/ann/documents/{KEY}/export.{form}"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.content
            assert f'.ann.{form}"' in answer.headers["content-disposition"]


def test_another_reviewer_is_chosen_by_name(client: TestClient) -> None:
    answer = client.get("/secret/ann/documents?reviewer=ben", follow_redirects=False)
    assert answer.headers["location"] == "/secret/ben/documents"


@pytest.mark.parametrize(
    "name",
    ["", "a b", "../up", "gold", "Adjudicated", "narrext", "static", "x" * 41, ".hidden", "a/b", "end."],
)
def test_names_that_would_be_paths_or_layers_of_their_own_are_refused(name: str) -> None:
    with pytest.raises(NarrextError):
        check_reviewer(name)


def test_the_server_listens_on_this_machine_alone() -> None:
    listening = listen(0)
    try:
        assert listening.getsockname()[0] == "127.0.0.1"
        with pytest.raises(NarrextError, match="cannot be used"):
            listen(listening.getsockname()[1])
    finally:
        listening.close()


def test_a_report_of_another_text_is_refused(tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "reports")
    (folder / f"{KEY}.txt").write_text(TEXT + "more", encoding="utf-8")
    source = find_source(folder)
    with pytest.raises(NarrextError, match="another text"):
        Shelf(source.entries).subject(KEY)


def test_what_is_no_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(NarrextError, match="neither a file nor a folder"):
        find_source(tmp_path / "missing")
    with pytest.raises(NarrextError, match="holds no release"):
        find_source(tmp_path)
    write_reports(tmp_path)
    (tmp_path / f"{KEY}.txt").unlink()
    with pytest.raises(NarrextError, match="put the release there"):
        find_source(tmp_path)


def test_a_corpus_brings_its_gold(tmp_path: Path) -> None:
    write_reports(tmp_path / "releases")
    (tmp_path / "releases" / f"{KEY}.json").unlink()
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / f"{KEY}.jsonl").write_text("")
    source = find_source(tmp_path)
    assert [(entry.key, entry.gold is not None) for entry in source.entries] == [(KEY, True)]
    assert source.folder == tmp_path / "review"


def test_gold_that_does_not_fit_is_named_and_the_rest_compared(tmp_path: Path) -> None:
    write_reports(tmp_path / "releases", ("good", "bad"))
    for path in (tmp_path / "releases").glob("*.json"):
        path.unlink()
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "good.jsonl").write_text("")
    (tmp_path / "gold" / "bad.jsonl").write_text("{}\n")
    source = find_source(tmp_path)
    with client_of(Reviews(source, Shelf(source.entries), Store(source.folder))) as client:
        for key in ("good", "bad"):
            claim = client.get(f"/secret/ann/documents/{key}/review.json").json()["claims"][0]["id"]
            body = {"revision": 0, "action": {"kind": "accept", "claim": claim}}
            client.post(f"/secret/ann/documents/{key}/actions", json=body, headers={"origin": ORIGIN})
        told = client.get("/secret/ann/agreement.json?first=ann&second=gold").json()
    assert [row["document"] for row in told["documents"]] == ["good"]
    assert "bad.jsonl, line 1" in told["troubles"][0]
