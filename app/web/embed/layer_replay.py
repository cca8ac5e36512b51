"""The replay of One layer's matrices: the embed's figure at every sub-step, for every cell, as the server draws it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from itertools import product

from markupsafe import Markup

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.serving.store import Store
from app.runs.spec.link import SpecError
from app.web.embed.allowed import Allowed, Asked
from app.web.embed.entries import scripts
from app.web.embed.replay import Page, Replay, Tell, file_of
from app.web.frames import compact
from app.web.live.recording import zipped
from app.web.one_layer.figure import Figure, figure
from app.web.one_layer.forms import Sent
from app.web.one_layer.links import LayerLinks
from app.web.preview.sentence import layer_sentence
from app.web.site.styles import joined
from app.web.site.templates import drawn
from app.web.words.say import say

CONTROLS = ("step", "sample")  # all else would be another layer
LINKS = LayerLinks("", "")  # to the file itself
NAME, ENTRY = "layer", "replay-layer"


@dataclass(frozen=True)
class Scene:
    """All that templates/embed/layer_replay.html draws."""

    title: str
    figure: Figure
    autoplay: bool
    recorded: str
    link: str
    live: str  # the same on One layer, or ""


def answer(asked: Asked, live: str) -> Replay:
    """The replay of a link. Raises: SpecError."""
    if asked.faults:
        raise SpecError(asked.faults)
    spec = LayerSpec.parse(asked.pairs)
    link = LayerLinks("", NAME, asked.allowed.pairs()).to(spec)
    return Replay((link, live), partial(_made, spec, asked.allowed, live))


async def _made(spec: LayerSpec, allowed: Allowed, live: str, store: Store, tell: Tell) -> Page:
    """Raises: Busy."""
    may = (*(name for name in CONTROLS if name in allowed.controls), "play")
    cells = product(range(1, spec.batch + 1), range(1, spec.units + 1)) if "sample" in may else [spec.cell]
    moments = [spec.but(substep=substep, cell=cell) for substep, cell in product(SUB_STEPS, list(cells))]
    lines: dict[str, int] = {}
    figures: list[str] = []  # as JSON, piece by piece: to write all of it at once would stop everybody else
    for number, moment in enumerate(moments, 1):
        async with store.turns.turn():
            text = drawn("one_layer/figure.html", figure=_figure(moment, may))
            numbers = [lines.setdefault(line, len(lines)) for line in text.split("\n")]
            figures.append(f'"{moment.substep} {_cell(moment)}":{compact(numbers)}')
        tell("recording", number / len(moments))
    usual = LayerSpec().but(batch=spec.batch, units=spec.units)
    facts = compact({"steps": SUB_STEPS, "step": usual.substep, "cell": _cell(usual)})
    texts = ",".join(map(compact, lines))
    recorded = f'{facts[:-1]},"lines":[{texts}],"figures":{{{",".join(figures)}}}}}'
    scene = Scene(
        say("preview.layer.title"),
        _figure(spec, may),
        allowed.autoplay,
        say("replay.layer" if "sample" in may else "replay.layer of a cell", layer=layer_sentence(spec)),
        LayerLinks("/").to(spec),
        LayerLinks(live).to(spec) if live else "",
    )
    inside = {"recording": await asyncio.to_thread(zipped, recorded.encode())}
    body = Markup(drawn("embed/layer_replay.html", scene=scene))
    script, style = scripts()[ENTRY].text, joined(ENTRY, allowed.theme).text
    return file_of(scene.title, allowed.theme, body, script, style, inside)


def _figure(spec: LayerSpec, may: tuple[str, ...]) -> Figure:
    return figure(Sent(spec, {}, {}, False), LINKS, may)


def _cell(spec: LayerSpec) -> str:
    return "{}{}".format(*spec.cell)
