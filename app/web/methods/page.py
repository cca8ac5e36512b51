"""`/methods`: all methods in one table, sorted by any of its columns, each with a picture of its own run."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.runs.spec.fields import Field
from app.web.address.choices import read_choices
from app.web.address.links import ROOT
from app.web.methods.catalogue import PAGES, Page, run_of
from app.web.methods.introduction import FACTS, fact
from app.web.preview.card import methods_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.received import received
from app.web.site.templates import page
from app.web.words.say import say

router = APIRouter(include_in_schema=False)

COLUMNS = ("title", "what", *FACTS)
SORTS = (*COLUMNS, *(f"-{name}" for name in COLUMNS))  # with a minus, from the last to the first
FIELDS = {"sort": Field("sort", "choice", choices=SORTS)}


@dataclass(frozen=True)
class Column:
    """A head of the table. href: the table sorted by it, the other way round where it already is; sorted: as aria-sort
    says it, or ""."""

    name: str
    title: str
    href: str
    sorted: str


@dataclass(frozen=True)
class Row:
    """A method: the address of its page, the picture of its run and which step it shows, what the columns say."""

    name: str
    title: str
    href: str
    picture: str
    alt: str
    last: int  # step of the run
    texts: tuple[tuple[str, str], ...]  # (column, text)


@dataclass(frozen=True)
class Methods:
    """All that templates/methods/table.html draws."""

    title: str
    idea: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@router.get("/methods")
async def methods(request: Request) -> Response:
    """The table. Raises: SpecError for an order that there is none of."""
    card = methods_card(request)
    if is_crawler(request.headers):
        return page_of(card)
    named, _ = read_choices(FIELDS, received(request.scope))
    return page("methods/table.html", methods=context(named.get("sort", [""])[0]), card=card)


def context(sort: str = "") -> Methods:
    """The table in one of SORTS; in none, as the catalogue has it."""
    by = sort.removeprefix("-")
    found = [*PAGES.values()]
    if by:
        found.sort(key=lambda of: text(of, by).casefold(), reverse=sort.startswith("-"))
    return Methods(
        title=say("page.table.title"),
        idea=say("page.idea"),
        columns=tuple(_column(name, sort) for name in COLUMNS),
        rows=tuple(map(_row, found)),
    )


def text(of: Page, column: str) -> str:
    """What a column says of a page."""
    return of.title if column == "title" else fact(of, column)


def _column(name: str, sort: str) -> Column:
    now = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return Column(name, say(f"page.fact.{name}"), f"{ROOT}methods?sort={'-' if now == 'ascending' else ''}{name}", now)


def _row(of: Page) -> Row:
    run = [pair for pair in parse_qsl(of.link) if pair[0] != "passes"]
    picture = urlencode([*run, ("step", str(of.step)), ("theme", "auto")], safe=",")
    return Row(
        name=of.name,
        title=of.title,
        href=ROOT + of.path,
        picture=f"{ROOT}figure/network.svg?{picture}",
        alt=say("page.picture", title=of.title, step=of.step),
        last=run_of(of).training.steps,
        texts=tuple((name, text(of, name)) for name in COLUMNS[1:]),
    )
