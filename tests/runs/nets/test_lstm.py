"""The LSTM of a run: its signals and masks are those of its plan, and its coins those of every method."""

import numpy as np
import pytest

from app.engine import LSTM
from app.runs.data.data_set import load
from app.runs.log.record import StepRecord, record
from app.runs.nets.planned import plan
from app.runs.spec.run_spec import RunSpec, SpecError
from app.runs.training.experiment import last_scores
from app.runs.training.loop import Training
from app.runs.training.model import masked_model, passing_model

SMALL = "n=60&cells=5&batch=8&steps=20&p=0.4"
RUNS = [
    f"data=memory&delay=6&{SMALL}",
    f"data=memory&delay=1&{SMALL}&gates=untied",
    f"data=digits&{SMALL}&method=variational&gates=untied",
    f"data=digits&{SMALL}&method=recurrent&lasts=step",
    f"data=memory&delay=6&{SMALL}&method=recurrent&lasts=sequence&place=0,1",
    f"data=memory&delay=6&{SMALL}&method=naive&on=h&place=0,1",
    f"data=memory&delay=6&{SMALL}&method=naive&on=c",
    f"data=memory&delay=6&{SMALL}&place=none",
]


def at(query: str, step: int = 3) -> tuple[StepRecord, Training]:
    spec = RunSpec.from_query(query)
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return record(training, 0.0), training


@pytest.mark.parametrize("query", RUNS)
def test_what_the_plan_names_the_network_shows_in_that_shape(query: str) -> None:
    found, training = at(query)
    plan, batch = training.spec.plan, 8
    assert {name: of.shape for name, of in found.value.items()} == {
        signal.name: (batch, *signal.shape) for signal in plan.signals
    }
    assert all(of.shape == found.value[name].shape for name, of in found.gradient.items())
    assert training.network.size == plan.parameters
    for k, place in enumerate(plan.places):
        drawn = found.drawn[place.name]
        assert drawn.levels.shape == (batch, *place.coins)
        assert (drawn.factors is not None) == (k in training.spec.place)
        if drawn.factors is not None:
            assert drawn.factors.shape == (batch, *place.mask)
            first = drawn.levels[tuple(slice(size) for size in drawn.factors.shape)]
            np.testing.assert_array_equal(drawn.factors, (first / 65536 >= 0.4) / (1 - 0.4))


def test_a_step_of_the_memory_is_what_was_kept_of_it_and_what_was_written() -> None:
    found, _ = at(f"data=memory&delay=6&{SMALL}&method=naive&on=c")
    value, m = found.value, found.drawn["c"].factors[:, :, 0]
    before = np.concatenate([np.zeros((8, 1, 5)), value["c"][:, :-1]], axis=1) * m
    np.testing.assert_allclose(value["c"], value["f"] * before + value["i"] * value["g"], rtol=1e-12)
    # dL/dc of the last step but one comes from its own output, and through the mask from the last.
    o, c, dc, dh = value["o"][:, -2], value["c"][:, -2], found.gradient["c"], found.gradient["h"]
    through = dh[:, -2] * o * (1 - np.tanh(c) ** 2) + dc[:, -1] * value["f"][:, -1] * m[:, -1]
    np.testing.assert_allclose(dc[:, -2], through, rtol=1e-10, atol=1e-15)


def test_all_methods_have_the_same_coins_and_one_twin() -> None:
    runs = [at(query) for query in RUNS if "delay=6" in query]
    for found, training in runs[1:]:
        for drawn, first in zip(found.drawn.values(), runs[0][0].drawn.values(), strict=True):
            np.testing.assert_array_equal(drawn.levels, first.levels)
        assert training.spec.twin() == runs[0][1].spec.twin()


def test_the_forget_gates_start_where_the_link_says() -> None:
    _, training = at(f"data=memory&delay=6&{SMALL}&forget=-1.5", step=0)
    lstm = next(layer for layer in training.network.layers if isinstance(layer, LSTM))
    assert (lstm.forget_bias == -1.5).all()


@pytest.mark.parametrize("query", [RUNS[0], RUNS[2]])
def test_passes_share_a_mask_and_masks_on_have_one_a_sample(query: str) -> None:
    spec = RunSpec.from_query(query)
    data = load(spec.data, spec.seeds.data)
    passing, masked = passing_model(spec), masked_model(spec, 12)
    passing.network.forward(data.x[:12])
    masked.network.forward(data.x[:12])
    for k, place in enumerate(spec.plan.places):
        assert passing.factors[k].shape == (1, *place.mask)
        assert masked.factors[k].shape == (12, *place.mask)


def test_a_run_of_each_task_learns() -> None:
    assert last_scores("data=memory&n=200&delay=2&cells=8&steps=100&p=0.1").dropout.accuracy > 0.9
    assert last_scores("data=digits&n=200&cells=12&steps=60&method=recurrent&p=0.1").dropout.accuracy > 0.3


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("data=memory&method=variational&net=lstm", "data=memory"),
        ("data=digits&net=lstm&place=0,1", "data=digits&method=variational"),
        ("data=digits&net=lstm&method=naive&on=c", "data=digits&method=naive"),
        ("data=memory&place=none&method=naive", "data=memory&place=none"),
    ],
)
def test_a_link_names_as_much_as_it_must(link: str, canonical: str) -> None:
    assert RunSpec.from_query(link).query() == canonical


def test_the_plan_reads_an_image_by_rows_and_a_sequence_by_symbols() -> None:
    rows, symbols = (RunSpec.from_query(link) for link in ("data=digits&net=lstm", "data=memory&delay=7"))
    assert [place.coins for place in rows.plan.places] == [(14, 14), (14, 4, 32)]
    assert [place.coins for place in symbols.plan.places] == [(7, 9), (7, 4, 32)]
    assert plan(7, 8, symbols.net, None).places == symbols.plan.places


@pytest.mark.parametrize(
    ("link", "name", "kind"),
    [
        ("data=memory&delay=0", "delay", "outside"),
        ("data=memory&delay=41", "delay", "outside"),
        ("data=memory&cells=0", "cells", "outside"),
        ("data=memory&p=1", "p", "outside"),
        ("data=memory&place=2", "place", "other place"),
        ("data=memory&method=dropblock", "method", "no place"),
        ("method=naive", "method", "no place"),
        ("data=memory&method=recurrent&gates=tied", "gates", "foreign"),
        ("data=digits&delay=5&net=lstm", "delay", "foreign"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(link: str, name: str, kind: str) -> None:
    with pytest.raises(SpecError) as caught:
        RunSpec.from_query(link)
    assert caught.value.faults[name].kind == kind
