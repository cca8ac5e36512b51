"""An experiment while a server computes it: its cells, who watches, and how far it is."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from app.runs.experiments.cell import Cell, Values

State = Literal["idle", "running", "stopped", "complete", "failed"]
PART = 2000  # cells that are made into tasks at once; where there are more, all count as equally long


class Asked(Protocol):
    """What is computed of an experiment: each cell once, in the order in which a reader wants to see them."""

    @property
    def cells(self) -> tuple[Cell, ...]: ...

    @property
    def name(self) -> str: ...

    def query(self) -> str: ...


class Progress(NamedTuple):
    """How far an experiment is. values: of the cells that are done, which grow while it runs; total: of all cells;
    seconds_left: None until something is known; message: the key of one, or ""."""

    values: Mapping[Cell, Values]
    total: int
    state: State
    seconds_left: float | None
    message: str


class Sweep:
    """missing: cells that are neither done nor failed; queue: parts of them that one process computes together."""

    def __init__(self, experiment: Asked) -> None:
        self.cells = experiment.cells
        self.values: dict[Cell, Values] = {}
        self.missing = dict.fromkeys(self.cells)
        self.queue: deque[tuple[Cell, ...]] = deque()
        self.rest: deque[tuple[Cell, ...]] = deque()  # parts that are not in tasks yet
        self.watchers = 0
        self.state: State = "complete" if not self.cells else "idle"
        self.message = self.note = ""  # how it ended, and what is to know besides
        self.ended = asyncio.Event()
        self.preparing = False
        self.grace: asyncio.TimerHandle | None = None
        self._failed: set[Cell] = set()
        self._weights: dict[Cell, float] = {}
        self._left = self._done = self._took = 0.0
        self._changed = asyncio.Event()

    @property
    def running(self) -> bool:
        return self.state == "running"

    def progress(self, workers: float) -> Progress:
        """workers: how many compute it."""
        known = self.running and self._done and workers
        left = self._left * self._took / self._done / workers if known else None
        return Progress(MappingProxyType(self.values), len(self.cells), self.state, left, self.message or self.note)

    def begin(self) -> None:
        """Compute what is missing, and once more what failed."""
        self.missing = {cell: None for cell in self.cells if cell not in self.values}
        self._failed.clear()
        self.queue.clear()
        missing = tuple(self.missing)
        self.rest = deque(missing[start : start + PART] for start in range(0, len(missing), PART))
        self._weights = {}
        self._left, self._done, self._took = float(len(missing)), 0.0, 0.0
        self.message = ""
        self.state = "running" if missing else "complete"
        if missing:
            self.ended.clear()

    def weigh(self, tasks: Iterable[Sequence[Cell]], seconds: Iterable[float]) -> None:
        """About how long these tasks take, all that there are."""
        for task, all_of_it in zip(tasks, seconds, strict=True):
            self._weights.update(dict.fromkeys(task, all_of_it / len(task)))
        self._left, self._done, self._took = sum(self._weights.get(cell, 0.0) for cell in self.missing), 0.0, 0.0

    def take(self, elsewhere: Callable[[Cell], bool]) -> tuple[Cell, ...]:
        """The next task, without what others have computed or compute meanwhile; () where there is none."""
        while self.queue:
            if cells := tuple(cell for cell in self.queue.popleft() if cell in self.missing and not elsewhere(cell)):
                return cells
        return ()

    def receive(self, found: Mapping[Cell, Values]) -> None:
        """Take what is its own of these."""
        for cell in [cell for cell in found if cell in self.missing]:
            del self.missing[cell]
            self.values[cell] = found[cell]
            self._left -= self._weights.get(cell, 1.0)
        self._look()

    def pace(self, cells: Iterable[Cell], took: float) -> None:
        """These took so many seconds in all."""
        self._done += sum(self._weights.get(cell, 1.0) for cell in cells)
        self._took += took

    def fail(self, cells: Iterable[Cell], message: str) -> None:
        """These cannot be computed; the others go on."""
        for cell in [cell for cell in cells if cell in self.missing]:
            del self.missing[cell]
            self._failed.add(cell)
            self.message = message
        self._look()

    def end(self, state: State, message: str = "") -> None:
        """It runs no more, for this reason."""
        if self.running:
            self.state, self.message = state, message or self.message
            self.queue.clear()
            self.rest.clear()
            self._wake()

    def _wake(self) -> None:
        if not self.running:
            self.ended.set()
        self._changed.set()
        self._changed = asyncio.Event()

    def changed(self) -> asyncio.Event:
        """Is set at the next change."""
        return self._changed

    def _look(self) -> None:
        if not self.missing:
            self.state = "failed" if self._failed else "complete"
        self._wake()
