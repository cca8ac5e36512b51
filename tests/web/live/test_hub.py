"""The hub: clocks, shared bytes, and viewers who are slow, leave, or never read."""

import asyncio
import json
import re
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk
from app.web.frames import frame_json
from app.web.live import channel as channel_module
from app.web.live import viewer as viewer_module
from app.web.live import writer as writer_module
from app.web.live.channel import Channel
from app.web.live.hub import Hub
from app.web.live.viewer import Viewer
from app.web.moment import Moment
from tests import clock
from tests.web.runs import trained


class Socket:
    """Keeps what is sent; `stuck` makes each write wait until it is `free`."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.free: asyncio.Future[None] | None = None
        self.error: Exception | None = None

    def stick(self) -> None:
        self.free = asyncio.get_running_loop().create_future()

    def take(self) -> None:
        assert self.free is not None
        self.free.set_result(None)
        self.free = None

    async def send(self, message: dict[str, Any]) -> None:
        if self.error is not None:
            raise self.error
        if self.free is not None:
            await self.free
        self.bodies.append(message["body"])

    @property
    def events(self) -> list[str]:
        return re.findall(r"^event: (\w+)$", b"".join(self.bodies).decode(), re.M)

    @property
    def steps(self) -> list[int]:
        return [int(t) for t in re.findall(r'event: frame\ndata: \{"t":(\d+)', b"".join(self.bodies).decode())]


def run_async(test: Callable[[], Coroutine[None, None, None]]) -> None:
    """With nothing left after it."""

    async def main() -> None:
        async with asyncio.timeout(20):
            await test()
        await asyncio.sleep(0.01)  # tasks that were cancelled end
        assert asyncio.all_tasks() == {asyncio.current_task()}

    clock.run(main())


def training_run(query: str) -> tuple[Run, Callable[[int], None]]:
    """A run and a way to let both its arms go on to a step, from the trained one's log."""
    whole = trained(query)
    spec = RunSpec.from_query(query)
    run = Run(ArmLog(spec), ArmLog(spec.twin()), load(spec.data, spec.seeds.data))

    def go_on(stop: int) -> None:
        for log, full in zip(run.logs, whole.logs, strict=True):
            start = log.head + 1
            assert full.rows is not None
            scores = [
                (i, tuple(full.scores[i].tolist()))
                for i, step in enumerate(full.points.tolist())
                if start <= step <= stop
            ]
            ended = "complete" if stop == spec.training.steps else ""
            rows, losses = full.rows[start : stop + 1], full.losses[start : stop + 1]
            states = [full.states[0]] if start == 0 else []
            log.append(Chunk(start, losses, rows, scores, states, ended))  # type: ignore[arg-type]

    go_on(0)
    return run, go_on


def joined(hub: Hub, run: Run, rate: float, sample: int = 0, step: int = 0) -> tuple[Viewer, Socket]:
    socket = Socket()
    viewer = Viewer(hub.channel(run), socket.send, sample, rate, step)
    hub.join(viewer)
    return viewer, socket


def test_a_frame_is_encoded_once_for_many_viewers() -> None:
    async def test() -> None:
        hub, run = Hub(100), trained("steps=30")
        viewers = [joined(hub, run, 30) for _ in range(20)]
        channel = viewers[0][0].channel
        assert all(viewer.channel is channel for viewer, _ in viewers)
        while len(viewers[0][1].steps) < 5:
            await asyncio.sleep(0.01)
        assert channel.encoded == 5
        first = viewers[0][1].bodies
        assert all(a is b for _, socket in viewers for a, b in zip(first, socket.bodies, strict=True))
        for viewer, _ in viewers:
            hub.leave(viewer)

    run_async(test)


def test_another_sample_is_another_frame() -> None:
    channel = Channel(trained("steps=30"))
    one, other = (channel.body(3, sample, False, False).data for sample in (0, 1))
    assert one != other
    assert one == channel.body(3, 0, False, False).data
    assert channel.encoded == 2


def test_bodies_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "CACHED", 8)
    channel = Channel(trained("steps=30"))
    first = channel.body(0, 0, True, True).data
    for step in range(30):
        channel.body(step, 1, False, True)
    assert len(channel._bodies) <= 10
    assert channel.body(0, 0, True, True).data == first


def test_a_fast_viewer_sees_30_frames_a_second_and_the_last() -> None:
    async def test() -> None:
        hub, run = Hub(10), trained("steps=110")
        viewer, socket = joined(hub, run, 600)
        await viewer.done
        hub.leave(viewer)
        assert socket.steps == [20, 40, 60, 80, 100, 110]
        assert socket.events[-3:] == ["frame", "outcome", "end"]

    run_async(test)


