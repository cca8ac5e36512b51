"""The log of one arm: what was recorded at each step, append-only and bounded.

For every step: the training loss, and, while that is small, the parameters (float32). For larger networks
parameters and optimizer memory are kept at key steps alone, and `Replay` computes the steps between again.
Masks, batches and activations are not stored: they follow from the spec, the step and the parameters.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import numpy as np

from app.runs.spec.budget import keeps_rows
from app.runs.spec.cost import cost
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk, State
from app.runs.training.evaluation import Learned
from app.runs.training.rhythm import point_steps


@dataclass(eq=False)
class ArmLog:
    """Records of one arm. `head` is the last step recorded, `ended` how it ended, or "" while it trains."""

    spec: RunSpec
    head: int = -1
    ended: str = ""
    cause: str = ""
    states: dict[int, State] = field(default_factory=dict)
    watchers: int = 0
    visited: State | None = None  # where the last branch left: while a hand moves p, the next one leaves there too

    def __post_init__(self) -> None:
        steps, state = self.spec.training.steps, self.spec.plan.state
        self.losses = np.full(steps + 1, np.nan, np.float32)
        self.rows = np.empty((steps + 1, state), np.float32) if keeps_rows(steps, state) else None
        self.points = point_steps(self.spec.training.steps, self.spec.plan.points)
        self.scores = np.full((len(self.points), 3), np.nan)
        self.learned: dict[int, Learned] = {}  # by point
        self.masks_on = np.full((len(self.points), 2), np.nan)  # `Masked`
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def nbytes(self) -> int:
        """What it will need when it is complete."""
        return cost(self.spec).log

    def append(self, chunk: Chunk) -> None:
        """Add what training has sent, and wake who waits."""
        stop = chunk.start + len(chunk.losses)
        self.losses[chunk.start : stop] = chunk.losses
        if self.rows is not None and chunk.rows is not None:
            self.rows[chunk.start : stop] = chunk.rows
        for point, score in chunk.scores:
            self.scores[point] = score
        for point, masked in chunk.masks_on:
            self.masks_on[point] = masked
        self.learned.update(chunk.learned)
        for state in chunk.states:
            self.states[state.step] = state
        self.head = max(self.head, stop - 1)
        self.ended, self.cause = chunk.ended, chunk.cause
        self.wake()

    def fork(self, child: ArmLog, step: int) -> None:
        """Give a branch that leaves this log at `step` the past that they share."""
        step = min(step, self.head)
        child.losses[:step] = self.losses[:step]
        if child.rows is not None and self.rows is not None:
            child.rows[: step + 1] = self.rows[: step + 1]
        shared = self.points <= step
        child.scores[shared] = self.scores[shared]
        child.learned = {point: learned for point, learned in self.learned.items() if shared[point]}
        child.masks_on[shared] = self.masks_on[shared]
        child.states = {at: state for at, state in self.states.items() if at <= step}

    def last_state(self, step: int) -> State:
        """The latest state at or before a step. Raises: LookupError where there is none."""
        if not self.states:
            raise LookupError("nothing is recorded yet")
        key = self.states[max(at for at in self.states if at <= step)]
        return self.visited if self.visited is not None and key.step < self.visited.step <= step else key

    def wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def grown(self) -> None:
        """Wait for the next chunk."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future
