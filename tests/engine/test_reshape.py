"""Reshape: the same numbers in another shape, there and back."""

import numpy as np
import pytest

from app.engine import Dense, Network, Reshape
from app.engine.layer import batch_last
from tests.engine.gradient import check_layer


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize(("before", "after"), [((12,), (1, 3, 4)), ((2, 3, 2), (12,)), ((4, 3), (3, 4))])
def test_each_sample_keeps_its_numbers_in_order(bound: bool, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    x = np.random.default_rng(1).normal(size=(5, *before))
    layer = Reshape(*after)
    if bound:
        assert layer.bind(x.shape, 0) == (5, *after)
    np.testing.assert_array_equal(layer.forward(x), x.reshape(5, *after))
    np.testing.assert_array_equal(layer.backward(x.reshape(5, *after) * 2), x * 2)
    check_layer(layer, x)


def test_a_bound_layer_copies_nothing_unless_the_next_one_reads_elsewhere() -> None:
    layer, x = Reshape(12), batch_last((5, 2, 3, 2), 0)
    layer.bind((5, 2, 3, 2), 0)
    assert np.shares_memory(layer.forward(x), x)
    assert np.shares_memory(layer.backward(layer.forward(x)), x)
    net = Network([Reshape(12), Dense(12, 3)])
    net.bind((5, 2, 3, 2), 0)
    x[...] = np.random.default_rng(1).normal(size=x.shape)
    net.forward(x)
    assert net.layers[0].y is net.layers[1].x
    np.testing.assert_array_equal(net.layers[1].x, x.reshape(5, 12))


def test_shapes_that_do_not_fit_and_a_backward_without_forward_are_refused() -> None:
    layer = Reshape(1, 3, 4)
    with pytest.raises(ValueError, match=r"^x must be \(batch, \.\.\.\) with 12 numbers each, got \(5, 11\)$"):
        layer.forward(np.zeros((5, 11)))
    with pytest.raises(RuntimeError, match=r"^Reshape.backward needs a forward pass first$"):
        layer.backward(np.zeros((5, 1, 3, 4)))
    with pytest.raises(ValueError, match=r"^a bound Reshape has its batch first, got axis -1$"):
        layer.bind((5, 12), -1)
    layer.bind((5, 12))
    with pytest.raises(ValueError, match=r"^x must be \(5, 12\), got \(4, 12\)$"):
        layer.forward(np.zeros((4, 12)))
