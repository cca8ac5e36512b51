"""Pictures whose address holds their values: the same for ever, and nothing else is drawn."""

import base64
import re
import zlib
from collections.abc import Iterator

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.figures.colour import diverging
from app.web.figures.picture import PIXELS_MAX, diverging_pictures, ink_picture
from app.web.figures.png import png
from app.web.site.security import content_security_policy


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(single_process=True, _cli_parse_args=[]))) as client:
        yield client


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_has_the_values_of_its_address_on_the_scale(client: TestClient, dark: bool) -> None:
    values = np.linspace(-1, 1, 1024).reshape(32, 32)
    answer = client.get(diverging_pictures(values)[dark])
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == png(diverging(np.rint(127 * values) / 127, dark))


def test_ink_is_black_on_white(client: TestClient) -> None:
    values = np.array([[0.0, 1.0, 0.5]])
    assert client.get(ink_picture(values)).content == png(
        np.repeat(np.array([[255, 0, 127]], np.uint8), 3).reshape(1, 3, 3)
    )


def test_what_is_not_finite_is_drawn_as_nothing(client: TestClient) -> None:
    assert client.get(diverging_pictures(np.array([[np.nan, np.inf]]))[0]).status_code == 200


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize(
    "path",
    [
        "light/2/!!!",
        "light/2/AAAA",
        f"light/2/{packed(zlib.compress(bytes(3)))}",  # not a rectangle
        f"light/0/{packed(zlib.compress(bytes(4)))}",
        f"light/2/{packed(zlib.compress(b''))}",
        f"light/2/{packed(zlib.compress(bytes(4))[:-2])}",
        f"ink/64/{packed(zlib.compress(bytes(PIXELS_MAX + 64)))}",
        f"ink/64/{packed(zlib.compress(bytes(1 << 24)))}",  # small, and huge when unpacked
    ],
)
def test_any_other_address_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/picture/{path}.png").status_code == 404


def test_a_scale_that_is_not_there_is_refused(client: TestClient) -> None:
    assert client.get(f"/picture/red/2/{packed(zlib.compress(bytes(4)))}.png").status_code in (404, 422)


@pytest.mark.parametrize(
    "path", ["/", "/?data=digits&steps=20&n=50", "/?layer=1&unit=2", "/neuron?layer=2&unit=1", "/layer"]
)
def test_pages_hold_no_address_that_an_outer_policy_blocks(client: TestClient, path: str) -> None:
    html = client.get(path).text
    assert not re.search(r"""(src|srcset|href|style)\s*=\s*["']?\s*(data|blob):""", html)
    assert not re.search(r"<\w[^<>]*\sstyle\s*=", html)
    assert not re.search(r"<\w[^<>]*\son\w+\s*=", html)
    assert "<style" not in html
    assert all('type="application/json"' in tag or " src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_our_own_policy_asks_for_no_more() -> None:
    assert "data:" not in content_security_policy("'self'")
