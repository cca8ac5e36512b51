"""A network with dropout off: its losses and accuracies, and what it has learned."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.runs.data.data_set import DataSet
from app.runs.nets.dense import DenseModel
from app.runs.nets.model import Model
from app.runs.nets.parts import DenseNet
from app.runs.spec.cost import evaluated_at_once, passed_at_once
from app.runs.spec.run_spec import RunSpec
from app.runs.training.model import evaluated_model, passing_model

GUESSES = 6

T = TypeVar("T")
Parts = list[tuple[Array, int]]  # samples, and how many of them count


class Score(NamedTuple):
    """Of one arm at one step, dropout off. `accuracy` is of the test set, NaN for regression."""

    clean: float
    test: float
    accuracy: float


class Learned(NamedTuple):
    """What one arm has learned at a step, dropout off.

    dead: for each hidden layer of a dense network, the ReLU neurons that are 0 for every training sample.
    shown: z of `DataSet.shown`, (1024,) or (96,), or None; confusion: (classes, classes) counts, row = true class, or
    None; guesses: classes of the first six test samples, or None.
    """

    dead: list[list[int]]
    shown: NDArray[np.float32] | None
    confusion: NDArray[np.int16] | None
    guesses: NDArray[np.int64] | None


class Evaluation:
    """Evaluates any parameters of one arm's network, dropout off. Its networks are made when first asked for.

    theta: a row of its log; step: whose p counts, where evaluation depends on p that is set. like: the evaluation of
    another arm whose network is the same but for its masks; both use its networks, in turns.
    """

    def __init__(self, spec: RunSpec, data: DataSet, like: Evaluation | None = None) -> None:
        self.spec = spec
        self.data = data
        self._loss = LOSSES[data.task]()
        self._model: Model | None = None if like is None else like.model
        self._bound: Model | None = None  # for parts of one size
        self._passing: Model | None = None  # for masks on
        if like is not None and like._size == self._size:
            self._bound = like._bound

    @property
    def model(self) -> Model:
        """For inputs of any number."""
        if self._model is None:
            self._model = evaluated_model(self.spec)
        return self._model

    def score(self, theta: NDArray[Any], step: int = 0) -> Score:
        """Mean loss over the training and the test set, and the share of test samples that it gets right."""
        return at_once(self.score_in_parts(theta, step))

    def score_in_parts(self, theta: NDArray[Any], step: int = 0) -> Generator[None, None, Score]:
        """The same, with a pause after each part."""
        z = []
        for part, _ in self._parts(theta, step, self._scored):
            z.append(part)
            yield
        return self._score(np.concatenate(z))

    def clean(self, theta: NDArray[Any], step: int = 0) -> float:
        """The mean loss over the training set alone."""
        return float(self._loss.forward(self.output(theta, self.data.x, step), self.data.y))

    def learned(self, theta: NDArray[Any], step: int = 0) -> tuple[Score, Learned]:
        """The score, and what has been learned."""
        return at_once(self.learned_in_parts(theta, step))

    def learned_in_parts(self, theta: NDArray[Any], step: int = 0) -> Generator[None, None, tuple[Score, Learned]]:
        """The same, with a pause after each part, and from one pass."""
        n, alive = len(self.data.x), [np.zeros(width, bool) for width in hidden_layers(self.spec)]
        parts, shown, count = [], [], 0
        for part, model in self._parts(theta, step, self._scored):
            parts.append(part)
            mine = max(0, min(len(part), n - count))  # of the training set
            count += len(part)
            for seen, values in zip(alive, hidden_of(model), strict=True):
                seen |= values[:mine].max(axis=0, initial=0.0) != 0
            yield
        for part, _ in self._parts(theta, step, self._shown):
            shown.append(part[:, 0].astype(np.float32))
            yield
        z = np.concatenate(parts)
        dead = [np.flatnonzero(~seen).tolist() for seen in alive] if can_die(self.spec) else []
        confusion = guesses = None
        if self.data.task == "classes":
            said = self.classes(z[n:])
            confusion = confused(self.data.y_test, said, self.spec.sizes[-1]).astype(np.int16)
            guesses = said[:GUESSES]
        learned = Learned(dead or [[] for _ in alive], np.concatenate(shown) if shown else None, confusion, guesses)
        return self._score(z), learned

    def _score(self, z: Array) -> Score:
        n = len(self.data.x)
        clean = self._loss.forward(z[:n], self.data.y)
        test = self._loss.forward(z[n:], self.data.y_test)
        if self.data.task == "regression":
            return Score(clean, test, float("nan"))
        return Score(clean, test, float((self.classes(z[n:]) == self.data.y_test.reshape(-1)).mean()))

    def _parts(self, theta: NDArray[Any], step: int, samples: Parts) -> Iterator[tuple[Array, Model]]:
        """z of these samples, part by part, and the network that has just made it."""
        if self._bound is None:
            self._bound = evaluated_model(self.spec)
            self._bound.network.bind((self._size, self.spec.sizes[0]))
        network = self._bound.network
        network.state[...] = theta
        if self._bound.dropouts:
            self._bound.put(self.spec.rates(step))
        for x, count in samples:
            yield network.forward(x)[:count].copy(), self._bound

    @cached_property
    def _size(self) -> int:
        """Of all parts, so that one network is bound to them."""
        count = len(self.data.x) + len(self.data.x_test)
        return -(-count // -(-count // evaluated_at_once(sum(self.spec.sizes))))

    @cached_property
    def _scored(self) -> Parts:
        """The training set, and the test set after it."""
        return in_parts(np.concatenate([self.data.x, self.data.x_test]), self._size)

    @cached_property
    def _shown(self) -> Parts:
        """The points of the map or of the curve."""
        return in_parts(self.data.shown, self._size)

    def classes(self, z: Array) -> NDArray[np.int64]:
        """The class that the network says, from its output z."""
        return (z[:, 0] > 0).astype(np.int64) if self.data.task == "binary" else z.argmax(axis=1)

    def output(self, theta: NDArray[Any], x: Array, step: int = 0) -> Array:
        """z for these parameters and inputs: (samples, outputs)."""
        self.model.network.state[...] = theta
        self.model.put(self.spec.rates(step))
        return self.model.network.forward(x)

    def output_in_parts(self, theta: NDArray[Any], x: Array, step: int = 0) -> Generator[None, None, Array]:
        """The same, with a pause after each part."""
        rows, z = passed_at_once(self.spec.plan), []
        for start in range(0, len(x), rows):
            z.append(self.output(theta, x[start : start + rows], step).copy())
            yield
        return np.concatenate(z)

    def hidden(self, theta: NDArray[Any], x: Array, step: int = 0) -> list[Array]:
        """The activations of every hidden layer: (samples, units) each."""
        self.output(theta, x, step)
        return hidden_of(self.model)

    def passes(self, theta: NDArray[Any], x: Array, k: int, step: int = 0) -> Array:
        """z of Monte-Carlo dropout: K passes with masks on, each with one mask for all inputs: (k, samples, outputs).

        Source: Gal and Ghahramani 2016.
        """
        return at_once(self.passes_in_parts(theta, x, k, step))

    def passes_in_parts(self, theta: NDArray[Any], x: Array, k: int, step: int = 0) -> Generator[None, None, Array]:
        """The same, with a pause after each part. Pass i has the same coins at every step, so that what moves while a
        run plays is the network alone; they are none that it trained with."""
        z = np.empty((k, len(x), self.spec.sizes[-1]))
        for number in range(k):
            z[number] = yield from self.pass_in_parts(theta, x, number, step)
        return z

    def pass_in_parts(self, theta: NDArray[Any], x: Array, number: int, step: int = 0) -> Generator[None, None, Array]:
        """One of these passes alone: what one subnetwork says, (samples, outputs)."""
        model = self._passing = self._passing or passing_model(self.spec)
        rows = evaluated_at_once(sum(self.spec.sizes))
        z = np.empty((len(x), self.spec.sizes[-1]))
        for start in range(0, len(x), rows):
            model.network.state[...] = theta  # others may have asked meanwhile
            model.put(self.spec.rates(step))
            model.coins.seek(number)
            z[start : start + rows] = model.network.forward(x[start : start + rows])
            yield
        return z


def in_parts(samples: Array, size: int) -> Parts:
    """The samples in parts of one size; where they do not fill the last, rows of zeros do."""
    parts = []
    for start in range(0, len(samples), size):
        part = samples[start : start + size]
        full = part if len(part) == size else np.concatenate([part, np.zeros((size - len(part), *part.shape[1:]))])
        parts.append((full, len(part)))
    return parts


def hidden_layers(spec: RunSpec) -> tuple[int, ...]:
    """Widths of the layers whose neurons can be dead or silent: a dense network's hidden ones."""
    return spec.net.hidden if isinstance(spec.net, DenseNet) else ()


def can_die(spec: RunSpec) -> bool:
    """Whether these neurons can be 0 for every sample."""
    return isinstance(spec.net, DenseNet) and spec.net.activation == "relu"


def hidden_of(model: Model) -> list[Array]:
    """What these layers put out in the last forward pass."""
    return model.hidden if isinstance(model, DenseModel) else []


def confused(truth: NDArray[np.int64], said: NDArray[np.int64], classes: int) -> NDArray[np.int64]:
    """How often each true class (row) was taken for each class (column): (classes, classes)."""
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (truth, said), 1)
    return counts


def at_once(parts: Generator[None, None, T]) -> T:
    """Go through what is computed in parts, and return what it found."""
    while True:
        try:
            next(parts)
        except StopIteration as end:
            found: T = end.value
            return found
