"""What every layer is: a forward pass, a backward pass, and a mode."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Layer:
    """One step of a network: `y = forward(x)`, then `dx = backward(dy)`.

    Shapes are (..., batch, units): leading axes hold replicas, each computed on its own.
    `dy` is dL/dy and the result dL/dx, for a scalar loss L; `grads` are filled by `backward`.
    `backward` follows what the last `forward` did, whatever the mode is by then.

    A layer by itself returns a new array each time, or x itself where it passes it through. After `bind(shape)`
    its inputs all have that shape and each result overwrites the last one: that is how a training loop runs
    without allocating anything.
    Raises: ValueError where an input does not have the bound shape; RuntimeError where backward comes before forward.
    """

    def __init__(self) -> None:
        self.training = True
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.y: Array | None = None  # where a bound layer writes its output,
        self.dx: Array | None = None  # and its gradient

    def forward(self, x: Array) -> Array:
        raise NotImplementedError

    def backward(self, dy: Array) -> Array:
        raise NotImplementedError

    def train(self, mode: bool = True) -> Self:
        """Switch to training, or with `mode=False` to evaluation."""
        self.training = mode
        return self

    def eval(self) -> Self:
        """Switch to evaluation."""
        return self.train(False)

    def bind(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Keep arrays for inputs of this shape, and return the shape of the outputs."""
        self.y = unit_major(shape)
        self.dx = unit_major(shape)
        return shape


def fits(x: Array, y: Array | None) -> None:
    """Raise ValueError where x does not have the shape of the bound array y that will take its image."""
    if y is not None and x.shape != y.shape:
        raise ValueError(f"x must be {y.shape}, got {x.shape}")


def forward_first(layer: Layer) -> RuntimeError:
    """The error for a `backward` that has no `forward` to follow."""
    return RuntimeError(f"{type(layer).__name__}.backward needs a forward pass first")


def unit_major(shape: tuple[int, ...], fill: float = 0.0) -> Array:
    """A new array of shape (..., batch, units) that lies in memory unit by unit, each with its whole batch.

    In this order a column of ones beside the units is one more run of memory, and nothing has to be copied
    to put it there (`Dense`).
    """
    shape = (*shape[:-2], shape[-1], shape[-2])
    # Zeros take no memory until they are written: the gradients of a network that only evaluates never are.
    return np.swapaxes(np.full(shape, fill) if fill else np.zeros(shape), -1, -2)


def float_array(x: Any) -> NDArray[Any]:
    """`x` as an array of floats; float32 stays float32."""
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)
