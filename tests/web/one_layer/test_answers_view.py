"""The ten answers as dots: a pile is one answer, and there are as many piles as different answers."""

from collections import Counter

import pytest

from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.ten_answers import ten_answers
from app.web.one_layer.answers_view import answers_view


@pytest.mark.parametrize("query", ["p=0.3", "p=0.3&seed=2", "", "seed=5&p=0.2", "mode=eval", "x=31:2.3,32:0.1,33:0.1"])
def test_only_equal_answers_stand_in_a_pile(query):
    spec = LayerSpec.from_query(query)
    found, view = ten_answers(spec), answers_view(spec)
    piles = Counter(x for x, _ in view.dots)
    assert len(piles) == found.different == view.different
    assert sorted(piles.values()) == sorted(Counter(found.equal).values())
    assert sum(piles.values()) == 10
