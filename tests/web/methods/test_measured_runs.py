"""Figures of what was measured over fresh seeds say the numbers of the table, and lead to runs of those settings."""

from urllib.parse import urlsplit

import pytest

from app.runs.scenes.measured import measured
from app.runs.spec.run_spec import RunSpec
from app.web.address.query import View
from app.web.methods import measured_runs
from app.web.methods.catalogue import PAGES, run_of
from app.web.methods.links import links_of
from app.web.methods.measured_runs import INFERENCE, LEARNED, RULES, SIZES, Measured
from app.web.moment import Moment
from app.web.section import SectionOf
from tests.web.runs import trained


def shown(section: SectionOf, page: str, link: str = "") -> Measured:
    run = trained(link or PAGES[page].link)
    shows = section(Moment(run, 10, 0), links_of(PAGES[page], run.spec, View(10))).shows
    assert isinstance(shows, Measured)
    return shows


def number(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.fixture(scope="module")
def learned() -> Measured:
    return shown(measured_runs.learned_p, "concrete", "data=digits&n=60&batch=50&steps=20&place=0,1,2&method=concrete")


def test_learned_p_falls_with_the_size_of_the_data_at_every_place(learned: Measured) -> None:
    assert [group.title for group in learned.groups] == ["Input", "Hidden 1", "Hidden 2"]
    for k, group in enumerate(learned.groups):
        values = [number(bar.value.split(" ")[0]) for bar in group.bars]
        table = [measured()[LEARNED.format(n=n)]["masks"][f"p{k}"]["median"] for n in SIZES]
        assert values == pytest.approx(table, rel=6e-3)
        assert values == sorted(values, reverse=True)


def test_each_size_leads_to_its_run_and_the_pages_own_is_one(learned: Measured) -> None:
    for group in learned.groups:
        links = [RunSpec.from_query(urlsplit(bar.href).query.partition("&step=")[0]).query() for bar in group.bars]
        assert links == [LEARNED.format(n=n) for n in SIZES]
        assert not any(bar.current for bar in group.bars)  # it is not of these settings
    assert learned.here == ""
    assert run_of(PAGES["concrete"]).query() in links


def test_moments_are_the_closer_inference(learned: Measured) -> None:
    found = shown(measured_runs.inference, "dropconnect", f"{INFERENCE}&inference=moments")
    ((mean, moments),) = (group.bars for group in found.groups)
    masks = measured()[INFERENCE]["masks"]
    assert [number(bar.value) for bar in (mean, moments)] == pytest.approx(
        [masks[of]["median"] for of in RULES], rel=6e-3
    )
    assert number(moments.value) < number(mean.value)
    assert (mean.current, moments.current) == (False, True)
    assert f"closer in {masks['closer']} of {measured()[INFERENCE]['runs']} runs" in found.says
