"""A spec's convolutional network: what stands where, what its plan says of it, and what all its methods share."""

import math

import numpy as np
import pytest

from app.engine import Conv2d, Dense, DropBlock, Dropout, MaxPool2d, ReLU, Reshape, SpatialDropout
from app.runs.data.data_set import load
from app.runs.log.record import record
from app.runs.nets.conv_plan import rule
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training
from app.runs.training.model import evaluated_model, training_model

SMALL = "data=digits&n=20&maps=2,3&neurons=8&batch=4&steps=6"
METHODS = {"dropout": ("net=conv", Dropout), "spatial": ("method=spatial", SpatialDropout)} | {
    "dropblock": ("method=dropblock", DropBlock)
}
every_method = pytest.mark.parametrize("method", METHODS)


def spec_of(method: str, more: str = "") -> RunSpec:
    return RunSpec.from_query(f"{SMALL}&{METHODS[method][0]}{more}")


def training(spec: RunSpec) -> Training:
    made = Training(spec, load(spec.data, spec.seeds.data))
    made.advance(3)
    return made


@every_method
def test_the_method_sits_on_maps_and_neurons_of_the_dense_layer_are_dropped_one_by_one(method: str) -> None:
    drop = METHODS[method][1]
    maps = [Reshape, Conv2d, ReLU, MaxPool2d, drop, Conv2d, ReLU, drop, MaxPool2d]
    found = [type(layer) for layer in training_model(spec_of(method, "&place=0,1,2")).network.layers]
    assert found == [*maps, Reshape, Dense, ReLU, Dropout, Dense]
    assert spec_of(method).place == (0, 1)


@every_method
def test_evaluation_has_no_layer_that_draws(method: str) -> None:
    model = evaluated_model(spec_of(method))
    assert not model.dropouts
    assert not any(layer.draws for layer in model.network.layers)


@every_method
def test_the_plan_tells_sizes_masks_and_coins_of_the_network(method: str) -> None:
    spec = spec_of(method, "&place=0,1,2")
    made = training(spec)
    made.output()
    assert spec.parameters == made.network.size
    values = made.model.values()
    assert {"x": (14, 14)} | {name: of.shape[1:] for name, of in values.items()} == {
        signal.name: signal.shape for signal in spec.plan.signals
    }
    coins = [made.model.coins.place(k).shape for k in range(3)]
    assert coins == [(4, 2, 7, 7), (4, 3, 7, 7), (4, 8)]
    for k, factors in made.model.factors.items():
        assert factors.shape == (4, *spec.plan.places[k].mask)
        levels = made.model.coins.levels(k, 3, 4)
        drops = rule(spec.method, spec.plan.places[k].shape)
        np.testing.assert_array_equal(factors, drops.factors(levels, spec.rates()[k])[0])


def test_all_methods_have_the_same_coins_weights_and_twin() -> None:
    specs = [spec_of(method) for method in METHODS]
    assert len({spec.twin() for spec in specs}) == 1
    assert len({tuple(spec.plan.drawn(4)) for spec in specs}) == 1
    models = [training_model(spec) for spec in specs]
    assert len({model.network.theta.tobytes() for model in models}) == 1
    assert len({model.coins.block(0).tobytes() for model in models}) == 1


@every_method
def test_gradients_by_signal_are_what_each_layer_passes_back_before_its_mask(method: str) -> None:
    spec = spec_of(method, "&place=0,2")
    made = training(spec)
    found = record(made, 0.0)
    assert found.gradient.keys() == {"x", "conv1", "pool1", "conv2", "pool2", "dense", "z"}
    for name in ("pool1", "dense"):
        factors = found.drawn[name].factors
        assert not found.gradient[name][np.broadcast_to(factors == 0, found.gradient[name].shape)].any()
    # dL/d(pool2) from dL/d(dense) alone, by the dense layer's weights
    slope = found.gradient["dense"] * (found.value["dense"] > 0)
    expected = slope @ found.params["3.W"].T
    np.testing.assert_allclose(found.gradient["pool2"].reshape(4, -1), expected, rtol=1e-9, atol=1e-15)
    assert all(math.prod(of.shape[1:]) == of[0].size for of in found.gradient.values())
    assert np.abs(found.gradient["x"]).max() > 0


def test_a_step_whose_p_is_0_passes_gradients_as_a_network_without_dropout() -> None:
    made = training(spec_of("dropblock", "&change=p@2:0"))
    assert made.model.ps == (0.0, 0.0, 0.0)
    found = record(made, 0.0)
    assert found.drawn["pool1"].factors is None
    np.testing.assert_array_equal(found.gradient["pool1"], made.model.convolutions[1].dx)
