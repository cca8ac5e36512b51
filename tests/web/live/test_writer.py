"""Writing straight to a connection: the same bytes as by `send`, and nobody waits for a viewer who does not read."""

import contextlib
import http.client
import re
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.web.live.writer import BACKLOG, Body, TransportWriter


class Connection:
    """Stands in for an asyncio transport. What reaches the peer is read from `peer`, what waits is in `written`."""

    def __init__(self) -> None:
        self.socket, self.peer = socket.socketpair()
        self.socket.setblocking(False)
        self.peer.setblocking(False)
        self.written = b""
        self.waiting = 0
        self.aborted = False
        self.closing = False

    def get_extra_info(self, name: str) -> socket.socket:
        assert name == "socket"
        return self.socket

    def write(self, data: bytes) -> None:
        self.written += data
        self.waiting += len(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.closing

    def abort(self) -> None:
        self.aborted = True

    def arrived(self) -> bytes:
        parts = []
        with contextlib.suppress(BlockingIOError):
            while part := self.peer.recv(1 << 16):
                parts.append(part)
        return b"".join(parts)


@pytest.fixture
def connection() -> Iterator[Any]:
    made = Connection()
    yield made
    made.socket.close()
    made.peer.close()


def test_a_body_is_one_chunk_of_http() -> None:
    body = Body(b"event: frame\n\n" * 20)
    size, rest = body.chunk.split(b"\r\n", 1)
    assert int(size, 16) == len(body.data)
    assert rest == body.data + b"\r\n"


def test_a_viewer_is_busy_while_much_has_not_been_taken(connection: Any) -> None:
    writer = TransportWriter(connection)
    assert not writer.busy
    while not connection.written:  # until the socket is full
        writer.write(Body(bytes(BACKLOG)))
    assert writer.busy
    writer.drop()
    assert connection.aborted


def test_bytes_come_in_order_whoever_sends_them(connection: Any) -> None:
    writer = TransportWriter(connection)
    bodies = [Body(bytes([i]) * 30_000) for i in range(60)]
    connection.write(b"head")  # by ASGI's send, and not yet on its way
    expected, arrived, waits = b"head", b"", 0
    for body in bodies:
        if writer.busy and len(connection.written) > 100_000:
            waits += 1
            arrived += connection.arrived() + connection.written
            connection.written, connection.waiting = b"", 0  # the transport got rid of what waited
        writer.write(body)
        expected += body.chunk
    assert waits > 1, "the socket was never full"
    assert arrived + connection.arrived() + connection.written == expected


def test_an_idle_connection_takes_bytes_at_once(connection: Any) -> None:
    writer = TransportWriter(connection)
    assert not writer.busy
    body = Body(b"event: frame\n\n")
    writer.write(body)
    assert (connection.arrived(), connection.written) == (body.chunk, b"")


def test_a_connection_that_broke_is_left_to_its_transport(connection: Any) -> None:
    writer = TransportWriter(connection)
    assert not writer.busy
    connection.peer.close()
    writer.write(Body(b"x"))
    assert connection.written == Body(b"x").chunk


def test_nothing_is_written_to_a_closed_connection(connection: Any) -> None:
    connection.closing = True
    TransportWriter(connection).write(Body(b"x"))
    assert (connection.arrived(), connection.written) == (b"", b"")


def test_a_whole_stream_over_a_real_connection_is_well_formed(server: str) -> None:
    with urllib.request.urlopen(f"{server}/stream?steps=60&rate=max") as answer:
        assert answer.headers["transfer-encoding"] == "chunked"
        text = answer.read().decode()
    events = [dict(line.split(": ", 1) for line in part.split("\n")) for part in text.strip().split("\n\n")]
    assert [events[0]["event"], events[-1]["event"]] == ["run", "end"]
    steps = [int(event["id"]) for event in events if event["event"] == "frame"]
    assert steps == sorted(set(steps))
    assert steps[-1] == 60
    assert sum(event["event"] == "curve" for event in events) >= 1


def test_the_connection_serves_another_request_after_a_stream(server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    for path in ("/stream?steps=20&rate=0&from=3", "/stream?steps=20&rate=60", "/healthz"):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.read()
    connection.close()


def test_one_who_never_reads_delays_nobody(start_server: Callable[..., Any]) -> None:
    with start_server() as server:
        stuck = []
        for _ in range(5):
            peer = socket.create_connection(("127.0.0.1", urlsplit(server.url).port))
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            peer.sendall(b"GET /stream?steps=2000&seed=3&rate=max HTTP/1.1\r\nHost: a\r\n\r\n")
            stuck.append(peer)
        time.sleep(1.0)
        with urllib.request.urlopen(f"{server.url}/stream?steps=200&rate=max") as answer:
            ids = re.findall(rb"id: (\d+)", answer.read())
        assert ids[-1] == b"200"
        for peer in stuck:
            peer.close()
