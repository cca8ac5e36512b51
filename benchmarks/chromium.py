"""Dropout Explorer in headless Chromium, on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Browser, sync_playwright
from viewers import CORES, explorer, put_ahead, server

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
SIZE = {"width": 1360, "height": 900}


@contextmanager
def browsing() -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of a server of its own."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise RuntimeError(f"needs a browser on PATH: {', '.join(NAMES)}")
    with suppress(PermissionError):
        os.setsid()  # the browser is a child of this process
        put_ahead(os.getpid())
    with server(*explorer(), cores=CORES) as (_, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser, f"http://127.0.0.1:{port}"
        browser.close()
