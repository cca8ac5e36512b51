"""The card of a number of the convolutional network: its sum is what the network computed."""

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures.conv_card import card, coming
from app.web.moment import Moment, seen
from tests.web.runs import unscored

SMALL = "data=digits&n=40&batch=8&steps=12&maps=3,4&neurons=10"
METHODS = {"dropout": "net=conv", "spatial": "method=spatial", "dropblock": "method=dropblock&block=2"}


def at(method: str) -> tuple[Moment, Links]:
    run, looks = unscored(f"{SMALL}&{METHODS[method]}&place=0,1,2&p=0.4"), View(step=9, sample=3)
    return seen(run, looks), Links(run.spec, looks)


@pytest.mark.parametrize("method", METHODS)
def test_the_terms_of_each_number_add_up_to_it(method: str) -> None:
    moment, links = at(method)
    for layer, signal in enumerate(moment.run.spec.plan.signals):
        values = moment.signals[signal.name]
        for unit in range(0, values.size, 13):
            index = tuple(int(i) for i in np.unravel_index(unit, signal.shape))
            of = coming(moment, signal.name, index)
            shown = card(moment, layer, unit, links)
            if of is None:
                assert (shown.sum, shown.state) == (None, "input")
                continue
            total = float(of.terms.sum() + of.bias)
            expected = total if signal.name == "z" else max(0.0, total)
            if signal.name == "pool2":
                factors = moment.acting[1]
                expected *= float(factors.max()) if values[index] else 0.0
            assert values[index] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_dropped_is_called_so_and_what_the_mask_takes_from_a_sum_is_struck_out(method: str) -> None:
    moment, links = at(method)
    off = np.broadcast_to(moment.acting[0] == 0, (3, 7, 7)).ravel()
    states = [card(moment, 2, unit, links).state for unit in range(off.size)]
    assert [state == "dropped" for state in states] == off.tolist()
    masks = [term.mask for unit in range(0, 196, 9) for term in card(moment, 3, unit, links).sum.terms]
    assert "0" in masks
    assert any(mask not in ("0", "") for mask in masks)
