"""What a request must bring before anything is read or written, and what every answer carries.

The server is for one person's browser on the same machine. Other pages of that browser, and names that
an attacker makes resolve to this machine, are kept out: the Host must be this server's own, a write must
come from its own pages, and every address begins with a token that only the starting terminal shows.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CARRIED: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
# Far above any comment or form; an endless body is refused before it is read.
LARGEST_BODY: Final = 256 * 1024


class Guard:
    """Wraps the app: refuses foreign requests, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.hosts = frozenset(f"{name}:{port}" for name in NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refusal = self.refuses(scope)
        if refusal is not None:
            await refusal(scope, receive, _carrying(send))
            return
        await self.app(scope, receive, _carrying(send))

    def refuses(self, scope: Scope) -> PlainTextResponse | None:
        """The answer to a request that is none of ours; None where it may go on."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.hosts:
            return _no(421, "This server answers to 127.0.0.1 only.")
        given = scope["path"].split("/", 2)[1]
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return _no(404, "Open the address that narrext review printed: it holds a token.")
        origin = headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.hosts}:
            return _no(403, "Only the review page itself may ask for this.")
        if scope["method"] in ("GET", "HEAD"):
            return None
        return self.refuses_write(headers)

    def refuses_write(self, headers: Headers) -> PlainTextResponse | None:
        """A write says where it comes from and what it is; a form of another page can say neither."""
        if headers.get("origin") is None or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return _no(403, "Only the review page itself may write.")
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _no(415, "Send JSON.")
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return _no(413, "That is more than an action needs.")
        return None


def _no(status: int, words: str) -> PlainTextResponse:
    return PlainTextResponse(words + "\n", status_code=status)


def _carrying(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add(MutableHeaders(scope=message), CARRIED.items())
        await send(message)

    return with_headers


def _add(headers: MutableHeaders, wanted: Iterable[tuple[str, str]]) -> None:
    for name, value in wanted:
        headers[name] = value
