"""What the pages of the convolutional network's methods show of their own, against the run's records."""

import numpy as np
import pytest

from app.runs.nets.conv_plan import MAPS, rules
from app.web.address.links import Links
from app.web.address.query import View
from app.web.methods import conv_coins, conv_means, conv_positions
from app.web.methods.catalogue import PAGES
from app.web.methods.links import links_of
from app.web.moment import Moment, seen
from app.web.site.templates import environment
from tests.web.page_tree import Node, tree
from tests.web.runs import unscored

SMALL = "data=digits&n=40&batch=8&steps=12&maps=3,4&neurons=10"
METHODS = {"feature-maps": "net=conv", "spatial": "method=spatial", "dropblock": "method=dropblock&block=2"}
NAMES = {"feature-maps": "dropout", "spatial": "spatial", "dropblock": "dropblock"}
every_page = pytest.mark.parametrize("page", METHODS)


def at(page: str, more: str = "&p=0.4") -> tuple[Moment, Links]:
    run, looks = unscored(f"{SMALL}&{METHODS[page]}{more}"), View(step=9, sample=3)
    return seen(run, looks), links_of(PAGES[page], run.spec, looks)


def drawn(section: object) -> Node:
    return tree(environment().get_template(section.template).render(section=section))


@every_page
def test_a_page_opens_with_its_method_on_the_maps(page: str) -> None:
    spec = unscored(f"{SMALL}&{METHODS[page]}").spec
    assert PAGES[page].holds(spec, View())
    assert spec.place == MAPS


@every_page
def test_three_masks_of_the_same_coins_one_of_which_is_the_steps_own(page: str) -> None:
    moment, links = at(page)
    shows = conv_coins.section(moment, links).shows
    assert [way.name for way in shows.ways] == list(rules(2))
    (here,) = (way for way in shows.ways if way.here)
    assert here.name == NAMES[page]
    off = int(np.count_nonzero(np.broadcast_to(moment.acting[0], (3, 7, 7)) == 0))
    assert here.counted.endswith(f"{off} cells off")
    coins = {"dropout": 147, "dropblock": 3 * 25 if page != "dropblock" else 3 * 36, "spatial": 3}
    assert {way.name: int(way.counted.split()[0]) for way in shows.ways} == coins
    links_to = {way.name: way.href for way in shows.ways if not way.here}
    pages = {method: page for page, method in NAMES.items()}
    assert all(f"methods/{pages[name]}?" in href for name, href in links_to.items())
    assert all("step=9" in href and "sample=4" in href for href in links_to.values())
    assert len(drawn(conv_coins.section(moment, links)).all("svg")) == 3


@every_page
def test_positions_are_those_counted_and_the_formula_of_the_method(page: str) -> None:
    moment, links = at(page)
    shows = conv_positions.section(moment, links).shows
    formula = np.array([[float(cell.formula) for cell in row] for row in shows.rows])
    if page == "dropblock":
        assert formula[0, 0] < formula[0, 3] < formula[3, 3]
    else:
        assert (formula == 40.0).all()
    assert len(drawn(conv_positions.section(moment, links)).all("rect")) == 50


@every_page
def test_means_of_maps_vary_least_by_cells_and_most_by_whole_maps(page: str) -> None:
    moment, links = at(page)
    section = conv_means.section(moment, links)
    levels = [float(row.level) for row in section.shows.rows]
    assert levels[0] < levels[1] < levels[2] == 100.0
    assert [row.here for row in section.shows.rows] == [row.name == NAMES[page] for row in section.shows.rows]
    assert len(drawn(section).all("tbody")) == 2


def test_where_nothing_is_dropped_the_sections_say_so() -> None:
    moment, links = at("dropblock", "&place=none")
    for part in (conv_coins, conv_positions, conv_means):
        assert "othing is dropped" in drawn(part.section(moment, links)).text
