"""`/why/<name>` and `/practice/<name>` of experiments: what is asked, a prediction, the form, results as they come."""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from markupsafe import Markup
from starlette.exceptions import HTTPException

from app.runs.experiments import table as csv
from app.runs.experiments.catalogue import ROWS, Row
from app.runs.experiments.experiment import ASKED, Experiment
from app.runs.experiments.running import Experiments
from app.runs.experiments.sweep import Progress
from app.runs.spec.faults import Fault
from app.runs.spec.fields import Field
from app.runs.spec.link import SpecError
from app.web.experiments import called, form, form_link, outcome
from app.web.experiments.asked import ROOT, Asked, Pair, known, parted, read
from app.web.experiments.form import Form
from app.web.experiments.outcome import Choice
from app.web.experiments.progress import estimate
from app.web.experiments.stream import HEADERS, KIND, events
from app.web.explore import method_page
from app.web.preview.card import Card, experiment_card
from app.web.preview.crawlers import is_crawler
from app.web.preview.page import page_of
from app.web.site.head import only_asks
from app.web.site.received import received
from app.web.site.templates import page
from app.web.words.say import say

router = APIRouter(include_in_schema=False)

PLAIN = re.compile(r"[\w/?&=;:,.+-]*")  # of a link, within double quotes in any shell
OF = Field("of", "choice", choices=tuple(ROWS))


@dataclass(frozen=True)
class ExperimentPage:
    """All that templates/experiments/page.html draws. nav: the room's name in the navigation; choices: what may be
    predicted, none once it runs; command: the same without a server; outcome: drawn, where it runs or has run; again:
    whether a page without script is to be loaded again."""

    nav: str
    room: str
    title: str
    asks: str
    action: str
    form: Form
    choices: tuple[Choice, ...]
    guess: int | None
    command: str
    estimate: str = ""
    outcome: Markup | None = None
    again: bool = False


@router.get("/practice/{name}")
async def practice(name: str, request: Request) -> Response:
    """The page of an experiment on use."""
    if not known(name, "practice"):
        raise HTTPException(404)
    return await answered(request, ROWS[name])


@router.get("/why/{name}")
async def why(name: str, request: Request) -> Response:
    """The page of an experiment on a reason; other reasons have Explore's scene."""
    if not known(name, "why"):
        return await method_page.why(name, request)
    return await answered(request, ROWS[name])


async def answered(request: Request, row: Row) -> Response:
    """The page. A form leads to its link; one that is wrong comes back as it was typed."""
    sent = received(request.scope)
    pairs = form_link.joined(sent)
    try:
        asked = await asyncio.to_thread(read, row.name, pairs)
    except SpecError as error:
        return await _refused(request, row, pairs, error.faults)
    if is_crawler(request.headers):
        return page_of(_card(request, asked))
    if form_link.is_form(sent):
        return RedirectResponse(asked.href(), 303)
    if asked.run == "stop":  # once: the address that stays stops nobody else's
        if not only_asks(request.scope):
            _experiments(request).stop(asked.experiment)
        return RedirectResponse(asked.href(run="stopped"), 303)
    progress = await _now(request, asked)
    shown = _page(asked, form.context(asked.experiment))
    if asked.run:
        drawn = await outcome.html(asked, progress)
        shown = replace(shown, outcome=drawn, again=progress.state == "running" and asked.run == "1")
    else:
        workers = _experiments(request).workers
        shown = replace(shown, estimate=await asyncio.to_thread(estimate, asked.experiment, progress, workers))
    return page("experiments/page.html", page=shown, card=_card(request, asked), root=ROOT)


@router.get("/experiments/outcome")
async def drawn(request: Request) -> Response:
    """What comes of it, as a fragment: `of` is the experiment's name."""
    asked = await _of(request)
    return HTMLResponse(await outcome.html(asked, await _now(request, asked)))


