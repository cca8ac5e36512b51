"""The Explore page: one run at one step for one sample, complete as HTML, and its fragments for htmx."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from app.runs.log.outcome import Passes
from app.runs.log.run import Run
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS
from app.runs.spec.run_spec import RunSpec, SpecError
from app.web.address import edits, form_link
from app.web.address.links import Links
from app.web.address.opened import opened, whole_soon
from app.web.address.query import View, read_query, understand
from app.web.explore import about, forms, introduction, presentation, transport
from app.web.explore.scene_data import scene_data
from app.web.figures import inspector, monte_carlo, tables
from app.web.figures.catalogue import FIGURES, SENTENCE, Placed
from app.web.moment import seen
from app.web.passes import passed
from app.web.preview.card import run_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.received import mended, received
from app.web.site.templates import drawn, page, wants_fragment
from app.web.words.faults import said as fault_said

router = APIRouter(include_in_schema=False)

_TYPED = tuple(name for name in FIELDS if name not in ("data", "change"))  # settings that have a field of their own
PLACED = {"sentence": SENTENCE} | {
    id: FIGURES[name]
    for id, name in (("network", "network"), ("masks", "batch"), ("outcomes", "map"), ("loss-chart", "loss"))
}  # by their ids


@dataclass(frozen=True)
class Scene:
    """All that templates/explore/scene.html draws; each part has its own module."""

    data: Markup  # for static/js, as docs/stream.md has it
    about: about.About
    introduction: introduction.Introduction
    form: forms.Form
    figures: Mapping[str, Placed]  # by their ids
    transport: transport.Transport
    passes: monte_carlo.MonteCarlo
    inspector: inspector.Inspector | None
    present: presentation.Presentation
    address: str  # of all that is shown; script makes it whole (static/js/site/print.js)
    numbers_href: str
    errors: tuple[str, ...]


@router.get("/")
async def explore(request: Request) -> Response:
    """The page, or for htmx its #scene. A form that is wrong comes back as it was typed; of a link that is wrong, what
    is right is shown."""
    sent = received(request.scope)
    if is_crawler(request.headers):
        return page_of(run_card(request, Links(*read_query(form_link.joined(sent)))))
    apart = form_link.asks_apart(sent)
    if made := [text for name, text in sent if name == edits.NAME]:
        spec, view = read_query(form_link.joined(pair for pair in sent if pair[0] != edits.NAME))
        return await _edited(request, edits.merged(spec, view, apart, made))
    pairs = form_link.joined(sent)
    try:
        spec, view = read_query(form_link.fitting(pairs) if form_link.is_form(sent) else pairs)
        if form_link.is_form(sent) and not wants_fragment(request):
            return RedirectResponse(Links(spec, view, apart).here(), 303)
        asked = Links(spec, view)
        async with opened(request, spec, view, hold=False) as (run, view, _step):
            scene = await _scene(run, view, apart)
            async with run.turn():
                return _answer(request, scene, asked)
    except SpecError as error:
        return await _refused(request, sent, error.faults, apart)


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
        shown = inspector.context(seen(run, view), layer, unit, Links(spec, view))
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
        shown = tables.context(seen(run, view), Links(spec, view))
    name = "figures/numbers.html" if wants_fragment(request) else "explore/numbers_page.html"
    async with run.turn():
        return page(name, numbers=shown)


async def _scene(
    run: Run,
    view: View,
    apart: bool,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    said: Sequence[str] = (),
) -> Scene:
    await whole_soon(run)
    passes = await passed(run, view.step or 0, view.passes) if view.passes else None
    async with run.hold(view.step or 0):
        return _drawn(run, view, apart, typed, errors, said, passes)


def _drawn(
    run: Run,
    view: View,
    apart: bool,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str] | None,
    said: Sequence[str],
    passes: Passes | None = None,
) -> Scene:
    moment, links = seen(run, view), Links(run.spec, view, apart)
    moment.passes = passes
    form = forms.context(run.spec, moment.step, links, typed, errors, moment.rates)
    shown = None
    if view.layer is not None and view.unit is not None:
        shown = inspector.context(moment, view.layer, view.unit, links)
    return Scene(
        data=scene_data(moment, view, links, transport.rate_text(view)),
        about=about.context(run.spec, bool(view.passes)),
        introduction=introduction.context(run.spec, moment.step),
        form=form,
        figures={id: figure.placed(moment, links, id) for id, figure in PLACED.items()},
        transport=transport.context(run, view, links, said),
        passes=monte_carlo.context(moment, links),
        inspector=shown,
        present=presentation.context(links),
        address=links.here(sample=view.sample or None),
        numbers_href=links.here("numbers", view=None, apart=None),
        errors=form.general,
    )


def _answer(request: Request, scene: Scene, shown: Links, status: int = 200) -> Response:
    """The page, or for htmx its #scene."""
    if wants_fragment(request):
        return page("explore/scene.html", status, scene=scene)
    card, whole = run_card(request, shown), drawn("explore/scene.html", scene=scene)
    return page("explore/page.html", status, scene=whole, card=card, present=scene.present)


async def _refused(request: Request, sent: list[tuple[str, str]], faults: Mapping[str, Fault], apart: bool) -> Response:
    """Status 422: what is right of the link, or for an edit the run on screen, and what was not understood.

    Figure, form and address are of that one run; a field that is wrong holds what was typed there. An edit of the run
    on screen is not taken in part: its other fields, too, stay as they were typed.
    """
    pairs = form_link.joined(sent)
    spec, view = _kept(request, pairs)
    edit = form_link.is_form(sent) and wants_fragment(request)
    typed = {name: text[:200] for name, text in pairs if name in _TYPED and (edit or name in faults)}
    beside = {name: fault_said(fault, page=True) for name, fault in faults.items()}
    above = () if form_link.is_form(sent) else tuple(map(fault_said, faults.values()))
    async with request.app.state.store.open(spec) as run:
        await run.reach(view.step or 0)
        view = replace(view, step=min(view.step or 0, run.ended_at))
        scene = await _scene(run, view, apart, typed, beside)
        return _answer(request, replace(scene, errors=above or scene.errors), Links(spec, view), 422)


def _kept(request: Request, pairs: list[tuple[str, str]]) -> tuple[RunSpec, View]:
    """What is right of the link on the reader's screen, where this is a change of that; else of this link."""
    with contextlib.suppress(ValueError):  # a client may write anything there
        shown = mended(urlsplit(request.headers.get("hx-current-url", "")).query)
        if wants_fragment(request) and shown:
            pairs = form_link.joined(shown)
    spec, view, _ = understand(pairs)
    return spec, view


async def _edited(request: Request, now: edits.Merged) -> Response:
    """What a hand has changed, at the step on screen; status 422 where some of it cannot be, with the rest done."""
    async with request.app.state.store.open(now.spec) as run:
        await run.reach(now.view.step or 0)
        view = replace(now.view, step=min(now.view.step or 0, run.ended_at))
        scene = await _scene(run, view, now.apart, now.typed, now.errors, now.said)
        return _answer(request, scene, Links(now.spec, view), 422 if now.errors else 200)
