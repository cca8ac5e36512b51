import pytest

from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.ten_answers import ten_answers


def test_left_in_training_the_answers_differ_and_the_first_is_the_pages():
    found = ten_answers(LayerSpec(seed=1, p=0.4))
    assert found.different > 3
    assert found.given[0] == float(run(LayerSpec(seed=1, p=0.4)).y[2].sum())


@pytest.mark.parametrize("spec", [LayerSpec(mode="eval"), LayerSpec(p=0.0)])
def test_in_evaluation_there_is_one_answer(spec):
    found = ten_answers(spec)
    assert found.different == 1
    assert set(found.given) == {found.evaluated}
    assert found.evaluated == pytest.approx(3.0)
