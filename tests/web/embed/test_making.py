"""Files are made one at a time."""

import asyncio

import pytest

from app.runs.log.busy import Busy
from app.web.embed.making import MOST, Making


def test_one_is_made_at_a_time_and_few_may_wait() -> None:
    async def main() -> list[int]:
        making, order = Making(), []

        async def one(number: int) -> None:
            async with making.turn():
                order.append(number)
                await asyncio.sleep(0)
                order.append(number)

        tasks = [asyncio.create_task(one(number)) for number in range(MOST + 1)]
        await asyncio.sleep(0)  # one is at work, MOST wait
        with pytest.raises(Busy, match="replays"):
            await one(9)
        await asyncio.gather(*tasks)
        assert making.waiting == 0
        return order

    assert asyncio.run(main()) == [number for number in range(MOST + 1) for _ in range(2)]
