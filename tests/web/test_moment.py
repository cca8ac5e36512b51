"""Each thing once: a page, however many figures read the same, computes it one time."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.runs.log.run import Run
from app.runs.spec import run_spec
from app.runs.training.evaluation import Evaluation
from app.runs.training.loop import Training
from app.web.address.edits import Merged
from app.web.address.query import read_query
from app.web.explore import scene
from app.web.explore.stand import Stand
from app.web.figures import loss_chart, outcomes, sentence
from app.web.frames import frame_json, outcome_json
from app.web.moment import Moment, seen
from app.web.once import once_a_head, once_a_run
from tests.web.runs import trained

LINKS = ["steps=60", "data=digits&hidden=16,16&steps=60", "data=curve&steps=60", "steps=60&change=p@30:0.1&place=0,2"]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of these is computed, from now on."""
    found: Counter[str] = Counter()

    def count(owner: Any, name: str, what: Callable[..., str | None]) -> None:
        whole = getattr(owner, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            if said := what(*args):
                found[said] += 1
            return whole(*args, **kwargs)

        monkeypatch.setattr(owner, name, counted)

    def passed(of: Evaluation, _theta: Any, x: Any, _step: int = 0) -> str:
        arm = "dropout" if of.spec.method else "twin"
        sets = {id(of.data.x): "training", id(of.data.x_test): "test", id(of.data.shown): "map"}
        return f"{sets[id(x)]} set, {arm}"

    count(Training, "output", lambda *_: "step forward")
    count(Training, "backward", lambda *_: "step backward")
    count(Evaluation, "output", passed)
    count(run_spec, "_read", lambda *_: "link parsed")
    count(run_spec, "join_seeds", lambda *_: "link written")
    for module, name in ((loss_chart, "layout"), (loss_chart, "chart"), (loss_chart, "now"), (sentence, "written")):
        count(module, name, lambda *_, name=name: name)
    count(outcomes, "sentence", lambda *_: "verdict")
    count(Run, "curves", lambda *_: "curves")
    return found


def draw(link: str) -> None:
    """The page of a link, its edges and all, as the server makes it."""
    query = link.partition("&step=")[0]
    spec, view = read_query([tuple(pair.split("=")) for pair in link.split("&")])  # type: ignore[misc]
    run = trained(query)
    assert spec == run.spec
    scene.drawn(run, Stand(), Merged(run.spec, view))


@pytest.mark.parametrize("view", ["forward", "backward"])
@pytest.mark.parametrize("link", LINKS)
def test_a_page_computes_each_thing_once(link: str, view: str, counts: Counter[str]) -> None:
    trained(link)
    counts.clear()
    draw(f"{link}&step=35&view={view}")
    known = counts.copy()
    counts.clear()
    draw(f"{link}&step=40&view={view}&sample=3")
    once = ["step forward", "step backward", "now", "verdict", "written"]
    once += ["link written"]  # of the run with new masks; its own is there, and was parsed with the first page
    if trained(link).cost.outcome_at_once:  # else the worker has found it
        once += ["map set, dropout", "map set, twin"]
        once += ["training set, dropout"] if trained(link).spec.net.activation == "relu" else []
    # What does not depend on the step is there already, and in the first page was made once.
    assert counts == dict.fromkeys(once, 1)
    assert {name: count for name, count in known.items() if count > 1 and not name.startswith("link")} == {}


def test_a_frame_and_its_outcome_need_one_pass_forward_and_one_over_each_set(counts: Counter[str]) -> None:
    moment = Moment(trained("steps=60"), 40, 3)
    frame_json(moment)
    outcome_json(moment)
    assert (counts["step forward"], counts["step backward"], counts["training set, dropout"]) == (1, 0, 1)


@pytest.mark.parametrize("link", LINKS)
def test_what_a_pass_forward_shows_is_what_the_record_shows(link: str) -> None:
    one, other = Moment(trained(link), 40, 3), Moment(trained(link), 40, 3)
    _ = other.record
    for name in ("values", "weights", "off", "shades", "share", "states"):
        for mine, theirs in zip(getattr(one, name), getattr(other, name), strict=True):
            assert np.array_equal(mine, theirs), name
    assert frame_json(one) == frame_json(other)


def test_what_is_kept_for_a_run_is_made_again_for_another_and_where_it_goes_on() -> None:
    made: list[tuple[Run, int]] = []

    @once_a_run
    def of_run(run: Run) -> int:
        made.append((run, run.head))
        return run.head

    @once_a_head
    def so_far(run: Run) -> int:
        return of_run.__wrapped__(run)  # type: ignore[attr-defined,no-any-return]

    one, other = trained("steps=60"), trained("data=curve&steps=60")
    assert [of_run(run) for run in (one, one, other)] == [60, 60, 60]
    assert made == [(one, 60), (other, 60)]
    head = one.logs[1].head
    try:
        assert [so_far(one), so_far(one)] == [60, 60]
        one.logs[1].head = 30
        assert [so_far(one), so_far(one)] == [30, 30]
    finally:
        one.logs[1].head = head
    assert made[2:] == [(one, 60), (one, 30)]


def test_a_page_draws_the_moment_that_its_link_names() -> None:
    spec, view = read_query([("steps", "60"), ("step", "7"), ("sample", "5"), ("view", "backward")])
    moment = seen(trained("steps=60"), view)
    assert (moment.run.spec, moment.step, moment.sample, moment.backward) == (spec, 7, 4, True)
