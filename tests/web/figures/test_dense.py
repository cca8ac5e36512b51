"""The network figure says what the step's record says."""

import re
from itertools import chain

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import dense as figure
from app.web.figures import geometry
from app.web.figures.catalogue import Placed
from app.web.figures.edges import STRONGEST, weight_bytes
from app.web.figures.geometry import coordinate
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import trained

RUN = "steps=60"
WIDE = "data=digits&steps=60"


def drawn(query: str = RUN, step: int = 40, sample: int = 3, view: str = "forward") -> tuple[Node, figure.Network]:
    run = trained(query)
    looks = View(step=step, sample=sample, view=view)
    shown = figure.context(seen(run, looks), Links(run.spec, looks))
    return tree(environment().get_template("figures/dense.html").render(figure=Placed("", "network", shown, 3))), shown


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
            assert page.one("span", data_off=str(k)).text == str(layer.count("dropped"))
            assert page.one("div", "heads").all("p")[k].text.endswith(f"{layer.count('dropped')} of 12 off")


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
        active = (record.activations[k][3] != 0) & ~Moment(trained(RUN), 40, 3).off[k]
        assert [state == "kept" for state in layer] == active.tolist()


def test_no_edge_is_drawn_at_a_dropped_neuron_and_a_negative_one_is_marked() -> None:
    page, shown = drawn()
    record, off = trained(RUN).record(40), Moment(trained(RUN), 40, 3).off
    edges, n = [path for lines in page.all("g", "lines") for path in lines.all("path")], 0
    for k, weights in enumerate(record.weights):
        for (i, j), weight in np.ndenumerate(weights):
            assert ("x" in edges[n].classes) == (off[k][i] or off[k + 1][j])
            assert ("n" in edges[n].classes) == (weight_bytes(np.array([weight]))[0] < 128)
            n += 1
    assert n == len(edges) == sum(map(len, shown.edges))


@pytest.mark.parametrize("view", ["forward", "backward"])
@pytest.mark.parametrize("query", [WIDE, "data=digits&steps=60&p=0.95&place=0,1,2"])
def test_a_wide_network_shows_its_strongest_edges_alone_says_so_and_ends_none_at_a_dropped_neuron(
    query: str, view: str
) -> None:
    page, shown = drawn(query, view=view)
    off = Moment(trained(query), 40, 3).off
    assert not shown.all_edges
    assert [len(edges) for edges in shown.edges] == [STRONGEST] * 3
    assert [layer.kind for layer in shown.layers] == ["image", "cells", "cells", "neurons"]
    ends = [tuple(map(int, edge.ends.split())) for edge in chain(*shown.edges) if "x" not in edge.state]
    assert ends
    assert not any(off[k][i] or off[k + 1][j] for k, i, j in ends)
    what = "gradients" if view == "backward" else "weights"
    assert page.one("span", data_drawn="").text == (
        f"Lines: 16 strongest of 12,544, 4,096 and 640 {what} between two layers, none at a dropped neuron."
    )


BACKWARD = [
    RUN,
    "steps=60&activation=tanh&place=0,2",
    "steps=60&place=none",
    "data=curve&hidden=7,5&steps=60",
    "steps=2000&lr=1",
]


@pytest.mark.parametrize("query", BACKWARD)
@pytest.mark.parametrize("sample", [0, 1, 3])
def test_gradients_are_drawn_as_far_as_they_come(query: str, sample: int) -> None:
    """Arrows, bars and what leaves a neuron, from the record's arrays by the rules of backpropagation alone."""
    run = trained(query)
    record = run.record(40)
    page, shown = drawn(query, sample=sample, view="backward")
    slopes = {"relu": lambda h: (h > 0) * 1.0, "tanh": lambda h: 1 - h * h, "sigmoid": lambda h: h * (1 - h)}
    for k, (layer, group) in enumerate(zip(shown.layers[1:-1], page.all("g", "layer")[1:-1], strict=True), 1):
        mask = record.masks[k]
        factor = np.ones(len(layer.neurons)) if mask is None else mask[sample]
        arriving = record.upstreams[k][sample]
        passed = arriving * factor * slopes[run.spec.net.activation](record.activations[k][sample])
        largest = np.abs(passed).max() or 1.0
        for unit, neuron in enumerate(layer.neurons):
            right, left = neuron.x + layer.radius, neuron.x - layer.radius
            goes = f"M{coordinate(left - 3)} {coordinate(neuron.y)}h-13" in layer.arrows
            comes = f"M{coordinate(right + 16)} {coordinate(neuron.y)}h-13" in layer.arrows
            masked = f"M{coordinate(right + 2)} {coordinate(neuron.y - 6)}v12" in layer.stops
            flat = f"M{coordinate(left - 3)} {coordinate(neuron.y - 6)}v12" in layer.stops
            share = abs(passed[unit]) / largest
            assert goes == (share >= 0.04), (k, unit)
            assert masked == (arriving[unit] != 0 and factor[unit] == 0)
            assert flat == (arriving[unit] != 0 and factor[unit] != 0 and passed[unit] == 0)
            assert comes or not (goes or masked or flat)
            state = list(group.one("g", "marks").walk())[unit]["class"].split()[0]
            assert not goes or state == "kept"
            assert float(neuron.shade) == pytest.approx(share if state == "kept" else float(neuron.shade), abs=0.01)
            assert state != "kept" or ("n" in neuron.state.split()) == (round(127 * passed[unit] / largest) < 0)


