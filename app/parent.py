"""The process that started this one, with which a server may end."""

from __future__ import annotations

import asyncio
import os

SECONDS = 1.0  # between looks


async def ended(starter: int) -> None:
    """Wait until the process that started this one has ended, and the system has given this one to another. Windows
    does not: there it waits for good."""
    while os.getppid() == starter:
        await asyncio.sleep(SECONDS)