def test_a_viewer_follows_the_head_of_a_run_that_trains_and_gets_its_curves() -> None:
    async def test() -> None:
        hub = Hub(10)
        run, go_on = training_run("steps=40")
        viewer, socket = joined(hub, run, 30)
        await asyncio.sleep(0.1)
        assert socket.steps == []  # it stands at the head, step 0
        assert socket.events[0] == "curve"
        go_on(2)
        await asyncio.sleep(0.15)
        assert socket.steps == [1, 2]
        go_on(40)
        await viewer.done
        hub.leave(viewer)
        assert socket.steps == list(range(1, 41))
        last = json.loads(re.findall(r"event: curve\ndata: (.*)", b"".join(socket.bodies).decode())[-1])
        assert last["complete"]
        assert socket.events[-1] == "end"

    run_async(test)


@pytest.mark.parametrize("rate", [0, 30])
def test_who_comes_right_after_another_left_gets_curves_too(rate: float) -> None:
    async def test() -> None:
        hub = Hub(10)
        run, go_on = training_run("steps=40")
        first, _ = joined(hub, run, 30)
        await asyncio.sleep(0.02)
        hub.leave(first)
        second, socket = joined(hub, run, rate)
        await asyncio.sleep(0.02)
        assert "curve" in socket.events
        go_on(40)
        second.position = 39.0
        await second.done
        hub.leave(second)
        assert socket.events[-1] == "end"

    run_async(test)


def test_a_run_that_is_complete_ends_a_viewer_of_one_frame_at_once() -> None:
    async def test() -> None:
        hub = Hub(10)
        viewer, socket = joined(hub, trained("steps=30"), 0)
        assert viewer.done.done()
        assert socket.events == ["curve", "end"]
        hub.leave(viewer)

    run_async(test)


@pytest.mark.parametrize("rate", [0, 30])
def test_a_viewer_who_is_slow_at_the_end_gets_all_of_it(rate: float) -> None:
    async def test() -> None:
        hub = Hub(10)
        run, go_on = training_run("steps=40")
        viewer, socket = joined(hub, run, rate, step=39)
        socket.stick()
        go_on(40)
        await asyncio.sleep(0.25)
        assert not viewer.done.done()
        socket.take()
        await viewer.done
        await asyncio.sleep(0)
        assert socket.events[-1] == "end"
        assert b'"complete":true' in b"".join(socket.bodies)
        assert rate == 0 or socket.steps[-1] == 40
        hub.leave(viewer)

    run_async(test)


def test_a_slow_viewer_is_passed_over_delays_nobody_and_goes_on_with_the_newest_frame() -> None:
    async def test() -> None:
        hub, run = Hub(10), trained("steps=400")
        slow, stuck = joined(hub, run, 30)
        quick, free = joined(hub, run, 30)
        while len(free.steps) < 3:
            await asyncio.sleep(0.005)
        stuck.stick()
        while len(free.steps) < 12:
            await asyncio.sleep(0.005)
        assert stuck.steps == [1, 2, 3]  # the fourth waits
        assert free.steps == list(range(1, 13))
        stuck.take()
        while len(stuck.steps) < 6:
            await asyncio.sleep(0.005)
        assert stuck.steps[:4] == [1, 2, 3, 4]
        assert stuck.steps[4] >= 12  # nothing old
        assert stuck.steps[5] == stuck.steps[4] + 1
        assert abs(stuck.steps[-1] - free.steps[-1]) <= 1
        for viewer in (slow, quick):
            hub.leave(viewer)

    run_async(test)


@pytest.mark.parametrize("rate", [0, 30])
def test_a_viewer_who_never_reads_is_given_up(monkeypatch: pytest.MonkeyPatch, rate: float) -> None:
    for module in (viewer_module, writer_module):
        monkeypatch.setattr(module, "PATIENCE", 0.1)

    async def test() -> None:
        hub = Hub(10)
        run, _ = training_run("steps=40")
        socket = Socket()
        socket.stick()
        viewer = Viewer(hub.channel(run), socket.send, 0, rate, 0)
        hub.join(viewer)
        loop = asyncio.get_running_loop()
        start = loop.time()
        await viewer.done
        assert 0.1 <= loop.time() - start < 0.2
        assert viewer.lost
        hub.leave(viewer)

    run_async(test)


@pytest.mark.parametrize("waits", [False, True])
def test_a_broken_socket_is_a_viewer_who_left(waits: bool) -> None:
    async def test() -> None:
        hub = Hub(10)
        viewer, socket = joined(hub, trained("steps=400"), 30)
        if waits:
            socket.stick()
            while not viewer.writer.busy:
                await asyncio.sleep(0.005)
            assert socket.free is not None
            socket.free.set_exception(ConnectionResetError())
        else:
            socket.error = ConnectionResetError()
        await viewer.done
        assert viewer.lost
        hub.leave(viewer)

    run_async(test)


