"""What was measured is said of runs with those settings alone; of others it says which they were."""

import pytest

from app.runs.scenes.measured import measured
from app.runs.spec.run_spec import RunSpec
from app.web.explore.about import About, Measured, changes, context
from app.web.explore.claims import said_of
from app.web.words.english.caveats import CAVEATS
from app.web.words.say import say


def about(link: str) -> About:
    return context(RunSpec.from_query(link))


def texts(run: str) -> tuple[str, ...]:
    return tuple(claim.text(measured()) for claim in said_of(run))


@pytest.mark.parametrize(
    ("link", "run"),
    [("", ""), ("seed=7", ""), ("seed.masks=3", ""), ("data=digits&seed.data=2", "data=digits"), ("place=1,2,3", "")],
)
def test_other_seeds_are_the_same_scene(link: str, run: str) -> None:
    shown = about(link)
    assert shown.changed == ""
    assert shown.sentence == say(f"scene.{RunSpec.from_query(link).data.name}.sentence")
    assert shown.own.claims == texts(run) != ()
    assert "with these settings" in shown.own.wins
    assert shown.original == Measured()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("n=400&flip=0&p=0.9", ("training samples to 400", "flipped labels to 0 %", "p to 0.9")),
        ("hidden=1", ("hidden layers to 1",)),
        ("hidden=8,8&place=1", ("hidden layers to 8,8", "place to hidden 1")),
        ("place=none", ("place to none",)),
        ("data=memory&gates=untied", ("“Gates share a mask” to “no: untied”",)),
        ("optimizer=sgd&activation=tanh", ("activation to tanh", "optimizer to SGD")),
        ("change=p@100:0.4;lr@300:0.1", ("p to 0.4 from step 100", "learning rate to 0.1 from step 300")),
        ("n=400&change=decay@1:0.01", ("training samples to 400", "weight decay to 0.01 from step 1")),
        ("p=0.1,0.3&place=0,2", ("p to 0.1,0.3", "place to input and hidden 2")),
    ],
)
def test_changes_are_named_as_the_form_names_them(query: str, said: tuple[str, ...]) -> None:
    assert changes(RunSpec.from_query(query)) == said


@pytest.mark.parametrize("link", ["hidden=1", "p=0.9&hidden=64", "flip=0&n=200", "change=decay@9:0.01"])
def test_of_settings_that_were_not_measured_only_the_original_results_are_shown_and_as_such(link: str) -> None:
    shown = about(link)
    assert (shown.sentence, shown.own) == ("", Measured())
    assert shown.changed
    assert "with the original settings" in shown.original.wins
    assert shown.original.claims == texts("")
    assert (shown.original_link, "training samples 100" in shown.original_settings) == ("", True)


def test_settings_that_a_claim_was_measured_with_have_it_and_the_rest_is_the_originals() -> None:
    shown = about("flip=0&seed=9")
    assert shown.changed == "flipped labels to 0 %"
    assert shown.own.claims == texts("flip=0") != ()
    assert "with these settings" in shown.own.wins
    assert set(shown.own.claims) & set(shown.original.claims) == set()
    assert {*shown.own.claims, *shown.original.claims} == set(texts(""))


def test_notes_are_of_the_run_itself() -> None:
    assert about("place=none").notes == (CAVEATS["nothing"],)
    assert about("data=circles").notes == (CAVEATS["full batch"],)
    assert about("").notes == ()
