"""GET /preview/<figure>.png: what a chat program shows beside a link, in the size that it has room for.

It is of what needs no training: One layer's matrices, or the network before its first update, which starting weights
and the coins of step 0 determine. So no run is opened for it, however large the link's own is, and nothing of it is
kept but the picture.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.runs.log.beginning import beginning
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.query import View, read_query
from app.web.embed.drawing import Picture, svg
from app.web.embed.layer_picture import drawn
from app.web.embed.lettering import OURS
from app.web.embed.picture import CACHED
from app.web.embed.program import program
from app.web.figures import dense
from app.web.figures.catalogue import FIGURES
from app.web.moment import seen
from app.web.preview.card import HEIGHT, WIDTH
from app.web.site.etags import has
from app.web.site.received import received
from app.web.words.names import within
from app.web.words.say import say

router = APIRouter(include_in_schema=False)


@router.get("/preview/network.png")
async def network(request: Request) -> Response:
    """The network of a link before its first update."""
    spec, view = read_query(received(request.scope))
    name = f"network {spec.query()} {view.sample}"
    return await _answer(request, name, partial(_network, spec, view.sample))


@router.get("/preview/layer.png")
async def layer(request: Request) -> Response:
    """The matrices of a link of One layer."""
    spec = LayerSpec.parse(received(request.scope))
    return await _answer(request, f"layer {spec.query()}", lambda: svg(drawn(spec), OURS))


def _network(spec: RunSpec, sample: int) -> str:
    figure, run, view = FIGURES["network"], beginning(spec), View(step=0, sample=sample)
    moment = seen(run, view)
    told, shown = figure.told(moment), figure.pictured(moment, Links(spec, view))
    first, *rest = told.sentence
    said = told._replace(sentence=(say("preview.before", sentence=within(first)), *rest))
    if isinstance(shown, dense.Network) and not run.cost.outcome_at_once:  # then it is not known which neurons are dead
        shown = replace(shown, keys=tuple(key for key in shown.keys if key.sign != "dead"))
    title = say("picture.title", figure=figure.title, step=0, sample=sample + 1)
    return svg(Picture(figure.sheet(moment), shown, title, said), OURS)


async def _answer(request: Request, name: str, make: Callable[[], str]) -> Response:
    """The picture of this name, or word that it is the one that is there already. Raises: Busy."""
    version = await asyncio.to_thread(program)
    etag = f'"{hashlib.sha256(f"preview {version} {name}".encode()).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": CACHED}
    if has(request, etag):
        return Response(status_code=304, headers=headers)
    png = await request.app.state.rasters.png(etag, make, WIDTH, HEIGHT)
    return Response(png, media_type="image/png", headers=headers)
