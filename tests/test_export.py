"""The command `dropout-explorer export`."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import export
from app.export import Link, read_link
from tests.web.embed.replays import RUN, SITE, replay

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("", Link("", "", "")),
        ("p=0.3&step=10", Link("p=0.3&step=10", "", "")),
        ("?p=0.3", Link("p=0.3", "", "")),
        ("/?p=0.3", Link("p=0.3", "", "")),
        ("/course/embed/map?p=0.3", Link("p=0.3", "map", "")),
        ("http://127.0.0.1:8000/?p=0.3", Link("p=0.3", "", "")),
        (f"{SITE}?p=0.3", Link("p=0.3", "", SITE)),
        (f"{SITE}course/replay/loss.html?p=0.3", Link("p=0.3", "loss", f"{SITE}course/")),
        (f" {SITE} ", Link("", "", SITE)),
        (f"{SITE}layer?p=0.3", Link("p=0.3", "layer", SITE)),
        ("/embed/layer", Link("", "layer", "")),
    ],
)
def test_a_link_may_be_whole_or_a_part(text: str, link: Link) -> None:
    assert read_link(text) == link


def test_a_file_has_the_bytes_of_the_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "run.html"
    export.main([f"{SITE}embed/map?{RUN}&step=7", str(file)])
    assert file.read_bytes() == replay("map", f"{RUN}&step=7", SITE).text.encode()
    said = capsys.readouterr()
    assert said.out == f"{file}: {file.stat().st_size:,} bytes\n"
    assert said.err == ""  # no progress where nobody sees it
    export.main([f"/embed/map?{RUN}&step=7", str(file), "--figure", "batch", "--public-url", SITE])
    assert file.read_bytes() == replay("batch", f"{RUN}&step=7", SITE).text.encode()


@pytest.mark.parametrize(
    ("link", "file", "code", "says"),
    [
        ("p=2", "run.html", 2, "p must lie in [0, 1), got 2"),
        ("stepp=2", "run.html", 2, "stepp"),
        ("/docs?p=0.3", "run.html", 2, "/docs is no page of a run"),
        ("ftp://a.example/?p=0.3", "run.html", 2, "must be an address"),
        (RUN, "no/run.html", 1, "there is no such folder"),
        (RUN, ".", 1, "Is a directory"),
    ],
)
def test_what_cannot_be_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], link: str, file: str, code: int, says: str
) -> None:
    with pytest.raises(SystemExit) as end:
        export.main([link, str(tmp_path / file)])
    assert end.value.code == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("dropout-explorer export: ")
    assert says in said.err
    assert list(tmp_path.iterdir()) == []


def test_progress_is_shown_to_who_sees_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    export.main([RUN, str(tmp_path / "run.html")])
    shown = [text.strip() for text in capsys.readouterr().err.split("\r") if text.strip()]
    assert shown[0].startswith("training ")
    assert shown[-1] == "recording 100%"


def test_it_is_a_part_of_the_command() -> None:
    line = [sys.executable, "-m", "app.main", "export", "--help"]
    found = subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=30, check=True)
    assert found.stdout.startswith("usage: dropout-explorer export")
