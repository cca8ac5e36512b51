"""The convolutional network's figure says what the step's record says."""

import re
from itertools import product

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.embed.drawing import Picture, svg
from app.web.embed.lettering import SAFE
from app.web.figures import blocks, conv, conv_words, sentence
from app.web.figures.catalogue import FIGURES
from app.web.figures.net_bytes import signal_bytes
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import unscored

SMALL = "data=digits&n=40&batch=8&steps=12&maps=3,4&neurons=10"
METHODS = {"dropout": "net=conv", "spatial": "method=spatial", "dropblock": "method=dropblock&block=2"}
every_method = pytest.mark.parametrize("method", METHODS)
STEP, SAMPLE = 9, 3


def at(method: str, view: str = "forward", more: str = "&place=0,1,2&p=0.4") -> tuple[Moment, Links]:
    run, looks = unscored(f"{SMALL}&{METHODS[method]}{more}"), View(step=STEP, sample=SAMPLE, view=view)
    return seen(run, looks), Links(run.spec, looks)


def drawn(moment: Moment, links: Links) -> Node:
    placed = FIGURES["network"].placed(moment, links, "network")
    assert placed.template == "figures/conv.html"
    return tree(environment().get_template(placed.template).render(figure=placed))


def parts_of(page: Node, name: str, signal: str) -> list[Node]:
    return [node for node in page.walk() if node.attributes.get(f"data-{name}") == signal]


def children(page: Node, signal: str) -> list[Node]:
    groups = parts_of(page, "values", signal)
    firsts = [int(group.attributes.get("data-first", 0)) for group in groups]
    assert firsts == np.cumsum([0, *(len(group.all()) for group in groups)])[:-1].tolist()
    return [child for group in groups for child in group.all()]


@every_method
@pytest.mark.parametrize("view", ["forward", "backward"])
def test_every_number_has_the_shade_of_its_byte_and_what_is_off_is_what_the_mask_put_to_0(method: str, view) -> None:
    moment, links = at(method, view)
    page, record = drawn(moment, links), moment.run.record(STEP)
    for signal in conv.DRAWN:
        cells, levels = children(page, signal), signal_bytes(moment)[signal].astype(int)
        assert len(cells) == len(levels)
        sizes = np.where(levels > 0, levels - 128, 0)
        assert [float(cell["fill-opacity"]) for cell in cells] == pytest.approx(abs(sizes) / 127, abs=0.005)
        assert ["n" in cell.classes for cell in cells] == (sizes < 0).tolist()
        drawn_here = record.drawn.get(signal)
        if drawn_here is None:
            continue
        off = (drawn_here.factors[SAMPLE] == 0).ravel()
        assert off.any()
        if off.size == len(cells):
            assert ["off" in cell.classes for cell in cells] == off.tolist()
        else:
            wholes = [whole for group in parts_of(page, "mask", signal) for whole in group.all("g", "whole")]
            assert ["off" in whole.classes for whole in wholes] == off.tolist()


def test_what_a_frame_says_in_parts_is_what_the_page_has() -> None:
    moment, links = at("dropblock")
    parts, page = conv.parts(moment), drawn(moment, links)
    found = {node["data-part"]: node for node in page.walk() if node.has("data-part")}
    assert found.keys() == parts.keys()
    for name, text in parts.items():
        assert text == (found[name]["d"] if found[name].name == "path" else found[name].text)


def test_an_outline_runs_around_all_that_is_off_on_a_map_and_a_dot_lies_in_each_block() -> None:
    off = np.zeros((4, 5), bool)
    off[0:2, 1:3] = off[1:3, 2:4] = True
    path = blocks.outline(off, 10)
    lengths = [int(length) for length in re.findall(r"[hv](\d+)", path)]
    assert sum(lengths) == 10 * 12  # its 7 cells have 28 sides, and 8 times two of them meet
    assert "M10 0h20" in path
    assert blocks.outline(np.zeros((3, 3), bool), 10) == ""
    assert blocks.dots(np.array([[False, True], [False, False]]), 10, 1.5) == "M25 15h.01"


