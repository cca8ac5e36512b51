"""What follows from a run's settings alone, without any measurement: notes on it, and warnings beside a field.

A note is a kind and its facts; app/web/words/caveats.py says it. What was measured is in app/web/explore/claims.py, and
is said of the settings that it was measured with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.engine.coins import LEVELS, threshold
from app.runs.data.tasks import TASKS
from app.runs.spec.run_spec import RunSpec

# What is usual on the input (Srivastava et al. 2014).
INPUT_P_MAX = 0.2
# From here on a layer of a dozen has about one neuron left.
HEAVY_P = 0.9
# A layer that is dropped as a whole for more than one sample in a hundred is worth a word.
ALL_OFF_SHARE = 0.01


@dataclass(frozen=True)
class Note:
    """A kind and its facts: p, width, `layer` by its position (0 is the input), shares and counts as numbers."""

    kind: str
    facts: Mapping[str, float] = field(default_factory=dict)


def caveats(spec: RunSpec) -> list[Note]:
    """Notes that hold for this run, whatever comes of it."""
    if not any(_highest(spec)):
        return [Note("nothing")]
    return [Note("full batch")] if spec.training.batch == spec.data.n else []


def warnings(spec: RunSpec) -> dict[str, Note]:
    """Notes of warning by field; for p the highest of the whole run counts, changes included. Of p they speak where
    neurons are off: not of Gaussian dropout, of weights, or of a p that moves."""
    highest = _highest(spec)
    if not spec.plan.masks_neurons or spec.plan.real:
        highest = [0.0] * len(highest)
    found = {
        "place": _heavy_input(highest[0]),
        "p": _heavy(highest, spec.sizes),
        "hidden": _all_off(highest, spec.sizes),
        "flip": _coin_flips(spec),
    }
    return {name: note for name, note in found.items() if note is not None}


def _heavy_input(p: float) -> Note | None:
    if p <= INPUT_P_MAX:
        return None
    return Note("heavy input", {"p": p, "share": _dropped(p), "usual": INPUT_P_MAX})


def _heavy(highest: list[float], sizes: tuple[int, ...]) -> Note | None:
    """How few are kept, of the layer with the highest p; how few that are is a question of its width."""
    p, width, position = max(zip(highest, sizes, range(len(sizes)), strict=False), key=lambda layer: layer[0])
    if p < HEAVY_P:
        return None
    kept = 1 - _dropped(p)
    if kept == 0:
        return Note("none kept", {"p": p, "levels": LEVELS})
    return Note("few kept", {"p": p, "share": kept, "width": width, "layer": position, "count": kept * width})


def _all_off(highest: list[float], sizes: tuple[int, ...]) -> Note | None:
    """A layer of `width` neurons is dropped as a whole for a share p^width of the samples; names the worst."""
    layers = zip(highest, sizes, range(len(sizes)), strict=False)
    p, width, position = max(layers, key=lambda layer: _dropped(layer[0]) ** layer[1])
    share = _dropped(p) ** width
    if share <= ALL_OFF_SHARE:
        return None
    return Note("all off", {"p": p, "share": share, "width": width, "layer": position})


def _coin_flips(spec: RunSpec) -> Note | None:
    return Note("coin flips") if spec.data.flip >= 0.5 and TASKS[spec.data.name].kind == "binary" else None


def _dropped(p: float) -> float:
    """The probability with which a neuron is dropped: p, to the width of a coin's levels."""
    return threshold(p) / LEVELS


def _highest(spec: RunSpec) -> list[float]:
    """The highest p of each position over the whole run, input first."""
    steps = [0, *(change.step for change in spec.changes)]
    return [max(values) for values in zip(*(spec.rates(step) for step in steps), strict=True)]
