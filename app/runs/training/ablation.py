"""A trained network without some of its hidden neurons, dropout off: what is left of it on the test set.

A neuron that is taken away puts out 0, whatever it would have said. Only dense networks have neurons to take away.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.engine import Dense
from app.engine.layer import Array, Layer
from app.engine.losses import LOSSES
from app.runs.nets.dense import DenseModel
from app.runs.nets.plan import Plan
from app.runs.spec.budget import AVERAGED_UNIT, SPEED, UNIT, pass_seconds
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation

PART_SECONDS = 4e-3  # of a whole pass, at most: so many samples go through at once
FEW = 8  # neurons of a layer: the sums above are corrected for so many, and for more made again

Gates = Mapping[int, Array]  # hidden layer, from 0: what each of its neurons is multiplied by, (units,)
Neuron = tuple[int, int]  # hidden layer and unit, both from 0


class Left(NamedTuple):
    """Mean loss on the test set, and the share of it that is right; NaN for regression."""

    loss: float
    accuracy: float


class _Stood(NamedTuple):
    """Of one layer of the whole network: what its sums were, what it put out, and how that scatters (`Averaged`)."""

    sums: Array
    out: Array
    variance: Array | None


class _Step(NamedTuple):
    """From what one hidden layer puts out to what the next does, or to z: what scales or shifts each
    neuron's, the sums, what follows."""

    scales: Sequence[Layer]
    dense: Dense
    after: Sequence[Layer]


def without(widths: Sequence[int], off: Sequence[Neuron]) -> Gates:
    """Gates that take these neurons away, and scale nothing."""
    gates = {layer: np.ones(widths[layer]) for layer, _ in off}
    for layer, unit in off:
        gates[layer][unit] = 0.0
    return gates


def left_in_parts(
    evaluation: Evaluation, theta: NDArray[Any], ways: Sequence[Gates], step: int = 0
) -> Generator[None, None, list[Left]]:
    """What each of these ways leaves of the network with these parameters, with a pause after each pass; {} leaves all
    of it. A neuron of layer k needs only the layers above k again."""
    data, loss = evaluation.data, LOSSES[evaluation.data.task]()
    rows, linear = rows_at_once(evaluation.spec, len(data.x_test)), not evaluation.spec.plan.averaged
    sums = np.zeros((len(ways), 2))
    for start in range(0, len(data.x_test), rows):
        x, y = data.x_test[start : start + rows], data.y_test[start : start + rows]
        steps = _put(evaluation, theta, step)
        whole = _whole(steps, x)
        yield
        for number, gates in enumerate(ways):
            if number:
                steps = _put(evaluation, theta, step)  # others may have asked meanwhile
            z = _above(steps, whole, gates, linear)
            right = 0 if data.task == "regression" else int((evaluation.classes(z) == y.reshape(-1)).sum())
            sums[number] += len(x) * loss.forward(z, y), right
            yield
    sums /= len(data.x_test)
    if data.task == "regression":
        sums[:, 1] = np.nan
    return [Left(*row) for row in sums.tolist()]


def rows_at_once(spec: RunSpec, samples: int) -> int:
    """How many samples go through at once, so that a pass is short; parts are about equal."""
    most = max(16, int(PART_SECONDS / pass_seconds(1, spec.plan)))
    return -(-samples // -(-samples // most))


def above_seconds(plan: Plan, layer: int) -> float:
    """About how long a sample takes from the sums above a hidden layer, from 0, to the loss."""
    sizes = plan.sizes[layer + 2 :]
    products = sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))
    return 2 * products / SPEED + UNIT * sum(sizes) + AVERAGED_UNIT * plan.averaged


def _put(evaluation: Evaluation, theta: NDArray[Any], step: int) -> list[_Step]:
    """The network with these parameters, from hidden layer to hidden layer."""
    model = evaluation.model
    assert isinstance(model, DenseModel)
    model.network.state[...] = theta
    model.put(evaluation.spec.rates(step))
    layers, found, start = model.network.layers, [], 0
    for dense, after in zip(model.dense, [*model.activations, None], strict=True):
        at = layers.index(dense)
        stop = len(layers) if after is None else layers.index(after) + 1
        found.append(_Step(layers[start:at], dense, layers[at + 1 : stop]))
        start = stop
    return found


def _whole(steps: Sequence[_Step], x: Array) -> list[_Stood]:
    """The whole network: of each hidden layer, and of the output."""
    found = []
    for step in steps:
        x = _through(step.scales, x)
        sums = step.dense.forward(x)
        x = _through(step.after, sums)
        found.append(_Stood(sums, x, step.after[-1].variance if step.after else None))
    return found


def _above(steps: Sequence[_Step], whole: Sequence[_Stood], gates: Gates, linear: bool) -> Array:
    """z where hidden layers are gated, from the first of these up. linear: whether sums say all of what is put out."""
    first = min(gates, default=len(whole) - 1)
    x = whole[first].out
    for k in range(first, len(whole) - 1):
        gate, activation, above = gates.get(k), steps[k].after[-1], steps[k + 1]
        if k == first and linear and (units := np.flatnonzero(gates[k] != 1)).size <= FEW:
            sums = whole[k + 1].sums + _correction(above, x, units, gates[k])
        else:
            if k == first:
                activation.variance = whole[k].variance
            x = x if gate is None else _gated(activation, x, gate)
            sums = above.dense.forward(_through(above.scales, x))
        x = _through(above.after, sums)
    return x


def _correction(above: _Step, x: Array, units: NDArray[np.intp], gate: Array) -> Array:
    """What the sums above change by where these units are gated: they are linear in x."""
    none, one = (_through(above.scales, np.full((1, len(gate)), at)) for at in (0.0, 1.0))
    factors = (gate - 1) * (one - none)[0]
    return (x[:, units] * factors[units]) @ above.dense.params["W"][units]


def _gated(activation: Layer, x: Array, gate: Array) -> Array:
    """What a layer puts out, gated; its scatter goes with it."""
    if activation.variance is not None:
        activation.variance = activation.variance * np.square(gate)
    return x * gate


def _through(layers: Sequence[Layer], x: Array) -> Array:
    for layer in layers:
        x = layer.forward(x)
    return x
