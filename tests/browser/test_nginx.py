"""Behind a real nginx with the block of docs/hosting/nginx.conf: its prefix taken away, and passed on."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import press
from tests.browser.test_source import NOTE, PLAY, is_past
from tests.conftest import END_SECONDS, ROOT, Server

BLOCK = ROOT / "docs" / "hosting" / "nginx.conf"
PREFIX = "/explorer/"
WAYS = ("taken away", "passed on")
NGINX = """daemon off;
master_process off;
pid {here}/pid;
error_log {here}/errors;
events {{}}
http {{
    access_log off;
    client_body_temp_path {here}/a;
    proxy_temp_path {here}/b;
    fastcgi_temp_path {here}/c;
    uwsgi_temp_path {here}/d;
    scgi_temp_path {here}/e;
{blocks}
}}
"""


def program(name: str) -> str:
    """A path where there is one; nginx is not on everybody's."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if path is None:
        reason = f"these tests need {name}"
        if os.environ.get("DROPOUT_EXPLORER_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def block(server: str, ports: tuple[int, int], here: Path, strips: bool) -> str:
    """The administrator's file, with what she writes in it: ports, certificate, where the server is."""
    text = BLOCK.read_text(encoding="utf-8")
    given = [
        (r"\n *listen \[::\].*", ""),
        (r"listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        (r"listen 443 ", f"listen 127.0.0.1:{ports[1]} "),
        (r"explorer\.example\.edu;", "127.0.0.1;"),
        (r"ssl_certificate \S+;", f"ssl_certificate {here}/certificate;"),
        (r"ssl_certificate_key \S+;", f"ssl_certificate_key {here}/key;"),
        (r"server 127\.0\.0\.1:8000;", f"server {urlsplit(server).netloc};"),
        *([] if strips else [(r"http://dropout_explorer/;", "http://dropout_explorer;")]),
        (r"\bdropout_explorer\b", f"explorer_{ports[1]}"),
    ]
    for pattern, mine in given:
        text, times = re.subn(pattern, mine, text)
        assert times, pattern
    return text


@contextmanager
def nginx(here: Path, blocks: str, port: int) -> Iterator[None]:
    config = here / "nginx.conf"
    config.write_text(NGINX.format(here=here, blocks=blocks), encoding="utf-8")
    process = subprocess.Popen([program("nginx"), "-p", here, "-c", config, "-e", here / "errors"])
    try:
        while process.poll() is None:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield
        assert process.poll() is None, (here / "errors").read_text(encoding="utf-8")
    finally:
        process.terminate()
        process.wait(END_SECONDS)


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory,
    server: str,
    start_server: Callable[..., AbstractContextManager[Server]],
) -> Iterator[dict[str, tuple[int, int]]]:
    """The ports for http and https of one nginx, by what it does with the prefix."""
    here = tmp_path_factory.mktemp("nginx")
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    files = ["-keyout", here / "key", "-out", here / "certificate"]
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *names, *files]
    subprocess.run([program("openssl"), *made], check=True, capture_output=True)
    ports = free_ports(4)
    found = dict(zip(WAYS, [(ports[0], ports[1]), (ports[2], ports[3])], strict=True))
    with start_server("--single-process", f"--root-path={PREFIX}") as knows:
        blocks = [block(server, found["taken away"], here, True), block(knows.url, found["passed on"], here, False)]
        with nginx(here, "\n".join(blocks), ports[3]):
            yield found


