"""The figure of the page: its sub-steps, its five matrices, and what belongs to the selected cell."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.runs.one_layer.fields import FORWARD, LAYER_FIELDS, SUB_STEPS
from app.runs.one_layer.layer_pass import LayerPass, run
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.cell_line import cell_line
from app.web.one_layer.forms import CELL_NAME, Sent
from app.web.one_layer.formulas import Formula, formulas
from app.web.one_layer.labs import labs_key
from app.web.one_layer.links import PAGE, LayerLinks, Turn
from app.web.one_layer.matrices import Matrices, matrices
from app.web.one_layer.network import NetworkView, network
from app.web.one_layer.sentence import longest, sentence
from app.web.one_layer.source_view import SourceView, source_view
from app.web.words.fields import help_of, label

STEPS = {
    "draw": "Draw coins u", "compare": "Compare u ≥ p", "scale": "Scale by 1/(1−p)", "multiply": "Multiply",
    "upstream": "Upstream gradient", "mask": "Multiply by the same mask", "pass": "Pass on",
}  # fmt: skip

# What a hand may do; more: what stands beside the matrices on the page is there, and fields of coins and laboratory.
ALL = ("p", "data", "seed", "step", "sample", "view", "more")
FIELDS = {"p": "p", "batch": "data", "units": "data", "seed": "more", "k": "more"}  # and where each is


@dataclass(frozen=True)
class Step:
    """One sub-step in the bar above the figure."""

    name: str
    title: str
    link: Turn
    current: bool
    done: bool
    backward: bool


@dataclass(frozen=True)
class Number:
    """A field of the form that holds a number or nothing, as it was typed where it is wrong."""

    name: str
    label: str
    help: str
    value: str
    low: str
    high: str
    error: str


@dataclass(frozen=True)
class Reading:
    """What belongs to the selected cell: templates/one_layer/reading.html.

    longest: a text as long as the longest sentence, whose room is kept free. line: the cell's own numbers, short.
    """

    sentence: str
    longest: str
    network: NetworkView
    formulas: tuple[Formula, ...]
    line: tuple[Markup, ...]
    cell: tuple[int, int]
    erratum: int  # of the notebook, that belongs to this sub-step; 0 is none


@dataclass(frozen=True)
class Figure:
    """All that templates/one_layer/figure.html draws. may: what a hand may do, of ALL."""

    spec: LayerSpec
    may: tuple[str, ...]
    query: str
    p: Number
    reading: Reading
    matrices: Matrices
    source: SourceView
    steps: tuple[Step, ...]
    back: Turn
    on: Turn
    numbers: tuple[Number, ...]
    train: Turn
    eval: Turn
    new_coins: Turn
    coins: Turn
    errors: tuple[str, ...]
    labs_key: str


def reading(spec: LayerSpec, numbers: LayerPass) -> Reading:
    """What belongs to the selected cell."""
    return Reading(
        sentence(spec, numbers), longest(), network(spec, numbers), formulas(spec, numbers), cell_line(spec, numbers),
        spec.cell, _erratum(spec, numbers),
    )  # fmt: skip


def _erratum(spec: LayerSpec, numbers: LayerPass) -> int:
    if spec.backward:
        return 15 if numbers.mask is not None else 3
    return 6 if spec.substep == "compare" and numbers.mask is not None else 0


def figure(sent: Sent, links: LayerLinks = PAGE, may: tuple[str, ...] = ALL) -> Figure:
    """The context of the figure, with messages where they belong: beside a field or a cell, or above all."""
    spec, errors, edits = sent.spec, sent.errors, "data" in may
    beside = [name for name, where in FIELDS.items() if where in may]
    beside += [name for name in errors if edits and CELL_NAME.fullmatch(name)]
    numbers = run(spec)
    at = SUB_STEPS.index(spec.substep)
    return Figure(
        spec, may, spec.query(), _number("p", sent), reading(spec, numbers),
        matrices(spec, numbers, sent.texts, errors, links, edits), source_view(spec),
        tuple(Step(name, STEPS[name], links.turn(spec, "substep", name), i == at, i < at, name not in FORWARD)
              for i, name in enumerate(SUB_STEPS)),
        links.step(spec, "substep", "back"), links.step(spec, "substep", "next"),
        tuple(_number(name, sent) for name in ("batch", "units", "seed") if name in beside),
        links.turn(spec, "mode", "train"), links.turn(spec, "mode", "eval"),
        links.step(spec, "seed", "next"), links.step(spec, "coins", "other"),
        tuple(message for name, message in errors.items() if name not in beside),
        labs_key(spec),
    )  # fmt: skip


def _number(name: str, sent: Sent) -> Number:
    field, error = LAYER_FIELDS[name], sent.errors.get(name, "")
    value = sent.texts.get(name, "") if error else sent.spec.texts()[name]
    return Number(name, label(field), help_of(field), value[:40], f"{field.min:g}", f"{field.max:.0f}", error)
