"""Dense: every output is a weighted sum of every input, plus a bias."""

from __future__ import annotations

import math

import numpy as np

from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, fits, forward_first


class Dense(Layer):
    """An affine map.

        y = x W + b,   dW = x^T dy,   db = sum over the batch of dy,   dx = dy W^T

    Shapes: x (..., batch, inputs), W (..., inputs, outputs), b (..., outputs), y (..., batch, outputs). Without
    replicas also x (batch, ..., inputs), as (batch, T, inputs): each position goes through the same map, and dW and db
    sum over positions too.
    W and b are the rows of one matrix [W; b], and x stands beside a column of ones, so that one matrix
    product serves both: y = [x, 1] [W; b], [dW; db] = [x, 1]^T dy.
    Raises: ValueError where the input does not fit; RuntimeError where backward comes before forward.
    """

    def __init__(self, inputs: int, outputs: int, replicas: Shape = ()) -> None:
        super().__init__()
        self.inputs = inputs
        self.outputs = outputs
        self._x1: Array | None = None  # [x, 1] of the last forward pass
        self._bound: Array | None = None  # the same of a bound layer, which writes every batch there
        self._dy: Array | None = None  # the upstream gradient's array,
        self._dy_rows = NOTHING  # the same with each position's batch as rows,
        self._dy_t = self._bound_t = self._y_t = self._dx_t = NOTHING  # its transpose, and those of what is bound
        self._axis = -2  # of the batch
        self._parts: Array | None = None  # where each position has its share of [dW; db],
        self._over: Shape = ()  # and the axes over which they are summed
        self.learn({"W": (inputs, outputs), "b": (outputs,)}, replicas)

    def adopt(self, theta: Array, grad: Array) -> None:
        super().adopt(theta, grad)
        matrix = (*theta.shape[:-1], self.inputs + 1, self.outputs)
        self._own, self._dwb = theta.reshape(matrix), grad.reshape(matrix)
        self._use(self._own)

    def _use(self, wb: Array) -> None:
        """Multiply by this [W; b] from now on."""
        self._wb, self._w, self._wb_t = wb, wb[..., :-1, :], np.swapaxes(wb, -1, -2)

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """W ~ N(0, gain^2 / inputs), b = 0. Source: He et al. 2015 for ReLU, where gain^2 = 2."""
        self.params["W"][...] = rng.standard_normal(self.params["W"].shape)
        self.params["W"][...] *= gain / math.sqrt(self.inputs)
        self.params["b"][...] = 0.0

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        axis = batch_axis % len(shape)
        positions = shape[axis + 1 : -1]
        if axis != self._wb.ndim - 2 or (axis and positions) or shape[-1] != self.inputs:
            raise ValueError(f"a bound Dense needs parameters for each replica and {self.inputs} inputs, got {shape}")
        x1 = batch_last((*shape[:-1], self.inputs + 1), axis, fill=1.0)
        self._axis = axis
        self._x1, self._bound = None, x1
        self._bound_t = np.moveaxis(x1, axis, -1)
        self._parts = np.empty((*positions, self.inputs + 1, self.outputs)) if positions else None
        self._over = tuple(range(len(positions)))
        # Both are product(a, b, out); on a plain pair of matrices `dot` has half the overhead of `matmul`.
        self._product = np.matmul if axis or positions else np.ndarray.dot
        self.x = x1[..., :-1]
        self.write_to(batch_last((*shape[:-1], self.outputs), axis))
        self.dx = batch_last(shape, axis)
        self._dx_t = np.moveaxis(self.dx, axis, -1)
        return (*shape[:-1], self.outputs)

    def write_to(self, y: Array) -> None:
        self.y = y
        self._y_t = np.moveaxis(y, self._axis, -1)

    def forward(self, x: Array) -> Array:
        if self._bound is None:
            if x.shape[-1:] != (self.inputs,):
                raise ValueError(f"x must be {(*x.shape[:-1], self.inputs)}, got {x.shape}")
            self._x1 = np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)
            return self._x1 @ self._wb
        # The same into arrays that are there: y^T = [W; b]^T [x, 1]^T, since they lie unit by unit.
        if x is not self.x:
            fits(x, self.x)
            self.x[...] = x  # type: ignore[index]  # bind made it, as it made y and dx
        self._x1 = self._bound
        self._product(self._wb_t, self._bound_t, self._y_t)
        return self.y  # type: ignore[return-value]

    def backward(self, dy: Array) -> Array:
        if self._x1 is None:
            raise forward_first(self)
        if self._bound is None:
            grad = np.swapaxes(self._x1, -1, -2) @ dy
            more = grad.ndim - self._dwb.ndim  # replicas that share their parameters: the gradients add up
            self._dwb[...] = grad.sum(axis=tuple(range(more))) if more else grad
            return NOTHING if self.skip_dx else dy @ np.swapaxes(self._w, -1, -2)
        # The same into arrays that are there: dx^T = W dy^T.
        if dy is not self._dy:
            self._dy, self._dy_rows = dy, np.moveaxis(dy, self._axis, -2)
            self._dy_t = np.swapaxes(self._dy_rows, -1, -2)
        if self._parts is None:
            self._product(self._bound_t, self._dy_rows, self._dwb)
        else:
            self._product(self._bound_t, self._dy_rows, self._parts)
            np.add.reduce(self._parts, self._over, out=self._dwb)
        if self.skip_dx:
            return NOTHING
        self._product(self._w, self._dy_t, self._dx_t)
        return self.dx  # type: ignore[return-value]
