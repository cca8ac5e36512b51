"""Addresses of what is next to what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.spec.fields import SEED_MAX

PATH = "./layer"  # relative to the page, which lies beside it


@dataclass(frozen=True)
class Turn:
    """A link that changes one thing. change: the same as name=value, for a script that has typed cells to send too.

    press: what a script asks for where that depends on what it has asked for before, as seed=next; else empty.
    """

    href: str
    change: str
    press: str = ""


def to(spec: LayerSpec, **values: object) -> str:
    """The page of this spec, with some values replaced."""
    query = spec.but(**values).query() if values else spec.query()
    return f"{PATH}?{query}" if query else PATH


def turn(spec: LayerSpec, name: str, value: object) -> Turn:
    """The page of this spec with one value replaced."""
    changed = spec.but(**{name: value})
    return Turn(to(changed), f"{name}={changed.texts()[name]}")


def step(spec: LayerSpec, name: str, way: str) -> Turn:
    """The page of this spec with one value moved on: a sub-step, the seed of the coins, or whether they are shown."""
    moved = after(spec, name, way)
    return Turn(to(moved), f"{name}={moved.texts()[name]}", f"{name}={way}")


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


def cells(spec: LayerSpec) -> dict[str, str]:
    """The links that select each cell, by its name as 34."""
    query = "&".join(part for part in spec.query().split("&") if part and not part.startswith("cell="))
    start = f"{PATH}?{query}&cell=" if query else f"{PATH}?cell="
    return {f"{i}{j}": f"{start}{i}{j}" for i in range(1, spec.batch + 1) for j in range(1, spec.units + 1)}
