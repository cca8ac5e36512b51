"""`/why` and `/practice`: every reason and every experiment, with what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.runs.experiments.catalogue import ROWS, Room
from app.web.address.links import ROOT
from app.web.methods.catalogue import WHYS
from app.web.preview.card import index_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.templates import page
from app.web.words.say import say

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Entry:
    """A reason or an experiment: where it is, what it is called, what it asks."""

    href: str
    title: str
    asks: str


@dataclass(frozen=True)
class Index:
    """All that templates/practice/index.html draws."""

    nav: str
    named: str
    title: str
    says: str
    entries: tuple[Entry, ...]


@router.get("/why")
async def why(request: Request) -> Response:
    """All reasons."""
    return _answered(request, "why")


@router.get("/practice")
async def practice(request: Request) -> Response:
    """All about use."""
    return _answered(request, "practice")


def _answered(request: Request, room: Room) -> Response:
    card = index_card(request, room)
    if is_crawler(request.headers):
        return page_of(card)
    return page("practice/index.html", index=context(room), card=card)


def context(room: Room) -> Index:
    """Of one of the two pages."""
    return Index(
        nav=say(f"index.{room}.nav"),
        named=say(f"index.{room}.named"),
        title=say(f"index.{room}.title"),
        says=say(f"index.{room}.says"),
        entries=(*_reasons(room), *_experiments(room)),
    )


def _reasons(room: Room) -> tuple[Entry, ...]:
    pages = WHYS.values() if room == "why" else ()
    return tuple(Entry(ROOT + of.path, of.title, say(f"page.{of.name}.says")) for of in pages)


def _experiments(room: Room) -> tuple[Entry, ...]:
    rows = (row for row in ROWS.values() if row.room == room)
    return tuple(
        Entry(f"{ROOT}{room}/{row.name}", say(f"experiment.{row.name}.title"), say(f"experiment.{row.name}.asks"))
        for row in rows
    )
