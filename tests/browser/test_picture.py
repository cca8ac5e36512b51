"""Pictures of figures as a browser shows them, beside what resvg makes of the same file."""

import io
import urllib.request
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from app.web.embed.catalogue import EMBEDS
from app.web.embed.raster import png_of

Shown = Callable[[str], tuple[int, int, np.ndarray]]
RUN = "steps=60&n=40&batch=10&step=20&sample=4"


@pytest.fixture
def shown(page: Page, server: str) -> Shown:
    """An <img> on a page: (its width, its height, its pixels)."""
    page.route(f"{server}/course", lambda route: route.fulfill(body="<!doctype html><body>", content_type="text/html"))
    page.goto("/course")

    def show(path: str) -> tuple[int, int, np.ndarray]:
        page.evaluate(
            """async (path) => {
              const image = new Image();
              image.src = path;
              document.body.replaceChildren(image);
              document.body.style.margin = 0;
              await image.decode();
            }""",
            path,
        )
        pixels = Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")
        return pixels.width, pixels.height, np.asarray(pixels).astype(int)

    return show


def coarse(pixels: np.ndarray) -> np.ndarray:
    """The mean of each square of ten pixels."""
    high, wide = (size // 10 for size in pixels.shape[:2])
    return pixels[: 10 * high, : 10 * wide].reshape(high, 10, wide, 10, 3).mean(axis=(1, 3))


@pytest.mark.parametrize("name", EMBEDS)
def test_a_browser_and_resvg_draw_the_same(shown: Shown, server: str, name: str) -> None:
    path = f"/figure/{name}.svg?{'p=0.3' if name == 'layer' else RUN}"
    wide, high, pixels = shown(path)
    with urllib.request.urlopen(f"{server}{path}") as answer:
        other = np.asarray(Image.open(io.BytesIO(png_of(answer.read().decode()))).convert("RGB")).astype(int)
    assert (wide, high) == (other.shape[1], other.shape[0])
    apart = np.abs(coarse(pixels) - coarse(other)).max(axis=2)
    assert np.median(apart) < 3
    assert (apart > 40).mean() < 0.04  # words, in another font


def test_an_img_shows_what_is_wrong_with_its_link(shown: Shown, troubles: list[str]) -> None:
    for kind in ("svg", "png"):
        wide, high, pixels = shown(f"/figure/network.{kind}?p=7")
        assert (wide, high < 200) == (700, True)
        assert (pixels.min(axis=2) < 100).sum() > 300  # words
    assert all("422" in trouble for trouble in troubles)
    troubles.clear()


def test_opened_alone_it_has_its_colours(page: Page) -> None:
    page.goto(f"/figure/network.svg?{RUN}&theme=auto")
    fill = "getComputedStyle(document.querySelector('.ground')).fill"
    assert page.evaluate(fill) == "rgb(252, 251, 248)"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(fill) == "rgb(22, 24, 27)"
    assert page.title() == "Dropout Explorer: The network, step 20, sample 4"
