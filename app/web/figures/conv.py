"""The convolutional network of one step and one sample: every map as a tile, and on it what the mask puts to 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.web.address.links import Links
from app.web.figures import blocks, conv_words
from app.web.figures.gates import Gate, gate
from app.web.figures.keys import Key
from app.web.figures.net_bytes import signal_bytes
from app.web.moment import Moment
from app.web.words import methods
from app.web.words.places import signal_name
from app.web.words.say import say

SHADES = tuple(f"{level / 127:.2f}" for level in range(128))
DRAWN = ("x", "pool1", "conv2", "dense", "z")  # pools after them, and convolutions before, are the same maps
CELL = {"x": 6, "pool1": 12, "conv2": 5, "dense": 14, "z": 24}  # the side of a cell, in a figure of full width
ACROSS = {"dense": 8, "z": 2}  # cells in a row, where they are no maps
CLASS = 40  # how wide an output is, with the class beside it
KERNEL = 10  # the side of a cell of a kernel


class Cell(NamedTuple):
    """One number. state: n where it is negative, off where the mask drops it."""

    x: int
    y: int
    state: str
    shade: str


@dataclass(frozen=True)
class Tile:
    """One map. first: its first number among those of the signal; whole: whether the mask drops all of it, None where
    it does not go by maps; outline, seeds: of blocks; kernel: its positive and its negative weights."""

    number: int
    name: str
    first: int
    cells: tuple[Cell, ...]
    whole: bool | None
    outline: str
    seeds: str
    kernel: tuple[str, str] | None


@dataclass(frozen=True)
class Layer:
    """One column. index: of its signal; cell, across, side: the side of a cell, cells in a row, and a tile's; place:
    where a method can sit, or None; masked: whether one does, and it goes by cells, by blocks or by maps; coins: for
    each map the places of its coins, and those that fell below their rate."""

    index: int
    signal: str
    name: str
    under: str
    kind: str  # image, maps, cells or output
    cell: int
    across: int
    width: int
    height: int
    tiles: tuple[Tile, ...]
    texts: tuple[str, ...]
    place: int | None
    masked: str
    coins: Coins | None


@dataclass(frozen=True)
class Coins:
    """The coins of one layer, map by map. shape: how many, on what."""

    shape: str
    width: int
    height: int
    all: str
    fallen: str
    maps: tuple[tuple[int, int, bool], ...]  # x, y and whether it fell, where each map has one


@dataclass(frozen=True)
class Conv:
    """All that templates/figures/conv.html draws."""

    step: int
    layers: tuple[Layer, ...]
    gates: tuple[Gate | None, ...]
    method: str
    parts: dict[str, str]
    summary: str
    briefly: str
    backward: bool
    keys: tuple[Key, ...]
    note: str
    forward_href: str
    backward_href: str


def context(moment: Moment, links: Links) -> Conv:
    """The figure of a step, for one sample of its batch."""
    spec, written = moment.run.spec, parts(moment)
    levels = {name: of.tolist() for name, of in signal_bytes(moment).items()}
    layers = tuple(_layer(moment, name, levels[name], written) for name in DRAWN)
    return Conv(
        step=moment.step,
        layers=layers,
        gates=tuple(None if layer.place is None else gate(moment, layer.place, links) for layer in layers),
        method=methods.called(spec),
        parts=written,
        summary=conv_words.summary(moment),
        briefly=say("conv.playing", shape=conv_words.shape(spec)),
        backward=moment.backward,
        keys=conv_words.keys(moment),
        note=say("conv.gradients", batch=spec.training.batch) if moment.backward else "",
        forward_href=links.here(view=None),
        backward_href=links.here(view="backward"),
    )


def parts(moment: Moment) -> dict[str, str]:
    """Paths and texts that change with the step: what stands under the names of layers, what the network answers,
    kernels, and where blocks are dropped the outline of each union and the seeds in it."""
    found = {f"head.{name}": conv_words.under(moment, name) for name in DRAWN}
    kernels = moment.training.model.network.params["1.W"][:, 0]
    for k, (positive, negative) in enumerate(map(kernel_paths, kernels)):
        found |= {f"kernel.{k}.p": positive, f"kernel.{k}.n": negative}
    for k, name in enumerate(("pool1", "conv2")):
        if masked_by(moment, k) == "blocks":
            cell, factors = CELL[name], moment.acting.get(k)
            shape = moment.run.spec.plan.places[k].shape
            seeds, side = blocks.seeds(moment, k), blocks.side(moment, k)
            off = np.zeros(shape, bool) if factors is None else factors == 0
            for m in range(shape[0]):
                found[f"{name}.outline.{m}"] = blocks.outline(off[m], cell)
                found[f"{name}.seeds.{m}"] = blocks.dots(seeds[m], cell, side / 2)
            found[f"{name}.coins"] = _lattice(seeds)[0]
    return found


def masked_by(moment: Moment, place: int) -> str:
    """What a coin stands for at a place: cells, blocks or maps; nothing where the method does not sit."""
    if place not in moment.run.spec.place:
        return ""
    if len(moment.run.spec.plan.places[place].shape) == 1:
        return "cells"
    return {"spatial": "maps", "dropblock": "blocks"}.get(methods.name_of(moment.run.spec), "cells")


def kernel_paths(kernel: NDArray[np.float64]) -> tuple[str, str]:
    """A kernel as squares, each as large as its weight is against the largest: positive ones, and negative ones."""
    found: tuple[list[str], list[str]] = ([], [])
    sides = np.rint((KERNEL - 1) * np.sqrt(np.abs(kernel) / max(np.abs(kernel).max(), 1e-12))).astype(int)
    for (i, j), side in np.ndenumerate(sides):
        x, y = KERNEL * j + (KERNEL - side) / 2, KERNEL * i + (KERNEL - side) / 2
        if side:
            found[int(kernel[i, j] < 0)].append(f"M{x:g} {y:g}h{side}v{side}h-{side}z")
    return "".join(found[0]), "".join(found[1])


def _layer(moment: Moment, name: str, levels: list[int], written: dict[str, str]) -> Layer:
    spec, plan = moment.run.spec, moment.run.spec.plan
    index = next(k for k, signal in enumerate(plan.signals) if signal.name == name)
    shape = plan.signals[index].shape
    place = next((k for k, place in enumerate(plan.places) if place.on == name), None)
    masked = "" if place is None else masked_by(moment, place)
    factors = None if place is None else moment.acting.get(place)
    off = np.zeros(0, bool) if factors is None else (factors == 0).ravel()
    cell, across = CELL[name], ACROSS.get(name, shape[-1])
    count = shape[0] if len(shape) == 3 else 1
    each = len(levels) // count
    rows = -(-each // across)
    wide = CLASS if name == "z" else cell
    called = signal_name(spec, index)
    gone = off.reshape(count, -1) if off.size == len(levels) else [None] * count
    tiles = tuple(
        Tile(
            number=m + 1,
            name=say("conv.tile", layer=signal_name(spec, index), number=m + 1)
            if count > 1
            else signal_name(spec, index),
            first=m * each,
            cells=tuple(_cells(levels[m * each : (m + 1) * each], gone[m], (wide, cell), across)),
            whole=bool(off.size and off[m]) if masked == "maps" else None,
            outline=written.get(f"{name}.outline.{m}", ""),
            seeds=written.get(f"{name}.seeds.{m}", ""),
            kernel=(written[f"kernel.{m}.p"], written[f"kernel.{m}.n"]) if name == "pool1" else None,
        )
        for m in range(count)
    )
    return Layer(
        index=index,
        signal=name,
        name=called,
        under=written[f"head.{name}"],
        kind={"x": "image", "dense": "cells", "z": "output"}.get(name, "maps"),
        cell=cell,
        across=across,
        width=wide * across,
        height=cell * rows,
        tiles=tiles,
        texts=tuple(map(str, range(shape[0]))) if name == "z" else (),
        place=place,
        masked=masked,
        coins=_coins(moment, place, masked) if place is not None and masked else None,
    )


def _cells(levels: list[int], off: NDArray[np.bool_] | None, size: tuple[int, int], across: int) -> list[Cell]:
    """All numbers of a signal, row by row in cells of this width and height."""
    dropped = [False] * len(levels) if off is None else off.tolist()
    found = []
    for i, (byte, gone) in enumerate(zip(levels, dropped, strict=True)):
        level = byte - 128 if byte else 0
        state = "n off" if gone and level < 0 else "off" if gone else "n" if level < 0 else ""
        found.append(Cell(i % across * size[0], i // across * size[1], state, SHADES[abs(level)]))
    return found


def _coins(moment: Moment, place: int, masked: str) -> Coins | None:
    """The row of coins under a layer; none where each cell has its own, since the cells are the row."""
    if masked == "cells":
        return None
    spec = moment.run.spec
    shape = spec.plan.places[place].shape
    if masked == "maps":
        factors = moment.acting.get(place)
        fallen = [False] * shape[0] if factors is None else (factors.ravel() == 0).tolist()
        each = tuple((10 * m + 5, 5, gone) for m, gone in enumerate(fallen))
        return Coins(conv_words.coins(spec, place, (shape[0], 1, 1)), 10 * shape[0], 10, "", "", each)
    seeds = blocks.seeds(moment, place)
    path, width, height = _lattice(np.ones_like(seeds))
    return Coins(conv_words.coins(spec, place, seeds.shape), width, height, path, _lattice(seeds)[0], ())


def _lattice(coins: NDArray[np.bool_]) -> tuple[str, int, int]:
    """A dot for each coin that is set, map beside map: path, width and height."""
    count, rows, columns = coins.shape
    pitch = 3 * columns + 4
    dots = (f"M{m * pitch + 3 * j + 2} {3 * i + 2}h.01" for m, i, j in np.argwhere(coins).tolist())
    return "".join(dots), pitch * count, 3 * rows + 2
