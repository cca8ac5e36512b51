"""The process of `page.py` that holds one checkout's server: reads "number count", answers with CPU seconds.

It runs with the checkout as its working directory and its interpreter, and knows of it only `create_app`. `{k}` in an
address is another number each time, so that nobody answers twice to the same one.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlsplit

sys.path.insert(0, ".")  # the checkout, whichever this file stands in

from app.main import create_app
from app.settings import Settings

Request = tuple[str, dict[str, str]]


async def ask(app: Any, request: Request) -> bytes:
    """The body that an ASGI app answers a GET with."""
    address = urlsplit(request[0])
    headers = [(name.encode(), value.encode()) for name, value in ({"host": "a"} | request[1]).items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address.path,
        "raw_path": quote(address.path).encode(),
        "root_path": "",
        "query_string": address.query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("a", 80),
    }
    body, status = [], []
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            await asyncio.get_running_loop().create_future()  # she stays until she has it
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        status.append(message.get("status"))
        body.append(message.get("body", b""))

    await app(scope, receive, send)
    if status[0] != 200:
        raise RuntimeError(f"{request[0]}: {status[0]}")
    return b"".join(body)


async def main() -> None:
    app = create_app(Settings(single_process=True))
    requests: list[Request] = [(path, headers) for path, headers in json.loads(sys.argv[1])]
    steps = cycle(range(100))

    async def once(number: int) -> bytes:
        path, headers = requests[number]
        return await ask(app, (path.format(k=next(steps)), headers))

    async with app.api.router.lifespan_context(app.api):
        for _ in "ab":  # from the second time on the runs are trained, and all templates are read
            sizes = [len(await once(number)) for number in range(len(requests))]
        print(json.dumps(sizes), flush=True)
        for line in sys.stdin:
            number, count = map(int, line.split())
            start = time.process_time()
            for _ in range(count):
                await once(number)
            print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
