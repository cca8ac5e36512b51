"""The training loss with masks on: of the same weights and samples as the clean one, by masks of its own."""

import numpy as np
import pytest

from app.engine import Coins
from app.engine.losses import LOSSES
from app.runs.data.data_set import load
from app.runs.spec.cost import MASKED, masks_a_sample
from app.runs.spec.run_spec import RunSpec
from app.runs.training.evaluation import Evaluation
from app.runs.training.loop import Training
from app.runs.training.masks_on import MasksOn
from tests.runs.training.test_evaluation import plain_output


def at(query: str, step: int) -> tuple[RunSpec, np.ndarray, float]:
    """A trained network's parameters, and its clean training loss."""
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return spec, training.row.copy(), Evaluation(spec, load(spec.data, spec.seeds.data)).score(training.row).clean


def by_hand(spec: RunSpec, theta: np.ndarray, point: int) -> float:
    """In NumPy, with one mask after the other of the same coins."""
    data, rates, start = load(spec.data, spec.seeds.data), spec.rates(0), 0
    rows = masks_a_sample(len(data.x)) * len(data.x)
    coins = Coins(spec.seeds.masks, [(rows, units) for units in spec.sizes[:-1]], "masks on")
    x = np.resize(data.x, (rows, data.x.shape[1]))
    for k in range(len(spec.sizes) - 1):
        inputs, outputs = spec.sizes[k : k + 2]
        if rates[k]:
            u = coins.levels(k, point, point + 1)[0] / 65536
            x = x * (u >= rates[k]) / (1 - rates[k])
        block = theta[start : (start := start + (inputs + 1) * outputs)].reshape(inputs + 1, outputs)
        x = x @ block[:-1] + block[-1]
        x = np.maximum(x, 0) if k < len(spec.net.hidden) else x
    return float(LOSSES[data.task]().forward(x, np.resize(data.y, (rows, *data.y.shape[1:]))))


@pytest.mark.parametrize("query", ["n=40&hidden=6,5&activation=relu&p=0.3", "n=40&hidden=6&p=0.5&place=0,1"])
def test_it_is_the_mean_over_the_training_set_with_masks_drawn_for_each_sample(query: str) -> None:
    spec, theta, clean = at(query, 30)
    found = MasksOn(spec, load(spec.data, spec.seeds.data)).loss(theta, 3, 30, clean)
    assert found == (pytest.approx(by_hand(spec, theta, 3), rel=1e-6), 0.0)


def test_it_tends_to_the_expectation_over_all_masks() -> None:
    """One place of three neurons has eight masks: their mean, weighted by their odds, is the expectation."""
    spec, theta, clean = at("n=40&hidden=3&activation=relu&p=0.4", 60)
    data, expected = load(spec.data, spec.seeds.data), 0.0
    for mask in np.ndindex(2, 2, 2):
        kept = np.array(mask)
        dropped = theta.reshape(-1).copy()
        dropped[9:12] *= kept / 0.6  # W of the output layer, a row a neuron
        z = plain_output(spec.query(), dropped, data.x)
        odds = float(np.prod(np.where(kept == 1, 0.6, 0.4)))
        expected += odds * float(LOSSES[data.task]().forward(z, data.y))
    masks_on = MasksOn(spec, data)
    found = [masks_on.loss(theta, point, 60, clean).loss for point in range(100)]
    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - expected) < 5 * error
    assert expected - clean > 5 * error, "a part of the network alone does worse"


def test_where_nothing_is_dropped_it_is_the_clean_loss() -> None:
    for query in ("place=none", "p=0", "p=0.3&change=p@10:0"):
        spec, theta, clean = at(query, 20)
        assert MasksOn(spec, load(spec.data, spec.seeds.data)).loss(theta, 2, 20, clean) == (clean, 0.0)


def test_its_masks_are_not_those_of_training() -> None:
    blocks = [set(Coins(1, [(20, 12)], purpose).block(0).ravel().tolist()[:64]) for purpose in ("masks", "masks on")]
    assert len(blocks[0] & blocks[1]) < 4


def test_small_training_sets_go_through_with_several_masks() -> None:
    assert masks_a_sample(20) * 20 >= MASKED
    assert masks_a_sample(5000) == 1


def test_a_training_set_of_several_parts_is_taken_whole() -> None:
    spec, theta, clean = at("n=1500&hidden=4&p=0.3", 5)
    masks_on = MasksOn(spec, load(spec.data, spec.seeds.data))
    assert masks_on.loss(theta, 0, 5, clean).loss == pytest.approx(clean, rel=0.2)


def test_what_layers_add_to_the_loss_is_part_of_it_and_said() -> None:
    spec, theta, clean = at("method=concrete&n=40&hidden=6&p=0.3", 30)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.network.state[...] = theta
    loss, penalty = MasksOn(spec, training.data).loss(theta, 3, 30, clean)
    assert penalty == training.network.penalty() != 0.0
    assert 0 < loss - penalty < 5 * clean
