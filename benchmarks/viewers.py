"""A server on a core of its own, and a client (`load.c`) that plays many viewers of its stream on another."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
CLIENT = HERE.parent / "build" / "load"
CORES = sorted(os.sched_getaffinity(0))
RECORD = np.dtype([("viewer", "u4"), ("step", "u4"), ("at", "f8")])
FPS = 20.0


def _start(command: Sequence[object], cores: Iterable[int]) -> subprocess.Popen[bytes]:
    """Start a process that stays on these cores with its children, ahead of neighbours where allowed."""
    try:
        os.sched_setaffinity(0, cores)
        words = [str(word) for word in command]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True)
    finally:
        os.sched_setaffinity(0, CORES)
    put_ahead(process.pid)
    return process


def put_ahead(process: int) -> None:
    """Let a process that leads a session of its own go before the neighbours, where we may."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, -10)
        Path(f"/proc/{process}/autogroup").write_text("-10", encoding="utf-8")  # Linux shares out time by session first


@contextmanager
def server(*command: object, cores: Iterable[int] = CORES[:1]) -> Iterator[tuple[int, int]]:
    """(process, port) of a server that says its address on its first line; alone, on the first core."""
    process = _start([sys.executable, *command], cores)
    try:
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        address = re.search(r":(\d+)\s*$", line)
        if address is None:
            raise RuntimeError(f"the server did not say its port: {line!r}")
        yield process.pid, int(address[1])
    finally:
        process.terminate()
        process.wait()


def explorer() -> Sequence[object]:
    """The command of Dropout Explorer itself, on a free port."""
    return "-m", "app.main", "--port", "0"


@contextmanager
def watching(port: int, viewers: int, seconds: float, *paths: str) -> Iterator[list[np.ndarray]]:
    """While the block lasts, viewers watch; after it the list has their records, in order of arrival."""
    if not CLIENT.exists() or CLIENT.stat().st_mtime < (HERE / "load.c").stat().st_mtime:
        CLIENT.parent.mkdir(exist_ok=True)
        subprocess.run(["cc", "-O2", "-o", CLIENT, HERE / "load.c"], check=True)
    client = _start([CLIENT, "127.0.0.1", port, viewers, seconds, *paths], CORES[-1:])
    records: list[np.ndarray] = []
    try:
        yield records
    finally:
        out, _ = client.communicate()
    if client.returncode:
        raise RuntimeError("the load client failed")
    records.append(np.frombuffer(out, RECORD))


def cpu_seconds(process: int) -> float:
    """CPU time of a process, all of its threads; to the nanosecond, from Linux's schedstat."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text(encoding="utf-8").split()[0]) for task in tasks) / 1e9


def in_order(records: np.ndarray) -> bool:
    """Whether every viewer got every step from 0 on, one after another."""
    for viewer in np.unique(records["viewer"]):
        steps = records["step"][records["viewer"] == viewer]
        if not np.array_equal(steps, np.arange(len(steps))):
            return False
    return True


def lateness(records: np.ndarray) -> np.ndarray:
    """Seconds after its due time that each frame arrived; the first, which is sent at once, aside.

    A viewer's step s is due s / FPS after her step 0 would have been, on ticks that all viewers share. Where
    a tick falls is taken from the earliest arrivals: it begins where the viewers', each at her best, do.
    """
    records = records[records["step"] > 0]
    shift = records["at"] - records["step"] / FPS
    _, number = np.unique(records["viewer"], return_inverse=True)
    best = np.full(number.max() + 1, np.inf)
    np.minimum.at(best, number, shift)
    phases = np.sort(best % (1 / FPS))
    gaps = np.diff(phases, append=phases[0] + 1 / FPS)
    tick = phases[(gaps.argmax() + 1) % len(phases)]
    place_in_tick = (best - tick + 1e-7) % (1 / FPS)  # rounding would put the earliest at the end of a tick
    return shift - best[number] + place_in_tick[number]