def test_a_silent_neuron_passes_no_gradient_back() -> None:
    page, shown = drawn("", step=63, sample=0, view="backward")
    record = trained("").record(63)
    assert record.activations[1][0, 1] == 0
    neuron = shown.layers[1].neurons[1]
    assert neuron.state in ("silent", "dead")
    assert f"M{coordinate(neuron.x - shown.layers[1].radius - 3)} {coordinate(neuron.y)}h" not in shown.layers[1].arrows
    assert "stopped: slope 0" in page.text


@pytest.mark.parametrize("query", BACKWARD)
def test_in_the_backward_view_edges_are_the_samples_gradients(query: str) -> None:
    record = trained(query).record(40)
    _, shown = drawn(query, view="backward")
    edges = chain(*shown.edges)
    for k, weights in enumerate(record.weights):
        mask = record.masks[k]
        below = record.activations[k][3] * (1.0 if mask is None else mask[3])
        if k + 1 < len(record.activations) - 1:
            h, above = record.activations[k + 1][3], record.gradients[k + 1][3]
            dz = above * {"relu": h > 0, "tanh": 1 - h * h}[trained(query).spec.net.activation]
        else:
            z, y = record.activations[-1][3], record.y[3]
            error = 2 * (z - y) if "curve" in query else 1 / (1 + np.exp(-z)) - y
            dz = error / trained(query).spec.training.batch
        gradient = np.outer(below, dz)
        largest = np.abs(gradient).max()
        for value in gradient.ravel().tolist():
            edge = next(edges)
            assert ("x" in edge.state.split()) == (value == 0)
            if value:
                byte = 128 + round(127 * value / largest)
                assert float(edge.width) == pytest.approx(float(geometry.stroke(byte)), abs=0.11)
                assert ("n" in edge.state.split()) == (byte < 128)
        assert gradient.shape == weights.shape
    assert next(edges, None) is None


def test_the_backward_view_says_what_its_colours_lines_and_sizes_mean() -> None:
    page, _ = drawn(view="backward")
    text = page.one("figcaption", "legend").text
    assert "Neurons: dL/dz; lines: dL/dw; of this sample alone, relative to the layer’s largest" in text
    assert "L is the mean over 20 samples: each is 1/20 of the gradient of this sample’s own loss." in text
    assert "weight" not in text
    assert page.one("figure", id="network")["data-view"] == "backward"


def test_the_text_alternative_of_the_backward_view_names_who_passes_nothing_back() -> None:
    page, _ = drawn(view="backward")
    record = trained(RUN).record(40)
    said = page.one("div", "stack")["aria-label"].split("No gradient comes through either, in ")[1]
    for k in (1, 2, 3):
        stopped = np.flatnonzero((record.activations[k][3] == 0) & ~Moment(trained(RUN), 40, 3).off[k]) + 1
        names = re.findall(r"\d+", said.split(f"Hidden {k}: ")[1].split(";")[0])
        assert [int(name) for name in names] == stopped.tolist()


def test_the_text_alternative_names_who_is_off() -> None:
    page, _ = drawn()
    words = page.one("div", "stack")["aria-label"]
    off = np.flatnonzero(Moment(trained(RUN), 40, 3).off[1]) + 1
    assert "at step 40, sample 4" in words
    assert all(str(unit) in words.split("Hidden 1:")[1].split(";")[0] for unit in off)


def test_a_gate_toggles_dropout_at_its_place() -> None:
    page, _ = drawn()
    gates = page.all("a", "gate")
    assert [gate["href"] for gate in gates] == [
        f"./?steps=60&place={places}&step=40&sample=4" for places in ("0,1,2,3", "2,3", "1,3", "1,2")
    ]
    assert ["on" in gate.classes for gate in gates] == [False, True, True, True]
    assert all(gate["aria-label"] for gate in gates)


def test_each_gate_has_the_p_of_its_own_place() -> None:
    _, network = drawn("steps=20&place=1,3&p=0.1,0.3", 5)
    assert [(gate.on, gate.p) for gate in network.gates if gate and gate.on] == [(True, "0.1"), (True, "0.3")]


def test_a_digit_is_drawn_as_its_image() -> None:
    page, _ = drawn("data=digits&steps=60")
    pixels = [float(mark["fill-opacity"]) for mark in page.all("g", "marks")[0].all("rect")]
    assert np.allclose(pixels, trained("data=digits&steps=60").record(40).x[3], atol=0.01)


@pytest.mark.parametrize(("query", "said"), [("data=digits&steps=60", False), ("steps=60", True)])
def test_in_the_backward_view_the_legend_names_arrows_where_there_are_some(query: str, said: bool) -> None:
    page, network = drawn(query, view="backward")
    assert ("stopped: slope 0" in page.text) == said
    assert any(layer.arrows for layer in network.layers[1:-1]) == said
