"""The replay of One layer: the figure as a server would draw it, at each sub-step for each cell."""

import json

import pytest

from app.runs.one_layer.fields import SUB_STEPS
from app.runs.one_layer.layer_spec import LayerSpec
from app.web.embed.layer_replay import LINKS
from app.web.one_layer.figure import figure
from app.web.one_layer.forms import Sent
from app.web.site.templates import drawn
from tests.web.embed.replays import SITE, inside, replay
from tests.web.live.unpacked import unzipped
from tests.web.page_tree import tree


def figures(link: str) -> dict[str, str]:
    facts = json.loads(unzipped(inside(tree(replay("layer", link).text), "recording")))
    assert facts["steps"] == list(SUB_STEPS)
    return {key: "\n".join(facts["lines"][number] for number in lines) for key, lines in facts["figures"].items()}


@pytest.mark.parametrize("link", ["batch=2&units=2", "p=0.3&batch=2&units=3&mode=eval"])
def test_every_sub_step_is_there_for_every_cell(link: str) -> None:
    spec, found = LayerSpec.from_query(link), figures(link)
    assert len(found) == len(SUB_STEPS) * spec.batch * spec.units
    for key, html in found.items():
        substep, (row, column) = key.split()[0], key.split()[1]
        moment = spec.but(substep=substep, cell=(int(row), int(column)))
        shown = figure(Sent(moment, {}, {}, False), LINKS, ("step", "sample", "play"))
        assert html == drawn("one_layer/figure.html", figure=shown)


def test_where_no_cell_may_be_chosen_the_links_own_is_there_alone() -> None:
    assert list(figures("cell=12&controls=step")) == [f"{substep} 12" for substep in SUB_STEPS]


def test_it_begins_where_its_link_is_and_says_what_it_is() -> None:
    page = tree(replay("layer", "p=0.3&batch=2&substep=mask&controls=p,data,seed,step,sample,view").text)
    current = [node for node in page.one("main").walk() if node.attributes.get("aria-current") == "step"]
    assert [node["id"] for node in current] == ["step-mask"]
    assert [node for node in page.one("main").walk() if node.name == "input" and node["type"] != "hidden"] == []
    footer = page.one("footer").all("p")[0].text
    assert footer.endswith("sub-step 6 of 7. Link of the layer: /layer?p=0.3&batch=2&substep=mask")
    live = tree(replay("layer", "p=0.3&controls=step", SITE).text).one("footer").one("a")
    assert live["href"] == live.text == f"{SITE}layer?p=0.3"