def test_seeds_are_those_whose_blocks_make_up_what_is_off() -> None:
    moment, _ = at("dropblock")
    for k in (0, 1):
        seeds, off = blocks.seeds(moment, k), np.zeros(moment.acting[k].shape, bool)
        for m, row, column in np.argwhere(seeds):
            off[m, row : row + 2, column : column + 2] = True
        np.testing.assert_array_equal(off, moment.acting[k] == 0)


@every_method
def test_the_sentence_counts_what_is_off_and_none_of_the_run_is_longer(method: str) -> None:
    moment, _ = at(method)
    off = [int((moment.acting[k] == 0).sum()) for k in range(3)]
    start, counted, rest = sentence.parts(moment)
    assert start == "At step 9, "
    assert (
        counted
        == f"{off[0] + off[1]} of {7 if method == 'spatial' else '343'} {'maps' if method == 'spatial' else 'cells'}"
    )
    assert f"{off[2]} of 10 neurons" in rest
    assert "sample 4" in rest
    assert conv_words.counts(moment) == [str(count) for count in off]
    longest = conv_words.longest(moment.run)
    for step in range(13):
        assert len("".join(sentence.parts(Moment(moment.run, step, 7)))) <= len(longest)


def test_where_nothing_is_dropped_it_says_so_and_of_neurons_alone_it_speaks_of_them() -> None:
    nothing, links = at("dropout", more="&place=none")
    assert sentence.parts(nothing)[0].startswith("At step 9 nothing is dropped.")
    assert not drawn(nothing, links).all(within="off")
    neurons, _ = at("dropout", more="&place=2")
    assert sentence.parts(neurons)[1].endswith(" of 10 neurons")


def test_the_alternative_names_the_maps_that_are_off_and_what_the_network_answers() -> None:
    moment, links = at("spatial")
    text = conv_words.summary(moment)
    gone = (np.flatnonzero(moment.acting[0].ravel() == 0) + 1).tolist()
    listed = re.search(r"Off are, in Pool 1: maps? ([\d, and]+);", text)
    assert listed
    assert re.findall(r"\d+", listed[1]) == [str(number) for number in gone]
    assert f"It says {moment.run.record(STEP).value['z'][SAMPLE].argmax()}, " in text
    group = next(node for node in drawn(moment, links).walk() if node.has("data-summary"))
    assert group["aria-label"] == text


def test_the_sentence_agrees_with_how_many_maps_are_off() -> None:
    run = unscored(f"{SMALL}&{METHODS['spatial']}&p=0.2")
    said: dict[int, str] = {}
    for step, sample in product(range(6), range(8)):
        moment = seen(run, View(step=step, sample=sample))
        off = sum(int((factors == 0).sum()) for factors in moment.acting.values())
        said[off] = "".join(sentence.parts(moment)).partition(", ")[2]
        assert said[off].startswith(f"{off} of 7 maps {'is' if off == 1 else 'are'} off for sample {sample + 1}. ")
    assert said.keys() >= {0, 1, 2}
    assert said[0].endswith(" Chance kept every map.")


@every_method
def test_its_picture_has_the_same_marks_and_nothing_for_script(method: str) -> None:
    moment, links = at(method)
    figure = FIGURES["network"]
    shown = Picture(figure.sheet(moment), figure.pictured(moment, links), "", figure.told(moment))
    picture, page = tree(svg(shown, SAFE)), drawn(moment, links)
    assert not [node for node in picture.walk() if any(name.startswith("data-") for name in node.attributes)]
    marks = [
        sorted(" ".join(node.classes) for node in of.all("rect") if node.has("fill-opacity")) for of in (picture, page)
    ]
    assert marks[0] == marks[1]


def test_kernels_are_squares_as_large_as_their_weights() -> None:
    positive, negative = conv.kernel_paths(np.array([[1.0, -0.25, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]))
    assert positive == "M0.5 0.5h9v9h-9z"
    assert negative == "M13 3h4v4h-4z"
