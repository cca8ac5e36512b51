"""GET /figure/<name>.csv: the numbers of a figure or a section, with the link of the moment in the first line."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.faults import Fault
from app.runs.spec.link import SpecError
from app.web.address.opened import opened
from app.web.address.query import read_query
from app.web.files.standing import STANDING
from app.web.files.tables import TABLES
from app.web.methods.links import links_beside
from app.web.moment import seen
from app.web.one_layer.links import LayerLinks
from app.web.one_layer.tables import TABLES as LAYER_TABLES
from app.web.section import Table
from app.web.site.public import public_address
from app.web.site.received import received

router = APIRouter(include_in_schema=False)


@router.get("/figure/{name}.csv")
async def table(name: str, request: Request) -> Response:
    """One table of a run at a step, once the run is trained, or one that is of no run. Raises: SpecError for a run that
    has none; Busy."""
    if name in STANDING:
        return await _answer(name, public_address(request) + STANDING[name].page, STANDING[name].of())
    of = TABLES.get(name)
    if of is None:
        raise HTTPException(404)
    spec, view = read_query(received(request.scope))
    if not of.holds(spec, view):
        raise SpecError({"net": Fault("no table", got=name)})
    async with opened(request, spec, view, hold=False) as (run, view, step):
        await run.finish()
        if of.before is not None:
            await of.before(run, view)
        async with run.hold(step):
            links = links_beside(spec, replace(view, page=of.page), public_address(request))
            found = of.of(seen(run, view), links)
        return await _answer(name, links.here(), found)


@router.get("/layer/{name}.csv")
async def of_layer(name: str, request: Request) -> Response:
    """One table of One layer, with its link."""
    if name not in LAYER_TABLES:
        raise HTTPException(404)
    spec = LayerSpec.parse(received(request.scope))
    found = await asyncio.to_thread(LAYER_TABLES[name], spec)
    return await _answer(name, LayerLinks(public_address(request)).to(spec), found)


async def _answer(name: str, link: str, found: Table) -> Response:
    """As a file. link: of what is seen."""
    text = await asyncio.to_thread(written, link, found)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type="text/csv", headers=headers)


def written(link: str, found: Table) -> str:
    """As RFC 4180 has it, below a line with the link; a number that is not finite is left out."""
    room = io.StringIO()
    room.write(f"# {link}\r\n")
    lines = csv.writer(room)
    lines.writerow(found.columns)
    lines.writerows(map(_row, found.rows))
    return room.getvalue()


def _row(values: Sequence[Any]) -> list[Any]:
    return ["" if isinstance(value, float) and value - value != 0 else value for value in values]
