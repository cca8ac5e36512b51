"""Conv2d against a convolution written out, its gradients, and the border that keeps a map's size."""

import numpy as np
import pytest

from app.engine import Conv2d, Network, ReLU, Reshape
from app.engine.conv2d import Windows
from tests.engine.gradient import check_layer

RNG = np.random.default_rng


def layer(inputs: int = 2, outputs: int = 3) -> Conv2d:
    built = Conv2d(inputs, outputs)
    built.theta[...] = RNG(1).normal(size=built.size)
    return built


def plain(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The sum of the definition, position by position."""
    batch, inputs, height, width = x.shape
    y = np.empty((batch, len(w), height, width))
    for n, o, r, s in np.ndindex(y.shape):
        y[n, o, r, s] = b[o]
        for c, i, j in np.ndindex(inputs, 3, 3):
            row, column = r + i - 1, s + j - 1
            if 0 <= row < height and 0 <= column < width:
                y[n, o, r, s] += w[o, c, i, j] * x[n, c, row, column]
    return y


@pytest.mark.parametrize("bound", [False, True])
def test_it_is_the_sum_over_each_window_with_zeros_around_the_map(bound: bool) -> None:
    conv, x = layer(), RNG(2).normal(size=(3, 2, 4, 5))
    if bound:
        assert conv.bind(x.shape, 0) == (3, 3, 4, 5)
    y = conv.forward(x)
    np.testing.assert_allclose(y, plain(x, conv.params["W"], conv.params["b"]), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("shape", [(3, 2, 4, 5), (1, 2, 2, 3), (2, 2, 1, 1)])
def test_gradients_agree_with_central_differences(bound: bool, shape: tuple[int, ...]) -> None:
    conv = layer()
    if bound:
        conv.bind(shape, 0)
    check_layer(conv, RNG(2).normal(size=shape))


def test_a_kernel_of_one_in_its_middle_passes_the_map_and_one_beside_it_shifts_it() -> None:
    conv, x = Conv2d(1, 2), RNG(2).normal(size=(1, 1, 3, 4))
    conv.params["W"][0, 0, 1, 1] = conv.params["W"][1, 0, 1, 2] = 1.0
    y = conv.forward(x)
    np.testing.assert_array_equal(y[0, 0], x[0, 0])
    np.testing.assert_array_equal(y[0, 1, :, :-1], x[0, 0, :, 1:])
    assert not y[0, 1, :, -1].any()


def test_a_bound_layer_reads_what_is_written_where_it_reads_and_overwrites_its_results() -> None:
    bound, free = layer(), layer()
    bound.bind((3, 2, 4, 5), 0)
    y = None
    for seed in (3, 4):
        x, dy = RNG(seed).normal(size=(3, 2, 4, 5)), RNG(9).normal(size=(3, 3, 4, 5))
        bound.x[...] = x
        found = bound.forward(bound.x)
        assert y is None or found is y
        y = found
        np.testing.assert_allclose(y, free.forward(x), rtol=1e-12)
        np.testing.assert_allclose(bound.backward(dy), free.backward(dy), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-12, atol=1e-13)
    assert np.moveaxis(y, 0, -1).flags.c_contiguous


def test_two_in_a_row_write_straight_into_the_border_of_the_next() -> None:
    nets = []
    for _ in range(2):
        net = Network([Reshape(1, 3, 4), layer(1, 2), layer(2, 2), ReLU(), layer(2, 1), Reshape(12)])
        net.theta[...] = RNG(1).normal(size=net.size)
        nets.append(net)
    free, bound = nets
    bound.bind((3, 12))
    bound.want_data_gradient(False)
    assert bound.layers[1].y is bound.layers[2].x
    for seed in (3, 4):
        x, dy = RNG(seed).normal(size=(3, 12)), RNG(9).normal(size=(3, 12))
        np.testing.assert_allclose(bound.forward(x), free.forward(x), rtol=1e-12)
        assert (bound.backward(dy).size, free.backward(dy).shape) == (0, (3, 12))
        np.testing.assert_allclose(bound.grad, free.grad, rtol=1e-12, atol=1e-12)


def test_initial_weights_have_the_variance_of_a_window_of_inputs() -> None:
    conv = Conv2d(40, 50)
    conv.draw(RNG(1), gain=2.0)
    assert conv.params["W"].std() * np.sqrt(9 * 40) == pytest.approx(2.0, rel=0.02)
    assert not conv.params["b"].any()


def test_columns_are_the_windows_around_each_position() -> None:
    windows = Windows((2, 3, 4, 5))
    x = RNG(1).normal(size=(2, 3, 4, 5))
    windows.maps[...] = x
    columns = windows.columns().reshape(3, 3, 3, 4, 5, 2)
    bordered = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    np.testing.assert_array_equal(columns[2, :, :, 3, 0, 1], bordered[1, 2, 3:6, 0:3])


def test_inputs_that_do_not_fit_and_a_backward_without_forward_are_refused() -> None:
    for shape in [(3, 1, 4, 4), (3, 2, 4)]:
        with pytest.raises(ValueError, match=r"^x must be \(batch, 2, height, width\), got "):
            layer().forward(np.zeros(shape))
        with pytest.raises(ValueError, match=r"^x must be \(batch, 2, height, width\), got "):
            layer().bind(shape)
    bound = layer()
    bound.bind((3, 2, 4, 4))
    with pytest.raises(ValueError, match=r"^x must be \(3, 2, 4, 4\), got \(2, 2, 4, 4\)$"):
        bound.forward(np.zeros((2, 2, 4, 4)))
    with pytest.raises(ValueError, match=r"^a bound Conv2d has its batch first, got axis -2$"):
        layer().bind((3, 2, 4, 4), -2)
    with pytest.raises(RuntimeError, match=r"^Conv2d.backward needs a forward pass first$"):
        bound.backward(np.zeros((3, 3, 4, 4)))
