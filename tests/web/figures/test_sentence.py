"""The sentence above the figure."""

import numpy as np
import pytest

from app.web.figures.sentence import context
from app.web.moment import Moment
from tests.web.runs import trained


def said(query: str, step: int = 40, sample: int = 3) -> str:
    run = trained(query)
    sentence = context(Moment(run, step, sample))
    return "".join(sentence.parts)


def test_it_counts_the_hidden_neurons_that_are_off_for_the_sample() -> None:
    off = sum(int((mask[3] == 0).sum()) for mask in trained("steps=60").record(40).masks if mask is not None)
    assert said("steps=60") == (
        f"At step 40, {off} of 36 hidden neurons are off for sample 4. "
        "They pass nothing forward, and no gradient flows back through them."
    )


def test_with_batch_normalisation_it_says_what_becomes_of_those_that_are_off() -> None:
    assert "gradients of other samples reach them" in said("steps=60&norm=before")
    after = said("steps=60&norm=after")
    assert "They pass nothing of this sample forward: batch normalisation makes the same number of every 0" in after
    assert "No gradient flows back through them." in after
    assert "normalisation" not in said("steps=60&norm=after&place=0&p=0.5")


def test_it_counts_inputs_where_they_are_dropped() -> None:
    text = said("steps=60&place=0,1&p=0.5")
    assert "hidden neurons and" in text
    assert "of 2 inputs" in text


@pytest.mark.parametrize("query", ["steps=60&place=none", "steps=60&p=0"])
def test_without_dropout_it_says_that_nothing_is_dropped(query: str) -> None:
    assert said(query) == (
        "At step 40 nothing is dropped. Every neuron works for every sample, as it does in evaluation."
    )


def test_one_neuron_is_off_and_none_by_chance() -> None:
    query = "steps=60&p=0.01"
    run = trained(query)
    counts = {
        (step, sample): sum(int((mask[sample] == 0).sum()) for mask in run.record(step).masks if mask is not None)
        for step in range(12) for sample in range(20)
    }  # fmt: skip
    alone = next(at for at, count in counts.items() if count == 1)
    nobody = next(at for at, count in counts.items() if count == 0)
    assert "1 of 36 hidden neurons is off" in said(query, *alone)
    assert "It passes nothing forward" in said(query, *alone)
    assert "Chance kept every neuron" in said(query, *nobody)
    assert not np.isnan(run.record(0).loss)
