"""Which line of the layer's source does which sub-step, found by watching the layer run once."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import CodeType, FrameType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.dropout import Dropout
from app.engine.layer import Array


@dataclass(frozen=True)
class SourceLine:
    """One line of app/engine/dropout.py, by its number there."""

    number: int
    text: str


@dataclass(frozen=True)
class Trace:
    """What ran in one pass there and back: all its lines, and the one of each sub-step."""

    ran: frozenset[int]
    lines: Mapping[str, int]


@cache
def source() -> tuple[tuple[SourceLine, ...], tuple[SourceLine, ...]]:
    """The layer's forward and its backward, as they stand in the file."""
    return _lines(Dropout.forward), _lines(Dropout.backward)


@cache
def trace(training: bool, drops: bool) -> Trace:
    """Run the layer in this mode, with a p above 0 or of 0, and see what each line does.

    The draw is the line that asks for coins; the comparison leaves an array of booleans; the scaling leaves
    the mask; a multiplication leaves what is returned. Where no coin is drawn, the first three are the decision
    and what it sets.
    """
    probe = _Probe()
    layer = Dropout(0.5, probe)
    x = np.ones((2, 3))
    layer.forward(x)  # leaves a mask, so that taking it away can be seen
    layer.p = 0.5 if drops else 0.0
    layer.train(training)
    watch = _Watch(layer, (Dropout.forward.__code__, Dropout.backward.__code__))
    probe.line = 0
    before = sys.gettrace()
    sys.settrace(watch)
    try:
        layer.forward(x)
        layer.backward(x)
    finally:
        sys.settrace(before)
    decided = watch.order[watch.order.index(watch.masked) - 1]
    lines = {
        "draw": probe.line or decided,
        "compare": watch.compared or decided,
        "scale": watch.masked,
        "multiply": watch.made["forward"],
        "upstream": Dropout.backward.__code__.co_firstlineno,
        "mask": watch.made["backward"],
        "pass": watch.returned["backward"],
    }
    return Trace(frozenset(watch.order) | {lines["upstream"], Dropout.forward.__code__.co_firstlineno}, lines)


def _lines(method: Any) -> tuple[SourceLine, ...]:
    texts, first = inspect.getsourcelines(method)
    return tuple(SourceLine(first + i, text.rstrip("\n")) for i, text in enumerate(texts))


class _Probe:
    """A source of coins that notes which line asked for them."""

    def __init__(self) -> None:
        self.line = 0

    def random(self, shape: Any) -> Array:
        self.line = sys._getframe(1).f_lineno
        return np.full(shape, 0.75)


class _Watch:
    """A trace function: after each line of these methods, what has that line changed?"""

    def __init__(self, layer: Dropout, codes: tuple[CodeType, ...]) -> None:
        self.layer = layer
        self.codes = codes
        self.mask = layer.mask
        self.order: list[int] = []
        self.returned: dict[str, int] = {}
        self.made: dict[str, int] = {}  # where the array that is returned came to be
        self.compared = 0
        self.masked = 0
        self._arrays: dict[int, int] = {}  # of one method: the line after which each array was there

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code not in self.codes:
            return None
        self._arrays = {id(array): 0 for array in _arrays(frame)}
        return self._within

    def _within(self, frame: FrameType, event: str, arg: Any) -> Any:
        self._settle(frame)
        if event == "line":
            self.order.append(frame.f_lineno)
        elif event == "return":
            name = frame.f_code.co_name
            self.returned[name] = frame.f_lineno
            self.made[name] = self._arrays.get(id(arg)) or frame.f_lineno
        return self._within

    def _settle(self, frame: FrameType) -> None:
        if self.layer.mask is not self.mask:
            self.mask, self.masked = self.layer.mask, self.order[-1]
        for array in _arrays(frame):
            self._arrays.setdefault(id(array), self.order[-1] if self.order else 0)
            if array.dtype == bool and not self.compared:
                self.compared = self.order[-1]


def _arrays(frame: FrameType) -> list[NDArray[Any]]:
    return [value for value in frame.f_locals.values() if isinstance(value, np.ndarray)]