@router.get("/experiments/stream")
async def stream(request: Request) -> Response:
    """How far it is, as long as somebody listens; of one that does not run, once."""
    asked = await _of(request)
    told = () if only_asks(request.scope) else events(_experiments(request), asked)
    return StreamingResponse(told, media_type=KIND, headers=HEADERS)


@router.get("/experiments/results.csv")
async def table(request: Request) -> Response:
    """What there is, as a file: every number, with the link of each run."""
    asked = await _of(request)
    found = await _experiments(request).found(asked.experiment)
    text = await asyncio.to_thread(csv.text, asked.experiment, found.values)
    name = f'attachment; filename="{asked.experiment.name}.csv"'
    return Response(text, media_type="text/csv", headers={"content-disposition": name})


async def _of(request: Request) -> Asked:
    pairs = received(request.scope)
    name = next((text for key, text in pairs if key == "of"), "")
    if name not in ROWS:
        raise SpecError({"of": Fault("choice", OF, name, choices=", ".join(ROWS))})
    return await asyncio.to_thread(read, name, [pair for pair in pairs if pair[0] != "of"])


async def _now(request: Request, asked: Asked) -> Progress:
    """How far it is. One that is to run does from here on, and a little longer than anybody looks; not for a HEAD."""
    experiments = _experiments(request)
    if only_asks(request.scope):
        return await experiments.found(asked.experiment)
    experiments.warm()
    if asked.run == "1":
        async with aclosing(experiments.watch(asked.experiment)) as watched:
            return await anext(watched)
    return await experiments.found(asked.experiment)


async def _refused(request: Request, row: Row, pairs: list[Pair], faults: Mapping[str, Fault]) -> Response:
    """Status 422: the fields as they were typed, and what is wrong beside them. Nothing runs. A grid that is too large
    for the server is the command's as it was asked."""
    asked = await asyncio.to_thread(_understood, row, [pair for pair in pairs if pair[0] not in faults])
    shown = _page(asked, form.context(asked.experiment, dict(pairs), faults))
    for fault in faults.values():
        if fault.kind == "grid":
            shown = replace(shown, command=_command(asked, str(fault.facts["link"])))
    return page("experiments/page.html", 422, page=shown, card=_card(request, asked), root=ROOT)


def _understood(row: Row, pairs: list[Pair]) -> Asked:
    """The experiment of what is right, where that is one; else of its first values, of its run alone, or the row's own:
    as much as can be, since the fields are those of its run."""
    said, rest, _ = parted(pairs)
    first = [(name, text.partition(";")[0] if name in ("values", "panels") else text) for name, text in rest]
    run = [pair for pair in rest if pair[0] not in ASKED]
    for tried in (rest, first, run):
        with suppress(SpecError):
            return Asked(Experiment.parse(row.name, tried), guess=said.guess)
    return Asked(Experiment.parse(row.name, []), guess=said.guess)


def _page(asked: Asked, shown: Form) -> ExperimentPage:
    experiment = asked.experiment
    return ExperimentPage(
        nav=say(f"index.{experiment.room}.nav"),
        room=experiment.room,
        title=called.title(experiment),
        asks=called.asks(experiment),
        action=ROOT + asked.path,
        form=shown,
        choices=() if asked.run else outcome.choice_list(experiment),
        guess=asked.guess,
        command=_command(asked, asked.experiment.query()),
    )


def _command(asked: Asked, query: str) -> str:
    """The same from the command line. What was typed into a field goes to no shell unquoted."""
    link = f"{asked.path}?{query}".rstrip("?")
    quoted = f'"{link}"' if PLAIN.fullmatch(link) else shlex.quote(link)
    return f"dropout-explorer sweep {quoted} --out {asked.experiment.name}.csv"


def _card(request: Request, asked: Asked) -> Card:
    experiment = asked.experiment
    return experiment_card(request, called.title(experiment), called.asks(experiment), asked.path, experiment.query())


def _experiments(request: Request) -> Experiments:
    found: Experiments = request.app.state.experiments
    return found
