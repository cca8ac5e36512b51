"""A request is given up when its client has gone, and never otherwise."""

import asyncio
from typing import Any

import pytest

from app.web.site.until_gone import UntilGone
from tests import clock

GET = {"type": "http", "method": "GET", "path": "/"}
ANSWER = [{"type": "http.response.start", "status": 200, "headers": []}, {"type": "http.response.body", "body": b"x"}]


class Client:
    """Asks, and leaves when `left` is set."""

    def __init__(self) -> None:
        self.left = asyncio.Event()
        self.sent: list[Any] = []
        self.asked = False

    async def receive(self) -> dict[str, Any]:
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)
        if message == ANSWER[-1]:
            self.left.set()  # as a server says once the answer is complete


def served(app: Any, leaves: bool) -> list[Any]:
    client = Client()

    async def main() -> None:
        task = asyncio.create_task(UntilGone(app)(GET, client.receive, client.send))
        await asyncio.sleep(1)
        if leaves:
            client.left.set()
        await asyncio.wait_for(task, 100)
        await asyncio.sleep(0.1)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    clock.run(main())
    return client.sent


@pytest.mark.parametrize("leaves", [True, False])
def test_work_is_cancelled_when_its_client_leaves_and_else_goes_to_its_end(leaves: bool) -> None:
    said: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert (await receive())["type"] == "http.request"
        try:
            await asyncio.sleep(20)
            said.append("done")
        finally:
            said.append("freed")
        for message in ANSWER:
            await send(message)
        await asyncio.sleep(5)
        said.append("and after")

    sent = served(app, leaves)
    assert said == (["freed"] if leaves else ["done", "freed", "and after"])
    assert sent == ([] if leaves else ANSWER)


def test_who_listens_for_the_end_within_hears_of_it() -> None:
    said: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        for message in ANSWER:
            await send(message)
        said.append((await receive())["type"])

    served(app, leaves=False)
    assert said == ["http.disconnect"]


def test_an_error_within_is_the_servers_to_handle() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        served(app, leaves=False)
