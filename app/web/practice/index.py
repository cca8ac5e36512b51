"""`/why` and `/practice`: every reason and every experiment, with what it asks and, at a glance, what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.runs.experiments.catalogue import ROWS, Room
from app.web.address.links import ROOT
from app.web.methods.catalogue import WHYS
from app.web.practice import sparks
from app.web.practice.rules import Row, rows
from app.web.practice.sparks import Sparks
from app.web.preview.card import index_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.templates import page
from app.web.words.say import say

router = APIRouter(include_in_schema=False)

# Experiments on use, by what they are about; those that are named in none come last.
GROUPS = {
    "much": ("p", "p-digits", "p-conv", "p-sublayers", "p-embedding", "p-attention", "p-input"),
    "deep": ("layers", "p-layers", "deep"),
    "where": ("place", "place-conv"),
    "beside": ("p-samples", "samples", "flip", "shift", "p-decay", "decay", "norm", "variance"),
    "fast": ("speed", "rate", "warmup"),
}
HEADS = ("quote", "verdict", "result", "experiment")


@dataclass(frozen=True)
class Entry:
    """A reason or an experiment: where it is, what it is called, what it asks, and what was measured."""

    href: str
    title: str
    asks: str
    sparks: Sparks | None = None


@dataclass(frozen=True)
class Group:
    """Entries under one head."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Index:
    """All that templates/practice/index.html draws. sparks_say: what the small pictures are, "" where there is none."""

    nav: str
    named: str
    title: str
    says: str
    groups: tuple[Group, ...]
    sparks_say: str
    with_dropout: str
    its_twin: str
    rules: tuple[Row, ...]  # of thumb, on the page about use
    rules_title: str
    rules_says: str
    rules_heads: tuple[str, ...]


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
    groups = _reasons() if room == "why" else _uses()
    drawn = any(entry.sparks for group in groups for entry in group.entries)
    return Index(
        nav=say(f"index.{room}.nav"),
        named=say(f"index.{room}.named"),
        title=say(f"index.{room}.title"),
        says=say(f"index.{room}.says"),
        groups=groups,
        sparks_say=say("index.sparks") if drawn else "",
        with_dropout=say("index.with dropout"),
        its_twin=say("index.its twin"),
        rules=rows() if room == "practice" else (),
        rules_title=say("index.rules.title"),
        rules_says=say("index.rules.says"),
        rules_heads=tuple(say(f"index.rules.{name}") for name in HEADS),
    )


def _reasons() -> tuple[Group, ...]:
    """Pages of one run, and experiments over seeds."""
    pages = tuple(Entry(ROOT + of.path, of.title, say(f"page.{of.name}.says")) for of in WHYS.values())
    seeds = tuple(_experiment(row.name) for row in ROWS.values() if row.room == "why")
    return Group(say("index.group.run"), pages), Group(say("index.group.seeds"), seeds)


def _uses() -> tuple[Group, ...]:
    rest = tuple(row.name for row in ROWS.values() if row.room == "practice")
    named = {group: tuple(name for name in names if name in rest) for group, names in GROUPS.items()}
    others = tuple(name for name in rest if not any(name in names for names in named.values()))
    groups = named | ({"others": others} if others else {})
    return tuple(Group(say(f"index.group.{group}"), tuple(map(_experiment, names))) for group, names in groups.items())


def _experiment(name: str) -> Entry:
    title, asks = say(f"experiment.{name}.title"), say(f"experiment.{name}.asks")
    return Entry(f"{ROOT}{ROWS[name].room}/{name}", title, asks, sparks.context(name))
