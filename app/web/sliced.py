"""Numbers as JSON; where they are many, written in slices, with turns for others between."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import numpy as np
from fastapi.responses import Response, StreamingResponse

from app.runs.busy import Busy
from app.runs.turns import Turns

AT_ONCE = 2048  # numbers that take a few milliseconds


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


async def answer(body: Mapping[str, Any], large: Mapping[str, Sequence[Any]], turns: Turns) -> Response:
    """A JSON object of `body` and then, in slices, lists of arrays.

    Raises: Busy where too many such answers are under way: each holds its arrays until it is read.
    """
    if turns.large.locked():
        raise Busy("others ask for as large an answer now; please try again in a moment", 5)
    await turns.large.acquire()
    return _Sliced(pieces(body, large, turns), turns)


class _Sliced(StreamingResponse):
    def __init__(self, content: AsyncIterator[str], turns: Turns) -> None:
        super().__init__(content, media_type="application/json")
        self.turns = turns

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.turns.large.release()


async def pieces(body: Mapping[str, Any], large: Mapping[str, Sequence[Any]], turns: Turns) -> AsyncIterator[str]:
    """The same object piece by piece, each written in a turn of its own."""
    yield _json(body)[:-1]
    for name, arrays in large.items():
        yield f',"{name}":['
        for number, array in enumerate(arrays):
            yield ",[" if number else "["
            rows = max(1, AT_ONCE // max(1, array[0].size))
            for start in range(0, len(array), rows):
                async with turns.turn():
                    text = _json(numbers(array[start : start + rows]))[1:-1]
                yield f",{text}" if start else text
            yield "]"
        yield "]"
    yield "}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
