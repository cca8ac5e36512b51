"""What is kept of cells: across restarts, bounded, shared; and in nobody's way where the file is not well."""

import os
import sqlite3
from pathlib import Path

import pytest

from app.runs.experiments.cell import Cell
from app.runs.experiments.kept import BUSY_SECONDS, MEMORY, SCHEMA, KeptCells

FOUND = {"a": {"test": 0.1 + 0.2, "steps": None}, "b": {"diverged": 12.0}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "cells.sqlite3"


def test_what_is_kept_is_there_after_a_restart_to_the_last_digit(path: Path) -> None:
    kept = KeptCells(path)
    kept.put(FOUND)
    kept.close()
    again = KeptCells(path)
    assert again.get(["b", "a", "c"]) == FOUND
    assert again.news() == ""


def test_more_keys_than_sqlite_takes_in_one_question(path: Path) -> None:
    kept = KeptCells(path)
    many = {f"key{number}": {"n": float(number)} for number in range(1234)}
    kept.put(many)
    assert kept.get(many) == many


def test_the_longest_unused_go_first(path: Path) -> None:
    now, large = [0.0], {f"a number {number}": 1 / 3 for number in range(100)}  # some 4 KB
    kept = KeptCells(path, most=40 * 4096, clock=lambda: now[0])
    for number in range(100):
        now[0] += 10_000
        kept.put({f"key{number}": large})
        assert kept.get(["key0"])  # it is used again and again
    left = set(kept.get([f"key{number}" for number in range(100)]))
    assert 20 < len(left) < 45
    assert left == {"key0", *(f"key{number}" for number in range(101 - len(left), 100))}
    kept.close()
    assert path.stat().st_size < 60 * 4096


def test_two_servers_share_a_file(path: Path) -> None:
    one, other = KeptCells(path), KeptCells(path)
    one.put({"a": {"n": 1.0}})
    other.put({"b": {"n": 2.0}})
    assert one.get(["a", "b"]) == other.get(["a", "b"]) == {"a": {"n": 1.0}, "b": {"n": 2.0}}
    assert (one.news(), other.news()) == ("", "")


def old(path: Path) -> None:
    file = sqlite3.connect(path)
    file.execute("CREATE TABLE cells (key, value)")
    file.close()


def damaged(path: Path) -> None:
    kept = KeptCells(path)
    kept.put({f"key{number}": {"n": float(number)} for number in range(2000)})
    kept.close()
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)  # its first page says that all is well
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [old, damaged, lambda path: path.write_bytes(b"no database" * 500)])
def test_a_damaged_or_old_file_is_set_aside_and_a_new_one_begun(path: Path, spoil) -> None:
    path.parent.mkdir()
    spoil(path)
    content = path.read_bytes()
    kept = KeptCells(path, clock=lambda: 7.0)
    assert kept.get(["key1"]) == {}
    assert kept.news() == "cells aside"
    assert kept.news() == ""  # it is told once
    kept.put(FOUND)
    kept.close()
    assert (path.parent / f"{path.name}.aside-7").read_bytes() == content
    assert KeptCells(path).get(FOUND) == FOUND


def test_a_file_that_is_damaged_while_it_is_used_is_set_aside(path: Path) -> None:
    damaged_later = KeptCells(path)
    damaged_later.put(FOUND)
    damaged_later.close()
    kept = KeptCells(path)
    assert kept.get(["a"])
    path.write_bytes(os.urandom(path.stat().st_size))
    for beside in path.parent.glob("*-wal"):
        beside.write_bytes(b"")
    kept.put({f"key{number}": {} for number in range(50)})
    kept.put(FOUND)
    assert kept.get(["a"]) == {"a": FOUND["a"]}


def newer(path: Path) -> None:
    file = sqlite3.connect(path)
    file.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    file.execute("CREATE TABLE other (key)")
    file.close()


def no_file(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [newer, no_file])
def test_what_cannot_be_used_is_left_alone_and_memory_does(path: Path, spoil) -> None:
    path.parent.mkdir()
    spoil(path)
    before = sorted(path.parent.iterdir())
    kept = KeptCells(path)
    kept.put(FOUND)
    assert kept.get(FOUND) == FOUND
    assert kept.news() == kept.news() == "cells unwritable"
    assert sorted(path.parent.iterdir()) == before


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = KeptCells(tmp_path / "file" / "cells.sqlite3")
    kept.put(FOUND)
    assert kept.get(FOUND) == FOUND
    assert kept.news() == "cells unwritable"


def test_a_file_that_cannot_be_written_is_done_without(path: Path) -> None:
    if os.geteuid() == 0:
        reason = "a superuser may write everything"
        pytest.skip(reason)
    KeptCells(path).put(FOUND)
    path.chmod(0o400)
    kept = KeptCells(path)
    kept.put({"c": {}})
    assert kept.get(["c"]) == {"c": {}}
    assert kept.news() == "cells unwritable"


def test_a_file_that_is_locked_is_done_without_and_stays_as_it_is(path: Path) -> None:
    KeptCells(path).put(FOUND)
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    kept = KeptCells(path)
    kept.put({"c": {}})
    assert kept.get(["c"]) == {"c": {}}
    assert kept.news() == "cells locked"
    other.rollback()
    other.close()
    assert KeptCells(path).get(["a", "b", "c"]) == FOUND
    assert BUSY_SECONDS < 0.5  # a reader waits for it


def test_a_file_that_is_busy_for_a_moment_is_used_again(path: Path) -> None:
    kept = KeptCells(path)
    kept.put(FOUND)
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    kept.put({"c": {}})  # lost, and no harm
    assert kept.get(["a"]) == {"a": FOUND["a"]}
    other.rollback()
    other.close()
    kept.put({"d": {}})
    assert set(kept.get(["a", "c", "d"])) == {"a", "d"}
    assert kept.news() == ""


def test_memory_alone_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = KeptCells(MEMORY)
    kept.put(FOUND)
    assert kept.get(FOUND) == FOUND
    assert list(tmp_path.iterdir()) == []


def test_a_key_tells_cells_apart_and_is_the_same_everywhere() -> None:
    cells = [Cell("scores", "p=0.3"), Cell("scores", "p=0.4"), Cell("speed", "p=0.3")]
    assert len({cell.key for cell in cells}) == 3
    assert Cell("scores", "p=0.3").key == cells[0].key
