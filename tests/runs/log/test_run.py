"""A run as its viewers see it: two arms, and how it ended."""

import asyncio
import itertools
from functools import cache

import numpy as np
import pytest

from app.runs.data.data_set import load
from app.runs.log.arm_log import ArmLog
from app.runs.log.run import Run
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import Chunk
from app.runs.training.evaluation import Evaluation
from app.runs.training.job import Job
from app.runs.training.rhythm import rhythm
from app.web.words.answers import ending

DIVERGES = "data=curve&activation=relu&optimizer=sgd&lr=1&p=0.1&seed=6"  # dropout at step 4, the twin at step 3


@cache
def chunks(query: str) -> list[Chunk]:
    job = Job(RunSpec.from_query(query), None)
    made = [job.slice(itertools.count().__next__, 20)]
    while not made[-1].ended:
        made.append(job.slice(itertools.count().__next__, 20))
    return made


def empty(query: str) -> Run:
    spec = RunSpec.from_query(query)
    return Run(ArmLog(spec), ArmLog(spec.twin()), load(spec.data, spec.seeds.data))


def fill(run: Run, arm: int) -> None:
    for chunk in chunks(run.logs[arm].spec.query()):
        run.logs[arm].append(chunk)


@cache
def trained(query: str) -> Run:
    run = empty(query)
    fill(run, 0)
    fill(run, 1)
    return run


def test_losses_in_the_log_are_the_records_of_both_arms() -> None:
    run = trained("steps=80&p=0.4")
    for step in (0, 1, 33, 80):
        found = run.record(step)
        assert np.float32(found.loss) == run.logs[0].losses[step]
        assert found.twin_loss == run.logs[1].losses[step]


def test_a_seek_back_shows_the_same_masks() -> None:
    run = trained("steps=80&p=0.4")
    first = [run.record(step).masks for step in range(70, 75)]
    run.record(3)
    for step, masks in zip(range(74, 69, -1), reversed(first), strict=True):
        again = run.record(step).masks
        assert all((a is None and b is None) or (a == b).all() for a, b in zip(masks, again, strict=True))


@pytest.mark.parametrize("first", [0, 1])
def test_a_run_has_diverged_when_both_arms_have_come_to_that_step(first: int) -> None:
    run = empty(DIVERGES)
    fill(run, first)
    assert (run.state, ending(run)) == ("training", "")
    assert run.ended_at == run.spec.training.steps
    fill(run, 1 - first)
    assert (run.state, run.diverged, run.head, run.ended_at) == ("diverged", 1, 2, 2)
    assert ending(run) == (
        "Without dropout: The loss is no longer finite at step 3. Try a smaller learning rate than 1."
    )


def test_a_run_that_dropout_makes_diverge_says_so() -> None:
    run = trained("data=curve&activation=relu&optimizer=sgd&lr=0.01&steps=60&change=p@20:0.95")
    fill(run, 1)
    if run.state == "complete":
        pytest.fail("it must diverge")
    assert (run.state, run.diverged) == ("diverged", 0)
    assert run.logs[1].ended == "complete"
    assert run.ended_at == run.logs[0].head < 60
    assert ending(run).startswith(f"The loss is no longer finite at step {run.head + 1}. Try a smaller")
    assert run.curves().head == run.ended_at


def test_the_advice_names_the_learning_rate_in_force() -> None:
    run = trained("data=curve&activation=relu&optimizer=sgd&lr=0.01&steps=60&change=lr@20:9")
    fill(run, 1)
    assert run.head > 20
    assert ending(run).endswith(f"finite at step {run.head + 1}. Try a smaller learning rate than 9.")


def test_a_run_is_complete_when_both_arms_are() -> None:
    run = empty("steps=30")
    fill(run, 0)
    assert run.state == "training"
    fill(run, 1)
    assert (run.state, ending(run), run.ended_at) == ("complete", "", 30)


def test_who_waits_is_woken_at_her_step_and_at_the_end() -> None:
    async def main() -> None:
        run = empty("steps=60")
        for log in run.logs:
            log.append(chunks(log.spec.query())[0])
        head = run.head
        assert 0 < head < 30
        await run.reach(head)
        near, end = asyncio.create_task(run.reach(head + 1)), asyncio.create_task(run.finish())
        await asyncio.sleep(0)
        for arm in (0, 1):
            assert not near.done()
            run.logs[arm].append(chunks(run.logs[arm].spec.query())[1])
            await asyncio.sleep(0)
        await near
        assert not end.done()
        for arm in (0, 1):
            fill(run, arm)
        await end

    asyncio.run(asyncio.wait_for(main(), 10))


def test_who_waits_for_a_step_that_never_comes_is_told_at_the_end() -> None:
    run = trained(DIVERGES)
    asyncio.run(asyncio.wait_for(run.reach(100), 5))
    asyncio.run(asyncio.wait_for(run.finish(), 5))


def test_scores_are_those_of_the_last_evaluation() -> None:
    run = trained("steps=310")
    assert [run.scores(step).step for step in (0, 2, 3, 5, 6, 309, 310)] == [0, 0, 3, 3, 6, 309, 310]
    evaluation = Evaluation(run.spec, run.data)
    for arm, score in enumerate(run.scores(100)[1:]):
        assert score == pytest.approx(evaluation.score(run.theta(arm, 99)), rel=1e-6)


