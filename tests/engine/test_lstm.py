"""LSTM against the formula step by step, with each mask, and what the masks do to a value that is to be kept."""

import numpy as np
import pytest

from app.engine import LSTM, Coins, LastStep, Network, RecurrentMask
from tests.engine.gradient import FixedCoins, NoCoins, check_layer

RNG = np.random.default_rng
BATCH, STEPS, INPUTS, HIDDEN = 3, 4, 2, 3
COINS = {
    "x": RNG(1).random((BATCH, STEPS, INPUTS)),
    **{on: RNG(k).random((BATCH, STEPS, 4, HIDDEN)) for k, on in enumerate("hcg", 2)},
}
X, DY = RNG(5).normal(size=(BATCH, STEPS, INPUTS)), RNG(6).normal(size=(BATCH, STEPS, HIDDEN))
METHODS = {
    "none": {},
    "variational tied": {"x": {}, "h": {}},
    "variational untied": {"x": {}, "h": {"tied": False}},
    "naive on x and h": {"x": {"each": "step"}, "h": {"each": "step"}},
    "naive and untied": {"h": {"each": "step", "tied": False}},
    "on c": {"c": {"each": "step"}},
    "recurrent for a step": {"g": {"each": "step"}},
    "recurrent for a sequence": {"g": {}},
    "all": {"x": {}, "h": {"tied": False}, "c": {"each": "step"}, "g": {"each": "step"}},
}


def layer(method: str = "none", p: float = 0.3) -> LSTM:
    """A small layer with weights of both signs, and the masks of a method."""
    masks = [RecurrentMask(on, p, FixedCoins(COINS[on]), **how) for on, how in METHODS[method].items()]
    made = LSTM(INPUTS, HIDDEN, masks)
    made.theta[...] = RNG(4).normal(size=made.size)
    return made


def sigmoid(a: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-a))


