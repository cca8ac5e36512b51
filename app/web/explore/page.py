"""The Explore page, and what stands beside it: one neuron's numbers, and the tables of a step."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.runs.spec.faults import Fault
from app.runs.spec.run_spec import SpecError
from app.web.address.links import Links
from app.web.address.opened import opened
from app.web.address.query import read_query
from app.web.explore.answer import answered
from app.web.explore.stand import Stand
from app.web.figures import inspector, tables
from app.web.methods.links import links_beside
from app.web.moment import seen
from app.web.preview.card import run_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.received import received
from app.web.site.templates import page, wants_fragment

router = APIRouter(include_in_schema=False)


@router.get("/")
async def explore(request: Request) -> Response:
    """The page, or for htmx its #scene."""
    return await answered(request, Stand())


@router.get("/neuron")
async def neuron(request: Request) -> Response:
    """One neuron's numbers, as a fragment or as a page of its own."""
    spec, view = read_query(received(request.scope))
    layer, unit = view.layer, view.unit
    if layer is None or unit is None:
        raise SpecError({"unit": Fault("neuron")})
    if is_crawler(request.headers):
        return page_of(run_card(request, Links(spec, view)))
    async with opened(request, spec, view) as (run, view, _step):
        try:
            shown = inspector.context(seen(run, view), layer, unit, links_beside(spec, view))
        except LookupError:  # of a signal that has no cards, as a sentence's words
            raise SpecError({"unit": Fault("no card")}) from None
    name = "figures/neuron.html" if wants_fragment(request) else "explore/neuron_page.html"
    async with run.turn():
        return page(name, inspector=shown, spec=spec)


@router.get("/numbers")
async def numbers(request: Request) -> Response:
    """Tables of all numbers of a step for one sample, as a fragment or as a page of its own."""
    spec, view = read_query(received(request.scope))
    if is_crawler(request.headers):
        return page_of(run_card(request, Links(spec, view)))
    async with opened(request, spec, view) as (run, view, _step):
        shown = tables.context(seen(run, view), links_beside(spec, view))
    name = "figures/numbers.html" if wants_fragment(request) else "explore/numbers_page.html"
    async with run.turn():
        return page(name, numbers=shown)
