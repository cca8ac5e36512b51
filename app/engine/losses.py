"""What training makes small: each loss gives its value and its gradient, a mean over the batch.

`forward(z, y)` returns the loss, a float for a plain batch and an array of the leading axes for replicas;
`backward()` returns dL/dz for what `forward` saw last.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array


class Loss:
    """A scalar function of the network's output z and the target y."""

    def __init__(self) -> None:
        self._seen: tuple[Array, ...] | None = None  # what backward needs of the last forward pass
        self._count = -1

    def forward(self, z: Array, y: NDArray[Any]) -> Any:
        raise NotImplementedError

    def backward(self) -> Array:
        raise NotImplementedError

    @staticmethod
    def predict(z: Array) -> Array:
        """What the network says with this output."""
        raise NotImplementedError

    def _last(self) -> tuple[Array, ...]:
        if self._seen is None:
            raise RuntimeError(f"{type(self).__name__}.backward needs a forward pass first")
        return self._seen

    def _mean_over(self, count: int) -> None:
        """Prepare for means over this many terms: sums by `dot` with ones have a third of the overhead of `sum`,
        and as an array 1 / count reaches a ufunc's loop in half the time."""
        if count != self._count:
            self._count = count
            self._ones = np.ones(count)
            self._share = 1 / max(count, 1)
            self._share_array = np.array(self._share)


class BinaryCrossEntropy(Loss):
    """Of one logit z against y, 0 or 1. With m = (1 - 2 y) z, which is positive where z has the wrong sign:

        L = mean(log(1 + e^m)),   dz = (1 - 2 y) sigmoid(m) / N = (sigmoid(z) - y) / N

    with sigmoid(m) = exp(m - log(1 + e^m)). In this form nothing overflows, and nothing cancels: a certain network's
    loss and gradient are right to the last digits, where log(1 + e^z) - y z and sigmoid(z) - y would be differences of
    nearly equal numbers.
    `predict` gives sigmoid(z), the probability of y = 1.
    Shapes: z, y (..., batch, 1).
    Raises: ValueError where their shapes differ; RuntimeError where backward comes before forward.
    """

    def forward(self, z: Array, y: NDArray[Any]) -> Any:
        self._mean_over(z.shape[-2] * z.shape[-1])
        _check(z, y)
        sign = y * MINUS_TWO
        sign += ONE
        m = z * sign
        losses = np.logaddexp(ZERO, m)
        m -= losses
        self._seen = (m, sign)  # log sigmoid(m)
        if z.ndim == 2:
            return float(losses.ravel().dot(self._ones) * self._share)
        return losses.sum(axis=(-2, -1)) * self._share

    def backward(self) -> Array:
        log_sigmoid, sign = self._last()
        dz = np.exp(log_sigmoid)
        dz *= sign
        dz *= self._share_array
        return dz

    @staticmethod
    def predict(z: Array) -> Array:
        return np.exp(z - np.logaddexp(ZERO, z))


class SoftmaxCrossEntropy(Loss):
    """Of logits z against the index y of the right class.

        L = mean(log sum_k e^(z_k) - z_y),   dz = (softmax(z) - onehot(y)) / N

    With e_k = exp(z_k - max z) and o, the sum of e_k over the other classes, in forms that neither overflow nor cancel:

        L = mean(log1p(o + (e_y - 1)) - (z_y - max z)),   dz_y = -o / (o + e_y) / N,   dz_k = e_k / (o + e_y) / N

    `predict` gives softmax(z), the probability of each class.
    Shapes: z (..., batch, classes), y (..., batch) of integers in [0, classes).
    Raises: ValueError where y is not of that shape and kind; RuntimeError where backward comes before forward.
    """

    def forward(self, z: Array, y: NDArray[Any]) -> Any:
        self._mean_over(z.shape[-2])
        _check_classes(z, y)
        right = right_class(y)
        shifted = z - z.max(axis=-1, keepdims=True)  # softmax is blind to it, and exp cannot overflow
        e = np.exp(shifted)
        own = e[right]
        e[right] = 0.0
        others = e.dot(np.ones(z.shape[-1])) if z.ndim == 2 else e @ np.ones(z.shape[-1])  # replica by replica as one
        self._seen = (e, others, others + own, y)
        own -= 1.0  # exactly 0 where the right class is the likeliest
        own += others
        loss = (np.log1p(own) - shifted[right]).sum(axis=-1) * self._share
        return float(loss) if z.ndim == 2 else loss

    def backward(self) -> Array:
        e, others, total, y = self._last()
        dz = e / total[..., None]
        dz[right_class(y)] = -others / total
        dz *= self._share_array
        return dz

    @staticmethod
    def predict(z: Array) -> Array:
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


class MeanSquaredError(Loss):
    """The mean of the squared errors of z against the numbers y.

        L = mean((z - y)^2),   dz = 2 (z - y) / N

    `predict` gives z itself. Shapes: z, y (..., batch, outputs); N = batch * outputs.
    Raises: ValueError where their shapes differ; RuntimeError where backward comes before forward.
    """

    def forward(self, z: Array, y: NDArray[Any]) -> Any:
        self._mean_over(z.shape[-2] * z.shape[-1])
        _check(z, y)
        error = z - y
        self._seen = (error,)
        loss = (error * error).sum(axis=(-2, -1)) * self._share
        return float(loss) if z.ndim == 2 else loss

    def backward(self) -> Array:
        (error,) = self._last()
        return error * (2 * self._share)

    @staticmethod
    def predict(z: Array) -> Array:
        return z


def _check(z: Array, y: NDArray[Any]) -> None:
    if z.shape != y.shape:
        raise ValueError(f"y must have the shape of z, {z.shape}, got {y.shape}")


def _check_classes(z: Array, y: NDArray[Any]) -> None:
    if y.shape != z.shape[:-1] or y.dtype.kind not in "iu":
        raise ValueError(f"y must hold {z.shape[:-1]} integers, got {y.shape} of {y.dtype}")
    if y.size and not 0 <= y.min() <= y.max() < z.shape[-1]:
        raise ValueError(f"y must lie in [0, {z.shape[-1]}), got {y.min()} to {y.max()}")


def right_class(y: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """The index of each sample's right class in an array (..., batch, classes)."""
    return (np.arange(len(y)), y) if y.ndim == 1 else (*np.indices(y.shape, sparse=True), y)


ZERO, ONE, MINUS_TWO = np.array(0.0), np.array(1.0), np.array(-2.0)  # a ufunc's loop starts sooner than with numbers

LOSSES: dict[str, type[Loss]] = {
    "binary": BinaryCrossEntropy,
    "classes": SoftmaxCrossEntropy,
    "regression": MeanSquaredError,
}
