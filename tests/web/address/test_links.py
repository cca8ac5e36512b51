"""Links from what is on screen to what is next to it."""

from urllib.parse import parse_qsl

import pytest

from app.runs.spec.run_spec import RunSpec
from app.web.address.form_link import joined
from app.web.address.links import Links
from app.web.address.query import View, read_query

CHANGED = "change=p@100:0.4;lr@150:0.05"


def links(query: str, step: int = 0, apart: bool = False, view: str = "forward") -> Links:
    return Links(RunSpec.from_query(query), View(step=step, sample=2, view=view), apart)


def query(href: str) -> str:
    return href.partition("?")[2]


@pytest.mark.parametrize(
    ("step", "expected"),
    [(99, "place=1,3"), (100, "p=0.4&place=1,3"), (150, "lr=0.05&p=0.4&place=1,3")],
)
def test_a_gate_keeps_the_step_and_what_is_in_force_there(step: int, expected: str) -> None:
    assert query(links(CHANGED, step).toggled(2)) == f"{expected}&step={step}&sample=3"


@pytest.mark.parametrize(
    ("run", "place"), [("p=0.1,0.3&place=1,3", 2), ("p=0.3,0.1&place=1,3", 1), ("place=2", 2), ("place=none", 1)]
)
def test_a_gate_and_the_chip_of_its_place_lead_to_the_same_run(run: str, place: int) -> None:
    spec = RunSpec.from_query(run)
    apart = len(set(spec.p)) > 1
    sent = [("form", "1"), ("hidden", "12,12,12"), ("hidden.was", "12,12,12"), ("place", "none")]
    sent += [("p", f"{p:g}") for p in (spec.p if apart else spec.p[:1])]
    sent += [("p.of", ",".join(map(str, spec.place)))] if apart else []
    sent += [("place", str(k)) for k in sorted({*spec.place} ^ {place})]
    there, _ = read_query(parse_qsl(query(links(run).toggled(place))))
    assert there == RunSpec.parse(joined(sent))


def test_a_gate_keeps_how_it_is_looked_at() -> None:
    assert links("", apart=True, view="backward").toggled(2) == "./?place=1,3&step=0&sample=3&view=backward&apart=1"


def test_one_p_for_each_place_keeps_run_step_and_sample() -> None:
    shown = links(CHANGED, 120)
    assert query(shown.after("apart:1")) == f"{CHANGED}&step=120&sample=3&apart=1"
    assert query(links(CHANGED, 120, apart=True).after("apart:0")) == f"{CHANGED}&step=120&sample=3"


def test_one_p_for_all_places_is_a_branch_where_they_differ() -> None:
    assert query(links("p=0.1,0.3&place=1,3", 120).after("apart:0")) == (
        "p=0.1,0.3&place=1,3&change=p@120:0.1&step=120&sample=3"
    )


def test_new_masks_are_seen_at_the_same_step() -> None:
    assert query(links("", 7, apart=True).after("masks:next")) == "seed.masks=2&step=7&sample=3&apart=1"
