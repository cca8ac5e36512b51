"""What every layer is: a forward pass, a backward pass, a mode, and the parameters that it learns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Shape = tuple[int, ...]
NOTHING = np.zeros(0)  # the parameters of a layer without any, and what backward returns where nobody asks for dL/dx
NAMELESS: Mapping[str, Any] = MappingProxyType({})


class Layer:
    """One step of a network: `y = forward(x)`, then `dx = backward(dy)`.

    Shapes are (..., batch, *rest), as (batch, units): leading axes hold replicas, each computed on its own.
    `dy` is dL/dy and the result dL/dx, for a scalar loss L; `grads` are filled by `backward`.
    `backward` follows what the last `forward` did, whatever the mode is by then.

    A layer has `size` parameters, flat in `theta`, and their gradients in `grad`; `params` and `grads` are views of
    them by name. `kept` are numbers that it keeps without a gradient, as running statistics are, with views in
    `statistics`. A network gives its layers parts of its own arrays for them: `adopt`, `adopt_kept`.

    A layer by itself returns a new array each time, or x itself where it passes it through. After `bind(shape)`
    its inputs all have that shape and each result overwrites the last one: that is how a training loop runs
    without allocating anything.
    Raises: ValueError where an input does not have the bound shape; RuntimeError where backward comes before forward.
    """

    draws = False  # whether it draws coins in training
    rate: float | None = None  # at which its parameters learn; None is the optimizer's
    decays = True  # whether weight decay acts upon them
    variance: Array | None = None  # of y over masks, where the last forward pass gave their mean
    kept: Array = NOTHING
    kept_shapes: Mapping[str, Shape] = NAMELESS
    statistics: Mapping[str, Array] = NAMELESS

    def __init__(self) -> None:
        self.training = True
        self.shapes: dict[str, Shape] = {}  # of the parameters
        self.theta = self.grad = NOTHING
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.skip_dx = False  # True where nobody asks for dL/dx, as below a training loop's first layer
        self.x: Array | None = None  # where a bound layer reads its input: who writes a batch here saves a copy
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

    def masks_on(self) -> Self:
        """Switch what draws coins to training and all else to evaluation, for Monte-Carlo dropout.

        Source: Gal and Ghahramani 2016.
        """
        return self.train(self.draws)

    def want_data_gradient(self, wanted: bool) -> None:
        """Whether backward goes on to dL/dx. A training loop has no use for that of the data, and saves the work."""
        self.skip_dx = not wanted

    # Parameters

    @property
    def size(self) -> int:
        """How many parameters it has."""
        return self.theta.shape[-1]

    @property
    def kept_size(self) -> int:
        """How many numbers it keeps without a gradient."""
        return self.kept.shape[-1]

    def learn(self, shapes: Mapping[str, Shape], replicas: Shape = ()) -> None:
        """Have parameters of these names and shapes, each replica its own: all 0 until they are set."""
        self.shapes = dict(shapes)
        flat = (*replicas, sum(math.prod(shape) for shape in shapes.values()))
        self.adopt(np.zeros(flat), np.zeros(flat))

    def keep(self, shapes: Mapping[str, Shape], replicas: Shape = ()) -> None:
        """Have numbers without a gradient of these names and shapes: all 0 until they are set."""
        self.kept_shapes = dict(shapes)
        self.adopt_kept(np.zeros((*replicas, sum(math.prod(shape) for shape in shapes.values()))))

    def adopt(self, theta: Array, grad: Array) -> None:
        """Use these arrays, (..., size) and perhaps parts of larger ones, for all parameters and their gradients."""
        self.theta, self.grad = theta, grad
        self.params, self.grads = views(theta, self.shapes), views(grad, self.shapes)

    def adopt_kept(self, kept: Array) -> None:
        """Use this array, (..., kept_size), for what it keeps."""
        self.kept = kept
        self.statistics = views(kept, self.kept_shapes)

    def draw(self, rng: np.random.Generator, gain: float) -> None:
        """Draw the initial parameters, for a nonlinearity with this gain. A layer without any draws nothing."""

    def rates(self) -> Array:
        """The rate at which each parameter learns, flat; NaN is the optimizer's."""
        return np.full(self.size, np.nan if self.rate is None else self.rate)

    def decaying(self) -> Array:
        """1 for each parameter that weight decay acts upon, 0 for the others, flat."""
        return np.full(self.size, float(self.decays))

    def penalty(self) -> float:
        """What it adds to the loss."""
        return 0.0

    def penalty_backward(self) -> None:
        """Add the gradients of that to those that `backward` has filled."""

    # Bound layers

    def bind(self, shape: Shape, batch_axis: int = -2) -> Shape:
        """Keep arrays for inputs of this shape, and return the shape of the outputs."""
        self.y = batch_last(shape, batch_axis)
        self.dx = batch_last(shape, batch_axis)
        return shape

    def write_to(self, y: Array) -> None:
        """Write the output here from now on."""
        self.y = y


def views(flat: Array, shapes: Mapping[str, Shape]) -> dict[str, Array]:
    """The parts of a flat array (..., size) one after another, by name, each in its shape (..., *shape)."""
    parts = {}
    start = 0
    for name, shape in shapes.items():
        stop = start + math.prod(shape)
        parts[name] = flat[..., start:stop].reshape((*flat.shape[:-1], *shape))
        start = stop
    return parts


def fits(x: Array, y: Array | None) -> None:
    """Raise ValueError where x does not have the shape of the bound array y that will take its image."""
    if y is not None and x.shape != y.shape:
        raise ValueError(f"x must be {y.shape}, got {x.shape}")


def probability(p: float) -> float:
    """p of dropping, as a number. Raises: ValueError unless 0 <= p < 1."""
    if not 0 <= p < 1:  # NaN fails this too
        raise ValueError(f"p must lie in [0, 1), got {p}")
    return float(p)


def forward_first(layer: Layer) -> RuntimeError:
    """The error for a `backward` that has no `forward` to follow."""
    return RuntimeError(f"{type(layer).__name__}.backward needs a forward pass first")


def batch_last(shape: Shape, batch_axis: int = -2, fill: float = 0.0) -> Array:
    """A new array of shape (..., batch, *rest) that lies in memory number by number, each with its whole batch.

    In this order a column of ones beside a layer's units is one more run of memory, and nothing has to be copied
    to put it there (`Dense`).
    """
    axis = batch_axis % len(shape)
    order = (*shape[:axis], *shape[axis + 1 :], shape[axis])
    # Zeros take no memory until they are written: the gradients of a network that only evaluates never are.
    room = np.zeros(math.prod(shape) + 7)
    first = -(room.__array_interface__["data"][0] // 8) % 8  # at a cache line: a product of matrices that lie across
    array = room[first : first + math.prod(shape)].reshape(order)  # two takes up to a tenth longer
    if fill:
        array[...] = fill
    return np.moveaxis(array, -1, axis)


def float_array(x: Any) -> NDArray[Any]:
    """`x` as an array of floats; float32 stays float32."""
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)
