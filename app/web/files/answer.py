"""GET /program/<name>.py, /run.npz and /run.json: a run to take away; /files lists them."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from app.runs.log.busy import Busy
from app.runs.log.run import Run
from app.runs.log.turns import HELD_MAX
from app.web.address.links import Links, to
from app.web.address.opened import opened
from app.web.address.query import read_query
from app.web.api import facts
from app.web.files import listed, npz
from app.web.files.written import LIBRARIES, written
from app.web.live.sliced import Holding
from app.web.methods.links import links_beside
from app.web.preview.card import run_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.public import public_address
from app.web.site.received import received
from app.web.site.templates import page, wants_fragment

router = APIRouter(include_in_schema=False)


@router.get("/files")
async def files(request: Request) -> Response:
    """What there is to take away of a run, as a fragment or as a page of its own. Nothing is trained for it."""
    spec, view = read_query(received(request.scope))
    if is_crawler(request.headers):
        return page_of(run_card(request, Links(spec, view)))
    shown = await asyncio.to_thread(listed.context, spec, links_beside(spec, view), public_address(request))
    return page("files/files.html" if wants_fragment(request) else "files/page.html", files=shown)


@router.get("/program/{name}.py")
async def program(name: str, request: Request) -> Response:
    """The run as a program. Raises: SpecError for one that cannot be."""
    if name not in LIBRARIES:
        raise HTTPException(404)
    spec, _ = read_query(received(request.scope))
    text = await asyncio.to_thread(written, spec, name, public_address(request))
    return Response(text, media_type="text/x-python", headers=_as(f"dropout-{name}.py"))


@router.get("/run.npz")
async def as_npz(request: Request) -> Response:
    """The run's arrays. Waits until it is trained. Raises: Busy where others hold too many."""
    async with opened(request, *read_query(received(request.scope)), hold=False) as (run, _, _step):
        await run.finish()
        found = await npz.arrays(run, _link(request, run))
        size = 2 * sum(values.nbytes for values in found.values())
        if run.turns.held and run.turns.held + size > HELD_MAX:
            raise Busy("answers", 5)
        packed = await asyncio.to_thread(npz.packed, found)
        return Holding(packed, media_type="application/octet-stream", headers=_as("run.npz")).hold(run.turns, size)


@router.get("/run.json")
async def as_json(request: Request) -> Response:
    """What /api/run says, with the link and how coins are drawn. Waits until the run is trained."""
    async with opened(request, *read_query(received(request.scope)), hold=False) as (run, _, _step):
        await run.finish()
        async with run.turns.turn():
            body = {"link": _link(request, run), **facts(run), "coins": npz.coins(run)}
            return JSONResponse(body, headers=_as("run.json"))


def _link(request: Request, run: Run) -> str:
    return to(public_address(request), run.query, {})


def _as(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
