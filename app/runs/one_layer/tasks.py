"""Predict first: three small tasks, each with numbers of its own, and what the engine gives."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
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
APART = 0.02  # between two answers that mean different things: each is written with two decimals


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
    """The numbers of a round: some cells are dropped, and no known mistake looks right, or like another."""
    rng = np.random.default_rng([20, turn])
    while True:
        found = _drawn(rng, RATES[turn % len(RATES)], turn)
        if found is not None and _all_apart(found):
            return found


def _drawn(rng: np.random.Generator, p: float, turn: int) -> Example | None:
    """Some numbers; None where too few or too many cells are kept, or a coin is 0 or p."""
    x = rng.permutation(np.arange(1, BATCH * UNITS + 1)).reshape(BATCH, UNITS) * 0.4
    dy = rng.permutation(np.arange(-2, BATCH * UNITS - 2)).reshape(BATCH, UNITS) * 0.2 + 0.2 * (turn % 2 + 3)
    x, dy, coins = np.round(x, 1), np.round(dy, 1), np.round(rng.random((BATCH, UNITS)), 2)
    if not 2 <= (coins > p).sum() <= 4 or (coins == p).any() or not coins.all():
        return None
    layer = Dropout(p, Given(coins))
    y = layer.forward(x)
    return Example(p, x, coins, np.asarray(layer.mask), y, dy, layer.backward(dy))


def _all_apart(numbers: Example) -> bool:
    return all(_apart(task, numbers, name) for task in TASKS for name in answer_names(task))


def _apart(task: str, numbers: Example, name: str) -> bool:
    """Whether each mistake differs from what is right and, where it has a reason of its own, from every other."""
    right, wrong = truth(task, numbers, name), mistakes(task, numbers, name)
    pairs = itertools.combinations(wrong.values(), 2) if "dropped" not in wrong else ()
    return all(abs(value - right) >= APART for value in wrong.values()) and all(abs(a - b) >= APART for a, b in pairs)


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


def mistakes(task: str, numbers: Example, name: str) -> Mapping[str, float]:
    """What the known mistakes give, by their names in `marking`. All are of one kind in a cell that is dropped."""
    x, p = float(numbers.x[0, 0]), numbers.p
    q = 1 - p
    if task == "mean":
        return {
            "train": {"unscaled": x * q, "kept": x / q},
            "eval": {"classic": x * q, "scaled": x / q},
            "square": {"mean": x, "squared": x * x, "unscaled": x * x * q, "kept": (x / q) ** 2},
        }[name]
    i, j = int(name[1]) - 1, int(name[2]) - 1
    value = float((numbers.x if task == "y" else numbers.dy)[i, j])
    if numbers.mask[i, j] == 0:
        return {
            "dropped": value / q,
            "dropped unscaled": value,
            "dropped times q": value * q,
            "dropped over p": value / p,
        }
    found = {"zero": 0.0, "unscaled": value, "times q": value * q, "over p": value / p}
    return found if task == "y" else found | {"mask": 1 / q, "y": float(numbers.y[i, j])}
