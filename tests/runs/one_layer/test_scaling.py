import math

import numpy as np
import pytest

from app.engine.dropout import Dropout
from app.runs.one_layer.coins import generator
from app.runs.one_layer.layer_pass import matrices, run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.scaling import SURPRISE, chance_beyond, laboratory, train


def ways(spec):
    return {way.name: way for way in laboratory(spec).ways}


@pytest.mark.parametrize("p", [0.2, 0.5, 0.7])
@pytest.mark.parametrize("seed", [None, 7])
def test_the_inverted_mean_closes_on_x_and_the_unscaled_does_not(p, seed):
    found = ways(LayerSpec(p=p, seed=seed, k=10_000))
    assert abs(found["inverted"].z) < SURPRISE
    assert found["inverted"].worst < SURPRISE + 1
    assert abs(found["none"].z) > 10
    assert found["classic"].evaluation == pytest.approx((1 - p) * 0.65)
    assert found["none"].evaluation == 0.65


def test_the_wrong_factor_is_right_only_at_a_half():
    assert abs(ways(LayerSpec(p=0.5, k=10_000))["1/p"].z) < SURPRISE
    assert abs(ways(LayerSpec(p=0.2, k=10_000))["1/p"].z) > 10


@pytest.mark.parametrize("p", [0.2, 0.5, 0.7])
def test_the_second_moment_grows_by_one_over_the_keep_probability(p):
    found = ways(LayerSpec(p=p, seed=1, k=10_000))
    assert found["inverted"].second == pytest.approx(1 / (1 - p), rel=0.02)
    assert found["classic"].second == pytest.approx(1 - p, rel=0.02)
    assert found["1/p"].second == pytest.approx((1 - p) / p**2, rel=0.02)


@pytest.mark.parametrize("seed", [None, 3])
def test_the_masks_are_those_that_the_layer_would_draw_one_after_the_other(seed):
    spec = LayerSpec(p=0.3, seed=seed, k=50)
    layer = Dropout(0.3, generator(seed))
    x, _ = matrices(spec)
    values = [float(layer.forward(x)[2, 3]) for _ in range(50)]
    means = dict(ways(spec)["inverted"].running)
    assert means[1] == values[0] == run(spec).y[2, 3]
    assert means[50] == pytest.approx(np.mean(values))


def test_at_p_0_there_is_no_1_over_p_and_nothing_to_be_surprised_by():
    found = ways(LayerSpec(p=0.0, k=20))
    assert found["1/p"].factor is None
    assert found["inverted"].mean == pytest.approx(0.65)
    assert np.isnan(found["inverted"].z)


def test_a_cell_of_0_has_no_z_but_the_others_have():
    found = ways(LayerSpec(cell=(1, 1), k=200))
    assert np.isnan(found["inverted"].z)
    assert found["inverted"].worst < 5


def test_outputs_are_the_engines():
    x, _ = matrices(LayerSpec())
    u = generator(4).random((3, 4, 5))
    for k in range(3):
        assert np.array_equal(train("inverted", 0.4, x, u)[k], x * ((u[k] >= 0.4) * (1 / 0.6)))
        assert np.array_equal(train("classic", 0.4, x, u)[k], x * (u[k] >= 0.4))


@pytest.mark.parametrize(("k", "p"), [(17, 0.5), (40, 0.2), (60, 0.9)])
def test_the_chance_of_a_surprise_is_counted_over_all_numbers_of_kept_masks(k, p):
    exact = sum(
        math.comb(k, kept) * (1 - p) ** kept * p ** (k - kept)
        for kept in range(k + 1)
        if abs(kept / k - (1 - p)) > SURPRISE * math.sqrt(p * (1 - p) / k)
    )
    assert chance_beyond(k, p) == pytest.approx(exact, rel=1e-9)
    assert exact > 0


def test_the_chance_of_a_surprise_nears_the_normal_ones():
    assert chance_beyond(1_000_000, 0.5) == pytest.approx(math.erfc(SURPRISE / math.sqrt(2)), rel=0.02)
    assert chance_beyond(100, 0) == 0
