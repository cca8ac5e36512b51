"""Writing to a viewer without waiting for her.

A clock writes to hundreds of viewers in turn; one that waited for a slow one would make all others late.
"""

from __future__ import annotations

import asyncio
import os
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any, Protocol

Send = Callable[[dict[str, Any]], Awaitable[None]]

EXTENSION = "dropout_explorer.transport"
PATIENCE = 30.0  # seconds that a write may wait before its viewer is given up
BACKLOG = 1 << 14  # bytes that a socket may not have taken yet before its viewer is passed over


class Body:
    """Bytes for many viewers, and the same as one chunk of HTTP/1.1, made once."""

    __slots__ = ("chunk", "data", "message")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.chunk = b"%x\r\n%b\r\n" % (len(data), data)
        self.message = {"type": "http.response.body", "body": data, "more_body": True}


class Writer(Protocol):
    """One viewer's way out. `busy`: what was written before has not been taken yet."""

    lost: bool

    @property
    def busy(self) -> bool: ...

    def write(self, body: Body) -> None: ...

    async def settle(self, seconds: float) -> None: ...

    def drop(self) -> None: ...


class TransportWriter:
    """Straight to the connection, where `http_protocol.py` hands it on: a third of the cost of an ASGI `send`.

    What is written is what `send` would write: a chunk of a response whose headers have said that it is chunked.
    While nothing waits in the transport the socket takes the bytes at once; what it does not take goes by the
    transport, and so does everything until that is gone.
    """

    __slots__ = ("_behind", "_file", "lost", "transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.lost = False
        self._file: int = transport.get_extra_info("socket").fileno()
        self._behind = True  # something may wait in the transport

    @property
    def busy(self) -> bool:
        if not self._behind:
            return False
        waiting = self.transport.get_write_buffer_size()
        self._behind = waiting > 0
        return waiting > BACKLOG

    def write(self, body: Body) -> None:
        if self.transport.is_closing():  # its socket may be somebody else's by now
            return
        taken = 0 if self._behind else self._taken(body.chunk)
        if taken < len(body.chunk):
            self._behind = True
            self.transport.write(body.chunk[taken:])

    def _taken(self, data: bytes) -> int:
        """How many bytes the socket takes at once."""
        try:
            return os.write(self._file, data)
        except OSError:  # full, or broken: the transport finds out
            return 0

    async def settle(self, seconds: float) -> None:
        """The last `send` of the stream waits for the rest."""

    def drop(self) -> None:
        """Give up what waits: a viewer who does not read."""
        if self.busy:
            self.transport.abort()


class SendWriter:
    """By ASGI's `send`, started by hand: where the socket does not take it at once, a task of its own waits."""

    def __init__(self, send: Send, lose: Callable[[], None], settled: Callable[[], None]) -> None:
        self.send = send
        self.lost = False
        self._lose = lose
        self._settled = settled
        self._rest: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        return self._rest is not None and not self._rest.done()

    def write(self, body: Body) -> None:
        sending: Coroutine[Any, Any, None] = self.send(body.message)  # type: ignore[assignment]
        try:
            wait = sending.send(None)
        except StopIteration:
            return
        except OSError:
            self._lose()
            return
        self._rest = asyncio.get_running_loop().create_task(self._settle(sending, wait))

    async def settle(self, seconds: float) -> None:
        """Wait until the last write is taken. Raises: TimeoutError."""
        if self._rest is not None and not self.lost:
            await asyncio.wait_for(self._rest, seconds)

    def drop(self) -> None:
        """Give up a write that still waits."""
        if self._rest is not None:
            self._rest.cancel()

    async def _settle(self, sending: Coroutine[Any, Any, None], wait: Any) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await _resume(sending, wait)
        except OSError:  # TimeoutError is one
            self._lose()
            return
        self._rest = None
        self._settled()


@types.coroutine
def _resume(sending: Coroutine[Any, Any, None], wait: Any) -> Generator[Any, Any, None]:
    """Go on with a coroutine that was started by hand and waits for `wait`."""
    yield wait
    yield from sending.__await__()
