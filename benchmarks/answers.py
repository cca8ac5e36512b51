"""What a reader waits for besides the run itself: the scaling laboratory, the digits, and the end of the server.

    python benchmarks/answers.py

"laboratory" is One layer's, with its 10,000 masks of 4 x 5; "digits" is the file of images, read once a process.
"end" is from a signal to the end of the process, with streams open: one that plays, one that trains, one whose reader
does not read, and one that waits for a step far ahead.
Reach: 0.1 s for the laboratory, 1 s for the end.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from statistics import median

from measure import print_table
from threadpoolctl import threadpool_limits
from viewers import explorer

from app.runs.data.digits import load_digits
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.scaling import laboratory

ROUNDS = 9
OPEN = (
    "/stream?rate=20",
    "/stream?rate=0&steps=20000&hidden=32,32",
    "/stream?rate=max&steps=20000",
    "/?steps=20000&hidden=48,48&step=19000",
)
seeds = count(1)


def measured() -> None:
    """The laboratory with masks that nobody has asked for yet."""
    laboratory(LayerSpec(k=10_000, seed=next(seeds)))


def ended(how: signal.Signals) -> float:
    """Seconds from a signal to the end of a server with streams open."""
    server = subprocess.Popen([sys.executable, *map(str, explorer())], stdout=subprocess.PIPE, encoding="utf-8")
    assert server.stdout is not None
    address = re.search(r":(\d+)\s*$", server.stdout.readline())
    assert address is not None
    with ExitStack() as stack:
        for path in OPEN:
            peer = stack.enter_context(socket.create_connection(("127.0.0.1", int(address[1]))))
            peer.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        time.sleep(0.3)
        start = time.perf_counter()
        server.send_signal(how)
        server.wait()
        return time.perf_counter() - start


def timed(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main() -> None:
    rows = []
    for name, once, reach in (
        ("laboratory, 10,000 masks", lambda: timed(measured), "0.1"),
        ("digits", lambda: timed(load_digits.__wrapped__), ""),
        ("end at SIGTERM", lambda: ended(signal.SIGTERM), "1"),
        ("end at SIGINT", lambda: ended(signal.SIGINT), "1"),
    ):
        seconds = [once() for _ in range(ROUNDS)]
        rows.append((name, f"{median(seconds):.3f}", f"{min(seconds):.3f}", f"{max(seconds):.3f}", reach))
    print_table(("what", "median s", "min", "max", "reach"), rows)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with threadpool_limits(1):
        main()
