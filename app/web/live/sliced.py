"""Numbers as JSON; where they are many, written in slices, with turns for others between."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Self

import numpy as np
from fastapi.responses import JSONResponse, Response, StreamingResponse

from app.runs.log.busy import Busy
from app.runs.log.turns import HELD_MAX, Turns

AT_ONCE = 8192  # numbers that may be written in one go: about 10 ms


def numbers(values: Any) -> Any:
    """Numbers with float32's digits, as nested lists; null where one is not finite."""
    values = np.asarray(values)
    if values.dtype.kind != "f":
        return values.tolist()
    if values.ndim == 0:
        return float(str(np.float32(values))) if np.isfinite(values) else None
    return [numbers(value) for value in values] if values.ndim > 1 or not np.isfinite(values).all() else _row(values)


def _row(values: Any) -> list[float]:
    return [float(str(value)) for value in values.astype(np.float32)]


class Arrays(list[Any]):
    """Arrays, or None, that an answer lists under one name."""

    @property
    def size(self) -> int:
        return sum(array.size for array in self if array is not None)


async def answer(body: Mapping[str, Any], turns: Turns) -> Response:
    """A JSON object; its Arrays as lists, and where they are long, in slices.

    Raises: Busy where too many such answers are under way: each holds its arrays until it is read.
    """
    size = sum(value.size for value in body.values() if isinstance(value, Arrays))
    if size <= AT_ONCE:
        return JSONResponse({name: _listed(value) for name, value in body.items()})
    if turns.held and turns.held + 8 * size > HELD_MAX:
        raise Busy("answers", 5)
    return _Sliced(pieces(body, turns), media_type="application/json").hold(turns, 8 * size)


class Holding(Response):
    """An answer that holds so many bytes until it is read: `hold` says how many."""

    turns: Turns
    held: int

    def hold(self, turns: Turns, held: int) -> Self:
        self.turns, self.held = turns, held
        turns.held += held
        return self

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.turns.held -= self.held


class _Sliced(Holding, StreamingResponse):
    """One that is made as it is read."""


async def pieces(body: Mapping[str, Any], turns: Turns) -> AsyncIterator[str]:
    """The same object piece by piece, long lists in turns of their own."""
    for at, (name, value) in enumerate(body.items()):
        yield f'{"," if at else "{"}"{name}":'
        if not isinstance(value, Arrays):
            yield _json(value)
            continue
        for number, array in enumerate(value):
            yield "," if number else "["
            if array is None:
                yield "null"
                continue
            yield "["
            rows = max(1, AT_ONCE // max(1, array[0].size))
            for start in range(0, len(array), rows):
                async with turns.turn():
                    text = _json(numbers(array[start : start + rows]))[1:-1]
                yield f",{text}" if start else text
            yield "]"
        yield "]" if value else "[]"
    yield "}"


def _listed(value: Any) -> Any:
    if not isinstance(value, Arrays):
        return value
    return [None if array is None else numbers(array) for array in value]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
