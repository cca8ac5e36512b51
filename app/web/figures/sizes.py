"""How large a neuron is drawn that is multiplied by any number: its area goes with the factor.

A factor comes as a frame's byte. What is more than MOST times as large as at factor 1 is drawn at that; the figure says
so. static/js/figures/geometry.js has the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from app.web.figures.geometry import Kind

# Radius at factor 1, as a share of a mark's usual one, so that the largest does not meet its neighbour.
ONE: Mapping[Kind, float] = {"neurons": 0.87, "cells": 0.76, "image": 0.625}
AT_ONE = 160  # the byte of factor 1
MOST = 1.6  # times the radius at factor 1
MOST_FACTOR = 2.5  # about its square


def one(kind: Kind, radius: float) -> float:
    """The radius at factor 1."""
    return round(ONE[kind] * radius, 1)


def size(one: float, byte: int) -> float:
    """The radius at the factor of a byte, 128 + 32 f, from that at factor 1."""
    return hundredths(one * min(MOST, math.sqrt(abs(byte - 128) / 32)))


def hundredths(value: float) -> float:
    """Rounded as a browser's script does it, to the last bit."""
    return math.floor(value * 100 + 0.5) / 100
