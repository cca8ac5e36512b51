from itertools import product

import numpy as np
import pytest

from app.runs.one_layer.marking import mark
from app.runs.one_layer.tasks import ROUND_MAX, TASKS, answer_names, example, mistakes, truth
from app.runs.spec.reading import number_text
from app.web.one_layer.reasons import reason as reason_of


@pytest.mark.parametrize("turn", range(12))
@pytest.mark.parametrize("task", TASKS)
def test_the_engines_own_numbers_are_all_right(task, turn):
    numbers = example(turn)
    answers = {name: number_text(round(truth(task, numbers, name), 2)) for name in answer_names(task)}
    assert {said.state for said in mark(task, turn, answers).values()} == {"right"}


def cell(state, turn=0):
    i, j = np.argwhere((example(turn).mask == 0) == (state == "dropped"))[0]
    return (i, j), f"a{i + 1}{j + 1}"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (lambda v, p: 0, "it is not 0"),
        (lambda v, p: v, "it is scaled as well"),
        (lambda v, p: v * (1 - p), "You multiplied by 1−p"),
        (lambda v, p: v / p, "You divided by p"),
        (lambda v, p: 1234, "so it is kept"),
    ],
)
def test_a_wrong_value_of_a_kept_cell_gets_its_reason(wrong, reason):
    at, name = cell("kept")
    numbers = example(0)
    said = mark("y", 0, {name: number_text(float(wrong(numbers.x[at], numbers.p)))})[name]
    assert said.state == "wrong"
    assert reason in reason_of("y", numbers, name, said)


def test_a_value_in_a_dropped_cell_is_told_that_its_coin_is_below_p():
    _, name = cell("dropped")
    for task in ("y", "dx"):
        assert "so it is dropped" in reason_of(task, example(0), name, mark(task, 0, {name: "0.5"})[name])


def test_the_mask_for_dx_is_told_apart_from_the_gradient():
    at, name = cell("kept", turn=1)
    numbers = example(1)
    said = mark("dx", 1, {name: number_text(float(numbers.mask[at]))})[name]
    assert "That is the mask" in reason_of("dx", numbers, name, said)


@pytest.mark.parametrize("name", ["train", "eval", "square"])
def test_a_wrong_mean_gets_a_reason(name):
    for text in ("0.32", "0.5", "0.16", "77"):
        said = mark("mean", 0, {name: text})[name]
        assert said.state in ("right", "wrong")
        assert bool(reason_of("mean", example(0), name, said)) == (said.state == "wrong")


@pytest.mark.parametrize("text", ["abc", "nan", "1e9", "1/2"])
def test_what_is_no_number_is_said_and_not_marked_wrong(text):
    assert mark("y", 0, {"a11": text})["a11"].state == "error"


def test_what_is_left_out_is_blank():
    assert {said.state for said in mark("dx", 0, {}).values()} == {"blank"}


# Of each known mistake, words that no other's reason has.
CELLS = {
    "zero": "it is not 0", "unscaled": "scaled as well", "times q": "You multiplied by 1−p",
    "over p": "You divided by p", "mask": "That is the mask", "y": "That is y. What comes back",
    **dict.fromkeys(("dropped", "dropped unscaled", "dropped times q", "dropped over p"), "so it is dropped"),
}  # fmt: skip
MEAN = {
    "train": {"unscaled": "the mean without scaling", "kept": "That is y where it is kept"},
    "eval": {"classic": "published form, which scales", "scaled": "In evaluation nothing is scaled"},
    "square": {
        "mean": "That is the mean of y", "squared": "The mean stays, its square does not",
        "unscaled": "published form, unscaled", "kept": "That is y² where it is kept",
    },
}  # fmt: skip


def test_in_no_round_is_a_known_mistake_right_and_each_gets_its_own_reason():
    """Mistakes as they are typed, with two decimals or with all; and what is right is right."""
    for turn, task in product(range(ROUND_MAX + 1), TASKS):
        numbers = example(turn)
        right = {name: number_text(round(truth(task, numbers, name), 2)) for name in answer_names(task)}
        assert {said.state for said in mark(task, turn, right).values()} == {"right"}
        digits = 2 if turn % 2 else 12
        left = {name: [*mistakes(task, numbers, name).items()] for name in answer_names(task)}
        while left := {name: found for name, found in left.items() if found}:
            made = {name: found.pop() for name, found in left.items()}
            marks = mark(task, turn, {name: number_text(round(value, digits)) for name, (_, value) in made.items()})
            for name, (mistake, _) in made.items():
                words = MEAN[name] if task == "mean" else CELLS
                assert marks[name].state == "wrong", (turn, name, mistake)
                assert words[mistake] in reason_of(task, numbers, name, marks[name]), (turn, name, mistake)


def test_the_mistakes_that_are_looked_for():
    found = {task: {name: set(mistakes(task, example(0), name)) for name in answer_names(task)} for task in TASKS}
    assert found["mean"] == {name: set(words) for name, words in MEAN.items()}
    assert set.union(*found["dx"].values()) == set(CELLS)
    assert set.union(*found["y"].values()) == set(CELLS) - {"mask", "y"}


def test_a_true_minus_is_a_minus():
    assert mark("mean", 0, {"train": "−77"})["train"].state == "wrong"
