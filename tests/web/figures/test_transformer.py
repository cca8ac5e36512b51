"""The figure of a transformer says what the step's record says: which words, weights and numbers are off."""

from typing import Any

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import sentence
from app.web.figures import transformer as figure
from app.web.figures import transformer_geometry as geometry
from app.web.figures.catalogue import FIGURES, Placed
from app.web.figures.inspector import context as card
from app.web.figures.transformer_words import longest, sentence_of, summary
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import unscored

SMALL = "data=words&n=40&batch=4&width=6&inner=5&steps=40&p=0.4"


def at(query: str = SMALL, step: int = 20, sample: int = 3, view: str = "forward") -> Moment:
    return seen(unscored(query), View(step=step, sample=sample, view=view))


def shown(moment: Moment) -> figure.Network:
    return figure.context(moment, Links(moment.run.spec, View(step=moment.step, sample=moment.sample)))


def drawn(moment: Moment) -> Node:
    return tree(environment().get_template("figures/transformer.html").render(figure=Placed("", "n", shown(moment), 3)))


def factors(moment: Moment, name: str) -> np.ndarray:
    found = moment.record.drawn[name].factors
    assert found is not None
    return found[moment.sample]


def off(cells: Any) -> list[bool]:
    return ["off" in cell.state.split() for cell in cells]


def test_exactly_what_the_masks_put_to_0_is_off() -> None:
    moment = at()
    net = shown(moment)
    assert off(net.coins) == (factors(moment, "words").ravel() == 0).tolist()
    assert [each for head in net.looks for each in off(head.cells)] == (
        factors(moment, "attention") == 0
    ).ravel().tolist()
    for matrix, name in ((net.mixed, "mixed"), (net.fed, "fed")):
        assert off(matrix.cells) == (factors(moment, name) == 0).ravel().tolist()
        assert 0 < sum(off(matrix.cells)) < len(matrix.cells)


def test_a_word_that_is_off_is_off_wherever_it_stands_and_has_no_vector() -> None:
    moment = next(of for of in (at(step=step) for step in range(10, 30)) if any(figure.words_off(of)))
    words, gone = sentence_of(moment), figure.words_off(moment)
    assert {word for word, is_off in zip(words, gone, strict=True) if is_off}.isdisjoint(
        word for word, is_off in zip(words, gone, strict=True) if not is_off
    )
    assert figure.parts(moment)["gone"].count("M") == figure.parts(moment)["struck"].count("M") == sum(gone)
    rows = np.array([float(cell.opacity) for cell in shown(moment).vectors.cells]).reshape(12, 6)
    assert ((rows == 0).all(axis=1) == gone).all()


def test_what_a_frame_changes_is_what_the_page_has() -> None:
    moment = at(view="backward")
    page, parts = drawn(moment), figure.parts(moment)
    found = {node["data-part"]: node for node in page.walk() if "data-part" in node.attributes}
    assert found.keys() == parts.keys()
    for name, node in found.items():
        assert (node["d"] if node.name == "path" else node.text) == parts[name]
    groups = [node for node in page.walk() if "data-values" in node.attributes]
    sizes: dict[str, int] = {}
    for group in groups:
        assert int(group.attributes.get("data-first", 0)) == sizes.get(group["data-values"], 0)
        sizes[group["data-values"]] = sizes.get(group["data-values"], 0) + len(group.all("path"))
    plan = moment.run.spec.plan
    assert sizes == dict(zip([signal.name for signal in plan.signals[1:]], plan.sizes[1:], strict=True))


def test_the_sentence_counts_what_is_off_and_stays_within_its_room() -> None:
    for step in range(10, 14):
        moment = at(step=step)
        words, weights = sum(figure.words_off(moment)), int((factors(moment, "attention") == 0).sum())
        added = int((factors(moment, "mixed") == 0).sum() + (factors(moment, "fed") == 0).sum())
        said = sentence.parts(moment)
        assert said[1] == f"{words} of 12 words"
        assert said[2] == f", {weights} of 288 attention weights and {added} of 144 added numbers are off for sample 4."
        assert len("".join(said)) <= len(longest(moment.run))
    assert sentence.parts(at(f"{SMALL}&place=1"))[1].endswith("of 288 attention weights")
    assert sentence.parts(at(f"{SMALL}&place=none"))[1] == ""


def test_the_text_alternative_reads_the_sentence_and_says_what_is_off() -> None:
    text = summary(at())
    assert f": {' '.join(sentence_of(at()))}. " in text
    assert "attention weights are off" in text
    assert "numbers that are added are off" in text
    assert "the class is" in text
    assert "Shown are gradients" in summary(at(view="backward"))
    assert "Nothing is off." in summary(at(f"{SMALL}&place=none"))


def test_cards_compare_coins_with_p_and_a_row_need_not_add_up_to_1() -> None:
    moment = at()
    links = Links(moment.run.spec, View())
    states = set()
    for unit in range(24):
        of = card(moment, 2, unit, links)
        dropped = factors(moment, "attention").ravel()[unit] == 0
        assert of.state == ("dropped" if dropped else "kept")
        labels = [line.label for line in of.lines]
        assert labels == ["Coin against p", "After the softmax", "What goes on", "Its row adds up to", "Its gradient"]
        states.add(of.state)
    assert states == {"dropped", "kept"}
    words = sentence_of(moment)
    assert card(moment, 2, 144 + 13, links).title == f"Head 2: {words[1]} looks at {words[1]}"
    assert card(moment, 1, 6, links).title == f"{words[1]}, word 2: number 1"
    assert card(moment, 6, 0, links).title == "Class α"
    assert card(at(f"{SMALL}&place=none"), 3, 0, links).state == "active"
    with pytest.raises(LookupError, match=r"^a word is no number"):
        card(moment, 0, 0, links)


@pytest.mark.parametrize("heads", [1, 2, 5, 8])
def test_no_two_heads_touch_and_all_stay_within_their_sheet(heads: int) -> None:
    sheet = geometry.looks(12, heads)
    corners = [(of.x, of.y) for of in sheet.fields]
    assert len(set(corners)) == len(corners) == heads
    for i, (x, y) in enumerate(corners):
        assert x + geometry.LOOK <= sheet.width
        assert y + 12 * geometry.ROW <= sheet.height
        for other_x, other_y in corners[:i]:
            assert abs(x - other_x) >= geometry.LOOK or abs(y - other_y) >= 12 * geometry.ROW


@pytest.mark.parametrize("query", [f"{SMALL}&heads=1", f"{SMALL}&heads=3&place=0", f"{SMALL}&place=none"])
def test_it_is_drawn_with_any_number_of_heads_and_wherever_the_method_sits(query: str) -> None:
    moment = at(query)
    page = drawn(moment)
    assert len(page.all("a", "gate")) == 4
    assert len([gate for gate in page.all("a", "gate") if "on" in gate["class"].split()]) == len(moment.run.spec.place)
    assert page.one("div", "stack")["aria-label"] == summary(moment)
    assert FIGURES["network"].sheet(moment) == "pictures/transformer.svg"
