"""Where everything in the figure of a residual network lies: from left to right, and on a narrow page downwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, sqrt

WIDTH, NARROW = 640.0, 320.0
BOX = (42.0, 50.0)  # of a block, wide and high
BAR = (42.0, 60.0)  # of its survival
LEFT, RIGHT = 98.0, 556.0  # between which the road runs
ROAD = 100.0  # its height on a wide page
DOWN = 60.0  # from block to block on a narrow one
SIDE = 14  # pixels of a digit


@dataclass(frozen=True)
class Spot:
    """One block: the corner of its box and of its bar, how large both are drawn, where its branch leaves the road and
    joins it, and the branch's two ramps."""

    box: tuple[float, float]
    bar: tuple[float, float]
    scale: float
    leaves: tuple[float, float]
    joins: tuple[float, float]
    up: str
    down: str
    arrow: str  # where a branch goes into the box
    back: str  # the same of the gradient, which comes from behind, and goes on to the road


@dataclass(frozen=True)
class Layout:
    """One of the two drawings. road: pieces between two joints, each its start, its length and its angle."""

    width: float
    height: float
    image: tuple[float, float, float]  # corner and pitch of the pixels
    spots: tuple[Spot, ...]
    road: tuple[tuple[float, float, float, int], ...]
    tip: str
    tip_back: str  # of the gradient, which runs the other way
    outputs: tuple[tuple[float, float], ...]  # corners
    output: tuple[float, float]  # their size


@lru_cache(32)
def wide(blocks: int, outputs: int, bars: bool) -> Layout:
    """From left to right, each block above the road, its bar below."""
    pitch = (RIGHT - LEFT - 14) / blocks
    scale = min(1.0, 0.72 * pitch / BOX[0])
    half, spots = BOX[0] * scale / 2, []
    for k in range(blocks):
        x = LEFT + 10 + pitch * (k + 0.5)
        bottom = 10 + BOX[1]
        leave, join, near = x - min(half + 9, 0.48 * pitch), x + min(half + 9, 0.46 * pitch), half * 0.55
        up, down = f"{x - near:.1f}", f"{x + near:.1f}"
        spots.append(
            Spot(
                (x - half, bottom - BOX[1] * scale),
                (x - half, ROAD + 34),
                scale,
                (leave, ROAD),
                (join, ROAD),
                f"M{leave:.1f} {ROAD:g}C{up} {ROAD:g} {up} {ROAD - 10:g} {up} {bottom + 3:g}",
                f"M{down} {bottom + 1:g}C{down} {ROAD - 8:g} {join:.1f} {ROAD - 22:g} {join:.1f} {ROAD - 6:g}",
                f"M{x - near - 4:.1f} {bottom + 8:g}l4 -5l4 5",
                f"M{x + near - 4:.1f} {bottom + 7:g}l4 -5l4 5M{leave + 6:.1f} {ROAD - 4:g}l-5 4l5 4",
            )
        )
    joints = [LEFT - 14, *(spot.joins[0] for spot in spots), RIGHT]
    road = tuple((a, ROAD, b - a, 0) for a, b in pairwise(joints))
    row = min(15.0, 170 / outputs)
    return Layout(
        WIDTH,
        ROAD + (34 + BAR[1] + 6 if bars else 82),
        (4.0, ROAD - 32, 64 / SIDE),
        tuple(spots),
        road,
        f"M{RIGHT - 1:g} {ROAD - 7:g}l9 7l-9 7z",
        f"M{LEFT - 13:g} {ROAD - 7:g}l-9 7l9 7z",
        tuple((590.0, ROAD - row * outputs / 2 + row * i + 2) for i in range(outputs)),
        (42.0, row - 4),
    )


@lru_cache(32)
def narrow(blocks: int, outputs: int) -> Layout:
    """Downwards, each block at the right of the road."""
    x, top, spots = 40.0, 92.0, []
    for k in range(blocks):
        y = top + DOWN * (k + 0.5) + 4
        leave, join, left = y - 24, y + 22, x + 62
        spots.append(
            Spot(
                (left, y - BOX[1] * 0.4 - 2),
                (left + 92, y - BAR[1] * 0.4 - 2),
                0.8,
                (x, leave),
                (x, join),
                f"M{x:g} {leave:g}C{x:g} {y - 11:g} {x + 16:g} {y - 11:g} {left - 3:g} {y - 11:g}",
                f"M{left - 1:g} {y + 9:g}C{x + 24:g} {y + 9:g} {x + 22:g} {join:g} {x + 6:g} {join:g}",
                f"M{left - 8:g} {y - 15:g}l5 4l-5 4",
                f"M{left - 7:g} {y + 5:g}l5 4l-5 4M{x - 4:g} {leave + 6:g}l4 -5l4 5",
            )
        )
    end = top + DOWN * blocks + 14
    joints = [top - 8, *(spot.joins[1] for spot in spots), end]
    road = tuple((x, a, b - a, 90) for a, b in pairwise(joints))
    across = (NARROW - 16) / outputs
    return Layout(
        NARROW,
        end + 52,
        (8.0, 8.0, 64 / SIDE),
        tuple(spots),
        road,
        f"M{x - 7:g} {end - 1:g}l7 9l7 -9z",
        f"M{x - 7:g} {top - 7:g}l7 -9l7 9z",
        tuple((8 + across * i + 2, end + 16) for i in range(outputs)),
        (across - 4, 14.0),
    )


def cells(width: int) -> tuple[tuple[float, float, float], ...]:
    """The corners of a block's hidden neurons in its box, and how large each is."""
    across = ceil(sqrt(width * BOX[0] / BOX[1]))
    down = ceil(width / across)
    pitch = min((BOX[0] - 4) / across, (BOX[1] - 4) / down)
    left, top = (BOX[0] - pitch * across) / 2, (BOX[1] - pitch * down) / 2
    return tuple(
        (round(left + pitch * (i % across), 2), round(top + pitch * (i // across), 2), round(pitch * 0.82, 2))
        for i in range(width)
    )
