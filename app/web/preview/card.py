"""What a page says of itself to programs that show where a link leads: title, sentence and picture.

All addresses are whole (`app/web/site/public.py`), since whoever reads them is elsewhere. All of it is made of a spec:
nothing is trained for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import Request

from app.runs.one_layer.layer_spec import LayerSpec
from app.web.address.links import Links, to
from app.web.address.query import View
from app.web.preview.sentence import layer_sentence, run_sentence, run_title
from app.web.site.public import public_address
from app.web.words.say import say

WIDTH, HEIGHT = 1200, 630  # of the picture, as chat programs have room for it


@dataclass(frozen=True)
class Card:
    """All that templates/preview/head.html says. image_alt: "" where the picture is the site's."""

    title: str
    sentence: str
    address: str  # of the page, with its link's canonical words
    image: str
    image_alt: str
    oembed: str  # "" where there is no figure to embed
    width: int = WIDTH
    height: int = HEIGHT


def run_card(request: Request, links: Links) -> Card:
    """Of the page that these links are of, Explore or another."""
    site, spec, view = public_address(request), links.spec, links.view
    sentence = run_sentence(spec, view)
    address = replace(links, root=site).here(sample=view.sample or None, layer=view.layer, unit=view.unit)
    image = to(f"{site}preview/network.png", spec.query(), {"sample": view.sample} if view.sample else {})
    alt = say("preview.run.picture", sample=view.sample + 1, sentence=run_sentence(spec, View()))
    return Card(run_title(spec), sentence, address, image, alt, _oembed(site, address))


def layer_card(request: Request, spec: LayerSpec, page: str = "layer", more: tuple[tuple[str, str], ...] = ()) -> Card:
    """Of One layer, or of another page that shows a layer; more: what its link says beside that."""
    site, sentence, query = public_address(request), layer_sentence(spec), spec.query()
    address, image = to(f"{site}{page}", query, dict(more)), to(f"{site}preview/layer.png", query, {})
    alt = say("preview.layer.picture", sentence=sentence)
    return Card(say("preview.layer.title"), sentence, address, image, alt, _oembed(site, address))


def docs_card(request: Request) -> Card:
    """Of a page without a figure of its own, beside the picture of the default run."""
    site = public_address(request)
    title, sentence = say("preview.docs.title"), say("preview.docs.sentence")
    return Card(title, sentence, f"{site}docs", f"{site}preview/network.png", "", "")


def methods_card(request: Request) -> Card:
    """Of the table of all methods, beside the picture of the default run."""
    site = public_address(request)
    title, sentence = say("page.table.title"), say("page.table.says")
    return Card(title, sentence, f"{site}methods", f"{site}preview/network.png", "", "")


def index_card(request: Request, room: str) -> Card:
    """Of the page of all reasons or of all experiments, beside the picture of the default run."""
    site = public_address(request)
    return Card(
        say(f"index.{room}.named"), say(f"index.{room}.says"), site + room, f"{site}preview/network.png", "", ""
    )


def experiment_card(request: Request, title: str, asks: str, path: str, query: str) -> Card:
    """Of the page of an experiment, at its canonical link, beside the picture of the default run."""
    site = public_address(request)
    return Card(title, asks, to(f"{site}{path}", query, {}), f"{site}preview/network.png", "", "")


def _oembed(site: str, address: str) -> str:
    return f"{site}oembed?format=json&url={quote(address, safe='')}"
