"""One neuron's numbers are the record's."""

import re

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import inspector, tables
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from app.web.words import names as words
from tests.web.page_tree import Node, tree
from tests.web.runs import trained

RUN = "steps=60"


def drawn(layer: int, unit: int, query: str = RUN) -> tuple[Node, inspector.Inspector]:
    run, looks = trained(query), View(step=40, sample=3)
    shown = inspector.context(seen(run, looks), layer, unit, Links(run.spec, looks))
    return tree(environment().get_template("figures/neuron.html").render(inspector=shown)), shown


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
    for value in (h, 1.25 * h, 1.25 * record.upstreams[2][3, unit]):
        assert f"{value:.3g}".split("e")[0] in numbers(page)
    assert page.all("math")


@pytest.mark.parametrize("query", [RUN, "steps=60&place=1", "steps=60&activation=tanh"])
def test_where_a_relu_gave_0_the_gradient_is_said_to_stop(query: str) -> None:
    record = trained(query).record(40)
    for unit in range(12):
        page, shown = drawn(2, unit, query)
        silent = record.activations[2][3, unit] == 0 and record.gradients[2][3, unit] != 0
        assert ("The slope is 0 here: the gradient stops" in page.one("dl").text) == silent
        assert not silent or shown.state in ("silent", "dead")
        dz = f"{record.dz[1][3, unit]:.3g}".split("e")[0]
        assert record.gradients[2][3, unit] == 0 or dz in numbers(page)
    assert "tanh" in query or any(record.activations[2][3] == 0)


@pytest.mark.parametrize(
    ("layer", "query"), [(1, RUN), (2, RUN), (1, "place=0&p=0.5&steps=60"), (3, "place=1&steps=60")]
)
def test_the_sum_has_every_term_in_order_with_both_signs(layer: int, query: str) -> None:
    record = trained(query).record(40)
    page, shown = drawn(layer, 5, query)
    mask = record.masks[layer - 1]
    below = record.activations[layer - 1][3] * (1.0 if mask is None else mask[3])
    terms = [(item.one("i").text, item.text) for item in page.one("ol", "terms").all("li")]
    assert [name for name, _ in terms] == [str(i + 1) for i in range(len(below))]
    for (name, text), w, y in zip(terms, record.weights[layer - 1][:, 5], below, strict=True):
        value = words.number(y)
        assert text == f"{name} {words.number(w)} × {f'({value})' if y < 0 else value}"
    assert shown.sum is not None
    total = below @ record.weights[layer - 1][:, 5] + record.biases[layer - 1][5]
    assert f"{abs(total):.3g}" in page.text
    assert not shown.sum.rest


def test_a_long_sum_has_its_largest_terms_and_what_the_others_come_to() -> None:
    record = trained("data=digits&steps=60").record(40)
    page, shown = drawn(1, 7, "data=digits&steps=60")
    terms = record.weights[0][:, 7] * record.activations[0][3]
    assert shown.sum is not None
    found = [term.index - 1 for term in shown.sum.terms]
    assert found == sorted(np.argsort(-np.abs(terms))[:6].tolist())
    rest = terms.sum() - terms[found].sum()
    assert shown.sum.rest == f"and 190 more, together {words.number(rest)}"
    assert shown.sum.rest in page.text


@pytest.mark.parametrize("norm", ["before", "after"])
def test_batch_normalisation_is_shown_with_its_numbers(norm: str) -> None:
    query = f"steps=60&norm={norm}"
    record = trained(query).record(40)
    of = record.norms["h2"]
    mask = record.masks[2]
    assert mask is not None
    unit = int(np.flatnonzero((mask[3] > 0) & (record.activations[2][3] > 0))[0])
    page, shown = drawn(2, unit, query)
    shown_numbers = (of.mean[unit], of.deviation[unit], of.gamma[unit], of.y[3, unit], of.dx[3, unit])
    for value in shown_numbers:
        assert f"{value:.3g}".split("e")[0] in numbers(page)
    labels = [line.label for line in shown.lines]
    through = next(k for k, label in enumerate(labels) if label.startswith("Through the normalisation: a is"))
    assert (through == len(labels) - 1) == (norm == "before")
    assert ("Passed on, normalised by the batch’s mean μ and standard deviation σ" in labels) == (norm == "after")
    read = record.norms["h1"].y[3] if norm == "after" else record.activations[1][3] * record.masks[1][3]  # type: ignore[index]
    assert shown.sum is not None
    assert [term.value.strip("()") for term in shown.sum.terms] == [words.number(v) for v in read]
    off = int(np.flatnonzero(mask[3] == 0)[0])
    _, gone = drawn(2, off, query)
    said = "makes a number of it, the same for every sample" if norm == "after" else "still counts in the batch’s mean"
    assert said in gone.meaning


