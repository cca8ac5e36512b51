"""Columns of bytes, (steps, samples, width), written in few: byte after byte, each of all steps.

A way to write one is how to read it (static/js/play/series.js):

    []          as it is
    [1, 96]     as differences: from what lies 96 before, and of these from what lies 1 before
    "given"     sorted by what the network was given, since it makes much the same of the same sample
    "mask 0"    sorted by the sample's own mask at the first place, on which all depends that is said of it
    "bits"      not at all: each sample's row of the masks of the whole batch, a bit each,
    "bytes"     or a byte each
    "kept"      not at all: in which share of the last steps these masks kept each neuron, times 255
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.runs.log.kept import LAST_STEPS

Bytes = NDArray[np.uint8]
Way = Sequence[int] | str

LEVEL = 6  # of zlib, while ways are compared


class Written(NamedTuple):
    """A column as it is written; size: about how many bytes zlib makes of it."""

    kind: str
    way: Way
    data: bytes
    size: int


class Order:
    """An order of all steps and samples: by what rows of theirs hold, and where that is the same as they come."""

    def __init__(self, rows: Bytes) -> None:
        flat = rows.reshape(-1, rows.shape[2])
        words = np.pad(flat, ((0, 0), (0, -flat.shape[1] % 8))).view(">u8").astype(np.uint64)
        self.order = np.lexsort(words.T[::-1])  # numbers let others run meanwhile, rows of bytes do not
        there = words[self.order]
        self.numbers = np.empty(len(there), np.intp)  # of each row among the different ones
        self.numbers[self.order] = np.cumsum(np.r_[False, (there[1:] != there[:-1]).any(axis=1)])


def two_bytes(numbers: NDArray[np.integer]) -> Bytes:
    """Numbers below 65,536, the high byte first: (..., 2)."""
    return numbers.astype(">u2")[..., None].view(np.uint8)


def shortest(column: Bytes, orders: Mapping[str, Order], known: str = "") -> Written:
    """The way of which zlib makes least. known: the kind of it, where that was found out before."""
    steps, samples, width = column.shape
    planes = column.reshape(steps * samples, width).T
    ways = {known: kinds(column, orders)[known]} if known else kinds(column, orders)
    found = (
        _written(kind, way, planes[:, orders[way].order] if isinstance(way, str) else differences(planes, way))
        for kind, way in ways.items()
    )
    return min(found, key=lambda written: written.size)


def kinds(column: Bytes, orders: Mapping[str, Order]) -> dict[str, Way]:
    """The ways that there are."""
    steps, samples, width = column.shape
    side, length = math.isqrt(width), steps * samples
    found: dict[str, Way] = {"as it is": [], "before": [samples]}
    if side > 1 and side * side == width:
        found["picture"] = [samples, length, side * length]  # from what lies above and left of it, and before
    return found | {name: name for name in orders}


def differences(planes: Bytes, way: Sequence[int]) -> Bytes:
    """Of all bytes in one row, from what lies so many before."""
    flat = planes.reshape(-1).copy()
    for before in way:
        flat[before:] -= flat[:-before].copy()
    return flat


def _written(kind: str, way: Way, planes: Bytes) -> Written:
    data = planes.tobytes()
    return Written(kind, way, data, len(zlib.compress(data, LEVEL)))


def rows_of_bytes(masks: Bytes, batch: int, width: int) -> Bytes:
    """Each sample's part of the masks of the batch, (steps, 1, bytes), which are neuron by neuron, a byte for each of
    its samples: (steps, batch, width)."""
    return masks[:, 0, : width * batch].reshape(len(masks), -1, batch).transpose(0, 2, 1)


def rows_of_bits(masks: Bytes, batch: int, width: int) -> Bytes:
    """The same where they are bits."""
    return np.packbits(kept(masks, batch), axis=2)[..., :width]


def kept(masks: Bytes, batch: int) -> Bytes:
    """Of bits: 1 where a sample's neuron is kept, (steps, batch, neurons); perhaps with some more that are 0."""
    bits = np.unpackbits(masks[:, 0], axis=1)
    units = bits.shape[1] // batch
    return bits[:, : units * batch].reshape(len(masks), units, batch).transpose(0, 2, 1)


def lately(masks: Bytes, batch: int, width: int) -> Bytes:
    """In which share of the last steps these masks kept each neuron, as `k` of a frame: (steps, batch, width)."""
    counts = np.cumsum(kept(masks, batch)[..., :width], axis=0, dtype=np.int32)
    counts[LAST_STEPS:] -= counts[:-LAST_STEPS].copy()
    table = np.zeros((LAST_STEPS, LAST_STEPS + 1), np.uint8)
    for last, row in enumerate(rings()):
        table[last, : len(row)] = row
    of = np.minimum(np.arange(len(masks)), LAST_STEPS - 1)
    return table[of[:, None, None], counts]


def rings() -> list[list[int]]:
    """The byte of `k` of a neuron that was kept so often in the last 1, 2, ... steps."""
    return [np.rint(np.arange(of + 1) / of * 255.0).astype(int).tolist() for of in range(1, LAST_STEPS + 1)]
