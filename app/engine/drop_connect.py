"""DropConnect: a layer that switches weights off at random while the network trains."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.engine.coins import Uniform, factors_of
from app.engine.dense import Dense
from app.engine.layer import NOTHING, Array, Layer, Shape, fits, probability
from app.engine.rules import KEPT


class DropConnect(Dense):
    """Zero each weight with probability p while training, and scale the rest by 1 / (1 - p). The bias stays.

        y_o = sum_i x_i W_io mask_io + b_o,   mask in {0, 1 / (1 - p)},   E[y] = x W + b
        dW_io = sum over the batch of x_i mask_io dy_o,   dx_i = sum_o dy_o W_io mask_io

    Each sample has its own mask, or with `each="batch"` all have one: then it is a Dense of other weights.
    In evaluation, and for p = 0, y = x W + b and no coin is drawn. With `inference="moments"` evaluation says beside
    this mean how widely masks would scatter y around it, for the layer that comes next (`Averaged`):

        variance = (p x^2 + v) / (1 - p) W^2,   the squares number by number,

    where v is the variance of x, if the layer `before` says one.

    Shapes: x (batch, inputs), mask (batch, inputs, outputs), or (1, inputs, outputs) for the whole batch.
    No replicas.
    Raises: ValueError unless 0 <= p < 1, or where x does not fit; RuntimeError where backward comes before forward.
    Source: Wan, Zeiler, Zhang, LeCun and Fergus 2013, where p is the probability of keeping, nothing is scaled in
    training, and the bias is masked too.
    """

    draws = True

    def __init__(
        self,
        inputs: int,
        outputs: int,
        p: float,
        rng: Uniform,
        each: Literal["sample", "batch"] = "sample",
        inference: Literal["mean", "moments"] = "mean",
        before: Layer | None = None,
    ) -> None:
        super().__init__(inputs, outputs)
        self.p = p
        self.rng = rng
        self.each = each
        self.inference = inference
        self.before = before
        self._kept: NDArray[np.bool_] | None = None  # the last forward pass's mask,
        self._scale = 1.0  # and what it is to be scaled by
        self._masked = np.empty_like(self._own)  # [W * mask; b], where the batch has one mask
        self._terms: Array | None = None  # x_ni mask_nio where each sample has its own, (inputs, outputs, batch)
        self._room: tuple[Array, Array] | None = None  # where a bound layer writes them, and those of backward

    @property
    def p(self) -> float:
        """Probability that a weight is dropped."""
        return self._p

    @p.setter
    def p(self, p: float) -> None:
        self._p = probability(p)

    @property
    def mask(self) -> NDArray[Any] | None:
        """What the last forward pass multiplied W by, or None where it took W as it is."""
        return None if self._kept is None else self._kept * self._scale

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        self._room = None  # made when it is first needed: evaluation never does
        return super().bind(shape, batch_axis)

    def forward(self, x: Array) -> Array:
        self._kept = self.variance = self._terms = None
        if self._p == 0 or not self.training:
            self._use(self._own)
            if self.inference == "moments":
                self.variance = self._scatter(x)
            return super().forward(x)
        self._scale = 1 / (1 - self._p)
        if self.each == "sample":
            return self._forward_each(x)
        self._kept = factors_of(self.rng, (1, self.inputs, self.outputs), KEPT, self._p)
        self._masked[...] = self._own
        self._masked[:-1] *= self._kept[0] * self._scale
        self._use(self._masked)
        return super().forward(x)

    def backward(self, dy: Array) -> Array:
        if self._terms is not None:
            return self._backward_each(dy)
        dx = super().backward(dy)
        if self._kept is not None:
            self.grads["W"][...] *= self._kept[0] * self._scale
        return dx

    def _scatter(self, x: Array) -> Array | None:
        """The variance of y over masks, or None where nothing scatters it."""
        v = None if self.before is None else self.before.variance
        if self._p == 0 and v is None:
            return None
        scattered = self._p * np.square(x) + (0.0 if v is None else v)
        return scattered / (1 - self._p) @ np.square(self.params["W"])

    def _forward_each(self, x: Array) -> Array:
        """y with a mask for each sample: number by number with the batch last, as arrays lie in memory."""
        if x.ndim != 2 or x.shape[1] != self.inputs:
            raise ValueError(f"x must be (batch, {self.inputs}), got {x.shape}")
        terms, y_t = None, None  # an unbound layer makes new arrays
        if self.x is not None:
            if x is not self.x:
                fits(x, self.x)
                self.x[...] = x
            if self._room is None:
                room = (self.inputs, self.outputs, len(x))
                self._room = np.empty(room), np.empty(room)
            x, terms, y_t = self.x, self._room[0], self._y_t[:, None]
        self._kept = factors_of(self.rng, (len(x), self.inputs, self.outputs), KEPT, self._p)
        self._terms = np.multiply(self._kept.transpose(1, 2, 0), (x * self._scale).T[:, None], terms)
        y_t = np.matmul(self._w.T[:, None], self._terms.swapaxes(0, 1), y_t)
        y_t += self.params["b"][:, None, None]
        return y_t[:, 0].T if self.y is None else self.y

    def _backward_each(self, dy: Array) -> Array:
        assert self._terms is not None  # forward made them,
        assert self._kept is not None  # and this
        terms, dx_t = (None, None) if self._room is None else (self._room[1], self._dx_t[:, None])
        self.grads["W"][...] = np.matmul(self._terms.swapaxes(0, 1), dy.T[..., None])[..., 0].T
        self.grads["b"][...] = dy.sum(axis=0)
        if self.skip_dx:
            return NOTHING
        terms = np.multiply(self._kept.transpose(1, 2, 0), (dy * self._scale).T, terms)
        dx_t = np.matmul(self._w[:, None], terms, dx_t)
        return dx_t[:, 0].T if self.dx is None else self.dx
