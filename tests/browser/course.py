"""Somebody else's pages: a second origin, on a port of its own, as a course has it."""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Frame, Page

HEARS = """<script>window.heard = [];
addEventListener('message', ({ source, data }) => {
  const from = [...document.querySelectorAll('iframe')].find((frame) => frame.contentWindow === source)?.id;
  heard.push({ from, ...data });
});
window.ask = (id, what) =>
  document.getElementById(id).contentWindow.postMessage({ dropoutExplorer: 1, ...what }, '*');
</script>"""


@contextlib.contextmanager
def course(pages: Mapping[str, str]) -> Iterator[str]:
    """The address of a site with these pages, by name; `pages` may be added to while it is there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = pages.get(self.path.removeprefix("/").partition("?")[0])
            self.send_response(204 if text is None else 200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{site.server_port}"
    finally:
        site.shutdown()
        site.server_close()


def framed(server: str, id: str, path: str, more: str = "") -> str:
    return f'<iframe id="{id}" title="{id}" src="{server}/{path}" width="700" height="500" {more}></iframe>'


def frame(page: Page, id: str) -> Frame:
    found = page.locator(f"#{id}").element_handle().content_frame()
    assert found
    return found


def heard(page: Page, id: str, type: str) -> list[dict[str, object]]:
    return page.evaluate("([id, type]) => heard.filter((one) => one.from === id && one.type === type)", [id, type])


def wait_heard(page: Page, id: str, condition: str) -> None:
    page.wait_for_function(f"(id) => heard.some((one) => one.from === id && ({condition}))", arg=id)
