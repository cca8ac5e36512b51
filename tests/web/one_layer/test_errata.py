"""What the errata quote is what the notebook has, and what they say of mathematics holds when it is computed."""

import itertools
import re
from fractions import Fraction

import numpy as np
import pytest

from app.engine.dropout import Dropout
from app.runs.one_layer import notebook_code
from app.runs.one_layer.coins import Given, generator
from app.runs.one_layer.notebook_failures import FINDINGS, INPUT, findings, notebook_pass
from app.web.one_layer.errata_view import errata, ran
from app.web.words.english.errata import CODE, FORMULAS, SPELLING, STATEMENTS
from tests.notebook import NOTEBOOK, quotations, stands

CLASS = re.search(r"--- cell 32: code\n(.*?)\n---", NOTEBOOK, re.DOTALL)[1]
GRID = Fraction(1, 2**53)


LINES = [line for kind in errata().values() for line in kind]
QUOTED = sorted({quotation for line in LINES for quotation in quotations(line.said + line.holds)})


@pytest.mark.parametrize("quotation", QUOTED)
def test_every_quotation_is_the_notebooks_word_for_word(quotation: str) -> None:
    assert stands(quotation)


def test_a_quotation_that_is_nearly_right_is_found_out() -> None:
    for wrong in ("makes the regularisation effect stronger", "preserve memory", "learn weights near zero"):
        assert not stands(wrong)


@pytest.mark.parametrize("number", [*CODE, *FORMULAS, *STATEMENTS])
def test_every_piece_of_code_that_is_named_is_in_the_notebook(number: int) -> None:
    said = (CODE | FORMULAS | STATEMENTS)[number][0]
    for code in re.findall("`([^`]+)`", said):
        assert code.removesuffix("()") in NOTEBOOK, code


@pytest.mark.parametrize(("wrong", "right"), SPELLING)
def test_every_misspelling_is_there(wrong: str, right: str) -> None:
    assert stands(wrong)
    assert wrong != right


def test_formulas_are_wrong_where_the_errata_say_so() -> None:
    cells = dict(re.findall(r"--- cell (\d+): markdown\n(.*?)(?=\n--- cell|\Z)", NOTEBOOK, re.DOTALL))
    assert "x_{21} & x_{22} & x_{23} & x_{34} & x_{35}" in cells["14"]
    assert r"\frac{\partial \mathcal{L}}{\partial y_{42}} & \frac{\partial \mathcal{L}}{\partial y_{42}}" in cells["24"]
    assert r"\frac{\partial \mathbf{Y}}{x_{ij}}" in cells["27"]
    assert "is the same as mask" in cells["27"]
    assert (
        r"\frac{\partial\mathbf{Y}}{\partial\mathbf{X}} \frac{\partial\mathcal{L}}{\partial\mathbf{Y}}" in cells["26"]
    )
    assert r"N\times M" in cells["23"]
    assert "Jacobian matrix" in cells["23"]


def test_the_notebooks_own_class_does_the_same_as_the_one_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, here = notebook_pass(), findings()
    monkeypatch.setattr(notebook_code, "SOURCE", CLASS)
    assert {number: found() for number, found in FINDINGS.items()} == here
    for mine, theirs in zip(ours, notebook_pass(), strict=True):
        assert np.array_equal(mine, theirs)
    assert INPUT in NOTEBOOK


def test_what_the_notebook_prints_is_what_comes_out() -> None:
    mask, _, dx = notebook_pass()
    for matrix in (mask, dx):
        assert str(matrix) in NOTEBOOK


def test_a_stale_mask_is_counted_where_there_was_a_gradient() -> None:
    mask, _, _ = notebook_pass()
    dy = np.arange(20).reshape(4, 5) / 50
    blocked = int(((mask == 0) & (dy != 0)).sum())
    assert f"of the {(dy != 0).sum()} gradients that were not 0, `backward` set {blocked} to 0" in ran(4)
    assert blocked == 13


@pytest.mark.parametrize("seed", [None, 1])
def test_coins_are_multiples_of_2_to_the_minus_53(seed: int | None) -> None:
    coins = generator(seed).random((1000,)) * 2.0**53
    assert np.array_equal(coins, coins.round())


