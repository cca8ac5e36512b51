"""Runs programs of runs in a process of their own, each beside its run's NPZ file, and says what they printed."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from app.runs.training.evaluation import Score
from app.runs.training.loop import Training
from app.web.files import npz
from app.web.files.written import LINES, written
from tests.web.runs import unscored

SITE = "https://dropout.example.edu/"
SECONDS = 120
NAMES = ("training", "clean", "test", "accuracy")
CLOSE = 1e-9
# One process for all: a library is loaded once.
DRIVER = """
import contextlib, io, json, os, runpy, sys, warnings
warnings.simplefilter("error")
for folder in sys.argv[1:]:
    os.chdir(folder)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        runpy.run_path("program.py", run_name="__main__")
    print(json.dumps(said.getvalue()))
"""


def printed(queries: list[str], name: str, room: Path) -> list[dict[str, float]]:
    """What the programs of these runs print, by its name."""
    folders = []
    for number, query in enumerate(queries):
        run, folder = unscored(query), room / str(number)
        folder.mkdir()
        (folder / "run.npz").write_bytes(npz.packed(asyncio.run(npz.arrays(run, SITE))))
        code = written(run.spec, name, SITE)
        assert len(code.splitlines()) < LINES
        (folder / "program.py").write_text(code, encoding="utf-8")
        folders.append(str(folder))
    command = [sys.executable, "-c", DRIVER, *folders]
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, env=os.environ | one)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line).split() for line in done.stdout.splitlines()]
    return [dict(zip(line[::2], map(float, line[1::2]), strict=True)) for line in lines]


def expected(query: str) -> dict[str, float]:
    """The same of the run itself, with all digits."""
    run = unscored(query)
    last = run.spec.training.steps
    training = Training(run.spec, run.data)
    training.advance(last)
    scores: Score = run.evaluations[0].score(training.row, last)
    found = dict(zip(NAMES, (training.forward(), *scores), strict=True))
    return {name: value for name, value in found.items() if value == value}


def assert_same(queries: list[str], name: str, room: Path) -> None:
    """The programs of these runs end with the runs' losses."""
    for query, found in zip(queries, printed(queries, name, room), strict=True):
        wanted = expected(query)
        assert found.keys() == wanted.keys(), query
        off = {of: abs(found[of] - value) for of, value in wanted.items()}
        assert max(off.values()) < CLOSE, (query, off)
