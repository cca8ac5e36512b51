"""Notes and warnings follow from a run's settings, and hold for layers of every width."""

import numpy as np
import pytest

from app.engine.coins import LEVELS, threshold
from app.runs.data.batches import Batches
from app.runs.scenes.caveats import caveats
from app.runs.scenes.caveats import warnings as found_warnings
from app.runs.spec.run_spec import RunSpec
from app.web.words.caveats import said


def spec(link: str) -> RunSpec:
    return RunSpec.from_query(link)


def kinds(link: str) -> list[str]:
    return [note.kind for note in caveats(spec(link))]


def warnings(of: RunSpec) -> dict[str, str]:
    return {field: said(note) for field, note in found_warnings(of).items()}


@pytest.mark.parametrize("link", ["place=none", "p=0", "p=0&batch=100"])
def test_a_run_without_dropout_says_so_and_no_more(link: str) -> None:
    assert kinds(link) == ["nothing"]


def test_a_run_in_which_p_leaves_0_has_dropout() -> None:
    assert caveats(spec("p=0&change=p@9:0.3")) == []


@pytest.mark.parametrize("link", ["batch=100", "data=circles", "data=xor", "data=blobs", "data=spiral", "data=curve"])
def test_a_batch_of_all_samples_says_so(link: str) -> None:
    assert kinds(link) == ["full batch"]


def test_in_a_batch_of_all_samples_their_order_changes_too() -> None:
    assert "order and the masks change" in said(*caveats(spec("batch=100")))
    batches = Batches(1, 80, 80)
    first, second = batches.rows(0).copy(), batches.rows(1).copy()
    assert sorted(first) == sorted(second)
    assert not np.array_equal(first, second)


def test_the_default_scene_has_no_note() -> None:
    assert caveats(spec("")) == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "data=digits&place=0,1&p=0.5,0.3",
            {"place": "p = 0.5 on the input hides 50 % of each sample; 0.2 or less is usual there."},
        ),
        ("hidden=64&p=0.9", {"p": "p = 0.9 keeps 10 % of the neurons: of the 64 in hidden layer 1, 6.4 on average."}),
        (
            "data=digits&hidden=64,256&p=0.95",
            {
                "p": "p = 0.95 keeps 5 % of the neurons: of the 64 in hidden layer 1, 3.2 on average.",
                "hidden": "For 3.8 % of the samples the whole of hidden layer 1 is dropped (0.95 to the power 64), "
                "so the output ignores the input.",
            },
        ),
        (
            "hidden=12,5&p=0.5",
            {
                "hidden": "For 3.1 % of the samples the whole of hidden layer 2 is dropped (0.5 to the power 5), "
                "so the output ignores the input."
            },
        ),
        (
            "place=0&p=0.2",
            {
                "hidden": "For 4 % of the samples the whole of the input is dropped (0.2 to the power 2), "
                "so the output ignores the input."
            },
        ),
        ("flip=0.5", {"flip": "With half of the labels flipped there is nothing to learn."}),
    ],
)
def test_a_warning_names_its_field_and_says_the_number(link: str, expected: dict[str, str]) -> None:
    assert warnings(spec(link)) == expected


def test_a_warning_does_not_foretell_what_a_wide_layer_learns() -> None:
    assert "learned" not in " ".join(warnings(spec("data=digits&hidden=256&p=0.9")).values())


@pytest.mark.parametrize("p", ["0.99999", "0.999985", "0.9999999999"])
def test_a_p_that_no_coin_reaches_keeps_nothing_and_is_told_with_all_its_digits(p: str) -> None:
    assert threshold(float(p)) == LEVELS
    found = warnings(spec(f"p={p}"))
    assert found["p"] == f"At p = {p} no neuron is ever kept: a coin is a multiple of 1/65536, and none reaches p."
    assert found["hidden"].startswith("For 100 % of the samples")
    assert f"({p} to the power 12)" in found["hidden"]


def test_the_highest_p_that_keeps_anything_is_told_as_it_is() -> None:
    p = (LEVELS - 1) / LEVELS
    assert warnings(spec(f"p={p}"))["p"].startswith(f"p = {p} keeps 0.0015 % of the neurons: of the 12 in")


def test_a_warning_counts_what_p_becomes() -> None:
    assert set(warnings(spec("hidden=64&p=0.2&change=p@9:0.95;p@10:0.1"))) == {"p", "hidden"}


@pytest.mark.parametrize("link", ["data=digits&place=0&p=0.2", "hidden=64&p=0.89", "hidden=7&p=0.5", "flip=0.49"])
def test_no_warning_below_the_limit(link: str) -> None:
    assert warnings(spec(link)) == {}
