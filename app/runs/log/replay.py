"""Replay: the network as it was at any recorded step, computed again from the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.runs.data.data_set import DataSet
from app.runs.log.arm_log import ArmLog
from app.runs.log.busy import GOING_DOWN, Busy
from app.runs.log.turns import Turns
from app.runs.spec.budget import step_seconds
from app.runs.spec.cost import cost, cursors
from app.runs.training.chunk import State
from app.runs.training.loop import Training

SLICE_SECONDS = 0.005  # of computing steps again, before others have a turn


class Replay:
    """A few trainings that go to any step of a log; a viewer who plays on finds one just behind her step."""

    def __init__(self, log: ArmLog, data: DataSet, turns: Turns | None = None) -> None:
        self.log = log
        self.data = data
        self.turns = turns or Turns()
        self.most = cursors(log.rows is not None, cost(log.spec).frame_at_once)
        self.closed = False  # the server is going down: `ready` gives up
        self._cursors: list[Training] = []  # last used at the end
        self._turn = asyncio.Lock()  # one computation at a time bounds the memory, however many ask

    @property
    def nbytes(self) -> int:
        return sum(cursor.nbytes for cursor in self._cursors)

    def at(self, step: int) -> Training:
        """A training at this step, with its parameters; for `forward`, not for `update`, where rows are kept.

        Raises: LookupError where the log does not reach that far.
        """
        if not 0 <= step <= self.log.head:
            raise LookupError(f"step must lie in 0 to {self.log.head}, got {step}")
        if self.log.rows is None:
            return self._go_on(step)
        if not self._cursors:
            self._cursors.append(Training(self.log.spec, self.data))
        training = self._cursors[0]
        training.network.state[...] = self.log.rows[step]
        training.seek(step)
        return training

    def state(self, step: int) -> State:
        """All that training needs to go on from this step."""
        if self.log.rows is None:
            return self._go_on(step).state()
        training = Training(self.log.spec, self.data)
        training.restore(self.log.last_state(step))
        training.advance(step)
        return training.state()

    def standing(self, step: int) -> State | None:
        """The same, if a cursor stands at this step; else nothing is computed for it. Where parameters of all steps are
        kept, a cursor has these alone."""
        if self.log.rows is not None:
            return None
        return next((cursor.state() for cursor in self._cursors if cursor.step == step), None)

    async def ready(self, step: int) -> None:
        """Compute this step in slices, so that the server does not stand still; `at` then has it at once.

        Raises: Busy where the server is going down, or too many wait.
        """
        async with self.hold(step):
            pass

    @asynccontextmanager
    async def hold(self, step: int) -> AsyncIterator[None]:
        """The same; within the block nobody else has the step computed away. Raises: Busy."""
        if self.log.rows is not None or not 0 <= step <= self.log.head:
            yield
            return
        spec = self.log.spec
        most = max(1, int(SLICE_SECONDS / step_seconds(spec.training, spec.plan)))
        async with self._turn:
            training: Training | None = None
            try:
                while training is None or training.step < step:
                    async with self.turns.turn():
                        if self.closed:
                            raise Busy(GOING_DOWN)
                        training = training or self._take(step)
                        training.advance(min(step, training.step + most))
            finally:
                if training is not None:
                    self._put(training)
            yield

    def near(self, step: int, most: float) -> bool:
        """Whether `at` finds this step after at most so many updates."""
        if self.log.rows is not None:
            return True
        key = self.log.last_state(step).step
        return any(step - most <= at <= step for at in (key, *(cursor.step for cursor in self._cursors)))

    def _go_on(self, step: int) -> Training:
        training = self._take(step)
        training.advance(step)
        self._put(training)
        return training

    def _take(self, step: int) -> Training:
        """The nearest cursor behind this step, or one at the key step; it is the caller's until it is put back."""
        key = self.log.last_state(step)
        behind = [cursor for cursor in self._cursors if key.step <= cursor.step <= step]
        if behind:
            training = max(behind, key=lambda cursor: cursor.step)
            self._cursors.remove(training)
            return training
        training = self._cursors.pop(0) if len(self._cursors) == self.most else Training(self.log.spec, self.data)
        training.restore(key)
        return training

    def _put(self, training: Training) -> None:
        self._cursors.append(training)
        del self._cursors[: -self.most]
