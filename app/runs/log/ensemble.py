"""The mean of many subnetworks beside the full network: as its predictions are averaged, one subnetwork after another.

A subnetwork is the network under one mask that all samples share (`Evaluation.pass_in_parts`); the full network is the
one with dropout off, which the books say has the mean of them all. With p_k what the k-th says of the classes:

    arithmetic mean   a = (1/K) sum_k p_k
    geometric mean    g = exp((1/K) sum_k log p_k) / Z,   Z so that it adds up to 1

Of a softmax over one layer, the geometric mean over all masks is the full network, exactly.
Source: Hinton et al. 2012; Srivastava et al. 2014, section 7.5; Baldi and Sadowski 2013 (geometric means).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.runs.data.tasks import Kind
from app.runs.training.evaluation import Evaluation, at_once


class Measured(NamedTuple):
    """Of predictions of the test set. error: the share of samples that they get wrong, NaN for a curve; loss: the mean
    loss; divergence: KL(these || the full network's), mean over samples, in nats; of numbers, where there is none, the
    mean squared difference; first: what they give the first sample's right class, or the number itself."""

    error: float
    loss: float
    divergence: float
    first: float


class Ensemble(NamedTuple):
    """alone: of each subnetwork; arithmetic, geometric: of the mean of the first 1, 2, ..., K; full: of the network
    with dropout off. Of numbers both means are the same."""

    alone: tuple[Measured, ...]
    arithmetic: tuple[Measured, ...]
    geometric: tuple[Measured, ...]
    full: Measured


def ensemble(evaluation: Evaluation, theta: NDArray[Any], k: int, step: int = 0) -> Ensemble:
    """Of the first K subnetworks, on the test set."""
    return at_once(ensemble_in_parts(evaluation, theta, k, step))


def ensemble_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], k: int, step: int = 0
) -> Generator[None, None, Ensemble]:
    """The same, with a pause after each part."""
    data = evaluation.data
    means = Means((yield from evaluation.output_in_parts(theta, data.x_test, step)), data.y_test, data.task)
    for number in range(k):
        means.add((yield from evaluation.pass_in_parts(theta, data.x_test, number, step)))
        yield
    return means.found()


class Means:
    """Running means of what subnetworks put out.

    full: z of the network with dropout off, (samples, outputs); y: what is right.
    """

    def __init__(self, full: Array, y: NDArray[Any], task: Kind) -> None:
        self.task = task
        self.y = y
        self.full = self._said(full)
        self._alone: list[Measured] = []
        self._arithmetic: list[Measured] = []
        self._geometric: list[Measured] = []
        self._z = np.zeros_like(full)  # the sum of what they put out
        self._total = np.zeros_like(full) if task == "regression" else np.full_like(self.full, -np.inf)

    def add(self, z: Array) -> None:
        """Another subnetwork's."""
        said, count = self._said(z), len(self._alone) + 1
        self._alone.append(self._measured(said))
        self._z += z
        # log p_k is z_k less a number for each sample, which Z takes out again: g is what the mean of z says.
        self._geometric.append(self._measured(self._said(self._z / count)))
        if self.task == "regression":
            self._arithmetic.append(self._geometric[-1])
            return
        self._total = np.logaddexp(self._total, said)
        self._arithmetic.append(self._measured(self._total - np.log(count)))

    def found(self) -> Ensemble:
        """Of all so far."""
        return Ensemble(tuple(self._alone), tuple(self._arithmetic), tuple(self._geometric), self._measured(self.full))

    def _said(self, z: Array) -> Array:
        """log p of each class, (samples, classes); numbers as they are."""
        if self.task == "regression":
            return z
        if self.task == "binary":
            return -np.logaddexp(0.0, np.concatenate([z, -z], axis=1))
        z = z - z.max(axis=1, keepdims=True)
        return np.asarray(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))

    def _measured(self, said: Array) -> Measured:
        if self.task == "regression":
            loss = LOSSES[self.task]().forward(said, self.y)
            return Measured(float("nan"), float(loss), float(np.square(said - self.full).mean()), float(said[0, 0]))
        right = self.y.reshape(-1).astype(np.intp)
        wrong = said.argmax(axis=1) != right
        divergence = (np.exp(said) * (said - self.full)).sum(axis=1)
        loss = -said[np.arange(len(right)), right].mean()
        first = float(np.exp(said[0, right[0]]))
        return Measured(float(wrong.mean()), float(loss), max(0.0, float(divergence.mean())), first)
