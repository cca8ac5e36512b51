"""The part of the form that is the method's: which there are, what only this one has, and p where it is learned."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.nets.methods import own_settings
from app.runs.spec.fields import FIELDS
from app.runs.spec.link import methods_for
from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.words import methods
from app.web.words.numbers import rate_text
from app.web.words.places import place_name
from app.web.words.say import say


@dataclass(frozen=True)
class Gauge:
    """A learned p: where it stands and where it started, as text and in percent of the scale."""

    place: int
    label: str
    value: str
    at: str
    start: str
    start_at: str


@dataclass(frozen=True)
class Choice:
    """One of a row of links: a data set, which starts its own default scene, or a method, which keeps all else."""

    name: str
    label: str
    href: str
    current: bool


def gauges_of(spec: RunSpec, learned: tuple[float, ...]) -> tuple[Gauge, ...]:
    if not methods.kind_of(spec).learned:
        return ()
    ps = learned or spec.rates()
    return tuple(
        Gauge(k, place_label(spec, k), methods.p_text(spec, ps[k]), _percents(ps[k]), rate_text(p), _percents(p))
        for k, p in zip(spec.place, spec.p, strict=True)
    )


def _percents(p: float) -> str:
    """As script has it from a frame, whose p has four digits."""
    return f"{100 * float(f'{p:.4g}'):.2f}"


def methods_of(spec: RunSpec, links: Links) -> tuple[Choice, ...]:
    now = methods.name_of(spec)
    return tuple(
        Choice(name, say(f"method.{name}.short"), links.after(f"method:{name}"), name == now)
        for name in methods_for(spec.net.name)
    )


def own_fields(spec: RunSpec) -> tuple[str, ...]:
    """Settings of the method that count with these data; none where nothing is dropped."""
    if spec.method is None:
        return ()
    curve = spec.data.name == "curve"
    return tuple(name for name in own_settings(methods.kind_of(spec)) if curve or name != "precision")


def kind_of_field(name: str) -> str:
    return "select" if FIELDS[name].kind == "choice" else "number"


def place_label(spec: RunSpec, place: int) -> str:
    """Of the p of one place."""
    if spec.plan.columns and place == 0:
        return say("form.p of the input")
    return say("form.p of a layer", layer=place_name(spec, place))
