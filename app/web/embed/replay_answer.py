"""GET /replay/<figure>.html: a replay, made for who asks for it; the same again for the same link."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from app.web.embed.allowed import read_asked
from app.web.embed.catalogue import EMBEDS
from app.web.embed.replay import silent
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.etags import has
from app.web.site.public import public
from app.web.site.received import received
from app.web.site.security import held_by

router = APIRouter(include_in_schema=False)


@router.get("/replay/{name}.html")
async def replay(name: str, request: Request) -> Response:
    """The file; for who shows where a link leads, what the link alone says of it. Of a link that is wrong there is
    none: status 422."""
    found = EMBEDS.get(name)
    if found is None:
        raise HTTPException(404)
    state, site, asked = request.app.state, public(request), read_asked(received(request.scope))
    wanted = found.replay(asked, site.address if site.reachable else "")
    if is_crawler(request.headers):
        return page_of(found.card(request, asked))
    headers = {"etag": wanted.etag, "cache-control": "no-cache"}
    if has(request, wanted.etag):
        return Response(status_code=304, headers=headers)
    async with state.making.turn():
        page = await wanted.make(state.store, silent)
    headers |= {
        "content-security-policy": held_by(state.frame_ancestors, page.policy),
        "content-disposition": f'inline; filename="dropout-{name}.html"',
    }
    return HTMLResponse(page.text, headers=headers)
