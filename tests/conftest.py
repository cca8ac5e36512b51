"""A real server for the tests that need one; tests in a browser run last."""

import contextlib
import gc
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# How long a test takes is the machine's affair; and what one run of the suite says, every run of the same code says.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("steady")
os.environ["DROPOUT_EXPLORER_CELLS"] = "none"  # what a test finds is not what another has kept
sys.dont_write_bytecode = False  # scores of processes import the app: it is compiled for the first alone
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: two threads on a busy machine are far slower

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "app.main", "--port", "0")
LISTENS = re.compile(r"Dropout Explorer is at (http://127\.0\.0\.1:\d+)")
START_SECONDS = 120
END_SECONDS = 20


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a browser run last, since Playwright's sync API leaves an event loop in this thread, in which
    asyncio.run() fails; of them the longest files first, so that no process is left alone with one at the end."""
    tests = Counter(item.path for item in items)
    browser = ROOT / "tests" / "browser"
    place = {path: -count if path.parent == browser else -sys.maxsize for path, count in tests.items()}
    items.sort(key=lambda item: place[item.path])


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules are there to stay: a sixth of the time went to looking for garbage in them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


class Server:
    """A `dropout-explorer` process, or another server: the address that it says, and the lines it printed."""

    def __init__(
        self, *flags: str, command: Sequence[str] = COMMAND, listens: re.Pattern[str] = LISTENS, **options: Any
    ) -> None:
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen([*command, *flags], encoding="utf-8", **{"cwd": ROOT} | pipes | options)
        self.listens = listens
        self.output: list[str] = []
        self._urls: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        with contextlib.suppress(queue.Empty):
            if url := self._urls.get(timeout=START_SECONDS):
                self.url = url
                return
        self._end()
        raise RuntimeError(f"the server did not say its address:\n{''.join(self.output)}")

    def _read(self) -> None:
        with self.process.stdout as lines:
            for line in lines:
                self.output.append(line)
                if match := self.listens.search(line):
                    self._urls.put(match[1])
        self._urls.put(None)

    def _end(self) -> None:
        """Its own end does not close the pipe where a process that it started lives on."""
        self.process.kill()
        self.process.wait()
        self._reader.join(END_SECONDS)
        if self._reader.is_alive():
            raise RuntimeError("a process that the server started outlived it")

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End it, and wait until it has. Raises: subprocess.TimeoutExpired."""
        self.process.send_signal(with_signal)
        try:
            self.process.wait(END_SECONDS)
        finally:
            self._end()


@contextlib.contextmanager
def serving(*flags: str) -> Iterator[Server]:
    """A server that must end at SIGTERM in good time, and without a traceback in all its life."""
    running = Server(*flags)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()
    output = "".join(running.output)
    assert "Traceback" not in output, output
    assert running.process.returncode in (0, -signal.SIGTERM, -signal.SIGINT), output


@pytest.fixture(scope="session")
def start_server() -> Callable[..., contextlib.AbstractContextManager[Server]]:
    """For a server of a test's own: `with start_server("--single-process") as server: ... server.url`."""
    return serving


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that the tests share, as http://127.0.0.1:PORT."""
    with serving() as running:
        yield running.url
