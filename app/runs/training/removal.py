"""Hidden neurons taken away at random, of all hidden layers together: what is left of a trained network, draw by draw.

Those of a layer that stay are scaled by 1 / (1 - share), as dropout scales in training, so that the sums above keep
their mean. A draw puts all neurons into an order of its own; a larger share takes away the same neurons and more.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.seeding import seeding
from app.runs.spec.budget import PASS, SPEED, UNIT, pass_seconds
from app.runs.spec.run_spec import RunSpec
from app.runs.training.ablation import Gates, Left, Neuron, left_in_parts
from app.runs.training.evaluation import Evaluation

SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9)
DRAWS = 20


class Removed(NamedTuple):
    """A share of the hidden neurons taken away: how many neurons these are, and what is left in each draw."""

    share: float
    neurons: int
    left: tuple[Left, ...]

    @property
    def loss(self) -> float:
        """Over the draws, on average."""
        return float(np.mean([left.loss for left in self.left]))

    @property
    def accuracy(self) -> float:
        """Over the draws, on average."""
        return float(np.mean([left.accuracy for left in self.left]))


def removed_in_parts(
    evaluation: Evaluation,
    theta: NDArray[Any],
    step: int = 0,
    shares: Sequence[float] = SHARES,
    draws: int = DRAWS,
) -> Generator[None, None, tuple[Removed, ...]]:
    """Each of these shares, with a pause after each pass. Where nothing is taken away, there is one draw."""
    spec, neurons = evaluation.spec, sum(evaluation.spec.dense.hidden)
    orders = [order(spec, draw) for draw in range(draws)]
    counts = [round(share * neurons) for share in shares]
    ways: list[list[Gates]] = [[scaled(spec, of[:count]) for of in orders] if count else [{}] for count in counts]
    left = iter((yield from left_in_parts(evaluation, theta, list(chain(*ways)), step)))
    return tuple(
        Removed(share, count, tuple(next(left) for _ in own))
        for share, count, own in zip(shares, counts, ways, strict=True)
    )


def removal_seconds(spec: RunSpec, samples: int, shares: Sequence[float] = SHARES, draws: int = DRAWS) -> float:
    """About how long it takes with so many test samples: each pass makes the first hidden layer's sums no more."""
    first = 2 * (spec.sizes[0] + 1) * spec.sizes[1] / SPEED + UNIT * spec.sizes[0]
    return len(shares) * draws * (PASS + samples * (pass_seconds(1, spec.plan) - first))


def order(spec: RunSpec, draw: int) -> NDArray[np.int64]:
    """All hidden neurons as a draw takes them away, counted through all layers. Both arms have the same: it goes by the
    seed of their weights."""
    rng = np.random.Generator(np.random.PCG64(seeding(spec.seeds.weights, "removal", draw)))
    return rng.permutation(sum(spec.dense.hidden))


def first_half(spec: RunSpec) -> tuple[Neuron, ...]:
    """The half of the hidden neurons that the first draw takes away."""
    neurons = [(layer, unit) for layer, width in enumerate(spec.dense.hidden) for unit in range(width)]
    return tuple(sorted(neurons[k] for k in order(spec, 0)[: round(len(neurons) / 2)].tolist()))


def scaled(spec: RunSpec, off: NDArray[np.int64]) -> Gates:
    """Gates that take these away, and scale the others of every hidden layer by 1 / (1 - share)."""
    widths = spec.dense.hidden
    neurons, stay = sum(widths), sum(widths) - len(off)
    gates = np.full(neurons, neurons / stay if stay else 1.0)
    gates[off] = 0.0
    return dict(enumerate(np.split(gates, np.cumsum(widths[:-1]))))
