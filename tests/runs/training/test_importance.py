"""Who matters: by hand numbers, and against networks that are evaluated one by one."""

import numpy as np
import pytest

from app.runs.spec.run_spec import RunSpec
from app.runs.training.ablation import Left, left_in_parts, without
from app.runs.training.evaluation import at_once
from app.runs.training.importance import LayerImportance, gini, importance_in_parts, importance_seconds, pairs_of
from tests.runs.training.test_ablation import arm


def layer(loss: list[float], whole: float = 2.0, pairs=((0, 1),), together=(0.0,)) -> LayerImportance:
    of = np.array(loss)
    return LayerImportance(Left(whole, 0.5), of, of, np.array(pairs, int).reshape(-1, 2), np.array(together))


@pytest.mark.parametrize("query", ["data=digits&hidden=9,7&n=50&batch=25", "hidden=6,5&activation=tanh&place=none"])
@pytest.mark.parametrize("step", [0, 30])
def test_importance_is_what_is_lost_without_each_and_without_two(query: str, step: int) -> None:
    evaluation, training = arm(query, step)
    widths = training.spec.dense.hidden

    def left(*off: tuple[int, int]) -> np.ndarray:
        return np.array(at_once(left_in_parts(evaluation, training.row, [without(widths, off)], step))[0])

    whole, found = left(), at_once(importance_in_parts(evaluation, training.row, step, pairs=5))
    for number, of in enumerate(found):
        lost = np.array([left((number, unit)) - whole for unit in range(widths[number])])
        assert of.loss == pytest.approx(lost[:, 0], abs=1e-12)
        assert of.accuracy == pytest.approx(-lost[:, 1], abs=1e-12)
        both = [left((number, i), (number, j))[0] - whole[0] for i, j in of.pairs.tolist()]
        assert len(both) == 5
        assert of.together == pytest.approx(both, abs=1e-12)
        change = both - lost[of.pairs, 0].sum(axis=1)
        assert of.interaction == pytest.approx(np.abs(change).mean() / np.abs(lost[:, 0]).mean())
        assert of.whole == pytest.approx(whole)


def test_the_numbers_of_a_layer_by_hand() -> None:
    of = layer([0.1, -0.3, 0.0, 0.6], pairs=((0, 1), (1, 3)), together=(0.3, 0.3))
    assert of.largest == pytest.approx(0.3)  # 0.6 / 2
    assert of.effective == pytest.approx(1.0 / 0.46)
    assert of.effective_share == pytest.approx(1.0 / (4 * 0.46))
    assert of.gini == pytest.approx((-3 * 0 - 1 * 0.1 + 1 * 0.3 + 3 * 0.6) / (4 * 1.0))
    assert of.interaction == pytest.approx(((0.3 + 0.2) + (0.3 - 0.3)) / 2 / 0.25)
    assert of.idle == 1


def test_equals_matter_alike_and_where_one_matters_the_others_are_dead_in_effect() -> None:
    alike, one = layer([0.2] * 5), layer([0, 0, 0, 0, 0.2])
    assert (alike.effective, alike.gini, alike.idle) == (pytest.approx(5), pytest.approx(0), 0)
    assert (one.effective, one.gini, one.idle) == (pytest.approx(1), pytest.approx(0.8), 4)
    assert gini(np.array([3.0])) == 0


def test_where_nothing_matters_nothing_is_defined_and_all_are_dead_in_effect() -> None:
    none = layer([0.0, 0.0, 0.0])
    assert (none.largest, none.effective, none.effective_share, none.gini, none.interaction) == (
        0,
        None,
        None,
        None,
        None,
    )
    assert none.idle == 3
    assert layer([0.1, 0.2], whole=0.0).largest is None
    assert layer([0.4], pairs=(), together=()).interaction is None  # of one neuron there is no pair


def test_pairs_are_all_that_there_are_or_the_same_few_for_every_network() -> None:
    assert pairs_of(0, 3, 60).tolist() == [[0, 1], [0, 2], [1, 2]]
    assert pairs_of(0, 1, 60).shape == (0, 2)
    some = pairs_of(1, 64, 60)
    assert len({tuple(pair) for pair in some.tolist()}) == 60
    assert (some[:, 0] < some[:, 1]).all()
    assert (some == pairs_of(1, 64, 60)).all()
    assert (some != pairs_of(0, 64, 60)).any()


def test_time_grows_with_neurons_and_with_the_layers_above_them() -> None:
    def seconds(hidden: str) -> float:
        return importance_seconds(RunSpec.from_query(f"data=digits&hidden={hidden}"), 1000)

    assert 0.05 < seconds("64,64") < 2 * 0.8  # measured: 0.27 s
    assert 3 * seconds("64,64") < seconds("256,256") < seconds("256,256,256,256,256,256") / 9
