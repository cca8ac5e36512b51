"""The one diverging scale: a value in [-1, 1] as a colour, orange below 0, blue above, paper at 0.

static/css/site.css states them as --negative, --zero and --positive; a test holds them together.
"""

from collections.abc import Sequence

import numpy as np

LIGHT = ("#c2410c", "#f4f2ec", "#0072b2")  # negative, zero, positive on paper
DARK = ("#f59e5b", "#262a2f", "#56b4e9")  # the same on the dark ground


def diverging(values: np.ndarray, dark: bool = False) -> np.ndarray:
    """RGB uint8, shape (..., 3), of values in [-1, 1]; what lies outside is cut off.

    Linear in sRGB between the three colours, as an SVG's fill-opacity mixes them.
    """
    negative, zero, positive = (_rgb(code) for code in (DARK if dark else LIGHT))
    values = np.clip(np.nan_to_num(np.asarray(values, dtype=np.float64)), -1, 1)[..., None]
    end = np.where(values < 0, negative, positive)
    colours: np.ndarray = np.rint(zero + np.abs(values) * (end - zero)).astype(np.uint8)
    return colours


def signed_bytes(shade: np.ndarray) -> np.ndarray:
    """Shades in [-1, 1] as bytes 1 to 255, 128 for 0."""
    levels = np.rint(shade * 127.0)
    levels += 128.0
    return levels.astype(np.uint8)


def shade_bytes(shade: np.ndarray) -> np.ndarray:
    """The same, with byte 0 where a shade is exactly 0: of a neuron, that it is silent."""
    levels = signed_bytes(shade)
    levels[shade == 0] = 0
    return levels


def _rgb(code: str) -> np.ndarray:
    channels: Sequence[int] = bytes.fromhex(code.removeprefix("#"))
    return np.array(list(channels), dtype=np.float64)