def test_a_fault_in_one_run_is_told_to_its_viewer_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = trained("steps=60&seed=2")

    def breaks(moment: Moment, *rest: Any) -> str:
        if moment.run is bad:
            raise ZeroDivisionError("a fault")
        return frame_json(moment, *rest)

    monkeypatch.setattr(channel_module, "frame_json", breaks)

    async def test() -> None:
        hub = Hub(10)
        broken, told = joined(hub, bad, 30)
        viewer, socket = joined(hub, trained("steps=60"), 30)
        await broken.done
        assert told.events == ["curve", "failed"]
        while len(socket.steps) < 4:
            await asyncio.sleep(0.005)
        hub.leave(broken)
        hub.leave(viewer)

    run_async(test)
    assert "a fault" in caplog.text


def test_viewers_of_a_run_that_was_dropped_and_is_there_again_do_not_mix() -> None:
    """A log that was given up is trained anew; who watches the old one keeps it."""

    async def test() -> None:
        hub = Hub(10)
        (old, _), (new, _) = training_run("steps=40"), training_run("steps=40")
        early, late = joined(hub, old, 30)[0], joined(hub, new, 30)[0]
        assert (early.channel.run, late.channel.run) == (old, new)
        hub.join(early)
        hub.leave(early)
        assert hub.viewers == 1
        assert hub.channel(new) is late.channel
        hub.leave(late)
        assert not hub._watched

    run_async(test)


def test_a_viewer_who_leaves_frees_everything() -> None:
    async def test() -> None:
        hub = Hub(10)
        run, _ = training_run("steps=40")
        viewers = [joined(hub, run, rate)[0] for rate in (0, 5, 30, 600)]
        assert hub.viewers == 4
        for viewer in viewers:
            hub.leave(viewer)
            hub.leave(viewer)  # twice does no harm
        assert hub.viewers == 0
        assert not hub._watched
        assert not hub._clocks

    run_async(test)


def test_close_ends_all_viewers_also_those_of_a_run_that_was_computed_again() -> None:
    async def test() -> None:
        hub = Hub(10)
        old, new = training_run("steps=40")[0], training_run("steps=40")[0]
        viewers = [joined(hub, old, 30)[0], joined(hub, new, 30)[0]]
        assert hub.viewers == 2
        hub.close()
        assert hub.closed
        assert all(viewer.done.done() for viewer in viewers)
        for viewer in viewers:
            hub.leave(viewer)
        assert hub.viewers == 0

    run_async(test)


def test_after_a_stall_there_is_no_burst() -> None:
    async def test() -> None:
        hub = Hub(10)
        viewer, socket = joined(hub, trained("steps=400"), 30)
        await asyncio.sleep(0.1)
        before = len(socket.steps)
        clock.go_on(0.5)
        await asyncio.sleep(0.05)
        assert len(socket.steps) - before <= 4
        hub.leave(viewer)

    run_async(test)


WIDE = "data=digits&n=60&hidden=256,256,256&batch=40&steps=6"  # a frame of it takes long


def test_a_clock_makes_no_frame_that_takes_long_and_its_viewers_get_them_all_the_same() -> None:
    async def test() -> None:
        hub, wide, light = Hub(10), trained(WIDE), trained("steps=40")
        ticking = False

        def while_no_clock_ticks(moment: Moment, *rest: Any) -> str:
            assert not ticking or moment.run is light
            return frame_json(moment, *rest)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("app.web.live.channel.frame_json", while_no_clock_ticks)
            heavy, slow = joined(hub, wide, 20)
            quick, free = joined(hub, light, 20)
            for viewer in (heavy, quick):
                tick = type(viewer).tick

                def ticked(now: float, viewer: Viewer = viewer, tick: Any = tick) -> None:
                    nonlocal ticking
                    ticking = True
                    tick(viewer, now)
                    ticking = False

                watchers = hub._clocks[20.0][0]
                watchers.discard(viewer)
                watchers.add(Ticking(viewer, ticked))  # type: ignore[arg-type]
            await asyncio.wait({heavy.done, quick.done}, timeout=10)
        assert slow.steps == list(range(1, 7))
        assert free.steps == list(range(1, 41))
        for viewer in (heavy, quick):
            hub.leave(viewer)
        for viewers, clock_task in hub._clocks.values():
            viewers.clear()
            clock_task.cancel()

    run_async(test)


class Ticking:
    """A viewer whose ticks are watched."""

    def __init__(self, viewer: Viewer, tick: Callable[[float], None]) -> None:
        self.channel = viewer.channel
        self.tick = tick
        self.fail = viewer.fail


def test_nothing_is_computed_for_one_who_does_not_read() -> None:
    async def test() -> None:
        hub, run = Hub(10), trained(WIDE)
        viewer, socket = joined(hub, run, 20)
        while not socket.steps:
            await asyncio.sleep(0.01)
        socket.stick()
        made = viewer.channel.encoded
        await asyncio.sleep(1.0)
        assert viewer.channel.encoded <= made + 1  # the one that waits
        socket.take()
        await asyncio.wait({viewer.done}, timeout=10)
        assert socket.steps == list(range(1, 7))
        hub.leave(viewer)

    run_async(test)
