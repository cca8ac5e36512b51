"""The record of a step: every array, against plain NumPy."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.record import StepRecord, record
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training

QUERIES = [
    "hidden=6,5&activation=tanh&p=0.3,0.6",
    "hidden=6,5&activation=relu&place=0,2&p=0.2,0.5",
    "hidden=6,5&activation=sigmoid&place=none",
    "data=curve&hidden=7&p=0.5",
    "data=digits&n=50&batch=12&hidden=9,8&p=0.5",
]


def at(query: str, step: int) -> tuple[StepRecord, Training]:
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return record(training, 0.5), training


def mask_of(found: StepRecord, k: int) -> np.ndarray | float:
    mask = found.masks[k]
    return 1.0 if mask is None else mask


@pytest.mark.parametrize("query", QUERIES)
def test_masks_are_the_coins_at_least_p(query: str) -> None:
    found, training = at(query, 65)
    for k, (p, u, mask) in enumerate(zip(found.rates, found.coins, found.masks, strict=True)):
        assert u.shape == found.activations[k].shape
        if k in training.spec.place:
            assert mask is not None
            assert (mask == (u >= p) / (1 - p)).all()
        else:
            assert mask is None
            assert p == 0


@pytest.mark.parametrize("query", QUERIES)
def test_the_forward_pass_adds_up(query: str) -> None:
    found, training = at(query, 20)
    data = load(training.spec.data, training.spec.seeds.data)
    assert (found.x == data.x[found.rows]).all()
    assert (found.y == data.y[found.rows]).all()
    assert (found.activations[0] == found.x).all()
    activate = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    last = len(found.weights) - 1
    for k, (w, b) in enumerate(zip(found.weights, found.biases, strict=True)):
        z = (found.activations[k] * mask_of(found, k)) @ w + b
        wanted = z if k == last else activate[training.spec.net.activation](z)
        assert found.activations[k + 1] == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("query", QUERIES)
def test_the_backward_pass_adds_up(query: str) -> None:
    found, training = at(query, 20)
    slopes = {"tanh": lambda h: 1 - h * h, "relu": lambda h: h > 0, "sigmoid": lambda h: h * (1 - h)}
    last = len(found.weights) - 1
    dz = training.loss.backward().astype(np.float32).astype(float)  # on the grid, as every machine has it
    for k in range(last, -1, -1):
        if k < last:
            dz = found.gradients[k + 1] * slopes[training.spec.net.activation](found.activations[k + 1])
        into = found.activations[k] * mask_of(found, k)
        assert found.weight_grads[k] == pytest.approx(into.T @ dz, rel=1e-9, abs=1e-12)
        assert found.bias_grads[k] == pytest.approx(dz.sum(axis=0), rel=1e-9, abs=1e-12)
        assert found.upstreams[k] == pytest.approx(dz @ found.weights[k].T, rel=1e-9, abs=1e-12)
        assert (found.gradients[k] == found.upstreams[k] * mask_of(found, k)).all()


@pytest.mark.parametrize(
    "query",
    [
        "hidden=6,5&activation=relu&place=0,1,2&p=0.5&norm=before",
        "hidden=6,5&activation=tanh&p=0.3&norm=after",
        "data=digits&n=50&batch=12&hidden=9,8&place=2&p=0.5&method=classic&norm=after",
    ],
)
def test_with_batch_normalisation_both_passes_add_up(query: str) -> None:
    found, training = at(query, 20)
    before, below, read = found.plan.norm == "before", found.activations[0] * mask_of(found, 0), []
    activate = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[training.spec.dense.activation]
    for k, norm in enumerate(found.norms.values(), 1):
        read.append(below)
        z = below @ found.weights[k - 1] + found.biases[k - 1]
        h = found.activations[k]
        x = z if before else h * mask_of(found, k)
        y = norm.gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5) + norm.beta
        assert h == pytest.approx(activate(y if before else z), rel=1e-9, abs=1e-12)
        assert norm.x == pytest.approx(x, rel=1e-9, abs=1e-12)
        assert norm.y == pytest.approx(y, rel=1e-7, abs=1e-9)
        below = h * mask_of(found, k) if before else norm.y
    assert found.activations[-1] == pytest.approx(below @ found.weights[-1] + found.biases[-1], rel=1e-9, abs=1e-12)
    above = found.sums[-1] @ found.weights[-1].T
    for k, norm in reversed([*enumerate(found.norms.values(), 1)]):
        dy = found.dz[k - 1] if before else above
        z = (norm.x - norm.mean) / norm.deviation
        dx = norm.gamma / norm.deviation * (dy - dy.mean(axis=0) - z * (dy * z).mean(axis=0))
        assert norm.dy == pytest.approx(dy, rel=1e-7, abs=1e-12)
        assert norm.dx == pytest.approx(dx, rel=1e-6, abs=1e-12)
        assert found.upstreams[k] == pytest.approx(above if before else dx, rel=1e-6, abs=1e-12)
        assert (found.gradients[k] == found.upstreams[k] * mask_of(found, k)).all()
        h = found.activations[k]
        slope = 1 - h * h if training.spec.dense.activation == "tanh" else h > 0
        assert found.dz[k - 1] == pytest.approx(found.gradients[k] * slope, rel=1e-9, abs=1e-12)
        assert found.weight_grads[k - 1] == pytest.approx(read[k - 1].T @ found.sums[k - 1], rel=1e-7, abs=1e-12)
        above = found.sums[k - 1] @ found.weights[k - 1].T


def test_no_gradient_reaches_a_dropped_neuron() -> None:
    found, _ = at("hidden=12,12&p=0.5", 30)
    for gradient, mask in zip(found.gradients[1:], found.masks[1:], strict=True):
        assert mask is not None
        assert (mask == 0).any()
        assert (gradient[mask == 0] == 0).all()
        assert (gradient[mask != 0] != 0).any()


def test_a_record_owns_its_arrays_and_leaves_training_as_it_was() -> None:
    found, training = at("p=0.5", 10)
    kept = [a.copy() for a in found.activations]
    before = training.network.theta.copy()
    record(training, 0.0)
    assert (training.network.theta == before).all()
    training.advance(12)
    assert all((a == b).all() for a, b in zip(found.activations, kept, strict=True))
    other = Training(training.spec, training.data)
    other.advance(12)
    assert (other.network.theta == training.network.theta).all()


def test_a_record_says_its_step_loss_and_p_in_force() -> None:
    found, training = at("p=0.1&change=p@10:0.4", 10)
    assert (found.step, found.twin_loss) == (10, 0.5)
    assert found.loss == training.forward()
    assert found.rates == (0.0, 0.4, 0.4, 0.4)
