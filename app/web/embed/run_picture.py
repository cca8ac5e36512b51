"""The picture of a figure of a run at a step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from fastapi import Request

from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.opened import opened
from app.web.address.query import View, read_query
from app.web.embed.drawing import Picture
from app.web.embed.pictured import Pictured
from app.web.figures.catalogue import Figure
from app.web.moment import seen
from app.web.preview.sentence import run_sentence
from app.web.words.say import say


def pictured(figure: Figure, pairs: Iterable[tuple[str, str]]) -> Pictured:
    """Of a link. Raises: SpecError."""
    spec, view = read_query(pairs)
    view = replace(view, step=view.step or 0)
    sample = say("picture.sample", sample=view.sample + 1) if figure.says == "sentence" else ""
    return Pictured(
        file=f"{figure.name}-{view.step}",
        words=repr((figure.name, spec.query(), view.step, view.sample, view.view)),
        caption=say("picture.caption", figure=figure.title, about=run_sentence(spec, view), sample=sample),
        link=partial(_link, spec, view),
        shown=partial(_shown, figure, spec, view),
    )


def _link(spec: RunSpec, view: View, site: str) -> str:
    return Links(spec, replace(view, passes=0), root=site).short()


@asynccontextmanager
async def _shown(figure: Figure, spec: RunSpec, view: View, request: Request) -> AsyncIterator[Picture]:
    """Raises: SpecError where the run ended before the step; Busy."""
    async with opened(request, spec, view, hold=False) as (run, view, step):
        if figure.whole:
            await run.finish()
        async with run.hold(step):
            moment, links = seen(run, view), Links(run.spec, view, page=f"figure/{figure.name}")
            title = say("picture.title", figure=figure.title, step=step, sample=view.sample + 1)
            shown = Picture(figure.sheet(moment), figure.pictured(moment, links), title, figure.told(moment))
        async with run.turn():
            yield shown
