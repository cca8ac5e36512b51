"""HTTP as it goes over the wire: with httptools, and with what stands in for it on Windows."""

import asyncio
import gzip
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.web.live.http_protocol import http_protocol, until_close

# As a system has it that knows no uvloop, no httptools and no priorities. Python runs it in each process at its start.
POORER = """
import os, sys
sys.modules["uvloop"] = sys.modules["httptools"] = None
del os.nice, os.setpriority, os.getpriority
"""


@pytest.fixture(scope="module")
def poorer_server(
    start_server: Callable[..., AbstractContextManager[Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("poorer")
    (folder / "sitecustomize.py").write_text(POORER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        running = start_server()
        with running as server:
            yield server


@pytest.fixture(params=["httptools", "h11"])
def address(request: pytest.FixtureRequest) -> str:
    if request.param == "httptools":
        return str(request.getfixturevalue("server"))
    return str(request.getfixturevalue("poorer_server").url)


def ask(url: str, request: str) -> tuple[str, dict[str, str], bytes]:
    """Status line, headers and the bytes after them, up to where the server closes the connection."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as peer:
        peer.sendall(request.encode())
        answer = b"".join(iter(lambda: peer.recv(1 << 16), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return status, {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}, body


def test_a_stream_over_http_1_0_is_not_in_chunks_and_ends_with_the_connection(address: str) -> None:
    _, headers, body = ask(address, "GET /stream?steps=20&rate=max HTTP/1.0\r\nHost: a\r\n\r\n")
    assert "transfer-encoding" not in headers
    assert headers["connection"] == "close"
    assert body.startswith(b"event: run\ndata: {")
    assert body.rstrip(b"\n").splitlines()[-2] == b"event: end"
    assert all(line[:1] in (b"i", b"e", b"d", b"") for line in body.splitlines())


def test_any_answer_of_unknown_length_over_http_1_0_ends_with_the_connection(address: str) -> None:
    request = "GET /static/css/site.css HTTP/1.0\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
    _, headers, body = ask(address, request)
    assert "transfer-encoding" not in headers
    assert b"--positive" in gzip.decompress(body)


def test_a_page_over_http_1_0_has_its_length(address: str) -> None:
    _, headers, body = ask(address, "GET /layer HTTP/1.0\r\nHost: a\r\n\r\n")
    assert int(headers["content-length"]) == len(body)
    status, headers, body = ask(address, "HEAD /stream?steps=20 HTTP/1.0\r\nHost: a\r\n\r\n")
    assert (status.split()[1], body) == ("200", b"")


@pytest.mark.parametrize("path", ["/", "/layer", "/frame", "/api/run", "/stream", "/static/css/site.css", "/healthz"])
@pytest.mark.parametrize("method", ["OPTIONS", "POST", "PUT", "DELETE", "TRACE", "BREW"])
def test_methods_that_mean_nothing_here_are_refused_with_those_that_do(server: str, path: str, method: str) -> None:
    status, headers, _ = ask(server, f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    if method == "BREW":  # a word that the parser does not know
        assert status.split()[1] == "400"
        return
    assert status.split()[1] == "405"
    assert "GET" in headers["allow"]


def test_an_answer_for_the_server_as_a_whole_is_no_fault(server: str) -> None:
    status, _, _ = ask(server, "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert status.split()[1] in ("404", "405")


def test_without_uvloop_httptools_and_priorities_the_server_trains_and_streams(poorer_server: Any) -> None:
    close = "Host: a\r\nConnection: close\r\n\r\n"
    status, headers, body = ask(poorer_server.url, f"GET /stream?steps=40&seed=5&rate=max HTTP/1.1\r\n{close}")
    assert (status.split()[1], headers["transfer-encoding"]) == ("200", "chunked")
    assert b"event: end\n" in body
    assert ask(poorer_server.url, f"GET /?step=3 HTTP/1.1\r\n{close}")[0].split()[1] == "200"
    if sys.platform == "linux":
        loaded = Path(f"/proc/{poorer_server.process.pid}/maps").read_text(encoding="utf-8")
        assert "uvloop" not in loaded
        assert "httptools" not in loaded


def test_httptools_is_used_where_it_is_there_but_never_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert issubclass(http_protocol("linux"), HttpToolsProtocol)
    assert http_protocol("win32") is H11Protocol
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.httptools_impl", None)
    assert http_protocol("linux") is H11Protocol


def test_an_answer_of_known_length_is_left_as_it_is() -> None:
    class Cycle:
        chunked_encoding: bool | None = None
        keep_alive = True
        expected_content_length = 0

    async def main() -> None:
        cycle, sent = Cycle(), []

        async def send(message: Any) -> None:
            sent.append(message)

        sending = until_close(cycle, send)
        await sending({"type": "http.response.start", "headers": [(b"Content-Length", b"2")]})
        await sending({"type": "http.response.body", "body": b"ab"})
        assert (cycle.chunked_encoding, cycle.keep_alive, cycle.expected_content_length) == (None, True, 0)
        assert len(sent) == 2

    asyncio.run(main())
