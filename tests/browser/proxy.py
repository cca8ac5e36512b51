"""A proxy before a server: with a prefix that it passes on or takes away, and ways of its own to pass a stream on."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Passing = Callable[[Iterator[bytes]], Iterator[bytes]]  # what comes of a stream, and what is passed on of it


def at_once(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Whatever comes."""
    return parts


def one_late(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Each event when the next one is there, the last when the server closes the stream."""
    held, rest = b"", b""
    for part in parts:
        *events, rest = (rest + part).split(b"\n\n")
        for event in events:
            if held:
                yield held
            held = event + b"\n\n"
    yield held + rest


def at_the_end(parts: Iterator[bytes]) -> Iterator[bytes]:
    """All, when the server closes the stream."""
    yield b"".join(parts)


@contextlib.contextmanager
def proxy(
    server: str, prefix: str = "", strips: bool = True, passing: Passing = at_once, hides: str = "transfer-encoding"
) -> Iterator[str]:
    """The address of a proxy before a server. It reads a stream to its end, also when the browser has left it.

    hides: how headers begin that it does not pass on.
    """
    host = urlsplit(server).netloc

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(f"{prefix}/"):
                self.send_error(404)
                return
            there = http.client.HTTPConnection(host)
            kept = {name: text for name, text in self.headers.items() if name.lower() not in ("host", "connection")}
            there.request("GET", self.path.removeprefix(prefix) if strips else self.path, headers=kept)
            answer = there.getresponse()
            self.send_response_only(answer.status)
            for name, text in answer.getheaders():
                if not name.lower().startswith(("transfer-encoding", "connection", "content-length", hides)):
                    self.send_header(name, text)
            self.send_header("connection", "close")
            self.end_headers()
            parts = iter(lambda: answer.read1(65536), b"")
            streams = answer.getheader("content-type", "").startswith("text/event-stream")
            for part in passing(parts) if streams else parts:
                with contextlib.suppress(OSError):  # the browser has left
                    self.wfile.write(part)
            self.close_connection = True
            with contextlib.suppress(OSError, AttributeError):
                there.sock.shutdown(socket.SHUT_RDWR)
            there.close()

        def log_message(self, *_: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.server_port}{prefix}/"
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
