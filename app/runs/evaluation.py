"""A network with dropout off: its losses and accuracies, and what it computes over a plane or a line."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.engine.network import Network
from app.runs.data import DataSet
from app.runs.model import build
from app.runs.spec import RunSpec

PART = 1024  # samples that go through the network at once: a bound on memory


class Score(NamedTuple):
    """Of one arm at one step, dropout off. `accuracy` is of the test set, NaN for regression."""

    clean: float
    test: float
    accuracy: float


class Evaluation:
    """Evaluates any parameters of one spec's network, dropout off."""

    def __init__(self, spec: RunSpec, data: DataSet) -> None:
        self.spec = spec
        self.data = data
        self.model = build(spec, dropout=False)
        self.network = self.model.network.eval()
        self._loss = LOSSES[data.task]()
        self._parts: list[Array] = []  # all samples in parts of one size, and
        self._scorer: Network | None = None  # a network bound to it; made when first asked for

    def score(self, theta: NDArray[Any]) -> Score:
        """Mean loss over the training and the test set, and the share of test samples that it gets right."""
        n, count = len(self.data.x), len(self.data.x) + len(self.data.x_test)
        if self._scorer is None:
            self._scorer = self._bind_scorer(count)
        self._scorer.theta[...] = theta
        z = np.concatenate([self._scorer.forward(part).copy() for part in self._parts])[:count]
        clean = self._loss.forward(z[:n], self.data.y)
        test = self._loss.forward(z[n:], self.data.y_test)
        if self.data.task == "regression":
            return Score(clean, test, float("nan"))
        return Score(clean, test, float((self.classes(z[n:]) == self.data.y_test.reshape(-1)).mean()))

    def _bind_scorer(self, count: int) -> Network:
        """Split the samples into parts of one size, with rows of zeros at the end where they do not fill the last."""
        parts = -(-count // PART)
        size = -(-count // parts)
        x = np.zeros((parts * size, self.data.x.shape[1]))
        np.concatenate([self.data.x, self.data.x_test], out=x[:count])
        self._parts = np.split(x, parts)
        network = build(self.spec, dropout=False).network.eval()
        network.bind((size, x.shape[1]))
        return network

    def classes(self, z: Array) -> NDArray[np.int64]:
        """The class that the network says, from its output z."""
        return (z[:, 0] > 0).astype(np.int64) if self.data.task == "binary" else z.argmax(axis=1)

    def output(self, theta: NDArray[Any], x: Array) -> Array:
        """z for these parameters and inputs: (samples, outputs)."""
        self.network.theta[...] = theta
        return self.network.forward(x)

    def hidden(self, theta: NDArray[Any], x: Array) -> list[Array]:
        """The activations of every hidden layer: (samples, units) each."""
        self.output(theta, x)
        return [layer.out for layer in self.model.activations if layer.out is not None]
