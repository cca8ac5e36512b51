"""Everything that one gradient step did, for all samples of its batch, by the names that the plan gives it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.coins import LEVELS, Levels
from app.engine.layer import Array
from app.runs.nets.dense import DenseModel
from app.runs.nets.model import there
from app.runs.nets.plan import Plan
from app.runs.training.loop import Training


@dataclass(frozen=True)
class Drawn:
    """What was drawn at a place: coins times 65536, (batch or 1, *coins), and what they became under p in force.

    factors: (batch or 1, *mask), or None where the place let all through.
    """

    p: float
    levels: Levels
    factors: Array | None

    @property
    def coins(self) -> Array:
        """u, in [0, 1)."""
        return self.levels / LEVELS

    @property
    def middles(self) -> Array:
        """The middle of what each coin stands for, which is neither 0 nor 1."""
        return (self.levels + 0.5) / LEVELS


@dataclass(frozen=True)
class Norm:
    """What batch normalisation did in one hidden layer: y = gamma (x - mean) / deviation + beta.

    mean, deviation: of the batch, gamma, beta: (units,); x: what it read; y: what it made of that; dy: dL/dy; dx:
    dL/dx, all (batch, units).
    """

    mean: Array
    deviation: Array
    gamma: Array
    beta: Array
    x: Array
    y: Array
    dy: Array
    dx: Array


@dataclass(frozen=True)
class StepRecord:
    """One step of the dropout arm.

    rows: (batch,) which training samples these are; x: (batch, inputs); y: their targets. loss: with its `penalty`.
    value: of each signal, (batch, *shape); of a dense network x, each hidden layer's before its mask, and z. gradient:
    dL/d(value). Of dense networks alone, upstream: dL/d(mask * value) of each but z, what arrives from above, so that
    gradient = upstream * mask; summed: of each but x dL/d of the sum that its nonlinearity got, what is left after the
    slope: 0 where a ReLU gave 0.
    norms: of dense networks that have it, batch normalisation by hidden layer, from h1 on. Before dropout the
    nonlinearity gets what that puts out; after dropout the next layer does.
    L is the mean over the batch, so each sample's gradients hold 1 / batch.
    drawn: by place. params, grads: by name, as "1.W", before this step's update.
    """

    plan: Plan
    step: int
    rows: NDArray[np.intp]
    x: Array
    y: NDArray[Any]
    loss: float
    penalty: float
    twin_loss: float
    value: dict[str, Array]
    upstream: dict[str, Array]
    gradient: dict[str, Array]
    summed: dict[str, Array]
    drawn: dict[str, Drawn]
    params: dict[str, Array]
    grads: dict[str, Array]
    norms: dict[str, Norm]

    # The same in the order of the layers, for figures of columns: place k, layer k, from the input (0) to the output.

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """p in force at each place, set or learned; 0 where nothing drops."""
        return tuple(drawn.p for drawn in self.drawn.values())

    @cached_property
    def coins(self) -> list[Array]:
        return [drawn.coins for drawn in self.drawn.values()]

    @cached_property
    def masks(self) -> list[Array | None]:
        """What neurons were multiplied by, or None; weights' are in `drawn`."""
        neurons = not self.plan.masks_weights
        return [drawn.factors if neurons else None for drawn in self.drawn.values()]

    @cached_property
    def activations(self) -> list[Array]:
        return list(self.value.values())

    @cached_property
    def upstreams(self) -> list[Array]:
        return list(self.upstream.values())

    @cached_property
    def gradients(self) -> list[Array]:
        return list(self.gradient.values())

    @cached_property
    def dz(self) -> list[Array]:
        return list(self.summed.values())

    @cached_property
    def sums(self) -> list[Array]:
        """dL/d of each weighted sum, which batch normalisation before dropout parts from `dz`."""
        if self.plan.norm != "before":
            return self.dz
        return [*(norm.dx for norm in self.norms.values()), self.dz[-1]]

    @cached_property
    def weights(self) -> list[Array]:
        return [self.params[weights.name] for weights in self.plan.weights]

    @cached_property
    def biases(self) -> list[Array]:
        return [self.params[weights.bias] for weights in self.plan.weights]

    @cached_property
    def weight_grads(self) -> list[Array]:
        return [self.grads[weights.name] for weights in self.plan.weights]

    @cached_property
    def bias_grads(self) -> list[Array]:
        return [self.grads[weights.bias] for weights in self.plan.weights]


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
    model, plan = training.model, training.spec.plan
    upstream: dict[str, Array] = {}
    summed: dict[str, Array] = {}
    if isinstance(model, DenseModel):
        upstream = {name: of.copy() for name, of in model.upstream().items()}
        sums = [*(there(layer.dx).copy() for layer in model.activations), training.dz.copy()]
        summed = dict(zip((signal.name for signal in plan.signals[1:]), sums, strict=True))
    first, batch = plan.signals[0], len(training.x)
    return StepRecord(
        plan=plan,
        step=training.step,
        rows=training.rows.copy(),
        x=training.x.copy(),
        y=training.y.copy(),
        loss=loss,
        penalty=training.penalty,
        twin_loss=twin_loss,
        value={
            first.name: training.x.reshape(batch, *first.shape).copy(),
            **{name: of.copy() for name, of in model.values().items()},
        },
        upstream=upstream,
        gradient={name: of.copy() for name, of in _gradients(training).items()},
        summed=summed,
        drawn={
            place.name: Drawn(p, model.coins.place(k).levels(), model.factors.get(k))
            for k, (place, p) in enumerate(zip(plan.places, model.ps, strict=True))
        },
        params={name: values.copy() for name, values in network.params.items()},
        grads={name: values.copy() for name, values in network.grads.items()},
        norms=_norms(model) if isinstance(model, DenseModel) else {},
    )


def _norms(model: DenseModel) -> dict[str, Norm]:
    """Of the last pass."""
    found, hidden = {}, model.plan.signals[1:-1]
    for k, (signal, layer) in enumerate(zip(hidden, model.norms, strict=False)):
        if model.plan.norm == "before":
            x, dy = model.dense[k].y, model.activations[k].dx
        else:
            x, dy = model.hidden[k] * model.factors.get(k + 1, 1.0), model.dense[k + 1].dx
        read = there(x), there(layer.y), there(dy), there(layer.dx)
        of_batch = (
            there(layer.mean).ravel(),
            1 / there(layer.spread).ravel(),
            layer.params["gamma"],
            layer.params["beta"],
        )
        found[signal.name] = Norm(*(values.copy() for values in (*of_batch, *read)))
    return found


def _gradients(training: Training) -> dict[str, Array]:
    """dL/d(signal); of what figures draw signal by signal, that of the output too."""
    found, plan = training.model.gradients(), training.spec.plan
    return found if plan.columns else found | {plan.signals[-1].name: training.dz}
