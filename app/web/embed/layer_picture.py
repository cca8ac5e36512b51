"""The picture of One layer's matrices: what its template draws, and where each stands on the sheet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from fastapi import Request

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import LayerPass, run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.reading import number_text
from app.web.embed.drawing import Picture
from app.web.embed.pictured import Pictured
from app.web.embed.sheet import MARGIN, WIDTH
from app.web.figures.keys import Key
from app.web.figures.told import Told
from app.web.one_layer.figure import STEPS
from app.web.one_layer.links import LayerLinks
from app.web.one_layer.matrices import Matrices, MatrixView, matrices
from app.web.one_layer.sentence import sentence
from app.web.preview.sentence import layer_sentence
from app.web.words import names
from app.web.words.say import say

TEMPLATE = "pictures/layer.svg"
PITCH, TALL = 40.0, 30.0  # from cell to cell, across and down, at most
GAP = 3.0  # between two
BRACKET = 7.0  # from a bracket to the first cell
SIGN = 30.0  # the room of a sign between two matrices
BESIDE = 5  # neurons of matrices of which three stand beside one another; else it is two


class Sign(NamedTuple):
    """Between two matrices, or before the first of a row. of: times, equal, on or back."""

    x: float
    of: str


@dataclass(frozen=True)
class Box:
    """A matrix at its place, and what is said below; again: the mask's cells once more, without their numbers."""

    matrix: MatrixView
    x: float
    note: str
    again: bool = False


@dataclass(frozen=True)
class Row:
    """Matrices beside one another, and the signs between them. way: "forth" or "back" where one begins there."""

    boxes: tuple[Box, ...]
    signs: tuple[Sign, ...]
    way: str


@dataclass(frozen=True)
class Still:
    """All that templates/pictures/layer.svg draws."""

    steps: tuple[tuple[int, str, str], ...]  # number, title, and done, now or to come
    p: str
    mode: str
    rows: tuple[Row, ...]
    width: float  # of a matrix, without its brackets
    height: float
    pitch: float
    cell: tuple[float, float]
    keys: tuple[Key, ...]
    through: bool
    decided: bool


def pictured(pairs: Iterable[tuple[str, str]]) -> Pictured:
    """Of a link. Raises: SpecError."""
    spec = LayerSpec.parse(pairs)
    return Pictured(
        file=f"layer-{SUB_STEPS.index(spec.substep) + 1}",
        words=f"layer {spec.query()}",
        caption=say("picture.layer.caption", title=say("preview.layer.title"), about=layer_sentence(spec)),
        link=lambda site: LayerLinks(site).to(spec),
        shown=lambda request: _shown(spec, request),
    )


@asynccontextmanager
async def _shown(spec: LayerSpec, request: Request) -> AsyncIterator[Picture]:
    async with request.app.state.store.turns.turn():
        yield drawn(spec)


def drawn(spec: LayerSpec) -> Picture:
    """The whole picture of a layer."""
    (sample, neuron), step = spec.cell, SUB_STEPS.index(spec.substep) + 1
    title = say("picture.layer.title", step=step, sample=sample, neuron=neuron)
    return Picture(TEMPLATE, still(spec), title, layer_told(spec))


def still(spec: LayerSpec) -> Still:
    """The matrices at the spec's sub-step."""
    numbers = run(spec)
    all_ = matrices(spec, numbers, {}, {}, edits=False)
    beside = 3 if spec.units <= BESIDE else 2
    room = (WIDTH - 2 * MARGIN - (beside - 1) * SIGN) / beside - 2 * BRACKET
    pitch = floor(10 * min(PITCH, (room + GAP) / spec.units)) / 10
    width, at = round(pitch * spec.units - GAP, 1), SUB_STEPS.index(spec.substep)
    return Still(
        steps=tuple((i + 1, STEPS[name], _when(i, at)) for i, name in enumerate(SUB_STEPS)),
        p=number_text(spec.p),
        mode=say(f"preview.{spec.mode}"),
        rows=_rows(all_, f"{spec.batch} × {spec.units}", beside, width + 2 * BRACKET),
        width=width,
        height=TALL * spec.batch - GAP,
        pitch=pitch,
        cell=(round(pitch - GAP, 1), TALL - GAP),
        keys=_keys(spec, numbers),
        through=all_.through,
        decided=all_.decided,
    )


def layer_told(spec: LayerSpec) -> Told:
    """The figure in words."""
    numbers = run(spec)
    said = sentence(spec, numbers)
    about = layer_sentence(spec)
    return Told((said,), " ".join(filter(None, (about, said, _dropped(spec, numbers)))))


def _when(step: int, now: int) -> str:
    return "done" if step < now else "now" if step == now else "to-come"


def _rows(all_: Matrices, size: str, beside: int, width: float) -> tuple[Row, ...]:
    """Of three beside one another the way back is read from right to left, as on the page; else all from the left."""
    times, gives, back, given = ("on", "on", "back", "back") if all_.through else ("times", "equal", "times", "equal")

    def row(way: str, *parts: tuple[MatrixView, str], again: str = "") -> Row:
        """Each with the sign before it. again: of which matrix alone the cells are drawn."""
        whole = len(parts) * width + (len(parts) - 1) * SIGN
        places = [round((WIDTH - whole) / 2 + i * (width + SIGN), 1) for i in range(len(parts))]
        boxes = (Box(m, x + BRACKET, _note(m, size), m.name == again) for (m, _), x in zip(parts, places, strict=True))
        signs = (Sign(round(x - SIGN / 2, 1), of) for (_, of), x in zip(parts, places, strict=True) if of)
        return Row(tuple(boxes), tuple(signs), way)

    if beside == len(("x", "m", "y")):
        return (
            row("forth", (all_.x, ""), (all_.m, times), (all_.y, gives)),
            row("back", (all_.dx, ""), (all_.m, given), (all_.dy, back), again="m"),
        )
    return (
        row("forth", (all_.x, ""), (all_.m, times)),
        row("", (all_.y, gives)),
        row("back", (all_.dy, ""), (all_.m, times), again="m"),
        row("", (all_.dx, gives)),
    )


def _note(matrix: MatrixView, size: str) -> str:
    """What a product is of, the signs say; fonts of pictures lack its sign."""
    return size if "⊙" in matrix.note else matrix.note


def _keys(spec: LayerSpec, numbers: LayerPass) -> tuple[Key, ...]:
    decided = numbers.mask is not None and spec.reached("compare")
    signs = ("kept", "dropped", "chosen") if decided else ("chosen",)
    cell = {"sample": spec.cell[0], "neuron": spec.cell[1]}
    return tuple(Key(sign, 20, say(f"picture.layer.{sign}", **cell)) for sign in signs)


def _dropped(spec: LayerSpec, numbers: LayerPass) -> str:
    """Which cells the mask drops, sample by sample."""
    if numbers.mask is None or not spec.reached("compare"):
        return ""
    found = []
    for i, row in enumerate(numbers.mask, 1):
        off = [str(j) for j, factor in enumerate(row, 1) if factor == 0] or [say("picture.layer.none")]
        found.append(say("picture.layer.off", sample=i, neurons=names.enumeration(off)))
    return say("picture.layer.all dropped", samples=say("preview.between").join(found))
