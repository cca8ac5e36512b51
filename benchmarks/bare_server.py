"""The floor of `fan_out.py`: a plain loop that writes a file's frames to every socket 20 times a second.

It answers any request with the head of a stream, and sends each viewer the bodies in order, numbered, in a circle.
"""

from __future__ import annotations

import pickle
import selectors
import socket
import sys
import time
from pathlib import Path

FPS = 20.0
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


STEPS = 2000


def chunk(step: int, body: bytes) -> bytes:
    """A body with this step's number, as a chunk of HTTP."""
    _, rest = body.split(b"\n", 1)
    body = b"id: %d\n%b" % (step, rest)
    return b"%x\r\n%b\r\n" % (len(body), body)


def main() -> None:
    found: list[bytes] = pickle.loads(Path(sys.argv[1]).read_bytes())
    bodies = [chunk(step, found[step % len(found)]) for step in range(STEPS)]
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    listener.setblocking(False)
    print(f"at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    arrivals = selectors.DefaultSelector()
    arrivals.register(listener, selectors.EVENT_READ)
    viewers: list[list] = []  # [socket, next body]
    due = time.monotonic()
    while True:
        due += 1 / FPS
        while (left := due - time.monotonic()) > 0:
            for _ in arrivals.select(left):
                viewer, _ = listener.accept()
                viewer.recv(4096)
                viewer.sendall(HEAD + bodies[0])
                viewers.append([viewer, 1])
        for entry in viewers[:]:
            try:
                entry[0].send(bodies[entry[1]])
                entry[1] += 1
            except OSError:
                viewers.remove(entry)


if __name__ == "__main__":
    main()
