"""The figure of a residual network says what the step's record says: who is left out, and how much the others add."""

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import residual as figure
from app.web.figures import residual_geometry as geometry
from app.web.figures import sentence
from app.web.figures.catalogue import Placed
from app.web.figures.inspector import context as card
from app.web.figures.residual_words import longest, summary
from app.web.frames import frame_json, run_json
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import unscored

SMALL = "data=digits&n=100&blocks=5&width=8&steps=40"
DEPTH = f"{SMALL}&method=stochastic_depth&each=sample&p=0.8"
BATCH = f"{SMALL}&method=layerdrop&p=0.6"
INSIDE = f"{SMALL}&net=residual&method=dropout&p=0.5"


def at(query: str, step: int = 20, sample: int = 3, view: str = "forward") -> Moment:
    return seen(unscored(query), View(step=step, sample=sample, view=view))


def drawn(moment: Moment) -> Node:
    shown = figure.context(moment, Links(moment.run.spec, View(step=moment.step, sample=moment.sample)))
    return tree(environment().get_template("figures/residual.html").render(figure=Placed("", "network", shown, 3)))


@pytest.mark.parametrize("query", [DEPTH, BATCH])
def test_exactly_the_blocks_that_the_mask_puts_to_0_are_grey_in_both_drawings(query: str) -> None:
    seen_off = set()
    for step in range(10, 16):
        moment = at(query, step)
        masks = [moment.record.drawn[f"block{k}"].factors for k in range(1, 6)]
        off = [bool(of[3 if len(of) > 1 else 0] == 0) for of in masks]  # type: ignore[index]
        branches = ["off" in branch["class"] for branch in drawn(moment).all("g", "branch")]
        assert branches == off + off
        seen_off |= set(off)
    assert seen_off == {True, False}


def test_of_dropout_inside_the_blocks_exactly_the_neurons_that_are_off_are_grey() -> None:
    moment = at(INSIDE)
    cells = [
        cell.attributes.get("class") == "off" for group in drawn(moment).all("g", "hidden") for cell in group.walk()
    ][:40]
    factors = np.concatenate([moment.record.drawn[f"inner{k}"].factors[3] for k in range(1, 6)])  # type: ignore[index]
    assert cells == (factors == 0).tolist()
    assert not drawn(moment).all("path", "coin")  # 8 coins a block would not be seen


def test_a_box_is_as_full_as_what_its_block_adds_is_large_against_x() -> None:
    moment, record = at(DEPTH), at(DEPTH).record
    for k in range(1, 6):
        m = record.drawn[f"block{k}"].factors[3]  # type: ignore[index]
        share = np.linalg.norm(m * record.value[f"block{k}"][3]) / np.linalg.norm(record.value[f"road{k - 1}"][3])
        found = figure.parts(moment)
        assert (found[f"f{k}"] != "") == (m > 0)
        if m > 0:
            top = float(found[f"f{k}"].split("V")[1].split("h")[0])
            assert top == pytest.approx(min(1.0, share), abs=0.002)


def test_a_coin_lies_in_its_bar_exactly_where_the_block_is_open() -> None:
    for step in range(10, 16):
        moment = at(DEPTH, step)
        for k in range(5):
            y, top = float(figure.parts(moment)[f"c{k + 1}"].split()[1].split("h")[0]), 60 * moment.rates[k]
            assert (y >= top - 0.05) == (k not in figure.closed(moment))


def test_the_sentence_counts_the_open_blocks_and_names_the_others() -> None:
    moment = at(DEPTH)
    out = [k + 1 for k in figure.closed(moment)]
    said = sentence.parts(moment)
    assert said[0] == "At step 20, sample 4 goes through "
    assert said[1] == f"{5 - len(out)} of 5 blocks"
    assert said[2].startswith("; 2.6 are expected. Past block")
    assert [int(word) for word in said[2].replace(",", " ").split() if word.isdigit()] == out
    assert "the whole batch" in sentence.parts(at(BATCH))[0]
    off = sum(int((of == 0).sum()) for of in at(INSIDE).acting.values())
    assert sentence.parts(at(INSIDE))[1] == f"{off} of 40 neurons"
    assert sentence.parts(at(f"{SMALL}&net=residual&place=none"))[1] == ""
    for query in (DEPTH, BATCH, INSIDE):
        for step in range(10, 16):
            assert len("".join(sentence.parts(at(query, step)))) <= len(longest(unscored(query)))


def test_the_text_alternative_says_who_is_left_out_and_what_is_left_of_the_gradient() -> None:
    assert "left out: the road runs past" in summary(at(DEPTH))
    assert "What each open block adds" in summary(at(DEPTH))
    assert "The gradient on the road is" in summary(at(DEPTH, view="backward"))


def test_a_card_compares_the_coin_with_p_and_a_closed_block_has_no_gradient_of_its_weights() -> None:
    moment = next(of for of in (at(BATCH, step) for step in range(10, 20)) if 1 in figure.closed(of))
    shown = card(moment, 4, 0, Links(moment.run.spec, View()))
    assert (shown.title, shown.state) == ("Block 2", "dropped")
    assert "left out" in shown.meaning
    assert str(shown.lines[-1].formula).endswith("<mn>0</mn></mrow></math>")
    with pytest.raises(LookupError, match=r"^only blocks can be looked into, road0 is none$"):
        card(moment, 1, 0, Links(moment.run.spec, View()))


@pytest.mark.parametrize("blocks", [1, 2, 8, 10])
def test_both_drawings_stay_within_their_sheet_and_no_two_boxes_touch(blocks: int) -> None:
    for layout in (geometry.wide(blocks, 10, True), geometry.narrow(blocks, 10)):
        boxes = [(*spot.box, 42 * spot.scale, 50 * spot.scale) for spot in layout.spots]
        bars = [(*spot.bar, 42 * spot.scale, 60 * spot.scale) for spot in layout.spots]
        all_of_them = boxes + bars + [(*corner, *layout.output) for corner in layout.outputs]
        for x, y, wide, high in all_of_them:
            assert x >= 0
            assert y >= 0
            assert x + wide <= layout.width
            assert y + high <= layout.height
        for i, (x, y, wide, high) in enumerate(all_of_them):
            for u, v, w, h in all_of_them[:i]:
                assert x + wide <= u or u + w <= x or y + high <= v or v + h <= y


def test_a_frame_is_small_and_p_as_it_was_set_is_said_apart_from_what_acts() -> None:
    run = unscored("data=digits&method=stochastic_depth&steps=60")
    assert max(len(frame_json(Moment(run, step, 2))) for step in range(30, 60)) <= 1100
    assert max(len(frame_json(Moment(run, step, 2), details=False)) for step in range(30, 60)) <= 300
    announced = run_json(unscored(DEPTH))
    assert announced["set"][0][1]["p"] == [0.8] * 5
    assert announced["say"][0][1] == ["0.16", "0.32", "0.48", "0.64", "0.8"]
    assert "p" not in run_json(unscored(BATCH))["set"][0][1]
