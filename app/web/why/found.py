"""What a section shows and what takes long to compute: found before it is drawn, in turns, and kept with its run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from app.runs.log.run import Run
from app.runs.log.turns import go_on

KEPT = 8  # of a run, the last that were asked for

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Found(Generic[Key, Made]):
    """Answers of one kind. parts: computes one, of a run at a step and whatever else is in the key; up to its first
    pause it reads what it needs of the run, after that it is independent of where the run is read next."""

    def __init__(self, parts: Callable[[Run, int, Key], Generator[None, None, Made]]) -> None:
        self._parts = parts
        self._kept: WeakKeyDictionary[Run, dict[tuple[int, Key], Made]] = WeakKeyDictionary()

    async def find(self, run: Run, step: int, key: Key) -> None:
        """Compute it in turns, if it is not there. Raises: Busy."""
        if (step, key) in self._kept.get(run, {}):
            return
        parts = self._parts(run, step, key)
        async with run.hold(step):  # where parameters are read
            made = go_on(parts, 0.0)
        self._keep(run, step, key, await run.turns.finished(parts) if made is None else made)

    def of(self, run: Run, step: int, key: Key) -> Made:
        """What was found; computed now where nobody has asked for it before."""
        made = self._kept.get(run, {}).get((step, key))
        if made is None:
            parts = self._parts(run, step, key)
            while made is None:
                made = go_on(parts, 1.0)
            self._keep(run, step, key, made)
        return made

    def _keep(self, run: Run, step: int, key: Key, made: Made) -> None:
        kept = self._kept.setdefault(run, {})
        kept[step, key] = made
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
