"""Each method is seen, said and explained as what it does."""

import re
from collections.abc import Generator, Iterator

import numpy as np
import pytest

from app.runs.log.outcome import Passes
from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import dense, inspector, loss_chart, masks, monte_carlo, outcomes, sentence, sizes, tables
from app.web.figures.catalogue import Placed
from app.web.figures.picture import diverging_pictures
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import trained

METHODS = ("dropout", "classic", "gaussian", "dropconnect", "concrete")


def at(method: str, more: str = "") -> tuple[Moment, Links]:
    run, looks = trained(f"steps=60&method={method}{more}"), View(step=40, sample=3)
    return seen(run, looks), Links(run.spec, looks)


def figure(name: str, shows: object) -> Node:
    placed = Placed(f"figures/{name}.html", "here", shows, 3)
    return tree(environment().get_template(placed.template).render(figure=placed))


def card(method: str, layer: int, unit: int) -> Node:
    shown = inspector.context(at(method)[0], layer, unit, at(method)[1])
    return tree(environment().get_template("figures/neuron.html").render(inspector=shown))


@pytest.mark.parametrize("method", ["gaussian", "concrete"])
def test_a_neuron_is_as_large_as_its_factor(method: str) -> None:
    moment, links = at(method, "&p=0.5")
    page = figure("dense", dense.context(moment, links))
    factors = moment.record.drawn["h1"].factors
    assert factors is not None
    layer = page.all("g", "layer")[1]
    one = float(layer["data-one"])
    for mark, factor in zip(layer.one("g", "marks").walk(), factors[3], strict=True):
        written = round(32 * min(3.97, max(-4.0, factor))) / 32
        assert float(mark["r"]) == pytest.approx(one * min(sizes.MOST, abs(written) ** 0.5), abs=0.01)
        assert ("turned" in mark["class"].split()) == (written < 0 and mark["class"].startswith("kept"))
    assert not page.all("g", "rings")
    assert not page.all("circle", "dropped")


def test_exactly_the_weights_that_the_mask_drops_are_gone() -> None:
    moment, links = at("dropconnect")
    page = figure("dense", dense.context(moment, links))
    for k, lines in enumerate(page.all("g", "lines")):
        drawn = moment.record.drawn[f"w{k + 1}"].factors
        gone = np.zeros(len(lines.all("path")), bool) if drawn is None else (drawn[3] == 0).ravel()
        assert [line.has("class") and "x" in line["class"].split() for line in lines.all("path")] == gone.tolist()
    assert not page.all("circle", "dropped")


@pytest.mark.parametrize("each", ["sample", "batch"])
def test_the_masks_of_weights_are_those_of_the_sample(each: str) -> None:
    moment, links = at("dropconnect", f"&each={each}")
    shown = masks.context(moment, links)
    for matrix, page in zip(shown.matrices, figure("masks", shown).all("figure", "matrix"), strict=True):
        factors = moment.record.drawn[f"w{matrix.place + 1}"].factors
        assert factors is not None
        rows = [re.findall(r"M([\d.]+) ", row["d"]) for row in page.all("path", "kept")]
        own = factors[3 if each == "sample" else 0]
        assert [[round(float(x) / matrix.cell) for x in row] for row in rows] == [
            np.flatnonzero(row).tolist() for row in own
        ]
    assert "share this mask" in shown.hint if each == "batch" else "mask of its own" in shown.hint


def test_the_cells_of_factors_are_as_large_and_hollow_where_negative() -> None:
    moment, links = at("gaussian", "&p=0.5")
    shown = masks.context(moment, links)
    factors = moment.record.drawn["h1"].factors
    assert factors is not None
    for row, own in zip(shown.matrices[0].rows, factors, strict=True):
        written = np.rint(32 * np.clip(own, -4, 3.97))
        assert row.kept.count("M") == np.count_nonzero(written) + np.count_nonzero(written < 0)


@pytest.mark.parametrize("method", METHODS)
def test_the_sentence_is_no_longer_than_its_room_and_counts_what_the_record_holds(method: str) -> None:
    moment, _ = at(method)
    said = sentence.context(moment)
    text, drawn = "".join(said.parts), list(moment.record.drawn.values())[1:]
    own = np.concatenate([d.factors[3].ravel() for d in drawn if d.factors is not None])
    assert len(text) <= len(said.longest) + 2
    if method == "gaussian":
        assert f"the smallest is {own.min():.3g}".replace("-", "−") in text
        assert f"the largest {own.max():.3g} (" in text
    elif method == "concrete":
        assert f"{np.count_nonzero(own < 0.05)} of 36 hidden neurons" in text
        assert all(f"{d.p:.3g} after" in text for d in drawn)
    else:
        what = "weights are dropped" if method == "dropconnect" else "hidden neurons are off"
        assert f"{np.count_nonzero(own == 0)} of {len(own)} {what} for sample 4" in text


