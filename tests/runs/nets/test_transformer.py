"""The transformer of a run: what its plan says is what its model has."""

from itertools import pairwise

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.data.word_polarity import TYPES
from app.runs.log.record import StepRecord, record
from app.runs.nets.parts import TransformerNet
from app.runs.spec.run_spec import RunSpec
from app.runs.training.loop import Training
from app.runs.training.model import evaluated_model, passing_model

SMALL = "data=words&n=40&batch=4&width=6&heads=3&inner=5&steps=5&p=0.4"


def recorded(link: str) -> StepRecord:
    spec = RunSpec.from_query(link)
    return record(Training(spec, load(spec.data, spec.seeds.data)), 0.0)


@pytest.mark.parametrize("method", ["", "&place=none"])
def test_signals_places_and_parameters_are_those_of_the_plan(method: str) -> None:
    spec = RunSpec.from_query(SMALL + method)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.forward()
    assert training.network.size == spec.plan.parameters
    values = training.model.values()
    assert {name: of.shape for name, of in values.items()} == {
        signal.name: (4, *signal.shape) for signal in spec.plan.signals[1:]
    }
    factors = {k: of.shape for k, of in training.model.factors.items()}
    assert factors == {k: (4, *spec.plan.places[k].mask) for k in spec.place}
    assert training.model.ps == ((0.4,) * 4 if not method else (0.0,) * 4)


def test_a_step_is_the_textbooks_from_words_to_logits() -> None:
    step = recorded(SMALL)
    value, factors = step.value, [drawn.factors for drawn in step.drawn.values()]
    words, weights, mixed, fed = (of for of in factors if of is not None)
    ids = step.x.astype(int)
    rows = np.arange(4)[:, None]
    np.testing.assert_allclose(value["embedded"], step.params["1.E"][ids] * words[rows, ids])
    np.testing.assert_allclose(value["attention"].sum(axis=-1), 1.0)
    stream = value["embedded"] + value["mixed"] * mixed + value["fed"] * fed
    np.testing.assert_allclose(value["pooled"], stream.mean(axis=1))
    np.testing.assert_allclose(value["z"], value["pooled"] @ step.params["3.W"] + step.params["3.b"])
    assert all((of == 0).any() and (of != 0).any() for of in (words, weights, mixed, fed))


def test_gradients_stop_at_masks_and_come_from_above() -> None:
    step = recorded(SMALL)
    gradient = step.gradient
    assert list(gradient) == [signal.name for signal in step.plan.signals[1:]]
    for name in ("attention", "mixed", "fed"):
        factors = step.drawn[name].factors
        assert factors is not None
        np.testing.assert_array_equal(gradient[name][factors == 0], 0.0)
        assert gradient[name][factors != 0].any()
    fed = step.drawn["fed"].factors
    np.testing.assert_allclose(gradient["fed"], gradient["pooled"][:, None] / 12 * fed)
    table = np.zeros_like(step.params["1.E"])
    np.add.at(table, step.x.astype(int), gradient["embedded"])
    np.testing.assert_allclose(step.grads["1.E"], table, atol=1e-15)


def test_evaluation_draws_nothing_and_a_monte_carlo_pass_has_one_mask_for_all() -> None:
    spec, x = RunSpec.from_query(SMALL), np.arange(36.0).reshape(3, 12)
    for model, masked in ((evaluated_model(spec), False), (passing_model(spec), True)):
        model.network.bind((3, 12))
        model.network.forward(x)
        assert {k: len(of) for k, of in model.factors.items()} == (dict.fromkeys(range(4), 1) if masked else {})


def test_the_method_may_sit_at_some_places_alone_with_a_p_of_its_own() -> None:
    step = recorded(SMALL.replace("p=0.4", "place=1,3&p=0.1,0.5"))
    assert step.rates == (0.0, 0.1, 0.0, 0.5)
    assert [name for name, drawn in step.drawn.items() if drawn.factors is not None] == ["attention", "fed"]
    everywhere = recorded(SMALL)
    for name in step.drawn:  # whatever sits where, the coins are the same
        np.testing.assert_array_equal(step.drawn[name].levels, everywhere.drawn[name].levels)


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("data=words&net=transformer&method=dropout&width=24", "data=words"),
        ("data=words&place=0,1,2,3&heads=4", "data=words&heads=4"),
        ("data=words&place=1", "data=words&place=1"),
    ],
)
def test_links_say_what_they_must(link: str, canonical: str) -> None:
    spec = RunSpec.from_query(link)
    assert spec.query() == canonical
    assert RunSpec.from_query(canonical) == spec


def test_the_network_knows_all_words_that_there_are() -> None:
    assert TransformerNet.types == TYPES


def test_all_places_share_a_twin() -> None:
    links = ("data=words", "data=words&p=0.1", "data=words&place=1&seed.masks=4")
    twins = [RunSpec.from_query(link).twin() for link in links]
    assert all(a == b for a, b in pairwise(twins))
