"""A clock that tests own: what waits for a moment waits for no time, and happens in the same order on any machine."""

import asyncio
from collections.abc import Coroutine
from typing import Any

TURN_SECONDS = 0.005  # that a turn of the loop takes where somebody has work to do: a slice of training


class ClockLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock goes on to the next timer where it would wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._look = self._selector.select  # type: ignore[attr-defined]
        self._selector.select = self._go_on  # type: ignore[attr-defined]

    def time(self) -> float:
        return self.now

    def _go_on(self, seconds: float | None) -> Any:
        ready = self._look(0)
        if not ready:
            if seconds is None:
                raise RuntimeError("everybody waits for somebody else")
            self.now += seconds or TURN_SECONDS
        return ready


def run(main: Coroutine[Any, Any, None]) -> None:
    """As `asyncio.run`, by such a clock."""
    with asyncio.Runner(loop_factory=ClockLoop) as runner:
        runner.run(main)


def go_on(seconds: float) -> None:
    """A stall: time goes by, and the loop does nothing."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ClockLoop)
    loop.now += seconds
