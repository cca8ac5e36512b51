"""Monte-Carlo passes of a step, computed beside all else: a viewer's wish trains nothing and stops nobody."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from app.runs.log.outcome import Passes
from app.runs.log.run import Run
from app.runs.log.turns import go_on

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


def made(run: Run, step: int, count: int) -> Passes | None:
    """The same where they are kept."""
    return _found.get(run, {}).get((step, count))


async def _computed(run: Run, step: int, count: int) -> Passes:
    parts = run.passes_in_parts(step, count)
    async with run.hold(step):  # where its parameters are read
        go_on(parts, 0.0)
    return await run.turns.finished(parts)
