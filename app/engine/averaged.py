"""What follows a DropConnect that is evaluated by its moments: the mean of a nonlinearity over masks.

In the place of what each mask would give stands u ~ N(x, variance), with which

    an activation    gives E[f(u)], and hands Var[f(u)] on
    the output       gives the logits of the mean probabilities, E[sigmoid(u)] or E[softmax(u)]

Mean and variance of what a DropConnect puts out are exact for the input that it had, and so they are for an input that
scatters itself, neuron by neuron. What is not exact: that u is normal, though the better the more weights are summed;
and from the third layer on, that neurons scatter one by one, though masks of the layers below are in all of them.
Source: Wan et al. 2013 for one layer, with u drawn; Wang and Manning 2013 for handing mean and variance on.
"""

from __future__ import annotations

import numpy as np

from app.engine.activations import Activation
from app.engine.drop_connect import DropConnect
from app.engine.layer import Array, Layer, Shape, fits
from app.engine.normal_moments import mean_softmax, moments, quadrature, sigmoid


class Averaged(Activation):
    """An activation after a DropConnect: y = E[f(u)] where that has a variance, else y = f(x).

    `variance` is then that of f(u): the next DropConnect takes it into account.
    Raises: RuntimeError where backward comes before forward, or after a mean: evaluation by moments has no gradient.
    """

    def __init__(self, f: Activation, before: DropConnect) -> None:
        super().__init__()
        self.f = f
        self.before = before
        self._averaged = False

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        shape = self.f.bind(shape, batch_axis)
        self.y, self.dx = self.f.y, self.f.dx
        return shape

    def write_to(self, y: Array) -> None:
        self.f.write_to(y)
        self.y = y

    def forward(self, x: Array) -> Array:
        before = self.before.variance
        self._averaged = before is not None
        self.variance = None
        if before is None:
            self.out = self.f.forward(x)
        else:
            self.out, self.variance = moments(self.f, x, np.sqrt(before))
        return self.out

    def backward(self, dy: Array) -> Array:
        if self._averaged:
            raise no_gradient(self)
        return self.f.backward(dy)


class AveragedLogits(Layer):
    """The output of a network that ends with a DropConnect: y = logits of the mean probabilities, else y = x.

    One output is a logit of two classes, more are those of as many.
    Raises: RuntimeError for backward after a mean.
    """

    def __init__(self, before: DropConnect) -> None:
        super().__init__()
        self.before = before
        self._averaged = False

    def forward(self, x: Array) -> Array:
        fits(x, self.y)
        variance = self.before.variance
        self._averaged = variance is not None
        if variance is None:
            return x
        s = np.sqrt(variance)
        if x.shape[-1] == 1:
            return logarithm(quadrature(sigmoid, x, s)[0]) - logarithm(quadrature(sigmoid, -x, s)[0])
        return logarithm(mean_softmax(x, s))

    def backward(self, dy: Array) -> Array:
        if self._averaged:
            raise no_gradient(self)
        return dy


def logarithm(p: Array) -> Array:
    """log p, and a finite number where p is 0."""
    return np.log(np.maximum(p, np.finfo(np.float64).tiny))


def no_gradient(layer: Layer) -> RuntimeError:
    """The error for a `backward` after a mean over masks."""
    return RuntimeError(f"{type(layer).__name__} has no backward pass after a mean over masks")
