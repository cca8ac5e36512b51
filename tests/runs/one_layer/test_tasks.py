import pytest

from app.runs.one_layer.tasks import example, truth


@pytest.mark.parametrize("turn", range(12))
def test_every_round_has_kept_and_dropped_cells_and_no_coin_on_the_line(turn):
    numbers = example(turn)
    assert 2 <= (numbers.mask == 0).sum() <= 4
    assert not (numbers.coins == numbers.p).any()
    assert numbers.p != 0.5


def test_the_mean_and_the_second_moment_are_what_theory_says():
    for turn in range(3):
        numbers = example(turn)
        x, p = numbers.x[0, 0], numbers.p
        assert truth("mean", numbers, "train") == pytest.approx(x)
        assert truth("mean", numbers, "eval") == x
        assert truth("mean", numbers, "square") == pytest.approx(x * x / (1 - p))
