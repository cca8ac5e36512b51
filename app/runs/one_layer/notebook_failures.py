"""What the notebook's code does when it is run: each finding is executed, never quoted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from app.engine.layer import Array
from app.runs.one_layer.cells import given
from app.runs.one_layer.notebook_code import load


@cache
def findings() -> dict[int, str]:
    """By the number of the erratum: what came out."""
    return {number: found() for number, found in FINDINGS.items()}


def _examples() -> tuple[Array, Array]:
    return given("x", 4, 5), given("dy", 4, 5)


def _raised(call: Callable[[], object]) -> str:
    try:
        call()
    except Exception as error:
        return f"`{type(error).__name__}: {error}`".replace(": `", "`")
    return "no error"


def _modes() -> str:
    layer = load()
    return f"`d.eval()` gives {_raised(lambda: layer().eval())}. `Dropout.eval()` gives {_raised(layer.eval)}."


def _shadowed() -> str:
    return f"`d.train()` gives {_raised(lambda: load()().train())}."


def _undefined() -> str:
    x, dy = _examples()
    layer = load()()
    layer.train = False
    layer.forward(x)
    return f"`backward(dY)` gives {_raised(lambda: layer.backward(dy))}."


def _stale() -> str:
    x, dy = _examples()
    layer = load()()
    layer.forward(x)
    layer.train = False
    passed = bool((layer.forward(x) == x).all())
    layer.train = True
    live = dy != 0
    blocked = int((layer.backward(dy)[live] == 0).sum())
    went = "all of $X$ through" if passed else "$X$ changed"
    return (
        f"The last forward passed {went}, yet of the {int(live.sum())} gradients that were not 0, `backward` set "
        f"{blocked} to 0: the old batch’s mask."
    )


def _too_early() -> str:
    return f"`backward(dY)` gives {_raised(lambda: load()().backward(_examples()[1]))}."


def _boundary() -> str:
    layer = load()
    layer.forward.__globals__["np"] = SimpleNamespace(random=SimpleNamespace(rand=lambda *shape: np.full(shape, 0.5)))
    kept = int((layer(0.5).forward(np.ones((1, 1))) != 0).sum())
    return (
        f"A coin of exactly 0.5 at $p = 0.5$ is {'kept' if kept else 'dropped'}; no coin of the example is that close."
    )


def _upcast() -> str:
    y = load()().forward(np.ones((4, 5), np.float32))
    return f"$X$ of float32 gives $Y$ of {y.dtype}."


def _alias() -> str:
    x, _ = _examples()
    return f"With $p = 0$, `forward(X) is X` is {load()(0).forward(x) is x}. Changing $Y$ then changes $X$."


def _assertion() -> str:
    accepted = load(optimize=1)(1.2).p
    raised, one = _raised(lambda: load()(1.2)), _raised(lambda: load()(1))
    return (
        f"`Dropout(1.2)` gives {raised}; under `python -O` it is accepted, with $p = {accepted}$. "
        f"`Dropout(1)` gives {one}."
    )


def _global() -> str:
    x, _ = _examples()
    layer = load()()
    first, second = (layer.forward(x) for _ in range(2))
    return f"Without the seed on the line before, the next call differs in {int((first != second).sum())} of 20 cells."


def _list() -> str:
    return f"`forward([[1.0]])` gives {_raised(lambda: load()().forward([[1.0]]))}."


def _attributes() -> str:
    layer = load()
    first, second = layer(), layer()
    first.forward(_examples()[0])
    other = "None still" if second.mask is None else "the same"
    return (
        f"`Dropout.mask` gives {_raised(lambda: layer.mask)}. After one layer’s `forward`, another’s mask is {other}."
    )


def _input() -> str:
    first, second = (eval(INPUT, {"np": np}) for _ in range(2))
    again = "the same" if (first == second).all() else "others"
    return f"`{INPUT}` gives {first.min():g} to {first.max():g} in order, and again {again} the next time."


def _sub_networks() -> str:
    mask, _, _ = notebook_pass()
    different = len(np.unique(mask, axis=0))
    return f"The mask that the notebook prints has {different} different rows for its {len(mask)} samples."


INPUT = "np.array(np.arange(20)).reshape(4, 5) / 20"
FINDINGS: dict[int, Callable[[], str]] = {
    1: _modes, 2: _shadowed, 3: _undefined, 4: _stale, 5: _too_early, 6: _boundary, 7: _upcast, 8: _alias,
    9: _assertion, 10: _global, 11: _list, 32: _attributes, 33: _input, 36: _sub_networks,
}  # fmt: skip


def notebook_pass() -> tuple[Any, Any, Any]:
    """Mask, Y and dX of the notebook's own code on its own example."""
    x, dy = _examples()
    layer = load()()
    y = layer.forward(x)
    return layer.mask, y, layer.backward(dy)
