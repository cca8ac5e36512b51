"""Embedding: each type of word has a row of numbers, and dropout forgets whole types of words."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.coins import Uniform, factors_of
from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, forward_first, probability
from app.engine.rules import BERNOULLI


class Embedding(Layer):
    """Look up the row of each token; in training a type is dropped with probability p, wherever it stands in a sample.

        y[b, t] = E[x[b, t]] m[b, x[b, t]],   dE[k] = sum over all b, t with x[b, t] = k of dy[b, t] m[b, k]

    m is 0 or 1 / (1 - p): a word that comes twice in a sample is there twice or not at all. So no other place of it
    gives away what was dropped.

    Shapes: x (batch, T) of numbers of types as floats, E (types, width), m (batch, types), y, dy (batch, T, width). dx
    is 0: y does not change with a fraction of a number.
    `mask` is m of the last forward pass, or None where nothing was dropped; `gain` is m of each token, (batch, T, 1);
    `ids` are its x as whole numbers.
    Raises: ValueError unless 0 <= p < 1, and where x does not fit; RuntimeError where backward comes before forward.
    Source: Gal and Ghahramani 2016, section 4.2.
    """

    draws = True

    def __init__(self, types: int, width: int, p: float, rng: Uniform) -> None:
        super().__init__()
        self.types = types
        self.width = width
        self.rng = rng
        self.p = p
        self.ids: Any = None
        self.mask: Any = None
        self.gain: Array | None = None
        self._columns = np.arange(width)
        self._bound: Shape = ()
        self._rows: Array | None = None  # where a bound layer puts the rows that it looks up, token by token,
        self._masked: Array | None = None  # and dy times m
        self.learn({"E": (types, width)})

    @property
    def p(self) -> float:
        """Probability that a type is dropped."""
        return self._p

    @p.setter
    def p(self, p: float) -> None:
        self._p = probability(p)

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """E ~ N(0, 1), whatever follows. Source: PyTorch's `Embedding`."""
        self.params["E"][...] = rng.standard_normal(self.params["E"].shape)

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        _check(shape)
        batch, length = shape
        self._bound = shape
        self._rows = np.empty((length, batch, self.width))
        self._masked = batch_last((*shape, self.width), 0)
        self.y = batch_last((*shape, self.width), 0)
        self.dx = batch_last(shape)
        return self.y.shape

    def forward(self, x: Array) -> Array:
        _check(x.shape)
        if self._bound and x.shape != self._bound:
            raise ValueError(f"x must be {self._bound}, got {x.shape}")
        self.ids = ids = np.rint(x).astype(np.intp)
        if ids.size and not (ids.min() >= 0 and ids.max() < self.types):
            raise ValueError(f"x must lie in [0, {self.types}), got {x.min():g} to {x.max():g}")
        self.mask = self.gain = None
        if self._p > 0 and self.training:
            self.mask = factors_of(self.rng, (len(x), self.types), BERNOULLI, self._p)
            self.gain = np.take_along_axis(self.mask, ids, axis=1)[..., None]
        # A row is copied in one piece. What comes next has the batch last, and each piece is scattered there.
        rows = self.params["E"].take(ids.T, axis=0, out=self._rows, mode="clip").swapaxes(0, 1)
        return np.multiply(rows, 1.0 if self.gain is None else self.gain, self.y)

    def backward(self, dy: Array) -> Array:
        if self.ids is None:
            raise forward_first(self)
        if self.gain is not None:
            dy = np.multiply(dy, self.gain, self._masked)
        # In memory's order, so that nothing has to be copied: the numbers of each token, with their place in dE.
        places = np.add((self.ids * self.width).T[:, None], self._columns[:, None])
        sums = np.bincount(places.ravel(), dy.transpose(1, 2, 0).ravel(), self.types * self.width)
        self.grads["E"][...] = sums.reshape(self.types, self.width)
        if self.skip_dx:
            return NOTHING
        return np.zeros(self.ids.shape) if self.dx is None else self.dx


def _check(shape: Shape) -> None:
    if len(shape) != 2 or shape[1] < 1:
        raise ValueError(f"x must be (batch, T) with T of at least 1, got {shape}")
