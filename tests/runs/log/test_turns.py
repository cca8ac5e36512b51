"""Turns on the server's loop, by a clock of the tests' own: one at a time, in order, with rests between."""

import asyncio
import itertools

import pytest

from app.runs.log.busy import Busy
from app.runs.log.turns import MOST, SHORT, Turns
from tests import clock


def test_turns_come_one_at_a_time_in_order_with_a_rest_as_long_as_the_turn() -> None:
    async def main() -> None:
        turns, began = Turns(), []

        async def work(seconds: float) -> None:
            async with turns.turn():
                began.append(asyncio.get_running_loop().time())
                clock.go_on(seconds)

        await asyncio.gather(*(work(seconds) for seconds in (0.2, 0.1, 0.004, 0.0)))
        gaps = [round(after - before, 3) for before, after in itertools.pairwise(began)]
        assert gaps[0] == pytest.approx(2 * 0.2 - SHORT, abs=0.011)
        assert gaps[1] == pytest.approx(2 * 0.1 - SHORT, abs=0.011)
        assert gaps[2] < 0.02
        assert turns.taken == 4

    clock.run(main())


def test_others_are_served_between_two_turns() -> None:
    async def main() -> None:
        turns, order = Turns(), []

        async def work(name: str) -> None:
            async with turns.turn():
                order.append(name)
                clock.go_on(0.05)

        async def answer() -> None:
            for _ in range(6):  # rounds of the loop that a request takes
                await asyncio.sleep(0)
            order.append("answer")

        first = asyncio.create_task(work("first"))
        await asyncio.sleep(0)
        await asyncio.gather(first, work("second"), answer())
        assert order == ["first", "answer", "second"]

    clock.run(main())


def test_who_would_wait_for_too_long_is_told_so_and_when_to_come_again() -> None:
    async def main() -> None:
        turns = Turns()
        async with turns.turn():
            waiting = [asyncio.create_task(turns._lock.acquire())]
            turns.waiting = MOST
            with pytest.raises(Busy) as refused:
                async with turns.turn():
                    pass
            assert refused.value.retry_after > 0
            turns.waiting = 0
            for task in waiting:
                task.cancel()
        async with turns.turn():
            pass

    clock.run(main())


def test_one_who_leaves_or_fails_leaves_the_turn_to_others() -> None:
    async def main() -> None:
        turns = Turns()

        async def fails() -> None:
            async with turns.turn():
                raise ZeroDivisionError

        async def takes() -> None:
            async with turns.turn():
                pass

        with pytest.raises(ZeroDivisionError):
            await fails()
        async with turns.turn():
            waiting = asyncio.create_task(takes())
            await asyncio.sleep(0)
            waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await takes()
        assert turns.waiting == 0

    clock.run(main())
