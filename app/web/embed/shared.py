"""A figure at a moment, and where it can be found: as a frame, as a picture, as a file, and on its page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from app.web.embed.catalogue import EMBEDS
from app.web.embed.frame import COLUMN, Frame
from app.web.embed.linked import Linked
from app.web.embed.wanted import Wanted
from app.web.words.names import within
from app.web.words.say import say


@dataclass(frozen=True)
class Shared:
    """live: where all of it can be changed; replay: a file that plays by itself, and what it is called; script: the
    address of the line that fits the frame's height, or ""."""

    frame: Frame
    live: str
    picture: str
    alt: str
    replay: str
    file: str
    script: str = ""


def shared_of(linked: Linked, wanted: Wanted, root: str) -> Shared:
    """The figure at addresses that begin with this root."""
    embed, may = EMBEDS[wanted.figure], wanted.allowed
    moment = linked.start if wanted.begins and linked.start else linked.now
    title = named(embed.title, linked.title)
    theme = (("theme", may.theme),) if may.theme != "auto" else ()

    def at(path: str, more: tuple[tuple[str, str], ...] = ()) -> str:
        return address(root + path, moment.query, more)

    width, height = wanted.width or COLUMN, wanted.height or embed.height
    return Shared(
        Frame(at(f"embed/{embed.name}", may.pairs()), title, width, height, may.theme),
        live=at(linked.page),
        picture=address(f"{root}figure/{embed.name}.png", moment.drawn, (*theme, ("scale", "2"))),
        alt=say("share.alt", figure=embed.title, sentence=moment.sentence),
        replay=at(f"replay/{embed.name}.html", may.pairs()),
        file=f"dropout-{embed.name}.html",
        script=f"{root}static/embed.js" if wanted.fits else "",
    )


def named(figure: str, title: str) -> str:
    """A figure of a page: its own title, and that of what it shows, where that says more."""
    return figure if figure == title else say("preview.frame", figure=figure, title=within(title))


def address(path: str, query: str, more: tuple[tuple[str, str], ...] = ()) -> str:
    """With canonical words first. Commas stay as they are."""
    said = "&".join(filter(None, (query, urlencode(more, safe=","))))
    return f"{path}?{said}" if said else path
