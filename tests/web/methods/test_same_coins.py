"""Four methods of an LSTM from the same coins, and what is left of a stored value."""

import numpy as np
import pytest

from app.web.address.query import View
from app.web.methods import same_coins, survival
from app.web.methods.catalogue import PAGES
from app.web.methods.links import links_of
from app.web.moment import Moment
from tests.web.runs import unscored

SMALL = "n=60&cells=5&batch=8&steps=20&p=0.4"
LINKS = {
    "variational": f"data=memory&delay=6&{SMALL}",
    "naive h": f"data=memory&delay=6&{SMALL}&method=naive&on=h",
    "naive c": f"data=memory&delay=6&{SMALL}&method=naive",
    "recurrent": f"data=memory&delay=6&{SMALL}&method=recurrent",
}


def at(query: str) -> Moment:
    return Moment(unscored(query), 12, 2)


def shown(query: str) -> same_coins.SameCoins:
    moment = at(query)
    return same_coins.section(moment, links_of(PAGES["naive"], moment.run.spec, View(step=12))).shows


@pytest.mark.parametrize("own", LINKS)
def test_each_strip_is_what_a_run_of_that_method_drops(own: str) -> None:
    """Whichever of the four runs is on screen."""
    strips = {way.key: strip for way, strip in zip(same_coins.WAYS, shown(LINKS[own]).strips, strict=True)}
    for key, strip in strips.items():
        off = at(LINKS[key]).acting[1][:, 0] == 0
        off = np.broadcast_to(off, (6, 5))
        if key != "recurrent":
            off = off[1:]  # nothing is handed to the first step
        assert strip.off.count("M") // (2 if key == "naive c" else 1) == off.sum(), key
        assert strip.current == (key == own)
    assert "methods/variational" in strips["variational"].href
    assert "method=recurrent" in strips["recurrent"].href


def test_where_nothing_is_dropped_the_scenes_p_is_taken() -> None:
    query = f"data=memory&delay=6&{SMALL}&place=none"
    assert "p = 0.25:" in shown(query).lead
    assert not any(strip.current for strip in shown(query).strips)


def test_a_stored_value_is_left_where_no_mask_has_erased_it() -> None:
    moment = at(LINKS["naive c"])
    found = survival.section(moment, links_of(PAGES["naive"], moment.run.spec, View(step=12))).shows
    kept = moment.factors[1][:, 1:, 0] != 0
    assert not found.flat
    for left in found.left:
        alive = kept[:, : left.t].all(axis=1).mean()
        assert left.found == f"{100 * alive:.1f} %"
        assert left.expected == f"{100 * 0.6**left.t:.1f} %"
    assert f"{int(kept.all(axis=1).sum())} of 40 values stored" in found.sentence


def test_masks_elsewhere_leave_it_alone() -> None:
    moment = at(LINKS["recurrent"])
    found = survival.section(moment, links_of(PAGES["recurrent"], moment.run.spec, View(step=12))).shows
    assert found.flat
    assert found.sentence.startswith("This run’s masks leave the memory alone.")
