"""What a first visitor reads beside the figure: three sentences, and the page's words with this run's numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.runs.data.data_set import TEST_GRID, TEST_IMAGES, TEST_POINTS
from app.runs.data.tasks import TASKS
from app.runs.log.kept import LAST_STEPS
from app.runs.spec.reading import number_text
from app.runs.spec.run_spec import RunSpec
from app.web.words.names import chain
from app.web.words.say import has, say


@dataclass(frozen=True)
class Word:
    """A word of the page, and what it means in this run. `italic`: it is a letter of the formulas."""

    name: str
    meaning: str
    italic: bool = False


@dataclass(frozen=True)
class Introduction:
    """All that templates/explore/introduction.html draws. `open`: the link has no settings, so it may be a first visit;
    nothing is stored to know better."""

    open: bool
    words: tuple[Word, ...]


def context(spec: RunSpec, step: int) -> Introduction:
    """The introduction of a run at a step."""
    return Introduction(not spec.query(), words(spec, step))


def words(spec: RunSpec, step: int) -> tuple[Word, ...]:
    """Every word that the page uses for what dropout does, with the numbers of the run at this step."""
    rates = sorted({rate for rate in spec.rates(step) if rate > 0})
    here: dict[str, dict[str, object]] = {
        "p.meaning": {"share": _share(rates), "here": _here(rates)},
        "mask.meaning": {"scale": _scale(rates), "weights": _scale(rates, "weights")},
        "coin.meaning": {"here": _here(rates)},
        "step.meaning": {"batch": _count(spec.training.batch, "sample"), "steps": _count(spec.training.steps, "step")},
        "ring.meaning": {"steps": LAST_STEPS},
    }
    meanings = {"loss": _loss(spec), "test loss": _test(spec)}
    return tuple(
        Word(
            say(f"introduction.{name}"),
            meanings.get(name) or say(_own(f"introduction.{name}.meaning", spec), **here.get(f"{name}.meaning", {})),
            italic=name == "p",
        )
        for name in NAMES
    )


def _own(key: str, spec: RunSpec) -> str:
    """The key of a word's meaning with this method, where it has one of its own."""
    own = f"{key} {spec.method_name}"
    return own if has(own) else key


NAMES = (
    "p", "mask", "coin", "twin", "step", "loss", "masks on", "dropout off", "test loss", "gap", "silent", "dead",
    "ring",
)  # fmt: skip


def _share(rates: list[float]) -> str:
    if not rates:
        return say("introduction.p nothing")
    if len(rates) > 1:
        return say("introduction.p by place", rates=_listed(rates))
    (p,) = rates
    of = round(1 / p)
    if abs(1 / p - of) < 1e-9 and has(f"introduction.{of}"):
        return say("introduction.p one in", p=number_text(p), number=say(f"introduction.{of}"))
    return say("introduction.p here", p=number_text(p))


def _here(rates: list[float]) -> str:
    return say("introduction.coin here", rates=_listed(rates)) if rates else ""


def _scale(rates: list[float], what: str = "scale") -> str:
    if not rates:
        return ""
    return say(f"introduction.mask {what}", counts=chain([f"{1 / (1 - p):.4g}" for p in rates]))


def _listed(rates: list[float]) -> str:
    return chain(list(map(number_text, rates)))


def _loss(spec: RunSpec) -> str:
    kind = TASKS[spec.data.name].kind
    if kind == "regression":
        return say("introduction.loss of a curve")
    classes = 2 if kind == "binary" else TASKS[spec.data.name].outputs
    who = say("introduction.coin toss") if classes == 2 else say("introduction.same chance", classes=classes)
    return say("introduction.loss.meaning", guess=f"{math.log(classes):.2f}", who=who)


def _test(spec: RunSpec) -> str:
    if spec.data.name == "curve":
        return say("introduction.test loss of a curve", points=TEST_GRID)
    if spec.data.name == "digits":
        return say("introduction.test loss of digits", images=f"{TEST_IMAGES:,}")
    share = f"{100 * spec.data.flip:.3g}"
    flipped = say("introduction.test flipped", share=share) if spec.data.flip else ""
    return say("introduction.test loss.meaning", points=f"{TEST_POINTS:,}", flipped=flipped)


def _count(number: int, noun: str) -> str:
    return say(f"introduction.a {noun}" if number == 1 else f"introduction.{noun}s", number=f"{number:,}")
