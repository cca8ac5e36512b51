"""The training loop: a pure function of the spec, to the last bit, and its gradients are right."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training

ROOT = Path(__file__).parents[3]
MOONS = "n=100&noise=0.2&flip=0.15&hidden=12,12,12&activation=relu&lr=0.02&batch=20&steps=1500&p=0.2"
GOLDEN = {
    "sgd": "1abba7e1303b280f9a18df708ab3adfd9f6df00c3bdf4416a6cff9dee235916b",
    "momentum": "df4bc6392de0dc91f9f90e214c7018eb9490fd7916042f132fc6c79f6d419c16",
    "adam": "c593d41d6a789dcd1a41906c224f9187c4ecf74e96fe018f640d84f8850a75d6",
}


def trained(query: str, steps: int, dropout: bool = True) -> Training:
    spec = RunSpec.from_query(query)
    spec = spec if dropout else spec.twin()
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(steps)
    return training


def digest(training: Training) -> str:
    return hashlib.sha256(training.network.theta.astype("<f4").tobytes()).hexdigest()


@pytest.mark.parametrize("optimizer", GOLDEN)
def test_the_parameters_after_200_steps_are_these_on_every_machine(optimizer: str) -> None:
    assert digest(trained(f"{MOONS}&optimizer={optimizer}", 200)) == GOLDEN[optimizer]


NORMED = {
    "norm=before&warmup=100": "9325e7ff573f752ad4e662dd536b2170f2914527b1dee0cdbf2386f9eeacd69d",
    "data=digits&norm=after&hidden=32,32&shift=1": "549c368d4b27354932e547009100531c53d0ebe22f03a4296a886a750a929023",
}


@pytest.mark.parametrize("query", NORMED)
def test_so_are_those_of_normalisation_and_what_it_keeps(query: str) -> None:
    state = trained(query, 120).network.state
    assert hashlib.sha256(state.astype("<f4").tobytes()).hexdigest() == NORMED[query]


@pytest.mark.parametrize("query", ["", "data=curve&optimizer=momentum&lr=0.001", "data=digits&n=64&hidden=8"])
def test_two_trainings_of_a_spec_are_equal_bit_for_bit(query: str) -> None:
    assert digest(trained(query, 60)) == digest(trained(query, 60))


@pytest.mark.parametrize("change", ["p=0.3", "place=1", "seed.masks=2"])
def test_the_twin_does_not_depend_on_p_place_or_masks(change: str) -> None:
    one, other = trained("", 50, dropout=False), trained(change, 50, dropout=False)
    assert one.spec == other.spec
    assert digest(one) == digest(other)
    assert digest(trained("", 50)) != digest(trained(change, 50))


@pytest.mark.parametrize("seed", ["seed.data=2", "seed.weights=2", "seed.batches=2"])
def test_the_other_seeds_make_another_twin(seed: str) -> None:
    assert digest(trained("", 20, dropout=False)) != digest(trained(seed, 20, dropout=False))


def test_both_arms_see_the_same_batches_and_start_from_the_same_weights() -> None:
    arms = [trained("", 0), trained("", 0, dropout=False)]
    assert digest(arms[0]) == digest(arms[1])
    for _ in range(12):
        for arm in arms:
            arm.advance(arm.step + 1)
        assert (arms[0].rows == arms[1].rows).all()
        assert (arms[0].x == load(arms[0].spec.data, arms[0].spec.seeds.data).x[arms[0].rows]).all()


def test_both_arms_see_the_same_images_moved_anew_at_each_step() -> None:
    arms = [trained("data=digits&n=32&shift=2", 0, dropout) for dropout in (True, False)]
    seen = []
    for step in (0, 1, 70, 1):
        for arm in arms:
            arm.seek(step)
            arm.forward()
        assert (arms[0].x == arms[1].x).all()
        assert (arms[0].x != arms[0].data.x[arms[0].rows]).any()
        seen.append(arms[0].x[np.argsort(arms[0].rows)].tobytes())
    assert seen[1] == seen[3]
    assert len({*seen}) == 3  # of the same 32 images


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_state_taken_anywhere_goes_on_to_the_same_parameters(optimizer: str) -> None:
    query = f"optimizer={optimizer}&decay=0.001&change=lr@70:0.001;p@80:0.5"
    whole = trained(query, 0)
    states = []
    while whole.step < 130:
        if whole.step % 13 == 0:
            states.append(whole.state())
        whole.advance(whole.step + 1)
    for state in states:
        other = Training(whole.spec, whole.data)
        other.advance(3)  # whatever it did before
        other.restore(state)
        other.advance(130)
        assert digest(other) == digest(whole)
        assert (other.row == whole.row).all()


def test_parameters_and_memory_stay_on_the_float32_grid() -> None:
    training = trained("optimizer=adam", 40)
    for values in (training.network.theta, *training.optimizer.state.values()):
        assert (values == values.astype(np.float32)).all()


def test_a_change_holds_from_its_step_on() -> None:
    change = "change=p@10:0.5;lr@20:0.001;decay@30:0.1"
    training = trained(change, 0)
    for step in range(35):
        assert training.step == step
        assert {layer.p for layer in training.model.dropouts.values()} == {0.5 if step >= 10 else 0.2}
        assert training.optimizer.lr == (0.001 if step >= 20 else 0.02)
        assert training.optimizer.decay == (0.1 if step >= 30 else 0)
        training.advance(step + 1)
    before, changed = trained("", 10), trained(change, 10)
    assert digest(before) == digest(changed)
    assert digest(trained("", 11)) != digest(trained(change, 11))


def test_a_step_of_sgd_is_the_gradient_times_the_learning_rate() -> None:
    training = trained("optimizer=sgd&lr=0.1&p=0.5", 7)
    training.forward()
    training.backward()
    before, gradient = training.network.theta.copy(), training.network.grad.copy()
    training.update()
    assert training.network.theta == pytest.approx(before - 0.1 * gradient, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    "query",
    [
        "hidden=5,4&activation=tanh&p=0.3&place=0,1,2",
        "data=curve&hidden=5,4&activation=sigmoid&p=0.5",
        "data=digits&n=40&batch=10&hidden=4&activation=tanh&p=0.2&place=0,1",
        "hidden=5,4&activation=tanh&p=0.3&place=0,1,2&norm=before",
        "data=digits&n=40&batch=10&hidden=4,3&activation=tanh&p=0.5&norm=after&shift=1",
    ],
)
def test_gradients_are_those_of_central_differences_with_the_masks_frozen(query: str) -> None:
    training = trained(query, 3)
    training.forward()
    training.backward()
    gradient, theta = training.network.grad.copy(), training.network.theta
    masks = {place: layer.mask.copy() for place, layer in training.model.dropouts.items()}
    rng = np.random.default_rng(1)
    for i in rng.choice(len(theta), size=min(60, len(theta)), replace=False):
        kept, h = theta[i], 1e-6
        theta[i] = kept + h
        up = training.forward()
        theta[i] = kept - h
        down = training.forward()
        theta[i] = kept
        assert gradient[i] == pytest.approx((up - down) / (2 * h), rel=1e-4, abs=1e-8)
    assert all((training.model.dropouts[place].mask == mask).all() for place, mask in masks.items())


def test_masks_of_a_place_stay_when_dropout_moves_elsewhere_or_p_moves() -> None:
    def mask(query: str, place: int, step: int) -> np.ndarray:
        training = trained(query, 0)
        training.seek(step)
        training.forward()
        return training.model.dropouts[place].mask

    for step in (0, 63, 64, 700):
        everywhere = mask("place=0,1,2,3&p=0.2", 2, step)
        assert (everywhere == mask("place=2&p=0.2", 2, step)).all()
        assert (mask("place=1,2&p=0.7,0.2", 2, step) == everywhere).all()
        more = mask("place=2&p=0.5", 2, step)
        assert ((more > 0) <= (everywhere > 0)).all()  # who was off at 0.2 is off at 0.5
        assert not (mask("place=2&p=0.2&seed.masks=2", 2, step) == everywhere).all()


def test_the_learning_rate_warms_up_to_what_is_set_and_a_change_of_it_sets_another() -> None:
    training = trained("lr=0.4&warmup=8&change=lr@4:0.8;lr@20:0.1", 0)
    rates = []
    for step in (0, 1, 3, 4, 6, 7, 19, 20, 1):
        training.seek(step)
        rates.append(training.optimizer.lr)
    assert rates == [0.4 / 8, 0.4 / 4, 0.4 / 2, 0.8 * 5 / 8, 0.8 * 7 / 8, 0.8, 0.8, 0.1, 0.4 / 4]


@pytest.mark.parametrize("norm", ["before", "after"])
def test_a_pass_that_is_looked_at_again_moves_no_statistics(norm: str) -> None:
    once, again = trained(f"norm={norm}", 5), trained(f"norm={norm}", 5)
    kept = once.network.kept.copy()
    for _ in range(3):
        again.forward()
    assert (again.network.kept == kept).all()
    for training in (once, again):
        training.advance(6)
    assert (once.network.state == again.network.state).all()
    assert (once.network.kept != kept).any()
    assert (once.row == once.network.state).all()


def test_a_bias_that_normalisation_takes_away_stays_0() -> None:
    training = trained("norm=before&optimizer=adam&decay=0.01", 60)
    biases = [layer.params["b"] for layer in training.model.dense]
    assert [bool(b.any()) for b in biases] == [False, False, False, True]


@pytest.mark.parametrize("idle", ["norm=none", "warmup=0", "warmup=1", "data=digits&shift=0"])
def test_what_does_nothing_leaves_every_bit(idle: str) -> None:
    query, _, setting = idle.rpartition("&")
    assert digest(trained(f"{query}&{setting}", 20)) == digest(trained(query, 20))


def test_a_loss_without_bounds_makes_it_unsound() -> None:
    training = trained("", 1)
    assert training.sound
    training.network.theta[3] = np.inf
    assert not training.sound
