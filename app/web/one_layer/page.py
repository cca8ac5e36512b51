"""The one-layer page: dropout's forward and backward pass by hand, complete as HTML, and its fragments for htmx."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.errata_view import ErrataView, errata_view
from app.web.one_layer.figure import Figure, figure, reading
from app.web.one_layer.forms import receive
from app.web.one_layer.labs import Labs, labs
from app.web.one_layer.links import PAGE, LayerLinks
from app.web.one_layer.tasks_view import TaskView, split, task_view, task_views
from app.web.preview.card import layer_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.received import received
from app.web.site.templates import page, wants_fragment

router = APIRouter(include_in_schema=False)
FOR_A_WHILE = {"cache-control": "private, max-age=600"}  # a mouse comes by the same cells again


@dataclass(frozen=True)
class LayerPage:
    """The whole page."""

    figure: Figure
    labs: Labs
    tasks: tuple[TaskView, ...]
    errata: ErrataView


@router.get("/layer")
async def layer(request: Request) -> Response:
    """The page; for htmx its figure, or the task that was answered. A form comes back as its canonical link."""
    pairs, answers = split(received(request.scope))
    if is_crawler(request.headers):
        return page_of(layer_card(request, LayerSpec.parse(pairs)))
    sent = receive(pairs)
    status = 422 if sent.errors else 200
    if wants_fragment(request):
        if "task" in answers:
            found = next((task for task in task_views(sent.spec, answers) if task.name == answers["task"]), None)
            return page("one_layer/task.html", task=found or task_view("y", sent.spec, {}))
        return page("one_layer/figure.html", status, figure=figure(sent))
    if sent.form and not sent.errors and not answers:
        return RedirectResponse(PAGE.to(sent.spec), 303)
    measured = await asyncio.to_thread(labs, sent)
    whole = LayerPage(figure(sent), measured, task_views(sent.spec, answers), errata_view())
    return page("one_layer/page.html", status, layer=whole, card=layer_card(request, sent.spec))


@router.get("/layer/cell")
async def reading_of_cell(request: Request) -> Response:
    """The sentence, the network and the formulas of a cell."""
    sent = receive(received(request.scope))
    if sent.errors:
        return page("one_layer/refused.html", 422, errors=tuple(sent.errors.values()))
    return page("one_layer/reading.html", headers=FOR_A_WHILE, reading=reading(sent.spec, run(sent.spec)))


@router.get("/layer/labs")
async def measured_labs(request: Request) -> Response:
    """The measured sections: ten answers, scaling, whose mask. Without htmx they are part of the page."""
    sent = receive(received(request.scope))
    if not wants_fragment(request):
        return RedirectResponse(LayerLinks("../").to(sent.spec), 303)
    return page("one_layer/labs.html", 422 if sent.errors else 200, labs=await asyncio.to_thread(labs, sent))


@router.get("/api/layer")
async def numbers_of_layer(request: Request) -> Response:
    """Every number of the page's figure, to check it; coins and mask are null where the layer drew nothing."""
    spec = LayerSpec.parse(received(request.scope))
    found = run(spec)
    names = ("x", "coins", "mask", "y", "dy", "dx")
    matrices = {name: getattr(found, name) for name in names}
    body = {name: None if matrix is None else matrix.tolist() for name, matrix in matrices.items()}
    return JSONResponse({"query": spec.query(), "p": spec.p, "mode": spec.mode} | body)
