"""The ASGI app: pages, their JSON twins, and what is written.

Every page ``…/NAME`` has a twin ``…/NAME.json`` that holds what it shows. Handlers are plain functions:
Starlette runs them in threads, and SQLite may wait for the disk there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from narrext.errors import NarrextError
from narrext.report.html.page import HERE as REPORT
from narrext.review import pages
from narrext.review.desk import Reviews, check_reviewer
from narrext.review.export import TYPES, to_docbin, to_jsonl, to_table
from narrext.review.guard import Guard
from narrext.review.pages import Pages
from narrext.review.store import StaleError

HERE = Path(__file__).resolve().parent
Handler = Callable[[Request], Response]


def make_app(reviews: Reviews, reviewer: str, token: str, port: int) -> Guard:
    """The app for one source, guarded; `reviewer` is who opens the first page."""
    served = Served(reviews, Pages(reviews), reviewer)
    statics = [
        Mount("/static/view", StaticFiles(directory=REPORT / "static"), name="view"),
        Mount("/static/review", StaticFiles(directory=HERE / "static"), name="review"),
    ]
    shown = [
        Route("/{reviewer}/documents", served.page(pages.documents)),
        Route("/{reviewer}/documents/{document}/review", served.page(pages.review)),
        Route("/{reviewer}/documents/{document}/history", served.page(pages.history)),
        Route("/{reviewer}/documents/{document}/adjudicate", served.page(pages.adjudicate)),
        Route("/{reviewer}/agreement", served.page(pages.agreement)),
    ]
    twins = [Route(route.path + ".json", served.twin(route.path)) for route in shown]
    written = [
        Route("/{reviewer}/documents/{document}/actions", served.act, methods=["POST"]),
        Route("/{reviewer}/documents/{document}/decisions", served.decide, methods=["POST"]),
    ]
    exports = [
        Route("/{reviewer}/export.{form}", served.export),
        Route("/{reviewer}/documents/{document}/export.{form}", served.export),
        Route("/{reviewer}/documents/{document}/adjudicated.jsonl", served.adjudicated),
    ]
    routes = [Route("/", served.home), *statics, *twins, *exports, *shown, *written]
    handlers: dict[Any, Any] = {HTTPException: served.failed, NarrextError: served.refused}
    app = Starlette(routes=[Mount("/" + token, routes=routes)], exception_handlers=handlers)
    return Guard(app, token, port)


class Served:
    """The handlers, bound to what they serve."""

    def __init__(self, reviews: Reviews, pages: Pages, reviewer: str) -> None:
        self.reviews = reviews
        self.pages = pages
        self.first = reviewer
        self.makers: dict[str, pages_type] = {}

    def home(self, request: Request) -> Response:
        return RedirectResponse(f"{base_of(request)}/{self.first}/documents")

    def page(self, make: pages_type) -> Handler:
        """The handler of an HTML page; its twin is served from the same function."""
        self.makers[make.__name__] = make
        return partial(self.show, make)

    def twin(self, path: str) -> Handler:
        return partial(self.show_json, self.makers[path.rpartition("/")[2]])

    def show(self, make: pages_type, request: Request) -> Response:
        base = base_of(request)
        other = request.query_params.get("reviewer")
        if other is not None:
            return RedirectResponse(f"{base}/{quote(check_reviewer(other.strip()))}/documents")
        template, shown = self.shown(make, request)
        return HTMLResponse(
            self.pages.render(template, shown | {"base": base, "home": f"{base}/{shown['reviewer']}"})
        )

    def show_json(self, make: pages_type, request: Request) -> Response:
        _, shown = self.shown(make, request)
        return JSONResponse(self.pages.plain(shown))

    def shown(self, make: pages_type, request: Request) -> tuple[str, dict[str, Any]]:
        reviewer = check_reviewer(request.path_params["reviewer"])
        document = request.path_params.get("document")
        self.known(document)
        return make(self.reviews, reviewer, document, dict(request.query_params))

    def known(self, document: str | None) -> None:
        if document is not None and document not in self.reviews.shelf.entries:
            raise HTTPException(404, f"There is no document “{document}” here.")

    async def act(self, request: Request) -> Response:
        return await self.write(request, self.reviews.act, pages.after_action)

    async def decide(self, request: Request) -> Response:
        return await self.write(request, self.reviews.decide, pages.after_decision)

    async def write(
        self, request: Request, do: Callable[..., Any], tell: Callable[..., dict[str, Any]]
    ) -> Response:
        """Carry out a write in a thread; the answer leaves only when the disk has it."""
        try:
            body = await request.json()
        except ValueError:
            return JSONResponse({"error": "That is no JSON."}, status_code=400)
        if not isinstance(body, dict):
            return JSONResponse({"error": "Send an object."}, status_code=400)
        return await run_in_threadpool(self.written, request, body, do, tell)

    def written(self, request: Request, body: dict[str, Any], do: Any, tell: Any) -> Response:
        reviewer, document = check_reviewer(request.path_params["reviewer"]), request.path_params["document"]
        self.known(document)
        try:
            done = do(document, reviewer, body)
        except StaleError as stale:
            told = pages.after_stale(self.reviews, self.pages, document, reviewer, stale)
            return JSONResponse(told, status_code=409)
        return JSONResponse(tell(self.reviews, self.pages, document, reviewer, done))

    def export(self, request: Request) -> Response:
        form = request.path_params["form"]
        if form not in TYPES:
            raise HTTPException(404, f"“{form}” is no form of export; there are jsonl, csv and spacy.")
        reviewer, document = (
            check_reviewer(request.path_params["reviewer"]),
            request.path_params.get("document"),
        )
        self.known(document)
        keys = [document] if document else pages.begun(self.reviews, reviewer)
        reviewed = [(self.reviews.subject(key), self.reviews.claims(key, reviewer)) for key in keys]
        makers: dict[str, Callable[..., str | bytes]] = {"csv": to_table, "spacy": to_docbin}
        if form == "jsonl":
            content: str | bytes = to_jsonl(reviewed, kept=request.query_params.get("all") is None)
        else:
            content = makers[form](reviewed)
        name = f"{document or self.reviews.source.name}.{reviewer}.{form}"
        return Response(content, media_type=TYPES[form], headers=attachment(name))

    def adjudicated(self, request: Request) -> Response:
        document = request.path_params["document"]
        self.known(document)
        content = pages.adjudicated_gold(self.reviews, document, dict(request.query_params))
        return Response(
            content, media_type=TYPES["jsonl"], headers=attachment(f"{document}.adjudicated.jsonl")
        )

    def failed(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return told(request, error.detail, error.status_code)

    def refused(self, request: Request, error: Exception) -> Response:
        """What cannot be done, in its own words."""
        return told(request, str(error), 422)


pages_type = Callable[[Reviews, str, str | None, dict[str, str]], tuple[str, dict[str, Any]]]


def told(request: Request, words: str, status: int) -> Response:
    if request.method == "POST" or request.url.path.endswith(".json"):
        return JSONResponse({"error": words}, status_code=status)
    return PlainTextResponse(words + "\n", status_code=status)


def base_of(request: Request) -> str:
    return "/" + request.url.path.split("/", 2)[1]


def attachment(name: str) -> dict[str, str]:
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return {"content-disposition": f'attachment; filename="{plain}"'}
