"""Predict first: three small tasks, each with numbers of its own, and what the engine gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.engine.dropout import Dropout
from app.engine.layer import Array
from app.runs.one_layer.coins import Given

TASKS = ("y", "dx", "mean")
RATES = (0.2, 0.75, 0.6)  # not 0.5, at which p and 1 - p cannot be told apart
BATCH, UNITS = 2, 3
ROUND_MAX = 999
MEANS = ("train", "eval", "square")


@dataclass(frozen=True)
class Example:
    """The numbers of one round, all (2, 3) but p; coins have two decimals, so that no comparison is in doubt."""

    p: float
    x: Array
    coins: Array
    mask: Array
    y: Array
    dy: Array
    dx: Array


@lru_cache(maxsize=32)
def example(turn: int) -> Example:
    """The numbers of a round: half of the cells, or about that, are dropped, and no known mistake is right.

    Where a kept dy is 1 its dx is the mask; where x is 1 - p, E[y^2] is x.
    """
    rng = np.random.default_rng([20, turn])
    p = RATES[turn % len(RATES)]
    x = rng.permutation(np.arange(1, BATCH * UNITS + 1)).reshape(BATCH, UNITS) * 0.4
    dy = rng.permutation(np.arange(-2, BATCH * UNITS - 2)).reshape(BATCH, UNITS) * 0.2 + 0.2 * (turn % 2 + 3)
    x, dy = np.round(x, 1), np.round(dy, 1)
    if math.isclose(x[0, 0], 1 - p):
        x[0, [0, 1]] = x[0, [1, 0]]
    while True:
        coins = np.round(rng.random((BATCH, UNITS)), 2)
        kept = coins > p
        if 2 <= kept.sum() <= 4 and not (coins == p).any() and coins.all() and not (dy[kept] == 1).any():
            break
    layer = Dropout(p, Given(coins))
    y = layer.forward(x)
    return Example(p, x, coins, np.asarray(layer.mask), y, dy, layer.backward(dy))


def answer_names(task: str) -> tuple[str, ...]:
    """The names under which a task's answers come."""
    if task == "mean":
        return MEANS
    return tuple(f"a{i}{j}" for i in range(1, BATCH + 1) for j in range(1, UNITS + 1))


def truth(task: str, numbers: Example, name: str) -> float:
    """What the engine gives."""
    if task == "mean":
        return _expected(numbers, name)
    i, j = int(name[1]) - 1, int(name[2]) - 1
    return float((numbers.y if task == "y" else numbers.dx)[i, j])


def _expected(numbers: Example, name: str) -> float:
    """The mean over both masks of one neuron, each weighted with its probability; in evaluation there is one."""
    x, p = numbers.x[0, 0], numbers.p
    if name == "eval":
        return float(Dropout(p, Given(0.0)).eval().forward(np.array([x]))[0])
    dropped, kept = (float(Dropout(p, Given(coin)).forward(np.array([x]))[0]) for coin in (0.0, p))
    power = 2 if name == "square" else 1
    return p * dropped**power + (1 - p) * kept**power
