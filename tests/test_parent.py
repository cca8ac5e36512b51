"""A server that ends with the process that started it."""

import asyncio
import os

import pytest

from app import parent
from tests import clock


def test_it_waits_while_the_process_that_started_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    starters = iter([7, 7, 7, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(starters))

    async def main() -> None:
        start = asyncio.get_running_loop().time()
        await parent.ended(7)
        assert asyncio.get_running_loop().time() - start == pytest.approx(3 * parent.SECONDS, rel=0.1)

    clock.run(main())