@pytest.mark.parametrize("p", ["0.2", "0.333", "0.124", "0.33333"])
def test_a_coin_and_p_are_told_apart_by_their_digits(p: str) -> None:
    """u = 0.2000 < 0.2 and 0.3331 < 0.333 were shown."""
    query = f"steps=60&p={p}"
    run = trained(query)
    compared = 0
    for step in range(0, 60, 7):
        record = run.record(step)
        near = np.unravel_index(np.abs(record.coins[1] - float(p)).argmin(), record.coins[1].shape)
        sample, unit = int(near[0]), int(near[1])
        looks = View(step=step, sample=sample)
        shown = inspector.context(seen(run, looks), 1, unit, Links(run.spec, looks))
        line = next(line for line in shown.lines if line.label == "Compare the coin with p: the mask")
        text = tree(line.formula).text.replace(" ", "")
        u, sign, limit = re.match(r"u=([\d.]+)([<≥])([\d.]+)=p", text).groups()  # type: ignore[union-attr]
        assert (float(u) < float(limit)) == (sign == "<") == bool(record.coins[1][sample, unit] < float(p))
        table = tables.context(seen(run, looks), Links(run.spec, looks)).layers[1]
        assert (float(table.rows[unit].coin) < float(table.p)) == (sign == "<")
        compared += 1
    assert compared == 9


@pytest.mark.parametrize(
    ("query", "layer", "state", "meaning"),
    [
        (RUN, 2, "kept", "The mask lets it pass."),
        ("steps=60&place=1", 2, "active", "There is no mask here: it passes on what it computes."),
        ("steps=60&p=0.4,0&place=1,2", 2, "active", "There is no mask here: it passes on what it computes."),
    ],
)
def test_where_there_is_no_mask_none_lets_it_pass(query: str, layer: int, state: str, meaning: str) -> None:
    run = trained(query)
    working = [unit for unit, found in enumerate(Moment(run, 40, 3).states[layer]) if found == "kept"]
    _, shown = drawn(layer, working[0], query)
    assert (shown.state, shown.meaning) == (state, meaning)


def test_a_neuron_of_the_plane_has_its_own_map_and_one_of_digits_has_none() -> None:
    assert drawn(1, 0)[1].map_light.startswith("picture/light/32/")
    assert drawn(1, 0, "data=digits&steps=60")[1].map_light == ""


@pytest.mark.parametrize("view", ["forward", "backward"])
def test_in_a_wide_network_it_brings_its_strongest_edges_and_says_which(view: str) -> None:
    query = "data=digits&steps=60"
    run = trained(query)
    record, looks = run.record(40), View(step=40, sample=3, view=view)
    off = Moment(run, 40, 3).off
    for unit in range(12):
        shown = inspector.context(seen(run, looks), 1, unit, Links(run.spec, looks))
        if off[1][unit]:
            assert (shown.edges, shown.drawn) == ((), "Lines: none, since it is dropped.")
        elif view == "forward":
            out = min(inspector.FOCUS_EDGES, int((~off[2]).sum()))
            assert len(shown.edges) == inspector.FOCUS_EDGES + out
            assert f"weights, 24 of 196 in and {out} of 64 out, none at a dropped neuron." in shown.drawn
        else:
            assert bool(shown.edges) == (record.dz[0][3, unit] != 0 or bool(record.activations[1][3, unit] != 0))
    assert drawn(1, 0)[1].edges == ()


@pytest.mark.parametrize(("layer", "unit"), [(5, 0), (1, 12), (-1, 0)])
def test_a_neuron_that_is_not_there_is_refused(layer: int, unit: int) -> None:
    with pytest.raises(LookupError, match="must lie in 0 to"):
        drawn(layer, unit)
