"""How many factors of Gaussian dropout are negative: by the formula, and in the batch of a step."""

import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.methods import turned
from app.web.methods.turned import Turned, share
from app.web.moment import Moment
from tests.web.runs import trained

LINK = "steps=60&n=40&batch=10&method=gaussian"


def shown(link: str) -> Turned:
    run = trained(link)
    shows = turned.section(Moment(run, 20, 3), Links(run.spec, View(20))).shows
    assert isinstance(shows, Turned)
    return shows


@pytest.mark.parametrize(("p", "percent"), [(0.1, 0.13), (0.5, 15.9), (0.9, 36.9)])
def test_the_share_is_that_of_a_normal_number(p: float, percent: float) -> None:
    assert 100 * share(p) == pytest.approx(percent, abs=0.05)
    assert share(0) == 0


def test_what_is_counted_is_the_batch_of_the_step() -> None:
    masks = Moment(trained(f"{LINK}&p=0.5"), 20, 0).masks
    count, whole = sum(int((m < 0).sum()) for m in masks.values()), sum(m.size for m in masks.values())
    (found,) = shown(f"{LINK}&p=0.5").found
    assert (found.p, found.formula, found.count, found.whole) == ("0.5", "15.9 %", str(count), str(whole))
    assert abs(count / whole - share(0.5)) < 4 * (share(0.5) / whole) ** 0.5


def test_each_p_is_a_point_and_none_is_none() -> None:
    assert [found.p for found in shown(f"{LINK}&p=0.2,0.7,0.2").found] == ["0.2", "0.7"]
    nothing = shown("steps=60&n=40&batch=10&place=none")
    assert (nothing.found, nothing.sentence) == ((), "Nothing is multiplied at this step.")
