"""*What it puts out* says of each place what its masks do to this sample's numbers, and is drawn on every page."""

import asyncio
import re

import numpy as np
import pytest

from app.runs.log.put_out import MASKS
from app.web.address.links import Links
from app.web.address.query import View
from app.web.methods import putting_out
from app.web.methods.putting_out import PuttingOut
from app.web.moment import Moment
from app.web.site.templates import drawn
from tests.web.page_tree import tree
from tests.web.runs import trained

LINK = "steps=60&n=40&batch=10"


def shown(link: str, step: int = 20, sample: int = 3) -> PuttingOut:
    run = trained(link)
    section = putting_out.section(Moment(run, step, sample), Links(run.spec, View(step)))
    assert (section.id, section.template) == ("putting-out", "methods/putting_out.html")
    assert isinstance(section.shows, PuttingOut)
    return section.shows


@pytest.mark.parametrize("method", ["dropout", "classic", "gaussian", "dropconnect", "concrete"])
def test_every_place_of_the_method_is_there_with_its_numbers(method: str) -> None:
    found = shown(f"{LINK}&method={method}")
    assert [at.name for at in found.places] == ["Hidden 1", "Hidden 2", "Hidden 3"]
    for at in found.places:
        outputs = 1 if method == "dropconnect" and at.name == "Hidden 3" else 12
        assert len(at.rows) == at.chart.bands.count("z") == at.chart.means.count("h") == outputs
        assert f"Over {MASKS:,} masks" in at.sentence
        assert not re.search("nan|inf", "".join((at.chart.bands, at.chart.means, at.chart.reaches)))


def test_the_numbers_that_go_in_are_those_that_flow_in_this_step() -> None:
    run = trained(LINK)
    values = Moment(run, 20, 3).values[2][3]
    rows = shown(LINK).places[1].rows
    assert [float(row.texts[0].replace("−", "-")) for row in rows] == [float(f"{x:.3g}") for x in values]
    silent = [row for row in rows if row.texts[0] == "0"]
    assert all(set(row.texts) == {"0"} for row in silent)


def test_of_many_the_largest_are_drawn_and_that_is_said() -> None:
    place = shown("data=digits&n=100&steps=20&place=0,1", step=10).places[0]
    assert place.shown == "Drawn are the 64 largest of 196."
    x = np.abs([float(row.texts[0]) for row in place.rows])
    assert len(x) == 64
    assert x.min() > 0


def test_where_nothing_is_dropped_it_says_so() -> None:
    found = shown(f"{LINK}&place=none")
    assert found.places == ()
    assert "Nothing is dropped" in found.nothing


def test_what_is_computed_before_is_what_is_drawn() -> None:
    run = trained(f"{LINK}&seed=3")
    view = View(20, 3)
    asyncio.run(putting_out.before(run, view))
    kept = putting_out._found[run][20, 3]
    moment = Moment(run, 20, 3)
    before = putting_out.section(moment, Links(run.spec, view)).shows
    assert putting_out._found[run][20, 3] is kept
    del putting_out._found[run]
    assert putting_out.section(moment, Links(run.spec, view)).shows == before


def test_the_page_says_what_it_draws() -> None:
    run = trained(LINK)
    section = putting_out.section(Moment(run, 20, 3), Links(run.spec, View(20)))
    page = tree(drawn("methods/putting_out.html", section=section))
    charts = page.all("svg", role="img")
    assert [chart["aria-label"] for chart in charts] == [at.sentence for at in section.shows.places]  # type: ignore[attr-defined]
    assert len(page.all("table")) == 3
    assert "step 20" in page.text
