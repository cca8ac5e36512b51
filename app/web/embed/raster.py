"""SVG as PNG, drawn by resvg with two fonts that are installed with us and no other: so the same picture has the same
bytes on every machine.

resvg holds the interpreter while it draws, a tenth of a second or more. So a server asks a process of its own
(`rasters.py`), which is this module as a command: a line of JSON with the arguments of `png_of` in, the PNG out.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import resvg_py

PIXELS_MAX = 16_000_000  # 64 MB while it is drawn
SERIF, SANS = "Source Serif Pro", "Source Sans Pro"
STYLES = ("Regular", "It", "Semibold", "SemiboldIt")
SIZES = re.compile(r'\s(width|height)="([0-9.]+)"')


def png_of(svg: str, width: int | None = None, height: int | None = None, ground: str = "#fcfbf8") -> bytes:
    """A picture as wide as it says, or so many pixels wide; with a height too, in the middle of that much ground.

    Raises: ValueError for what is no SVG with a size, or has more than PIXELS_MAX pixels.
    """
    own = _size(svg)
    wide = round(own[0]) if width is None else width
    high = round(own[1] * wide / own[0]) if height is None else height
    if not 0 < wide * high <= PIXELS_MAX:
        raise ValueError(f"a picture must have 1 to {PIXELS_MAX:,} pixels, got {wide} x {high}")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_sized(svg, wide, high),
            background=ground,
            skip_system_fonts=True,
            font_files=list(fonts()),
            font_family=SANS,
            serif_family=SERIF,
            sans_serif_family=SANS,
            monospace_family=SANS,
        )
    )


@cache
def fonts() -> tuple[str, ...]:
    """The files of both fonts. Raises: FileNotFoundError where they are not installed."""
    found = []
    for family in (SERIF, SANS):
        spec = find_spec(f"font_{family.lower().replace(' ', '_')}")
        if spec is None or spec.origin is None:
            raise FileNotFoundError(f"the font {family} is missing; installing brings it: pip install -e .")
        folder = Path(spec.origin).parent / "files"
        found += [str(folder / f"{family.replace(' ', '')}-{style}.ttf") for style in STYLES]
    return tuple(found)


def _size(svg: str) -> tuple[float, float]:
    sizes = {name: float(text) for name, text in SIZES.findall(svg[: svg.find(">")])}
    if not svg.startswith("<svg") or sizes.keys() != {"width", "height"} or not all(sizes.values()):
        raise ValueError("a picture must begin with <svg, a width and a height in pixels")
    return sizes["width"], sizes["height"]


def _sized(svg: str, wide: int, high: int) -> str:
    """With another size: its viewBox is fitted into that, and centred."""
    end = svg.find(">")
    sizes = {"width": wide, "height": high}
    return SIZES.sub(lambda found: f' {found[1]}="{sizes[found[1]]}"', svg[:end]) + svg[end:]


def main() -> None:
    """From standard input to standard output."""
    sys.stdout.buffer.write(png_of(*json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
