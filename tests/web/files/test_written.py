"""A run as a program: under 80 lines, and it ends with the losses of the run."""

import ast
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from app.runs.data.tasks import TASKS
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.web.files.program import WIDTH
from app.web.files.written import LIBRARIES, LINES, ROOM, fitted, written
from app.web.words.faults import said
from tests.web.files.programs import SITE, assert_same

WHY = "the libraries are not installed: pip install -e '.[libraries]' (docs/libraries.md)"
# Every kind of network and method, task and optimizer; changes on the way, clipping, decay, seeds and sizes.
RUNS = [
    "steps=30&p=0.1,0.3,0.5&change=p@10:0.6;lr@15:0.01;decay@20:0.01",
    "data=circles&steps=20&method=classic&activation=sigmoid&optimizer=momentum&decay=0.01&clip=0.5&place=0,1,2",
    "data=blobs&steps=20&method=gaussian&optimizer=sgd&seed=7&n=47&batch=9&hidden=5,6",
    "data=curve&steps=20&method=concrete&clip=1",
    "data=digits&n=20&batch=9&hidden=12,9&steps=6&method=dropconnect&activation=tanh&place=0,1",
    "steps=8&method=dropconnect&inference=moments&place=1,2&change=p@5:0.4",
    "data=curve&steps=8&hidden=6,5&method=dropconnect&inference=moments&each=batch&place=0,1",
    "data=digits&n=20&batch=9&hidden=9&steps=4&method=dropconnect&inference=moments&activation=sigmoid&place=0,1",
    "data=digits&n=20&batch=9&maps=2,3&neurons=6&steps=4&net=conv&place=0,1,2&shift=1",
    "data=digits&n=20&batch=9&maps=2,3&neurons=6&steps=4&method=spatial&decay=0.01",
    "data=digits&n=20&batch=9&maps=2,3&neurons=6&steps=4&method=dropblock&p=0.1,0.2,0.3&place=0,1,2",
    "data=digits&n=20&batch=9&cells=4&steps=4&method=variational&gates=untied",
    "data=memory&n=40&cells=4&steps=6&delay=5&method=recurrent&lasts=sequence&place=0,1&clip=0.2",
    "data=memory&n=40&cells=4&steps=6&delay=5&method=naive",
    "data=digits&n=20&batch=9&steps=6&method=stochastic_depth&each=sample&blocks=3&width=7",
    "data=digits&n=20&batch=9&steps=6&method=layerdrop&p=0.5&blocks=3&width=7",
    "data=digits&n=20&batch=9&steps=6&net=residual&method=dropout&blocks=3&width=7",
    "data=words&n=40&width=6&inner=7&steps=6",
    "data=digits&n=20&batch=9&hidden=7&steps=8&shift=2&warmup=5&change=lr@3:0.01",
    "steps=12&norm=before&activation=tanh",
    "steps=12&norm=after&method=classic&clip=0.5&decay=0.01",
    "steps=12&place=none",
]
# Lists that are longer than a line: of places, p, coins and changes.
WIDE = [
    "data=digits&method=stochastic_depth&blocks=10&change=p@3:0.4;lr@5:0.01",
    "data=digits&hidden=128,128,128,128,128,128&method=dropconnect&each=batch&place=0,1,2,3,4,5",
]


def test_the_programs_in_numpy_end_with_the_losses_of_the_runs(tmp_path: Path) -> None:
    assert_same(RUNS, "numpy", tmp_path)


def test_the_programs_in_pytorch_end_with_the_losses_of_the_runs(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason=WHY)
    assert_same(RUNS, "torch", tmp_path)


@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("data", TASKS)
def test_every_default_scene_has_its_program(data: str, name: str) -> None:
    spec = RunSpec.from_query(f"data={data}")
    code = written(spec, name, SITE)
    lines = code.splitlines()
    assert len(lines) < LINES
    assert ROOM not in code
    said = ast.get_docstring(ast.parse(code))
    assert said is not None
    assert f"{SITE}{'?' if spec.query() else ''}{spec.query()}\n" in said
    assert f"{SITE}run.npz" in said


def test_programs_are_in_the_style_of_python(tmp_path: Path) -> None:
    for number, (query, name) in enumerate(product(RUNS + WIDE, LIBRARIES)):
        code = written(RunSpec.from_query(query), name, SITE)
        assert max(len(line) for line in code.splitlines() if SITE not in line) <= WIDTH, (query, name)
        (tmp_path / f"{number}.py").write_text(code, encoding="utf-8")
    rules = ["--isolated", "--no-cache", "--select=E,W,F,C4,SIM,UP", "--ignore=E501", "--output-format=concise"]
    command = [sys.executable, "-m", "ruff", "check", *rules, tmp_path]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_a_program_has_blank_lines_where_there_is_room() -> None:
    lines = ["a", ROOM, ROOM, "b", f"    {ROOM}", "    c"]
    assert fitted(lines) == ["a", "", "", "b", "", "    c"]
    full = ["d"] * (LINES - 6)
    assert fitted(lines + full) == ["a", "", "b", "", "    c", *full]
    full = ["d"] * (LINES - 4)
    assert fitted(lines + full) == ["a", "b", "    c", *full]
    assert fitted(lines + ["d"] * (LINES - 3)) == []


DROPBLOCK = "data=digits&method=dropblock&place=0,1,2&shift=1"
CHANGES = ";".join(f"p@{10 * k}:0.{k}{k},0.1,0.2" for k in range(1, 8))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            f"{DROPBLOCK}&warmup=9",
            "80 lines, and a program here has less than 80. It would fit without any one of shifts and warm-up",
        ),
        (
            f"{DROPBLOCK}&warmup=9&clip=1&decay=0.1",
            "82 lines, and a program here has less than 80. It would fit without shifts",
        ),
        (
            f"{DROPBLOCK}&warmup=9&clip=1&decay=0.1&change={CHANGES}",
            "86 lines, and a program here has less than 80. It would fit without shifts and changes",
        ),
    ],
)
def test_a_run_that_has_no_program_is_refused_with_what_it_would_fit_without(query: str, words: str) -> None:
    spec = RunSpec.from_query(query)
    with pytest.raises(SpecError) as refused:
        written(spec, "numpy", SITE)
    assert said(refused.value.faults["link"], page=True) == f"In NumPy this run takes {words}"
    assert written(spec, "torch", SITE)
