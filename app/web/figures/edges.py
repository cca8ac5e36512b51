"""Which edges a figure draws, and how strong: weights, or in the backward view what one sample adds to their gradients.

Where there are too many to draw, the strongest between each two layers stand for them; none begins or ends at a
dropped neuron.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.web.moment import Array, Bits

EDGES_MAX = 400  # a network with more shows the strongest of each layer
STRONGEST = 16

Bytes = NDArray[np.uint8]


def draws_all(sizes: Sequence[int]) -> bool:
    """Whether the figure has room for every edge."""
    return sum(a * b for a, b in pairwise(sizes)) <= EDGES_MAX


def weight_bytes(weights: Array) -> Bytes:
    """One byte each: 128 + round(127 w / (1 + |w|))."""
    levels = weights / (1.0 + np.abs(weights))
    levels *= 127.0
    np.rint(levels, levels)
    levels += 128.0
    return levels.astype(np.uint8)


def gradient_bytes(gradients: Array, largest: float) -> Bytes:
    """One byte each: 0 where it is exactly 0, else 128 + round(127 g / largest)."""
    levels = 128.0 + np.rint(gradients * (127.0 / largest if largest > 0 else 0.0))
    return np.where(gradients == 0, 0, levels).astype(np.uint8)


def strongest(values: Array, off: tuple[Bits, Bits], count: int = STRONGEST) -> NDArray[np.intp]:
    """The largest by size of those that are not 0 and have no dropped neuron at either end, as indices into the flat
    matrix: largest first, and of equal ones the first row's first. `off`: who is dropped at the left and at the right.
    """
    sizes = np.abs(values)
    sizes[off[0]] = 0.0
    sizes[:, off[1]] = 0.0
    flat = sizes.ravel()
    if count < flat.size:
        least = np.partition(flat, flat.size - count)[flat.size - count]
        found = np.flatnonzero(flat >= least) if least > 0 else np.flatnonzero(flat)
    else:
        found = np.flatnonzero(flat)
    return found[np.argsort(-flat[found], kind="stable")[:count]]


def drawn_alone(values: Array, off: tuple[Bits, Bits], backward: bool, cut: Bits | None = None) -> list[list[int]]:
    """[from, to, byte] of the strongest, largest first. `cut`: which weights the mask drops; then each has a fourth
    number, 1 where it is kept.
    """
    order = strongest(values, off)
    levels = shades(values, values.ravel()[order], backward).tolist()
    columns = values.shape[1]
    rows = [[flat // columns, flat % columns, byte] for flat, byte in zip(order.tolist(), levels, strict=True)]
    return rows if cut is None else [[i, j, byte, int(not cut[i, j])] for i, j, byte in rows]


def shades(values: Array, some: Array, backward: bool) -> Bytes:
    """The bytes of some of a matrix's values; gradients are relative to the largest of all."""
    return gradient_bytes(some, float(np.abs(values).max())) if backward else weight_bytes(some)
