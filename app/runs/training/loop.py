"""The training loop of one arm: forward, loss, backward, update, and onto the float32 grid."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine import to_grid
from app.engine.clipping import clip
from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.engine.optimizers import OPTIMIZERS
from app.runs.data.batches import Batches
from app.runs.data.data_set import DataSet
from app.runs.data.shifts import Shifts
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Row, State
from app.runs.training.model import training_model


class Training:
    """One arm at step t: t updates are made, and `forward` runs the pass of the next one.

    The parameters and the optimizer's memory are on the float32 grid after every update: so they are
    the same bits on every machine, and a `State` loses nothing.
    """

    def __init__(self, spec: RunSpec, data: DataSet) -> None:
        self.spec = spec
        self.data = data
        self.model = training_model(spec)
        self.network = self.model.network
        self.network.bind((spec.training.batch, spec.sizes[0]))
        self.network.want_data_gradient(False)
        self.loss = LOSSES[data.task]()
        self._penalised = spec.plan.learns_p
        self._clip = spec.training.clip
        self.penalty = 0.0  # of the last forward pass: what layers add to the loss
        self.optimizer = OPTIMIZERS[spec.training.optimizer](
            self.network.theta,
            spec.training.lr,
            spec.training.decay,
            self.network.rates(),
            self.network.decaying(),
        )
        self.batches = Batches(spec.seeds.batches, len(data.x), spec.training.batch)
        self.changes = sorted({change.step for change in spec.changes})
        self._in_force = (-1, -1)  # how many of them are, and how far the learning rate is warmed up
        self._shifts = Shifts(spec.seeds.batches, spec.training.batch, spec.training.shift)
        self._followed = np.zeros(self.network.kept_size)  # what layers keep, after the pass of the current step
        self.row: Row = self.network.state.astype(np.float32)  # as a log keeps it
        self._memory_row = np.empty(self.network.size, np.float32)
        self._dz_row = np.empty((spec.training.batch, spec.sizes[-1]), np.float32)
        self.rows: NDArray[np.intp] = np.empty(0, np.intp)
        self.x = np.empty((spec.training.batch, spec.sizes[0]))
        self.y: NDArray[Any] = np.empty(0)
        self.dz = np.empty(0)  # dL/d(output) of the last backward pass
        self.seek(0)

    def seek(self, step: int) -> None:
        """Set the step, and what is in force at it; parameters stay as they are."""
        self.step = step
        self.model.coins.seek(step)
        in_force = bisect_right(self.changes, step), min(step, self.spec.training.warmup)
        if in_force != self._in_force:
            self._in_force = in_force
            self._put_in_force()

    def _put_in_force(self) -> None:
        self.model.put(self.spec.rates(self.step))
        self.optimizer.lr = self.spec.lr_at(self.step)
        self.optimizer.decay = self.spec.decay_at(self.step)

    def forward(self) -> float:
        """The forward pass of the current step; returns the training loss, masks on, with what layers add to it."""
        loss = float(self.loss.forward(self.output(), self.y))
        if self._penalised:
            self.penalty = self.network.penalty()
        return loss + self.penalty

    def output(self) -> Array:
        """The network's output for the current step's batch, masks on, without a look at the loss."""
        self.rows = self.batches.rows(self.step)
        self.data.x.take(self.rows, axis=0, out=self.x, mode="clip")
        self._shifts.move(self.x, self.step)
        self.y = self.data.y.take(self.rows, axis=0)
        return self._passed() if self._followed.size else self.network.forward(self.x)

    def _passed(self) -> Array:
        """The same pass, where layers keep statistics: they move with the update, so that a step can be looked at again
        and again."""
        before = self.network.kept.copy()
        z = self.network.forward(self.x)
        self._followed[...] = self.network.kept
        self.network.kept[...] = before
        return z

    def backward(self) -> None:
        """The backward pass after `forward`: fills `network.grad`.

        What exp and log give differs in the last bit between builds of NumPy, so that dL/d(output) goes onto the grid
        before it is multiplied: a sum that nearly cancels would make that bit a digit that is shown.
        """
        self.dz = self.loss.backward()
        to_grid(self.dz, self._dz_row)
        self.network.backward(self.dz)
        if self._penalised:
            self.network.penalty_backward()

    def update(self) -> None:
        """Change the parameters by the gradient, and go to the next step."""
        if self._clip:
            clip(self.network.grad, self._clip)
        self.optimizer.step(self.network.grad)
        self.network.kept[...] = self._followed
        to_grid(self.network.state, self.row)
        for memory in self.optimizer.state.values():
            to_grid(memory, self._memory_row)
        self.seek(self.step + 1)

    def advance(self, step: int) -> None:
        """Make the updates up to this step."""
        with np.errstate(over="ignore"):  # of a slope that is 0
            while self.step < step:
                self.forward()
                self.backward()
                self.update()

    def state(self) -> State:
        """A copy of where training is."""
        memory = {name: values.astype(np.float32) for name, values in self.optimizer.state.items()}
        return State(self.step, self.network.state.astype(np.float32), memory, self.optimizer.steps)

    def restore(self, state: State) -> None:
        """Go on from a state."""
        self.network.state[...] = state.theta
        self.row[...] = state.theta
        for name, values in state.memory.items():
            self.optimizer.state[name][...] = values
        self.optimizer.steps = state.updates
        self.seek(state.step)

    @property
    def nbytes(self) -> int:
        """About how much memory it holds: parameters and what goes with them, the pass, coins and masks."""
        theta, coins = self.network.theta.nbytes, self.model.coins
        passes = 8 * self.spec.plan.arrays * self.spec.training.batch * sum(self.spec.sizes)  # of 8 bytes a number
        drawn = coins.length * coins.starts[-1] * (2 * 2 + 8)
        if (
            self.spec.plan.masks_weights or not self.spec.plan.columns
        ):  # those that are multiplied alone; and as many numbers twice, bound
            factors = self.spec.plan.factors(self.spec.training.batch)
            drawn = coins.length * (coins.starts[-1] * 2 * 2 + factors * 8) + factors * 2 * 8
        return theta * (5 + len(self.optimizer.state)) + passes + drawn

    @property
    def sound(self) -> bool:
        """Whether every parameter is finite."""
        return math.isfinite(float(self.network.theta.dot(self.network.theta)))
