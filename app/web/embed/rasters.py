"""PNGs for a server: drawn in processes of their own, one at a time, and the latest kept."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections import OrderedDict
from collections.abc import Callable

from app.runs.log.busy import Busy

WAIT_MAX = 32  # who may wait: more would wait for too long
SECONDS_MAX = 30.0  # for one; the largest takes two
KEPT_BYTES = 16 << 20


class Rasters:
    """`png_of` for many who may ask for the same at the same time: it is drawn once."""

    def __init__(self) -> None:
        self.drawn = 0  # so far, for tests
        self._waiting = 0
        self._lock = asyncio.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def png(
        self,
        name: str,
        svg: str | Callable[[], str],
        width: int,
        height: int | None = None,
        ground: str = "#fcfbf8",
    ) -> bytes:
        """The PNG of a picture, or of what makes it, in a thread, where it is not kept. name: which no other has, in
        this size. Raises: Busy; ValueError as `png_of`."""
        if self._waiting >= WAIT_MAX:
            raise Busy("pictures", 5)
        self._waiting += 1
        try:
            async with self._lock:
                if name not in self._kept:
                    text = svg if isinstance(svg, str) else await asyncio.to_thread(svg)
                    self._keep(name, await drawn(text, width, height, ground))
                    self.drawn += 1
        finally:
            self._waiting -= 1
        self._kept.move_to_end(name)
        return self._kept[name]

    def _keep(self, name: str, png: bytes) -> None:
        self._kept[name] = png
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)


async def drawn(svg: str, width: int, height: int | None, ground: str) -> bytes:
    """`png_of` in a process of its own, which ends with it. Raises: ValueError; Busy where it takes too long."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.web.embed.raster", stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        async with asyncio.timeout(SECONDS_MAX):
            png, said = await process.communicate(json.dumps([svg, width, height, ground]).encode())
    except TimeoutError:
        raise Busy("pictures", 5) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        raise ValueError(said.decode("utf-8", "replace").strip().splitlines()[-1])
    return png
