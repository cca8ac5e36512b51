"""What the page of a scene answers, on Explore and wherever else it stands: a run at one step for one sample, complete
as HTML, and as a fragment for htmx."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS
from app.runs.spec.run_spec import SpecError
from app.web.address import edits, form_link
from app.web.address.edits import Merged
from app.web.address.links import Links
from app.web.address.opened import opened
from app.web.address.query import read_query, understand
from app.web.explore.scene import Scene, made
from app.web.explore.stand import Stand
from app.web.preview.card import run_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.received import mended, received
from app.web.site.templates import drawn, page, wants_fragment
from app.web.words.faults import said as fault_said

_TYPED = tuple(name for name in FIELDS if name not in ("data", "change"))  # settings that have a field of their own


async def answered(request: Request, stand: Stand) -> Response:
    """The page, or for htmx its #scene. A form that is wrong comes back as it was typed; of a link that is wrong, what
    is right is shown. A run that belongs on another page is led there; for htmx it is drawn as it stands there."""
    sent = received(request.scope)
    apart = form_link.asks_apart(sent)
    texts = [text for name, text in sent if name == edits.NAME]
    pairs = stand.filled(form_link.joined(pair for pair in sent if pair[0] != edits.NAME))
    if is_crawler(request.headers):
        spec, view = read_query(pairs)
        return page_of(run_card(request, stand.home(spec, view).links(spec, view)))
    if texts:
        spec, view = read_query(pairs)
        return await _edited(request, stand, edits.merged(spec, view, apart, texts))
    is_form = form_link.is_form(sent)
    try:
        spec, view = read_query(form_link.fitting(pairs) if is_form else pairs)
        home = stand.home(spec, view)
        if not wants_fragment(request):
            if is_form:
                return RedirectResponse(home.links(spec, view, apart).here(), 303)
            if home != stand:
                return _led(request, home.links(spec, view, apart))
        asked = home.links(spec, view)
        async with opened(request, spec, view, hold=False) as (run, view, _step):
            scene = await made(run, home, Merged(spec, view, apart))
            async with run.turn():
                return _answer(request, home, scene, asked)
    except SpecError as error:
        return await _refused(request, stand, sent, error.faults, apart)


def _led(request: Request, links: Links) -> Response:
    """To the page where these links are at home, with all that was asked for."""
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{links.root}{links.page}?{query}", 307)


def _answer(request: Request, stand: Stand, scene: Scene, shown: Links, status: int = 200) -> Response:
    """The page, or for htmx its #scene."""
    if wants_fragment(request):
        return page(stand.scene, status, scene=scene, root=shown.root)
    card, whole = run_card(request, shown), drawn(stand.scene, scene=scene, root=shown.root)
    return page(stand.page, status, scene=whole, card=card, present=scene.present, own=scene.own, root=shown.root)


async def _refused(
    request: Request, stand: Stand, sent: list[tuple[str, str]], faults: Mapping[str, Fault], apart: bool
) -> Response:
    """Status 422: what is right of the link, or for an edit the run on screen, and what was not understood.

    Figure, form and address are of that one run; a field that is wrong holds what was typed there. An edit of the run
    on screen is not taken in part: its other fields, too, stay as they were typed.
    """
    pairs = form_link.joined(sent)
    now = _kept(request, stand, pairs)
    edit = form_link.is_form(sent) and wants_fragment(request)
    typed = {name: text[:200] for name, text in pairs if name in _TYPED and (edit or name in faults)}
    beside = {name: fault_said(fault, page=True) for name, fault in faults.items()}
    above = () if form_link.is_form(sent) else tuple(map(fault_said, faults.values()))
    return await _shown(request, stand, replace(now, apart=apart, typed=typed, errors=beside), above, 422)


async def _edited(request: Request, stand: Stand, now: Merged) -> Response:
    """What a hand has changed, at the step on screen; status 422 where some of it cannot be, with the rest done."""
    return await _shown(request, stand, now, (), 422 if now.errors else 200)


async def _shown(request: Request, stand: Stand, now: Merged, above: tuple[str, ...], status: int) -> Response:
    """A run on the page where it is at home, at the view's step or the last that there is. above: what is said of it
    before all else."""
    home = stand.home(now.spec, now.view)
    async with request.app.state.store.open(now.spec) as run:
        await run.reach(now.view.step or 0)
        now = replace(now, view=replace(now.view, step=min(now.view.step or 0, run.ended_at)))
        scene = await made(run, home, now)
        scene = replace(scene, errors=above or scene.errors)
        return _answer(request, home, scene, home.links(now.spec, now.view, now.apart), status)


def _kept(request: Request, stand: Stand, pairs: list[tuple[str, str]]) -> Merged:
    """What is right of the link on the reader's screen, where this is a change of that; else of this link."""
    with contextlib.suppress(ValueError):  # a client may write anything there
        shown = mended(urlsplit(request.headers.get("hx-current-url", "")).query)
        if wants_fragment(request) and shown:
            pairs = form_link.joined(shown)
    spec, view, faults = understand(stand.filled(pairs))
    if "method" in faults:  # the page knows one that is right
        spec, view, _ = understand(stand.filled(pair for pair in pairs if pair[0] != "method"))
    return Merged(spec, view)
