"""Making a file of a run: one at a time, since it takes seconds of the server's loop, slice by slice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.runs.log.busy import Busy

MOST = 4  # who may wait
SECONDS = 10  # after which a client may try again


class Making:
    """First come, first served."""

    def __init__(self) -> None:
        self.waiting = 0
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the others. Raises: Busy where too many wait."""
        if self.waiting >= MOST:
            raise Busy("replays", SECONDS)
        self.waiting += 1
        try:
            await self._lock.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._lock.release()
