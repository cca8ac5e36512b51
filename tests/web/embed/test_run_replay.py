"""The replay of a run: the figure that was asked for, the others below it, and the recording that they play."""

import pytest

from app.runs.spec.run_spec import RunSpec
from app.web.embed import run_replay
from app.web.embed.run_replay import BESIDE
from app.web.figures.catalogue import FIGURES
from tests.web.embed.replays import RUN, SITE, beside, inside, replay
from tests.web.live.unpacked import unpacked
from tests.web.page_tree import tree


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_of_the_catalogue_is_one_with_others_beside_it(name: str) -> None:
    page = tree(replay(name, f"{RUN}&step=7&sample=3").text)
    figures = [node["data-figure"] for node in page.walk() if node.has("data-figure")]
    assert figures[-1] == FIGURES[name].kind
    assert figures[:-1] == (["Samples"] if name == "network" else [])
    others = [node["data-figure"] for node in beside(page).walk() if node.has("data-figure")]
    assert others == [FIGURES[other].kind for other in BESIDE if other != name]
    assert len(page.all(id="sentence")) + len(beside(page).all(id="sentence")) == 1
    assert len(page.all(id="verdict")) + len(beside(page).all(id="verdict")) == 1
    assert page.one("section", id="transport")["data-step"] == "7"
    assert page.one("title").text.startswith(f"{FIGURES[name].title}: ")


def test_it_says_what_it_is_of_and_leads_to_the_live_run_where_that_is_known() -> None:
    link = f"{RUN}&p=0.4&step=7&sample=3"
    page = tree(replay("network", link).text)
    footer = page.one("footer")
    query = RunSpec.from_query(f"{RUN}&p=0.4").query()
    assert footer.one("p").text == (
        "A recording: the run is inside this file, which asks nobody for anything. It has every step, for each of the "
        f"6 samples of the batch. Link of the run: /?{query}&step=7&sample=3"
    )
    said = {node.one("dt").text: node.one("dd").text for node in footer.one("dl").all("div")}
    assert "0.4" in " ".join(said.values())
    assert footer.all("a") == []
    live = tree(replay("network", link, SITE).text).one("footer").one("a")
    assert live["href"] == live.text == f"{SITE}?{query}&step=7&sample=3"
    plain = tree(replay("network", "steps=40&batch=6").text).one("footer").one("p").text
    assert plain.endswith("Link of the run: /?batch=6&steps=40")


def test_a_hand_may_do_there_what_the_link_allows_of_what_leaves_the_run_as_it_is() -> None:
    page = tree(replay("network", f"{RUN}&controls=p,seed,speed,view&theme=dark&autoplay=1").text)
    assert page.all("input", type="range") == []
    assert not [node for node in page.walk() if node.has("data-by")]
    assert page.one("select", name_="rate")
    assert page.one("main").has("data-autoplay")
    assert page.one("meta", name_="color-scheme")["content"] == "dark"
    assert "prefers-color-scheme" not in page.one("style").text
    whole = tree(replay("network", f"{RUN}&controls=p,place,data,seed,step,sample,speed,view").text)
    assert whole.one("input", type="range")["name"] == "step"
    assert len([node for node in whole.walk() if node.has("data-by")]) == 2


def test_what_was_not_recorded_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    link = "data=digits&steps=40&n=100&batch=8&hidden=8,8"
    whole = replay("batch", link).text
    recording = len(inside(tree(whole), "recording"))
    most = len(whole.encode()) + run_replay.SLACK - recording

    monkeypatch.setattr(run_replay, "SIZE_MAX", most + recording * 4 // 5)
    some = replay("batch", f"{link}&sample=8").text
    assert len(some.encode()) <= run_replay.SIZE_MAX
    page = tree(some)
    samples = unpacked(inside(page, "recording")).samples
    assert samples[0] == 7
    assert 4 <= len(samples) < 8
    rows = [node for node in page.one(id="batch").walk() if "row" in node.classes]
    assert len(rows) == 2 * 8
    assert {int(row["data-sample"]) for row in rows if row.name == "a"} == set(samples)
    assert all(row.has("href") == (row.name == "a") for row in rows)
    assert f"for samples 1 to {len(samples) - 1} and 8 of the batch’s 8." in page.one("footer").text

    monkeypatch.setattr(run_replay, "SIZE_MAX", most + recording // 3)
    few = tree(replay("batch", f"{link}&step=11").text)
    steps = unpacked(inside(few, "recording")).steps
    assert steps[1] > 1
    assert f"one step in {steps[1]}" in few.one("footer").text
    assert int(few.one("section", id="transport")["data-step"]) == max(step for step in steps if step <= 11)


def test_a_run_that_diverged_is_shown_to_its_last_step() -> None:
    page = tree(replay("loss", "data=curve&activation=relu&optimizer=sgd&lr=3&step=100").text)
    assert page.one("section", id="transport")["data-step"] == "2"
    assert "no longer finite" in page.one("section", id="transport").text
