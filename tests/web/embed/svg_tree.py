"""A picture as a tree, read as strictly as a converter does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from app.web.address.links import Links
from app.web.address.query import View
from app.web.embed.drawing import Picture, svg
from app.web.embed.lettering import SAFE, Lettering
from app.web.figures.catalogue import FIGURES
from app.web.moment import seen
from app.web.site.styles import Theme
from tests.web.runs import trained

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
KINDS = {"svg", "title", "desc", "style", "g", "path", "circle", "rect", "line", "text", "tspan", "image", "clipPath"}


def text_of(
    name: str, query: str, step: int = 20, sample: int = 3, view: str = "forward", theme: Theme = "light",
    letters: Lettering = SAFE,
) -> str:  # fmt: skip
    """A figure of the catalogue as an SVG."""
    run, figure = trained(query), FIGURES[name]
    looks = View(step=min(step, run.ended_at), sample=sample, view=view)
    moment, links = seen(run, looks), Links(run.spec, looks, page="figure")
    picture = Picture(figure.picture, figure.pictured(moment, links), figure.title, figure.told(moment), theme)
    return svg(picture, letters)


def read(text: str) -> Element:
    """Raises: ElementTree.ParseError for what is not well formed."""
    return ElementTree.fromstring(text)


def all_of(root: Element, kind: str, within: str = "") -> list[Element]:
    """Elements of a kind, of a class too."""
    return [mark for mark in root.iter(SVG + kind) if not within or within in (mark.get("class") or "").split()]


def words(root: Element) -> list[str]:
    """Every text that is seen."""
    return [" ".join("".join(mark.itertext()).split()) for mark in root.iter(SVG + "text")]


def addresses(text: str) -> Iterator[str]:
    """Everything that a program might ask for."""
    yield from re.findall(r'(?:href|src)="([^"]*)"', text)
    yield from re.findall(r"url\(([^)]*)\)", text)
    yield from re.findall(r"@import[^;]*", text)