@pytest.mark.parametrize(("p", "less"), [(0.5, GRID), (0.75, GRID), (0.3, 0), (0.1, 0)])
def test_what_is_kept_with_and_without_the_equal_sign(p: float, less: Fraction | int) -> None:
    levels = Fraction(p) / GRID
    at_least = 1 - GRID * -(-levels.numerator // levels.denominator)  # of all levels, those that are not below p
    above = 1 - GRID * (levels.numerator // levels.denominator + 1)
    assert at_least - above == less
    assert (at_least == 1 - Fraction(p)) == (less == GRID)
    assert 0 <= 1 - Fraction(p) - at_least < GRID


def masks(units: int) -> np.ndarray:
    return np.array(list(itertools.product((0.0, 1.0), repeat=units)))


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_the_mean_is_kept_and_the_second_moment_grows_by_a_factor_of_1_over_1_minus_p(p: float) -> None:
    x = np.array([0.5, -2.0])
    coins = masks(2)  # a coin of 1 is kept, one of 0 is not
    likely = np.where(coins == 1, 1 - p, p).prod(axis=1)
    y = Dropout(p, Given(coins)).forward(np.broadcast_to(x, coins.shape))
    assert likely @ y == pytest.approx(x)
    assert likely @ y**2 == pytest.approx(x**2 / (1 - p))
    gaussian = 1 + p / (1 - p)  # mean of the square of a normal factor of mean 1 and variance p / (1 - p)
    assert likely @ y**2 == pytest.approx(x**2 * gaussian)


def test_inference_scales_nothing_in_the_inverted_form_alone() -> None:
    x = np.array([[1.0, 3.0]])
    assert np.array_equal(Dropout(0.3, Given(0.0)).eval().forward(x), x)
    assert Dropout(0.3, Given(0.0), inverted=False).eval().forward(x) == pytest.approx(0.7 * x)


def test_what_inference_is_equal_to_is_the_normalised_geometric_mean_of_the_subnetworks() -> None:
    rng = np.random.default_rng(4)
    x, w, p = rng.standard_normal(6), rng.standard_normal((6, 3)), 0.5
    coins = masks(6)
    likely = np.where(coins == 1, 1 - p, p).prod(axis=1)
    logits = Dropout(p, Given(coins)).forward(np.broadcast_to(x, coins.shape)) @ w
    each = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    geometric = np.exp(likely @ np.log(each))
    whole = np.exp(x @ w) / np.exp(x @ w).sum()
    assert geometric / geometric.sum() == pytest.approx(whole)
    assert np.abs(likely @ each - whole).max() > 0.01


def test_a_normalisation_behind_dropout_sees_more_variance_in_training() -> None:
    rng = np.random.default_rng(5)
    x = np.maximum(rng.standard_normal((20_000, 16)), 0)
    w = rng.standard_normal((16, 1))
    layer = Dropout(0.5, rng)
    training = (layer.forward(x) @ w).var()
    assert training > 1.2 * (layer.eval().forward(x) @ w).var()


def test_drop_block_draws_with_the_probability_that_is_named() -> None:
    p, block, side = 0.1, 7, 14
    gamma = p / block**2 * side**2 / (side - block + 1) ** 2
    assert f"{gamma:g} for $p = {p}$, blocks of {block} × {block} and maps of {side} × {side}" in STATEMENTS[27][1]


def test_a_fixed_mask_on_the_state_forgets_and_one_on_the_update_does_not() -> None:
    mask, steps = np.array([0.0, 2.0]), 5
    state, cell = np.ones(2), np.ones(2)
    for _ in range(steps):
        state = (
            state * mask / 2
        )  # a plain RNN that copies its masked state; halved, so that what is kept stays as it is
        cell = cell + 0 * mask  # an LSTM that holds: forget gate 1, and only the update is masked
    assert state.tolist() == [0, 1]
    assert cell.tolist() == [1, 1]


def test_each_sample_of_the_example_trains_a_sub_network_of_its_own() -> None:
    mask, _, _ = notebook_pass()
    assert len({tuple(row) for row in mask.tolist()}) == 4
    assert "4 different rows for its 4 samples" in ran(36)