def plain(made: LSTM, x: np.ndarray, p: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """h and c of the formula: sample by sample, step by step, gate by gate, with masks from the coins themselves."""
    w = {name: made.params[name].reshape(*made.params[name].shape[:-1], 4, HIDDEN) for name in ("Wx", "Wh", "b")}
    hs, cs = np.zeros((2, *x.shape[:2], HIDDEN))

    def m(on: str, n: int, t: int, gate: int = 0) -> np.ndarray | float:
        if on not in made.masks:
            return 1.0
        mask = made.masks[on]
        first = 0 if mask.each == "sequence" else t
        coins = COINS[on][n, first] if on == "x" else COINS[on][n, first, 0 if mask.tied else gate]
        return (coins >= p) / (1 - p)

    for n in range(len(x)):
        h = c = np.zeros(HIDDEN)
        for t in range(x.shape[1]):
            o, i, f, g = (
                (x[n, t] * m("x", n, t)) @ w["Wx"][:, gate] + (h * m("h", n, t, gate)) @ w["Wh"][:, gate] + w["b"][gate]
                for gate in range(4)
            )
            c = sigmoid(f) * (c * m("c", n, t)) + sigmoid(i) * (np.tanh(g) * m("g", n, t))
            h = sigmoid(o) * np.tanh(c)
            hs[n, t], cs[n, t] = h, c
    return hs, cs


@pytest.mark.parametrize("method", METHODS)
def test_each_step_is_the_formula_with_the_masks_of_its_coins(method: str) -> None:
    made = layer(method)
    h, c = plain(made, X, 0.3)
    np.testing.assert_allclose(made.forward(X), h, rtol=1e-12)
    np.testing.assert_allclose(made.c, c, rtol=1e-12)
    assert {on for on, mask in made.drawn.items() if mask is not None} == set(METHODS[method])


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize(("method", "p"), [*((method, 0.2) for method in METHODS), ("all", 0.7)])
def test_backward_is_the_gradient(method: str, p: float, bound: bool) -> None:
    made = layer(method, p)
    if bound:
        made.bind(X.shape, 0)
    check_layer(made, X)


@pytest.mark.parametrize("method", ["none", "all"])
def test_bound_or_not_the_numbers_are_equal_and_a_bound_layer_keeps_its_arrays(method: str) -> None:
    bound, free = layer(method), layer(method)
    bound.bind(X.shape, 0)
    for x in (X + 1, X):
        y, dx = bound.forward(x), bound.backward(DY)
        assert y is bound.y
        assert dx is bound.dx
    assert y.tobytes() == free.forward(X).tobytes()
    assert dx.tobytes() == free.backward(DY).tobytes()
    assert bound.grad.tobytes() == free.grad.tobytes()


@pytest.mark.parametrize(("p", "training"), [(0.0, True), (0.3, False)])
def test_p_of_0_and_evaluation_draw_nothing_and_are_the_layer_without_masks_to_the_bit(
    p: float, training: bool
) -> None:
    masks = [RecurrentMask(on, p, NoCoins(), each="step") for on in "xhcg"]
    made, bare = LSTM(INPUTS, HIDDEN, masks).train(training), layer()
    made.theta[...] = bare.theta
    assert made.forward(X).tobytes() == bare.forward(X).tobytes()
    assert made.backward(DY).tobytes() == bare.backward(DY).tobytes()
    assert made.grad.tobytes() == bare.grad.tobytes()
    assert set(made.drawn.values()) == {None}


def test_backward_follows_the_masks_of_the_last_forward_whatever_holds_by_then() -> None:
    made, expected = layer("all"), layer("all")
    expected.forward(X)
    wanted = expected.backward(DY)
    made.forward(X)
    made.eval()
    for mask in made.masks.values():
        mask.p = 0.9
    np.testing.assert_array_equal(made.backward(DY), wanted)


def test_untied_masks_that_are_the_same_for_all_gates_are_a_tied_one() -> None:
    coins = np.repeat(RNG(2).random((BATCH, STEPS, 1, HIDDEN)), 4, axis=2)
    tied, untied = (LSTM(INPUTS, HIDDEN, [RecurrentMask("h", 0.3, FixedCoins(coins), tied=tied)]) for tied in (1, 0))
    tied.theta[...] = untied.theta[...] = layer().theta
    np.testing.assert_allclose(tied.forward(X), untied.forward(X), rtol=1e-12)
    np.testing.assert_allclose(tied.backward(DY), untied.backward(DY), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(tied.grad, untied.grad, rtol=1e-12, atol=1e-14)


def test_in_one_step_no_mask_of_h_or_c_matters_and_one_of_g_is_dropout_on_what_is_written() -> None:
    x = X[:, :1]
    bare = layer()
    h = bare.forward(x)
    for on, each in (("h", "sequence"), ("c", "step")):
        made = LSTM(INPUTS, HIDDEN, [RecurrentMask(on, 0.3, FixedCoins(COINS[on][:, :1]), each)])
        made.theta[...] = bare.theta
        np.testing.assert_allclose(made.forward(x), h, rtol=1e-12)
    made = LSTM(INPUTS, HIDDEN, [RecurrentMask("g", 0.3, FixedCoins(COINS["g"][:, :1]))])
    made.theta[...] = bare.theta
    made.forward(x)
    np.testing.assert_allclose(made.c, bare.c * (COINS["g"][:, :1, 0] >= 0.3) / 0.7, rtol=1e-12)


def test_what_a_mask_of_the_whole_sequence_drops_of_h_reaches_no_later_step() -> None:
    coins = np.full((BATCH, STEPS, 4, HIDDEN), 0.9)
    coins[1, 0, 0, 2] = 0.0
    made = LSTM(INPUTS, HIDDEN, [RecurrentMask("h", 0.3, FixedCoins(coins))])
    made.theta[...] = layer().theta
    made.forward(X)
    made.backward(np.where(np.arange(STEPS)[:, None] == STEPS - 1, DY, 0.0))  # the loss reads the last step
    assert (made.dh[:, :-1] == 0).any(axis=1).tolist() == [[False] * 3, [False, False, True], [False] * 3]
    assert (made.dh[1, :-1, 2] == 0).all()


def test_a_value_in_the_memory_survives_t_masks_with_probability_q_to_the_t_and_its_mean_stays() -> None:
    # Written at step 0 and kept: i is 1 at first and then 0, f and o are 1.
    batch, steps, p = 400, 8, 0.25
    coins = Coins(3, [(batch, steps, 4, 50)])
    made = LSTM(1, 50, [RecurrentMask("c", p, coins.place(0), each="step")])
    made.params["b"][...] = np.repeat([40.0, -40.0, 40.0, 1.0], 50)
    made.params["Wx"][0, 50:100] = 80.0
    x = np.zeros((batch, steps, 1))
    x[:, 0] = 1.0
    made.forward(x)
    stored = made.c[0, 0, 0]
    for t in range(steps):
        q = (1 - p) ** t
        error = np.sqrt(q * (1 - q) / (batch * 50))
        assert (abs(made.c[:, t]) > 1e-9).mean() == pytest.approx(q, abs=4 * error + 1e-12)
        assert made.c[:, t].mean() == pytest.approx(stored, rel=4 * error / q + 1e-9)


def test_masks_from_coins_drawn_ahead_are_the_same_ones_at_every_place() -> None:
    coins = Coins(5, [(BATCH, STEPS, 4, HIDDEN)])
    each = {on: LSTM(INPUTS, HIDDEN, [RecurrentMask(on, 0.3, coins.place(0), "step")]) for on in "hcg"}
    for made in each.values():
        made.bind(X.shape, 0)
        made.forward(X)
    masks = [each[on].drawn[on] for on in "hcg"]
    assert masks[0].shape == (BATCH, STEPS, 1, HIDDEN)
    assert masks[0].tobytes() == masks[1].tobytes() == masks[2].tobytes()
    sequence = RecurrentMask("h", 0.3, coins.place(0)).draw(X.shape, HIDDEN)
    np.testing.assert_array_equal(sequence, masks[0][:, :1])
    untied = RecurrentMask("h", 0.3, coins.place(0), tied=False).draw(X.shape, HIDDEN)
    np.testing.assert_array_equal(untied[:, :, :1], sequence)


def test_what_it_shows_are_the_numbers_of_the_formula_and_the_gradients_in_them() -> None:
    made = layer("all")
    made.bind(X.shape, 0)
    made.forward(X)
    made.backward(DY)
    before = np.concatenate([np.zeros((BATCH, 1, HIDDEN)), made.c[:, :-1]], axis=1) * made.drawn["c"][:, :, 0]
    np.testing.assert_allclose(made.f * before + made.i * made.g * made.drawn["g"][:, :, 0], made.c, rtol=1e-12)
    np.testing.assert_allclose(made.o * np.tanh(made.c), made.h, rtol=1e-12)
    # At the last step nothing is handed back: dL/dh is what the output gets.
    np.testing.assert_array_equal(made.dh[:, -1], DY[:, -1])
    np.testing.assert_allclose(made.dc[:, -1], (DY * made.o * (1 - np.tanh(made.c) ** 2))[:, -1], rtol=1e-12)
    # b of the candidate is added to every g before its tanh.
    db = (made.dg * (1 - made.g**2)).sum(axis=(0, 1))
    np.testing.assert_allclose(made.grads["b"][3 * HIDDEN :], db, rtol=1e-12)


def test_the_first_weights_are_normal_and_the_forget_gate_starts_open() -> None:
    made = LSTM(40, 50)
    made.draw(RNG(0), 5.0)
    weights = np.concatenate([made.params["Wx"], made.params["Wh"]])
    assert weights.std() == pytest.approx(50**-0.5, rel=0.02)
    assert made.params["b"].reshape(4, 50).mean(axis=1).tolist() == [0, 0, 2, 0]


def test_two_layers_hand_sequences_on_in_place() -> None:
    first, second = layer("variational untied"), LSTM(HIDDEN, 2)
    second.draw(RNG(8), 1.0)
    alone = layer("variational untied")
    expected = second.forward(alone.forward(X))[:, -1]
    network = Network([first, second, LastStep()])
    network.bind(X.shape, 0)
    y = network.forward(X)
    assert y.tobytes() == expected.tobytes()
    assert first.y is second.x
    np.testing.assert_array_equal(first.h, alone.h)


@pytest.mark.parametrize("shape", [(3, 4), (3, 0, 2), (3, 4, 3)])
def test_what_is_no_sequence_of_its_width_is_refused(shape: tuple[int, ...]) -> None:
    message = r"^x must be \(batch, steps, 2\) with at least one step, got"
    with pytest.raises(ValueError, match=message):
        layer().forward(np.ones(shape))
    with pytest.raises(ValueError, match=message):
        layer().bind(shape, 0)


def test_wrong_orders_places_and_shapes_are_told() -> None:
    made = layer()
    with pytest.raises(RuntimeError, match=r"^LSTM\.backward needs a forward pass first$"):
        made.backward(DY)
    with pytest.raises(RuntimeError, match="forward pass first"):
        _ = made.c
    made.bind(X.shape, 0)
    with pytest.raises(ValueError, match=r"^x must be \(3, 4, 2\), got \(2, 4, 2\)$"):
        made.forward(X[:2])
    with pytest.raises(ValueError, match=r"^a place takes one mask, got masks on h, h$"):
        LSTM(2, 3, [RecurrentMask("h", 0.1, NoCoins()), RecurrentMask("h", 0.2, NoCoins())])
    with pytest.raises(ValueError, match="batch at axis -2"):
        layer().bind(X.shape, -2)
