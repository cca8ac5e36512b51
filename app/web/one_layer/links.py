"""Addresses of what is next to what is shown."""

from __future__ import annotations

from dataclasses import dataclass

from app.runs.one_layer.layer_spec import LayerSpec

PATH = "/layer"


@dataclass(frozen=True)
class Turn:
    """A link that changes one thing. change: the same as name=value, for a script that has typed cells to send too."""

    href: str
    change: str


def to(spec: LayerSpec, **values: object) -> str:
    """The page of this spec, with some values replaced."""
    query = spec.but(**values).query() if values else spec.query()
    return f"{PATH}?{query}" if query else PATH


def turn(spec: LayerSpec, name: str, value: object) -> Turn:
    """The page of this spec with one value replaced."""
    changed = spec.but(**{name: value})
    return Turn(to(changed), f"{name}={changed.texts()[name]}")


def new_coins(spec: LayerSpec) -> Turn:
    """All else equal: the coins of the next seed."""
    return turn(spec, "seed", 0 if spec.seed is None else (spec.seed + 1) % 2**31)


def cells(spec: LayerSpec) -> dict[str, str]:
    """The links that select each cell, by its name as 34."""
    query = "&".join(part for part in spec.query().split("&") if part and not part.startswith("cell="))
    start = f"{PATH}?{query}&cell=" if query else f"{PATH}?cell="
    return {f"{i}{j}": f"{start}{i}{j}" for i in range(1, spec.batch + 1) for j in range(1, spec.units + 1)}
