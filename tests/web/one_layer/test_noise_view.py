"""The noise of both kinds of mask, drawn for every p that a link may hold."""

import math

import pytest

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.whose_mask import noises
from app.web.one_layer.noise_view import BOTTOM, HEIGHT, TOP, noise_view


@pytest.mark.parametrize("p", [0.0, 1e-6, 0.0001, 0.01, 0.3, 0.5, 0.95, 0.99, 0.9999, 0.999999])
def test_at_any_p_lines_and_dots_lie_within_the_axes(p: float) -> None:
    view = noise_view(LayerSpec(p=p))
    assert view.none == (p == 0)
    for dots in (view.own_dots, view.shared_dots):
        assert all(math.isfinite(y) and TOP <= y <= HEIGHT - BOTTOM for _, y in dots)
    assert view.own.count("L") == view.shared.count("L") == (0 if p == 0 else 6)
    assert all(len(text) <= 7 for _, text in view.levels)
    if p:
        assert float(view.ratio) > 3
        assert view.names[1] < view.names[0]  # a shared mask is the noisier, and the higher line


@pytest.mark.parametrize("p", [0.2, 0.5, 0.9])
def test_how_much_the_noise_falls_with_the_batch_is_read_off_the_table(p: float) -> None:
    """Both kinds of noise fall; with masks of their own as the batch grows, with a shared one less."""
    first, *_, last = noises(p)
    own, shared = map(float, noise_view(LayerSpec(p=p)).falls)
    assert own == pytest.approx(last.batch / first.batch)
    assert shared == pytest.approx(first.shared / last.shared, rel=0.05)
    assert 1 < shared < own


def test_where_draws_are_few_it_says_so() -> None:
    assert noise_view(LayerSpec(p=0.01)).seldom
    assert noise_view(LayerSpec(p=0.99)).seldom
    assert not noise_view(LayerSpec(p=0.2)).seldom
