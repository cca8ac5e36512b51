"""What the places of a network and its signals are called."""

from __future__ import annotations

from app.runs.spec.run_spec import RunSpec
from app.web.words.names import layer_name
from app.web.words.say import has, say


def place_name(spec: RunSpec, k: int) -> str:
    """Of a place: in a dense network of the layer, elsewhere as in "Block 3"."""
    if spec.plan.columns:
        return layer_name(k, len(spec.sizes))
    return _named(f"place.{spec.net.name}", spec.plan.places[k].name)


def place_names(spec: RunSpec) -> tuple[str, ...]:
    """Of all of them."""
    return tuple(place_name(spec, k) for k in range(len(spec.plan.places)))


def signal_name(spec: RunSpec, k: int) -> str:
    """Of what flows between layers."""
    if spec.plan.columns:
        return layer_name(k, len(spec.sizes))
    return _named(f"signal.{spec.net.name}", spec.plan.signals[k].name)


def _named(theme: str, name: str) -> str:
    """By its name, or, of many alike, by what is left of it without its number."""
    if has(f"{theme}.{name}"):
        return say(f"{theme}.{name}")
    stem = name.rstrip("0123456789")
    return say(f"{theme}.{stem}", number=name[len(stem) :])
