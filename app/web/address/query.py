"""A query string is a run's spec and a viewer's wishes; this reads both, and keeps them apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from app.runs.nets.parts import DenseNet, ResidualNet
from app.runs.spec.change import CHANGEABLE, ChangeName
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS, PLACES_MAX, STEPS_MAX, Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import choice, number, places, rates, whole
from app.runs.spec.run_spec import RunSpec
from app.web.address.neurons import Neuron, read_neurons

Value = TypeVar("Value")

MAX_RATE = 600.0  # steps a second at rate=max: a default run in two and a half seconds
LEAST_RATE, MOST_RATE = 0.2, 120.0
VIEWS = ("forward", "backward")
PASSES_MAX = 200  # with masks on: more would not change a digit that is read
PAGE = re.compile(r"(?:methods|why)/[a-z-]{1,40}")
SEATS = 2**53 - 1  # as far as JavaScript counts

_TABLE = (
    Field("step", "whole", 0, STEPS_MAX),
    Field("sample", "whole", 1, 1, why="samples"),
    Field("rate", "number", LEAST_RATE, MOST_RATE),
    Field("from", "whole", 0, STEPS_MAX),
    Field("at", "whole", 0, STEPS_MAX),
    Field("set", "changes"),
    Field("layer", "whole"),
    Field("unit", "whole", 1, 1, why="neurons"),
    Field("view", "choice", choices=VIEWS),
    Field("whole", "choice", choices=("1",)),
    Field("passes", "whole", 0, PASSES_MAX),
    Field("cut", "places", 1, PLACES_MAX),
    Field("off", "changes"),
    Field("seat", "whole", 0, SEATS),
    Field("present", "choice", choices=("1",)),
    Field("page", "choice", key="page of"),
)
WISHES = {field.name: field for field in _TABLE}
# Links count these as the page does, from 1; inside they are indices. `_Wishes.index` reads, `links.to` writes them.
COUNTED = tuple(field.name for field in _TABLE if field.min == 1)


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
    whole: bool = False  # every frame of a stream with all its parts
    passes: int = 0  # Monte-Carlo: with masks on, besides the outcome with dropout off
    seat: int = 0  # a stream of which ends the one before; 0 is none
    present: bool = False  # a page for a projector
    cut: tuple[int, ...] = ()  # blocks left out of what a residual network has learned; a link counts them from 1
    off: tuple[Neuron, ...] = ()  # hidden neurons taken out of what a dense network has learned; a link: h1.3
    page: str = ""  # on which the reader was, below the site's own address, where that is no figure of Explore


def read_query(pairs: Iterable[tuple[str, str]]) -> tuple[RunSpec, View]:
    """The run and the view of a link. An edit (`at` and `set`) is already in the run.

    Raises: SpecError with a fault for each name that is wrong.
    """
    spec, view, faults = understand(pairs)
    if faults:
        raise SpecError(faults)
    return spec, view


def understand(pairs: Iterable[tuple[str, str]]) -> tuple[RunSpec, View, dict[str, Fault]]:
    """The same, where a link is partly wrong: what of it is right, and a fault for each name that is not."""
    pairs = list(pairs)
    wishes = _Wishes(pair for pair in pairs if pair[0] in WISHES)
    spec, faults = RunSpec.understand(pair for pair in pairs if pair[0] not in WISHES)
    if not faults:
        spec = wishes.edited(spec)
    view = wishes.view(spec)
    return spec, view, faults | wishes.faults


class _Wishes:
    """The wishes of a link, read one by one."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.faults: dict[str, Fault] = {}
        self.texts: dict[str, str] = {}
        for name, text in pairs:
            if name in self.texts:
                self.faults[name] = Fault("repeated", WISHES[name])
            self.texts[name] = text

    def edited(self, spec: RunSpec) -> RunSpec:
        """The branch that `at` and `set` ask for; the run itself where there is none, or it cannot be."""
        if "set" not in self.texts or self.faults.keys() & {"at", "set"}:
            return spec
        at = self.index("at", spec.training.steps) or 0
        if "at" in self.faults:
            return spec
        try:
            name, value = _edit(self.texts["set"], len(spec.place))
            return spec.with_change(at, name, value)
        except SpecError as error:
            self.faults.setdefault("set", next(iter(error.faults.values())))
        except Fault as fault:
            self.faults.setdefault("set", fault)
        return spec

    def view(self, spec: RunSpec) -> View:
        """What is looked at; the usual stands in for what is wrong."""
        step, first = self.index("step", spec.training.steps), self.index("from", spec.training.steps)
        self.index("at", spec.training.steps)
        layer = self.index("layer", len(spec.plan.signals) - 1)
        return View(
            first if step is None else step,
            self.index("sample", spec.training.batch) or 0,
            self.read("rate", _speed, 20.0),
            layer,
            self.index("unit", max(spec.sizes) if layer is None else spec.sizes[layer]),
            self.read("view", choice, "forward"),
            self.read("whole", choice, "") == "1",
            self.index("passes", PASSES_MAX if spec.plan.columns else 0) or 0,
            self.index("seat", SEATS) or 0,
            self.read("present", choice, "") == "1",
            self.read("cut", lambda field, text: _cut(field, text, spec), ()),
            self.read("off", lambda field, text: _off(field, text, spec), ()),
            self.read("page", _page, ""),
        )

    def index(self, name: str, most: int) -> int | None:
        """The index that a link names; of what it counts from 1, one less."""
        found = self.read(name, lambda field, text: _counted(field, text, most), None)
        return found - 1 if found is not None and name in COUNTED else found

    def read(self, name: str, reader: Callable[[Field, str], Value], usual: Value) -> Value:
        if name not in self.texts or name in self.faults:
            return usual
        try:
            return reader(WISHES[name], self.texts[name])
        except Fault as fault:
            self.faults[name] = fault
            return usual


def _edit(text: str, places: int) -> tuple[ChangeName, tuple[float, ...]]:
    given, colon, value = text.partition(":")
    name = next((name for name in CHANGEABLE if name == given), None)
    if not colon or name is None:
        raise Fault("edit", WISHES["set"], text)
    if name != "p":
        return name, (number(FIELDS[name], value),)
    values = rates(FIELDS["p"], value)
    return name, values * max(1, places) if len(values) == 1 else values


def _counted(field: Field, text: str, most: int) -> int:
    limits = replace(field, max=most, why=field.why if text.strip() == "0" else "")
    return whole(limits, text)


def _cut(field: Field, text: str, spec: RunSpec) -> tuple[int, ...]:
    """Blocks by their numbers, as indices. Raises: Fault where there are no such blocks, or none would stay."""
    if not isinstance(spec.net, ResidualNet):
        raise Fault("no blocks", field, text)
    blocks = tuple(number - 1 for number in places(replace(field, max=spec.net.blocks), text))
    if len(blocks) == spec.net.blocks:
        raise Fault("all cut", field, text, most=spec.net.blocks - 1, count=len(blocks))
    return blocks


def _off(field: Field, text: str, spec: RunSpec) -> tuple[Neuron, ...]:
    return read_neurons(field, text, spec.net.hidden if isinstance(spec.net, DenseNet) else ())


def _page(field: Field, text: str) -> str:
    if not PAGE.fullmatch(text):
        raise Fault("page", field, text)
    return text


def _speed(field: Field, text: str) -> float:
    if text.strip() == "max":
        return MAX_RATE
    try:
        value = number(replace(field, min=0), text)
    except Fault:
        value = -1
    if value and value < LEAST_RATE:
        raise Fault("speed", field, text, interval=field.interval)
    return value
