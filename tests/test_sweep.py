"""The command `dropout-explorer sweep`: the page's numbers, taken up where they were left."""

import signal
from concurrent.futures import Future
from pathlib import Path

import pytest

from app import sweep
from app.runs.experiments import table
from app.runs.experiments.experiment import CELLS_MAX
from app.runs.experiments.task import compute
from app.sweep import read_link
from tests.runs.experiments.fakes import Now

LINK = "/practice/p?steps=20&values=0;0.3&seeds=2"


class Watched(Now):
    """Counts arms; `stop_at`: Ctrl-C is pressed once so many are asked for, and these are not computed."""

    def __init__(self, stop_at: int = 1000) -> None:
        self.arms: list[str] = []
        self.stop_at = stop_at

    def submit(self, function, /, *args):
        self.arms += [cell.arm for cell in args[1]]
        if len(self.arms) >= self.stop_at:
            signal.raise_signal(signal.SIGINT)
            return Future()  # which is never done: the signal alone can end it
        return super().submit(function, *args)


@pytest.fixture
def executor(monkeypatch: pytest.MonkeyPatch) -> Watched:
    made = Watched()
    monkeypatch.setattr(sweep, "make_executor", lambda workers, cluster: made)
    return made


def expected(link: str = LINK) -> str:
    experiment = read_link(link)
    return table.text(experiment, dict(zip(experiment.cells, compute(experiment.cells), strict=True)))


def test_the_table_has_the_numbers_of_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "results.csv"
    sweep.main([LINK, "--out", str(file), "--workers", "1"])
    assert file.read_text(encoding="utf-8") == expected()
    said = capsys.readouterr()
    assert said.out == f"4 of 4 cells are in {file}\n"
    assert said.err == ""  # no bar where nobody sees it
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "link",
    [
        "p?steps=20&values=0;0.3&seeds=2",
        "practice/p?steps=20&values=0;0.3&seeds=2&run=1&guess=2",
        " https://dropout.example.edu/course/practice/p?steps=20&values=0%3B0.3&seeds=2 ",
    ],
)
def test_a_link_may_be_whole_or_a_part(link: str) -> None:
    assert read_link(link).query() == read_link(LINK).query() != ""


def test_a_grid_may_be_larger_than_a_server_runs() -> None:
    assert len(read_link("/practice/p?seeds=5000").cells) > 10 * CELLS_MAX


def test_what_the_table_has_is_not_computed_again(executor: Watched, tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    sweep.main([LINK, "--out", str(file)])
    assert len(executor.arms) == 4
    sweep.main([LINK.replace("seeds=2", "seeds=3"), "--out", str(file)])
    assert len(executor.arms) == 6
    assert file.read_text(encoding="utf-8") == expected(LINK.replace("seeds=2", "seeds=3"))


def test_what_is_done_is_kept_at_ctrl_c_and_the_command_goes_on(
    executor: Watched, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, link = tmp_path / "results.csv", LINK.replace("seeds=2", "seeds=40")
    executor.stop_at = 60
    with pytest.raises(SystemExit) as end:
        sweep.main([link, "--out", str(file)])
    assert end.value.code == 130
    assert capsys.readouterr().err.endswith("; the same command goes on\n")
    done = len(table.read(file.read_text(encoding="utf-8")))
    assert done < 60
    executor.arms, executor.stop_at = [], 1000
    sweep.main([link, "--out", str(file)])
    assert len(executor.arms) == 80 - done
    assert file.read_text(encoding="utf-8") == expected(link)


@pytest.mark.parametrize(
    ("link", "arguments", "code", "says"),
    [
        ("/practice/p?steps=20&p=2", [], 2, "p must lie in [0, 1), got 2"),
        ("/practice/p?values=", [], 2, "Values must name at least one value"),
        ("/practice/nothing", [], 2, "is no page of an experiment; take the link of one: /"),
        ("/why/p", [], 2, "is no page of an experiment"),
        (LINK, ["--cluster", "10.0.0.5"], 2, "must be the address of a dask scheduler as tcp://"),
        (LINK, ["--workers", "-1"], 2, "--workers"),
        (LINK, ["--out", "no/results.csv"], 1, "there is no such folder"),
        (LINK, ["--out", "notes.txt"], 2, "is no table of an experiment; take another name"),
        (LINK, ["--out", "other.csv"], 2, "has other results"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_overwritten(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    link: str,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("mine\n", encoding="utf-8")
    Path("other.csv").write_text(f"{','.join(table.COLUMNS)},test\n{',' * 8}key,1,1\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(SystemExit) as end:
        sweep.main([link, "--out", "results.csv", *arguments])
    assert end.value.code == code
    assert says in capsys.readouterr().err
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before
