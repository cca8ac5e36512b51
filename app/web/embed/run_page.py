"""The embed of a figure of a run, with just its controls.

It is Explore's scene with fewer parts (`app/web/explore/`), drawn by the same templates and moved by the same script:
what a link says, and what a hand does, mean the same here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec, SpecError
from app.web.address import edits, form_link
from app.web.address.edits import Merged
from app.web.address.links import Links
from app.web.address.opened import whole_soon
from app.web.address.query import read_query, understand
from app.web.embed.allowed import Allowed, Asked
from app.web.explore import forms, transport
from app.web.explore.scene_data import scene_data
from app.web.figures import outcomes
from app.web.figures.catalogue import SENTENCE, Figure, Placed
from app.web.moment import seen
from app.web.preview.card import Card, run_card
from app.web.site.styles import Theme, decided
from app.web.site.templates import VARY, drawn
from app.web.words.faults import said as fault_said

ROOT = "../"  # from /embed/<figure> to the site's own address
ALL_FIELDS = ("p", "place", "seed", "seed.data", "seed.weights", "seed.batches", "seed.masks")


@dataclass(frozen=True)
class Scene:
    """All that templates/embed/scene.html draws."""

    name: str  # of the figure
    title: str
    data: Markup  # for static/js, as docs/stream.md has it
    sentence: Placed | None
    verdict: outcomes.Outcomes | None
    figure: Placed
    form: forms.Form
    rest: tuple[tuple[str, str], ...]  # of the link, what the form has no field for
    transport: transport.Transport
    may: tuple[str, ...]
    sample: int
    batch: int
    beside: tuple[str, str] | None  # the sample before and the next, where none can be chosen in the figure
    theme: Theme
    autoplay: bool
    full: str  # the same on Explore
    action: str
    errors: tuple[str, ...]


async def answer(figure: Figure, request: Request, asked: Asked) -> Response:
    """The figure's page. Of a link that is wrong, what is right is shown, with the messages and status 422."""
    allowed, now = asked.allowed, _read(asked.pairs)
    errors = {name: fault_said(fault) for name, fault in asked.faults.items()} | now.errors
    if form_link.is_form(asked.pairs) and not errors:
        return RedirectResponse(_links(figure, now, allowed).here(), 303)
    async with request.app.state.store.open(now.spec) as run:
        await run.reach(now.view.step or 0)
        view = replace(now.view, step=min(now.view.step or 0, run.ended_at), passes=0, present=False)
        await whole_soon(run)
        async with run.hold(view.step or 0):
            scene = _drawn(figure, run, replace(now, view=view, errors=errors), allowed)
        async with run.turn():
            return _answer(scene, run_card(request, _links(figure, now, allowed)), 422 if errors else 200)


def card(figure: Figure, request: Request, asked: Asked) -> Card:
    """What programs are told of it, made of the link alone. Raises: SpecError."""
    spec, view = read_query(form_link.joined(asked.pairs))
    return run_card(request, Links(spec, view, page=f"embed/{figure.name}", more=asked.allowed.pairs()))


def _read(pairs: list[tuple[str, str]]) -> Merged:
    """The run and the view of a link, and what a hand has changed of them since."""
    apart = form_link.asks_apart(pairs)
    made = [text for name, text in pairs if name == edits.NAME]
    joined = form_link.joined(pair for pair in pairs if pair[0] != edits.NAME)
    try:
        spec, view = read_query(form_link.fitting(joined) if form_link.is_form(pairs) else joined)
    except SpecError as error:
        spec, view, faults = understand(joined)
        return Merged(spec, view, apart, {name: fault_said(fault) for name, fault in (faults or error.faults).items()})
    return edits.merged(spec, view, apart, made) if made else Merged(spec, view, apart)


def _links(figure: Figure, now: Merged, allowed: Allowed) -> Links:
    return Links(now.spec, now.view, now.apart, ROOT, f"embed/{figure.name}", allowed.pairs())


def _drawn(figure: Figure, run: Run, now: Merged, allowed: Allowed) -> Scene:
    view, may = now.view, allowed.controls
    moment, links = seen(run, view), _links(figure, replace(now, spec=run.spec), allowed)
    form = forms.context(run.spec, moment.step, links, now.typed, now.errors, moment.rates)
    return Scene(
        name=figure.name,
        title=figure.title,
        data=scene_data(moment, view, links, transport.rate_text(view), may),
        sentence=SENTENCE.placed(moment, links, "sentence") if figure.says == "sentence" else None,
        verdict=outcomes.context(moment) if figure.says == "verdict" else None,
        figure=figure.placed(moment, links, figure.name, frozenset(may)),
        form=form,
        rest=_rest(run.spec, links),
        transport=transport.context(run, view, links, now.said, may),
        may=may,
        sample=moment.sample,
        batch=(batch := run.spec.training.batch),
        beside=_beside(links, moment.sample, batch) if "sample" in may and figure.of_a_sample else None,
        theme=allowed.theme,
        autoplay=allowed.autoplay,
        full=replace(links, page="", more=()).here(),
        action=links.root + links.page,
        errors=tuple(now.errors.values()),
    )


def _beside(links: Links, sample: int, batch: int) -> tuple[str, str]:
    return links.here(sample=(sample - 1) % batch), links.here(sample=(sample + 1) % batch)


def _rest(spec: RunSpec, links: Links) -> tuple[tuple[str, str], ...]:
    pairs = (*parse_qsl(spec.query(), keep_blank_values=True), *links.seen())
    return tuple(pair for pair in pairs if pair[0] not in ALL_FIELDS)


def _answer(scene: Scene, card: Card, status: int) -> Response:
    page = drawn("embed/page.html", scene=scene, root=ROOT, card=card)
    return HTMLResponse(decided(page, scene.theme), status, headers=VARY)
