"""A small picture as PNG bytes, for maps and digits that are drawn on the server."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(rgb: np.ndarray) -> bytes:
    """Encode rgb, (height, width, 3) uint8, as a PNG of 8-bit true colour (W3C PNG, third edition).

    Raises: ValueError for any other shape or type.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
        raise ValueError(f"rgb must be (height, width, 3) uint8, got {rgb.shape} {rgb.dtype}")
    height, width, _ = rgb.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    unfiltered = np.zeros((height, 1 + 3 * width), np.uint8)  # each row starts with filter type 0
    unfiltered[:, 1:] = rgb.reshape(height, -1)
    body = zlib.compress(unfiltered.tobytes(), 6)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
