"""A spec's network: what stands where."""

from collections.abc import Callable

import numpy as np

from app.engine import Averaged, AveragedLogits, Dense, DropConnect, Dropout, ReLU, Tanh
from app.runs.nets.dense import Model
from app.runs.spec.run_spec import RunSpec
from app.runs.training.model import evaluated_model, training_model


def kinds(query: str, build: Callable[[RunSpec], Model] = training_model) -> list[type]:
    return [type(layer) for layer in build(RunSpec.from_query(query)).network.layers]


def test_dropout_stands_after_each_hidden_layer_and_not_at_the_output() -> None:
    block = [Dense, ReLU, Dropout]
    assert kinds("hidden=4,3&activation=relu") == [*block, *block, Dense]


def test_place_0_is_the_input() -> None:
    assert kinds("hidden=4,3&activation=tanh&place=0,2") == [Dropout, Dense, Tanh, Dense, Tanh, Dropout, Dense]


def test_without_dropout_there_is_none() -> None:
    assert Dropout not in kinds("hidden=4,3", evaluated_model)
    assert Dropout not in kinds("hidden=4,3&place=none")


def test_each_place_has_its_own_p() -> None:
    model = training_model(RunSpec.from_query("hidden=4,3&place=0,2&p=0.1,0.4"))
    assert {place: layer.p for place, layer in model.dropouts.items()} == {0: 0.1, 2: 0.4}


def test_weights_do_not_depend_on_dropout_and_lie_on_the_float32_grid() -> None:
    spec = RunSpec.from_query("hidden=4,3")
    theta = training_model(spec).network.theta
    assert (theta == training_model(spec.twin()).network.theta).all()
    assert (theta == training_model(RunSpec.from_query("hidden=4,3&place=0&p=0.9&seed.masks=7")).network.theta).all()
    assert (theta == theta.astype(np.float32)).all()
    assert not (theta == training_model(RunSpec.from_query("hidden=4,3&seed.weights=2")).network.theta).all()


def test_by_moments_each_layer_behind_the_first_mask_takes_up_how_the_one_before_scatters() -> None:
    model = evaluated_model(RunSpec.from_query("hidden=4,3,2&place=1&p=0.4&method=dropconnect&inference=moments"))
    layers = [Dense, ReLU, DropConnect, Averaged, DropConnect, Averaged, DropConnect, AveragedLogits]
    assert [type(layer) for layer in model.network.layers] == layers
    assert {place: layer.p for place, layer in model.dropouts.items()} == {1: 0.4}
    assert [layer.p for layer in model.dense[1:]] == [0.4, 0.0, 0.0]
    assert [layer.before for layer in model.dense[1:]] == model.network.layers[1::2][:-1]
    model.network.forward(np.ones((5, 2)))
    assert all((layer.variance > 0).any() for layer in model.network.layers[2:-1])
