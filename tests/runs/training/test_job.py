"""Jobs: however a run is sliced its log is the same, and a run that diverges says so."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.spec.run_spec import RunSpec
from app.runs.training import job as job_module
from app.runs.training.chunk import Chunk
from app.runs.training.evaluation import Evaluation
from app.runs.training.job import Job
from app.runs.training.loop import Training
from app.runs.training.rhythm import point_steps

DIVERGES = "data=curve&activation=relu&optimizer=sgd&lr=3&p=0.1"


def chunks(query: str, seconds: float, state_at: int | None = None) -> list[Chunk]:
    """All chunks of a job, by a clock that moves on by 1 each time it is read."""
    spec = RunSpec.from_query(query)
    state = None
    if state_at is not None:
        training = Training(spec, load(spec.data, spec.seeds.data))
        training.advance(state_at)
        state = training.state()
    job = Job(spec, state)
    made = [job.slice(itertools.count().__next__, seconds)]
    while not made[-1].ended:
        made.append(job.slice(itertools.count().__next__, seconds))
    return made


def log_of(query: str, seconds: float) -> ArmLog:
    log = ArmLog(RunSpec.from_query(query))
    for chunk in chunks(query, seconds):
        log.append(chunk)
    return log


def test_slices_of_any_length_make_the_same_log() -> None:
    short, long = log_of("steps=150", 2), log_of("steps=150", 10**6)
    assert short.rows is not None
    assert long.rows is not None
    assert short.losses.tobytes() == long.losses.tobytes()
    assert short.rows.tobytes() == long.rows.tobytes()
    assert short.scores.tobytes() == long.scores.tobytes()
    assert short.states.keys() == long.states.keys()


def test_a_slice_makes_at_least_a_step_and_goes_on_where_the_last_ended() -> None:
    made = chunks("steps=40", 0)
    assert [chunk.start for chunk in made] == list(range(41))
    assert {len(chunk.losses) for chunk in made} == {1}
    assert [chunk.ended for chunk in made] == [""] * 40 + ["complete"]


def test_a_slice_is_bounded_however_long_it_may_take() -> None:
    made = chunks("steps=1500", 10**9)
    assert all(len(chunk.losses) <= job_module.CHUNK_STEPS for chunk in made)
    assert all(chunk.rows is not None and chunk.rows.nbytes <= job_module.CHUNK_BYTES for chunk in made)


def test_scores_come_at_the_rhythm_alone_and_are_the_evaluation_of_that_step() -> None:
    spec = RunSpec.from_query("steps=310")
    log, points = log_of("steps=310", 100), point_steps(310)
    scored = [point for chunk in chunks("steps=310", 100) for point, _ in chunk.scores]
    assert scored == list(range(len(points)))
    assert log.rows is not None
    evaluation = Evaluation(spec, load(spec.data, spec.seeds.data))
    for point in (0, 1, len(points) // 2, len(points) - 1):
        score = np.array(evaluation.score(log.rows[points[point]]))
        assert (log.scores[point] == score).all()


def test_the_log_has_the_loss_and_parameters_of_each_step() -> None:
    log = log_of("steps=70&p=0.5", 20)
    assert log.rows is not None
    training = Training(log.spec, load(log.spec.data, log.spec.seeds.data))
    for step in range(71):
        assert (log.rows[step] == training.network.theta).all()
        assert log.losses[step] == np.float32(training.forward())
        training.advance(step + 1)


def test_a_job_from_a_state_goes_on_as_the_whole_run() -> None:
    whole = log_of("steps=100", 1000)
    assert whole.rows is not None
    made = chunks("steps=100", 1000, state_at=37)
    assert made[0].start == 37
    assert made[0].rows is not None
    assert (made[0].rows == whole.rows[37:]).all()
    assert (made[0].losses == whole.losses[37:]).all()


@pytest.mark.parametrize(
    "query",
    [DIVERGES, "data=curve&activation=relu&optimizer=sgd&lr=10", "data=curve&activation=relu&optimizer=momentum&lr=1"],
)
@pytest.mark.parametrize("seconds", [0, 10**6])
def test_a_run_diverges_at_the_first_loss_that_is_not_finite(query: str, seconds: float) -> None:
    made = chunks(query, seconds)
    losses = np.concatenate([chunk.losses for chunk in made])
    assert made[-1].ended == "diverged"
    assert 0 < len(losses) < 20
    assert np.isfinite(losses).all()


def test_a_job_reads_no_clock_of_its_own() -> None:
    assert "import time" not in Path(job_module.__file__).read_text(encoding="utf-8")
