"""Values of cells that have been computed, in a file: a wider sweep, or the next server, computes only what is new.

The file is a help, and never in the way: where it cannot be read or written, a sweep goes on without it.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import platformdirs

from app.runs.experiments.cell import Values

MEMORY = ":memory:"
SCHEMA = 1
BYTES = 100 << 20  # hundreds of thousands of cells
BUSY_SECONDS = 0.25  # that another server may write
USED_SECONDS = 3600  # when a row was last used is known to the hour
AT_ONCE = 500  # keys in a question
LOOK_BYTES = 1 << 20  # written between looks at how large it is
TABLE = "CREATE TABLE cells (key TEXT PRIMARY KEY, found TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID"

T = TypeVar("T")


def place(wish: str) -> str:
    """Where cells are kept: the file that is wished for; in the user's cache for ""; MEMORY for "none"."""
    if wish == "none":
        return MEMORY
    return wish or str(platformdirs.user_cache_path("dropout-explorer", appauthor=False) / "cells.sqlite3")


class Old(sqlite3.DatabaseError):
    """A file of an older version, or no file of ours."""


class Newer(sqlite3.OperationalError):
    """A file of a newer version, which is not ours to touch."""


class KeptCells:
    """key -> values, in an SQLite file that several servers may share, of about `most` bytes: the longest unused go.

    path: where; MEMORY for no file.
    A file that is damaged or old is set aside under another name; one that is locked or cannot be written is done
    without. Methods block: they are for other threads than the server's.
    """

    def __init__(self, path: str | Path, most: int = BYTES, clock: Callable[[], float] = time.time) -> None:
        self.path, self.most, self.message = str(path), most, ""
        self._clock = clock
        self._lock = threading.Lock()
        self._written = 0
        self._file: sqlite3.Connection | None = None

    def get(self, keys: Iterable[str]) -> dict[str, Values]:
        """What is kept of these."""
        asked = list(keys)
        return self._try(lambda file: self._get(file, asked), {})

    def put(self, found: Mapping[str, Values]) -> None:
        """Keep these."""
        if found:
            self._try(lambda file: self._put(file, found), None)

    def news(self) -> str:
        """The key of what a reader has to know, or "": once, where it is over; as long as it lasts otherwise."""
        message = self.message
        if message == "cells aside":
            self.message = ""
        return message

    def close(self) -> None:
        with self._lock:
            self._leave()

    def _get(self, file: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Values]:
        now, found, stale = int(self._clock()), {}, []
        for part in _parts(keys):
            marks = ",".join("?" * len(part))
            for key, text, used in file.execute(f"SELECT key, found, used FROM cells WHERE key IN ({marks})", part):
                found[key] = json.loads(text)
                if used < now - USED_SECONDS:
                    stale.append((now, key))
        if stale:
            with contextlib.suppress(sqlite3.OperationalError), file:  # where it is busy, they seem older than they are
                file.executemany("UPDATE cells SET used = ? WHERE key = ?", stale)
        return found

    def _put(self, file: sqlite3.Connection, found: Mapping[str, Values]) -> None:
        now = int(self._clock())
        with file:
            rows = [(key, json.dumps(values), now) for key, values in found.items()]
            file.executemany("INSERT OR REPLACE INTO cells VALUES (?, ?, ?)", rows)
        self._written += sum(len(text) for _, text, _ in rows)
        if self._written >= min(LOOK_BYTES, self.most // 10):
            self._written = 0
            self._bound(file)

    def _bound(self, file: sqlite3.Connection) -> None:
        """Where it is too large, a tenth of the rows goes."""
        pages, free, size = (_pragma(file, name) for name in ("page_count", "freelist_count", "page_size"))
        if (pages - free) * size > self.most:
            tenth = "SELECT key FROM cells ORDER BY used LIMIT (SELECT 1 + count(*) / 10 FROM cells)"
            with file:
                file.execute(f"DELETE FROM cells WHERE key IN ({tenth})")

    def _try(self, deed: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Do this with the file; where that fails, with a new one; where that fails too, with none."""
        with self._lock:
            for _ in range(3):
                try:
                    if self._file is None:
                        self._file = _opened(self.path)
                    return deed(self._file)
                except sqlite3.OperationalError as error:  # locked, read-only, no such folder, full
                    if self._file is not None and _busy(error):
                        return otherwise
                    self._do_without("cells locked" if _busy(error) else "cells unwritable")
                except (sqlite3.DatabaseError, ValueError, TypeError):  # damaged, or old
                    self._set_aside()
            return otherwise

    def _set_aside(self) -> None:
        self._leave()
        if self.path == MEMORY:
            return
        try:
            _renamed(Path(self.path), int(self._clock()))
            self.message = "cells aside"
        except OSError:  # on Windows, while another server has it open
            self._do_without("cells unwritable")

    def _do_without(self, message: str) -> None:
        self._leave()
        self.path, self.message = MEMORY, message

    def _leave(self) -> None:
        if self._file is not None:
            with contextlib.suppress(sqlite3.Error):
                self._file.close()
            self._file = None


def _opened(path: str) -> sqlite3.Connection:
    """Raises: sqlite3.OperationalError where it cannot be had; sqlite3.DatabaseError where it is damaged or old."""
    if path != MEMORY:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise sqlite3.OperationalError(str(error)) from error
    file = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        _settle(file)
        with contextlib.suppress(sqlite3.OperationalError):  # another server has just begun: it has set it
            file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        file.close()
        raise
    return file


def _settle(file: sqlite3.Connection) -> None:
    """Make the table where there is none. Raises: Old, Newer; sqlite3.OperationalError where it cannot be written."""
    with _writing(file):
        version = _pragma(file, "user_version")
        (tables,) = file.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version > SCHEMA:
            raise Newer(f"version {version}")
        if version < SCHEMA and tables:
            raise Old(f"version {version}")
        if not tables:
            file.execute(TABLE)
            file.execute(f"PRAGMA user_version = {SCHEMA}")


@contextlib.contextmanager
def _writing(file: sqlite3.Connection) -> Iterator[None]:
    """One server at a time, and one that cannot write finds out here."""
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        file.rollback()
        raise
    file.commit()


def _pragma(file: sqlite3.Connection, name: str) -> int:
    (number,) = file.execute(f"PRAGMA {name}").fetchone()
    return int(number)


def _busy(error: sqlite3.OperationalError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)  # none where it is not SQLite's own
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _renamed(path: Path, now: int) -> None:
    """Under a name that is free, with the two files beside it that belong to it. Raises: OSError."""
    number = next(number for number in range(now, now + 1000) if not Path(f"{path}.aside-{number}").exists())
    path.rename(f"{path}.aside-{number}")
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{ending}").rename(f"{path}.aside-{number}{ending}")


def _parts(keys: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while part := list(islice(rest, AT_ONCE)):
        yield part
