"""Dense: every output is a weighted sum of every input, plus a bias."""

from __future__ import annotations

import numpy as np

from app.engine.layer import Array, Layer, fits, forward_first, unit_major


class Dense(Layer):
    """An affine map.

        y = x W + b,   dW = x^T dy,   db = sum over the batch of dy,   dx = dy W^T

    Shapes: x (..., batch, inputs), W (..., inputs, outputs), b (..., outputs), y (..., batch, outputs).
    W and b are the rows of one matrix theta = [W; b], and x stands beside a column of ones, so that one matrix
    product serves both: y = [x, 1] theta, [dW; db] = [x, 1]^T dy.
    Raises: ValueError where the input does not fit; RuntimeError where backward comes before forward.
    """

    def __init__(self, inputs: int, outputs: int, replicas: tuple[int, ...] = ()) -> None:
        super().__init__()
        self.inputs = inputs
        self.outputs = outputs
        self.skip_dx = False  # True where nobody asks for dL/dx, as below a training loop's first layer
        self._x1: Array | None = None  # [x, 1] of the last forward pass
        self._bound: Array | None = None  # the same of a bound layer, which writes every batch there,
        self.x: Array = NOT_WANTED  # and its x: who writes a batch here saves a copy
        self.adopt(np.zeros((*replicas, inputs + 1, outputs)), np.zeros((*replicas, inputs + 1, outputs)))

    def adopt(self, theta: Array, grad: Array) -> None:
        """Use these arrays, perhaps parts of larger ones, for [W; b] and its gradient."""
        self.theta = theta
        self.grad = grad
        self.params = {"W": theta[..., :-1, :], "b": theta[..., -1, :]}
        self.grads = {"W": grad[..., :-1, :], "b": grad[..., -1, :]}
        self._w = self.params["W"]
        self._theta_t = np.swapaxes(theta, -1, -2)
        # Both are product(a, b, out); on a plain pair of matrices `dot` has half the overhead of `matmul`.
        self._product = np.ndarray.dot if theta.ndim == 2 else np.matmul

    def bind(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(shape) != self.theta.ndim or shape[-1] != self.inputs:
            raise ValueError(f"a bound Dense needs a theta for each replica and {self.inputs} inputs, got {shape}")
        x1 = unit_major((*shape[:-1], self.inputs + 1), fill=1.0)
        self._x1, self._bound = None, x1
        self._bound_t = np.swapaxes(x1, -1, -2)
        self.x = x1[..., :-1]
        self.y = unit_major((*shape[:-1], self.outputs))
        self.dx = unit_major(shape)
        self._y_t, self._dx_t = np.swapaxes(self.y, -1, -2), np.swapaxes(self.dx, -1, -2)
        self._dy: Array | None = None  # the upstream gradient's array, and its transpose
        return self.y.shape

    def forward(self, x: Array) -> Array:
        if self._bound is None:
            if x.shape[-1:] != (self.inputs,):
                raise ValueError(f"x must be {(*x.shape[:-1], self.inputs)}, got {x.shape}")
            self._x1 = np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)
            return self._x1 @ self.theta
        # The same into arrays that are there: y^T = theta^T [x, 1]^T, since they lie unit by unit.
        if x is not self.x:
            fits(x, self.x)
            self.x[...] = x
        self._x1 = self._bound
        self._product(self._theta_t, self._bound_t, self._y_t)
        return self.y  # type: ignore[return-value]  # bind made it

    def backward(self, dy: Array) -> Array:
        if self._x1 is None:
            raise forward_first(self)
        if self._bound is None:
            grad = np.swapaxes(self._x1, -1, -2) @ dy
            more = grad.ndim - self.theta.ndim  # replicas that share one theta: their gradients add up
            self.grad[...] = grad.sum(axis=tuple(range(more))) if more else grad
            return NOT_WANTED if self.skip_dx else dy @ np.swapaxes(self._w, -1, -2)
        # The same into arrays that are there: dx^T = W dy^T.
        self._product(self._bound_t, dy, self.grad)
        if self.skip_dx:
            return NOT_WANTED
        if dy is not self._dy:
            self._dy, self._dy_t = dy, np.swapaxes(dy, -1, -2)
        self._product(self._w, self._dy_t, self._dx_t)
        return self.dx  # type: ignore[return-value]


NOT_WANTED = np.empty(0)  # what backward returns where nobody asks for dL/dx
