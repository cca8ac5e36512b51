"""What follows from a run's settings alone, without any measurement: notes on it, and words of warning beside a field.

What was measured is in app/web/explore/claims.py, and is said of the settings that it was measured with.
"""

import math

from app.engine.coins import LEVELS, threshold
from app.runs.data.tasks import TASKS
from app.runs.spec.reading import number_text
from app.runs.spec.run_spec import RunSpec

NOTHING = "No neuron is dropped in this run: with and without dropout are the same here."
FULL_BATCH = (
    "The whole training set is one batch: every step sees the same samples. Only their order and the masks change."
)

# What is usual on the input (Srivastava et al. 2014).
INPUT_P_MAX = 0.2
# From here on a layer of a dozen has about one neuron left.
HEAVY_P = 0.9
# A layer that is dropped as a whole for more than one sample in a hundred is worth a word.
ALL_OFF_SHARE = 0.01


def caveats(spec: RunSpec) -> list[str]:
    """Notes that hold for this run, whatever comes of it."""
    if not any(_highest(spec)):
        return [NOTHING]
    return [FULL_BATCH] if spec.training.batch == spec.data.n else []


def warnings(spec: RunSpec) -> dict[str, str]:
    """Words of warning by field; for p the highest of the whole run counts, changes included."""
    highest = _highest(spec)
    found = {
        "place": _heavy_input(highest[0]),
        "p": _heavy(highest, spec.sizes),
        "hidden": _all_off(highest, spec.sizes),
        "flip": _coin_flips(spec),
    }
    return {field: words for field, words in found.items() if words}


def _heavy_input(p: float) -> str:
    if p <= INPUT_P_MAX:
        return ""
    hidden = _percent(_dropped(p))
    return f"p = {number_text(p)} on the input hides {hidden} of each sample; {INPUT_P_MAX:g} or less is usual there."


def _heavy(highest: list[float], sizes: tuple[int, ...]) -> str:
    """How few are kept, of the layer with the highest p; how few that are is a question of its width."""
    p, width, position = max(zip(highest, sizes, range(len(sizes)), strict=False), key=lambda layer: layer[0])
    if p < HEAVY_P:
        return ""
    kept = 1 - _dropped(p)
    if kept == 0:
        return (
            f"At p = {number_text(p)} no neuron is ever kept: a coin is a multiple of 1/{LEVELS}, and none reaches p."
        )
    return (
        f"p = {number_text(p)} keeps {_percent(kept)} of the neurons: "
        f"of the {width} in {_layer(position)}, {kept * width:.2g} on average."
    )


def _all_off(highest: list[float], sizes: tuple[int, ...]) -> str:
    """A layer of `width` neurons is dropped as a whole for a share p^width of the samples; names the worst."""
    layers = zip(highest, sizes, range(len(sizes)), strict=False)
    p, width, position = max(layers, key=lambda layer: _dropped(layer[0]) ** layer[1])
    share = _dropped(p) ** width
    if share <= ALL_OFF_SHARE:
        return ""
    return (
        f"For {_percent(share)} of the samples the whole of {_layer(position)} is dropped "
        f"({number_text(p)} to the power {width}), so the output ignores the input."
    )


def _coin_flips(spec: RunSpec) -> str:
    if spec.data.flip < 0.5 or TASKS[spec.data.name].kind != "binary":
        return ""
    return "With half of the labels flipped there is nothing to learn."


def _dropped(p: float) -> float:
    """The probability with which a neuron is dropped: p, to the width of a coin's levels."""
    return threshold(p) / LEVELS


def _percent(share: float) -> str:
    """Two digits, or four near 100 %, which only the whole is."""
    return f"{math.floor(1e4 * share) / 100:g} %" if share >= 0.99 else f"{100 * share:.2g} %"


def _layer(position: int) -> str:
    return f"hidden layer {position}" if position else "the input"


def _highest(spec: RunSpec) -> list[float]:
    """The highest p of each position over the whole run, input first."""
    steps = [0, *(change.step for change in spec.changes)]
    return [max(values) for values in zip(*(spec.rates(step) for step in steps), strict=True)]
