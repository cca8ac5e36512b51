"""A link in one sentence: its settings, and nothing that would have to be trained."""

import pytest

from app.runs.one_layer.layer_spec import LayerSpec
from app.web.address.query import read_query
from app.web.preview.sentence import layer_sentence, run_sentence, run_title
from app.web.site.received import mended

RUNS = {
    "": "Dropout with p = 0.2 after each hidden layer; two moons; 1,500 steps.",
    "step=128&sample=7": "Dropout with p = 0.2 after each hidden layer; two moons; step 128 of 1,500.",
    "place=none&seed=7": "No dropout; two moons; seed 7; 1,500 steps.",
    "place=0,2&p=0.1,0.4": "Dropout with p = 0.1 on the input and p = 0.4 after Hidden 2; two moons; 1,500 steps.",
    "place=0,1,2,3": "Dropout with p = 0.2 on the input and after each hidden layer; two moons; 1,500 steps.",
    "place=1,3": "Dropout with p = 0.2 after Hidden 1 and Hidden 3; two moons; 1,500 steps.",
    "method=concrete": "Concrete dropout with p learned, starting at 0.1 after each hidden layer; two moons; "
    "1,500 steps.",
    "method=dropconnect&place=1&each=batch": "DropConnect with p = 0.2 after Hidden 1; two moons; one mask for the "
    "batch; 1,500 steps.",
    "data=digits&flip=0.1&hidden=32&steps=40": "Dropout with p = 0.5 after Hidden 1; handwritten digits; flipped "
    "labels 10 %; hidden layers 32; 40 steps.",
    "change=p@128:0.5;lr@200:0.01&step=100": "Dropout with p = 0.2 after each hidden layer; two moons; p to 0.5 from "
    "step 128; learning rate to 0.01 from step 200; step 100 of 1,500.",
    "change=p@128:0.5&step=128": "Dropout with p = 0.5 after each hidden layer; two moons; step 128 of 1,500.",
    "seed.masks=4": "Dropout with p = 0.2 after each hidden layer; two moons; seed of the masks 4; 1,500 steps.",
}
LAYERS = {
    "": "4 samples and 5 neurons with p = 0.5; the notebook’s numbers; training; sub-step 7 of 7.",
    "p=0.3&mode=eval": "4 samples and 5 neurons with p = 0.3; evaluation; sub-step 7 of 7.",
    "batch=1&units=1&seed=4&substep=draw": "1 sample and 1 neuron with p = 0.5; seed 4; training; sub-step 1 of 7.",
    "x=34:1": "4 samples and 5 neurons with p = 0.5; some numbers changed by hand; training; sub-step 7 of 7.",
}


@pytest.mark.parametrize(("link", "sentence"), RUNS.items())
def test_a_run_in_one_sentence(link: str, sentence: str) -> None:
    assert run_sentence(*read_query(mended(link))) == sentence


@pytest.mark.parametrize(("link", "sentence"), LAYERS.items())
def test_a_layer_in_one_sentence(link: str, sentence: str) -> None:
    assert layer_sentence(LayerSpec.from_query(link)) == sentence


def test_a_run_has_a_title() -> None:
    titles = {link: run_title(read_query(mended(link))[0]) for link in ("", "place=none", "data=curve&method=gaussian")}
    assert [*titles.values()] == [
        "Two moons with dropout",
        "Two moons without dropout",
        "A noisy curve with Gaussian dropout",
    ]
