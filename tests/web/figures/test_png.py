"""The PNG encoder, read back byte by byte."""

import struct
import zlib

import numpy as np
import pytest

from app.web.figures.png import SIGNATURE, png


def chunks(picture: bytes) -> dict[bytes, bytes]:
    assert picture.startswith(SIGNATURE)
    at, found = len(SIGNATURE), {}
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        assert struct.unpack(">I", picture[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        found[kind] = body
        at += 12 + length
    return found


def test_the_pixels_come_back_row_by_row() -> None:
    rgb = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    parts = chunks(png(rgb))
    assert list(parts) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">II", parts[b"IHDR"][:8]) == (3, 2)
    rows = zlib.decompress(parts[b"IDAT"])
    assert rows == b"\0" + rgb[0].tobytes() + b"\0" + rgb[1].tobytes()


@pytest.mark.parametrize("rgb", [np.zeros((2, 2, 3)), np.zeros((2, 2), np.uint8), np.zeros((0, 2, 3), np.uint8)])
def test_anything_but_bytes_in_three_channels_is_refused(rgb: np.ndarray) -> None:
    with pytest.raises(ValueError, match="rgb must be"):
        png(rgb)