def test_classic_says_that_nothing_is_scaled_and_how_evaluation_is() -> None:
    moment, _ = at("classic")
    assert "not scaled" in "".join(sentence.parts(moment))
    unit = int(np.flatnonzero(moment.acting[1])[0])
    assert "With dropout off, outputs are scaled instead" in card("classic", 1, unit).one("dl").text


@pytest.mark.parametrize("method", ["gaussian", "concrete"])
def test_a_card_has_the_factor_and_what_it_makes_of_the_output(method: str) -> None:
    moment, _ = at(method)
    factor, h = moment.acting[1][2], moment.record.value["h1"][3, 2]
    text = card(method, 1, 2).one("dl").text.replace("−", "-").replace(" ", "")
    assert f"={factor:.3g}" in text
    assert text.count(f"={h * factor:.3g}") >= 1
    assert ("R=a" in text) == (method == "concrete")


def test_a_card_strikes_the_weights_that_are_dropped() -> None:
    moment, _ = at("dropconnect")
    dropped = np.count_nonzero(moment.weight_masks[1][:, 4] == 0)
    assert len(card("dropconnect", 2, 4).one("ol", "terms").all("s")) == dropped
    table = tables.context(*at("dropconnect")).weights[1]
    assert sum(cell[1] for row in table.rows for cell in row) == np.count_nonzero(moment.weight_masks[1] == 0)


@pytest.mark.parametrize(("data", "unit"), [("moons", "bits"), ("curve", "±"), ("digits", "bits")])
def test_monte_carlo_shows_the_mean_of_its_passes_and_how_far_they_differ(data: str, unit: str) -> None:
    run, looks = trained(f"data={data}&steps=60&p=0.3"), View(step=40, passes=10)
    moment = seen(run, looks)
    *_, moment.passes = [part for part in _parts(run.passes_in_parts(40, 10)) if part is not None]
    shown = monte_carlo.context(moment, Links(run.spec, looks))
    assert "At step 40: mean of 10 networks, each with one mask for " in shown.sentence
    assert unit in shown.sentence
    assert [choice.label for choice in shown.choices if choice.current] == ["10"]
    assert (len(shown.pictures), len(shown.rows)) == {"moons": (2, 0), "curve": (1, 0), "digits": (0, 6)}[data]
    if data == "moons":
        mean = moment.passes.said.mean(axis=0)[:, 0].reshape(32, 32)
        assert shown.pictures[0].light == diverging_pictures(2 * mean - 1)[0]
    page = tree(environment().get_template("figures/monte_carlo.html").render(passes=shown))
    assert all(picture.has("aria-label") for picture in page.all("div", "picture"))


def _parts(parts: Generator[None, None, Passes]) -> Iterator[Passes | None]:
    yield (yield from parts)


@pytest.mark.parametrize(
    ("method", "rule"),
    [
        ("dropout", "right labels."),
        ("classic", "multiplied by 1 − p."),
        ("dropconnect", "the mean over masks."),
        ("dropconnect&inference=moments", "that masks give it."),
        (
            "classic&norm=after",
            "multiplied by 1 − p. Both networks are evaluated with the running mean and variance that "
            "batch normalisation kept.",
        ),
    ],
)
def test_the_outcome_says_how_the_method_is_evaluated(method: str, rule: str) -> None:
    assert outcomes.tested(trained(f"steps=60&flip=0&method={method}")).endswith(rule)


@pytest.mark.parametrize(
    ("method", "arm", "said"),
    [
        ("dropout", "With dropout", "dropout"),
        ("gaussian", "Gaussian dropout", "Gaussian dropout"),
        ("dropconnect", "DropConnect", "DropConnect"),
        ("concrete", "Concrete dropout", "Concrete dropout"),
    ],
)
def test_an_arm_has_the_name_of_its_method(method: str, arm: str, said: str) -> None:
    moment = Moment(trained(f"steps=60&method={method}"), 60)
    drawn, chart = outcomes.context(moment), loss_chart.context(moment)
    assert [one.title for one in drawn.arms] == [*chart.names.values()] == [arm, "Without: its twin"]
    assert drawn.arms[0].alt.startswith(f"The prediction for every point, by the network with {said}: ")
    ahead, behind = f"the test loss is [0-9.]+ lower with {said} than without", f"{said} is behind"
    assert re.match(f"At step 60 ({ahead}|{behind})", drawn.sentence)
    assert chart.now
    assert chart.now.finding.startswith(f"At step 60: with {said}, training loss ")