def test_curves_are_the_mean_of_the_losses_since_the_point_before_and_the_evaluations() -> None:
    run = trained("steps=310")
    curves = run.curves()
    assert curves.complete
    assert curves.rhythm == 3
    for arm, curve in enumerate((curves.dropout, curves.twin)):
        losses = run.logs[arm].losses.astype(float)
        assert curve.train[0] == losses[0]
        assert curve.train[5] == losses[13:16].mean()
        assert (np.stack([curve.masks_on, curve.penalty], axis=1) == run.logs[arm].masks_on).all()
        assert curve.train[-1] == losses[310]
        assert (curve.test == run.logs[arm].scores[:, 1]).all()
    assert (curves.best == [min(curves.twin.test[: i + 1]) for i in range(len(curves.steps))]).all()


def test_curves_of_a_run_that_trains_end_at_the_head() -> None:
    run = empty("steps=310")
    for log in run.logs:
        log.append(chunks(log.spec.query())[0])
    curves = run.curves()
    assert not curves.complete
    assert curves.head == run.head
    assert curves.steps.tolist() == [step for step in range(0, 310, 3) if step <= run.head]
    assert np.isfinite(curves.dropout.test).all()


def test_a_map_is_the_networks_output_in_the_middle_of_each_cell() -> None:
    run = trained("steps=80&p=0.4")
    maps = run.outcome(80).maps
    assert maps is not None
    left, right, bottom, top = run.data.bounds or (0, 0, 0, 0)
    cell = (right - left) / 32
    corner = np.array([[left + cell / 2, top - cell / 2], [right - cell / 2, bottom + cell / 2]])
    for arm, found in enumerate(maps):
        z = run.evaluations[arm].output(run.theta(arm, 80), corner)[:, 0]
        assert (found[0, 0], found[31, 31]) == pytest.approx(tuple(z))


def test_outcomes_of_a_curve_and_of_digits() -> None:
    curve = trained("data=curve&steps=20").outcome(20)
    assert curve.curves is not None
    assert [len(values) for values in curve.curves] == [96, 96]
    run = trained("data=digits&n=60&hidden=10&steps=20")
    digits = run.outcome(20)
    assert digits.confusion is not None
    assert digits.guesses is not None
    for counts, score, said in zip(digits.confusion, digits.scores[1:], digits.guesses, strict=True):
        assert counts.sum() == 1000
        assert counts.trace() / 1000 == pytest.approx(score.accuracy)
        assert counts.sum(axis=1).tolist() == np.bincount(run.data.y_test, minlength=10).tolist()
        assert len(said) == 6


def test_dead_neurons_are_zero_for_every_training_sample() -> None:
    run = empty("steps=80&p=0.4")
    for arm in (0, 1):
        fill(run, arm)
    assert run.logs[0].rows is not None
    first = run.logs[0].rows[80, : 3 * 12].reshape(3, 12)
    first[:, 4], first[2, 4] = 0, -1
    assert 4 in run.dead(80)[0]
    hidden = run.evaluations[0].hidden(run.theta(0, 80), run.data.x)
    assert run.dead(80) == [[u for u in range(12) if (h[:, u] == 0).all()] for h in hidden]
    assert trained("steps=20&activation=tanh").outcome(20).dead == [[], [], []]


WIDE = "data=digits&n=60&hidden=256,256,256&batch=40&steps=6"  # its frames and outcomes are not computed at once


def test_a_wide_runs_outcome_is_the_workers_and_the_server_passes_no_data_through_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = trained(WIDE)
    theta = run.theta(0, 4).copy()
    exact = Evaluation(run.spec, run.data).learned(theta)[1]

    def no_pass(*_: object) -> None:
        raise AssertionError("the server put data through a network")

    for name in ("score_in_parts", "learned_in_parts", "output", "hidden"):
        monkeypatch.setattr(Evaluation, name, no_pass)
    found = run.outcome(4)
    assert (found.step, found.scores.step) == (4, 4)
    assert found.confusion is not None
    assert found.guesses is not None
    assert (found.confusion[0] == exact.confusion).all()
    assert (found.guesses[0] == exact.guesses).all()
    assert found.dead == exact.dead == run.dead(4)


def test_a_wide_runs_outcome_is_the_same_however_its_training_was_sliced() -> None:
    fine, coarse = empty(WIDE), empty(WIDE)
    for run, seconds in ((fine, 0), (coarse, 10**9)):
        for arm in (0, 1):
            job = Job(run.logs[arm].spec, None)
            while not run.logs[arm].ended:
                run.logs[arm].append(job.slice(itertools.count().__next__, seconds))
    for step in range(7):
        one, other = fine.outcome(step), coarse.outcome(step)
        assert one.scores == other.scores
        assert one.dead == other.dead
        assert np.array_equal(one.confusion or (), other.confusion or ())


def test_between_evaluations_a_wide_runs_outcome_is_the_last_one_and_says_so() -> None:
    run = trained("data=digits&n=60&hidden=64,64&steps=400")
    assert not run.cost.outcome_at_once
    assert rhythm(400) == 3
    assert (run.outcome(5).step, run.outcome(5).scores.step) == (3, 3)
    assert np.array_equal(run.outcome(5).confusion or (), run.outcome(3).confusion or ())
    assert run.outcome(6).step == 6
