"""The optimizers against their textbook steps, one number at a time."""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from app.engine import SGD, Adam, Momentum
from app.engine.optimizers import OPTIMIZERS

RNG = np.random.default_rng
KINDS = [SGD, Momentum, Adam]
START = [1.0, -2.0, 0.0, 0.5]

every_kind = pytest.mark.parametrize("kind", KINDS)


def gradients(count: int = 8) -> np.ndarray:
    """One for each step; one of the four parameters never has any."""
    return RNG(3).normal(size=(count, len(START))) * [1.0, 10.0, 1e-3, 0.0]


def textbook(kind: type[SGD], theta: float, grads: list[float], lr: float, decay: float) -> Iterator[float]:
    """theta after each step."""
    m = v = 0.0
    for t, g in enumerate(grads, 1):
        g = g + decay * theta
        if kind is SGD:
            theta = theta - lr * g
        elif kind is Momentum:
            v = 0.9 * v + g
            theta = theta - lr * v
        else:
            m = 0.9 * m + (1 - 0.9) * g
            v = 0.999 * v + (1 - 0.999) * g * g
            theta = theta - lr * (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
        yield theta


@every_kind
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_every_step_is_the_textbooks(kind: type[SGD], decay: float) -> None:
    theta = np.array(START)
    optimizer = kind(theta, 0.05, decay)
    grads = gradients()
    expected = [list(textbook(kind, START[i], grads[:, i].tolist(), 0.05, decay)) for i in range(4)]
    for t, grad in enumerate(grads):
        optimizer.step(grad)
        assert optimizer.steps == t + 1
        np.testing.assert_allclose(theta, [path[t] for path in expected], rtol=1e-11, atol=1e-14)


@every_kind
def test_parameters_with_a_rate_of_their_own_learn_at_it_and_only_those_decay_that_shall(kind: type[SGD]) -> None:
    theta, grads = np.array(START), gradients()
    optimizer = kind(theta, 0.05, 0.1, np.array([np.nan, 0.5, np.nan, 0.2]), np.array([1.0, 0.0, 0.0, 1.0]))
    paths = []
    for i, (own, decays) in enumerate([(None, True), (0.5, False), (None, False), (0.2, True)]):
        before = list(textbook(kind, START[i], grads[:, i].tolist(), own or 0.05, 0.1 if decays else 0.0))
        paths.append(before)
    for t, grad in enumerate(grads):
        optimizer.step(grad)
        np.testing.assert_allclose(theta, [path[t] for path in paths], rtol=1e-11, atol=1e-14)


@every_kind
def test_a_new_rate_and_a_new_decay_leave_those_alone_that_have_their_own_or_none(kind: type[SGD]) -> None:
    rates, decaying = np.array([np.nan, 0.5, np.nan, 0.2]), np.array([1.0, 0.0, 0.0, 1.0])
    changed, other = (kind(np.array(START), lr, decay, rates, decaying) for lr, decay in ((0.05, 0.1), (0.01, 0.3)))
    changed.lr, changed.decay = 0.01, 0.3
    for optimizer in (changed, other):
        optimizer.step(gradients()[0])
    assert changed.theta.tobytes() == other.theta.tobytes()
    assert (changed.lr, changed.decay) == (0.01, 0.3)


@every_kind
def test_where_nothing_has_a_rate_of_its_own_and_all_decay_the_bits_are_those_without_a_word_of_it(kind) -> None:
    plain = kind(np.array(START), 0.05, 0.1)
    told = kind(np.array(START), 0.05, 0.1, np.full(4, np.nan), np.ones(4))
    for grad in gradients():
        plain.step(grad)
        told.step(grad)
    assert told.theta.tobytes() == plain.theta.tobytes()


@every_kind
def test_replicas_may_have_a_rate_and_a_decay_each_and_learn_as_alone(kind: type[SGD]) -> None:
    settings = ((0.05, 0.0), (0.01, 0.3), (0.5, 0.1))
    together = kind(np.array([START] * 3), *(np.array(column)[:, None] for column in zip(*settings, strict=True)))
    alone = [kind(np.array(START), *own) for own in settings]
    for grad in gradients():
        together.step(np.array([grad] * 3))
        for optimizer in alone:
            optimizer.step(grad)
    assert [theta.tobytes() for theta in together.theta] == [optimizer.theta.tobytes() for optimizer in alone]
    with pytest.raises(ValueError, match="lr must be"):
        together.lr = np.array([[0.1], [0.0], [0.1]])
    with pytest.raises(ValueError, match="decay must be"):
        together.decay = np.array([[0.1], [np.nan], [0.1]])


def test_the_first_steps_by_hand() -> None:
    for kind, path in {SGD: [0.8, 0.6], Momentum: [0.8, 0.42], Adam: [0.9, 0.8]}.items():
        theta = np.array([1.0])
        optimizer = kind(theta, 0.1)
        for expected in path:
            optimizer.step(np.array([2.0]))
            assert theta[0] == pytest.approx(expected, rel=1e-7)


@every_kind
def test_decay_alone_pulls_every_parameter_towards_0(kind: type[SGD]) -> None:
    theta = np.array(START)
    kind(theta, 0.05, 0.1).step(np.zeros(4))
    start = np.array(START)
    assert (np.abs(theta) < np.abs(start))[start != 0].all()
    assert theta[2] == 0


@every_kind
def test_without_gradient_and_decay_nothing_moves(kind: type[SGD]) -> None:
    theta = np.array(START)
    kind(theta, 0.05).step(np.zeros(4))
    assert theta.tolist() == START


@every_kind
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_a_step_changes_theta_in_place_and_not_the_gradient(kind: type[SGD], decay: float) -> None:
    theta, grad = np.array(START), gradients()[0]
    optimizer = kind(theta, 0.05, decay)
    optimizer.step(grad)
    assert optimizer.theta is theta
    assert theta.tolist() != START
    np.testing.assert_array_equal(grad, gradients()[0])


@every_kind
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_state_and_steps_are_all_that_is_needed_to_continue_elsewhere(kind: type[SGD], decay: float) -> None:
    through, first = np.array(START), np.array(START)
    one, other = kind(through, 0.05, decay), kind(first, 0.05, decay)
    for t, grad in enumerate(gradients()):
        if t == 3:
            copy = kind(first.copy(), 0.05, decay)
            copy.steps = other.steps
            for name, values in other.state.items():
                copy.state[name][...] = values
            other = copy
        one.step(grad)
        other.step(grad)
    assert other.theta.tobytes() == through.tobytes()
    assert {name: values.tolist() for name, values in other.state.items()} == {
        name: values.tolist() for name, values in one.state.items()
    }


@every_kind
def test_state_has_the_shape_of_theta_and_starts_at_0(kind: type[SGD]) -> None:
    optimizer = kind(np.ones((2, 3)), 0.1)
    assert {name: values.tolist() for name, values in optimizer.state.items()} == {
        name: [[0.0] * 3] * 2 for name in kind.names
    }
    assert optimizer.steps == 0


@every_kind
def test_each_replica_moves_as_if_it_were_alone(kind: type[SGD]) -> None:
    theta, grads = RNG(1).normal(size=(3, 5)), RNG(2).normal(size=(4, 3, 5))
    alone = [kind(row.copy(), 0.05, 0.01) for row in theta]
    together = kind(theta, 0.05, 0.01)
    for grad in grads:
        together.step(grad)
        for row, optimizer in zip(grad, alone, strict=True):
            optimizer.step(row)
    np.testing.assert_allclose(theta, [optimizer.theta for optimizer in alone], rtol=1e-12)


@every_kind
def test_lr_and_decay_can_change_between_steps(kind: type[SGD]) -> None:
    theta = np.array(START)
    optimizer = kind(theta, 0.05)
    optimizer.step(gradients()[0])
    before = theta.copy()
    lower = kind(before, 0.01, 0.2)
    lower.steps, lower.state = 1, {name: values.copy() for name, values in optimizer.state.items()}
    optimizer.lr, optimizer.decay = 0.01, 0.2
    optimizer.step(gradients()[1])
    lower.step(gradients()[1])
    assert theta.tobytes() == before.tobytes()


@every_kind
@pytest.mark.parametrize("lr", [0, -0.1, math.nan, math.inf])
def test_a_learning_rate_that_is_not_above_0_is_refused(kind: type[SGD], lr: float) -> None:
    with pytest.raises(ValueError, match=rf"^lr must be .*above 0.*, got {lr}$"):
        kind(np.zeros(2), lr)


@every_kind
@pytest.mark.parametrize("decay", [-0.1, math.nan, math.inf])
def test_a_weight_decay_below_0_is_refused(kind: type[SGD], decay: float) -> None:
    with pytest.raises(ValueError, match=rf"^decay must be .*at least 0.*, got {decay}$"):
        kind(np.zeros(2), 0.1, decay)


def test_each_has_its_name() -> None:
    assert {"sgd": SGD, "momentum": Momentum, "adam": Adam} == OPTIMIZERS
