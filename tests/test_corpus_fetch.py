"""`narrext corpus fetch`, against a server of our own on loopback."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from narrext.cli import cli
from narrext.corpus.fetch import Fetcher, chosen, fetch_all
from narrext.corpus.folder import Filing
from narrext.errors import NarrextError

BODY = b"ACME REPORTS SALES OF $7.5 MILLION\n" * 20
AGENT = "Jane Roe jane@example.com"
PATH = "/Archives/edgar/data/1/0000000001-03-000001.txt"


class Edgar(ThreadingHTTPServer):
    """Serves one file; `answers` are given before it, one a request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.body = BODY

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Edgar

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        code, headers = self.server.answers.pop(0) if self.server.answers else (200, {})
        body = self.server.body if code == 200 else b""
        self.send_response(code if self.path == PATH else 404)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def edgar() -> Iterator[Edgar]:
    server = Edgar()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def filing(path: str = PATH, *, edgar: bool = True, body: bytes = BODY) -> Filing:
    sha256 = hashlib.sha256(body).hexdigest()
    return Filing("2003_acme_Q1.txt", "acme", sha256, f"https://www.sec.gov{path}", edgar)


class Sleeps:
    """Takes no time and remembers how long it was asked to."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)


def fetch(server: Edgar, into: Path, wanted: Filing, sleep: Sleeps | None = None) -> tuple[bool, str]:
    (result,) = fetch_all([wanted], into, Fetcher(AGENT, server.address, 0.1, sleep or Sleeps()))
    return result.here, result.message


def test_a_filing_is_fetched_under_the_given_name_and_checked(edgar: Edgar, tmp_path: Path) -> None:
    assert fetch(edgar, tmp_path / "new", filing()) == (True, f"fetched, {len(BODY)} bytes")
    assert (tmp_path / "new" / "2003_acme_Q1.txt").read_bytes() == BODY
    assert edgar.asked == [(PATH, AGENT)]


def test_what_is_at_hand_is_not_asked_for_again(edgar: Edgar, tmp_path: Path) -> None:
    fetch(edgar, tmp_path, filing())
    assert fetch(edgar, tmp_path, filing()) == (True, "is here")
    assert len(edgar.asked) == 1


def test_another_file_of_that_name_is_left_alone(edgar: Edgar, tmp_path: Path) -> None:
    (tmp_path / "2003_acme_Q1.txt").write_text("mine")
    here, message = fetch(edgar, tmp_path, filing())
    assert not here
    assert "left as it is" in message
    assert (tmp_path / "2003_acme_Q1.txt").read_text() == "mine"
    assert edgar.asked == []


def test_what_does_not_have_the_checksum_is_not_kept(edgar: Edgar, tmp_path: Path) -> None:
    edgar.body = b"something else"
    here, message = fetch(edgar, tmp_path, filing())
    assert not here
    assert "not the file annotated" in message
    assert list(tmp_path.iterdir()) == []


def test_a_filing_that_is_not_there_is_said_so(edgar: Edgar, tmp_path: Path) -> None:
    here, message = fetch(edgar, tmp_path, filing("/gone.txt"))
    assert not here
    assert "404" in message


def test_a_server_that_asks_to_wait_is_waited_for(edgar: Edgar, tmp_path: Path) -> None:
    edgar.answers = [(429, {"Retry-After": "7"}), (503, {})]
    sleep = Sleeps()
    assert fetch(edgar, tmp_path, filing(), sleep)[0]
    assert len(edgar.asked) == 3
    assert 7.0 in sleep.asked


def test_a_server_that_never_answers_is_given_up(edgar: Edgar, tmp_path: Path) -> None:
    edgar.answers = [(503, {})] * 9
    here, message = fetch(edgar, tmp_path, filing())
    assert not here
    assert "503" in message
    assert len(edgar.asked) == 3


def test_requests_keep_their_distance(edgar: Edgar, tmp_path: Path) -> None:
    sleep = Sleeps()
    fetcher = Fetcher(AGENT, edgar.address, 5.0, sleep)
    fetcher.get(PATH)
    fetcher.get(PATH)
    assert len(sleep.asked) == 1
    assert sleep.asked[0] > 4.5


def test_what_is_not_on_edgar_is_named_with_its_address(edgar: Edgar, tmp_path: Path) -> None:
    here, message = fetch(edgar, tmp_path, filing(edgar=False))
    assert not here
    assert "take it from https://www.sec.gov" in message
    assert edgar.asked == []


@pytest.mark.parametrize("agent", ["", "curl", "Jane Roe", "jane@example.com\r\nX: y"])
def test_a_user_agent_without_an_address_is_refused(agent: str) -> None:
    with pytest.raises(NarrextError, match="who asks"):
        Fetcher(agent)


@pytest.mark.parametrize(
    "server", ["http://www.sec.gov", "ftp://127.0.0.1", "nowhere", "http://127.0.0.1.example.com"]
)
def test_only_https_and_this_machine_are_asked(server: str) -> None:
    with pytest.raises(NarrextError, match="no https address"):
        Fetcher(AGENT, server)


def test_filings_are_chosen_by_name_with_or_without_suffix() -> None:
    assert chosen([filing()], ["2003_acme_Q1"]) == chosen([filing()], ["2003_acme_Q1.txt"]) == [filing()]
    with pytest.raises(NarrextError, match="not among the corpus's filings"):
        chosen([filing()], ["another"])
    with pytest.raises(NarrextError, match="names no filings"):
        chosen([], [])


def test_the_command_fetches_what_the_corpus_names(edgar: Edgar, tmp_path: Path) -> None:
    wanted = filing()
    line = {"name": wanted.name, "issuer": "acme", "sha256": wanted.sha256, "url": wanted.url, "edgar": True}
    (tmp_path / "filings.jsonl").write_text(json.dumps(line) + "\n")
    call = ["corpus", "fetch", str(tmp_path), "--into", str(tmp_path / "filings"), "--server", edgar.address]
    assert CliRunner().invoke(cli, call).exit_code == 2  # without a user agent
    result = CliRunner().invoke(cli, [*call, "--user-agent", AGENT], standalone_mode=False)
    assert result.return_value == 0
    assert "2003_acme_Q1.txt: fetched" in result.output
