"""A real Jupyter server, with our entry in its launcher, whose user's name has a space in it."""

import http.client
import json
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from app.resources import static_dir
from tests.conftest import END_SECONDS, LISTENS, Server

BASE = "/user/ana%20b/"
OURS = f"{BASE}dropout-explorer/"
JUPYTER = re.compile(rf"(http://127\.0\.0\.1:\d+){BASE}$")
STREAM = {"accept": "text/event-stream"}  # as an EventSource asks
TOKEN = "a" * 32
FLAGS = (
    "--ServerApp.port=0",
    f"--ServerApp.base_url={BASE}",
    "--ServerApp.allow_root=True",
    "--ServerApp.open_browser=False",
    "--ServerApp.jpserver_extensions={'jupyter_server_proxy': True}",
    "--IdentityProvider.token=",
)


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """In a folder with an `app.py` of somebody else, where the settings say to listen everywhere."""
    here = tmp_path_factory.mktemp("jupyter")
    (here / "app.py").write_text("raise SystemExit('not this one')\n", encoding="utf-8")
    folders = {f"JUPYTER_{name}_DIR": str(here / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = os.environ | folders | {"JUPYTER_NO_CONFIG": "1", "DROPOUT_EXPLORER_HOST": "0.0.0.0"}
    command = (sys.executable, "-P", "-m", "jupyter_server")
    running = Server(*FLAGS, command=command, listens=JUPYTER, cwd=here, env=environment)
    while running.process.poll() is None and not answers(urlsplit(running.url).port):  # it says so a little early
        time.sleep(0.01)
    yield running
    running.stop()


def answers(port: int | None, host: str = "127.0.0.1") -> bool:
    with socket.socket() as one:
        return one.connect_ex((host, port)) == 0


@contextmanager
def ask(server: Server, path: str, method: str = "GET", **headers: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    with closing(connection):
        connection.request(method, path, headers=headers)
        with connection.getresponse() as answer:
            yield answer


def data(server: Server, path: str) -> Any:
    with ask(server, path) as answer:
        assert answer.status == 200
        return json.load(answer)


def test_the_entry_is_installed() -> None:
    (entry,) = entry_points(group="jupyter_serverproxy_servers", name="dropout-explorer")
    assert Path(entry.load()()["launcher_entry"]["icon_path"]).is_file()


def test_the_launcher_shows_it_with_its_picture(jupyter: Server) -> None:
    (entry,) = data(jupyter, f"{BASE}server-proxy/servers-info")["server_processes"]
    shown = entry["launcher_entry"]
    assert (shown["enabled"], shown["title"], shown["path_info"]) == (True, "Dropout Explorer", "dropout-explorer/")
    with ask(jupyter, shown["icon_url"]) as icon:
        assert icon.headers["content-type"] == "image/svg+xml"
        assert icon.read() == (static_dir() / "icon.svg").read_bytes()


def test_pages_scripts_and_steps_are_there(jupyter: Server) -> None:
    with ask(jupyter, f"{OURS}?step=3&steps=40") as answer:
        page = answer.read().decode()
    assert "step 3" in page
    sources = re.findall(r'<script src="([^"]+)"', page) + re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert len(sources) > 2
    for source in sources:
        address = urljoin(OURS, source)
        assert address.startswith(OURS)
        with ask(jupyter, address) as answer:
            assert answer.status == 200, source
    assert data(jupyter, f"{OURS}frame?step=3&steps=40")["frame"]["t"] == 3
    assert data(jupyter, f"{OURS}api/layer")
    (picture,) = re.findall(r'<meta property="og:image" content="([^"]+)"', page)
    assert picture.startswith(f"{jupyter.url}{OURS}preview/")


def test_no_redirect_leaves_the_prefix(jupyter: Server) -> None:
    for path, there in ((OURS[:-1], OURS), (f"{OURS}layer/?p=0.3", f"{OURS}layer?p=0.3")):
        with ask(jupyter, path) as answer:
            assert answer.status in (302, 307)
            assert urljoin(path, answer.headers["location"]) == there


def test_events_come_one_by_one_and_who_left_is_let_go(jupyter: Server) -> None:
    """The stream would last for hours. Jupyter does not say that its viewer has left."""
    for _ in range(2):
        with ask(jupyter, f"{OURS}stream?steps=9000&rate=0.2&seat=5", **STREAM) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            while not answer.readline().startswith(b"event: frame"):
                pass
            assert data(jupyter, f"{OURS}healthz")["viewers"] >= 1
    for _ in range(2000):
        if data(jupyter, f"{OURS}healthz")["viewers"] == 1:
            return
        time.sleep(0.01)
    pytest.fail("who left is still there")


def test_it_listens_on_this_machine_alone(jupyter: Server) -> None:
    data(jupyter, f"{OURS}healthz")
    (said,) = filter(None, map(LISTENS.search, jupyter.output))
    port = urlsplit(said[1]).port
    assert answers(port)
    assert not answers(port, "127.0.0.2")


def test_it_ends_with_jupyter_also_where_that_is_shut_down_from_its_page(jupyter: Server) -> None:
    data(jupyter, f"{OURS}healthz")
    with ask(jupyter, f"{BASE}api/shutdown", "POST", **{"cookie": f"_xsrf={TOKEN}", "x-xsrftoken": TOKEN}) as answer:
        assert answer.status == 200
    jupyter.process.wait(END_SECONDS)
    jupyter._reader.join(END_SECONDS)  # at the end of all that write to it
    assert not jupyter._reader.is_alive()
    assert "Traceback" not in "".join(jupyter.output)
