"""The hub: who watches which run, and the clocks at which frames go out.

Viewers of the same speed share one clock, and viewers of the same run one channel.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from app.runs.log.run import Run
from app.web.live.channel import Channel
from app.web.live.viewer import Viewer

CURVE_SECONDS = 0.1  # between curves, while a run trains

log = logging.getLogger(__name__)


class Hub:
    """All viewers of the server."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.closed = False
        self._channels: dict[str, Channel] = {}
        self._clocks: dict[float, tuple[set[Viewer], asyncio.Task[None]]] = {}
        self._viewers: set[Viewer] = set()

    @property
    def viewers(self) -> int:
        return len(self._viewers)

    def channel(self, run: Run) -> Channel:
        """The channel of a run, kept while it has viewers."""
        channel = self._channels.get(run.query)
        if channel is None or channel.run is not run:
            channel = Channel(run)
            self._channels[run.query] = channel
        return channel

    def enter(self, viewer: Viewer) -> None:
        """Count a viewer in."""
        self._viewers.add(viewer)
        viewer.channel.viewers.add(viewer)

    def join(self, viewer: Viewer) -> None:
        """Start sending to a viewer, at her speed, and curves while the run trains."""
        self.enter(viewer)
        channel = viewer.channel
        loop = asyncio.get_running_loop()
        if viewer.rate > 0:
            viewers, _ = self._clocks.get(viewer.fps, (set(), None))
            viewers.add(viewer)
            if viewer.fps not in self._clocks:
                self._clocks[viewer.fps] = (viewers, loop.create_task(self._tick(viewer.fps, viewers)))
        if channel.run.state != "training":
            viewer.announce()
            if viewer.rate == 0:
                viewer.end()
        elif channel.announcer is None:
            channel.announcer = loop.create_task(self._announce(channel))

    def leave(self, viewer: Viewer) -> None:
        """Free all that a viewer had."""
        viewer.finish()
        self._viewers.discard(viewer)
        channel = viewer.channel
        channel.viewers.discard(viewer)
        if not channel.viewers:
            channel.close()
            if self._channels.get(channel.run.query) is channel:
                del self._channels[channel.run.query]
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

    async def _announce(self, channel: Channel) -> None:
        try:
            while channel.run.state == "training":
                for viewer in list(channel.viewers):
                    viewer.announce()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(channel.run.finish(), CURVE_SECONDS)
            for viewer in list(channel.viewers):
                viewer.announce()
                if viewer.rate == 0:
                    viewer.end()
        except Exception:
            log.exception("a run's curves could not be sent")
            for viewer in list(channel.viewers):
                viewer.fail()
