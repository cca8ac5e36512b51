"""What is honest to say of a run before it trains: where dropout helps little, and where it does not belong.

The numbers are measured over 50 seeds by benchmarks/caveats.py; a test holds them to its results.
"""

from collections.abc import Callable

from app.runs.scenes import NOISY_LABELS, SCENES
from app.runs.spec import RunSpec
from app.runs.tasks import TASKS

NOTHING = "No neuron is dropped in this run: with and without dropout are the same here."
FULL_BATCH = "The whole training set is one batch: every step sees the same samples, and only the masks are new."
MANY_SAMPLES = (
    "With many samples there is little to learn by heart: on 1,000 moons dropout is ahead in accuracy in 14 of 50 "
    "runs, with 77.3 % against 77.6 %."
)
NARROW = (
    "p = 0.5 needs wide layers: with three layers of 5 neurons it ends with 67.4 % of the moons right, the twin with "
    "71.6 %, though its test loss is the lower one in 47 of 50 runs."
)
BOTH = (
    "Weight decay and dropout together can be too much: on moons decay 0.01 alone has 74.7 % right, with dropout "
    "72.9 %; at decay 0.003 dropout still helps, 74.0 % against 71.3 %."
)
TOO_EARLY = (
    "In small batches learning by heart takes longer: with 200 moons and 600 steps dropout is ahead in accuracy in "
    "27 of 50 runs, with 75.8 % against 75.3 %."
)
SLOWER = (
    "Dropout trains more slowly: on 1,000 images with all labels right the twin has a training loss of 0.01 after 760 "
    "steps, dropout with p = 0.5 not within 1,500."
)
TOO_MUCH = "Too much dropout fails: at p = 0.8 the test loss is 1.9, without dropout 1.1; at 0.9 it is 2.3."

# On the input a larger p hides too much of each sample.
INPUT_P_MAX = 0.2
# From here on a network of this size learns next to nothing: on digits 10 % right, which is chance.
HEAVY_P = 0.9
# A layer that is off as a whole for more than one sample in a hundred is worth a word.
ALL_OFF_SHARE = 0.01


def caveats(spec: RunSpec) -> list[str]:
    """The sentences that hold for this run: its scene's, and those that its own settings call for."""
    if not any(_highest(spec)):
        return [NOTHING]
    found = [sentence for sentence, applies in _RULES if applies(spec)]
    return list(dict.fromkeys((*SCENES[spec.data].caveats, *found)))


def warnings(spec: RunSpec) -> dict[str, str]:
    """Words of warning by field; for p the highest of the whole run counts, changes included."""
    highest = _highest(spec)
    found = {
        "place": _heavy_input(highest[0]),
        "p": _heavy(max(highest)),
        "hidden": _all_off(highest, spec.sizes),
        "flip": _coin_flips(spec),
    }
    return {field: words for field, words in found.items() if words}


def _heavy_input(p: float) -> str:
    if p <= INPUT_P_MAX:
        return ""
    return f"p = {p:g} on the input hides much of each sample; {INPUT_P_MAX:g} or less is usual there."


def _heavy(p: float) -> str:
    if p < HEAVY_P:
        return ""
    return f"p = {p:g} keeps {100 * (1 - p):.3g} neurons in a hundred; little can be learned."


def _all_off(highest: list[float], sizes: tuple[int, ...]) -> str:
    """A layer of `width` neurons is off as a whole for a share p^width of the samples; names the worst."""
    layers = zip(highest, sizes, range(len(sizes)), strict=False)
    p, width, position = max(layers, key=lambda layer: layer[0] ** layer[1])
    if p**width <= ALL_OFF_SHARE:
        return ""
    where = f"Hidden layer {position}" if position else "The input"
    return (
        f"{where} is off as a whole for {100 * p**width:.2g} % of the samples ({p:g} to the power {width}); "
        "nothing of them gets through."
    )


def _coin_flips(spec: RunSpec) -> str:
    if spec.flip < 0.5 or not _is_plane(spec):
        return ""
    return "With half of the labels flipped there is nothing to learn."


def _highest(spec: RunSpec) -> list[float]:
    """The highest p of each position over the whole run, input first."""
    steps = [0, *(change.step for change in spec.changes)]
    return [max(values) for values in zip(*(spec.rates(step) for step in steps), strict=True)]


def _is_plane(spec: RunSpec) -> bool:
    return TASKS[spec.data].kind == "binary"


def _is_narrow(spec: RunSpec) -> bool:
    """Half of a layer of at most 8 is dropped; blobs are simple enough to bear it (48 of 50 runs)."""
    layers = zip(_highest(spec)[1:], spec.hidden, strict=True)
    return _is_plane(spec) and spec.data != "blobs" and any(p >= 0.5 and width <= 8 for p, width in layers)


def _has_decay(spec: RunSpec) -> bool:
    return spec.decay > 0 or any(change.name == "decay" and change.value[0] > 0 for change in spec.changes)


def _is_digits_above(spec: RunSpec, p: float) -> bool:
    return spec.data == "digits" and max(_highest(spec)[1:]) >= p


_RULES: tuple[tuple[str, Callable[[RunSpec], bool]], ...] = (
    (NOISY_LABELS, lambda spec: _is_plane(spec) and spec.flip == 0 and spec.data != "spiral"),
    (MANY_SAMPLES, lambda spec: _is_plane(spec) and spec.n >= 1000),
    (NARROW, _is_narrow),
    (BOTH, lambda spec: _is_plane(spec) and _has_decay(spec)),
    (TOO_EARLY, lambda spec: _is_plane(spec) and spec.n >= 200 and spec.batch < spec.n and spec.steps <= 600),
    (FULL_BATCH, lambda spec: spec.batch == spec.n),
    (SLOWER, lambda spec: _is_digits_above(spec, 0.5)),
    (TOO_MUCH, lambda spec: _is_digits_above(spec, 0.8)),
)
