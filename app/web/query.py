"""A query string is a run's spec and a viewer's wishes; this reads both, and keeps them apart."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from app.runs.change import CHANGEABLE
from app.runs.fields import FIELDS
from app.runs.reading import number, quoted, rates
from app.runs.spec import RunSpec, SpecError

# Links count these as the page does, from 1; inside they are indices. `_whole` reads them, `links.to` writes them.
COUNTED = {"sample": "samples", "unit": "neurons"}
VIEW_NAMES = ("step", "sample", "rate", "from", "at", "set", "layer", "unit", "view")
MAX_RATE = 600.0  # steps a second at rate=max: a default run in two and a half seconds
LEAST_RATE, MOST_RATE = 0.2, 120.0
VIEWS = ("forward", "backward")


@dataclass(frozen=True)
class View:
    """What a viewer looks at. `step` is None where the link does not say.

    sample, unit: indices, of a row of the batch and of a neuron of `layer`; a link counts both from 1.
    """

    step: int | None = None
    sample: int = 0
    rate: float = 20.0
    layer: int | None = None
    unit: int | None = None
    view: str = "forward"


def read_query(pairs: Iterable[tuple[str, str]]) -> tuple[RunSpec, View]:
    """The run and the view of a link. An edit (`at` and `set`) is already in the run.

    Raises: SpecError with a message for each name that is wrong.
    """
    pairs = list(pairs)
    errors: dict[str, str] = {}
    wishes: dict[str, str] = {}
    for name, text in pairs:
        if name in VIEW_NAMES:
            if name in wishes:
                errors[name] = f"{name} must be given once, got it twice or more"
            wishes[name] = text
    try:
        spec = RunSpec.parse([pair for pair in pairs if pair[0] not in VIEW_NAMES])
        if "set" in wishes:
            spec = _edited(spec, wishes)
    except SpecError as error:
        raise SpecError(error.fields | errors) from None
    view = _view(spec, wishes, errors)
    if errors:
        raise SpecError(errors)
    return spec, view


def _edited(spec: RunSpec, wishes: dict[str, str]) -> RunSpec:
    name, colon, text = wishes["set"].partition(":")
    if not colon or name not in CHANGEABLE:
        raise SpecError({"set": f"set must look like p:0.3, lr:0.01 or decay:0, got {quoted(wishes['set'])}"})
    try:
        value = rates(FIELDS["p"], text) if name == "p" else (number(FIELDS[name], text),)
        if name == "p" and len(value) == 1:
            value *= max(1, len(spec.place))
    except ValueError as error:
        raise SpecError({"set": str(error)}) from None
    try:
        at = _whole("at", wishes.get("at", "0"), spec.steps)
    except ValueError as error:
        raise SpecError({"at": str(error)}) from None
    try:
        return spec.with_change(at, name, value)
    except SpecError as error:
        raise SpecError({"set": str(error)}) from None


def _view(spec: RunSpec, wishes: dict[str, str], errors: dict[str, str]) -> View:
    tops = {"step": spec.steps, "from": spec.steps, "at": spec.steps}
    tops |= {"sample": spec.batch, "layer": len(spec.hidden) + 1}
    values: dict[str, int] = {}
    for name in ("step", "from", "sample", "layer", "at", "unit"):
        if name == "unit":
            tops["unit"] = spec.sizes[values["layer"]] if "layer" in values else max(spec.sizes)
        if name in wishes:
            try:
                values[name] = _whole(name, wishes[name], tops[name])
            except ValueError as error:
                errors[name] = str(error)
    rate = _rate(wishes.get("rate", "20"), errors)
    view = wishes.get("view", "forward")
    if view not in VIEWS:
        errors["view"] = f"view must be one of {', '.join(VIEWS)}, got {quoted(view)}"
    step = values.get("step", values.get("from"))
    return View(step, values.get("sample", 0), rate, values.get("layer"), values.get("unit"), view)


def _whole(name: str, text: str, top: int) -> int:
    """The number of a wish; of what a link counts from 1, the index."""
    first = 1 if name in COUNTED else 0
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(f"{name} must be a whole number in {first} to {top}, got {quoted(text)}")
    value = int(text)
    if not first <= value <= top:
        why = f"; {COUNTED[name]} are counted from 1" if value < first else ""
        raise ValueError(f"{name} must lie in {first} to {top}, got {quoted(text)}{why}")
    return value - first


def _rate(text: str, errors: dict[str, str]) -> float:
    if text == "max":
        return MAX_RATE
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if rate == 0 or LEAST_RATE <= rate <= MOST_RATE:
        return rate
    errors["rate"] = f"rate must be 0, a number in {LEAST_RATE:g} to {MOST_RATE:g} or max, got {quoted(text)}"
    return 0.0
