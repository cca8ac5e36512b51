"""The importance of neurons as their size in a drawing of the hidden layers, and as bars from the largest down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from app.web.figures.geometry import coordinate
from app.web.words.names import layer_name
from app.web.words.numbers import percent_text
from app.web.words.say import say

Array = NDArray[np.float64]
PITCH, RADIUS, GAP, UNDER = 24.0, 11.0, 34.0, 24.0  # of neurons; between layers, and for the names under them
LEAST = 0.5  # a radius that is still a dot
TITLED = 400  # neurons that say their number where the mouse is: of more, none does
BAR = 0.8  # of the room that a bar has


@dataclass(frozen=True)
class Disc:
    """A neuron: its area is its importance; sign is n where the network does better without it."""

    x: float
    y: float
    radius: str
    sign: str
    title: str


@dataclass(frozen=True)
class Drawing:
    """One arm. rims: circles of the largest importance of both, as one path."""

    name: str
    alt: str
    width: float
    height: float
    rims: str
    discs: tuple[Disc, ...]
    layers: tuple[tuple[float, str], ...]  # (middle, name)


@dataclass(frozen=True)
class Bars:
    """One layer, in squares of 100 by 100 that are stretched, on one scale. arms: (bars, those below 0); ends: of
    the axis; zero: where 0 is, from above."""

    title: str
    alt: str
    arms: tuple[tuple[str, str], tuple[str, str]]
    ends: tuple[str, str]
    zero: str


def drawing(name: str, shares: Sequence[Array], most: float) -> Drawing:
    """Of an arm: I / L of its neurons, layer by layer. most: the largest size that there is, of both arms."""
    blocks, width, height = layout([len(of) for of in shares])
    titled = sum(len(of) for of in shares) <= TITLED
    rims, discs = [], []
    for layer, (spots, of) in enumerate(zip(blocks, shares, strict=True), 1):
        for unit, ((x, y), share) in enumerate(zip(spots, of.tolist(), strict=True), 1):
            radius = RADIUS * sqrt(min(1.0, abs(share) / most)) if most else 0.0
            title = say("matters.neuron", unit=unit, layer=layer, share=signed(share)) if titled else ""
            discs.append(Disc(x, y, coordinate(max(LEAST, radius)), " n" if share < 0 else "", title))
            rims.append(circle(x, y, RADIUS))
    at, largest = max(
        ((k, int(of.argmax())) for k, of in enumerate(shares)), key=lambda of: float(shares[of[0]][of[1]])
    )
    alt = say(
        "matters.alt",
        name=name,
        neurons=len(discs),
        unit=largest + 1,
        layer=at + 1,
        share=signed(float(shares[at][largest])),
    )
    middles = ((spots[0][0] + max(x for x, _ in spots)) / 2 for spots in blocks)
    names = tuple((round(x, 1), layer_name(k, len(shares) + 2)) for k, x in enumerate(middles, 1))
    return Drawing(name, alt, width, height, "".join(rims), tuple(discs), names)


def layout(widths: Sequence[int]) -> tuple[list[list[tuple[float, float]]], float, float]:
    """Where the neurons of each layer stand, each a square block, and how wide and tall that is."""
    sides = [ceil(sqrt(width)) for width in widths]
    tall = PITCH * max(ceil(width / side) for width, side in zip(widths, sides, strict=True))
    blocks, left = [], GAP / 2
    for width, side in zip(widths, sides, strict=True):
        top = (tall - PITCH * ceil(width / side)) / 2
        spots = [(left + PITCH * (i % side + 0.5), top + PITCH * (i // side + 0.5)) for i in range(width)]
        blocks.append(spots)
        left += PITCH * side + GAP
    return blocks, left - GAP / 2, tall + UNDER


def signed(share: float) -> str:
    """In percent, with a true minus sign."""
    return percent_text(share).replace("-", "−")


def end(share: float) -> str:
    """As an axis says it: three digits at most."""
    return f"{100 * share:.3g} %".replace("-", "−")


def circle(x: float, y: float, r: float) -> str:
    """As a path."""
    left, diameter, radius = coordinate(x - r), coordinate(2 * r), coordinate(r)
    return f"M{left} {coordinate(y)}a{radius} {radius} 0 1 0 {diameter} 0a{radius} {radius} 0 1 0 -{diameter} 0"


def bars(title: str, ours: Array, twins: Array) -> Bars:
    """Both arms of a layer."""
    high = max(0.0, float(ours.max()), float(twins.max()))
    low = min(0.0, float(ours.min()), float(twins.min()))
    span = (high - low) or 1.0
    alt = say("matters.bars alt", layer=title, ours=signed(float(ours.max())), twins=signed(float(twins.max())))
    arms = tuple(_paths(np.sort(of)[::-1], high, span) for of in (ours, twins))
    return Bars(title, alt, (arms[0], arms[1]), (end(high), end(low)), f"{100 * high / span:.2f}")


def _paths(falling: Array, high: float, span: float) -> tuple[str, str]:
    width, zero = 100 / len(falling), 100 * high / span
    up: list[str] = []
    down: list[str] = []
    for i, share in enumerate(falling.tolist()):
        y = 100 * (high - share) / span
        path = f"M{(i + (1 - BAR) / 2) * width:.2f} {zero:.2f}V{y:.2f}h{BAR * width:.2f}V{zero:.2f}z"
        (up if share >= 0 else down).append(path)
    return "".join(up), "".join(down)
