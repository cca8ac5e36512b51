"""Which error becomes which answer. Addresses for programs answer in JSON, pages as pages, fragments as text."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from app.runs.busy import Busy
from app.runs.reading import quoted
from app.runs.spec import SpecError
from app.web.templates import page, wants_fragment


def install(app: FastAPI) -> None:
    """Teach the app these answers."""

    @app.exception_handler(SpecError)
    async def wrong_link(request: Request, error: SpecError) -> Response:
        return answer(request, 422, error.fields)

    @app.exception_handler(RequestValidationError)
    async def wrong_parameter(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()[0]
        name = str(wrong["loc"][-1])
        return answer(request, 422, {name: f"{name}: {wrong['msg'].lower()}, got {quoted(str(wrong['input']))}"})

    @app.exception_handler(Busy)
    async def busy(request: Request, error: Busy) -> Response:
        response = answer(request, 503, {"server": str(error)})
        response.headers["retry-after"] = str(error.retry_after)
        return response

    @app.exception_handler(404)
    async def nothing_there(request: Request, error: HTTPException) -> Response:
        return answer(request, 404, {"address": f"there is nothing at {quoted(request.url.path)}"})


def answer(request: Request, status: int, fields: dict[str, str]) -> Response:
    """The messages, in the form that suits who asks."""
    path = request.url.path
    if path.startswith("/api") or path == "/frame":
        return JSONResponse({"errors": fields}, status)
    if wants_fragment(request) or path.startswith(("/static", "/scripts")):
        return PlainTextResponse("\n".join(fields.values()), status)
    return page("refused_page.html", status, messages=tuple(fields.values()), busy=status == 503)
