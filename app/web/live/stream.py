"""GET /stream: a run's frames as server-sent events, from a small ASGI app of its own (`docs/stream.md`)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from app.runs.log.busy import Busy
from app.runs.log.run import Run
from app.runs.serving.store import Store
from app.runs.spec.run_spec import SpecError
from app.web.address.query import View, read_query
from app.web.frames import compact, event, run_json
from app.web.live.channel import Channel, passes_event
from app.web.live.hub import Hub
from app.web.live.viewer import Viewer, failed
from app.web.live.writer import EXTENSION, PATIENCE, Body, Send, TransportWriter
from app.web.site.received import received
from app.web.site.security import HEADERS, READ_BY_ALL
from app.web.site.until_gone import Receive, gone
from app.web.words.answers import refusal
from app.web.words.faults import told

Scope = dict[str, Any]

FIRST_WAIT = 60.0  # seconds that a stream may wait for the run to reach its first step
LAST_WAIT = 0.25  # seconds that a stream's last words may take when the server goes down

log = logging.getLogger(__name__)


class Stream:
    """The ASGI app of the stream. A viewer is here from her request until she leaves or the run ends."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self.store = store
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, {"errors": {"method": "a stream is asked for with GET"}}, [(b"allow", b"GET")])
            return
        try:
            spec, view = read_query(received(scope))
            step = _resumed(scope, view, spec.training.steps)
            if self.hub.closed or self.hub.viewers >= self.hub.most:
                raise Busy("viewers", most=self.hub.most)
            if scope["method"] == "HEAD":  # nothing is trained for it
                await send({"type": "http.response.start", "status": 200, "headers": START_HEADERS})
                await send({"type": "http.response.body", "body": b""})
                return
            run = self.store.watch(spec)
        except SpecError as error:
            await _answer(send, 422, {"errors": told(error)})
            return
        except Busy as error:
            await _answer(
                send, 503, {"errors": {"server": refusal(error)}}, [(b"retry-after", str(error.retry_after).encode())]
            )
            return
        try:
            await send({"type": "http.response.start", "status": 200, "headers": START_HEADERS})
            await self._watch(run, view, step, scope, receive, send)
        except OSError:
            pass  # she left while we wrote, or does not read
        except Exception:
            log.exception("a stream ended")
            await _body(send, failed(), more=False)
        finally:
            self.store.leave(run)

    async def _watch(self, run: Run, view: View, step: int, scope: Scope, receive: Receive, send: Send) -> None:
        channel = self.hub.channel(run)
        connection = scope.get("extensions", {}).get(EXTENSION)
        chunked = scope.get("http_version") == "1.1"  # as what a TransportWriter writes
        writer = TransportWriter(connection["transport"]) if connection and chunked else None
        backward = view.view == "backward"
        shown = (backward, view.whole, view.passes, view.seat)
        viewer = Viewer(channel, send, view.sample, view.rate, step, writer, *shown)
        self.hub.enter(viewer)
        leaving = asyncio.create_task(_disconnected(receive, viewer))
        try:
            await _body(send, event("run", compact(run_json(run))))
            reached = asyncio.create_task(run.reach(step))
            try:
                await asyncio.wait({reached, viewer.done}, timeout=FIRST_WAIT, return_when=asyncio.FIRST_COMPLETED)
            finally:
                reached.cancel()
            if not viewer.done.done():
                viewer.start(min(step, run.ended_at, run.head))
                first = await self._first(channel, viewer)
                if first is not None:
                    await _body(send, first.data)
                    if view.passes:
                        await _body(send, await passes_event(run, viewer.sent, view.passes))
                    self.hub.join(viewer)
            await viewer.done
            self.hub.leave(viewer)
            wait = LAST_WAIT if self.hub.closed else PATIENCE
            await viewer.writer.settle(wait)
            if not viewer.lost:
                async with asyncio.timeout(wait):
                    await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()
            self.hub.leave(viewer)
            viewer.writer.drop()

    async def _first(self, channel: Channel, viewer: Viewer) -> Body | None:
        """Her first frame, with all there is to say of it; None where her stream is over before it can be made."""
        while not (viewer.done.done() or self.store.closed):
            try:
                async with channel.run.hold(viewer.sent):
                    return channel.body(viewer.sent, viewer.sample, True, True, viewer.backward)
            except Busy:
                await asyncio.wait({viewer.done}, timeout=1)
        return None


async def _disconnected(receive: Receive, viewer: Viewer) -> None:
    await gone(receive)
    viewer.lose()


def _resumed(scope: Scope, view: View, steps: int) -> int:
    """The first step to send: after Last-Event-ID, where a connection was lost, else `from`."""
    for name, value in scope["headers"]:
        if name == b"last-event-id" and value.isdigit() and len(value) < 10:
            return min(int(value) + 1, steps)
    return view.step or 0


async def _body(send: Send, body: bytes, more: bool = True) -> None:
    """Send, and wait until that is taken. Raises: TimeoutError where it is not."""
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _answer(send: Send, status: int, body: Any, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    start = [(b"content-type", b"application/json"), *HEADERS, *READ_BY_ALL, *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": compact(body).encode()})


START_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"content-security-policy", b"default-src 'none'"),
    *HEADERS,
    *READ_BY_ALL,
]
