"""Attention: each token becomes a mean of all tokens' values, weighted by how well their keys answer its query."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from app.engine.coins import Uniform, factors_of
from app.engine.layer import Array, Layer, Shape, batch_last, forward_first, probability
from app.engine.rules import BERNOULLI


class Attention(Layer):
    """Self-attention of several heads, with dropout on its weights after the softmax.

        A = softmax over j of S,   S[i, j] = q[i] . k[j] / sqrt(size),   y[i] = sum over j of A[i, j] m[i, j] v[j]

        dv[j] = sum over i of A[i, j] m[i, j] dy[i],   dA[i, j] = m[i, j] (v[j] . dy[i])
        dS = A (dA - [sum over j of A dA]),   dq[i] = sum over j of dS[i, j] k[j] / sqrt(size),   dk likewise

    x has each token's query, key and value side by side, as one `Dense` before makes them; each head has `size` =
    width / heads numbers of each. m is 0 or 1 / (1 - p), and what is left of a row is not brought back to a sum of 1:
    that holds on average. A row may lose all of its weights; then the head puts out 0 there.
    No token knows where it stands: with the tokens in another order come the same outputs in that order.

    Shapes: x (batch, T, 3 width), y, dy (batch, T, width), A, m and their coins (batch, heads, T, T), from i to j.
    `weights` is A of the last forward pass, `masked_weights` A m (the same array where nothing was dropped), `mask` m
    or None, `values` v (batch, heads, T, size); `d_weights` is dA of the last backward pass.
    Raises: ValueError unless 0 <= p < 1, and where x does not fit; RuntimeError where backward comes before forward.
    Source: Vaswani et al. 2017; the dropout is that of their code and of PyTorch's `MultiheadAttention`.
    """

    draws = True

    def __init__(self, heads: int, p: float, rng: Uniform) -> None:
        super().__init__()
        if heads < 1:
            raise ValueError(f"heads must be at least 1, got {heads}")
        self.heads = heads
        self.rng = rng
        self.p = p
        self.mask: Any = None
        self.weights: Any = None
        self.masked_weights: Any = None
        self.values: Any = None
        self.d_weights: Any = None
        self._bound = False
        self._shape: Shape = ()

    @property
    def p(self) -> float:
        """Probability that an attention weight is dropped."""
        return self._p

    @p.setter
    def p(self, p: float) -> None:
        self._p = probability(p)

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        self._make(shape)
        self._bound = True
        self.x, self.dx, self.y = self._x, self._dx, batch_last((*shape[:2], shape[2] // 3), 0)
        return self.y.shape

    def _make(self, shape: Shape) -> None:
        """Make all arrays for inputs of this shape.

        What is multiplied as matrices, one for each sample and head, lies token by token; the weights (batch, heads, j,
        i) lie key by key, so that the softmax is over the first axis in memory, which is the fastest.
        """
        if len(shape) != 3 or shape[1] < 1 or shape[2] < 1 or shape[2] % (3 * self.heads):
            raise ValueError(f"x must be (batch, T, 3 width), for {self.heads} heads of one size, got {shape}")
        batch, length, numbers = shape
        size = numbers // 3 // self.heads
        self._scale = 1 / math.sqrt(size)
        self._x, (self._q, self._k, self._v) = _by_token(batch, length, 3, self.heads, size)
        self._dx, (self._dq, self._dk, self._dv) = _by_token(batch, length, 3, self.heads, size)
        self._out, (self._o,) = _by_token(batch, length, 1, self.heads, size)
        self._dout, (self._do,) = _by_token(batch, length, 1, self.heads, size)
        rooms = [np.empty((length, batch, self.heads, length)) for _ in range(5)]
        self._a, self._am, self._m, self._s, self._da = (room.transpose(1, 2, 0, 3) for room in rooms)
        self._total = np.empty((1, batch, self.heads, length)).transpose(1, 2, 0, 3)
        self._shape = shape

    def forward(self, x: Array) -> Array:
        if not self._bound:
            self._make(x.shape)
        elif x.shape != self._shape:
            raise ValueError(f"x must be {self._shape}, got {x.shape}")
        if x is not self._x:
            self._x[...] = x
        a = np.matmul(self._k, self._q.swapaxes(-1, -2), self._a)
        a *= self._scale
        a -= np.maximum.reduce(
            a, axis=2, out=self._total, keepdims=True
        )  # softmax is blind to it, and exp cannot overflow
        np.exp(a, a)
        a /= np.add.reduce(a, axis=2, out=self._total, keepdims=True)
        self.weights, self.values = a.swapaxes(-1, -2), self._v
        self.mask, self.masked_weights = None, self.weights
        if self._p > 0 and self.training:
            self.mask = factors_of(self.rng, self.weights.shape, BERNOULLI, self._p)
            self._m[...] = self.mask.swapaxes(-1, -2)
            self.masked_weights = np.multiply(a, self._m, self._am).swapaxes(-1, -2)
        np.matmul(self.masked_weights, self._v, self._o)
        if self.y is None:
            return self._out
        self.y[...] = self._out
        return self.y

    def backward(self, dy: Array) -> Array:
        if self.weights is None:
            raise forward_first(self)
        self._dout[...] = dy
        np.matmul(self.masked_weights.swapaxes(-1, -2), self._do, self._dv)
        da = np.matmul(self._v, self._do.swapaxes(-1, -2), self._da)
        if self.mask is not None:
            da *= self._m
        self.d_weights = da.swapaxes(-1, -2)
        ds = np.multiply(self._a, da, self._s)
        total = np.add.reduce(ds, axis=2, out=self._total, keepdims=True)
        np.subtract(da, total, ds)
        ds *= self._a
        ds *= self._scale
        np.matmul(ds.swapaxes(-1, -2), self._k, self._dq)
        np.matmul(ds, self._q, self._dk)
        return self._dx


def _by_token(batch: int, length: int, parts: int, heads: int, size: int) -> tuple[Array, Array]:
    """A new array that lies token by token, as (batch, length, parts * heads * size) and (parts, batch, heads, length,
    size)."""
    room = np.empty((length, batch, parts, heads, size))
    return room.reshape(length, batch, -1).swapaxes(0, 1), room.transpose(2, 1, 3, 0, 4)
