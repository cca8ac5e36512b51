"""Conv2d: every output map is a sum of the input maps, each filtered by a kernel of its own, plus a bias."""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from app.engine.layer import NOTHING, Array, Layer, Shape, batch_last, fits, forward_first

SIDE = 3  # of a kernel
BORDER = 1  # of zeros around a map, with which it keeps its size


class Conv2d(Layer):
    """A convolution by kernels of 3 x 3 over maps with a border of zeros, so that their size stays as it is.

        y[o, r, s] = b[o] + sum over c, i, j of W[o, c, i, j] x[c, r + i - 1, s + j - 1]
        dW[o, c, i, j] = sum over batch, r, s of dy[o, r, s] x[c, r + i - 1, s + j - 1],   db[o] = sum of dy[o]
        dx[c, r, s] = sum over o, i, j of W[o, c, i, j] dy[o, r + 1 - i, s + 1 - j]

    With the window around each position as a column (`Windows`), y = W columns(x) and dW = dy columns(x)^T are
    products of matrices; dx is a convolution too, of dy by the kernels turned by half a circle.

    Shapes: x, dx (batch, inputs, height, width), W (outputs, inputs, 3, 3), b (outputs),
    y, dy (batch, outputs, height, width).
    Raises: ValueError where the input does not fit; RuntimeError where backward comes before forward.
    Source: LeCun et al. 1989; the columns are Chellapilla, Puri and Simard 2006.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.inputs = inputs
        self.outputs = outputs
        self._turned = np.zeros((inputs, outputs, SIDE, SIDE))
        self._x: Windows | None = None  # of the last forward pass
        self._bound: Windows | None = None  # the same of a bound layer, which writes every batch there
        self._dy: Windows | None = None  # and its upstream gradients here
        self._sums: Array = NOTHING
        self.learn({"W": (outputs, inputs, SIDE, SIDE), "b": (outputs,)})

    def adopt(self, theta: Array, grad: Array) -> None:
        super().adopt(theta, grad)
        self._w = self.params["W"].reshape(self.outputs, -1)
        self._b = self.params["b"][:, None, None]
        self._dw = self.grads["W"].reshape(self.outputs, -1)
        self._w_turned = self.params["W"][:, :, ::-1, ::-1].swapaxes(0, 1)

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """W ~ N(0, gain^2 / (9 inputs)), b = 0. Source: He et al. 2015 for ReLU, where gain^2 = 2."""
        self.params["W"][...] = rng.standard_normal(self.params["W"].shape)
        self.params["W"][...] *= gain / math.sqrt(SIDE * SIDE * self.inputs)
        self.params["b"][...] = 0.0

    def bind(self, shape: Shape, batch_axis: int = 0) -> Shape:
        self._check(shape)
        if batch_axis % 4 != 0:
            raise ValueError(f"a bound Conv2d has its batch first, got axis {batch_axis}")
        images = (shape[0], self.outputs, *shape[2:])
        self._x, self._bound, self._dy = None, Windows(shape), Windows(images)
        self.x = self._bound.maps
        self.y, self._sums = batch_last(images, 0), batch_last(images, 0)
        self.dx = batch_last(shape, 0)
        return images

    def forward(self, x: Array) -> Array:
        if self._bound is None:
            self._check(x.shape)
            self._x = Windows(x.shape)
            self._x.maps[...] = x
            sums = batch_last((len(x), self.outputs, *x.shape[2:]), 0)
        else:
            if x is not self.x:
                fits(x, self.x)
                self._bound.maps[...] = x
            self._x, sums = self._bound, self._sums
        np.dot(self._w, self._x.columns(), out=matrix(sums))
        return np.add(sums, self._b, out=self.y)

    def backward(self, dy: Array) -> Array:
        if self._x is None:
            raise forward_first(self)
        dy_matrix = matrix(dy)
        np.dot(dy_matrix, self._x.filled.T, out=self._dw)
        np.sum(dy_matrix, axis=1, out=self.grads["b"])
        if self.skip_dx:
            return NOTHING
        windows = Windows(dy.shape) if self._dy is None else self._dy
        dx = batch_last(self._x.maps.shape, 0) if self.dx is None else self.dx
        windows.maps[...] = dy
        self._turned[...] = self._w_turned
        np.dot(self._turned.reshape(self.inputs, -1), windows.columns(), out=matrix(dx))
        return dx

    def _check(self, shape: Shape) -> None:
        if len(shape) != 4 or shape[1] != self.inputs:
            raise ValueError(f"x must be (batch, {self.inputs}, height, width), got {shape}")


class Windows:
    """Maps (batch, channels, height, width) within a border of zeros, and the windows around their positions.

    `maps` is where the maps are written; `columns()` reads (9 channels, height * width * batch) from them, for each
    position and sample the 9 numbers around it of each channel.
    """

    def __init__(self, shape: Shape) -> None:
        batch, channels, height, width = shape
        bordered = np.zeros((channels, height + 2 * BORDER, width + 2 * BORDER, batch))
        self.maps = np.moveaxis(bordered[:, BORDER:-BORDER, BORDER:-BORDER], -1, 0)
        self.filled = np.empty((SIDE * SIDE * channels, height * width * batch))
        # One shifted copy of the maps for each place in the window: long runs of memory, as the batch is last.
        self._shifted = np.moveaxis(sliding_window_view(bordered, (height, width), axis=(1, 2)), 3, -1)
        self._room = self.filled.reshape(self._shifted.shape)

    def columns(self) -> Array:
        np.copyto(self._room, self._shifted)
        return self.filled


def matrix(maps: Array) -> Array:
    """Maps (batch, channels, height, width) as (channels, height * width * batch), a view if the batch lies last."""
    return maps.transpose(1, 2, 3, 0).reshape(maps.shape[1], -1)
