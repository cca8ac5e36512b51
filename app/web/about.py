"""What is honest to say of a run: what its scene is, how often dropout won there, and where it does not help."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.caveats import caveats
from app.runs.reading import rates_text
from app.runs.scenes import SCENES, Wins
from app.runs.seeds import NAMES as SEED_NAMES
from app.runs.spec import RunSpec
from app.runs.tasks import TASKS
from app.web.links import to


@dataclass(frozen=True)
class About:
    """`other` are the settings in which the run differs from its scene, empty where it has the scene's own: only
    then do the scene's sentence and its win rates speak of this run."""

    title: str
    sentence: str
    other: tuple[str, ...]
    wins: str
    scene_href: str
    caveats: tuple[str, ...]  # of this run
    scene_caveats: tuple[str, ...]  # of the scene's own settings, where the run has others


def context(spec: RunSpec) -> About:
    """What to say of a run. Other seeds leave it one of its scene's."""
    scene, other = SCENES[spec.data], other_settings(spec)
    found = caveats(spec)
    of_scene = [sentence for sentence in found if other and sentence in scene.caveats]
    return About(
        scene.title,
        scene.sentence,
        other,
        _wins(scene.wins, TASKS[spec.data].kind != "regression", " of this scene" if not other else ""),
        to("/", RunSpec.parse({"data": spec.data}).query(), {}),
        tuple(sentence for sentence in found if sentence not in of_scene),
        tuple(of_scene),
    )


def other_settings(spec: RunSpec) -> tuple[str, ...]:
    """Where a run differs from its scene, as "n 400" or "p 0.4 from step 100"; dropout after every hidden layer is no
    difference."""
    own = RunSpec.parse({"data": spec.data}).texts()
    texts = spec.texts()
    if spec.place == tuple(range(1, len(spec.hidden) + 1)):
        own["place"] = texts["place"]
    left_out = {*SEED_NAMES, "change"}
    from_start = (f"{name} {text}" for name, text in texts.items() if name not in left_out and text != own[name])
    later = (f"{change.name} {rates_text(change.value)} from step {change.step}" for change in spec.changes)
    return (*from_start, *later)


def _wins(wins: Wins | None, counts: bool, whose: str) -> str:
    """As it goes on after "In" or "in"."""
    if wins is None:
        return ""
    accuracy = f" and the better test accuracy in {wins.accuracy}" if counts else ""
    return (
        f"{wins.seeds} runs{whose} with fresh seeds, dropout had the lower test loss at the last step in "
        f"{wins.loss}{accuracy}."
    )
