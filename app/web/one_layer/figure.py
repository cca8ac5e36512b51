"""The figure of the page: its sub-steps, its five matrices, and what belongs to the selected cell."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.one_layer.fields import FORWARD, LAYER_FIELDS, SUB_STEPS
from app.runs.one_layer.layer_pass import LayerPass, run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.reading import number_text
from app.web.one_layer import links
from app.web.one_layer.forms import CELL_NAME, Sent
from app.web.one_layer.formulas import Formula, formulas
from app.web.one_layer.labs import labs_key
from app.web.one_layer.matrices import Matrices, matrices
from app.web.one_layer.network import NetworkView, network
from app.web.one_layer.sentence import sentence
from app.web.one_layer.source_view import SourceView, source_view

STEPS = {
    "draw": "Draw coins u", "compare": "Compare u ≥ p", "scale": "Scale by 1/(1−p)", "multiply": "Multiply",
    "upstream": "Upstream gradient", "mask": "Multiply by the same mask", "pass": "Pass on",
}  # fmt: skip

P_MAX = 0.95  # of the slider; a link may hold any p below 1
FIELDS = ("batch", "units", "seed")
ELSEWHERE = ("p", "k", *FIELDS)  # whose messages stand beside their fields


@dataclass(frozen=True)
class Step:
    """One sub-step in the bar above the figure."""

    name: str
    title: str
    href: str
    current: bool
    done: bool
    backward: bool


@dataclass(frozen=True)
class Number:
    """A field of the form that holds a whole number or nothing."""

    name: str
    label: str
    help: str
    value: str
    low: int
    high: int
    error: str


@dataclass(frozen=True)
class Reading:
    """What belongs to the selected cell: templates/layer/reading.html."""

    sentence: str
    network: NetworkView
    formulas: tuple[Formula, ...]
    cell: tuple[int, int]
    backward: bool


@dataclass(frozen=True)
class Figure:
    """All that templates/layer/figure.html draws."""

    spec: LayerSpec
    query: str
    p: str
    p_error: str
    p_max: str
    p_step: str
    reading: Reading
    matrices: Matrices
    source: SourceView
    steps: tuple[Step, ...]
    back: str
    on: str
    numbers: tuple[Number, ...]
    train: str
    eval: str
    new_coins: str
    coins: str
    cell_errors: tuple[tuple[str, str], ...]
    errors: tuple[str, ...]
    labs_key: str


def reading(spec: LayerSpec, numbers: LayerPass) -> Reading:
    """What belongs to the selected cell."""
    return Reading(sentence(spec, numbers), network(spec, numbers), formulas(spec, numbers), spec.cell, spec.backward)


def figure(sent: Sent) -> Figure:
    """The context of the figure, with messages where they belong."""
    spec, errors = sent.spec, sent.errors
    numbers = run(spec)
    at = SUB_STEPS.index(spec.substep)
    cells = tuple((name, message) for name, message in errors.items() if CELL_NAME.fullmatch(name))
    return Figure(
        spec, spec.query(), spec.texts()["p"], errors.get("p", ""), *_slider(spec.p), reading(spec, numbers),
        matrices(spec, numbers, sent.texts, errors), source_view(spec),
        tuple(_step(name, i, at, spec) for i, name in enumerate(SUB_STEPS)),
        links.to(spec, substep=SUB_STEPS[max(at - 1, 0)]),
        links.to(spec, substep=SUB_STEPS[min(at + 1, len(SUB_STEPS) - 1)]),
        tuple(_number(name, sent) for name in FIELDS),
        links.to(spec, mode="train"), links.to(spec, mode="eval"), links.new_coins(spec),
        links.to(spec, coins=not spec.coins), cells,
        tuple(message for name, message in errors.items() if name not in ELSEWHERE and not CELL_NAME.fullmatch(name)),
        labs_key(spec),
    )  # fmt: skip


def _slider(p: float) -> tuple[str, str]:
    """Largest value and step of a slider that can stand at this p: a browser would move one that cannot."""
    on_grid = abs(100 * p - round(100 * p)) < 1e-9
    return number_text(max(P_MAX, p)), "0.01" if on_grid else "any"


def _step(name: str, index: int, at: int, spec: LayerSpec) -> Step:
    return Step(name, STEPS[name], links.to(spec, substep=name), index == at, index < at, name not in FORWARD)


def _number(name: str, sent: Sent) -> Number:
    field, error = LAYER_FIELDS[name], sent.errors.get(name, "")
    value = sent.texts.get(name, "") if error else sent.spec.texts()[name]
    return Number(name, field.label, field.help, value[:40], int(field.min), int(field.max), error)
