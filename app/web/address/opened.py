"""A request's run, held open while the answer is made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import replace

from fastapi import Request

from app.runs.log.run import Run
from app.runs.spec.faults import Fault
from app.runs.spec.run_spec import RunSpec, SpecError
from app.web.address.query import WISHES, View
from app.web.words.answers import ending

WHOLE_RUN_SECONDS = 0.5  # how long a page waits for the run's last step, so that its curves are whole


async def whole_soon(run: Run) -> None:
    """Wait a moment for the run's end."""
    with suppress(TimeoutError):
        await asyncio.wait_for(run.finish(), WHOLE_RUN_SECONDS)


@asynccontextmanager
async def opened(
    request: Request, spec: RunSpec, view: View, hold: bool = True
) -> AsyncIterator[tuple[Run, View, int]]:
    """(run, view, step): the run trained at least to the view's step, which is 0 where the link does not say.

    The block must not wait for anything, unless hold is False: then it calls `run.hold` itself.
    Raises: SpecError where the run ended before that step; Busy.
    """
    step = view.step or 0
    async with request.app.state.store.open(spec) as run:
        await run.reach(step)
        if step > run.head:
            raise SpecError({"step": Fault("ended", WISHES["step"], most=run.ended_at, count=step, ending=ending(run))})
        async with run.hold(step) if hold else nullcontext():
            yield run, replace(view, step=step), step
