"""How HTTP is read and written: uvicorn's protocol on httptools, and where that is not installed, on h11."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from app.web.live.writer import EXTENSION


def http_protocol(platform: str = sys.platform) -> type[asyncio.Protocol]:
    """The protocol class for `uvicorn.Config(http=...)`.

    On Windows a socket is no file, so that streams go by ASGI's `send`: h11, which does not hand its connection on.
    """
    try:
        if platform == "win32":
            raise ImportError
        return _on_httptools()
    except ImportError:
        from uvicorn.protocols.http.h11_impl import H11Protocol

        return H11Protocol


def _on_httptools() -> type[asyncio.Protocol]:
    """Raises: ImportError where httptools is not installed."""
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class HttpProtocol(HttpToolsProtocol):
        """uvicorn's, which also tells the app by which connection a request came, and knows HTTP/1.0."""

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.scope.setdefault("extensions", {})[EXTENSION] = {"transport": self.transport}

        def on_headers_complete(self) -> None:
            super().on_headers_complete()
            cycle = self.cycle
            if cycle is not None and cycle.scope is self.scope and self.scope["http_version"] == "1.0":
                cycle.send = until_close(cycle, cycle.send)  # type: ignore[assignment, method-assign]

    return HttpProtocol


def until_close(cycle: Any, send: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """uvicorn's `send` for HTTP/1.0, which knows no chunks: an answer of unknown length ends with its connection."""
    unknown = False

    async def sending(message: Any) -> None:
        nonlocal unknown
        if message["type"] == "http.response.start":
            unknown = all(name.lower() != b"content-length" for name, _ in message.get("headers", []))
            if unknown:
                cycle.chunked_encoding, cycle.keep_alive = False, False
        elif unknown:
            cycle.expected_content_length = len(message.get("body", b""))
        await send(message)

    return sending
