"""What is said of a scene is said of runs with its settings alone."""

import pytest

from app.runs.scenes import SCENES
from app.runs.spec import RunSpec
from app.web.about import context, other_settings


@pytest.mark.parametrize("query", ["", "seed=7", "seed.masks=3", "data=digits&seed.data=2"])
def test_other_seeds_are_the_same_scene(query: str) -> None:
    shown = context(RunSpec.from_query(query))
    assert shown.other == ()
    assert "runs of this scene with fresh seeds" in shown.wins
    assert shown.scene_caveats == ()


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("n=400&flip=0&p=0.9", ("n 400", "flip 0", "p 0.9")),
        ("hidden=8,8", ("hidden 8,8",)),
        ("hidden=8,8&place=1", ("hidden 8,8", "place 1")),
        ("place=none", ("place none",)),
        ("change=p@100:0.4;lr@300:0.1", ("p 0.4 from step 100", "lr 0.1 from step 300")),
        ("n=400&change=decay@1:0.01", ("n 400", "decay 0.01 from step 1")),
        ("p=0.1,0.3&place=0,2", ("p 0.1,0.3", "place 0,2")),
    ],
)
def test_other_settings_are_named(query: str, other: tuple[str, ...]) -> None:
    assert other_settings(RunSpec.from_query(query)) == other


def test_win_rates_of_the_scene_are_not_said_of_another_run() -> None:
    shown = context(RunSpec.from_query("data=circles&p=0.5&lr=0.1"))
    assert "of this scene" not in shown.wins
    assert shown.scene_href == "/?data=circles"
    assert set(shown.scene_caveats) == set(SCENES["circles"].caveats)
    assert not set(shown.caveats) & set(shown.scene_caveats)
