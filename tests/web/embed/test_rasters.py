"""PNGs for a server."""

import asyncio

import pytest

from app.runs.log.busy import Busy
from app.web.embed import rasters
from app.web.embed.raster import png_of
from app.web.embed.rasters import Rasters

RED = '<svg xmlns="http://www.w3.org/2000/svg" width="70" height="40"><rect width="70" height="40" fill="#f00"/></svg>'


def test_it_is_drawn_elsewhere_and_once_however_many_ask() -> None:
    async def asked() -> None:
        kept = Rasters()
        found = await asyncio.gather(*(kept.png("red", RED, 140) for _ in range(5)))
        assert set(found) == {png_of(RED, 140)}
        assert kept.drawn == 1

    asyncio.run(asked())


def test_the_oldest_go_where_there_is_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def drawn(svg: str, *_: object) -> bytes:
        return svg.encode()

    async def asked() -> None:
        kept = Rasters()
        for name in ("a", "b", "a", "c", "a", "b"):  # b has gone when c came, since a was used after it
            assert await kept.png(name, 4 * name, 1) == 4 * name.encode()
        assert kept.drawn == 4
        assert await kept.png("large", 100 * "x", 1) == 100 * b"x"

    monkeypatch.setattr(rasters, "drawn", drawn)
    monkeypatch.setattr(rasters, "KEPT_BYTES", 8)
    asyncio.run(asked())


def test_who_comes_too_late_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def asked() -> None:
        never, kept = asyncio.Event(), Rasters()

        async def drawn(*_: object) -> bytes:
            await never.wait()
            return b""

        monkeypatch.setattr(rasters, "drawn", drawn)
        waiting = [asyncio.create_task(kept.png("red", RED, 140)) for _ in range(rasters.WAIT_MAX)]
        await asyncio.sleep(0)
        with pytest.raises(Busy) as caught:
            await kept.png("blue", RED, 140)
        assert (caught.value.kind, caught.value.retry_after) == ("pictures", 5)
        never.set()
        await asyncio.gather(*waiting)

    asyncio.run(asked())


def test_a_process_that_takes_too_long_or_whose_client_has_gone_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    async def asked() -> None:
        monkeypatch.setattr(rasters, "SECONDS_MAX", 0.0)
        with pytest.raises(Busy):
            await Rasters().png("red", RED, 140)
        monkeypatch.undo()
        kept = Rasters()
        one = asyncio.create_task(kept.png("red", RED, 140))
        await asyncio.sleep(0)
        one.cancel()
        with pytest.raises(asyncio.CancelledError):
            await one
        assert await kept.png("red", RED, 140) == png_of(RED, 140)  # the next is not held up

    asyncio.run(asked())


def test_what_is_no_picture_is_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match="must begin with <svg"):
        asyncio.run(Rasters().png("wrong", "<p>", 10))
