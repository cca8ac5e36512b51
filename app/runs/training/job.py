"""A job: one arm's training from a state on, done in slices that each give a chunk of log."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from app.runs.data.data_set import load
from app.runs.spec.budget import keeps_rows, key_steps
from app.runs.spec.cost import cost
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import LARGEST, Chunk, State
from app.runs.training.evaluation import Evaluation, Learned
from app.runs.training.loop import Training
from app.runs.training.masks_on import MasksOn
from app.runs.training.rhythm import point_steps

CHUNK_BYTES = 1 << 18
CHUNK_STEPS = 512


class Job:
    """Trains until the run's last step, a slice at a time."""

    def __init__(self, spec: RunSpec, state: State | None) -> None:
        data = load(spec.data, spec.seeds.data)
        self.spec = spec
        self.training = Training(spec, data)
        self.evaluation = Evaluation(spec, data)
        self.masks_on = MasksOn(spec, data)
        points = point_steps(spec.training.steps, spec.plan.points)
        self.points = {int(step): point for point, step in enumerate(points)}
        self.every = key_steps(spec.training.steps, spec.plan.state)
        self.keeps_rows = keeps_rows(spec.training.steps, spec.plan.state)
        self.keeps_learned = not cost(spec).outcome_at_once
        if state is not None:
            self.training.restore(state)
        self._new = _New(self.training.step)
        self._work = self._train()

    def slice(self, time: Callable[[], float], seconds: float) -> Chunk:
        """Train for about this long by this clock, and return what was recorded.

        A slice is at least a step long, or, where an evaluation takes longer than that, a part of one.
        """
        most = max(1, min(CHUNK_STEPS, CHUNK_BYTES // (4 * self.spec.plan.state)))
        new = self._new = _New(self.training.step)
        until = time() + seconds
        with np.errstate(all="ignore"):  # a run may diverge: it is the loss that says so
            for _ in self._work:
                if len(new.losses) >= most or time() >= until:
                    break
        return new.chunk()

    def _train(self) -> Iterator[None]:
        """Record a step and make its update, with a pause after each, and within long evaluations."""
        training, spec = self.training, self.spec
        while True:
            step = training.step
            loss = training.forward()
            if not (abs(loss) <= LARGEST and training.sound):  # NaN fails this too
                self._new.ended = "diverged"
                return
            if step in self.points:
                yield from self._evaluate(self.points[step])
            new = self._new
            new.losses.append(loss)
            if self.keeps_rows:
                new.rows.append(training.row.copy())
            if step % self.every == 0:
                new.states.append(training.state())
            if step == spec.training.steps:
                new.ended = "complete"
                return
            training.backward()
            training.update()
            yield

    def _evaluate(self, point: int) -> Iterator[None]:
        row, step = self.training.row, self.training.step
        if self.keeps_learned:
            score, learned = yield from self.evaluation.learned_in_parts(row, step)
            masks_on = yield from self.masks_on.loss_in_parts(row, point, step, score.clean)
            self._new.learned.append((point, learned))
        else:
            score = self.evaluation.score(row, step)
            masks_on = self.masks_on.loss(row, point, step, score.clean)
        self._new.scores.append((point, score))
        self._new.masks_on.append((point, masks_on))


class _New:
    """What a slice has recorded so far."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.losses: list[float] = []
        self.rows: list[np.ndarray] = []
        self.scores: list[tuple[int, tuple[float, float, float]]] = []
        self.states: list[State] = []
        self.learned: list[tuple[int, Learned]] = []
        self.masks_on: list[tuple[int, tuple[float, float]]] = []
        self.ended = ""

    def chunk(self) -> Chunk:
        losses = np.array(self.losses, np.float32)
        rows = np.array(self.rows, np.float32) if self.rows else None
        kept = self.scores, self.states, self.ended, "", self.learned, self.masks_on
        return Chunk(self.start, losses, rows, *kept)
