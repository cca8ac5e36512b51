"""What stands under the network, and what it says to those who cannot see it."""

import pytest

from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.network import network


def drawn(query):
    spec = LayerSpec.from_query(query)
    return network(spec, run(spec))


@pytest.mark.parametrize(
    ("query", "caption"),
    [
        ("substep=draw", "The coins are not yet compared."),
        ("substep=draw&mode=eval", "There are no coins."),
        ("substep=draw&p=0", "There are no coins."),
        ("substep=compare&mode=eval", "No neuron is off."),
        ("mode=eval", "No gradient is stopped."),
        ("units=1", "The neuron is off. The gradient that comes to it stops there."),
        ("units=2&cell=12&substep=multiply", "1 of 2 neurons is off. It sends nothing on, so no edge leaves it."),
        ("substep=upstream", "3 of 5 neurons are off. The gradient that comes to them will stop there."),
    ],
)
def test_the_caption_is_true_of_the_sub_step(query, caption):
    assert drawn(query).caption == caption


@pytest.mark.parametrize(
    ("query", "alt"),
    [
        ("", "Sample 3: 5 neurons; 1, 3, 5 dropped."),
        ("substep=draw", "Sample 3: 5 neurons; not yet decided which are dropped."),
        ("substep=draw&mode=eval", "Sample 3: 5 neurons; none dropped."),
        ("units=1&cell=41", "Sample 4: 1 neuron; 1 dropped."),
    ],
)
def test_its_text_says_only_what_is_decided(query, alt):
    assert drawn(query).alt == alt
