"""The embed of One layer's matrices, with just the controls that a link allows.

It is the page's own figure (`app/web/one_layer/`), drawn by the same template and moved by the same script; what stands
beside it there, and below, is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.runs.one_layer.layer_spec import LayerSpec
from app.web.embed.allowed import Allowed, Asked
from app.web.one_layer.figure import Figure, figure
from app.web.one_layer.forms import Sent, receive
from app.web.one_layer.links import LayerLinks
from app.web.preview.card import Card, layer_card
from app.web.site.styles import Theme
from app.web.site.templates import VARY, drawn, page, wants_fragment
from app.web.words.faults import said

NAME, TITLE = "layer", "One layer: dropout by hand"
CONTROLS = ("p", "data", "seed", "step", "sample", "view")
ROOT = "../"  # from /embed/layer to the site's own address


@dataclass(frozen=True)
class Scene:
    """All that templates/embed/layer.html draws. more: what its links say beside the layer."""

    title: str
    figure: Figure
    page: str
    more: tuple[tuple[str, str], ...]
    beside: str
    theme: Theme
    autoplay: bool
    full: str  # the same on One layer


async def answer(request: Request, asked: Asked) -> Response:
    """The page, or for its script the figure. Of a link that is wrong, what is right is shown, with status 422."""
    sent, links = receive(asked.pairs), _links(asked.allowed)
    errors = {name: said(fault) for name, fault in asked.faults.items()} | sent.errors
    if sent.form and not errors and not wants_fragment(request):
        return RedirectResponse(links.to(sent.spec), 303)
    status = 422 if errors else 200
    scene = _scene(Sent(sent.spec, errors, sent.texts, sent.form), links, asked.allowed)
    if wants_fragment(request):
        return page("one_layer/figure.html", status, figure=scene.figure)
    told = layer_card(request, sent.spec, links.page, links.more)
    return HTMLResponse(drawn("embed/layer_page.html", scene=scene, root=ROOT, card=told), status, headers=VARY)


def card(request: Request, asked: Asked) -> Card:
    """What programs are told of it, made of the link alone. Raises: SpecError."""
    links = _links(asked.allowed)
    return layer_card(request, LayerSpec.parse(asked.pairs), links.page, links.more)


def _links(allowed: Allowed) -> LayerLinks:
    return LayerLinks(ROOT, f"embed/{NAME}", allowed.pairs())


def _scene(sent: Sent, links: LayerLinks, allowed: Allowed) -> Scene:
    may = (*(name for name in CONTROLS if name in allowed.controls), "play")
    return Scene(
        title=TITLE,
        figure=figure(sent, links, may),
        page=links.page,
        more=links.more,
        beside=links.beside,
        theme=allowed.theme,
        autoplay=allowed.autoplay,
        full=LayerLinks(ROOT).to(sent.spec),
    )
