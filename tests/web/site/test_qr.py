"""A code to scan: another program reads the address that was put in."""

import io

import numpy as np
import pytest
import resvg_py
import zxingcpp
from PIL import Image

from app.web.site.qr import LONGEST, qr_code


def read(d: str, side: int) -> str:
    """What a camera finds in it."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{d}"/></svg>'
    )
    image = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=drawing, width=6 * side)))
    found = zxingcpp.read_barcodes(np.asarray(image.convert("L")))
    return found[0].text if found else ""


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.7:8000/",
        "https://dropout.example.edu/course/?p=0.3&step=128&sample=4",
        "https://hub.example/user/ana%20b/proxy/8000/?change=p@128:0.3;lr@200:0.01&seed.masks=7",
        "https://a.example/?" + "x" * 1000,
    ],
)
def test_it_reads_as_the_address(address: str) -> None:
    code = qr_code(address)
    assert code is not None
    assert read(*code) == address


def test_an_address_that_is_too_long_has_none() -> None:
    assert qr_code("a" * LONGEST) is not None
    assert qr_code("a" * (LONGEST + 1)) is None
