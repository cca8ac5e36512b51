"""Monte-Carlo passes of a step, computed beside all else: a viewer's wish trains nothing and stops nobody."""

from __future__ import annotations

import time
from collections.abc import Generator
from weakref import WeakKeyDictionary

import numpy as np

from app.runs.log.outcome import Passes
from app.runs.log.run import Run

SLICE_SECONDS = 4e-3  # of the server's loop; less than a turn may take without a rest after it
KEPT = 8  # of a run, the last that were asked for

_found: WeakKeyDictionary[Run, dict[tuple[int, int], Passes]] = WeakKeyDictionary()


async def passed(run: Run, step: int, count: int) -> Passes:
    """What so many passes with masks on say at a step; the last few are kept.

    Raises: Busy where the server is going down, or too many wait.
    """
    kept = _found.setdefault(run, {})
    if (step, count) not in kept:
        kept[step, count] = await _computed(run, step, count)
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
    return kept[step, count]


async def _computed(run: Run, step: int, count: int) -> Passes:
    parts = run.passes_in_parts(step, count)
    async with run.hold(step):  # where its parameters are read
        _go_on(parts, 0.0)
    found = None
    while found is None:
        async with run.turns.turn():
            found = _go_on(parts, SLICE_SECONDS)
    return found


def _go_on(parts: Generator[None, None, Passes], seconds: float) -> Passes | None:
    """One part, and others for so long; what was found, at the end."""
    until = time.monotonic() + seconds
    try:
        with np.errstate(all="ignore"):  # around all parts, it would hold between them too
            next(parts)
            while time.monotonic() < until:
                next(parts)
    except StopIteration as end:
        found: Passes = end.value
        return found
    return None
