"""Which error becomes which status and which words. Addresses for programs answer in JSON, pages as pages, fragments
as text."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.runs.log.busy import Busy
from app.runs.spec.faults import Fault, quoted
from app.runs.spec.run_spec import SpecError
from app.web.site.templates import VARY, page, root_from, wants_fragment
from app.web.words.answers import refusal
from app.web.words.faults import said, told
from app.web.words.say import say


@dataclass(frozen=True)
class Words:
    """What a page says above the messages, and the way on from it: to Explore, or to the same address."""

    title: str
    way: str


HERE = (500, 503)  # errors after which the same address may be tried again


def install(app: FastAPI) -> None:
    """Teach the app these answers."""

    @app.exception_handler(SpecError)
    async def wrong_link(request: Request, error: SpecError) -> Response:
        return answer(request, 422, told(error))

    @app.exception_handler(RequestValidationError)
    async def wrong_parameter(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()[0]
        name = str(wrong["loc"][-1])
        return answer(request, 422, {name: f"{name}: {wrong['msg'].lower()}, got {quoted(str(wrong['input']))}"})

    @app.exception_handler(Busy)
    async def busy(request: Request, error: Busy) -> Response:
        return answer(request, 503, {"server": refusal(error)}, {"retry-after": str(error.retry_after)})

    @app.exception_handler(404)
    async def nothing_there(request: Request, error: HTTPException) -> Response:
        if (bare := without_slash(request)) is not None:
            return RedirectResponse(bare, 307)
        return answer(request, 404, {"address": said(Fault("nothing there", got=request.scope["path"]))})

    @app.exception_handler(405)
    async def only_read(request: Request, error: HTTPException) -> Response:
        allowed = {"allow": "GET, HEAD", **(error.headers or {})}
        return answer(request, 405, {"method": said(Fault("method", got=request.method))}, allowed)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        return answer(request, 500, {"server": said(Fault("broken"))})


def answer(request: Request, status: int, fields: dict[str, str], headers: dict[str, str] | None = None) -> Response:
    """The messages, in the form that suits who asks."""
    path = request.scope["path"]  # request.url is made of headers, in which a client may write anything
    if path.startswith("/api") or path in ("/frame", "/curve", "/healthz", "/openapi.json", "/oembed"):
        return JSONResponse({"errors": fields}, status, headers)
    if wants_fragment(request) or path.startswith(("/static", "/scripts", "/preview")):
        return PlainTextResponse("\n".join(fields.values()), status, {**VARY, **(headers or {})})
    way, root = "again" if status in HERE else "back", root_from(path)
    words, to = Words(say(f"error.{status}"), say(f"error.{way}")), "" if way == "again" else root
    return page(
        "site/refused_page.html", status, headers, words=words, to=to, root=root, messages=tuple(fields.values())
    )


def without_slash(request: Request) -> str | None:
    """The page beside an address that has a slash too many at its end, if there is one."""
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    bare = path.removesuffix("/")
    there = {**request.scope, "path": bare}
    if bare == path or bare.endswith("/") or all(r.matches(there)[0] is not Match.FULL for r in request.app.routes):
        return None
    return f"../{quote(bare.rpartition('/')[2])}" + (f"?{query}" if query else "")
