"""A run as its viewers see it: two arms' logs side by side, readable at any step."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.runs.data.data_set import DataSet, load
from app.runs.log.arm_log import ArmLog
from app.runs.log.curves import Curves, curve_of
from app.runs.log.kept import Kept
from app.runs.log.outcome import Outcome, Passes, Scores, evaluated, over_the_data, square
from app.runs.log.record import StepRecord, record
from app.runs.log.replay import Replay
from app.runs.log.turns import Turns
from app.runs.spec.cost import cost
from app.runs.training.chunk import State
from app.runs.training.evaluation import GUESSES, Evaluation, Learned, Score, can_die, confused, hidden_layers
from app.runs.training.rhythm import rhythm


class Run:
    """Both arms of one spec. The twin's log may serve other runs too."""

    def __init__(self, dropout: ArmLog, twin: ArmLog, data: DataSet | None = None, turns: Turns | None = None) -> None:
        self.spec = dropout.spec
        self.sizes = self.spec.sizes
        self.cost = cost(self.spec)
        self.logs = (dropout, twin)
        self.turns = turns or Turns()
        self.kept = Kept(self.spec)
        self.query = self.spec.query()
        if data is not None:
            self.data = data

    @cached_property
    def data(self) -> DataSet:
        """What both arms learn from; drawn when first asked for."""
        return load(self.spec.data, self.spec.seeds.data)

    @cached_property
    def replays(self) -> tuple[Replay, Replay]:
        dropout, twin = self.logs
        return Replay(dropout, self.data, self.turns), Replay(twin, self.data, self.turns)

    @cached_property
    def evaluations(self) -> tuple[Evaluation, Evaluation]:
        """One for each arm: they may differ in what they learn."""
        dropout, twin = self.logs
        return Evaluation(dropout.spec, self.data), Evaluation(twin.spec, self.data)

    @property
    def nbytes(self) -> int:
        """About how much memory it may come to hold besides its logs."""
        return self.cost.run

    @property
    def watched(self) -> bool:
        """Whether anybody looks at it now."""
        return self.logs[0].watchers > 0

    @property
    def head(self) -> int:
        """The last step that both arms have."""
        return min(log.head for log in self.logs)

    @property
    def state(self) -> str:
        """training, complete, diverged or failed. One arm that diverged ends the run once the other is there."""
        if any(log.ended == "failed" for log in self.logs):
            return "failed"
        if self.diverged is not None:
            return "diverged"
        return "complete" if all(log.ended for log in self.logs) else "training"

    @property
    def diverged(self) -> int | None:
        """Which arm (0 dropout, 1 twin) diverged first, once both arms have come that far."""
        head = self.head
        ends = (arm for arm, log in enumerate(self.logs) if log.ended == "diverged" and log.head == head)
        return next(ends, None)

    @property
    def cause(self) -> str:
        """Why a run failed: a key, or what an exception said of itself."""
        return next((log.cause for log in self.logs if log.ended == "failed"), "")

    @property
    def ended_at(self) -> int:
        """The last step there will be: spec.training.steps, or the one before the loss stopped being finite."""
        return self.spec.training.steps if self.state in ("training", "complete") else max(0, self.head)

    async def reach(self, step: int) -> None:
        """Wait until this step is recorded, or the run has ended before it."""
        for log in self.logs:
            while log.head < step and not log.ended:
                await log.grown()

    async def ready(self, step: int) -> None:
        """Compute what a step needs, while the server goes on; what reads it then has it at once.

        Raises: Busy where the server is going down, or too many wait.
        """
        for replay in self._needed:
            await replay.ready(min(step, self.head))

    @asynccontextmanager
    async def hold(self, step: int) -> AsyncIterator[None]:
        """A block that reads a step and waits for nothing: a turn of the server's, where that takes long.

        Raises: Busy.
        """
        if self.cost.frame_at_once:
            await self.ready(step)
            yield
            return
        async with AsyncExitStack() as stack:
            for replay in self._needed:
                await stack.enter_async_context(replay.hold(min(step, self.head)))
            await stack.enter_async_context(self.turns.turn())
            yield

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A block that draws what was read: a turn of the server's, where that takes long. Raises: Busy."""
        async with nullcontext() if self.cost.frame_at_once else self.turns.turn():
            yield

    def close(self) -> None:
        """Whoever waits in `ready` hears that the server is going down."""
        for replay in self.__dict__.get("replays", ()):
            replay.closed = True

    def standing(self, step: int) -> State | None:
        """All that training needs to go on from a step of the arm with dropout, if that was just computed."""
        return self.replays[0].standing(step) if "replays" in self.__dict__ else None

    def near(self, step: int, most: float) -> bool:
        """Whether a step is found after at most so many updates of each arm."""
        return all(replay.near(step, most) for replay in self._needed)

    @property
    def _needed(self) -> tuple[Replay, ...]:
        """Where the twin's parameters are read at a step. They are not, where only the worker evaluates them."""
        return self.replays if cost(self.logs[1].spec).outcome_at_once else self.replays[:1]

    async def finish(self) -> None:
        """Wait until the run has ended."""
        while self.state == "training":
            await next(log for log in self.logs if not log.ended).grown()

    def theta(self, arm: int, step: int) -> NDArray[np.float32]:
        """The parameters of an arm (0 dropout, 1 twin) at a step."""
        rows = self.logs[arm].rows
        if rows is not None and step <= self.logs[arm].head:
            row: NDArray[np.float32] = rows[step]
            return row
        return self.replays[arm].at(step).network.state.astype(np.float32)

    def record(self, step: int) -> StepRecord:
        """All that this step did, in the arm with dropout."""
        with np.errstate(all="ignore"):
            return record(self.replays[0].at(step), float(self.logs[1].losses[step]))

    def scores(self, step: int) -> Scores:
        """Both arms' scores at the last evaluation up to a step."""
        point = self._point(step)
        pair = [Score(*(float(v) for v in log.scores[point])) for log in self.logs]
        return Scores(int(self.logs[0].points[point]), *pair)

    def _point(self, step: int) -> int:
        """The number of the last evaluation up to a step."""
        return int(np.searchsorted(self.logs[0].points, min(step, self.head), side="right")) - 1

    def curves(self) -> Curves:
        """The losses of both arms, to the last step that both have."""
        head = self.head
        steps = self.logs[0].points
        steps = steps[steps <= head]
        dropout, twin = (curve_of(log, steps) for log in self.logs)
        every = rhythm(self.spec.training.steps, self.spec.plan.points)
        best = np.minimum.accumulate(twin.test)
        return Curves(steps, every, head, self.state != "training", dropout, twin, best)

    def outcome(self, step: int) -> Outcome:
        """What both arms have learned at a step, or, where that takes long, at the last evaluation up to it."""
        scores = self.scores(step)
        if not self.cost.outcome_at_once:
            return evaluated(scores, [self._learned(arm, self._point(step)) for arm in (0, 1)])
        with np.errstate(all="ignore"):
            thetas = [self.theta(arm, step).copy() for arm in (0, 1)]
            dead = self.dead(step)
            if self.data.bounds is not None:
                shown = (z[:, 0].copy() for z in self._outputs(thetas, self.data.shown, step))
                return over_the_data(step, scores, dead, *shown)
            outputs = self._outputs(thetas, self.data.x_test, step)
            said = [of.classes(z) for of, z in zip(self.evaluations, outputs, strict=True)]
            ours, twins = (confused(self.data.y_test, classes, self.sizes[-1]) for classes in said)
            guesses = (said[0][:GUESSES], said[1][:GUESSES])
            return Outcome(step, scores, dead, confusion=(ours, twins), guesses=guesses)

    def _learned(self, arm: int, point: int) -> Learned:
        """As the worker found it. It leaves that of a light twin, which other runs may have too, to the server."""
        log = self.logs[arm]
        if point in log.learned:
            return log.learned[point]
        step = int(log.points[point])
        with np.errstate(all="ignore"):
            return self.evaluations[arm].learned(self.theta(arm, step).copy(), step)[1]

    def _outputs(self, thetas: list[NDArray[np.float32]], x: Array, step: int) -> Iterator[Array]:
        """z of both arms."""
        return (of.output(theta, x, step) for of, theta in zip(self.evaluations, thetas, strict=True))

    def dead(self, step: int) -> list[list[int]]:
        """Per hidden layer, the ReLU neurons that are 0 for every training sample; at the step that `outcome` is at."""
        if not can_die(self.spec):
            return [[] for _ in hidden_layers(self.spec)]
        if not self.cost.outcome_at_once:
            return self.logs[0].learned[self._point(step)].dead
        hidden = self.evaluations[0].hidden(self.theta(0, step), self.data.x, step)
        return [np.flatnonzero(h.max(axis=0) == 0).tolist() for h in hidden]

    def neuron_map(self, step: int, layer: int, unit: int) -> Array:
        """One neuron's activation over the plane, dropout off: (MAP_SIDE, MAP_SIDE); layer counts from 1."""
        theta = self.theta(0, step)
        if layer == len(self.sizes) - 1:
            return square(self.evaluations[0].output(theta, self.data.shown, step)[:, unit])
        return square(self.evaluations[0].hidden(theta, self.data.shown, step)[layer - 1][:, unit])

    def passes_in_parts(self, step: int, k: int) -> Generator[None, None, Passes]:
        """Monte-Carlo dropout at a step: K passes with masks on, with a pause after each part."""
        x = self.data.x_test[:GUESSES] if self.data.bounds is None else self.data.shown
        z = yield from self.evaluations[0].passes_in_parts(self.theta(0, step).copy(), x, k, step)
        return Passes(np.stack([self.predict(each) for each in z]))

    def predict(self, z: Array) -> Array:
        """What the network says with the output z: a probability, one for each class, or the number itself."""
        return LOSSES[self.data.task].predict(z)
