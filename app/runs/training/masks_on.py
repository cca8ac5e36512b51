"""The training loss with masks on, at the weights of one step: what the masks cost."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.engine.losses import LOSSES
from app.runs.data.data_set import DataSet
from app.runs.nets.model import Model
from app.runs.spec.cost import WEIGHT_MASKS, evaluated_at_once, masks_a_sample
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import at_once
from app.runs.training.model import masked_model


class Masked(NamedTuple):
    """The training loss with masks on, and what of it layers have added (`Layer.penalty`)."""

    loss: float
    penalty: float


class MasksOn:
    """Evaluates any parameters of one arm with its dropout on.

        loss = mean over the training set, and over masks drawn anew for each sample, of L(f(x; theta, mask), y)

    With what layers add to the loss, as in training. Masks of weights are shared by a part of the samples: the mean is
    the same, and each of them costs as much as a hundred masks of neurons.

    A step's own training loss has masks on too, but is of one batch, and a mean of several steps is of several
    networks. This is of the same weights and the same samples as the clean training loss: the two differ by the masks
    alone. The masks have coins of their own, so that training's are not used twice.
    """

    def __init__(self, spec: RunSpec, data: DataSet) -> None:
        self.spec = spec
        self._data = data
        self._loss = LOSSES[data.task]()
        self._model: Model | None = None  # bound to parts of one size, made when first asked for
        self._parts: list[Array] = []
        self._y: NDArray[Any] = np.empty(0)

    def loss(self, theta: NDArray[Any], point: int, step: int, clean: float) -> Masked:
        """Of the parameters of a step, the run's evaluation number `point`; `clean` where nothing is dropped then."""
        return at_once(self.loss_in_parts(theta, point, step, clean))

    def loss_in_parts(self, theta: NDArray[Any], point: int, step: int, clean: float) -> Generator[None, None, Masked]:
        """The same, with a pause after each part."""
        rates = self.spec.rates(step)
        if not any(rates):
            return Masked(clean, 0.0)
        model = self._model or self._bind()
        model.network.state[...] = theta
        model.put(rates)
        z = []
        for number, part in enumerate(self._parts, point * len(self._parts)):
            model.coins.seek(number)
            z.append(model.network.forward(part).copy())
            yield
        penalty = model.network.penalty()
        return Masked(float(self._loss.forward(np.concatenate(z)[: len(self._y)], self._y)) + penalty, penalty)

    def _bind(self) -> Model:
        """Repeat the training set, and split it into parts of one size; what fills the last one does not count."""
        x, y = self._data.x, self._data.y
        count = masks_a_sample(len(x)) * len(x)
        parts = -(-count // evaluated_at_once(sum(self.spec.sizes)))
        if self.spec.plan.shared:  # a part has one mask: one for each sample would be as many as there are weights
            parts = max(parts, min(WEIGHT_MASKS, count))
        size = -(-count // parts)
        self._parts = np.split(np.resize(x, (parts * size, x.shape[1])), parts)
        self._y = np.resize(y, (count, *y.shape[1:]))
        self._model = masked_model(self.spec, size)
        self._model.network.bind((size, x.shape[1]))
        return self._model
