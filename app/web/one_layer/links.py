"""Addresses of what is next to what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.fields import SEED_MAX


@dataclass(frozen=True)
class Turn:
    """A link that changes one thing. change: the same as name=value, for a script that has typed cells to send too.

    press: what a script asks for where that depends on what it has asked for before, as seed=next; else empty.
    """

    href: str
    change: str
    press: str = ""


@dataclass(frozen=True)
class LayerLinks:
    """Addresses of a page that shows a layer: `page` below the site's own address, to which `root` leads from the page
    that holds them; `more` is what they say beside the layer."""

    root: str = "./"
    page: str = "layer"
    more: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return self.root + self.page

    def to(self, spec: LayerSpec, **values: object) -> str:
        """The page of this spec, with some values replaced."""
        parts = [spec.but(**values).query() if values else spec.query(), self.beside]
        query = "&".join(filter(None, parts))
        return f"{self.path}?{query}" if query else self.path

    @property
    def beside(self) -> str:
        """What each link says beside the layer. Commas stay as they are."""
        return urlencode(self.more, safe=",")

    def turn(self, spec: LayerSpec, name: str, value: object) -> Turn:
        """The page of this spec with one value replaced."""
        changed = spec.but(**{name: value})
        return Turn(self.to(changed), f"{name}={changed.texts()[name]}")

    def step(self, spec: LayerSpec, name: str, way: str) -> Turn:
        """The page of this spec with one value moved on: a sub-step, the seed of the coins, whether they are shown."""
        moved = after(spec, name, way)
        return Turn(self.to(moved), f"{name}={moved.texts()[name]}", f"{name}={way}")

    def cells(self, spec: LayerSpec) -> dict[str, str]:
        """The links that select each cell, by its name as 34."""
        parts = [part for part in spec.query().split("&") if part and not part.startswith("cell=")]
        start, end = f"{self.path}?{''.join(f'{part}&' for part in parts)}cell=", f"&{self.beside}" if self.more else ""
        names = [f"{i}{j}" for i in range(1, spec.batch + 1) for j in range(1, spec.units + 1)]
        return {name: f"{start}{name}{end}" for name in names}


PAGE = LayerLinks()


def after(spec: LayerSpec, name: str, way: str) -> LayerSpec:
    """What comes next after a spec. Raises: KeyError for what has no next."""
    return _MOVES[name, way](spec)


def moves(name: str, way: str) -> bool:
    """Whether these name a next value, and no value."""
    return (name, way) in _MOVES


def _substep(spec: LayerSpec, by: int) -> LayerSpec:
    at = SUB_STEPS.index(spec.substep) + by
    return spec.but(substep=SUB_STEPS[min(max(at, 0), len(SUB_STEPS) - 1)])


_MOVES: Mapping[tuple[str, str], Callable[[LayerSpec], LayerSpec]] = {
    ("substep", "back"): lambda spec: _substep(spec, -1),
    ("substep", "next"): lambda spec: _substep(spec, 1),
    ("seed", "next"): lambda spec: spec.but(seed=0 if spec.seed is None else (spec.seed + 1) % (SEED_MAX + 1)),
    ("coins", "other"): lambda spec: spec.but(coins=not spec.coins),
}
