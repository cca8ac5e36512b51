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
    """Of one logit z against y in [0, 1].

        L = mean(log(1 + e^z) - y z),   dz = (sigmoid(z) - y) / N,   sigmoid(z) = exp(z - log(1 + e^z))

    In this form nothing overflows. Shapes: z, y (..., batch, 1).
    """

    def forward(self, z: Array, y: NDArray[Any]) -> Any:
        self._mean_over(z.shape[-2] * z.shape[-1])
        _check(z, y)
        softplus = np.logaddexp(ZERO, z)
        self._seen = (z - softplus, y)  # log sigmoid(z)
        if z.ndim == 2:
            return float((softplus.ravel().dot(self._ones) - z.ravel().dot(y.ravel())) * self._share)
        return (softplus - y * z).sum(axis=(-2, -1)) * self._share

    def backward(self) -> Array:
        log_sigmoid, y = self._last()
        dz = np.exp(log_sigmoid)
        dz -= y
        dz *= self._share_array
        return dz


class SoftmaxCrossEntropy(Loss):
    """Of logits z against the index y of the right class.

        L = mean(log sum_k e^(z_k) - z_y),   dz = (softmax(z) - onehot(y)) / N

    Shapes: z (..., batch, classes), y (..., batch) of integers.
    """

    def forward(self, z: Array, y: NDArray[Any]) -> Any:
        self._mean_over(z.shape[-2])
        shifted = z - z.max(axis=-1, keepdims=True)  # softmax is blind to it, and exp cannot overflow
        e = np.exp(shifted)
        total = e.dot(np.ones((z.shape[-1], 1)))
        self._seen = (e, total, y)
        loss = (np.log(total[..., 0]) - shifted[right_class(y)]).sum(axis=-1) * self._share
        return float(loss) if z.ndim == 2 else loss

    def backward(self) -> Array:
        e, total, y = self._last()
        dz = e / total
        dz[right_class(y)] -= 1.0
        dz *= self._share_array
        return dz


class MeanSquaredError(Loss):
    """L = mean((z - y)^2), dz = 2 (z - y) / N. Shapes: z, y (..., batch, outputs); N = batch * outputs."""

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


def _check(z: Array, y: NDArray[Any]) -> None:
    if z.shape != y.shape:
        raise ValueError(f"y must have the shape of z, {z.shape}, got {y.shape}")


def right_class(y: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """The index of each sample's right class in an array (..., batch, classes)."""
    return (np.arange(len(y)), y) if y.ndim == 1 else (*np.indices(y.shape, sparse=True), y)


ZERO = np.array(0.0)

LOSSES: dict[str, type[Loss]] = {
    "binary": BinaryCrossEntropy,
    "classes": SoftmaxCrossEntropy,
    "regression": MeanSquaredError,
}
