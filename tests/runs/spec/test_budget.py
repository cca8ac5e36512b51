"""Budgets: small networks keep every step, larger ones find a step again soon, and what cannot is refused."""

import pytest

from app.runs.spec.budget import (
    BRANCH_MAX,
    KEY_STEPS,
    ROWS_BYTES,
    STATES_BYTES,
    keeps_rows,
    key_steps,
    seek_seconds,
    stack_pays,
    step_seconds,
)
from app.runs.spec.cost import cost
from app.runs.spec.run_spec import RunSpec, SpecError
from app.web.words.faults import told


@pytest.mark.parametrize("parameters", [300, 3_000, 30_000, 300_000])
@pytest.mark.parametrize("steps", [50, 1_500, 20_000])
def test_key_steps_take_at_most_their_bytes(steps: int, parameters: int) -> None:
    every = key_steps(steps, parameters)
    assert every % KEY_STEPS == 0
    assert every >= steps or steps / every * parameters * 12 <= STATES_BYTES


def test_every_step_is_kept_where_all_fit() -> None:
    assert keeps_rows(1_500, ROWS_BYTES // 4 // 1_501)
    assert not keeps_rows(1_500, ROWS_BYTES // 4 // 1_501 + 1)


@pytest.mark.parametrize("link", ["", "data=digits", "hidden=64,64,64"])
def test_usual_runs_branch_off_at_once(link: str) -> None:
    spec = RunSpec.from_query(link)
    assert seek_seconds(spec.training, spec.plan) <= BRANCH_MAX


@pytest.mark.parametrize(
    "link", ["hidden=256,256,256,256,256,256", "data=digits&hidden=256,256&batch=64", "data=digits&batch=256"]
)
def test_the_widest_networks_can_be_watched(link: str) -> None:
    assert RunSpec.from_query(link).query() == link


@pytest.mark.parametrize(
    "link", ["hidden=256,256,256,256,256,256&n=500&batch=64", "data=digits&n=500&hidden=256,256&batch=256&steps=3000"]
)
def test_a_run_whose_steps_cannot_be_found_again_soon_is_refused(link: str) -> None:
    with pytest.raises(SpecError) as refused:
        RunSpec.from_query(link)
    assert list(told(refused.value)) == ["steps"]
    assert "found again in 3 s, got about" in told(refused.value)["steps"]


def test_small_networks_are_stacked_from_four_on_and_those_that_are_all_products_never() -> None:
    """benchmarks/stack.py: 2-12-12-12-1 gains from four arms on, 196-64-64-10 at no count."""
    for link, pays in (("", True), ("data=notebook", True), ("data=digits", False)):
        spec = RunSpec.from_query(link)
        found = [stack_pays(count, spec.training, spec.plan) for count in (1, 2, 4, 10, 64)]
        assert found == [False, False, pays, pays, pays]


def test_a_step_whose_images_are_moved_takes_longer_and_the_longer_the_more_there_are() -> None:
    """Measured: 23 µs of 32 images, 90 of 128."""
    for batch, measured in ((32, 23e-6), (128, 90e-6)):
        still, moved = (RunSpec.from_query(f"data=digits&batch={batch}&shift={shift}") for shift in (0, 1))
        more = step_seconds(moved.training, moved.plan) - step_seconds(still.training, still.plan)
        assert more == pytest.approx(measured, rel=0.2)
        assert cost(moved).seconds - cost(still).seconds == pytest.approx(moved.training.steps * more)
