"""What a page places in a stretched plot, in percent and by SVGs within one another, at its place in pixels.

A plot of a page is as wide as its column, its strokes and its type are not: templates/figures/loss_parts.html says how.
Programs that convert pictures know little of that, so here is the same as plain marks: groups that are moved, numbers
in pixels, and nothing that is not seen.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

ACROSS = ("x", "x1", "x2", "cx", "width")
DOWN = ("y", "y1", "y2", "cy", "height")
PLACES = {  # of the words of a level line, as static/css/figures.css has them
    "over left": {"dx": "3", "dy": "-0.35em"},
    "over right": {"dx": "-4", "dy": "-0.35em", "text-anchor": "end"},
    "under left": {"dx": "3", "dy": "1.05em"},
    "under right": {"dx": "-4", "dy": "1.05em", "text-anchor": "end"},
}
COMMAND = re.compile(r"([MLHVZ])|(-?[\d.]+(?:e[+-]?\d+)?)")


@dataclass(frozen=True)
class Plot:
    """A plot so many pixels large, over so many steps and up to a loss."""

    width: float
    height: float
    steps: int
    top: float

    def lines(self, markup: str) -> Markup:
        """Lines in steps and losses, in pixels."""
        root = ElementTree.fromstring(f"<g>{markup}</g>")
        for line in root:
            line.set("d", self.path(line.get("d", "")))
        return _written(root)

    def path(self, d: str) -> str:
        """A path of `loss_axes.line_path` or `between`, in pixels."""
        found, down = [], False
        for command, number in COMMAND.findall(d):
            if command:
                found.append(command)
                down = command == "V"
                continue
            value = float(number)
            place = self.height * (1 - value / self.top) if down else self.width * value / self.steps
            found.append(f"{place:.1f}".removesuffix(".0") + " ")
            down = not down
        return "".join(found).strip()

    def flat(self, markup: str, brief: str = "") -> Markup:
        """Marks that are placed in percent, in pixels. brief: the class of those whose words are short."""
        root = ElementTree.fromstring(f"<g>{markup}</g>")
        self._flatten(root, brief, "short")
        _halo(root)
        return _written(root)

    def _flatten(self, element: Element, brief: str, unseen: str) -> None:
        for child in list(element):
            kind = (child.get("class") or "").split()
            if unseen in kind or not _seen(child, kind, element):
                _remove(child, element)
                continue
            self._place(child)
            self._flatten(child, brief, "long" if brief in kind else unseen)

    def _place(self, mark: Element) -> None:
        for name in (*ACROSS, *DOWN):
            value = mark.get(name, "")
            if value.endswith("%"):
                whole = self.width if name in ACROSS else self.height
                mark.set(name, _pixels(whole * float(value[:-1]) / 100))
        for name, value in PLACES.get(mark.get("data-place", ""), {}).items():
            mark.set(name, value)
        if mark.tag == "svg":
            mark.tag = "g"
            mark.set("transform", f"translate({mark.attrib.pop('x', '0')} {mark.attrib.pop('y', '0')})")
        if mark.get("data-side") == "left":
            mark[0].set("transform", "scale(-1 1)")  # the bracket


def _seen(mark: Element, kind: list[str], within: Element) -> bool:
    """Whether a page shows a mark: above the plot there is an arrow in place of dots."""
    above = within.get("data-above") is not None
    unseen = (mark.tag == "circle" or "foot" in kind) if above else "leaves" in kind
    return not unseen and mark.get("display") != "none"


def _halo(element: Element) -> None:
    """Put the ground around words under them, as a text of its own: `paint-order` is known to few."""
    for i, child in reversed(list(enumerate(element))):
        if child.tag == "text":
            under = deepcopy(child)
            under.set("class", f"{child.get('class') or ''} halo".strip())
            under.tail = None
            element.insert(i, under)
        else:
            _halo(child)


def _remove(mark: Element, within: Element) -> None:
    """Without the text behind it, which ElementTree counts to it."""
    tail, before = mark.tail or "", list(within).index(mark)
    if before:
        within[before - 1].tail = (within[before - 1].tail or "") + tail
    else:
        within.text = (within.text or "") + tail
    within.remove(mark)


def _pixels(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _written(root: Element) -> Markup:
    """The marks within, without what script knows them by."""
    for mark in root.iter():
        for name in [name for name in mark.attrib if name.startswith("data-") and name not in KNOWN]:
            del mark.attrib[name]
    return Markup("".join(ElementTree.tostring(mark, encoding="unicode") for mark in root))


KNOWN = ("data-anchor", "data-side")  # by static/css/marks.css
