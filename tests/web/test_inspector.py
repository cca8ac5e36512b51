"""One neuron's numbers are the record's."""

import numpy as np
import pytest

from app.web import inspector
from app.web.links import Links
from app.web.query import View
from app.web.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import trained

RUN = "steps=60"


def drawn(layer: int, unit: int, query: str = RUN) -> tuple[Node, inspector.Inspector]:
    run, looks = trained(query), View(step=40, sample=3)
    shown = inspector.context(run, run.record(40), looks, layer, unit, Links(run.spec, looks))
    return tree(environment().get_template("explore/neuron.html").render(inspector=shown)), shown


def numbers(page: Node) -> str:
    return page.one("dl").text.replace("−", "-").replace(" ", "")


def test_a_dropped_neuron_passes_nothing_and_its_gradient_is_0() -> None:
    mask = trained(RUN).record(40).masks[1]
    assert mask is not None
    unit = int(np.flatnonzero(mask[3] == 0)[0])
    page, shown = drawn(1, unit)
    assert shown.state == "dropped"
    u = trained(RUN).record(40).coins[1][3, unit]
    assert f"{u:.4f}<0.2" in numbers(page)
    assert numbers(page).endswith("×0=0")


def test_a_kept_neuron_shows_its_sum_its_scale_and_its_gradient() -> None:
    record = trained(RUN).record(40)
    mask = record.masks[2]
    assert mask is not None
    unit = int(np.flatnonzero((mask[3] > 0) & (record.activations[2][3] > 0))[0])
    page, shown = drawn(2, unit)
    h = record.activations[2][3, unit]
    assert shown.state == "kept"
    for value in (h, 1.25 * h, 1.25 * record.upstream[2][3, unit]):
        assert f"{value:.3g}".split("e")[0] in numbers(page)
    assert page.all("math")


@pytest.mark.parametrize("query", [RUN, "steps=60&place=1", "steps=60&activation=tanh"])
def test_where_a_relu_gave_0_the_gradient_is_said_to_stop(query: str) -> None:
    record = trained(query).record(40)
    for unit in range(12):
        page, shown = drawn(2, unit, query)
        silent = record.activations[2][3, unit] == 0 and record.gradients[2][3, unit] != 0
        assert ("Where the ReLU gives 0" in page.one("dl").text) == silent
        assert not silent or shown.state in ("silent", "dead")
    assert "tanh" in query or any(record.activations[2][3] == 0)


def test_a_neuron_of_the_plane_has_its_own_map_and_one_of_digits_has_none() -> None:
    assert drawn(1, 0)[1].map_light.startswith("data:image/png")
    assert drawn(1, 0, "data=digits&steps=60")[1].map_light == ""


def test_in_a_wide_network_it_brings_its_strongest_edges() -> None:
    assert len(drawn(1, 0, "data=digits&steps=60")[1].edges) == 2 * inspector.FOCUS_EDGES
    assert drawn(1, 0)[1].edges == ()


@pytest.mark.parametrize(("layer", "unit"), [(5, 0), (1, 12), (-1, 0)])
def test_a_neuron_that_is_not_there_is_refused(layer: int, unit: int) -> None:
    with pytest.raises(LookupError, match="must lie in 0 to"):
        drawn(layer, unit)