@contextmanager
def ask(connection: http.client.HTTPConnection, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
    with closing(connection):
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            yield answer


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(sites: dict[str, tuple[int, int]], way: str) -> Iterator[http.client.HTTPSConnection]:
    """A connection by https, whose certificate is made for the test."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", sites[way][1], timeout=60, context=trusting)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("path", "kind", "holds"),
    [
        ("?step=3&steps=40", "text/html", "step 3"),
        ("layer?p=0.3", "text/html", "One layer"),
        ("embed/network?step=3&steps=40", "text/html", "step 3"),
        ("replay/network.html?step=3&steps=40", "text/html", "step 3"),
        ("styles/explore.css", "text/css", "{"),
        ("scripts/explore.js", "text/javascript", "EventSource"),
        ("static/icon.svg", "image/svg+xml", "<svg"),
        ("frame?step=3&steps=40", "application/json", '"t":3,'),
        ("healthz", "application/json", "ok"),
    ],
)
def test_all_kinds_of_answers_come_through(site: http.client.HTTPSConnection, path: str, kind: str, holds: str) -> None:
    with ask(site, PREFIX + path) as answer:
        assert (answer.status, answer.headers.get_content_type()) == (200, kind)
        assert holds in answer.read().decode()


def test_pages_are_compressed_and_may_be_kept(site: http.client.HTTPSConnection) -> None:
    with ask(site, f"{PREFIX}scripts/explore.js", **{"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        tag = answer.headers["etag"]
    with ask(site, f"{PREFIX}scripts/explore.js", **{"accept-encoding": "gzip", "if-none-match": tag}) as answer:
        assert answer.status == 304


def test_what_must_name_a_whole_address_names_the_one_outside(
    site: http.client.HTTPSConnection, sites: dict[str, tuple[int, int]], way: str
) -> None:
    outside = f"https://127.0.0.1:{sites[way][1]}"
    with ask(site, f"{PREFIX}?step=3&steps=40") as answer:
        (picture,) = re.findall(r'<meta property="og:image" content="([^"]+)"', answer.read().decode())
    assert picture.startswith(f"{outside}{PREFIX}preview/")


def test_events_come_while_the_stream_is_open(
    site: http.client.HTTPSConnection, sites: dict[str, tuple[int, int]], way: str
) -> None:
    """All there is to say of the first step has come while the server still waits to send the second: it ends this
    stream without an `end`, at the next one on its seat."""
    seat = sites[way][1]
    query = f"{PREFIX}stream?steps=1&rate=0.2&seat={seat}"
    with ask(site, query) as stream:
        assert stream.headers.get_content_type() == "text/event-stream"
        while not (line := stream.readline()).startswith(b'data: {"head":1,"complete":true'):
            assert line, "the stream is over"
        again = http.client.HTTPSConnection("127.0.0.1", sites[way][1], timeout=60, context=site._context)
        with ask(again, query) as other:
            assert other.readline() == b"event: run\n"
            assert b"event: end" not in stream.read()


def test_http_and_a_missing_slash_lead_to_the_page(
    site: http.client.HTTPSConnection, sites: dict[str, tuple[int, int]], way: str
) -> None:
    with ask(site, PREFIX[:-1]) as answer:
        assert (answer.status, answer.headers["location"]) == (301, PREFIX)
    with ask(http.client.HTTPConnection("127.0.0.1", sites[way][0], timeout=60), f"{PREFIX}?p=0.3") as answer:
        assert (answer.status, answer.headers["location"]) == (301, f"https://127.0.0.1{PREFIX}?p=0.3")


def test_in_a_browser_a_page_plays_takes_settings_and_goes_back(
    new_page: Callable[..., Page], sites: dict[str, tuple[int, int]], way: str
) -> None:
    address = f"https://127.0.0.1:{sites[way][1]}{PREFIX}"
    page = new_page(ignore_https_errors=True, base_url=address)
    page.goto("?steps=300")
    is_past(page, 5)
    press(page, PLAY)
    page.wait_for_url(re.compile(r"step=\d+"))
    page.focus("#control-activation")
    page.select_option("#control-activation", "tanh")
    page.wait_for_url(re.compile("activation=tanh"))
    page.go_back()
    expect(page.locator("#control-activation")).to_have_value("relu")
    page.go_forward()
    expect(page.locator("#control-activation")).to_have_value("tanh")
    expect(page.locator(NOTE)).to_have_text("")
    assert page.url.startswith(f"{address}?")
    page.goto("embed/network?steps=300&step=3")
    press(page, PLAY)
    is_past(page, 5)
    page.close()
