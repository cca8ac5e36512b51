"""Clipping: a gradient that is too long is shortened, and keeps its direction."""

from __future__ import annotations

import math

import numpy as np

from app.engine.layer import Array


def clip(grad: Array, most: float) -> float:
    """Scale a flat gradient in place to at most this length, and return the length that it had.

        g <- g min(1, most / |g|),   |g| = sqrt(sum of g^2)

    Where |g| is not finite (a number of it is not) the gradient stays as it is: no factor would make a step of it, and
    a step of 0 would hide that training has broken down.
    Raises: ValueError unless most > 0. Source: Pascanu, Mikolov and Bengio 2013.
    """
    if not most > 0:
        raise ValueError(f"most must be above 0, got {most}")
    with np.errstate(over="ignore", invalid="ignore"):
        norm = math.sqrt(grad.dot(grad))
    if not math.isfinite(norm):  # squares overflow long before their root does
        largest = float(np.abs(grad).max())
        if not math.isfinite(largest):
            return largest
        scaled = grad / largest
        norm = largest * math.sqrt(scaled.dot(scaled))
    if norm > most:
        grad *= most / norm
    return norm
