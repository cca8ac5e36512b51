"""A viewer: one stream's cursor on a run. Nobody waits for a slow one.

While what she was sent has not been taken she is passed over, and goes on with the newest frame.
"""

from __future__ import annotations

import asyncio

from app.web.frames import compact, end_event, event
from app.web.live.channel import Channel
from app.web.live.writer import PATIENCE, Body, Send, SendWriter, Writer
from app.web.words.say import say

FRAMES_A_SECOND = 30.0  # more than this nobody can draw
DETAILS_A_SECOND = 5.0
OUTCOMES_A_SECOND = 4.0


def failed() -> bytes:
    """The event that ends a stream where something is wrong in this server."""
    return event("failed", compact({"message": say("end.broken")}))


class Viewer:
    """One stream: a cursor on a run, and the way to write to it."""

    # Slots, since a clock's tick looks at hundreds of viewers, each of which has left the processor's cache.
    __slots__ = (
        "_details_every",
        "_ending",
        "_outcome_every",
        "_passed_over",
        "_stride",
        "backward",
        "channel",
        "curve_sent",
        "done",
        "passes",
        "passes_sent",
        "position",
        "rate",
        "sample",
        "seat",
        "sent",
        "writer",
    )

    def __init__(
        self,
        channel: Channel,
        send: Send,
        sample: int,
        rate: float,
        step: int,
        writer: Writer | None = None,
        backward: bool = False,
        whole: bool = False,
        passes: int = 0,
        seat: int = 0,
    ) -> None:
        self.channel = channel
        self.seat = seat
        self.sample = sample
        self.backward = backward
        self.passes = passes
        self.passes_sent: Body | None = None
        self.rate = rate
        self.start(step)
        self.curve_sent = False  # the complete one
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.writer = writer or SendWriter(send, self.lose, self._settled)
        self._ending = False
        self._passed_over = 0.0  # since when she has not taken anything
        fps = min(rate, FRAMES_A_SECOND) or 1.0
        self._stride = min(rate / fps, channel.most_steps)
        # Every so many steps, counted from step 0: so viewers who came at different moments share these too.
        self._details_every = 1 if whole else max(1, round(rate / DETAILS_A_SECOND))
        self._outcome_every = max(1, round(rate / OUTCOMES_A_SECOND))

    @property
    def lost(self) -> bool:
        """Gone, or given up: nothing more can be sent."""
        return self.writer.lost

    @property
    def fps(self) -> float:
        return min(self.rate, FRAMES_A_SECOND)

    def start(self, step: int) -> None:
        """Go on from a step, which is sent."""
        self.sent = step  # the last step sent
        self.position = float(step)

    def tick(self, now: float) -> None:
        """Go on by one frame's steps, as far as the run is trained, and send that frame."""
        channel = self.channel
        position = self.position + self._stride
        if position > channel.head:
            position = channel.head
        if self.writer.busy:
            if channel.quick:
                self.position = position
            self._pass_over(now)
            return
        if not (channel.quick or channel.costly or channel.has(int(position))):
            return  # she goes on from here when it is computed
        if self._passed_over:
            self._passed_over = 0.0
        step = int(position)
        last = channel.over and step >= channel.last
        if step == self.sent:
            self.position = position
            if last:
                self.end()
            return
        outcome = last or step // self._outcome_every != self.sent // self._outcome_every
        details = last or step // self._details_every != self.sent // self._details_every
        make = channel.made if channel.costly else channel.body
        body = make(step, self.sample, details, outcome, self.backward)
        if body is None:
            return
        self.position = position
        self.sent = step
        self.writer.write(body)
        if outcome and self.passes:
            self._tell_passes(step)

    def _tell_passes(self, step: int) -> None:
        """The newest Monte-Carlo passes there are, once."""
        body = self.channel.passes(step, self.passes)
        if body is not None and body is not self.passes_sent and not self.writer.busy:
            self.passes_sent = body
            self.writer.write(body)

    def announce(self) -> None:
        """Send the curves."""
        if not self.writer.busy and not self.curve_sent:
            self.curve_sent = self.channel.run.state != "training"
            self.writer.write(self.channel.curve())

    def end(self) -> None:
        """Send how the run ended, and close; while a write waits, after that."""
        self._ending = True
        if self.writer.busy or self.done.done():
            return
        self.announce()
        if not self.writer.busy:
            self.writer.write(Body(end_event(self.channel.run)))
            self.finish()

    def fail(self) -> None:
        """Something is wrong in this server: say so, and close."""
        if not self.writer.busy and not self.done.done():
            self.writer.write(Body(failed()))
        self.finish()

    def lose(self) -> None:
        """She is gone, or does not read: nothing more can be sent."""
        self.writer.lost = True
        self.finish()

    def finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _pass_over(self, now: float) -> None:
        self._passed_over = self._passed_over or now
        if now - self._passed_over > PATIENCE:
            self.lose()

    def _settled(self) -> None:
        """A write that waited was taken."""
        if self._ending:
            self.end()
