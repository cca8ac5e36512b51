"""The network figure says what the step's record says."""

import numpy as np
import pytest

from app.web import figure, geometry
from app.web.activity import dropped
from app.web.links import Links
from app.web.query import View
from app.web.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import trained

RUN = "steps=60"


def drawn(query: str = RUN, step: int = 40, sample: int = 3, view: str = "forward") -> tuple[Node, figure.Network]:
    run = trained(query)
    looks = View(step=step, sample=sample, view=view)
    shown = figure.context(run, run.record(step), looks, Links(run.spec, looks))
    return tree(environment().get_template("explore/network.html").render(network=shown)), shown


def states(page: Node) -> list[list[str]]:
    groups = [group for layer in page.all("g", "layer") for group in layer.all("g", "marks")]
    return [[mark["class"].split()[0] for mark in group.walk()] for group in groups]


@pytest.mark.parametrize("query", [RUN, "place=0,2&p=0.5&steps=60", "data=digits&steps=60&place=0,1,2"])
def test_exactly_the_neurons_that_the_mask_put_to_0_are_struck_out(query: str) -> None:
    page, _ = drawn(query)
    record = trained(query).record(40)
    for k, layer in enumerate(states(page)):
        mask = record.masks[k] if k < len(record.masks) else None
        expected = np.zeros(len(layer), bool) if mask is None else mask[3] == 0
        assert [state == "dropped" for state in layer] == expected.tolist()
        strikes = page.all("g", "layer")[k].one("path", "strikes")["d"]
        assert strikes.count("M") == expected.sum()


def test_the_count_under_a_layer_is_that_of_its_struck_neurons() -> None:
    page, _ = drawn()
    for k, layer in enumerate(states(page)):
        if 0 < k < 4:
            assert page.one("span", data_off=str(k)).text == f"{layer.count('dropped')} of 12 off"


def test_heads_have_short_names_for_where_columns_are_narrow() -> None:
    page, _ = drawn("hidden=4,4,4,4,4,4&steps=60")
    heads = [head.one("b") for head in page.one("div", "heads").all("p")]
    assert [head["data-short"] for head in heads] == ["In", "H1", "H2", "H3", "H4", "H5", "H6", "Out"]
    assert [head.text for head in heads][:2] == ["Input", "Hidden 1"]


def test_silent_neurons_are_those_of_this_sample_and_dead_ones_those_of_all() -> None:
    page, _ = drawn()
    run, record = trained(RUN), trained(RUN).record(40)
    dead = run.dead(40)
    for k, layer in enumerate(states(page)[1:-1], 1):
        for unit, state in enumerate(layer):
            if state in ("silent", "dead"):
                assert record.activations[k][3, unit] == 0
                assert (state == "dead") == (unit in dead[k - 1])


def test_a_neuron_that_is_active_for_this_sample_is_never_drawn_as_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Masks below it can wake a neuron that is 0 for every sample with dropout off."""
    run = trained(RUN)
    monkeypatch.setattr(type(run), "dead", lambda self, theta: [list(range(12))] * 3)
    page, _ = drawn()
    record = run.record(40)
    for k, layer in enumerate(states(page)[1:-1], 1):
        active = (record.activations[k][3] != 0) & ~dropped(record, 3)[k]
        assert [state == "kept" for state in layer] == active.tolist()


def test_no_edge_is_drawn_at_a_dropped_neuron_and_a_negative_one_is_marked() -> None:
    page, shown = drawn()
    record, off = trained(RUN).record(40), dropped(trained(RUN).record(40), 3)
    edges, n = [path for lines in page.all("g", "lines") for path in lines.all("path")], 0
    for k, weights in enumerate(record.weights):
        for (i, j), weight in np.ndenumerate(weights):
            assert ("x" in edges[n].classes) == (off[k][i] or off[k + 1][j])
            assert ("n" in edges[n].classes) == (geometry.level(float(weight)) < 128)
            n += 1
    assert n == len(edges) == len(shown.edges)


def test_a_wide_network_shows_its_strongest_edges_alone() -> None:
    _, shown = drawn("data=digits&steps=60")
    assert not shown.all_edges
    assert len(shown.edges) == 3 * geometry.STRONGEST
    assert [layer.kind for layer in shown.layers] == ["image", "cells", "cells", "neurons"]


def test_in_the_backward_view_arrows_stop_at_dropped_neurons() -> None:
    page, shown = drawn(view="backward")
    record = trained(RUN).record(40)
    off = dropped(record, 3)
    for layer in shown.layers[1:-1]:
        arriving = record.upstream[layer.index][3] != 0
        assert layer.stops.count("v12") == (off[layer.index] & arriving).sum()
    assert any(layer.stops for layer in shown.layers)
    assert page.one("figure", id="network")["data-view"] == "backward"


def test_the_text_alternative_names_who_is_off() -> None:
    page, _ = drawn()
    words = page.one("div", "stack")["aria-label"]
    off = np.flatnonzero(dropped(trained(RUN).record(40), 3)[1]) + 1
    assert "at step 40, sample 4" in words
    assert all(str(unit) in words.split("Hidden 1:")[1].split(";")[0] for unit in off)


def test_a_gate_toggles_dropout_at_its_place() -> None:
    page, _ = drawn()
    gates = page.all("a", "gate")
    assert [gate["href"] for gate in gates] == [
        "/?steps=60&place=0,1,2,3", "/?steps=60&place=2,3", "/?steps=60&place=1,3", "/?steps=60&place=1,2",
    ]  # fmt: skip
    assert ["on" in gate.classes for gate in gates] == [False, True, True, True]
    assert all(gate["aria-label"] for gate in gates)


def test_a_digit_is_drawn_as_its_image() -> None:
    page, _ = drawn("data=digits&steps=60")
    pixels = [float(mark["fill-opacity"]) for mark in page.all("g", "marks")[0].all("rect")]
    assert np.allclose(pixels, trained("data=digits&steps=60").record(40).x[3], atol=0.01)


@pytest.mark.parametrize(("query", "said"), [("data=digits&steps=60", False), ("steps=60", True)])
def test_in_the_backward_view_the_legend_names_arrows_where_there_are_some(query: str, said: bool) -> None:
    page, network = drawn(query, view="backward")
    assert ("gradient arrives" in page.text) == said
    assert any(layer.arrows for layer in network.layers[1:-1]) == said
