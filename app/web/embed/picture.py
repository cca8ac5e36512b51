"""GET /figure/<figure>.svg and .png: a figure as a picture that stands alone.

The same link gives the same picture, until the program draws it better: its ETag is made of both, so that who has it
already is told so without any training or drawing.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass, replace
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.runs.log.busy import Busy
from app.runs.spec.link import SpecError
from app.web.embed.asked import Asked, read_asked
from app.web.embed.catalogue import EMBEDS
from app.web.embed.drawing import Picture, Print, svg
from app.web.embed.lettering import OURS, SAFE
from app.web.embed.pictured import Pictured
from app.web.embed.plain import tokens
from app.web.embed.program import program
from app.web.embed.sheet import WIDTH
from app.web.figures.told import Told
from app.web.site.etags import has
from app.web.site.public import public
from app.web.site.qr import qr_code
from app.web.site.received import received
from app.web.words.answers import refusal
from app.web.words.faults import told
from app.web.words.say import say

router = APIRouter(include_in_schema=False)

Kind = Literal["svg", "png"]
TYPES: dict[Kind, str] = {"svg": "image/svg+xml", "png": "image/png"}
CACHED = "public, max-age=86400, stale-while-revalidate=604800"
# Opened as a page it may use what it holds, and nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Wish:
    """One picture, by all that decides what it shows and how."""

    pictured: Pictured
    kind: Kind
    asked: Asked


@router.get("/figure/{name}.svg")
async def as_svg(name: str, request: Request) -> Response:
    """A figure as SVG."""
    return await _picture(name, "svg", request)


@router.get("/figure/{name}.png")
async def as_png(name: str, request: Request) -> Response:
    """A figure as PNG."""
    return await _picture(name, "png", request)


async def _picture(name: str, kind: Kind, request: Request) -> Response:
    """The picture. A link that is wrong gets one that says what is wrong, since an <img> shows no page."""
    embed = EMBEDS.get(name)
    if embed is None:
        raise HTTPException(404)
    asked = Asked()
    try:
        asked, rest = read_asked(received(request.scope))
        return await _answered(Wish(embed.picture(rest), kind, asked), request)
    except SpecError as error:
        return await _refused(request, kind, asked, 422, list(told(error).values()))
    except Busy as busy:
        refused = await _refused(request, kind, asked, 503, [refusal(busy)])
        refused.headers["retry-after"] = str(busy.retry_after)
        return refused


async def _answered(wish: Wish, request: Request) -> Response:
    """Raises: SpecError; Busy."""
    printed = _print(wish, request) if wish.asked.printed else None
    version = await asyncio.to_thread(program)
    etag = _etag(version, wish, printed)
    headers = {
        "etag": etag,
        "cache-control": CACHED,
        "content-security-policy": POLICY,
        "content-disposition": f'inline; filename="{wish.pictured.file}.{wish.kind}"',
    }
    if has(request, etag):
        return Response(status_code=304, headers=headers)
    text = await _drawn(wish, printed, request)
    if wish.kind == "svg":
        return Response(text, media_type=TYPES["svg"], headers=headers)
    png = await request.app.state.rasters.png(etag, text, wish.asked.scale * int(WIDTH), None, _ground(wish.asked))
    return Response(png, media_type=TYPES["png"], headers=headers)


async def _drawn(wish: Wish, printed: Print | None, request: Request) -> str:
    async with wish.pictured.shown(request) as shown:
        return svg(_looking(shown, wish, printed), SAFE if wish.kind == "svg" else OURS)


def _looking(shown: Picture, wish: Wish, printed: Print | None) -> Picture:
    theme = "light" if wish.kind == "png" and wish.asked.theme == "auto" else wish.asked.theme
    return replace(shown, theme=theme, print=printed)


def _print(wish: Wish, request: Request) -> Print:
    """What stands under a printed picture."""
    where = public(request)
    link = wish.pictured.link(where.address)
    code = qr_code(link) if where.reachable else None
    why = "" if code else say("picture.only here" if not where.reachable else "picture.too long")
    return Print(wish.pictured.caption, link.removeprefix("https://").removeprefix("http://"), code, why)


def _etag(version: str, wish: Wish, printed: Print | None) -> str:
    parts = (
        version, wish.pictured.words, wish.kind, wish.asked.words(), printed and printed.link,
        printed and printed.why_none,
    )  # fmt: skip
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def _ground(asked: Asked) -> str:
    return tokens(asked.theme == "dark", asked.printed)["paper"]


async def _refused(request: Request, kind: Kind, asked: Asked, status: int, messages: list[str]) -> Response:
    """A picture of the messages."""
    said = [NO_XML.sub("\ufffd", message) for message in messages]
    title = say(f"error.{status}")
    shown = Picture("pictures/refused.svg", said, title, Told((title,), " ".join(said)), asked.theme)
    text = svg(shown, SAFE if kind == "svg" else OURS)
    headers = {"cache-control": "no-store", "content-security-policy": POLICY}
    if kind == "svg":
        return Response(text, status, headers, TYPES["svg"])
    name = hashlib.sha256(text.encode()).hexdigest()
    try:
        png = await request.app.state.rasters.png(name, text, asked.scale * int(WIDTH), None, _ground(asked))
    except Busy:
        return Response(" ".join(said), status, headers, "text/plain")
    return Response(png, status, headers, TYPES["png"])
