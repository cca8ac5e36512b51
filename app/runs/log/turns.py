"""Turns: long computations on the server's event loop, one slice at a time, and as much time for others between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.runs.log.busy import Busy

MOST = 64  # who may wait: more would wait for too long
HELD_MAX = 64 << 20  # bytes that answers under way may hold
SHORT = 5e-3  # seconds that a turn may take without a rest after it


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
