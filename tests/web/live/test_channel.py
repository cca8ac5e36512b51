"""A channel: each body is made once, and says what its frame needs."""

import asyncio
import json
from typing import Any

import pytest

from app.web.frames import MASKS_BYTES
from app.web.live.channel import CACHED, MAKING, Channel
from tests import clock
from tests.web.runs import trained

DIGITS = "data=digits&steps=30"  # two places of 64 neurons, batches of 32: 512 bytes of masks
WITH_INPUT = "data=digits&steps=30&place=0,1,2"


def frame(channel: Channel, step: int, details: bool = False) -> dict[str, Any]:
    text = channel.body(step, 0, details, outcome=False).data.decode()
    return dict(json.loads(text.split("data: ", 1)[1]))


def test_a_body_is_made_once_and_shared() -> None:
    channel = Channel(trained("steps=40"))
    first = channel.body(3, 1, details=False, outcome=True)
    assert channel.body(3, 1, details=False, outcome=True) is first
    assert channel.encoded == 1
    assert channel.body(3, 2, details=False, outcome=True) is not first
    assert channel.encoded == 2


def test_masks_of_up_to_512_bytes_are_in_every_frame_and_the_input_counts_only_where_it_drops() -> None:
    small, large = Channel(trained(DIGITS)), Channel(trained(WITH_INPUT))
    assert MASKS_BYTES == 32 * 128 // 8
    assert "M" in frame(small, 7)
    assert "M" not in frame(large, 7)
    assert "M" in frame(large, 7, details=True)


def test_a_step_that_must_be_computed_first_is_not_waited_for() -> None:
    """Its network is too large to keep every step; the clock that asks goes on with its other viewers."""

    async def main() -> None:
        channel = Channel(trained("data=digits&n=60&hidden=128,128&batch=8&steps=150"))
        channel.most_steps = 1.0
        assert not channel.quick
        assert not channel.has(50)
        assert not channel.has(50)  # one computation at a time
        while not channel.has(50):
            await asyncio.sleep(0)
        assert channel.has(51)
        assert not channel.has(60)
        channel.close()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_where_every_step_is_kept_all_are_at_hand() -> None:
    channel = Channel(trained("steps=40"))
    assert channel.quick
    assert channel.has(37)


def test_a_channel_forgets_its_oldest_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel(trained("steps=40"))
    monkeypatch.setattr("app.web.live.channel.CACHED", 4)
    for step in range(10):
        channel.body(step, 0, details=False, outcome=False)
    channel.body(9, 0, details=False, outcome=False)
    assert channel.encoded == 10
    channel.body(2, 0, details=False, outcome=False)
    assert channel.encoded == 11
    assert CACHED > 100


WIDE = "data=digits&n=60&hidden=256,256,256&batch=40&steps=6"


def test_bodies_kept_are_bounded_in_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel(trained("steps=40"))
    monkeypatch.setattr("app.web.live.channel.BODIES_BYTES", 4000)
    for step in range(20):
        channel.body(step, 0, details=True, outcome=True)
        held = sum(2 * len(body.data) for body in channel._bodies.values())
        assert held == channel._bytes
        assert held <= 4000 or len(channel._bodies) == 1


def test_a_frame_that_takes_long_is_made_beside_all_else_in_a_turn_of_its_own() -> None:
    async def main() -> None:
        run = trained(WIDE)
        channel, before = Channel(run), run.turns.taken
        assert channel.costly
        assert not channel.quick
        asked = [(step, sample, False, False) for step in (3, 5) for sample in (0, 1)]
        assert [channel.made(*key) for key in asked * 3] == [None] * 12
        assert channel.encoded == 0  # nothing yet: asking costs nothing
        while any(channel.made(*key) is None for key in asked):
            await asyncio.sleep(0)
        assert channel.encoded == len(asked)
        assert run.turns.taken >= before + len(asked)
        direct = Channel(run)
        for key in asked:
            made = channel.made(*key)
            assert made is not None
            assert made.data == direct.body(*key).data
        channel.close()

    clock.run(main())


def test_only_so_many_frames_that_take_long_are_begun() -> None:
    async def main() -> None:
        channel = Channel(trained(WIDE))
        for sample in range(30):
            channel.made(2, sample, False, False)
        assert len(channel._making) == MAKING
        channel.close()
        await asyncio.sleep(0.01)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    clock.run(main())


def test_a_fault_in_making_a_frame_reaches_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> str:
        raise ZeroDivisionError

    async def main() -> None:
        channel = Channel(trained(WIDE))
        monkeypatch.setattr("app.web.live.channel.frame_json", breaks)
        assert channel.made(2, 0, False, False) is None
        await asyncio.gather(*channel._making.values())
        with pytest.raises(ZeroDivisionError):
            channel.made(2, 0, False, False)

    clock.run(main())
