"""A Dense before a BatchNorm: a Dense whose bias stays."""

import numpy as np

from app.engine import BatchNorm, Dense, Network, NormedDense
from tests.engine.gradient import check_layer


def test_it_is_a_dense_whose_bias_has_no_gradient() -> None:
    rng = np.random.default_rng(1)
    x, dy = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    normed, dense = NormedDense(3, 2), Dense(3, 2)
    for layer in (normed, dense):
        layer.draw(np.random.default_rng(2), 1.0)
    assert (normed.forward(x) == dense.forward(x)).all()
    assert (normed.backward(dy) == dense.backward(dy)).all()
    assert (normed.grads["W"] == dense.grads["W"]).all()
    assert (normed.grads["b"] == 0).all()
    assert (dense.grads["b"] != 0).all()


def test_before_a_normalisation_that_is_its_gradient() -> None:
    network = Network([NormedDense(3, 4), BatchNorm(4), Dense(4, 2)])
    network.draw(np.random.default_rng(1), 1.0)
    network.bind((6, 3))
    check_layer(network, np.random.default_rng(2).normal(size=(6, 3)))
