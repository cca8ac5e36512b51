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

Facts = dict[str, object]


@cache
def findings() -> dict[int, Facts]:
    """By the number of the erratum: what came out. app/web/words has the sentences.

    An error that was raised is its text as code, or None where none was.
    """
    return {number: found() for number, found in FINDINGS.items()}


def _examples() -> tuple[Array, Array]:
    return given("x", 4, 5), given("dy", 4, 5)


def _raised(call: Callable[[], object]) -> str | None:
    try:
        call()
    except Exception as error:
        return f"`{type(error).__name__}: {error}`".replace(": `", "`")
    return None


def _modes() -> Facts:
    layer = load()
    return {"own": _raised(lambda: layer().eval()), "class_": _raised(layer.eval)}


def _shadowed() -> Facts:
    return {"own": _raised(lambda: load()().train())}


def _undefined() -> Facts:
    x, dy = _examples()
    layer = load()()
    layer.train = False
    layer.forward(x)
    return {"late": _raised(lambda: layer.backward(dy))}


def _stale() -> Facts:
    x, dy = _examples()
    layer = load()()
    layer.forward(x)
    layer.train = False
    passed = bool((layer.forward(x) == x).all())
    layer.train = True
    live = dy != 0
    blocked = int((layer.backward(dy)[live] == 0).sum())
    return {"passed": passed, "live": int(live.sum()), "blocked": blocked}


def _too_early() -> Facts:
    return {"early": _raised(lambda: load()().backward(_examples()[1]))}


def _boundary() -> Facts:
    layer = load()
    layer.forward.__globals__["np"] = SimpleNamespace(random=SimpleNamespace(rand=lambda *shape: np.full(shape, 0.5)))
    return {"kept": bool((layer(0.5).forward(np.ones((1, 1))) != 0).any())}


def _upcast() -> Facts:
    return {"dtype": str(load()().forward(np.ones((4, 5), np.float32)).dtype)}


def _alias() -> Facts:
    x, _ = _examples()
    return {"same": load()(0).forward(x) is x}


def _assertion() -> Facts:
    accepted = load(optimize=1)(1.2).p
    return {"raised": _raised(lambda: load()(1.2)), "accepted": accepted, "one": _raised(lambda: load()(1))}


def _global() -> Facts:
    x, _ = _examples()
    layer = load()()
    first, second = (layer.forward(x) for _ in range(2))
    return {"different": int((first != second).sum())}


def _list() -> Facts:
    return {"raised": _raised(lambda: load()().forward([[1.0]]))}


def _attributes() -> Facts:
    layer = load()
    first, second = layer(), layer()
    first.forward(_examples()[0])
    return {"raised": _raised(lambda: layer.mask), "none": second.mask is None}


def _input() -> Facts:
    first, second = (eval(INPUT, {"np": np}) for _ in range(2))
    again = bool((first == second).all())
    return {"code": INPUT, "low": f"{first.min():g}", "high": f"{first.max():g}", "again": again}


def _sub_networks() -> Facts:
    mask, _, _ = notebook_pass()
    return {"different": len(np.unique(mask, axis=0)), "samples": len(mask)}


INPUT = "np.array(np.arange(20)).reshape(4, 5) / 20"
FINDINGS: dict[int, Callable[[], Facts]] = {
    1: _modes, 2: _shadowed, 3: _undefined, 4: _stale, 5: _too_early, 6: _boundary, 7: _upcast, 8: _alias,
    9: _assertion, 10: _global, 11: _list, 32: _attributes, 33: _input, 36: _sub_networks,
}  # fmt: skip


def notebook_pass() -> tuple[Any, Any, Any]:
    """Mask, Y and dX of the notebook's own code on its own example."""
    x, dy = _examples()
    layer = load()()
    y = layer.forward(x)
    return layer.mask, y, layer.backward(dy)
