"""Turns: long computations on the server's event loop, one slice at a time, and as much time for others between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from typing import TypeVar

import numpy as np

from app.runs.log.busy import Busy

MOST = 64  # who may wait: more would wait for too long
HELD_MAX = 64 << 20  # bytes that answers under way may hold
SHORT = 5e-3  # seconds that a turn may take without a rest after it
SLICE_SECONDS = 4e-3  # of parts that are made one after the other: less than that

Made = TypeVar("Made")


class Turns:
    """First come, first served. A turn that took 25 ms is followed by 20 ms in which no other begins.

    Without that rest an answer that takes the loop six rounds would wait for six turns.
    """

    def __init__(self) -> None:
        self.taken = 0  # turns so far, for tests
        self.waiting = 0
        self.held = 0  # bytes of arrays that answers under way hold, until they are read
        self._lock = asyncio.Lock()
        self._free = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn; the block must not wait for anything.

        Raises: Busy where too many wait.
        """
        if self.waiting >= MOST:
            raise Busy("turns", 5)
        self.waiting += 1
        try:
            await self._lock.acquire()
        finally:
            self.waiting -= 1
        loop = asyncio.get_running_loop()
        try:
            await asyncio.sleep(self._free - loop.time())
            began = loop.time()
            self.taken += 1
            yield
            self._free = loop.time() + max(0.0, loop.time() - began - SHORT)
        finally:
            self._lock.release()

    async def finished(self, parts: Generator[None, None, Made]) -> Made:
        """What these parts come to, in turns that are shorter than needs a rest. Raises: Busy."""
        found = None
        while found is None:
            async with self.turn():
                found = go_on(parts, SLICE_SECONDS)
        return found


def go_on(parts: Generator[None, None, Made], seconds: float) -> Made | None:
    """One part, and others for so long; what was found, at the end."""
    until = time.monotonic() + seconds
    try:
        with np.errstate(all="ignore"):  # around all parts, it would hold between them too
            next(parts)
            while time.monotonic() < until:
                next(parts)
    except StopIteration as end:
        found: Made = end.value
        return found
    return None
