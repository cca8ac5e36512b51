"""RNN and GRU against their formulas step by step, and what every recurrent layer holds to."""

import numpy as np
import pytest

from app.engine import GRU, LSTM, RNN
from app.engine.recurrent import Recurrent
from tests.engine.gradient import check_layer

RNG = np.random.default_rng
X, DY = RNG(5).normal(size=(3, 4, 2)), RNG(6).normal(size=(3, 4, 3))


def layer(kind: type[Recurrent]) -> Recurrent:
    """2 inputs and 3 units, with weights of both signs."""
    made = kind(2, 3)
    made.theta[...] = RNG(4).normal(size=made.size)
    return made


def sigmoid(a: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-a))


def test_a_step_of_an_rnn_is_a_dense_layer_that_reads_its_own_last_output() -> None:
    made = layer(RNN)
    y, h = made.forward(X), np.zeros((3, 3))
    for t in range(4):
        h = np.tanh(X[:, t] @ made.params["Wx"] + h @ made.params["Wh"] + made.params["b"])
        np.testing.assert_allclose(y[:, t], h, rtol=1e-12)


def test_a_step_of_a_gru_mixes_what_it_was_with_its_candidate() -> None:
    made = layer(GRU)
    (wxr, wxu, wxn), (whr, whu, whn), (br, bu, bn) = (np.split(made.params[name], 3, -1) for name in ("Wx", "Wh", "b"))
    y, h = made.forward(X), np.zeros((3, 3))
    for t in range(4):
        x = X[:, t]
        r, u = sigmoid(x @ wxr + h @ whr + br), sigmoid(x @ wxu + h @ whu + bu)
        n = np.tanh(x @ wxn + (r * h) @ whn + bn)
        h = (1 - u) * h + u * n
        np.testing.assert_allclose(y[:, t], h, rtol=1e-12)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("kind", [RNN, GRU])
def test_backward_is_the_gradient(kind: type[Recurrent], bound: bool) -> None:
    made = layer(kind)
    if bound:
        made.bind(X.shape, 0)
    check_layer(made, X)


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_bound_or_not_the_numbers_are_equal_and_nothing_of_the_last_pass_remains(kind: type[Recurrent]) -> None:
    bound, free = layer(kind), layer(kind)
    bound.bind(X.shape, 0)
    for x in (X + 1, X):
        y, dx = bound.forward(x), bound.backward(DY)
    assert y.tobytes() == free.forward(X).tobytes()
    assert dx.tobytes() == free.backward(DY).tobytes()
    assert bound.grad.tobytes() == free.grad.tobytes()


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_of_one_step_only_wx_and_b_matter(kind: type[Recurrent]) -> None:
    made = layer(kind)
    y = made.forward(X[:, :1]).copy()
    made.backward(DY[:, :1])
    assert (made.grads["Wh"] == 0).all()
    made.params["Wh"][...] = 9.0
    np.testing.assert_array_equal(made.forward(X[:, :1]), y)


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_where_nobody_asks_for_the_gradient_of_the_data_it_is_not_computed(kind: type[Recurrent]) -> None:
    made, full = layer(kind), layer(kind)
    made.want_data_gradient(False)
    for each in (made, full):
        each.forward(X)
    assert made.backward(DY).size == 0
    assert full.backward(DY).size == X.size
    assert made.grad.tobytes() == full.grad.tobytes()


@pytest.mark.parametrize("kind", [RNN, GRU])
def test_the_first_weights_have_the_variance_1_over_hidden_and_b_is_0(kind: type[Recurrent]) -> None:
    made = kind(40, 50)
    made.draw(RNG(0), 5.0)
    assert np.concatenate([made.params["Wx"], made.params["Wh"]]).std() == pytest.approx(50**-0.5, rel=0.02)
    assert not made.params["b"].any()
