"""Proof of a gradient: each number that backward gives, against a central difference of the forward pass.

The forward pass has to be the same each time it is run: `FixedCoins` freeze the mask of a Dropout layer.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from app.engine import Layer

STEP = 1e-5
TOLERANCE = 1e-7  # of the larger of 1 and the number itself; the difference is exact to about 1e-9


class FixedCoins:
    """An `rng` for Dropout that gives the same coins whenever it is asked."""

    def __init__(self, coins: Any) -> None:
        self.coins = np.asarray(coins, np.float64)

    def random(self, shape: tuple[int, ...]) -> np.ndarray:
        assert tuple(shape) == self.coins.shape, f"there are coins for {self.coins.shape}, asked for {shape}"
        return self.coins


class NoCoins:
    """An `rng` for Dropout where nothing may be drawn."""

    def random(self, shape: tuple[int, ...]) -> np.ndarray:
        raise AssertionError(f"coins were drawn, for {shape}")


def check_gradient(name: str, loss: Callable[[], float], values: np.ndarray, gradient: np.ndarray) -> None:
    """Hold `gradient` against the change of `loss()` with each of `values`, which `loss` reads."""
    assert gradient.shape == values.shape, f"dL/d{name}: {gradient.shape} for {values.shape}"
    for index in np.ndindex(values.shape):
        before = values[index]
        values[index] = before + STEP
        above = loss()
        values[index] = before - STEP
        below = loss()
        values[index] = before
        difference = (above - below) / (2 * STEP)
        if not abs(gradient[index] - difference) <= TOLERANCE * max(1.0, abs(difference)):
            raise AssertionError(
                f"dL/d{name}{list(index)}: backward gives {gradient[index]:.10g}, "
                f"the central difference {difference:.10g}"
            )


def check_layer(layer: Layer, x: Any) -> None:
    """Hold dL/dx and dL/d(each parameter) against central differences, for L = sum(dy * layer.forward(x))."""
    x = np.array(x, np.float64)
    rng = np.random.default_rng(0)
    shape = layer.forward(x).shape
    dy = rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)  # of both signs, all apart, and none is 0
    gradients = {"x": layer.backward(dy).copy(), **{name: grad.copy() for name, grad in layer.grads.items()}}
    assert gradients.keys() == {"x", *layer.params}
    for name, gradient in gradients.items():
        values = x if name == "x" else layer.params[name]
        check_gradient(name, lambda: float((dy * layer.forward(x)).sum()), values, gradient)
