"""A run as a program: under 80 lines, and it ends with the losses of the run."""

import ast
from pathlib import Path

import pytest

from app.runs.data.tasks import TASKS
from app.runs.spec.link import SpecError
from app.runs.spec.run_spec import RunSpec
from app.web.files.written import LIBRARIES, LINES, ROOM, fitted, written
from tests.web.files.programs import SITE, assert_same

WHY = "the libraries are not installed: pip install -e '.[libraries]' (docs/libraries.md)"
# Every kind of network and method, task and optimizer; changes on the way, clipping, decay, seeds and sizes.
RUNS = [
    "steps=60&p=0.1,0.3,0.5&change=p@20:0.6;lr@30:0.01;decay@40:0.01",
    "data=circles&steps=30&method=classic&activation=sigmoid&optimizer=momentum&decay=0.01&clip=0.5",
    "data=blobs&steps=30&method=gaussian&optimizer=sgd&seed=7&n=47&batch=9&hidden=5,6",
    "data=curve&steps=30&method=concrete&clip=1",
    "data=digits&n=60&hidden=12,9&steps=15&method=dropconnect&activation=tanh&place=0,1",
    "data=digits&n=40&steps=6&net=conv&place=0,1,2",
    "data=digits&n=40&steps=6&method=spatial&decay=0.01",
    "data=digits&n=40&steps=6&method=dropblock&p=0.1,0.2,0.3&place=0,1,2",
    "data=digits&n=40&steps=6&method=variational&gates=untied",
    "data=memory&steps=12&delay=6&method=recurrent&lasts=sequence&place=0,1&clip=0.2",
    "data=memory&steps=12&delay=6&method=naive",
    "data=digits&n=40&steps=12&method=stochastic_depth&each=sample&blocks=4",
    "data=digits&n=40&steps=12&method=layerdrop&p=0.5&blocks=4",
    "data=digits&n=40&steps=12&net=residual&method=dropout&blocks=4",
    "data=words&n=60&steps=12",
    "data=digits&n=40&hidden=12&steps=12&shift=2&warmup=8&change=lr@5:0.01",
    "steps=20&norm=before&activation=tanh",
    "steps=20&norm=after&method=classic&clip=0.5&decay=0.01",
    "steps=20&place=none",
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
    assert ROOM not in lines
    said = ast.get_docstring(ast.parse(code))
    assert said is not None
    assert f"{SITE}{'?' if spec.query() else ''}{spec.query()}\n" in said
    assert f"{SITE}run.npz" in said


def test_a_program_has_blank_lines_where_there_is_room() -> None:
    assert fitted(["a", ROOM, "b"]) == ["a", "", "b"]
    assert fitted(["a", ROOM, "", "b"] + ["c"] * (LINES - 4)) == ["a", "", "b"] + ["c"] * (LINES - 4)
    assert fitted(["a", ROOM, "", "b"] + ["c"] * (LINES - 3)) == ["a", "b"] + ["c"] * (LINES - 3)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("method=dropconnect&inference=moments", "inference"),
        ("data=words&clip=1&change=" + ";".join(f"p@{10 * k}:0.{k}{k},0.1,0.2,0.3" for k in range(1, 10)), "link"),
    ],
)
def test_a_run_that_has_no_program_is_refused_with_the_reason(query: str, name: str) -> None:
    with pytest.raises(SpecError) as refused:
        written(RunSpec.from_query(query), "numpy", SITE)
    assert [*refused.value.faults] == [name]
    assert refused.value.faults[name].facts["most"] == LINES
