"""The replay of a figure of a run: its embed's scene with a recording in place of the stream.

Below it stand the other figures of the same run, so that both networks are there (static/js/embed/replay.js).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from markupsafe import Markup

from app.runs.log.run import Run
from app.runs.serving.store import Store
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.web.address import form_link
from app.web.address.links import Links
from app.web.address.query import View, read_query
from app.web.embed.allowed import Allowed, Asked
from app.web.embed.alone import alone
from app.web.embed.entries import scripts
from app.web.embed.replay import SIZE_MAX, Page, Replay, Tell, file_of
from app.web.explore import about, settings_said, transport
from app.web.explore.scene_data import scene_data
from app.web.figures import outcomes
from app.web.figures.catalogue import FIGURES, SENTENCE, Figure, Placed
from app.web.live.recording import Recording, recorded, zipped
from app.web.moment import Moment, seen
from app.web.site.styles import decided, joined
from app.web.site.templates import drawn
from app.web.words import names as words
from app.web.words.answers import ending
from app.web.words.say import say

SLACK = 2_000  # bytes for what a page says once it is known what is recorded
BESIDE = ("network", "batch", "map", "loss")  # figures that stand below the one that is asked for
CONTROLS = ("step", "sample", "speed")  # all else would be another run
SHORTEST = 3  # samples that are said as from and to


@dataclass(frozen=True)
class Wanted:
    """What a replay is of. live: the address of the site where its run can be changed, "" where none is known."""

    figure: Figure
    spec: RunSpec
    view: View
    allowed: Allowed
    live: str


@dataclass(frozen=True)
class Shown:
    """A figure with what is said above it, where nothing else on the page says it."""

    title: str
    figure: Placed
    sentence: Placed | None
    verdict: outcomes.Outcomes | None


@dataclass(frozen=True)
class Scene:
    """All that templates/embed/replay_scene.html draws."""

    name: str  # of the figure
    title: str
    data: Markup  # for static/js, as docs/stream.md has it
    shown: Shown
    others: tuple[Shown, ...]
    transport: transport.Transport
    sample: int
    batch: int
    chooses: bool  # whether it has a control for the sample besides the figure
    autoplay: bool
    recorded: str
    link: str
    live: str  # the same on Explore, or ""
    settings: tuple[tuple[str, str], ...]


def answer(figure: Figure, asked: Asked, live: str) -> Replay:
    """The replay of a link. Raises: SpecError."""
    if asked.faults:
        raise SpecError(asked.faults)
    spec, view = read_query(form_link.joined(asked.pairs))
    controls = tuple(name for name in CONTROLS if name in asked.allowed.controls)
    allowed = replace(asked.allowed, controls=controls)
    wanted = Wanted(figure, spec, replace(view, passes=0, present=False), allowed, live)
    link = Links(spec, wanted.view, page=figure.name, more=allowed.pairs()).here()
    return Replay((link, live), partial(_trained, wanted))


async def _trained(wanted: Wanted, store: Store, tell: Tell) -> Page:
    """Raises: Busy; RuntimeError where training failed."""
    async with store.open(wanted.spec) as run:
        while run.state == "training":
            tell("training", max(0, run.head) / run.spec.training.steps)
            await next(log for log in run.logs if not log.ended).grown()
        if run.state == "failed":
            raise RuntimeError(ending(run))
        return await made(run, wanted, tell)


async def made(run: Run, wanted: Wanted, tell: Tell) -> Page:
    """The file of a run that has ended. Raises: Busy."""
    wanted = replace(wanted, view=replace(wanted.view, step=min(wanted.view.step or 0, run.ended_at)))
    draft = await _page(run, wanted, Recording("", tuple(range(run.spec.training.batch)), (0,), 1))
    room = SIZE_MAX - SLACK - len(draft.text.encode())
    recording = await recorded(run, wanted.view, room, lambda share: tell("recording", share))
    step = max(step for step in recording.steps if step <= (wanted.view.step or 0))
    return await _page(run, replace(wanted, view=replace(wanted.view, step=step)), recording)


async def _page(run: Run, wanted: Wanted, recording: Recording) -> Page:
    theme, step = wanted.allowed.theme, wanted.view.step or 0
    async with run.hold(step):
        scene = _drawn(run, wanted, recording)
    async with run.turn():
        body = alone(decided(drawn("embed/replay_scene.html", scene=scene, root=""), theme))
        beside = alone(decided(drawn("embed/beside.html", others=scene.others, root=""), theme))
    script, style = scripts()["replay"].text, joined("replay", theme).text
    inside = {"beside": await asyncio.to_thread(zipped, beside.encode()), "recording": recording.text}
    return file_of(scene.title, theme, Markup(body), script, style, inside)


def _names(figure: Figure) -> tuple[str, ...]:
    """The figures of its page."""
    return (figure.name, *(name for name in BESIDE if name != figure.name))


def _drawn(run: Run, wanted: Wanted, recording: Recording) -> Scene:
    spec, view, allowed, figure = run.spec, wanted.view, wanted.allowed, wanted.figure
    moment, links = seen(run, view), Links(run.spec, view, page="replay")
    first, *others = _placed(moment, links, wanted, recording)
    return Scene(
        name=figure.name,
        title=say("replay.title", figure=figure.title, run=about.context(spec).title),
        data=scene_data(moment, view, replace(links, page=""), transport.rate_text(view), allowed.controls),
        shown=first,
        others=tuple(others),
        transport=transport.context(run, view, links, (), allowed.controls),
        sample=view.sample,
        batch=spec.training.batch,
        chooses="sample" in allowed.controls and figure.of_a_sample,
        autoplay=allowed.autoplay,
        recorded=_recorded(spec, recording),
        link=_link(spec, view, "/"),
        live=_link(spec, view, wanted.live) if wanted.live else "",
        settings=settings_said.said(spec, moment.step),
    )


def _link(spec: RunSpec, view: View, root: str) -> str:
    """What is on screen first, on Explore."""
    return Links(spec, view, root=root).short()


def _placed(moment: Moment, links: Links, wanted: Wanted, recording: Recording) -> Iterable[Shown]:
    """The figures, with sentence and verdict above the first that each is of."""
    said: set[str] = set()
    for name in _names(wanted.figure):
        figure = FIGURES[name]
        says = "" if figure.says in said else figure.says
        said.add(says)
        yield Shown(
            figure.title,
            figure.placed(moment, links, name, frozenset(wanted.allowed.controls), frozenset(recording.samples)),
            SENTENCE.placed(moment, links, "sentence") if says == "sentence" else None,
            outcomes.context(moment) if says == "verdict" else None,
        )


def _recorded(spec: RunSpec, recording: Recording) -> str:
    """What the recording has."""
    batch, samples = spec.training.batch, [sample + 1 for sample in recording.samples]
    steps = say("replay.every step") if recording.every == 1 else say("replay.one in", every=recording.every)
    if len(samples) == batch:
        which = say("replay.all samples", batch=batch)
    else:
        key = "one sample" if len(samples) == 1 else "some samples"
        which = say(f"replay.{key}", samples=_runs(samples), batch=batch)
    return say("replay.of", steps=steps, samples=which)


def _runs(numbers: list[int]) -> str:
    """Numbers as a sentence has them: 1 to 6, 9 and 12."""
    texts: list[str] = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        long = len(run) >= SHORTEST
        texts += [say("replay.from to", first=run[0], last=run[-1])] if long else list(map(str, run))
    return words.enumeration(texts)
