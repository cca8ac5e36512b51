"""What is honest to say of a run: what its scene is, what was measured with its settings, and what with the scene's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.runs.scenes.caveats import caveats
from app.runs.scenes.measured import measured, settings
from app.runs.spec.fields import FIELDS
from app.runs.spec.reading import rates_text
from app.runs.spec.run_spec import RunSpec
from app.runs.spec.seeds import NAMES as SEED_NAMES
from app.web.address.links import to
from app.web.explore import claims
from app.web.words import names as words
from app.web.words.caveats import said
from app.web.words.fields import choice_title, label
from app.web.words.places import place_name
from app.web.words.say import say

# Settings whose labels go on into their values, as "One mask for" "the batch": in a sentence both are quoted.
NO_NAMES = ("each", "lasts", "gates", "on", "along")


@dataclass(frozen=True)
class Measured:
    """What was measured with some settings, all "" or () where nothing was: how often dropout won, the claims, and
    over how many runs and how exactly."""

    wins: str = ""
    claims: tuple[str, ...] = ()
    spread: str = ""


@dataclass(frozen=True)
class About:
    """All that the section under the masks says. `sentence` is of the scene's own settings, and "" with others;
    `changed` names those others as "hidden layers to 8,8", and `original` is what was measured with the scene's own."""

    title: str
    sentence: str
    changed: str
    notes: tuple[str, ...]  # that follow from the run's settings
    own: Measured
    original: Measured
    original_settings: str
    original_link: str  # of that, below the site's own address


@lru_cache(256)
def context(spec: RunSpec, passes: bool = False, first: RunSpec | None = None) -> About:
    """What to say of a run. Other seeds leave it one of its scene's. passes: whether Monte-Carlo passes are shown;
    first: the run that a page opens with, which is the scene there."""
    scene = scene_of(spec)
    start = first if first and first.data.name == spec.data.name else scene
    changed = changes(spec, start)
    own = claims.said_of(settings(spec), passes)
    other = [claim for claim in claims.said_of(settings(start), passes) if changed and claim not in own]
    return About(
        say(f"scene.{scene_name(spec)}.title"),
        "" if changed or start.query() != scene.query() else say(f"scene.{scene_name(spec)}.sentence"),
        words.enumeration(changed) if changed else "",
        tuple(map(said, caveats(spec))),
        _measured(spec, own, say("measured.own")),
        _measured(start, other, say("measured.original")) if changed else Measured(),
        ", ".join(say("measured.setting", label=_label(name), value=_value(start, name)) for name in _names(start)),
        to("", start.query(), {}),
    )


def scene_of(spec: RunSpec) -> RunSpec:
    """The scene that a run belongs to: of a dense network that of its data; of another, that of its method too."""
    if spec.plan.columns:
        return RunSpec.parse({"data": spec.data.name})
    return RunSpec.parse({"data": spec.data.name, "net": spec.net.name, "method": spec.method_name})


def scene_name(spec: RunSpec) -> str:
    """The key of what is said of it."""
    return spec.data.name if spec.plan.columns or spec.data.name != "digits" else f"digits {spec.net.name}"


def changes(spec: RunSpec, start: RunSpec | None = None) -> tuple[str, ...]:
    """Where a run differs from its scene, as "training samples to 400" or "p to 0.4 from step 100"; dropout after every
    hidden layer is no difference."""
    start = start or scene_of(spec)
    own, texts = {**spec.defaults, **start.texts()}, spec.texts()
    if spec.place == spec.usual_place:
        own["place"] = texts["place"]
    return (
        *(_change(spec, name) for name in _names(spec) if texts[name] != own.get(name)),
        *(
            say("measured.change.later", label=_label(c.name), value=rates_text(c.value), step=c.step)
            for c in spec.changes
        ),
    )


def _measured(spec: RunSpec, said: Sequence[claims.Claim], whose: str) -> Measured:
    link = settings(spec)
    return Measured(
        claims.wins(link, whose), tuple(claim.text(measured()) for claim in said), claims.spread(link, said)
    )


def _change(spec: RunSpec, name: str) -> str:
    """A setting and what it is now."""
    if name in NO_NAMES:
        return say("measured.change of a choice", label=label(FIELDS[name]), value=_value(spec, name))
    return say("measured.change", label=_label(name), value=_value(spec, name))


def _names(spec: RunSpec) -> tuple[str, ...]:
    return tuple(name for name in spec.texts() if name not in {*SEED_NAMES, "data", "change"})


def _label(name: str) -> str:
    return words.within(label(FIELDS[name]))


def _value(spec: RunSpec, name: str) -> str:
    if name == "flip":
        return f"{100 * spec.data.flip:.4g} %"
    if name == "place":
        return words.enumeration([place_name(spec, k).lower() for k in spec.place] or [say("measured.nowhere")])
    return choice_title(spec.texts()[name])
