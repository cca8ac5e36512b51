"""A channel: one run's frames, encoded once and shared by all who watch it."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from typing import Any

from app.runs.log.busy import Busy
from app.runs.log.run import Run
from app.runs.spec.budget import step_seconds
from app.runs.spec.cost import BODIES_BYTES
from app.web.frames import (
    MASKS_BYTES,
    batch_bytes,
    compact,
    curve_json,
    event,
    frame_json,
    outcome_json,
    passes_dict,
)
from app.web.live.writer import Body
from app.web.moment import Moment
from app.web.once import once_a_head
from app.web.passes import passed

SECONDS_A_FRAME = 0.01  # that computing a frame's steps again may take
CACHED = 512  # bodies kept a run, and fewer where they are large
MAKING = 8  # of them made at a time, where that takes long

Key = tuple[int, int, bool, bool, bool]  # step, sample, details, outcome, backward


class Channel:
    """One run's encoded bodies."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._preparing: asyncio.Task[None] | None = None
        self._making: dict[Key, asyncio.Task[None]] = {}
        self._passing: asyncio.Task[None] | None = None
        self._passed: dict[int, Body] = {}  # by how many passes, the newest there is
        self._fault: Exception | None = None
        self.encoded = 0  # bodies made, for tests and health checks
        self._bodies: OrderedDict[tuple[Any, ...], Body] = OrderedDict()
        self._bytes = 0  # of these
        self.look()
        spec = run.spec
        self.costly = not run.cost.frame_at_once  # frames are made beside all else, in turns
        self.quick = not self.costly and all(log.rows is not None for log in run.logs)  # every step is kept
        # Where a frame's steps have to be computed again, a clock must not wait for many of them.
        self.most_steps = max(1.0, SECONDS_A_FRAME / step_seconds(spec.training, spec.plan))

    def look(self) -> None:
        """Note how far the run is, once for all viewers of a clock's tick."""
        self.head = self.run.head
        self.over = self.run.state != "training"
        self.last = self.run.ended_at

    def has(self, step: int) -> bool:
        """Whether this step's frame takes a moment only; if not, begin to compute it beside all else."""
        if self.run.near(step, self.most_steps):
            return True
        if self._preparing is None or self._preparing.done():
            self._preparing = asyncio.get_running_loop().create_task(self._prepare(step))
        return False

    async def _prepare(self, step: int) -> None:
        with contextlib.suppress(Busy):  # the server is going down
            await self.run.ready(step)

    def close(self) -> None:
        """Nobody watches any more."""
        for task in (self._preparing, self._passing, *self._making.values()):
            if task is not None:
                task.cancel()

    def body(self, step: int, sample: int, details: bool, outcome: bool, backward: bool = False) -> Body:
        """The bytes of a step, made once for everybody."""
        key = (step, sample, details, outcome, backward)
        message = self._bodies.get(key)
        if message is None:
            self.encoded += 1
            moment = Moment(self.run, step, sample, backward)
            data = event("frame", frame_json(moment, details or self.sends_masks(step), details), step)
            if outcome:
                data += self.outcome(moment)
            message = self._keep(key, Body(data))
        return message

    def made(self, step: int, sample: int, details: bool, outcome: bool, backward: bool = False) -> Body | None:
        """The same where making it takes long: None, and it is begun beside all else, until it is there."""
        key = (step, sample, details, outcome, backward)
        if self._fault is not None:
            raise self._fault
        if key not in self._bodies and key not in self._making and len(self._making) < MAKING:
            self._making[key] = asyncio.get_running_loop().create_task(self._make(key))
        return self._bodies.get(key)

    async def _make(self, key: Key) -> None:
        try:
            async with self.run.hold(key[0]):
                self.body(*key)
        except Busy:
            pass  # the server is going down, or she asks again in a moment
        except Exception as fault:
            self._fault = fault  # for those who ask
        finally:
            self._making.pop(key, None)

    def passes(self, step: int, count: int) -> Body | None:
        """The newest `passes` event; those of this step are begun beside all else."""
        if self._passing is None or self._passing.done():
            self._passing = asyncio.get_running_loop().create_task(self._pass(step, count))
        return self._passed.get(count)

    async def _pass(self, step: int, count: int) -> None:
        with contextlib.suppress(Busy):  # the server is going down, or she asks again in a moment
            self._passed[count] = Body(await passes_event(self.run, step, count))

    def _keep(self, key: tuple[Any, ...], body: Body) -> Body:
        self._bodies[key] = body
        self._bytes += 2 * len(body.data)
        while len(self._bodies) > 1 and (len(self._bodies) > CACHED or self._bytes > BODIES_BYTES):
            self._bytes -= 2 * len(self._bodies.popitem(last=False)[1].data)
        return body

    def sends_masks(self, step: int) -> bool:
        """Whether the batch's masks are small enough for every frame."""
        return batch_bytes(self.run, step) <= MASKS_BYTES

    def outcome(self, moment: Moment) -> bytes:
        """What is learned by a step; the last few are kept."""
        key = ("outcome", moment.step, self.run.state)  # its words say where a run has diverged
        message = self._bodies.get(key)
        if message is None:
            message = self._keep(key, Body(event("outcome", outcome_json(moment))))
        return message.data

    def curve(self) -> Body:
        """The run's curves so far."""
        return curve_body(self.run)


async def passes_event(run: Run, step: int, count: int) -> bytes:
    """The `passes` event of a step. Raises: Busy."""
    return event("passes", compact(passes_dict(run, step, await passed(run, step, count))))


@once_a_head
def curve_body(run: Run) -> Body:
    """The `curve` event of a run so far."""
    return Body(event("curve", curve_json(run)))
