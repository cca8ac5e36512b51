"""Five hundred viewers of one link at 20 frames a second.

    python benchmarks/fan_out.py

Server and load client (`load.c`) have a core each. Every frame must come, in order; lateness counts from the
server's tick and includes the place in the queue. The CPU time a viewer and frame is set against a plain loop
that writes the same bytes to as many sockets (`bare_server.py`); the two are measured in turn, each alone.
Reach: 99 % under 50 ms late; at most 1.5 times the plain loop.
"""

from __future__ import annotations

import pickle
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
from measure import print_table
from viewers import FPS, cpu_seconds, explorer, in_order, lateness, server, watching

VIEWERS, SECONDS, ROUNDS = 500, 10.0, 3
SETTLE = 2.0  # seconds after the last viewer has come, before CPU time counts


def bodies(port: int, count: int) -> list[bytes]:
    """The frames that one viewer gets in the first seconds, as the server wrote them."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/stream?rate=20")
    found: list[bytes] = []
    with connection.getresponse() as stream:
        while len(found) < count:
            lines = list(iter(stream.readline, b"\n"))
            if lines[0].startswith(b"id:"):
                found.append(b"".join(lines) + b"\n")
            elif lines[0] == b"event: outcome\n":
                found[-1] += b"".join(lines) + b"\n"  # it goes out with the frame before it
    return found[1:]


class Window(NamedTuple):
    """What was measured while all viewers watched."""

    late: np.ndarray  # seconds
    cost: float  # CPU seconds of the server a viewer and frame
    complete: bool  # whether every viewer was there and got every frame in order, from the very first


def measure(process: int, port: int) -> Window:
    """Let the viewers come, wait until all have settled, and measure."""
    with watching(port, VIEWERS, SETTLE + SECONDS, "/stream?rate=20") as found:
        time.sleep(VIEWERS * 0.001 + SETTLE)
        start, before = time.monotonic(), cpu_seconds(process)
        time.sleep(SECONDS - 1.0)
        stop, after = time.monotonic(), cpu_seconds(process)
    complete = in_order(found[0]) and len(np.unique(found[0]["viewer"])) == VIEWERS
    at = found[0]["at"]
    records = found[0][(at >= start) & (at < stop)]
    return Window(lateness(records), (after - before) / len(records), complete)


def main() -> None:
    with server(*explorer()) as ours, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bodies"
        file.write_bytes(pickle.dumps(bodies(ours[1], 101)))
        with server(Path(__file__).with_name("bare_server.py"), file) as plain:
            rounds = [(measure(*ours), measure(*plain)) for _ in range(ROUNDS)]
    rows = []
    for name, which in (("Dropout Explorer", 0), ("plain loop", 1)):
        windows = [pair[which] for pair in rounds]
        late = np.concatenate([window.late for window in windows]) * 1e3
        cost = median(window.cost for window in windows) * 1e6
        ratio = median(pair[which].cost / pair[1].cost for pair in rounds)
        p50, p99 = np.percentile(late, (50, 99))
        cells = (
            f"{p50:.1f}",
            f"{p99:.1f}",
            f"{(late < 50).mean() * 100:.2f} %",
            f"{cost:.1f}",
            f"{ratio:.2f}",
        )
        rows.append((name, "yes" if all(window.complete for window in windows) else "NO", *cells))
    print(f"{VIEWERS} viewers, {FPS:g} frames/s, {ROUNDS} rounds of {SECONDS:g} s")
    head = ("all in order", "late p50 ms", "p99 ms", "< 50 ms (99 %)", "CPU µs a frame", "ratio (1.5)")
    print_table(("server", *head), rows)


if __name__ == "__main__":
    main()
