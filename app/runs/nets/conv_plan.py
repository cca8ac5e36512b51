"""The plan of a small convolutional network: x, conv1, pool1, conv2, pool2, dense, z."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.engine.coins import Levels
from app.engine.layer import Array, Shape
from app.engine.rules import BERNOULLI, Blocks, Rule
from app.engine.spatial_dropout import WHOLE_MAPS
from app.runs.nets.methods import DropBlock, Method, Spatial
from app.runs.nets.parts import ConvNet
from app.runs.nets.plan import Place, Plan, Signal

KERNEL = 9  # numbers, of each map that it reads
POINTS = 40  # evaluations of a run: each takes as long as 40 steps
MAPS = (0, 1)  # the places on maps


def usual_places(net: ConvNet, method: type[Method]) -> tuple[int, ...]:
    """On the maps."""
    return MAPS


def plan(inputs: int, outputs: int, net: ConvNet, method: Method | None) -> Plan:
    """The places are the maps after the first pool and after the second convolution, and the dense layer."""
    first, second = (*net.maps, 1, 1)[:2]  # a link may be wrong
    side = math.isqrt(inputs)
    half, quarter = side // 2, side // 4
    flat = second * quarter * quarter
    operations = (
        first * side * side * (KERNEL + 1)
        + second * half * half * (KERNEL * first + 1)
        + net.neurons * (flat + 1)
        + outputs * (net.neurons + 1)
    )
    shapes = {"pool1": (first, half, half), "conv2": (second, half, half), "dense": (net.neurons,)}
    return Plan(
        kind="conv",
        signals=(
            Signal("x", (side, side), "as is"),
            Signal("conv1", (first, side, side), "none"),  # no figure draws them
            Signal("pool1", shapes["pool1"]),
            Signal("conv2", shapes["conv2"]),
            Signal("pool2", (second, quarter, quarter), "none"),
            Signal("dense", shapes["dense"]),
            Signal("z", (outputs,), "softmax"),
        ),
        places=tuple(Place(name, name, shape, mask(shape, method), shape) for name, shape in shapes.items()),
        placed=() if method is None else tuple(k for k in method.place if k < len(shapes)),
        weights=(),
        parameters=first * (KERNEL + 1) + second * (KERNEL * first + 1) + net.neurons * (flat + 1)
        + outputs * (net.neurons + 1),
        kept=0,
        operations=operations,
        points=POINTS,
    )  # fmt: skip


def mask(shape: Shape, method: Method | None) -> Shape:
    """Of a place of this shape. Neurons of the dense layer have a coin each, whatever the method does on maps."""
    return (shape[0], 1, 1) if isinstance(method, Spatial) and len(shape) == 3 else shape


def rules(block: int) -> Mapping[str, Rule]:
    """How each method makes a mask of the same coins of maps, by the method's name."""
    return {"dropout": BERNOULLI, "dropblock": Blocks(block), "spatial": WHOLE_MAPS}


def rule(method: Method | None, shape: Shape) -> Rule:
    """How a method makes the mask of a place of this shape."""
    if method is None or len(shape) == 1:
        return BERNOULLI
    return rules(method.block if isinstance(method, DropBlock) else 1)[method.name]


def block_side(method: Method | None, shape: Shape) -> int:
    """The side of a block in cells of maps of this shape; 1 of other methods."""
    drops = rule(method, shape)
    return drops.side(*shape[-2:]) if isinstance(drops, Blocks) else 1


def block_seeds(method: Method | None, shape: Shape, levels: Levels, p: float) -> NDArray[np.bool_]:
    """At which coins of maps of this shape a block begins: (..., maps, rows, columns)."""
    drops = rule(method, shape)
    assert isinstance(drops, Blocks)
    return drops.seeds(levels, p)


def coins_below(drops: Rule, levels: Levels, p: float) -> NDArray[np.bool_]:
    """Which of the coins of one sample's maps, that a rule takes, fell: (maps, rows, columns)."""
    if isinstance(drops, Blocks):
        return drops.seeds(levels, p)
    return ~drops.kept(levels[None, None], p)[0, 0]


def dropped(drops: Rule, p: float, height: int, width: int) -> Array:
    """The probability that each position of a map is off: (height, width)."""
    return drops.dropped(p, height, width) if isinstance(drops, Blocks) else np.full((height, width), p)


def mean_scale(method: DropBlock, shape: Shape, p: float) -> float:
    """By what DropBlock multiplies what it keeps of maps of this shape, where a batch drops as much as it does in the
    mean."""
    return float(1 / (1 - dropped(rule(method, shape), p, *shape[-2:]).mean()))
