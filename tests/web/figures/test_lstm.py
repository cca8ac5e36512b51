"""The LSTM's figure: marks stand where masks act, words count them, and a card's numbers are the step's."""

import re

import numpy as np
import pytest

from app.web.address.links import Links
from app.web.address.query import View
from app.web.figures import lstm, lstm_card, lstm_words
from app.web.figures.lstm_seen import counted, symbols_off, whole_lanes
from app.web.moment import Moment
from tests.web.runs import unscored

SMALL = "n=60&cells=5&batch=8&steps=20&p=0.4"
MEMORY = f"data=memory&delay=6&{SMALL}"
RUNS = {
    "tied": MEMORY,
    "untied": f"{MEMORY}&gates=untied",
    "on h": f"{MEMORY}&method=naive&on=h&place=0,1",
    "on c": f"{MEMORY}&method=naive",
    "on g": f"{MEMORY}&method=recurrent",
    "on g for the sequence": f"data=digits&{SMALL}&method=recurrent&lasts=sequence&place=0,1",
}


def at(query: str, sample: int = 2, backward: bool = False) -> Moment:
    return Moment(unscored(query), 12, sample, backward)


def links(moment: Moment) -> Links:
    return Links(moment.run.spec, View(step=moment.step))


@pytest.mark.parametrize("name", RUNS)
def test_every_element_of_a_mask_has_its_mark(name: str) -> None:
    moment = at(RUNS[name])
    shown = lstm.context(moment, links(moment))
    place = moment.run.spec.plan.places[1]
    strip = next(strip for strip in shown.strips if strip.signal == place.name)
    dropped = (moment.acting[1] == 0).ravel().tolist()
    assert strip.over
    for marks in strip.over:
        assert marks.place == place.on
        assert [off for _, off in marks.paths] == dropped
    if strip.coins and strip.coins.off:
        assert list(strip.coins.off) == dropped
    assert any(dropped)
    assert not all(dropped)


def test_a_link_that_is_cut_for_the_sequence_is_that_of_one_unit_at_all_steps() -> None:
    moment = at(RUNS["tied"])
    strip = next(strip for strip in lstm.context(moment, links(moment)).strips if strip.signal == "h")
    for unit, (d, _) in enumerate(strip.over[0].paths):
        rows = [float(y) // 10 for y in re.findall(r"M[\d.]+ ([\d.]+)h", d)]
        assert rows == [unit] * 5


def test_cells_are_the_signals_bytes_step_by_step() -> None:
    moment = at(RUNS["on g"])
    shown = {strip.signal: strip for strip in lstm.context(moment, links(moment)).strips}
    assert list(shown) == ["g", "c", "h"]
    for name, of in (("g", np.asarray), ("c", np.tanh), ("h", np.asarray)):
        cells = shown[name].cells
        assert [(cell.x, cell.y) for cell in cells] == [(t, u) for t in range(6) for u in range(5)]
        shades = [float(cell.shade) * (-1 if cell.state else 1) for cell in cells]
        np.testing.assert_allclose(shades, of(moment.signals[name]).ravel(), atol=0.01)


def test_what_is_read_at_the_first_step_is_nothing_and_is_not_counted() -> None:
    off = at(RUNS["on c"]).acting[1] == 0
    assert counted(at(RUNS["on c"]), 1) == (int(off[1:].sum()), 25)
    assert whole_lanes(at(RUNS["on c"])) == (int((~off[1:, 0].any(axis=0)).sum()), 5)
    assert counted(at(RUNS["tied"]), 1) == (int((at(RUNS["tied"]).acting[1] == 0).sum()), 5)
    assert whole_lanes(at(RUNS["on h"])) is None


def test_a_symbol_is_not_read_where_its_place_in_the_one_hot_row_is_off() -> None:
    moment = at(RUNS["tied"])
    off, x = symbols_off(moment), moment.signals["x"].astype(int)
    assert off.tolist() == [moment.acting[0][0, symbol] == 0 for symbol in x]
    assert lstm.parts(moment)["x.off"].count("z") == off.sum()
    assert symbols_off(at(RUNS["on c"])) is None


def test_the_sentence_counts_and_says_what_it_means() -> None:
    texts = {name: "".join(lstm_words.sentence(at(query))) for name, query in RUNS.items()}
    off = int((at(RUNS["tied"]).acting[1] == 0).sum())
    assert texts["tied"].startswith(f"At step 12, {off} of 5 units are cut for sample 3, from each step to the next")
    assert "of 20 links of units to gates" in texts["untied"]
    assert "of 25 links from step to step" in texts["on h"]
    assert "lanes came through whole" in texts["on c"]
    assert "of 30 candidates" in texts["on g"]
    assert "units write nothing" in texts["on g for the sequence"]
    for name, query in RUNS.items():
        assert len(texts[name]) <= len(lstm_words.longest(unscored(query)))
    assert "nothing is dropped" in "".join(lstm_words.sentence(at(f"{MEMORY}&place=none")))


def test_the_alternative_says_what_is_off_and_what_the_network_answers() -> None:
    text = lstm_words.summary(at(RUNS["tied"], backward=True))
    assert text.startswith("LSTM of 5 units over 6 steps, at training step 12, sample 3. Input x: ")
    assert "It says " in text
    assert text.endswith("none through what is cut.")


@pytest.mark.parametrize("name", ["tied", "on c", "on g"])
def test_a_card_has_the_numbers_of_its_unit(name: str) -> None:
    moment = at(RUNS[name])
    signals = [signal.name for signal in moment.run.spec.plan.signals]
    t, u = 3, 1
    card = lstm_card.card(moment, signals.index("c"), t * 5 + u, links(moment))
    assert card.title == "Unit 2 at t = 3"
    text = "".join(str(line.formula) for line in card.lines)
    factor = moment.acting[1][t if len(moment.acting[1]) > 1 else 0, 0, u]
    assert card.state == ("dropped" if factor == 0 else "kept")
    for name in ("f", "i", "o"):
        assert f"{moment.signals[name][t, u]:.3g}" in text
    with pytest.raises(LookupError, match="only units of the cell"):
        lstm_card.card(moment, 0, 0, links(moment))


def test_the_backward_view_has_gradients_and_none_comes_back_through_a_mask_of_the_memory() -> None:
    moment = at(RUNS["on c"], backward=True)
    strip = next(strip for strip in lstm.context(moment, links(moment)).strips if strip.signal == "c")
    last = [cell for cell in strip.cells if cell.x == 5]
    assert any(float(cell.shade) > 0 for cell in last)
    assert lstm.context(moment, links(moment)).note.startswith("Each strip: dL/d(value)")
