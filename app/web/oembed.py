"""GET /oembed: how a program that knows a link of ours puts its figure into a page of its own (oEmbed 1.0).

The answer is made of the link alone; the frame that it names draws its first picture when it is opened. What is no link
of ours, or has no figure, is 404, with our words in JSON. Source: https://oembed.com.
"""

from __future__ import annotations

from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import whole
from app.web.embed.allowed import read_asked
from app.web.embed.catalogue import EMBEDS
from app.web.embed.frame import WIDTH, Frame
from app.web.embed.shared import named
from app.web.methods.catalogue import BY_PATH
from app.web.methods.links import filled
from app.web.preview.card import Card
from app.web.site.public import below, public_address
from app.web.site.received import mended
from app.web.words.faults import said

router = APIRouter(include_in_schema=False)

CACHED = 86_400  # seconds for which an answer may be kept
SIDES = {name: Field(name, "whole", 1, 100_000) for name in ("maxwidth", "maxheight")}
FIGURES_OF = {"": "network", "layer": "layer"}  # that stand for a page, by its path


@router.get("/oembed")
async def oembed(request: Request) -> Response:
    """The frame of a link, as JSON."""
    asked = request.query_params
    if (form := asked.get("format", "json")) != "json":
        return _refused(501, {"format": Fault("oembed format", got=form)})
    try:
        most = {name: whole(field, asked[name]) for name, field in SIDES.items() if name in asked}
    except Fault as fault:
        raise SpecError({fault.field.name if fault.field else "": fault}) from None
    try:
        frame, card = _frame(request, asked.get("url", ""), most)
    except SpecError as error:
        return _refused(404, error.faults)
    return JSONResponse(_answer(request, frame, card, most))


def _frame(request: Request, url: str, most: dict[str, int]) -> tuple[Frame, Card]:
    """The frame, and the card of the page that the link leads to. Raises: SpecError for what has no figure here."""
    found = below(request, url if "://" in url else unquote(url))
    if found is None:
        raise SpecError({"url": Fault("oembed url", got=url)})
    path, query = found
    page, pairs = BY_PATH.get(path), mended(query)
    if page is not None:
        path, pairs = "", filled(page, pairs)
    name = FIGURES_OF.get(path, path.removeprefix("embed/"))
    if name not in EMBEDS or path not in (*FIGURES_OF, f"embed/{name}"):
        raise SpecError({"url": Fault("oembed page", got=url)})
    embed, asked = EMBEDS[name], read_asked(pairs)
    if asked.faults:
        raise SpecError(asked.faults)
    card = embed.card(request, asked)
    title = named(embed.title, card.title)
    width = min(WIDTH, most.get("maxwidth", WIDTH))
    height = min(embed.height, most.get("maxheight", embed.height))
    return Frame(card.address, title, width, height, asked.allowed.theme), card


def _answer(request: Request, frame: Frame, card: Card, most: dict[str, int]) -> dict[str, str | int]:
    fits = card.width <= most.get("maxwidth", card.width) and card.height <= most.get("maxheight", card.height)
    picture: dict[str, str | int] = {
        "thumbnail_url": card.image,
        "thumbnail_width": card.width,
        "thumbnail_height": card.height,
    }
    return {
        "type": "rich",
        "version": "1.0",
        "title": frame.title,
        "provider_name": "Dropout Explorer",
        "provider_url": public_address(request),
        "cache_age": CACHED,
        **(picture if fits else {}),
        "html": frame.html,
        "width": frame.width,
        "height": frame.height,
    }


def _refused(status: int, faults: dict[str, Fault]) -> Response:
    return JSONResponse({"errors": {name: said(fault) for name, fault in faults.items()}}, status)
