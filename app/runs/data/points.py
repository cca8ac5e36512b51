"""The five clouds of points in the plane and the one in space, each a pure function of two tables of random numbers.

Point i is made from row i of the tables alone and belongs to class i mod 2 (xor: quadrant i mod 4). So the
first k points are the same for every n >= k, the classes are balanced, and noise moves points without
shuffling them. Each function takes u (n, 2), uniform on [0, 1), and e (n, d), standard normal, and returns
the points (n, d) and their classes (n,).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Cloud = Callable[[Array, Array, float], tuple[Array, NDArray[np.int64]]]


def _alternate(n: int, ways: int = 2) -> NDArray[np.int64]:
    return np.arange(n, dtype=np.int64) % ways


def moons(u: Array, e: Array, noise: float) -> tuple[Array, NDArray[np.int64]]:
    """Two half circles that reach into each other.

    class 0: (cos t, sin t) - (.5, .25),   class 1: (1 - cos t, .5 - sin t) - (.5, .25),   t ~ U(0, pi)
    """
    k = _alternate(len(u))
    t = np.pi * u[:, 0]
    x = np.where(k == 0, np.cos(t), 1 - np.cos(t)) - 0.5
    y = np.where(k == 0, np.sin(t), 0.5 - np.sin(t)) - 0.25
    return np.stack([x, y], axis=1) + noise * e, k


def circles(u: Array, e: Array, noise: float) -> tuple[Array, NDArray[np.int64]]:
    """A circle of radius 1 (class 0) around one of radius .5 (class 1)."""
    k = _alternate(len(u))
    t = 2 * np.pi * u[:, 0]
    radius = np.where(k == 0, 1.0, 0.5)
    return radius[:, None] * np.stack([np.cos(t), np.sin(t)], axis=1) + noise * e, k


def xor(u: Array, e: Array, noise: float) -> tuple[Array, NDArray[np.int64]]:
    """The square [-1.5, 1.5]^2, class 1 where the signs differ; noise then moves points over the lines."""
    quadrant = _alternate(len(u), 4)
    left, low = quadrant % 2, quadrant // 2
    signs = np.stack([1 - 2 * left, 1 - 2 * low], axis=1)
    return 1.5 * signs * u + noise * e, left ^ low


def blobs(u: Array, e: Array, noise: float) -> tuple[Array, NDArray[np.int64]]:
    """Two Gaussians with centres -(.7, .7) and +(.7, .7); the best border is a straight line."""
    k = _alternate(len(u))
    return 0.7 * (2.0 * k - 1.0)[:, None] + noise * e, k


def spiral(u: Array, e: Array, noise: float) -> tuple[Array, NDArray[np.int64]]:
    """Two arms, half a turn apart, each 1.75 turns long.

    r = 1.8 v,   angle = 3.5 pi v + pi * class,   v ~ U(0, 1)
    """
    k = _alternate(len(u))
    angle = np.pi * (3.5 * u[:, 0] + k)
    return 1.8 * u[:, :1] * np.stack([np.sin(angle), np.cos(angle)], axis=1) + noise * e, k


def hoops(u: Array, e: Array, noise: float) -> tuple[Array, NDArray[np.int64]]:
    """Two hoops in space, each through the other, as links of a chain; e is (n, 3).

    class 0: (cos t, sin t, 0) - (.5, 0, 0),   class 1: (1 + cos t, 0, sin t) - (.5, 0, 0),   t ~ U(0, 2 pi)
    """
    k = _alternate(len(u))
    t = 2 * np.pi * u[:, 0]
    across = np.where(k == 0, np.cos(t), 1 + np.cos(t)) - 0.5
    up, ahead = np.where(k == 0, np.sin(t), 0.0), np.where(k == 0, 0.0, np.sin(t))
    return np.stack([across, up, ahead], axis=1) + noise * e, k


CLOUDS: dict[str, Cloud] = {"moons": moons, "circles": circles, "xor": xor, "blobs": blobs, "spiral": spiral}
IN_SPACE: dict[str, Cloud] = {"notebook": hoops}
