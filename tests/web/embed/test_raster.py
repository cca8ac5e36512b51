"""SVG as PNG."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.web.embed.raster import PIXELS_MAX, fonts, png_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="70" height="40" viewBox="0 0 70 40">{}</svg>'
RED = SVG.format('<rect width="70" height="40" fill="#f00"/>')
GROUND = (252, 251, 248)


def image(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def ink(text: str, style: str) -> int:
    """How many pixels of a text are dark."""
    drawn = image(png_of(SVG.format(f'<text x="5" y="30" style="{style}">{text}</text>'), 280))
    return sum(drawn.convert("L").histogram()[:128])


@pytest.mark.parametrize(("width", "size"), [(None, (70, 40)), (140, (140, 80)), (7, (7, 4))])
def test_it_is_as_large_as_is_asked_for(width: int | None, size: tuple[int, int]) -> None:
    drawn = image(png_of(RED, width))
    assert drawn.size == size
    assert drawn.getcolors() == [(size[0] * size[1], (255, 0, 0))]


def test_another_shape_has_ground_at_both_sides() -> None:
    drawn = image(png_of(RED, 1200, 630))
    assert drawn.size == (1200, 630)
    left, right = (1200 - 630 * 70 / 40) / 2, (1200 + 630 * 70 / 40) / 2
    row = [drawn.getpixel((x, 315)) for x in (0, int(left) - 1, int(left) + 2, 600, int(right) - 2, int(right) + 2)]
    assert row == [GROUND, GROUND, (255, 0, 0), (255, 0, 0), (255, 0, 0), GROUND]


def test_what_is_left_bare_has_the_ground_that_is_asked_for() -> None:
    assert image(png_of(SVG.format(""), 70, None, "#16181b")).getpixel((3, 3)) == (0x16, 0x18, 0x1B)


@pytest.mark.parametrize("stack", ["sans-serif", "'No Such Font', system-ui, sans-serif", "'Source Sans Pro'"])
def test_whatever_fonts_a_picture_names_it_has_ours(stack: str) -> None:
    plain, bold = (ink("Hidden", f"font-family:{stack};font-weight:{weight}") for weight in (400, 600))
    assert plain > 300
    assert bold > 1.1 * plain
    assert ink("Hidden", f"font-family:{stack}") == ink("Hidden", "font-family:'Source Sans Pro'")
    assert ink("Hidden", f"font-family:{stack}") != ink("Hidden", "font-family:Charter, serif")


def test_both_fonts_are_installed() -> None:
    assert len(fonts()) == 8
    assert all(Path(file).is_file() for file in fonts())


@pytest.mark.parametrize(
    "wrong", ["", "<svg/>", "<p>no</p>", '<svg width="70" height="0"></svg>', '<svg height="70" viewBox="0 0 1 1"/>']
)
def test_what_has_no_size_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="must begin with <svg, a width and a height"):
        png_of(wrong)


def test_more_pixels_than_memory_allows_are_refused() -> None:
    with pytest.raises(ValueError, match="pixels, got 70000 x 40000"):
        png_of(RED, 70_000)
    assert PIXELS_MAX * 4 <= 64_000_000


def test_as_a_command_it_draws_the_same() -> None:
    command = [sys.executable, "-m", "app.web.embed.raster"]
    asked = json.dumps([RED, 140, None, "#fcfbf8"])
    done = subprocess.run(command, input=asked.encode(), capture_output=True, timeout=60, check=True)
    assert done.stdout == png_of(RED, 140)
