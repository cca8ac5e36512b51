"""Initial weights, drawn from a generator that is handed in."""

from __future__ import annotations

import math

import numpy as np

from app.engine.layer import Array
from app.engine.network import Network

GAINS = {"relu": math.sqrt(2.0), "tanh": 1.0, "sigmoid": 1.0}


def draw_weights(network: Network, activation: str, rng: np.random.Generator) -> None:
    """Each layer draws its own in turn, as after this activation: `Dense` has W ~ N(0, gain^2 / inputs) and b = 0."""
    network.draw(rng, GAINS[activation])


def to_grid(values: Array, row: np.ndarray | None = None) -> None:
    """Round values in place to float32's grid, with the float32 numbers themselves in `row`.

    Matrix products differ in their last bits from machine to machine. Arithmetic in float64 with parameters
    put on this grid after each step gives every machine the same parameters.
    """
    if row is None:
        row = np.empty(values.shape, np.float32)
    row[...] = values
    values[...] = row
