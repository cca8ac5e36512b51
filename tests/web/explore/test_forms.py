"""The form beside the figure: settings under one line that shows their values."""

import pytest

from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.query import View
from app.web.explore import forms


def form(query: str, step: int = 0, **wrong: str) -> forms.Form:
    spec = RunSpec.from_query(query)
    return forms.context(spec, step, Links(spec, View(step=step)), wrong, dict.fromkeys(wrong, "wrong"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ("12,12,12 ReLU", "Adam 0.02", "seed 1")),
        ("hidden=8&activation=tanh&optimizer=sgd&lr=0.5&decay=0.01", ("8 tanh", "SGD 0.5, decay 0.01", "seed 1")),
        ("seed=7", ("12,12,12 ReLU", "Adam 0.02", "seed 7")),
        ("seed.masks=2", ("12,12,12 ReLU", "Adam 0.02", "seed 1, masks 2")),
        ("seed.data=3&seed.masks=2", ("12,12,12 ReLU", "Adam 0.02", "seed 3, weights 1, batches 1, masks 2")),
    ],
)
def test_a_fold_shows_the_values_of_its_settings(query: str, shown: tuple[str, ...]) -> None:
    folds = form(query).folds
    assert tuple(folds[name].shown for name in ("network", "training", "chance")) == shown
    assert not any(fold.open for fold in folds.values())


def test_a_fold_shows_what_is_in_force_at_the_step() -> None:
    query = "change=lr@50:0.1;decay@60:0.5"
    assert form(query, 40).folds["training"].shown == "Adam 0.02"
    assert form(query, 60).folds["training"].shown == "Adam 0.1, decay 0.5"


def test_a_warm_up_leaves_the_learning_rate_of_the_form_as_it_is_set() -> None:
    found = form("data=digits&norm=after&warmup=100&shift=2", 10)
    values = {control.name: control.value for control in (*found.network, *found.training)}
    assert (values["lr"], values["warmup"], values["shift"], values["norm"]) == ("0.002", "100", "2", "after")
    assert found.folds["training"].shown == "Adam 0.002, warm-up 100, shifts 2"
    assert found.folds["network"].shown == "64,64 ReLU, normalised after dropout"
    assert {"Warm-up": "100", "Shifts": "2", "Batch normalisation": "after dropout"}.items() <= dict(found.said).items()


def test_images_alone_can_be_moved() -> None:
    for query, there in (("", False), ("data=digits&net=lstm", True), ("data=memory", False)):
        assert ("shift" in {control.name for control in form(query).training}) == there


@pytest.mark.parametrize(
    ("name", "fold"),
    [("hidden", "network"), ("lr", "training"), ("batch", "training"), ("seed", "chance"), ("seed.masks", "chance")],
)
def test_a_fold_with_something_wrong_in_it_is_open(name: str, fold: str) -> None:
    folds = form("", **{name: "x"}).folds
    assert [title for title, found in folds.items() if found.open] == [fold]


def test_on_paper_every_setting_has_its_name_and_value() -> None:
    said = dict(form("p=0.3&hidden=8,8&decay=0.01&change=lr@40:0.5", step=41).said)
    assert said == {
        "Method": "Dropout",
        "p": "0.3 after Hidden 1, Hidden 2", "Data": "Moons", "Training samples": "100", "Flipped labels": "20 %",
        "Noise": "0.2", "Hidden layers": "8,8", "Activation": "ReLU", "Optimizer": "Adam", "Learning rate": "0.5",
        "Batch size": "20", "Weight decay": "0.01", "Steps": "1500", "Seed": "1", "Change": "lr 0.5 from step 40 on",
    }  # fmt: skip
