"""GET /figure/<figure>.svg and .png: a figure of a run at a step as a picture that stands alone.

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
from app.runs.spec.run_spec import RunSpec, SpecError
from app.web.address.links import Links
from app.web.address.opened import opened
from app.web.address.query import View, read_query
from app.web.embed.asked import Asked, read_asked
from app.web.embed.drawing import Picture, Print, svg
from app.web.embed.lettering import OURS, SAFE
from app.web.embed.plain import tokens
from app.web.embed.program import program
from app.web.embed.sheet import WIDTH
from app.web.figures.catalogue import FIGURES, Figure
from app.web.figures.told import Told
from app.web.moment import seen
from app.web.preview.sentence import run_sentence
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
    """One picture, by all that decides what it shows."""

    figure: Figure
    kind: Kind
    spec: RunSpec
    view: View
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
    figure = FIGURES.get(name)
    if figure is None:
        raise HTTPException(404)
    asked = Asked()
    try:
        asked, rest = read_asked(received(request.scope))
        spec, view = read_query(rest)
        wish = Wish(figure, kind, spec, replace(view, step=view.step or 0), asked)
        return await _answered(wish, request)
    except SpecError as error:
        return await _refused(request, kind, asked, 422, list(told(error).values()))
    except Busy as busy:
        refused = await _refused(request, kind, asked, 503, [refusal(busy)])
        refused.headers["retry-after"] = str(busy.retry_after)
        return refused


async def _answered(wish: Wish, request: Request) -> Response:
    """Raises: SpecError where the run ended before the step; Busy."""
    printed = _print(wish, request) if wish.asked.printed else None
    version = await asyncio.to_thread(program)
    etag = _etag(version, wish, printed)
    headers = {
        "etag": etag,
        "cache-control": CACHED,
        "content-security-policy": POLICY,
        "content-disposition": f'inline; filename="{wish.figure.name}-{wish.view.step}.{wish.kind}"',
    }
    if etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    text = await _drawn(wish, printed, request)
    if wish.kind == "svg":
        return Response(text, media_type=TYPES["svg"], headers=headers)
    png = await request.app.state.rasters.png(etag, text, wish.asked.scale * int(WIDTH), None, _ground(wish.asked))
    return Response(png, media_type=TYPES["png"], headers=headers)


async def _drawn(wish: Wish, printed: Print | None, request: Request) -> str:
    figure = wish.figure
    async with opened(request, wish.spec, wish.view, hold=False) as (run, view, step):
        if figure.whole:
            await run.finish()
        async with run.hold(step):
            moment, links = seen(run, view), Links(run.spec, view, page=f"figure/{figure.name}")
            title = say("picture.title", figure=figure.title, step=step, sample=view.sample + 1)
            shown = Picture(figure.picture, figure.pictured(moment, links), title, figure.told(moment))
        async with run.turn():
            return svg(_looking(shown, wish, printed), SAFE if wish.kind == "svg" else OURS)


def _looking(shown: Picture, wish: Wish, printed: Print | None) -> Picture:
    theme = "light" if wish.kind == "png" and wish.asked.theme == "auto" else wish.asked.theme
    return replace(shown, theme=theme, print=printed)


def _print(wish: Wish, request: Request) -> Print:
    """What stands under a printed picture."""
    where, view = public(request), wish.view
    links = Links(wish.spec, replace(view, passes=0), root=where.address)
    link = links.here(step=view.step or None, sample=view.sample or None)
    code = qr_code(link) if where.reachable else None
    why = "" if code else say("picture.only here" if not where.reachable else "picture.too long")
    about = run_sentence(wish.spec, view)
    sample = say("picture.sample", sample=view.sample + 1) if wish.figure.says == "sentence" else ""
    caption = say("picture.caption", figure=wish.figure.title, about=about, sample=sample)
    return Print(caption, link.removeprefix("https://").removeprefix("http://"), code, why)


def _etag(version: str, wish: Wish, printed: Print | None) -> str:
    view = wish.view
    parts = (
        version, wish.figure.name, wish.kind, wish.spec.query(), view.step, view.sample, view.view, wish.asked.words(),
        printed and printed.link, printed and printed.why_none,
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
