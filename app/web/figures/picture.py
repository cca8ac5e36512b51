"""Small pictures, each at an address that holds all its values: a file like any other, the same for ever.

So a page needs no `data:` addresses, which a policy of a proxy (`default-src 'self'`) would block, and what draws a
picture needs no run.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Literal

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.web.figures.colour import diverging, signed_bytes
from app.web.figures.png import png

router = APIRouter(include_in_schema=False)

Scale = Literal["light", "dark", "ink"]
SCALES: tuple[Scale, ...] = ("light", "dark", "ink")
PIXELS_MAX = 4096
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


def diverging_pictures(values: np.ndarray) -> tuple[str, str]:
    """The addresses of a picture, light and dark, of values in [-1, 1], (height, width), on the diverging scale."""
    levels = signed_bytes(np.clip(np.nan_to_num(values), -1, 1))
    packed = _packed(levels)
    return _address("light", levels, packed), _address("dark", levels, packed)


def ink_picture(values: np.ndarray) -> str:
    """Where a picture is in black ink on white: values in [0, 1], (height, width), 1 is black."""
    levels = (255 * (1 - values)).astype(np.uint8)
    return _address("ink", levels, _packed(levels))


def _packed(levels: np.ndarray) -> str:
    return base64.urlsafe_b64encode(zlib.compress(levels.tobytes(), 9)).decode().rstrip("=")


def _address(scale: Scale, levels: np.ndarray, text: str) -> str:
    return f"picture/{scale}/{levels.shape[1]}/{text}.png"


def data_address(address: str) -> str:
    """The same picture in its address alone, for what may ask for no file."""
    _, scale, width, name = address.split("/")
    found = drawn(next(known for known in SCALES if known == scale), int(width), name.removesuffix(".png"))
    return f"data:image/png;base64,{base64.b64encode(found).decode()}"


@router.get("/picture/{scale}/{width}/{text}.png")
async def picture(scale: Scale, width: int, text: str) -> Response:
    """The picture of an address."""
    return Response(drawn(scale, width, text), media_type="image/png", headers=FOR_EVER)


def drawn(scale: Scale, width: int, text: str) -> bytes:
    """The PNG of an address's parts. Raises: HTTPException 404 where they are no picture of ours."""
    unpack = zlib.decompressobj()
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        levels = np.frombuffer(unpack.decompress(packed, PIXELS_MAX), np.uint8)
    except (binascii.Error, ValueError, zlib.error):
        raise HTTPException(404) from None
    if not unpack.eof or width < 1 or len(levels) == 0 or len(levels) % width:
        raise HTTPException(404)
    levels = levels.reshape(-1, width)
    if scale == "ink":
        return png(np.repeat(levels[..., None], 3, axis=2))
    return png(diverging((levels.astype(np.float64) - 128) / 127, dark=scale == "dark"))
