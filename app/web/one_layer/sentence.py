"""The sentence above the figure: what this sub-step does, with the numbers of the selected cell."""

from __future__ import annotations

from functools import cache

import numpy as np

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_pass import LayerPass
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.digits import rounded, scale, shown
from app.web.words.numbers import apart


def sentence(spec: LayerSpec, numbers: LayerPass) -> str:
    """One or two plain sentences."""
    words = _THROUGH if numbers.mask is None else _WORDS
    return words[spec.substep](spec, numbers)


@cache
def longest() -> str:
    """A sentence as long as any, but for numbers of many digits: its room is kept free, so that nothing jumps."""
    wide = np.full((1, 1), 0.6125)
    spec = LayerSpec(p=0.44, batch=1, units=1)
    kept = LayerPass(wide, wide, wide, wide, wide, wide)
    dropped = LayerPass(wide, wide, np.zeros((1, 1)), wide, wide, wide)
    specs = [spec.but(substep=substep) for substep in SUB_STEPS]
    return max((sentence(each, numbers) for each in specs for numbers in (kept, dropped)), key=len)


def _names(spec: LayerSpec) -> tuple[tuple[int, int], str]:
    i, j = spec.cell
    return (i - 1, j - 1), f"Neuron {j} of sample {i}"


def _draw(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    gets = f"Each of the {numbers.x.size} cells gets a coin of its own"
    if numbers.x.size == 1:
        gets = "The cell gets a coin"
    return f"{gets}, a number u between 0 and 1. {name} has drawn {_coin(spec, numbers, at)[0]}."


def _compare(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    coin, p = _coin(spec, numbers, at)
    are = f"{numbers.kept} of {numbers.x.size} {'is' if numbers.kept == 1 else 'are'}"
    return (
        f"A neuron is kept where its coin is at least p {_is(spec.p, p)}: {are}. "
        f"{name} is {'kept' if _kept(numbers, at) else 'dropped'}: its coin {coin} is "
        f"{'at least' if _kept(numbers, at) else 'below'} p."
    )


def _scale(spec: LayerSpec, numbers: LayerPass) -> str:
    relation = "≈" if rounded(1 / (1 - spec.p)) else "="
    return (
        f"What is kept gets the factor 1/(1−p) {relation} {scale(spec.p)}, what is dropped the factor 0. "
        "This is the mask M; the layer holds on to it for the way back."
    )


def _multiply(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    if not _kept(numbers, at):
        value = shown(numbers.x[at])
        return f"{name} was dropped: its value {value} is multiplied by 0, and the next layer gets nothing of it."
    return (
        f"{name} was kept: its value {shown(numbers.x[at])} becomes {shown(numbers.y[at])}, "
        f"times {scale(spec.p)}, so that the average over coins stays what it was."
    )


def _upstream(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    return (
        "The gradient dY comes back from the next layer: how much the loss would change with each y. "
        f"To {_inner(name)} comes {shown(numbers.dy[at])}."
    )


def _mask(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    again = "No new coins: the mask of the forward pass is used again."
    if not _kept(numbers, at):
        return f"{again} {name} was dropped, so the gradient stops there."
    return f"{again} {name} was kept, so its gradient is {shown(numbers.dy[at])} times {scale(spec.p)}."


def _pass(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    (coin, _), x, dy = _coin(spec, numbers, at), shown(numbers.x[at]), shown(numbers.dy[at])
    if not _kept(numbers, at):
        return (
            f"{name} was dropped: its coin {coin} is below p. The next layer gets 0 for its {x}, "
            f"and of the gradient {dy} nothing is passed back."
        )
    return (
        f"{name} was kept: its coin {coin} is at least p. Its {x} becomes {shown(numbers.y[at])}; "
        f"the gradient {dy} is passed back as {shown(numbers.dx[at])}."
    )


def _why(spec: LayerSpec) -> str:
    return "At p = 0" if spec.training else "In evaluation"


def _draw_nothing(spec: LayerSpec, numbers: LayerPass) -> str:
    return f"{_why(spec)} no coin is drawn, and the generator stays where it was."


def _compare_nothing(spec: LayerSpec, numbers: LayerPass) -> str:
    cells = f"all {numbers.x.size} cells are" if numbers.x.size > 1 else "the cell is"
    return f"{_why(spec)} no coin is compared with p: the same line has decided that {cells} kept."


def _scale_nothing(spec: LayerSpec, numbers: LayerPass) -> str:
    return "Nothing is dropped, so nothing is scaled to make up for it. The layer notes that it has no mask."


def _pass_through(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    return f"{name} passes its {shown(numbers.x[at])} on as it is, and so does every other: Y is X."


def _no_mask(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    return (
        "The layer has no mask from the way there, so it multiplies by nothing: "
        f"the gradient {shown(numbers.dy[at])} of {_inner(name)} stays as it came."
    )


def _pass_back(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    return (
        f"{name} passes the gradient {shown(numbers.dy[at])} back unchanged: dX is dY. "
        "Both ways it is as if the layer were not there."
    )


def _inner(name: str) -> str:
    """A name within a sentence."""
    return name[0].lower() + name[1:]


def _kept(numbers: LayerPass, at: tuple[int, int]) -> bool:
    return numbers.mask is None or bool(numbers.mask[at] != 0)


def _coin(spec: LayerSpec, numbers: LayerPass, at: tuple[int, int]) -> tuple[str, str]:
    """The coin and p, told apart."""
    return ("", "") if numbers.coins is None else apart(float(numbers.coins[at]), spec.p)


def _is(value: float, text: str) -> str:
    return f"{'=' if float(text) == value else '≈'} {text}"


_WORDS = {
    "draw": _draw, "compare": _compare, "scale": _scale, "multiply": _multiply,
    "upstream": _upstream, "mask": _mask, "pass": _pass,
}  # fmt: skip
_THROUGH = {
    "draw": _draw_nothing, "compare": _compare_nothing, "scale": _scale_nothing, "multiply": _pass_through,
    "upstream": _upstream, "mask": _no_mask, "pass": _pass_back,
}  # fmt: skip
