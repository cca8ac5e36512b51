"""A job: one arm's training from a state on, done in slices that each give a chunk of log."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.runs.arm_log import Chunk, point_steps
from app.runs.budget import keeps_rows, key_steps
from app.runs.data import load
from app.runs.evaluation import Evaluation
from app.runs.spec import RunSpec
from app.runs.training import State, Training

CHUNK_BYTES = 1 << 18
CHUNK_STEPS = 512
LARGEST = float(np.finfo(np.float32).max)  # that a log can hold


class Job:
    """Trains until the run's last step, a slice at a time."""

    def __init__(self, spec: RunSpec, state: State | None) -> None:
        data = load(spec)
        self.spec = spec
        self.training = Training(spec, data)
        self.evaluation = Evaluation(spec, data)
        self.points = {int(step): point for point, step in enumerate(point_steps(spec.steps))}
        self.every = key_steps(spec.steps, spec.parameters)
        self.keeps_rows = keeps_rows(spec.steps, spec.parameters)
        if state is not None:
            self.training.restore(state)

    def slice(self, time: Callable[[], float], seconds: float) -> Chunk:
        """Train for about this long by this clock, and return what was recorded."""
        training, spec = self.training, self.spec
        most = max(1, min(CHUNK_STEPS, CHUNK_BYTES // (4 * spec.parameters)))
        start, until, ended, message = training.step, time() + seconds, "", ""
        losses: list[float] = []
        rows: list[np.ndarray] = []
        scores: list[tuple[int, tuple[float, float, float]]] = []
        states: list[State] = []
        with np.errstate(all="ignore"):  # a run may diverge: it is the loss that says so
            while not ended and len(losses) < most and (not losses or time() < until):
                step = training.step
                loss = training.forward()
                if not (abs(loss) <= LARGEST and training.sound):  # NaN fails this too
                    ended, message = "diverged", diverged_message(spec, step)
                    break
                losses.append(loss)
                if self.keeps_rows:
                    rows.append(training.row.copy())
                if step in self.points:
                    scores.append((self.points[step], self.evaluation.score(training.row)))
                if step % self.every == 0:
                    states.append(training.state())
                if step == spec.steps:
                    ended = "complete"
                    break
                training.backward()
                training.update()
        return Chunk(
            start,
            np.array(losses, np.float32),
            np.array(rows, np.float32) if self.keeps_rows and rows else None,
            scores,
            states,
            ended,
            message,
        )


def diverged_message(spec: RunSpec, step: int) -> str:
    return f"The loss is no longer finite at step {step}. Try a smaller learning rate than {spec.lr_at(step):g}."
