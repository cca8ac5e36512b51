"""All that can stand in somebody else's page: the figures of a run, and One layer's, each under its name in addresses.

Whatever is listed here is an embed, a picture and a replay; who lists them, or tests each, walks EMBEDS.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import Request
from fastapi.responses import Response

from app.web.embed import layer_page, layer_picture, layer_replay, run_page, run_picture, run_replay
from app.web.embed.allowed import CONTROLS, Asked
from app.web.embed.pictured import Pictured
from app.web.embed.replay import Replay
from app.web.figures.catalogue import ALL, FIGURES, Figure
from app.web.preview.card import Card


@dataclass(frozen=True)
class Embed:
    """A figure as it stands alone. controls: those that there are; page: where it is whole, below the site's address;
    height: of a frame 700 pixels wide that shows all that must be seen of it.

    answer: its page, of a link. picture: of a link as well. replay: a file of it, of a link and the site that the file
    may lead to. card: what programs are told of it, with its canonical address. These three raise SpecError.
    """

    name: str
    title: str
    height: int
    controls: tuple[str, ...]
    page: str
    answer: Callable[[Request, Asked], Awaitable[Response]]
    picture: Callable[[Iterable[tuple[str, str]]], Pictured]
    replay: Callable[[Asked, str], Replay]
    card: Callable[[Request, Asked], Card]


def _of_a_run(figure: Figure) -> Embed:
    own = (*figure.hands, *(("sample",) if figure.of_a_sample else ()))
    controls = tuple(name for name in CONTROLS if name not in ALL or name in own)
    answer, card = partial(run_page.answer, figure), partial(run_page.card, figure)
    picture, replay = partial(run_picture.pictured, figure), partial(run_replay.answer, figure)
    return Embed(figure.name, figure.title, figure.height, controls, "", answer, picture, replay, card)


_LAYER = Embed(
    "layer",
    layer_page.TITLE,
    500,
    layer_page.CONTROLS,
    "layer",
    layer_page.answer,
    layer_picture.pictured,
    layer_replay.answer,
    layer_page.card,
)
EMBEDS: Mapping[str, Embed] = {embed.name: embed for embed in (*map(_of_a_run, FIGURES.values()), _LAYER)}
