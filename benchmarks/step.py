"""A training step against its floor: the bare matrix products and random bits of the same shapes.

    python benchmarks/step.py

The step is what a run does: forward with dropout of 0.5 after every hidden layer, loss, backward, SGD, and,
where it says so, parameters onto the float32 grid. The floor is every product of forward and backward, bias rows
included and the gradient of the data left out, and 16 random bits for each hidden neuron of the batch: once with
`np.dot(a, b, out=c)`, which anyone would write, and once with bound `a.dot` methods called by position, which is
the least that NumPy can do.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from measure import calls, paired, print_table
from threadpoolctl import threadpool_limits

from app.engine import (
    SGD,
    BinaryCrossEntropy,
    Coins,
    Dense,
    Dropout,
    Network,
    SoftmaxCrossEntropy,
    draw_weights,
    to_grid,
)
from app.engine.activations import ACTIVATIONS
from app.engine.layer import Layer

SHAPES = (((2, 8, 8, 8, 1), 10, 3.5), ((64, 128, 128, 10), 32, 2.0))  # sizes, batch, ratio to reach


def step(sizes: tuple[int, ...], batch: int, activation: str, grid: bool) -> Callable[[], None]:
    """One training step, a function to call again and again."""
    coins = Coins(1, [(batch, units) for units in sizes[:-1]])
    layers: list[Layer] = []
    for k, (inputs, outputs) in enumerate(pairwise(sizes[:-1]), 1):
        layers += [Dense(inputs, outputs), ACTIVATIONS[activation](), Dropout(0.5, coins.place(k))]
    network = Network([*layers, Dense(*sizes[-2:])])
    rng = np.random.default_rng(1)
    draw_weights(network, activation, rng)
    network.bind((batch, sizes[0]))
    network.want_data_gradient(False)
    optimizer = SGD(network.theta, 0.01)
    x, y = batch_of(sizes, batch, rng)
    loss = BinaryCrossEntropy() if sizes[-1] == 1 else SoftmaxCrossEntropy()
    row = np.empty(network.theta.shape, np.float32)

    def once() -> None:
        coins.seek(coins.step + 1)
        loss.forward(network.forward(x), y)
        network.backward(loss.backward())
        optimizer.step(network.grad)
        if grid:
            to_grid(network.theta, row)

    return once


def batch_of(sizes: tuple[int, ...], batch: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Random inputs, and labels for them: 0 or 1 for one output, else the index of a class."""
    x = rng.standard_normal((batch, sizes[0]))
    if sizes[-1] == 1:
        return x, rng.integers(0, 2, (batch, 1)).astype(float)
    return x, rng.integers(0, sizes[-1], batch)


def floor(sizes: tuple[int, ...], batch: int, strict: bool = True) -> Callable[[], None]:
    """The products and the random bits of one step, and nothing else."""
    rng = np.random.default_rng(1)
    draw = rng.standard_normal
    forward, backward = [], []
    for k, (inputs, outputs) in enumerate(pairwise(sizes)):
        x1, theta, dy = draw((batch, inputs + 1)), draw((inputs + 1, outputs)), draw((batch, outputs))
        forward.append((x1, theta, np.empty((batch, outputs))))
        backward.append((x1.T, dy, np.empty((inputs + 1, outputs))))
        if k > 0:
            backward.append((dy, theta[:-1].T, np.empty((batch, inputs))))
    products = forward + backward[::-1]
    bits = np.random.SFC64(1)
    words = -(-batch * sum(sizes[1:-1]) // 4)  # of 64 bits

    def plain() -> None:
        for a, b, out in products:
            np.dot(a, b, out=out)
        bits.random_raw(words)

    bound = [(a.dot, b, out) for a, b, out in products]

    def least() -> None:
        for dot, b, out in bound:
            dot(b, out)
        bits.random_raw(words)

    return least if strict else plain


def main() -> None:
    rows = []
    for sizes, batch, reach in SHAPES:
        for activation in ("relu", "tanh"):
            for grid in (False, True):
                once = step(sizes, batch, activation, grid)
                found = paired(calls(once), calls(floor(sizes, batch, strict=False)))
                least = paired(calls(once), calls(floor(sizes, batch)))
                name = "-".join(map(str, sizes)) + f" batch {batch}"
                kind = f"{activation}, float32 grid" if grid else activation
                times = [f"{seconds * 1e6:.1f}" for seconds in found[1:]]
                rows.append((name, kind, *times, f"{found.ratio:.2f}", f"{least.ratio:.2f}", f"{reach:g}"))
    print_table(("network", "step", "step µs", "floor µs", "ratio", "to the least", "reach"), rows)


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
