"""The hub: who watches which run, and the clocks at which frames go out.

Viewers of the same speed share one clock, and viewers of the same run one channel.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field

from app.runs.log.run import Run
from app.web.live.channel import Channel
from app.web.live.viewer import Viewer

CURVE_SECONDS = 0.1  # between curves, while a run trains

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Watched:
    """A run's channel, who watches it, and the task that sends them curves while it trains."""

    channel: Channel
    viewers: set[Viewer] = field(default_factory=set)
    announcer: asyncio.Task[None] | None = None

    def close(self) -> None:
        """Nobody watches any more."""
        if self.announcer is not None:
            self.announcer.cancel()
        self.channel.close()


class Hub:
    """All viewers of the server."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.closed = False
        self._watched: dict[str, Watched] = {}  # by the run's query
        self._clocks: dict[float, tuple[set[Viewer], asyncio.Task[None]]] = {}
        self._viewers: dict[Viewer, Watched] = {}
        self._seats: dict[int, Viewer] = {}

    @property
    def viewers(self) -> int:
        return len(self._viewers)

    def channel(self, run: Run) -> Channel:
        """The channel of a run, kept while it has viewers."""
        watched = self._watched.get(run.query)
        if watched is None or watched.channel.run is not run:
            watched = self._watched[run.query] = Watched(Channel(run))
        return watched.channel

    def enter(self, viewer: Viewer) -> None:
        """Count a viewer of a channel of this hub in. Whoever had her seat has left it: not every proxy says so."""
        if viewer in self._viewers:
            return
        watched = self._viewers[viewer] = self._watched[viewer.channel.run.query]
        watched.viewers.add(viewer)
        if viewer.seat:
            before = self._seats.get(viewer.seat)
            if before is not None:
                before.finish()
            self._seats[viewer.seat] = viewer

    def join(self, viewer: Viewer) -> None:
        """Start sending to a viewer, at her speed, and curves while the run trains."""
        self.enter(viewer)
        watched = self._viewers[viewer]
        loop = asyncio.get_running_loop()
        if viewer.rate > 0:
            viewers, _ = self._clocks.get(viewer.fps, (set(), None))
            viewers.add(viewer)
            if viewer.fps not in self._clocks:
                self._clocks[viewer.fps] = (viewers, loop.create_task(self._tick(viewer.fps, viewers)))
        if watched.channel.run.state != "training":
            viewer.announce()
            if viewer.rate == 0:
                viewer.end()
        elif watched.announcer is None:
            watched.announcer = loop.create_task(self._announce(watched))

    def leave(self, viewer: Viewer) -> None:
        """Free all that a viewer had."""
        viewer.finish()
        watched = self._viewers.pop(viewer, None)
        if watched is None:
            return
        watched.viewers.discard(viewer)
        if self._seats.get(viewer.seat) is viewer:
            del self._seats[viewer.seat]
        if not watched.viewers:
            watched.close()
            if self._watched.get(watched.channel.run.query) is watched:
                del self._watched[watched.channel.run.query]
        for fps, (viewers, clock) in list(self._clocks.items()):
            viewers.discard(viewer)
            if not viewers:
                clock.cancel()
                del self._clocks[fps]

    def close(self) -> None:
        """End all streams: the server is going down."""
        self.closed = True
        for viewer in list(self._viewers):
            viewer.finish()

    async def _tick(self, fps: float, viewers: set[Viewer]) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due = max(due + 1 / fps, loop.time() - 1 / fps)  # after a stall, no burst to catch up
            await asyncio.sleep(due - loop.time())
            now = loop.time()
            watching = list(viewers)
            for channel in {viewer.channel for viewer in watching}:
                channel.look()
            for viewer in watching:
                try:
                    viewer.tick(now)
                except Exception:  # one run's fault must not stop the others
                    log.exception("a frame could not be sent")
                    viewer.fail()

    async def _announce(self, watched: Watched) -> None:
        run = watched.channel.run
        try:
            while run.state == "training":
                for viewer in list(watched.viewers):
                    viewer.announce()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(run.finish(), CURVE_SECONDS)
            for viewer in list(watched.viewers):
                viewer.announce()
                if viewer.rate == 0:
                    viewer.end()
        except Exception:
            log.exception("a run's curves could not be sent")
            for viewer in list(watched.viewers):
                viewer.fail()
