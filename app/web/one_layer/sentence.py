"""The sentence above the figure: what this sub-step does, with the numbers of the selected cell."""

from __future__ import annotations

from app.runs.one_layer.layer_pass import LayerPass
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.one_layer.digits import coin, shown


def sentence(spec: LayerSpec, numbers: LayerPass) -> str:
    """One or two plain sentences."""
    if numbers.mask is None:
        return _through(spec, numbers)
    return _WORDS[spec.substep](spec, numbers)


def _names(spec: LayerSpec) -> tuple[tuple[int, int], str]:
    i, j = spec.cell
    return (i - 1, j - 1), f"Neuron {j} of sample {i}"


def _draw(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    return (
        f"Each of the {numbers.x.size} cells gets a coin of its own, a number u between 0 and 1. "
        f"{name} has drawn {_coin(spec, numbers, at)}."
    )


def _compare(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    return (
        f"A neuron is kept where its coin is at least p = {shown(spec.p)}: {numbers.kept} of {numbers.x.size} are. "
        f"{name} is {'kept' if _kept(numbers, at) else 'dropped'}: its coin {_coin(spec, numbers, at)} is "
        f"{'at least' if _kept(numbers, at) else 'below'} p."
    )


def _scale(spec: LayerSpec, numbers: LayerPass) -> str:
    return (
        f"What is kept gets the factor 1/(1−p) = {shown(1 / (1 - spec.p))}, what is dropped the factor 0. "
        "This is the mask M; the layer holds on to it for the way back."
    )


def _multiply(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    if not _kept(numbers, at):
        value = shown(numbers.x[at])
        return f"{name} was dropped: its value {value} is multiplied by 0, and nothing goes on to the next layer."
    return (
        f"{name} was kept: its value {shown(numbers.x[at])} goes on as {shown(numbers.y[at])}, "
        f"times {shown(1 / (1 - spec.p))}, so that on average over coins nothing changes."
    )


def _upstream(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    return (
        "The gradient dY comes back from the next layer: how much the loss would change with each y. "
        f"To {name.lower()} comes {shown(numbers.dy[at])}."
    )


def _mask(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    again = "No new coins: the mask of the forward pass is used again."
    if not _kept(numbers, at):
        return f"{again} {name} was dropped, so the gradient stops there."
    return f"{again} {name} was kept, so its gradient is {shown(numbers.dy[at])} times {shown(1 / (1 - spec.p))}."


def _pass(spec: LayerSpec, numbers: LayerPass) -> str:
    at, name = _names(spec)
    coins, x, dy = _coin(spec, numbers, at), shown(numbers.x[at]), shown(numbers.dy[at])
    if not _kept(numbers, at):
        return (
            f"{name} was dropped: its coin {coins} is below p. Its {x} does not go on, "
            f"and of the gradient {dy} that comes back nothing is passed on."
        )
    return (
        f"{name} was kept: its coin {coins} is at least p. Its {x} goes on as {shown(numbers.y[at])}; "
        f"the gradient {dy} that comes back is passed on as {shown(numbers.dx[at])}."
    )


def _through(spec: LayerSpec, numbers: LayerPass) -> str:
    why = "At p = 0 nothing can be dropped" if spec.training else "In evaluation nothing is dropped"
    if spec.substep == "draw":
        return f"{why}: no coin is drawn, and the generator stays where it was."
    if spec.substep in ("compare", "scale"):
        return f"{why}: there is nothing to compare and nothing to scale. The layer notes that it has no mask."
    if not spec.backward:
        return f"{why}: Y is X, and all {spec.units} neurons of every sample pass on what they hold."
    return f"{why}: the layer has no mask, so dX is dY. Both ways it is as if the layer were not there."


def _kept(numbers: LayerPass, at: tuple[int, int]) -> bool:
    return numbers.mask is None or bool(numbers.mask[at] != 0)


def _coin(spec: LayerSpec, numbers: LayerPass, at: tuple[int, int]) -> str:
    return "" if numbers.coins is None else coin(numbers.coins[at], spec.p)


_WORDS = {
    "draw": _draw, "compare": _compare, "scale": _scale, "multiply": _multiply,
    "upstream": _upstream, "mask": _mask, "pass": _pass,
}  # fmt: skip
