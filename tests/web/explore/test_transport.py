"""The transport, as it works without JavaScript."""

from app.runs.spec.run_spec import RunSpec
from app.web.address.links import Links
from app.web.address.query import View
from app.web.explore.transport import Transport, context
from app.web.site.templates import environment
from tests.web.runs import trained

RUN = "steps=300&change=p@100:0.5"


def shown_at(view: View, apart: bool = False) -> Transport:
    return context(trained(RUN), view, Links(trained(RUN).spec, view, apart))


def test_its_links_lead_one_step_on_and_back_and_to_the_start() -> None:
    shown = shown_at(View(step=128, sample=3))
    query = RunSpec.from_query(RUN).query()
    assert shown.on == f"./?{query}&step=129&sample=4"
    assert shown.back == f"./?{query}&step=127&sample=4"
    assert shown.start == f"./?{query}&step=0&sample=4"


def test_there_is_no_step_before_the_first_or_after_the_last() -> None:
    assert "step=0" in shown_at(View(step=0)).back
    assert "step=300" in shown_at(View(step=300)).on


def test_the_slider_sends_the_rest_of_the_link() -> None:
    shown = shown_at(View(step=128, sample=3))
    assert dict(shown.hidden) == {"steps": "300", "change": "p@100:0.5", "sample": "4"}


def test_its_links_keep_how_it_is_looked_at() -> None:
    shown = shown_at(View(step=128, view="backward"), apart=True)
    assert shown.on.endswith("&step=129&sample=1&view=backward&apart=1")
    assert {("view", "backward"), ("apart", "1")} <= set(shown.hidden)


def test_a_rate_of_0_is_no_speed_to_play_at() -> None:
    shown = shown_at(View(step=0, rate=0.0))
    assert shown.rate == "20"
    assert "0" not in shown.rates


def test_an_unusual_speed_is_among_the_choices() -> None:
    assert shown_at(View(step=0, rate=45.0)).rates[-1] == "45"
    assert shown_at(View(step=0, rate=600.0)).rate == "max"


def test_changes_are_marked_on_the_track() -> None:
    assert shown_at(View(step=0)).marks == ((100 / 300, "p 0.5"),)


def test_every_button_has_a_name() -> None:
    html = environment().get_template("explore/transport.html").render(
        transport=shown_at(View(step=128))
    )  # fmt: skip
    for name in ("To the start", "One step back", "Play", "One step on"):
        assert f">{name}</span>" in html
    assert 'aria-label="Step"' in html
