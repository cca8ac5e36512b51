"""What a link shows, be it of a run or of One layer: its canonical words, at its moment and at its beginning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_spec import read
from app.runs.spec.faults import Fault
from app.web.address import form_link
from app.web.address.links import Links
from app.web.address.query import View, understand
from app.web.embed.catalogue import EMBEDS
from app.web.explore.transport import USUAL, rate_text
from app.web.preview.sentence import layer_sentence, run_sentence, run_title
from app.web.words.say import say


@dataclass(frozen=True)
class Moment:
    """query: canonical; drawn: the same without what no picture shows; sentence: what is shown."""

    query: str
    drawn: str
    named: str  # as a form calls it
    sentence: str


@dataclass(frozen=True)
class Linked:
    """now: where the link is; start: its beginning, None where it is there. rate: the speed, None where there is none.

    faults: what of the link is wrong; the rest of it holds.
    """

    page: str  # below the site's address, where all of it is
    title: str
    now: Moment
    start: Moment | None
    rate: str | None
    faults: Mapping[str, Fault]


def linked_of(figure: str, pairs: list[tuple[str, str]]) -> Linked:
    """What this link is about, for a figure's embed."""
    return _of_layer(pairs) if EMBEDS[figure].page == "layer" else _of_run(pairs)


def _of_run(pairs: list[tuple[str, str]]) -> Linked:
    spec, view, faults = understand(form_link.joined(pairs))
    view = replace(view, passes=0, present=False, cut=(), off=())  # there is nothing of these in a figure alone
    links, rate = Links(spec, view, form_link.asks_apart(pairs)), rate_text(view)

    def at(step: int) -> Moment:
        query = links.short(step=step or None, rate=None if rate == USUAL else rate)
        drawn = links.short(step=step or None, apart=None)
        sentence = run_sentence(spec, View(step=step))
        return Moment(query.partition("?")[2], drawn.partition("?")[2], say("share.step", step=step), sentence)

    step = view.step or 0
    return Linked("", run_title(spec), at(step), at(0) if step else None, rate, faults)


def _of_layer(pairs: list[tuple[str, str]]) -> Linked:
    spec, faults = read(pairs)

    def at(name: str) -> Moment:
        there = spec.but(substep=name)
        return Moment(
            there.query(), there.query(), say("share.substep", number=SUB_STEPS.index(name) + 1), layer_sentence(there)
        )

    start = at(SUB_STEPS[0]) if spec.substep != SUB_STEPS[0] else None
    return Linked("layer", say("preview.layer.title"), at(spec.substep), start, None, faults)
