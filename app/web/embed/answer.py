"""GET /embed/<figure>: one figure with just its controls, for a frame in somebody else's page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.runs.spec.link import SpecError
from app.web.embed.allowed import read_asked
from app.web.embed.catalogue import EMBEDS
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.received import received

router = APIRouter(include_in_schema=False)


@router.get("/embed/{name}")
async def embed(name: str, request: Request) -> Response:
    """The figure's page; for who shows where a link leads, what the link alone says of it."""
    found = EMBEDS.get(name)
    if found is None:
        raise HTTPException(404)
    asked = read_asked(received(request.scope))
    if not is_crawler(request.headers):
        return await found.answer(request, asked)
    if asked.faults:
        raise SpecError(asked.faults)
    return page_of(found.card(request, asked))
