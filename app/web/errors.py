"""Which error becomes which answer. Addresses for programs answer in JSON, pages as pages."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from app.runs.reading import quoted
from app.runs.spec import SpecError
from app.runs.store import Busy


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
        response.headers["retry-after"] = "2"
        return response


def answer(request: Request, status: int, fields: dict[str, str]) -> Response:
    """The messages, in the form that suits who asks."""
    if request.url.path.startswith("/api") or request.url.path == "/frame":
        return JSONResponse({"errors": fields}, status)
    return PlainTextResponse("\n".join(fields.values()), status)
