"""A request whose client has gone is given up: what nobody waits for must not keep a run in training."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

Receive = Callable[[], Awaitable[dict[str, Any]]]


class UntilGone:
    """ASGI middleware: cancels the app within when the client of a GET disconnects before its answer is complete."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":  # whose body is nobody's to read
            await self.app(scope, receive, send)
            return
        left = asyncio.ensure_future(gone(receive))
        asked = answered = False

        async def sending(message: Any) -> None:
            nonlocal answered
            await send(message)
            answered = answered or (message["type"] == "http.response.body" and not message.get("more_body"))

        async def receiving() -> dict[str, Any]:
            nonlocal asked
            if asked:
                await asyncio.wait({left})
                return {"type": "http.disconnect"}
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        work = asyncio.ensure_future(self.app(scope, receiving, sending))
        try:
            await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done() and not answered:
                work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work
        finally:
            left.cancel()
            work.cancel()


async def gone(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
