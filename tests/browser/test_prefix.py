"""Both pages behind a proxy that serves them under a path of its own, which it passes on or takes away."""

import contextlib
import http.client
import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

PREFIX = "/user/ana%20b/proxy/8000"


@contextlib.contextmanager
def proxy(server: str, strips: bool) -> Iterator[str]:
    """The address of a proxy before a server: it knows nothing but its prefix."""
    host = urlsplit(server).netloc

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(f"{PREFIX}/"):
                self.send_error(404)
                return
            there = http.client.HTTPConnection(host)
            kept = {name: text for name, text in self.headers.items() if name.lower() not in ("host", "connection")}
            there.request("GET", self.path.removeprefix(PREFIX) if strips else self.path, headers=kept)
            answer = there.getresponse()
            self.send_response_only(answer.status)
            for name, text in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    self.send_header(name, text)
            self.send_header("connection", "close")
            self.end_headers()
            with contextlib.suppress(OSError):  # the browser has left
                while part := answer.read1(65536):
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
        yield f"http://127.0.0.1:{listener.server_port}{PREFIX}/"
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


@pytest.mark.parametrize("strips", [True, False], ids=["taken away", "passed on"])
def test_both_pages_work_behind_a_prefix(
    start_server: Callable[..., contextlib.AbstractContextManager], new_page: Callable[..., Page], strips: bool
) -> None:
    flags = () if strips else (f"--root-path={PREFIX}/",)
    with start_server("--single-process", *flags) as running, proxy(running.url, strips) as address:
        page = new_page(reduced_motion="reduce", viewport={"width": 1360, "height": 900})
        page.goto(f"{address}?steps=300&step=3")
        page.locator("[data-act=on]").click()
        page.wait_for_url(re.compile("step=4"))
        page.locator(".matrix .row").nth(5).click()
        page.wait_for_url(re.compile("sample=6"))
        page.locator(".stack").press("ArrowRight")
        expect(page.locator("#inspector h2")).to_contain_text("neuron")
        page.locator("[data-act=play]").click()
        expect(page.locator("[data-step-text]")).not_to_have_text("4")
        page.locator("input.live-p").first.press("ArrowRight")
        page.wait_for_url(re.compile("change=p@"))
        page.locator("[data-act=play]").click()
        page.locator("#new-masks").click()
        page.wait_for_url(re.compile("seed.masks=2"))
        page.locator("#numbers summary").click()
        expect(page.locator("#numbers table").first).to_be_visible()
        assert page.url.startswith(f"{address}?")
        page.locator("nav[aria-label=Pages] a", has_text="One layer").click()
        page.locator("#to-back").click()
        page.locator("#p").fill("0.3")
        page.locator("#p").press("Enter")
        page.wait_for_url(f"{address}layer?p=0.3&substep=mask")
        page.locator("#k").fill("50")
        page.locator("#k").press("Enter")
        page.wait_for_url(re.compile("k=50"))
        expect(page.locator("#scaling caption")).to_contain_text("50 masks")
        page.goto(f"{address}docs")
        page.locator(".reference a").nth(1).click()
        page.wait_for_url(f"{address}layer?p=0.3")
        page.close()
