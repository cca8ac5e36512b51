"""What recurrent layers share: one matrix, used at every step, and arrays for a whole sequence."""

from __future__ import annotations

import math
from typing import Generic, TypeVar

import numpy as np

from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, float_array, forward_first

Room = TypeVar("Room", bound="Unrolled")


class Recurrent(Layer, Generic[Room]):
    """A layer that reads a sequence step by step, each step with what the last one gave.

        h_t = step(z_t W),   z_t = [x_t, h_{t-1}, 1],   h before the first step is 0
        dW = sum over t of z_t^T da_t,   dx_t = da_t Wx^T,   da_t = dL/d(z_t W)

    Shapes: x (batch, steps, inputs), h (batch, steps, hidden). Wx (inputs, sums), Wh (hidden, sums) and b (sums,) are
    the rows of one matrix W, where a unit has as many `sums` as its kind of step needs. No replicas.
    `backward` goes through time, from the last step to the first: what a step did reaches the loss by its own output
    and by every later one. It reads the arrays of the last `forward`, which a bound layer overwrites.
    Raises: ValueError where x is not such a sequence of at least one step; RuntimeError where backward comes before
    forward.
    """

    sums = 1  # for each unit

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.inputs = inputs
        self.hidden = hidden
        self._room: Room | None = None  # of the last forward pass
        self._bound: Room | None = None  # the same of a bound layer, which uses it again and again
        width = self.sums * hidden
        self.learn({"Wx": (inputs, width), "Wh": (hidden, width), "b": (width,)})

    def adopt(self, theta: Array, grad: Array) -> None:
        super().adopt(theta, grad)
        rows = self.inputs + self.hidden + 1
        self._w, self._dw = theta.reshape(rows, -1), grad.reshape(rows, -1)
        self._one_dw = np.empty_like(self._w)  # of one step
        self._wx, self._wh = self.params["Wx"], self.params["Wh"]

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """Weights ~ N(0, 1 / hidden), whatever the gain, and b = 0."""
        weights = self._w[:-1]
        weights[...] = rng.standard_normal(weights.shape)
        weights *= 1 / math.sqrt(self.hidden)
        self.params["b"][...] = 0.0

    def unrolled(self, shape: Shape) -> Room:
        """New arrays for inputs of this shape."""
        raise NotImplementedError

    def bind(self, shape: Shape, batch_axis: int = -3) -> Shape:
        if batch_axis % len(shape) != 0:
            raise ValueError(f"a sequence is (batch, steps, inputs), got the batch at axis {batch_axis} of {shape}")
        self._check(shape)
        self._room, self._bound = None, self.unrolled(shape)
        self.x, self.y, self.dx = self._bound.x, self._bound.y, self._bound.dx
        return self.y.shape

    def write_to(self, y: Array) -> None:
        self.y = y
        if self._bound is not None:
            self._bound.write_to(y)

    def _begin(self, x: Array) -> Room:
        """The arrays of this forward pass, with x in its own."""
        x = float_array(x)
        room = self._bound
        if room is None:
            self._check(x.shape)
            room = self.unrolled(x.shape)
        elif x.shape != room.x.shape:
            raise ValueError(f"x must be {room.x.shape}, got {x.shape}")
        if x is not room.x:
            room.x[...] = x
        self._room = room
        return room

    def _last(self) -> Room:
        """The arrays of the last forward pass."""
        if self._room is None:
            raise forward_first(self)
        return self._room

    def _check(self, shape: Shape) -> None:
        if len(shape) != 3 or shape[1] < 1 or shape[2] != self.inputs:
            raise ValueError(f"x must be (batch, steps, {self.inputs}) with at least one step, got {shape}")

    def _learn_from(self, z: Array, da: Array, dw: Array, room: Array) -> None:
        """dw of all steps' z (steps, ..., rows, batch) and da (steps, ..., sums, batch), with room for one step's."""
        da = np.swapaxes(da, -1, -2)
        np.matmul(z[0], da[0], dw)
        for t in range(1, len(z)):
            dw += np.matmul(z[t], da[t], room)

    def _input_gradient(self, da: Array, dx: Array) -> Array:
        """dx of all steps, unless nobody asks for it."""
        if self.skip_dx:
            return NOTHING
        np.matmul(self._wx, da, stepwise(dx))
        return dx


class Unrolled:
    """The arrays of one sequence: x, y = h and dx as (batch, steps, units), and by step, each with its batch last,

    z (steps, rows, batch):   [x_t, h_{t-1}, 1]
    """

    def __init__(self, shape: Shape, hidden: int) -> None:
        self.batch, self.steps, self.inputs = shape
        self.hidden = hidden
        self.x, self.dx = batch_last(shape, 0), batch_last(shape, 0)
        self.z = self.reads()
        self.write_to(batch_last((self.batch, self.steps, hidden), 0))

    def write_to(self, y: Array) -> None:
        """Have h here."""
        self.y = y
        self.h = list(stepwise(y))

    def reads(self, *sets: int) -> Array:
        """New [x_t, h_{t-1}, 1], (steps, *sets, rows, batch)."""
        z = self.steps_of(*sets, self.inputs + self.hidden + 1)
        z[..., -1, :] = 1.0
        return z

    def steps_of(self, *units: int) -> Array:
        """A new array (steps, *units, batch) of zeros."""
        return stepwise(batch_last((self.batch, self.steps, *units), 0))

    def x_of(self, z: Array) -> Array:
        """Where a z has x: (steps, ..., inputs, batch)."""
        return z[..., : self.inputs, :]

    def h_of(self, z: Array) -> Array:
        """Where a z has h: (steps, ..., hidden, batch)."""
        return z[..., self.inputs : -1, :]


def stepwise(array: Array) -> Array:
    """(batch, steps, ...) as (steps, ..., batch)."""
    return np.moveaxis(array, 0, -1)


def sequence(array: Array) -> Array:
    """(steps, ..., batch) as (batch, steps, ...)."""
    return np.moveaxis(array, -1, 0)
