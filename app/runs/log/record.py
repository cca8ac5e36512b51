"""Everything that one gradient step did, for all samples of its batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.layer import Array
from app.runs.training.loop import Training


@dataclass(frozen=True)
class StepRecord:
    """One step of the dropout arm. Lists go from the input (0) through the hidden layers (1 to L).

    rows: (batch,) which training samples these are; x: (batch, inputs); y: their targets.
    rates: p in force at each place 0..L; coins: u, (batch, units) for each place;
    masks: 0 or 1/(1-p), or None where the place let all through.
    activations: 0..L+1: x, each hidden layer's before its mask, and z, the output.
    upstream: 0..L, dL/d(mask * activation), what arrives from above; gradients: dL/d(activation) = upstream * mask.
    dz: layers 1..L+1, dL/dz, what is left of it after the slope: 0 where a ReLU gave 0.
    L is the mean over the batch, so each sample's gradients hold 1 / batch.
    weights, biases: of layers 1..L+1, before this step's update; weight_grads, bias_grads: their gradients.
    """

    step: int
    rows: NDArray[np.intp]
    x: Array
    y: NDArray[Any]
    loss: float
    twin_loss: float
    rates: tuple[float, ...]
    coins: list[Array]
    masks: list[Array | None]
    activations: list[Array]
    upstream: list[Array]
    gradients: list[Array]
    dz: list[Array]
    weights: list[Array]
    biases: list[Array]
    weight_grads: list[Array]
    bias_grads: list[Array]


def record(training: Training, twin_loss: float) -> StepRecord:
    """Run the pass of the step that `training` is at, and copy what it did."""
    network = training.network
    network.want_data_gradient(True)
    try:
        with np.errstate(over="ignore"):  # of a slope that is 0
            loss = training.forward()
            training.backward()
    finally:
        network.want_data_gradient(False)
    model, layers = training.model, training.model.dense
    places = range(len(layers))
    masks = model.masks
    upstream = [_array(layer.dx) for layer in layers]
    return StepRecord(
        step=training.step,
        rows=training.rows.copy(),
        x=training.x.copy(),
        y=training.y.copy(),
        loss=loss,
        twin_loss=twin_loss,
        rates=training.spec.rates(training.step),
        coins=[model.coins.place(k).random() for k in places],
        masks=[masks[k].copy() if k in masks else None for k in places],
        activations=[training.x.copy(), *(values.copy() for values in model.hidden), _array(layers[-1].y)],
        upstream=upstream,
        gradients=[_array(model.dropouts[k].dx) if k in masks else upstream[k] for k in places],
        dz=[*(_array(layer.dx) for layer in model.activations), training.dz.copy()],
        weights=[weights.copy() for weights in model.weights],
        biases=[layer.params["b"].copy() for layer in layers],
        weight_grads=[layer.grads["W"].copy() for layer in layers],
        bias_grads=[layer.grads["b"].copy() for layer in layers],
    )


def _array(values: Array | None) -> Array:
    assert values is not None  # a bound layer has its arrays
    return values.copy()
