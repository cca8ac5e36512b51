"""The introduction and the words, with the run's own numbers."""

import pytest

from app.runs.spec.run_spec import RunSpec
from app.web.explore.introduction import context

ALL = [
    *("p", "mask", "coin", "twin", "step", "loss", "masks on", "dropout off", "test loss", "gap"),
    *("silent", "dead", "ring"),
]


def meanings(query: str, step: int = 0) -> dict[str, str]:
    return {word.name: word.meaning for word in context(RunSpec.from_query(query), step).words}


@pytest.mark.parametrize(("query", "opened"), [("", True), ("p=0.3", False), ("data=digits", False), ("seed=2", False)])
def test_it_is_open_where_the_link_has_no_settings(query: str, opened: bool) -> None:
    assert context(RunSpec.from_query(query), 0).open is opened


@pytest.mark.parametrize(
    "query", ["", "data=digits", "data=curve", "place=none", "p=0.1,0.5&place=0,2", "activation=tanh"]
)
def test_every_word_of_the_page_is_there_and_none_is_empty(query: str) -> None:
    assert list(meanings(query)) == ALL
    assert all(text and text[-1] != "." and "  " not in text for text in meanings(query).values())


def test_the_numbers_are_those_of_this_run_at_this_step() -> None:
    said = meanings("p=0.5&batch=25&steps=400&change=p@100:0.2", 50)
    assert said["p"].endswith("; here 0.5, one in two")
    assert said["mask"].endswith("here 2")
    assert said["step"] == "one update of all weights, from one batch of 25 samples; this run has 400 steps"
    said = meanings("p=0.5&batch=25&steps=400&change=p@100:0.2", 100)
    assert said["p"].endswith("; here 0.2, one in five")
    assert said["mask"].endswith("here 1.25")
    assert said["coin"].endswith("less than p, here 0.2")


def test_words_are_those_of_the_method() -> None:
    said = {method: meanings(f"method={method}") for method in ("classic", "gaussian", "dropconnect", "concrete")}
    assert said["classic"]["mask"].endswith("nothing is scaled")
    assert "variance is p/(1 − p), here 0.2" in said["gaussian"]["p"]
    assert "dropped" not in said["gaussian"]["coin"]
    assert said["dropconnect"]["p"].startswith("the probability that a weight is dropped; here 0.2")
    assert said["dropconnect"]["mask"].endswith("; those that are on count 1/(1 − p) times, here 1.25")
    assert "learned" in said["concrete"]["p"]


def test_it_says_what_the_loss_of_a_guess_is_and_what_is_tested() -> None:
    moons, digits, curve = meanings(""), meanings("data=digits"), meanings("data=curve")
    assert moons["loss"].endswith("0 is perfect, 0.69 is a coin toss")
    assert digits["loss"].endswith("2.30 is the same chance for all 10 digits")
    assert "squared errors" in curve["loss"]
    assert "2,000 points" in moons["test loss"]
    assert "20 % of whose labels are flipped" in moons["test loss"]
    assert "flipped" not in digits["test loss"]
    assert "1,000 images" in digits["test loss"]
    assert "200 points of the true curve" in curve["test loss"]


def test_without_dropout_it_says_that_nothing_is_dropped() -> None:
    said = meanings("place=none")
    assert said["p"].endswith("here nothing is dropped")
    assert ", here" not in said["mask"] + said["coin"]
