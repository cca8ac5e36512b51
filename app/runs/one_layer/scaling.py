"""The scaling laboratory: four ways to scale, over many masks made of the same coins.

    way        training          evaluation
    inverted   x b / (1 - p)     x
    classic    x b               (1 - p) x
    none       x b               x
    1/p        x b / p           x              with b = 1 where u >= p, else 0

Inverted and classic are the engine's layer as it is; the other two are put together from its output.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.engine.dropout import Dropout
from app.engine.layer import Array
from app.runs.one_layer.coins import Given, generator
from app.runs.one_layer.layer_pass import matrices
from app.runs.one_layer.layer_spec import LayerSpec

WAYS = ("inverted", "classic", "none", "1/p")
CHUNK = 65_536  # cells at a time: half a megabyte
POINTS = 120  # of a running mean that are kept
FEW = 10  # masks that keep a cell, or drop it, below which a z-score says little
SURPRISE = 4.0  # standard errors beyond which chance is no explanation


@dataclass(frozen=True)
class Way:
    """One way to scale, measured in training mode against its own output in evaluation.

    factor: of a kept value in training; None where there is none (1/p at p = 0), and nothing is measured.
    running: (masks so far, mean of the selected cell's y over them); mean is the last, evaluation what the
    cell gives in evaluation. second: mean of y^2 over x^2, over the cells that are not 0.
    z: how many standard errors the selected cell's mean lies from what it gives in evaluation; worst: the largest
    size of all cells'. agrees: whether evaluation is what training gives on average, of any x.
    """

    name: str
    factor: float | None
    running: tuple[tuple[int, float], ...] = ()
    mean: float = math.nan
    evaluation: float = math.nan
    second: float = math.nan
    z: float = math.nan
    worst: float = math.nan
    agrees: bool = False


@dataclass(frozen=True)
class Laboratory:
    """The four ways over the same k masks, of which the first is the page's. x: of the selected cell."""

    k: int
    x: float
    enough: bool
    ways: tuple[Way, ...]


def laboratory(spec: LayerSpec) -> Laboratory:
    """Measure over spec.k masks. Mode, sub-step and dY do not matter."""
    same = LayerSpec(p=spec.p, seed=spec.seed, batch=spec.batch, units=spec.units, x=spec.x, cell=spec.cell, k=spec.k)
    return _measured(same)


@lru_cache(maxsize=64)
def _measured(spec: LayerSpec) -> Laboratory:
    x, _ = matrices(spec)
    at = (spec.cell[0] - 1, spec.cell[1] - 1)
    sums = {name: np.zeros_like(x) for name in WAYS}
    squares = {name: np.zeros_like(x) for name in WAYS}
    series: dict[str, list[Array]] = {name: [] for name in WAYS}
    for coins in _coins(spec):
        for name in WAYS[: 4 if spec.p > 0 else 3]:
            y = train(name, spec.p, x, coins)
            sums[name] += y.sum(axis=0)
            squares[name] += np.einsum("kij,kij->ij", y, y)
            series[name].append(y[:, *at])
    ways = tuple(_way(name, spec, x, at, sums[name], squares[name], series[name]) for name in WAYS)
    return Laboratory(spec.k, float(x[at]), spec.k * min(spec.p, 1 - spec.p) >= FEW, ways)


def train(name: str, p: float, x: Array, coins: Array) -> Array:
    """Y in training, (masks, batch, units), for X (batch, units) and coins (masks, batch, units)."""
    layer = Dropout(p, Given(coins), inverted=name == "inverted")
    y = layer.forward(np.broadcast_to(x, coins.shape))
    return y / p if name == "1/p" else y


def evaluate(name: str, p: float, x: Array) -> Array:
    """Y in evaluation: only the classic way has something to do there."""
    layer = Dropout(p, Given(0.0), inverted=name != "classic").eval()
    return layer.forward(x)


def agrees(name: str, p: float, factor: float) -> bool:
    """Whether what is kept with probability 1 - p and times this factor is on average what evaluation gives."""
    return math.isclose(factor * (1 - p), 1 - p if name == "classic" else 1.0, rel_tol=1e-9)


def chance_beyond(k: int, p: float) -> float:
    """The probability that the share kept of k masks lies more than SURPRISE standard errors from 1 - p, either way.

    P(|K - k (1 - p)| > SURPRISE sqrt(k p (1 - p))),   K binomial
    """
    if p == 0:
        return 0.0
    kept = np.arange(k + 1)
    log_factorial = np.concatenate([[0.0], np.log(kept[1:]).cumsum()])
    log_ways = log_factorial[k] - log_factorial - log_factorial[::-1]
    chance = np.exp(log_ways + kept * math.log1p(-p) + kept[::-1] * math.log(p))
    beyond = np.abs(kept - k * (1 - p)) > SURPRISE * math.sqrt(k * p * (1 - p))
    return float(chance[beyond].sum())


def _coins(spec: LayerSpec) -> Iterator[Array]:
    """The coins of all masks, one after the other from the link's seed, some masks at a time."""
    source = generator(spec.seed)
    at_once = max(1, CHUNK // (spec.batch * spec.units))
    for first in range(0, spec.k, at_once):
        yield source.random((min(at_once, spec.k - first), spec.batch, spec.units))


def _way(
    name: str, spec: LayerSpec, x: Array, at: tuple[int, int], sums: Array, squares: Array, series: list[Array]
) -> Way:
    if not series:
        return Way(name, None)
    p, k = spec.p, spec.k
    factor = 1 / p if name == "1/p" else Dropout(p, Given(0.0), inverted=name == "inverted").scale
    running = np.cumsum(np.concatenate(series)) / np.arange(1, k + 1)
    shown = np.unique(np.geomspace(1, k, min(k, POINTS)).round().astype(int))
    live = x != 0
    second = float((squares[live] / k / x[live] ** 2).mean()) if live.any() else math.nan
    evaluated = evaluate(name, p, x)
    z = np.full_like(x, math.nan)
    if p > 0:
        error = factor * np.abs(x[live]) * math.sqrt(p * (1 - p) / k)
        z[live] = (sums[live] / k - evaluated[live]) / error
    return Way(
        name, factor, tuple((int(n), float(running[n - 1])) for n in shown), float(sums[at] / k),
        float(evaluated[at]), second, float(z[at]),
        float(np.nanmax(np.abs(z))) if p > 0 and live.any() else math.nan, agrees(name, p, factor),
    )  # fmt: skip
