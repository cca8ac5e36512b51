"""A stack is its arms, bit for bit, and an arm that breaks down leaves the others alone."""

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.spec.run_spec import RunSpec
from app.runs.training.job import Job
from app.runs.training.loop import Training
from app.runs.training.stack import Stack, stack_key

SCENES = {
    "adam, ReLU, one logit": "hidden=5,6",
    "sgd, tanh, one logit": "hidden=5,6&activation=tanh&optimizer=sgd&lr=0.5",
    "momentum, ReLU, classes": "data=notebook&optimizer=momentum&lr=0.01",
    "adam, sigmoid, numbers": "data=curve&hidden=7&activation=sigmoid&place=0,1&p=0.3",
    "a batch that does not fill an epoch": "n=33&batch=7&hidden=4",
}
ARMS: tuple[dict[str, str], ...] = (
    {},
    {"p": "0"},
    {"p": "0.7"},
    {"place": "0,1", "p": "0.5,0.01"},
    {"p": "0.99999"},
    {"seed": "7"},
    {"seed.masks": "3"},
    {"lr": "0.003", "decay": "0.01"},
    {"warmup": "50", "change": "lr@30:0.01"},
    {"change": "p@20:0.9;lr@90:0.001;decay@100:0.1"},
    {"n": "41"},
)


def arms(query: str) -> list[RunSpec]:
    spec = RunSpec.from_query(query)
    return [spec.twin(), *(spec.but(**texts) for texts in ARMS)]


def single(spec: RunSpec, step: int) -> np.ndarray:
    training = Training(spec, load(spec.data, spec.seeds.data))
    training.advance(step)
    return training.row


@pytest.mark.parametrize("query", SCENES.values(), ids=list(SCENES))
def test_a_stack_has_the_bits_of_single_runs(query: str) -> None:
    assert Stack.exact
    specs = arms(query)
    stack = Stack(specs)
    assert [row.tobytes() for row in stack.rows] == [single(spec, 0).tobytes() for spec in specs]
    for step in (1, 130):
        stack.advance(step)
        assert (stack.step, stack.rows.dtype) == (step, np.float32)
        same = [row.tobytes() == single(spec, step).tobytes() for row, spec in zip(stack.rows, specs, strict=True)]
        assert same == [True] * len(specs)
    assert stack.diverged.tolist() == [-1] * len(specs)


@pytest.mark.parametrize(
    ("query", "breaking"),
    [
        ("data=curve&hidden=8&activation=relu&optimizer=sgd&steps=400", {"lr": "10"}),
        ("data=notebook&optimizer=momentum&lr=0.01&steps=400", {"lr": "10", "decay": "1"}),
    ],
)
def test_an_arm_that_diverges_says_when_and_leaves_the_others_alone(query: str, breaking: dict[str, str]) -> None:
    spec = RunSpec.from_query(query)
    specs = [spec, spec.but(**breaking), spec.but(seed="2")]
    stack = Stack(specs)
    stack.advance(120)
    chunk = Job(specs[1], None).slice(lambda: 0.0, 1.0)
    assert chunk.ended == "diverged"
    assert stack.diverged.tolist() == [-1, len(chunk.losses), -1]
    assert np.isnan(stack.rows[1]).all()
    for arm in (0, 2):
        assert stack.rows[arm].tobytes() == single(specs[arm], 120).tobytes()


@pytest.mark.parametrize(
    ("texts", "together"),
    [
        ({"p": "0.9"}, True),
        ({"place": "0"}, True),
        ({"n": "60", "flip": "0"}, True),
        ({"data": "circles", "hidden": "5,5", "activation": "relu", "batch": "20"}, True),
        ({"steps": "7", "lr": "1", "decay": "0.1", "seed": "4"}, True),
        ({"hidden": "5,6"}, False),
        ({"activation": "tanh"}, False),
        ({"optimizer": "sgd"}, False),
        ({"batch": "10"}, False),
    ],
)
def test_arms_of_one_shape_can_be_a_stack(texts: dict[str, str], together: bool) -> None:
    spec = RunSpec.from_query("hidden=5,5&batch=20")
    assert stack_key(spec) == stack_key(spec.twin())
    assert (stack_key(spec) == stack_key(spec.but(**texts))) == together


@pytest.mark.parametrize(
    "query",
    ["clip=1", "method=gaussian", "method=dropconnect", "data=digits&net=conv", "norm=after", "data=digits&shift=1"],
)
def test_what_a_stack_does_not_have_is_trained_alone(query: str) -> None:
    spec = RunSpec.from_query(query)
    assert stack_key(spec) is None
    with pytest.raises(ValueError, match="arms of one key"):
        Stack([spec])


def test_arms_of_two_keys_are_no_stack() -> None:
    with pytest.raises(ValueError, match="arms of one key"):
        Stack([RunSpec.from_query(""), RunSpec.from_query("hidden=3")])
